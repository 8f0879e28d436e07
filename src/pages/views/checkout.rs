//! The checkout on one page. `GET` and `POST /checkout`; the button named `action` sends `quote` to price another country, `place` to order.
//! It does not price anything and never sees a card.

use askama::Template;

use super::cart::{KeeperView, TotalRow};
use super::chrome::Chrome;
use super::form::{AddressFields, Choice, Errors};
use super::moment::Deadline;
use super::picture::Picture;
use crate::words::t;

/// The checkout page.
#[derive(Clone, Debug, Template)]
#[template(path = "checkout.html")]
pub struct CheckoutPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong with the form, if it was sent.
    pub errors: Errors,
    /// Sent as `idempotency_key`: a second press of the button is the same order. Made anew for each fresh form, kept on a redisplay.
    pub idempotency_key: String,
    /// Sent as `expected_total`, minor units; empty before the first quote.
    pub expected_total: String,
    /// The e-mail address as typed.
    pub email: String,
    /// The delivery address as typed; fields named `shipping_*`.
    pub shipping: AddressFields,
    /// The countries delivered to.
    pub countries: Vec<Choice>,
    /// True while the invoice goes to the delivery address; field `billing_same`.
    pub billing_same: bool,
    /// The invoice address as typed; fields named `billing_*`.
    pub billing: AddressFields,
    /// The countries an invoice may go to.
    pub billing_countries: Vec<Choice>,
    /// The VAT number as typed; field `vat_id`.
    pub vat_id: String,
    /// Delivery, seller by seller; empty before the first quote. Fields `shipping_method_<seller_id>`.
    pub deliveries: Vec<Delivery>,
    /// The ways to pay; field `payment`, of the form `<provider>:<token>`.
    pub payments: Vec<PaymentOption>,
    /// What is bought.
    pub lines: Vec<SummaryLine>,
    /// The totals, the last one strong.
    pub totals: Vec<TotalRow>,
    /// When the earliest hold runs out.
    pub held_until: Option<Deadline>,
    /// The hold that ends first and can be extended.
    pub keeper: Option<KeeperView>,
}

/// What one seller sends, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The seller's id.
    pub seller_id: String,
    /// The seller's name.
    pub seller_name: String,
    /// The titles of the works, comma-separated.
    pub works: String,
    /// The methods on offer.
    pub methods: Vec<DeliveryMethod>,
}

/// One way of delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryMethod {
    /// The method's id, e.g. `standard`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its price.
    pub price: String,
    /// `3 to 7 days`.
    pub duration: String,
    /// True for the chosen one.
    pub selected: bool,
}

/// One way to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentOption {
    /// `<provider>:<token>`, e.g. `test:tok_ok`.
    pub value: String,
    /// `Test card that succeeds`.
    pub name: String,
    /// What will happen.
    pub explanation: String,
    /// True for the chosen one.
    pub selected: bool,
}

/// One line of what is bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// The work's title.
    pub title: String,
    /// Artist, edition, copies; one short line.
    pub detail: String,
    /// The price of the line.
    pub price: String,
    /// The work's first picture.
    pub picture: Option<Picture>,
}

impl PaymentOption {
    /// Stripe's own page; it needs no token.
    #[must_use]
    pub fn of_stripe() -> Self {
        Self {
            value: "stripe:".to_owned(),
            name: t("checkout-stripe").into(),
            explanation: t("checkout-stripe-more").into(),
            selected: false,
        }
    }

    /// A card on a page of this house.
    #[must_use]
    pub fn of_card_here() -> Self {
        Self {
            value: "stripe:element".to_owned(),
            name: t("checkout-stripe-card").into(),
            explanation: t("checkout-stripe-card-more").into(),
            selected: false,
        }
    }

    /// PayPal, with approval on its own pages; it needs no token.
    #[must_use]
    pub fn of_paypal() -> Self {
        Self {
            value: "paypal:".to_owned(),
            name: "PayPal".to_owned(),
            explanation: t("checkout-paypal-more").into(),
            selected: false,
        }
    }

    /// The choices of the `test` provider, in words; the first is chosen.
    #[must_use]
    pub fn of_test_provider() -> Vec<Self> {
        let options = [
            ("tok_ok", "ok"),
            ("tok_3ds", "3ds"),
            ("tok_declined", "declined"),
            ("tok_late:10", "late"),
            ("tok_lost", "lost"),
        ];
        options
            .into_iter()
            .enumerate()
            .map(|(index, (token, name))| Self {
                value: format!("test:{token}"),
                name: t(&format!("checkout-test-{name}")).into(),
                explanation: t(&format!("checkout-test-{name}-more")).into(),
                selected: index == 0,
            })
            .collect()
    }
}
