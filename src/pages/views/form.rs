//! What forms share: choices, field errors, addresses.
//! It does not check anything: the messages come from whoever did.

/// One entry of a select or a group of radio buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// True for the chosen one.
    pub selected: bool,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form; also the id of its input.
    pub field: String,
    /// The sentence beside it.
    pub message: String,
}

/// What is wrong with a form that was sent; empty for a fresh one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// What concerns the whole form.
    pub summary: Option<String>,
    /// What concerns single fields.
    pub fields: Vec<FieldError>,
}

/// The fields of a postal address, as typed. In forms their names carry a prefix: `shipping_name`, `billing_city`, …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressFields {
    /// The recipient.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// State or province, where there is one.
    pub region: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
}

impl Errors {
    /// True when nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.summary.is_none() && self.fields.is_empty()
    }

    /// The first message for the field named `field`.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// The first message for the field named `prefix` followed by `name`.
    #[must_use]
    pub fn in_group(&self, prefix: &str, name: &str) -> Option<&str> {
        self.of(&format!("{prefix}{name}"))
    }
}
