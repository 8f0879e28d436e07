//! E-mail addresses, checked as far as mail servers agree on them.

use crate::gateway::fields::Fields;

/// An address of the usual form: one `@`, a local part of at most 64 bytes without spaces or control characters, a
/// domain with a dot. Whether mail arrives there only a mail can tell.
pub fn check_email(fields: &mut Fields, pointer: &str, text: &str) -> String {
    let email = fields.line(pointer, text, 254);
    let good = email.rsplit_once('@').is_some_and(|(local, domain)| {
        let plain = |part: &str| {
            !part.chars().any(|letter| letter.is_whitespace() || letter.is_control() || "@,;<>()\"".contains(letter))
        };
        !local.is_empty()
            && local.len() <= 64
            && plain(local)
            && plain(domain)
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
    });
    fields.check(email.is_empty() || good, pointer, "must be an e-mail address");
    email
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_usual_form_are_taken() {
        let good = |text: &str| {
            let mut fields = Fields::new();
            check_email(&mut fields, "/email", text);
            fields.is_good()
        };
        for text in ["zoe@example.com", "zoë+art@bücher.example", " a@b.co "] {
            assert!(good(text), "{text}");
        }
        for text in [
            "",
            "zoe",
            "@example.com",
            "zoe@",
            "zoe@example",
            "a b@example.com",
            "a@b@example.com",
            "a@.com",
            "a@b..com",
            "a,b@example.com",
        ] {
            assert!(!good(text), "{text}");
        }
    }
}
