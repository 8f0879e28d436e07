//! The checkout's form as it was typed, and the API's request that it stands for.
//! It does not check anything: the API's own checks do, and their pointers are led back to the form's fields here.

use std::collections::BTreeMap;

use impasto_domain::owner::Owner;
use uuid::Uuid;

use super::super::mistakes::Field;
use super::super::postal;
use super::super::typed::Typed;
use super::super::views::form::AddressFields;
use super::super::visit::Visit;
use crate::api::address::AddressInput;
use crate::api::checkout::{PaymentRequest, PlaceRequest};
use crate::api::shapes::MoneyJson;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::secrets::HouseSecrets;
use crate::words::t;

/// The longest key that is taken from the form.
const KEY_CHARS: usize = 255;

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Entered {
    pub(super) idempotency_key: String,
    pub(super) email: String,
    pub(super) shipping: AddressFields,
    pub(super) billing_same: bool,
    pub(super) billing: AddressFields,
    pub(super) vat_id: String,
    pub(super) payment: String,
    /// The chosen delivery by the seller's id.
    pub(super) methods: BTreeMap<Uuid, String>,
    /// The total that was shown, minor units, with its currency.
    expected_total: Option<MoneyJson>,
}

impl Entered {
    /// A fresh form: for who is signed in with their e-mail address and their last address.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub(super) async fn fresh(visit: &Visit, owner: Owner) -> Result<Self, Problem> {
        let mut fresh = Self {
            idempotency_key: visit.app.mint::<Uuid>().to_string(),
            shipping: AddressFields {
                country: visit.shared.config.sellers.default_country.clone(),
                ..AddressFields::default()
            },
            billing_same: true,
            ..Self::default()
        };
        if let Owner::User(user_id) = owner {
            let people = &visit.shared.people;
            fresh.email = people.by_id(user_id).await?.map(|user| user.email).unwrap_or_default();
            if let Some((_, address)) = people.addresses(user_id).await?.last() {
                fresh.shipping = postal::fields(address);
            }
        }
        Ok(fresh)
    }

    /// The form as it was sent.
    pub(super) fn read(visit: &Visit, typed: &Typed) -> Self {
        let key = typed.get("idempotency_key");
        let is_key = (1..=KEY_CHARS).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        let total = typed.get("expected_total").split_once(' ');
        let expected_total = total.and_then(|(amount, currency)| {
            Some(MoneyJson { amount: amount.parse().ok()?, currency: currency.to_owned() })
        });
        let methods = typed.beginning_with("shipping_method_").filter(|(_, method)| !method.is_empty());
        Self {
            idempotency_key: if is_key { key.to_owned() } else { visit.app.mint::<Uuid>().to_string() },
            email: typed.get("email").to_owned(),
            shipping: address(typed, "shipping_"),
            billing_same: typed.is_ticked("billing_same"),
            billing: address(typed, "billing_"),
            vat_id: typed.get("vat_id").to_owned(),
            payment: typed.get("payment").to_owned(),
            methods: methods.filter_map(|(seller, method)| Some((seller.parse().ok()?, method.to_owned()))).collect(),
            expected_total,
        }
    }

    /// The request that the form stands for.
    ///
    /// # Errors
    /// 422 when no way to pay is chosen.
    pub(super) fn request(&self) -> Result<PlaceRequest, Problem> {
        let missing = || Problem::field("/payment/provider", "must be chosen");
        let (provider, token) = self.payment.split_once(':').ok_or_else(missing)?;
        Ok(PlaceRequest {
            email: self.email.clone(),
            shipping_address: input(&self.shipping),
            billing_address: (!self.billing_same).then(|| input(&self.billing)),
            shipping: Some(self.methods.clone()).filter(|methods| !methods.is_empty()),
            shipping_method: None,
            payment: PaymentRequest {
                provider: provider.to_owned(),
                token: Some(token.to_owned()).filter(|token| !token.is_empty()),
            },
            vat_id: Some(self.vat_id.clone()).filter(|id| !id.is_empty()),
            // The total that was shown stands for the quote: deliveries are chosen on the page.
            quote_id: None,
            expected_total: self.expected_total.clone(),
            return_url: None,
        })
    }

    /// The key that makes a second press of the button the same order. What the order is made of is part of it; the
    /// total that was shown is not, since it differs between two displays of the same form.
    pub(super) fn key(&self, secrets: &HouseSecrets, request: &PlaceRequest) -> RequestKey {
        let made_of = format!(
            "{:?}",
            (
                &request.email,
                &request.shipping_address,
                &request.billing_address,
                &request.shipping,
                &request.payment,
                &request.vat_id
            )
        );
        RequestKey {
            route: "POST /checkout".to_owned(),
            key: self.idempotency_key.clone(),
            fingerprint: secrets.fingerprint(&[b"/checkout", made_of.as_bytes()]),
        }
    }
}

/// The form's field behind a JSON pointer of the request.
pub(super) fn field_of(pointer: &str) -> Option<Field> {
    let named = |field: String, label: &str| -> Option<Field> { Some((field, t(label).into())) };
    let address = |prefix: &str, name: &str| match name {
        "name" => named(format!("{prefix}name"), "checkout-field-name"),
        "line1" => named(format!("{prefix}line1"), "checkout-field-line1"),
        "line2" => named(format!("{prefix}line2"), "checkout-field-line2"),
        "postal_code" => named(format!("{prefix}postal_code"), "checkout-field-postal-code"),
        "city" => named(format!("{prefix}city"), "checkout-field-city"),
        "region" => named(format!("{prefix}region"), "checkout-field-region"),
        "country" => named(format!("{prefix}country"), "checkout-field-country"),
        _ => None,
    };
    if let Some(name) = pointer.strip_prefix("/shipping_address/") {
        return address("shipping_", name);
    }
    if let Some(name) = pointer.strip_prefix("/billing_address/") {
        return address("billing_", name);
    }
    match pointer {
        "/email" => named("email".to_owned(), "checkout-field-email"),
        "/shipping" => named("shipping_country".to_owned(), "checkout-field-delivery"),
        "/vat_id" => named("vat_id".to_owned(), "checkout-field-vat-id"),
        _ if pointer.starts_with("/payment") => named("payment-1".to_owned(), "checkout-field-payment"),
        _ => None,
    }
}

fn address(typed: &Typed, prefix: &str) -> AddressFields {
    let field = |name: &str| typed.get(&format!("{prefix}{name}")).to_owned();
    AddressFields {
        name: field("name"),
        line1: field("line1"),
        line2: field("line2"),
        postal_code: field("postal_code"),
        city: field("city"),
        region: field("region"),
        country: field("country"),
    }
}

fn input(fields: &AddressFields) -> AddressInput {
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    AddressInput {
        name: fields.name.clone(),
        line1: fields.line1.clone(),
        line2: given(&fields.line2),
        city: fields.city.clone(),
        postal_code: fields.postal_code.clone(),
        region: given(&fields.region),
        country: fields.country.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    fn entered() -> Entered {
        Entered {
            idempotency_key: "k".to_owned(),
            email: "zoe@example.com".to_owned(),
            billing_same: true,
            payment: "test:tok_ok".to_owned(),
            ..Entered::default()
        }
    }

    #[test]
    fn the_form_becomes_the_apis_request() {
        let request = entered().request().unwrap();
        assert_eq!((request.payment.provider.as_str(), request.payment.token.as_deref()), ("test", Some("tok_ok")));
        assert!(request.billing_address.is_none() && request.shipping.is_none() && request.vat_id.is_none());
        let problem = Entered { payment: String::new(), ..entered() }.request().unwrap_err();
        assert_eq!(problem.field_errors()[0].pointer, "/payment/provider");
    }

    #[test]
    fn another_quote_is_the_same_order_and_another_address_is_not() {
        let secrets = HouseSecrets::from_master(&[7; 32]);
        let key = |entered: &Entered| entered.key(&secrets, &entered.request().unwrap());
        let first = key(&entered());
        let shown = Some(MoneyJson { amount: 1, currency: "EUR".to_owned() });
        let requoted = Entered { expected_total: shown, ..entered() };
        assert_eq!(key(&requoted), first);
        let mut elsewhere = entered();
        elsewhere.shipping.city = "Köln".to_owned();
        assert_ne!(key(&elsewhere), first);
    }

    #[test]
    fn every_pointer_of_the_request_leads_to_a_field_of_the_form() {
        for (pointer, field) in [
            ("/email", "email"),
            ("/shipping_address/city", "shipping_city"),
            ("/billing_address/postal_code", "billing_postal_code"),
            ("/payment/token", "payment-1"),
            ("/vat_id", "vat_id"),
        ] {
            assert_eq!(field_of(pointer).map(|(field, _)| field).as_deref(), Some(field));
        }
        assert_eq!(field_of("/shipping/7"), None);
        let town = || field_of("/shipping_address/city").map(|(_, label)| label);
        assert_eq!(town().as_deref(), Some("The town"));
        assert_eq!(within(Language::German, town).as_deref(), Some("Der Ort"));
    }
}
