//! Bodies as Stripe takes them: form-encoded, with brackets for what lies inside.

use bytes::Bytes;
use form_urlencoded::Serializer;

/// A body in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form(Vec<(&'static str, String)>);

impl Form {
    /// With another parameter.
    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.push((name, value.to_string()));
        self
    }

    /// As it goes over the wire, or into the query of an address.
    pub(super) fn encoded(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    pub(super) fn bytes(&self) -> Bytes {
        self.encoded().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_inside_has_brackets_and_nothing_slips_out_of_its_value() {
        let form = Form::default().with("metadata[payment_id]", "a&b=c é").with("amount", 5);
        assert_eq!(form.encoded(), "metadata%5Bpayment_id%5D=a%26b%3Dc+%C3%A9&amount=5");
    }
}
