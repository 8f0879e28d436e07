//! An order as its owner sees it. `GET /orders/{id}`; its forms post to `/orders/{id}/pay`, `/authorize`, `/confirm` and
//! `/cancel`.
//! It does not know what comes next: `action` says what the owner may do now.

use askama::Template;

use super::cart::TotalRow;
use super::checkout::PaymentOption;
use super::chrome::Chrome;
use super::form::Errors;
use super::moment::{Deadline, Moment};
use super::picture::Picture;
use crate::words::t;

/// An order's page.
#[derive(Clone, Debug, Template)]
#[template(path = "order.html")]
pub struct OrderPage {
    /// The frame.
    pub chrome: Chrome,
    /// The order's id; its topic is `order:<id>`.
    pub id: String,
    /// [`state_key`] of what the page shows; a different one on the live topic draws the page anew.
    pub state: String,
    /// The order's number, for people.
    pub number: String,
    /// `Thank you`, `Payment declined`, `On its way`.
    pub headline: String,
    /// What that means, in one or two sentences.
    pub explanation: String,
    /// When it was placed.
    pub placed: Moment,
    /// Where the mails go.
    pub email: String,
    /// The way of the order, from placed to delivered.
    pub steps: Vec<Step>,
    /// What the owner may do about the payment.
    pub action: PaymentAction,
    /// When the held works go back, while the order is unpaid.
    pub held_until: Option<Deadline>,
    /// What who is signed in may do about an order that belongs to no account.
    pub claim: Claim,
    /// The attempt to pay of which the provider has not spoken yet, while the customer has just come back from there.
    pub confirming: Option<String>,
    /// True while the order can be cancelled.
    pub can_cancel: bool,
    /// The parts, seller by seller.
    pub parts: Vec<SellerPart>,
    /// The totals, the last one strong.
    pub totals: Vec<TotalRow>,
    /// The payments, the latest first.
    pub payments: Vec<PaymentRow>,
    /// The documents.
    pub documents: Vec<DocumentRow>,
    /// The delivery address, line by line.
    pub shipping_address: Vec<String>,
    /// The invoice address, line by line; empty when it is the same.
    pub billing_address: Vec<String>,
    /// What happened, the latest first.
    pub timeline: Vec<TimelineRow>,
}

/// The page on which a card is entered. `GET /orders/{id}/card`; its script leads on to `/orders/{id}`.
#[derive(Clone, Debug, Template)]
#[template(path = "order_card.html")]
pub struct CardPage {
    /// The frame.
    pub chrome: Chrome,
    /// The order's id.
    pub id: String,
    /// The attempt that the card pays.
    pub payment_id: String,
    /// What is paid.
    pub total: String,
    /// The key that Stripe's script is opened with.
    pub publishable_key: String,
    /// What Stripe's script finds the attempt by; good for this one payment only.
    pub client_secret: String,
}

/// Whether an order that belongs to no account can be taken into the reader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It cannot.
    None,
    /// It can.
    Offer,
    /// It can once the account's address is proven.
    ProveFirst,
}

/// The page to find an order without an account; fields `number`, `email`. `GET` and `POST /orders/find`.
#[derive(Clone, Debug, Template)]
#[template(path = "find_order.html")]
pub struct FindOrderPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The number as typed.
    pub number: String,
    /// The e-mail address as typed.
    pub email: String,
    /// Whether the gallery sends mails at all.
    pub sends_mails: bool,
}

/// One station of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `Placed`, `Paid`, `Shipped`, `Delivered`; or `Cancelled`.
    pub label: String,
    /// Where the order is, seen from here.
    pub state: StepState,
    /// When it was reached.
    pub at: Option<Moment>,
}

/// Where an order is, seen from one of its stations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind it.
    Done,
    /// At it.
    Current,
    /// Before it.
    Ahead,
    /// It ended here, unhappily.
    Failed,
}

/// What the owner may do about the payment now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentAction {
    /// Nothing.
    None,
    /// Authorise a test payment, as one would in the bank's app.
    Authorize {
        /// The payment's id, sent as `payment_id`.
        payment_id: String,
    },
    /// Go to the provider's own page.
    Redirect {
        /// The provider's page.
        url: String,
        /// The ways to pay instead; the form sends `payment` and `idempotency_key`. Empty when the time is over.
        options: Vec<PaymentOption>,
        /// Makes a second press of the button the same attempt.
        idempotency_key: String,
    },
    /// Pay again after a decline; the form sends `payment` and `idempotency_key`.
    PayAgain {
        /// The ways to pay.
        options: Vec<PaymentOption>,
        /// Makes a second press of the button the same attempt.
        idempotency_key: String,
    },
}

/// What one seller sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerPart {
    /// The seller's name.
    pub seller_name: String,
    /// The works.
    pub lines: Vec<OrderLineView>,
    /// The delivery method with its price.
    pub delivery: String,
    /// By when it leaves or is ready; empty once it has, and while it is not paid.
    pub leaves: String,
    /// Where and when it is collected, in lines; empty for what is sent, and while it is not paid.
    pub pickup: Vec<String>,
    /// The parcels, if any have been packed.
    pub shipments: Vec<ShipmentView>,
    /// What was withdrawn from or found damaged, and the ways to do so.
    pub returns: PartReturns,
}

/// What was withdrawn from or found damaged of a part, and the ways to do so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartReturns {
    /// Where somebody withdraws; `None` when they cannot.
    pub withdraw_url: Option<String>,
    /// Where somebody tells of damage; `None` while nothing has left, and once it is over.
    pub damage_url: Option<String>,
    /// Until when one can withdraw, or why not; may be empty.
    pub note: String,
    /// What was said before.
    pub rows: Vec<ReturnRow>,
}

/// A withdrawal or a report of damage, with its receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRow {
    /// `Withdrawn: Low Tide. The money follows once it is back.`
    pub text: String,
    /// Who said so, and where the receipt went.
    pub receipt: String,
    /// What they wrote; may be empty.
    pub statement: String,
    /// What was answered, or when the money is due; may be empty.
    pub detail: String,
    /// Where photographs of damage are sent, as `file`; `None` where none is taken.
    pub photos_url: Option<String>,
    /// How many there are.
    pub photos: usize,
    /// When it was said.
    pub at: Moment,
}

/// A work of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLineView {
    /// The title.
    pub title: String,
    /// The artwork's page; `None` when it no longer hangs.
    pub url: Option<String>,
    /// Artist and edition; may be empty.
    pub detail: String,
    /// The copies in words, [`super::text::copy`].
    pub copies: Vec<String>,
    /// How many.
    pub quantity: u32,
    /// The price of the line.
    pub price: String,
    /// The work's first picture.
    pub picture: Option<Picture>,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipmentView {
    /// `In transit with DHL`.
    pub text: String,
    /// The tracking number; may be empty.
    pub tracking_number: String,
    /// The carrier's page.
    pub tracking_url: Option<String>,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// `Paid`, `Declined: not enough money on the account`.
    pub text: String,
    /// The amount.
    pub amount: String,
    /// When it was begun.
    pub at: Moment,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// `Invoice 2026-000123`.
    pub name: String,
    /// Where it is; `None` while it is being made.
    pub url: Option<String>,
    /// The page that everybody who holds it can check it on; certificates have one.
    pub page_url: Option<String>,
}

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineRow {
    /// When.
    pub at: Moment,
    /// What, in one sentence.
    pub text: String,
}

/// The key that tells one state of an order from another: the API's words for its three statuses, the number of documents that are ready, and the
/// number of things that happened to its parcels and returns.
/// `web/static/js/components/order-status.js` makes the same key of the topic's snapshot.
#[must_use]
pub fn state_key(
    status: &str,
    payment_status: &str,
    fulfilment_status: &str,
    ready_documents: usize,
    parcel_events: usize,
) -> String {
    format!("{status} {payment_status} {fulfilment_status} {ready_documents} {parcel_events}")
}

impl OrderPage {
    /// The page's own address.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/orders/{}", self.id)
    }

    /// What opens the time of its placing, for the middle of a sentence.
    #[must_use]
    pub fn placed_tag(&self) -> String {
        format!("<time datetime=\"{}\">", self.placed.iso)
    }
}

impl StepState {
    /// The class suffix in the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Ahead => "ahead",
            Self::Failed => "failed",
        }
    }

    /// The state in words, for those who do not see the mark.
    #[must_use]
    pub fn words(self) -> String {
        t(&format!("order-step-{}", self.class())).into()
    }
}
