//! `impasto certificate verify`: checks a certificate with nothing but the house's public key. It needs no house.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use impasto_domain::certificate::FORM;
use serde::Deserialize;

use super::args::CertificateCommand;
use super::{CliError, failed};
use crate::identity::certify::is_signed;

/// Certificates are small; what is larger is none.
const BYTES_MAX: u64 = 1 << 20;

/// What of a certificate's JSON is checked.
#[derive(Deserialize)]
struct Held {
    text: String,
    signature: String,
}

/// Checks a certificate and says so in one line; 0 when it is good, 1 when it is not.
pub(super) fn run(command: &CertificateCommand) -> Result<ExitCode, CliError> {
    let CertificateCommand::Verify { key, file } = command;
    let held: Held = serde_json::from_str(&read(file)?)
        .map_err(|error| CliError(format!("{} is no certificate: {error}", file.display())))?;
    Ok(match good(&held, key) {
        Some(about) => {
            say!("valid: {about}");
            ExitCode::SUCCESS
        }
        None => {
            say!("not valid: the text was not signed with this key");
            ExitCode::FAILURE
        }
    })
}

/// What a certificate is about, if it is good.
fn good(held: &Held, key: &str) -> Option<String> {
    let is_form = held.text.lines().next() == Some(FORM);
    if !is_form || !is_signed(&held.text, &held.signature, key) {
        return None;
    }
    let value = |name: &str| {
        let start = format!("{name}: ");
        held.text.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap_or_default()
    };
    let words = [value("title"), value("artist"), value("copy"), value("seller"), value("sold-on")];
    Some(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "))
}

fn read(file: &Path) -> Result<String, CliError> {
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().take(BYTES_MAX).read_to_string(&mut text).map_err(failed)?;
    } else {
        let unreadable = |error| CliError(format!("{} cannot be read: {error}", file.display()));
        let opened = std::fs::File::open(file).map_err(unreadable)?;
        opened.take(BYTES_MAX).read_to_string(&mut text).map_err(unreadable)?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::certify::CertificateKey;
    use impasto_domain::ids::KeyId;

    #[test]
    fn a_certificate_is_good_until_its_text_changes() {
        let key = CertificateKey::new(KeyId(uuid::Uuid::from_u128(1)), &[1; 32]);
        let text = format!("{FORM}\ntitle: Salt\nartist: Inês\ncopy: 7/25\n");
        let signed = key.sign(&text);
        let mut held = Held { text, signature: signed.signature };
        assert_eq!(good(&held, &signed.public_key).as_deref(), Some("Salt, Inês, 7/25"));
        held.text = held.text.replace("7/25", "1/25");
        assert_eq!(good(&held, &signed.public_key), None);
        let other = key.sign("another text");
        let held = Held { text: "another text".into(), signature: other.signature };
        assert_eq!(good(&held, &other.public_key), None, "signed, but no certificate");
    }
}
