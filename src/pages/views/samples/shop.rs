//! Samples of buying: cart, checkout, order.
//! It does not know the gallery.

use super::super::card::{HeartView, WorkCard};
use super::super::cart::{CartLineView, CartPage, KeeperView, LineStatus, TotalRow};
use super::super::checkout::{CheckoutPage, Delivery, DeliveryMethod, PaymentOption, SummaryLine};
use super::super::chrome::{Chrome, Notice};
use super::super::form::{AddressFields, Choice, Errors, FieldError};
use super::super::moment::{Deadline, Moment};
use super::super::order::{
    CardPage, Claim, DocumentRow, OrderLineView, OrderPage, PartReturns, PaymentAction, PaymentRow, ReturnRow,
    SellerPart, Step, StepState, TimelineRow, state_key,
};
use super::super::text;
use super::super::wishlist::{WishView, WishlistPage};
use super::{TITLES, card, chrome, eur, heart, id, now, picture, signed_in};

fn cart_line(index: usize, status: LineStatus) -> CartLineView {
    let (title, artist, ..) = TITLES[index];
    let held = status == LineStatus::Held;
    CartLineView {
        id: id(900 + index),
        url: format!("/artworks/work-{index}"),
        title: title.to_owned(),
        artist_name: artist.to_owned(),
        detail: format!("Giclée print, {}", text::size(40.0, 30.0, None)),
        picture: Some(picture(index)),
        quantity: if index == 0 { 2 } else { 1 },
        max_quantity: if index == 0 { 5 } else { 1 },
        unit_price: eur(24_000),
        line_price: eur(if index == 0 { 48_000 } else { 24_000 }),
        copies: if index == 0 { vec![text::copy("7/25"), text::copy("AP 1/2")] } else { Vec::new() },
        status,
        held_until: held.then(|| Deadline::new(now() + chrono::Duration::seconds(581))),
        extendable: held,
        missed_note: (index == 0)
            .then(|| "No. 5 of 25 has gone to another collector. No. 7 of 25 is held for you instead.".to_owned()),
        price_note: (status == LineStatus::PriceChanged)
            .then(|| "Now €260; it was €240 when you reserved it.".to_owned()),
    }
}

fn totals(delivery: &str) -> Vec<TotalRow> {
    [
        ("Works", eur(72_000), false),
        ("Delivery", delivery.to_owned(), false),
        ("VAT included", eur(3_942), false),
        ("Total", eur(75_650), true),
    ]
    .into_iter()
    .map(|(label, value, strong)| TotalRow { label: label.to_owned(), value, strong })
    .collect()
}

/// A cart with a line of every kind.
pub fn cart() -> CartPage {
    CartPage {
        chrome: Chrome { notice: Notice::from_code("added"), ..chrome("/cart") },
        version: "12".to_owned(),
        lines: vec![
            cart_line(0, LineStatus::Held),
            cart_line(4, LineStatus::Held),
            cart_line(1, LineStatus::Lapsed),
            cart_line(3, LineStatus::SoldOut),
            cart_line(5, LineStatus::PriceChanged),
        ],
        totals: totals("at checkout"),
        can_check_out: false,
        blocked: Some("Hold or remove what has run out, then check out.".to_owned()),
        lapsed: Some("Hold all 2 again".to_owned()),
        onward: Some("Continue with the other 2".to_owned()),
        keeper: Some(KeeperView { until: Deadline::new(now()), back: "/cart" }),
    }
}

/// A cart that may be checked out.
pub fn cart_ready() -> CartPage {
    let mut page = cart();
    page.lines.truncate(2);
    page.can_check_out = true;
    page.blocked = None;
    page.lapsed = None;
    page.onward = None;
    page
}

/// An empty cart.
pub fn cart_empty() -> CartPage {
    CartPage {
        lines: Vec::new(),
        totals: Vec::new(),
        blocked: None,
        lapsed: None,
        onward: None,
        keeper: None,
        ..cart()
    }
}

fn countries(chosen: &str) -> Vec<Choice> {
    [
        ("AT", "Austria"),
        ("BE", "Belgium"),
        ("DE", "Germany"),
        ("FR", "France"),
        ("PT", "Portugal"),
        ("CH", "Switzerland"),
        ("US", "United States"),
    ]
    .into_iter()
    .map(|(value, label)| Choice { value: value.to_owned(), label: label.to_owned(), selected: value == chosen })
    .collect()
}

/// A fresh checkout.
pub fn checkout() -> CheckoutPage {
    let method = |id: &str, name: &str, price, duration: &str| DeliveryMethod {
        id: id.to_owned(),
        name: name.to_owned(),
        price: eur(price),
        duration: duration.to_owned(),
        selected: id == "standard",
    };
    CheckoutPage {
        chrome: chrome("/checkout"),
        errors: Errors::default(),
        idempotency_key: id(777),
        expected_total: "75650".to_owned(),
        email: String::new(),
        shipping: AddressFields { country: "DE".to_owned(), ..AddressFields::default() },
        countries: countries("DE"),
        billing_same: true,
        billing: AddressFields::default(),
        billing_countries: countries("DE"),
        vat_id: String::new(),
        deliveries: vec![Delivery {
            seller_id: id(50),
            seller_name: "Atelier Moreau".to_owned(),
            works: "Low Tide, Evening, Northern Harbour".to_owned(),
            methods: vec![
                method("standard", "Standard", 3_650, "3 to 7 days, insured"),
                method("courier", "Art courier", 12_000, "2 to 3 days, white gloves"),
            ],
        }],
        payments: PaymentOption::of_test_provider(),
        lines: vec![
            SummaryLine {
                title: "Low Tide, Evening".to_owned(),
                detail: "Giclée print; No. 7 of 25, Artist’s proof 1 of 2".to_owned(),
                price: eur(48_000),
                picture: Some(picture(0)),
            },
            SummaryLine {
                title: "Northern Harbour".to_owned(),
                detail: "Original".to_owned(),
                price: eur(24_000),
                picture: Some(picture(4)),
            },
        ],
        totals: totals(&eur(3_650)),
        keeper: Some(KeeperView { until: Deadline::new(now()), back: "/checkout" }),
        held_until: Some(Deadline::new(now() + chrono::Duration::seconds(431))),
    }
}

/// A checkout that was sent with mistakes.
pub fn checkout_refused() -> CheckoutPage {
    let error = |field: &str, message: &str| FieldError { field: field.to_owned(), message: message.to_owned() };
    CheckoutPage {
        errors: Errors {
            summary: None,
            fields: vec![
                error("email", "Please give an e-mail address, like name@example.org."),
                error("shipping_city", "Which town is it?"),
            ],
        },
        email: "ines@".to_owned(),
        billing_same: false,
        ..checkout()
    }
}

fn step(label: &str, state: StepState) -> Step {
    Step { label: label.to_owned(), state, at: (state == StepState::Done).then(|| Moment::new(now())) }
}

/// An order that is paid and on its way.
pub fn order() -> OrderPage {
    OrderPage {
        chrome: chrome("/orders/1"),
        id: id(60),
        state: state_key("open", "paid", "unfulfilled", 1, 0),
        number: "2026-000123".to_owned(),
        headline: "Thank you, it is yours".to_owned(),
        explanation: "The payment went through. The seller packs your works and you hear from us when they leave."
            .to_owned(),
        placed: Moment::new(now()),
        email: "buyer@example.org".to_owned(),
        steps: vec![
            step("Placed", StepState::Done),
            step("Paid", StepState::Done),
            step("Shipped", StepState::Current),
            step("Delivered", StepState::Ahead),
        ],
        action: PaymentAction::None,
        held_until: None,
        claim: Claim::Offer,
        confirming: None,
        can_cancel: true,
        parts: vec![SellerPart {
            seller_name: "Atelier Moreau".to_owned(),
            lines: vec![
                OrderLineView {
                    title: "Low Tide, Evening".to_owned(),
                    url: Some("/artworks/work-0".to_owned()),
                    detail: "Inês Moreau, giclée print".to_owned(),
                    copies: vec![text::copy("7/25"), text::copy("AP 1/2")],
                    quantity: 2,
                    price: eur(48_000),
                    picture: Some(picture(0)),
                },
                OrderLineView {
                    title: "Northern Harbour".to_owned(),
                    url: None,
                    detail: "Inês Moreau, original".to_owned(),
                    copies: Vec::new(),
                    quantity: 1,
                    price: eur(24_000),
                    picture: Some(picture(4)),
                },
            ],
            delivery: format!("Delivery: Standard, {}", eur(3_650)),
            leaves: "Leaves by 5 January 2026".to_owned(),
            pickup: Vec::new(),
            shipments: Vec::new(),
            returns: PartReturns {
                withdraw_url: Some(format!("/orders/{}/withdraw/{}", id(60), id(61))),
                damage_url: Some(format!("/orders/{}/damage/{}", id(60), id(61))),
                note: "You can withdraw until 15 December 2026.".to_owned(),
                rows: vec![ReturnRow {
                    text: "Withdrawn: Northern Harbour.".to_owned(),
                    receipt: "Jo Weber, receipt to jo@example.org".to_owned(),
                    statement: "I withdraw.".to_owned(),
                    detail: "Your money is due by 21 December 2026.".to_owned(),
                    photos_url: Some(format!("/orders/{}/returns/{}/images", id(60), id(62))),
                    photos: 2,
                    at: Moment::new(now()),
                }],
            },
        }],
        totals: totals(&eur(3_650)),
        payments: vec![PaymentRow { text: "Paid".to_owned(), amount: eur(75_650), at: Moment::new(now()) }],
        documents: vec![
            DocumentRow {
                name: "Invoice 2026-000088".to_owned(),
                url: Some("/api/v1/documents/88".to_owned()),
                page_url: None,
            },
            DocumentRow {
                name: "Certificate of authenticity".to_owned(),
                url: Some("/api/v1/documents/89".to_owned()),
                page_url: Some("/certificates/89".to_owned()),
            },
            DocumentRow { name: "Packing slip".to_owned(), url: None, page_url: None },
        ],
        shipping_address: ["Jo Weber", "Lange Straße 4", "10115 Berlin", "Germany"].map(str::to_owned).to_vec(),
        billing_address: Vec::new(),
        timeline: vec![
            TimelineRow { at: Moment::new(now()), text: "The invoice is ready".to_owned() },
            TimelineRow { at: Moment::new(now()), text: "Paid".to_owned() },
            TimelineRow { at: Moment::new(now()), text: "Placed".to_owned() },
        ],
    }
}

/// The page on which a card is entered.
pub fn order_card() -> CardPage {
    CardPage {
        chrome: chrome("/orders/1/card"),
        id: id(60),
        payment_id: id(61),
        total: eur(75_650),
        publishable_key: "pk_test_0123".to_owned(),
        client_secret: "pi_0123_secret_4567".to_owned(),
    }
}

/// An order whose payment waits for the buyer's bank.
pub fn order_to_authorize() -> OrderPage {
    OrderPage {
        state: state_key("open", "requires_action", "unfulfilled", 0, 0),
        headline: "One more step".to_owned(),
        explanation: "Your bank wants you to confirm the payment.".to_owned(),
        steps: vec![
            step("Placed", StepState::Done),
            step("Paid", StepState::Current),
            step("Shipped", StepState::Ahead),
            step("Delivered", StepState::Ahead),
        ],
        action: PaymentAction::Authorize { payment_id: id(61) },
        held_until: Some(Deadline::new(now() + chrono::Duration::seconds(800))),
        documents: Vec::new(),
        ..order()
    }
}

/// An order whose payment was declined.
pub fn order_declined() -> OrderPage {
    OrderPage {
        state: state_key("open", "failed", "unfulfilled", 0, 0),
        headline: "The payment was declined".to_owned(),
        explanation: "Nothing was charged, and your works are still held.".to_owned(),
        action: PaymentAction::PayAgain { options: PaymentOption::of_test_provider(), idempotency_key: id(779) },
        ..order_to_authorize()
    }
}

/// A wish list with a work that is free and one to choose from.
pub fn wishlist() -> WishlistPage {
    let wish = |index: usize| {
        let card = WorkCard { heart: None, ..card(index) };
        WishView {
            url: format!("/artworks/work-{index}"),
            edition_id: (card.stock.editions.len() == 1).then(|| card.stock.editions[0].edition_id.clone()),
            is_free: index != 1,
            heart: HeartView { back: "/wishlist".to_owned(), ..heart(index, &card.title) },
            card,
        }
    };
    WishlistPage {
        chrome: signed_in("/wishlist"),
        works: vec![wish(4), wish(1), wish(0)],
        total: "3 works".to_owned(),
        next_url: Some("/wishlist?cursor=b3BhcXVl".to_owned()),
    }
}

/// A wish list without wishes.
pub fn wishlist_empty() -> WishlistPage {
    WishlistPage { works: Vec::new(), next_url: None, ..wishlist() }
}

/// An order whose buyer has just come back from the bank.
pub fn order_confirming() -> OrderPage {
    OrderPage {
        headline: "Confirming your payment".to_owned(),
        explanation: "Your copy is kept. The provider is being asked.".to_owned(),
        action: PaymentAction::None,
        confirming: Some(id(61)),
        ..order_to_authorize()
    }
}
