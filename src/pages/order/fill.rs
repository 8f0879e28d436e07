//! Filling an order's page from the order and the works it names.
//! It does not know who asks, beyond whether they may act for its owner.

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::order::{FulfilmentStatus, Order, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder};
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::shipment::Shipment;
use impasto_domain::shipping::PickupPlace;
use uuid::Uuid;

use super::super::cart::total_row;
use super::super::checkout::payments;
use super::super::delivery;
use super::super::views::cart::TotalRow;
use super::super::views::chrome::Chrome;
use super::super::views::moment::{Deadline, Moment};
use super::super::views::order::{
    Claim, DocumentRow, OrderLineView, OrderPage, PaymentAction, PaymentRow, SellerPart, ShipmentView, TimelineRow,
    state_key,
};
use super::super::views::text;
use super::super::visit::Visit;
use super::super::{postal, works};
use super::{returns, words};
use crate::api::certificates::page_of;
use crate::words::t;

/// How an order is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    /// The one who asks may do what the owner may.
    pub(super) may_act: bool,
    /// The one who asks may withdraw for the owner: who has the key from a mail may.
    pub(super) may_speak: bool,
    /// The customer has just come back from the provider's page or the bank's app.
    pub(super) returned: bool,
}

/// The page.
pub(super) fn fill(visit: &Visit, chrome: Chrome, order: &Order, sight: Sight) -> OrderPage {
    let may_act = sight.may_act;
    let head = &order.head;
    let confirming = confirming(order).filter(|_| sight.returned);
    let (headline, explanation) = match confirming {
        Some(_) => words::confirming(),
        None => words::standing(order),
    };
    let ready = order.documents.iter().filter(|document| document.is_ready()).count();
    let held_until = held_until(order, i64::from(visit.app.rules().holds.payment_extension_s));
    let is_over = held_until.is_some_and(|until| until <= visit.now());
    let billing_address = postal::lines(&head.billing_address);
    let shipping_address = postal::lines(&head.shipping_address);
    OrderPage {
        chrome,
        id: head.id.to_string(),
        state: state_key(
            head.status.as_str(),
            head.payment_status.as_str(),
            head.fulfilment_status.as_str(),
            ready,
            order.shipments.iter().map(|parcel| parcel.events.len()).sum::<usize>() + returns::steps(order),
        ),
        number: head.number.clone(),
        headline,
        explanation,
        placed: Moment::new(head.placed_at),
        email: head.email.clone(),
        steps: words::steps(order),
        // Never a second button to pay before the provider has spoken.
        action: if may_act && confirming.is_none() { action(visit, order, is_over) } else { PaymentAction::None },
        confirming: confirming.filter(|_| may_act).map(|payment| payment.id.to_string()),
        held_until: held_until.map(Deadline::new),
        claim: Claim::None,
        can_cancel: may_act
            && head.status == OrderStatus::Open
            && head.fulfilment_status == FulfilmentStatus::Unfulfilled,
        parts: order.seller_orders.iter().map(|part| self::part(visit, order, part, sight.may_speak)).collect(),
        totals: totals(order),
        payments: order.payments.iter().rev().map(payment_row).collect(),
        documents: documents(order),
        billing_address: if billing_address == shipping_address { Vec::new() } else { billing_address },
        shipping_address,
        timeline: order
            .head
            .timeline
            .iter()
            .rev()
            .map(|entry| TimelineRow { at: Moment::new(entry.at), text: words::happened(entry) })
            .collect(),
    }
}

/// Until when the works of an unpaid order are held at least: placing it left every hold that long.
fn held_until(order: &Order, payment_extension_s: i64) -> Option<DateTime<Utc>> {
    use OrderPaymentStatus as P;
    let unpaid = matches!(order.head.payment_status, P::Pending | P::RequiresAction | P::Failed);
    let open = order.head.status == OrderStatus::Open;
    (unpaid && open).then(|| order.head.placed_at + TimeDelta::seconds(payment_extension_s))
}

/// The attempt to pay of which the provider has not spoken its last word.
fn confirming(order: &Order) -> Option<&Payment> {
    let waits = matches!(order.head.payment_status, OrderPaymentStatus::Pending | OrderPaymentStatus::RequiresAction);
    let latest = order.latest_payment().filter(|_| waits && order.head.status == OrderStatus::Open)?;
    matches!(latest.status, PaymentStatus::Pending | PaymentStatus::RequiresAction).then_some(latest)
}

fn action(visit: &Visit, order: &Order, is_over: bool) -> PaymentAction {
    if order.head.status != OrderStatus::Open {
        return PaymentAction::None;
    }
    let Some(latest) = order.latest_payment() else { return PaymentAction::None };
    match (order.head.payment_status, latest.status) {
        (OrderPaymentStatus::RequiresAction, PaymentStatus::RequiresAction) => match waiting(latest) {
            // Who changed their mind there chooses again here; the attempt that waits is called off then.
            PaymentAction::Redirect { url, .. } if !is_over => PaymentAction::Redirect {
                url,
                options: payments(visit, ""),
                idempotency_key: visit.app.mint::<Uuid>().to_string(),
            },
            action => action,
        },
        (OrderPaymentStatus::Failed, PaymentStatus::Failed) if !is_over => PaymentAction::PayAgain {
            options: payments(visit, ""),
            idempotency_key: visit.app.mint::<Uuid>().to_string(),
        },
        _ => PaymentAction::None,
    }
}

fn waiting(payment: &Payment) -> PaymentAction {
    match way_on(payment) {
        Some(url) => PaymentAction::Redirect { url, options: Vec::new(), idempotency_key: String::new() },
        None if payment.provider == "test" => PaymentAction::Authorize { payment_id: payment.id.to_string() },
        None => PaymentAction::None,
    }
}

/// Where an attempt goes on: at the provider's page, or on the page of this house where a card is entered.
pub(super) fn way_on(payment: &Payment) -> Option<String> {
    let has_card_page = payment.provider == "stripe" && payment.client_secret.is_some();
    let card = || has_card_page.then(|| format!("/orders/{}/card", payment.order_id));
    provider_page(payment).map(str::to_owned).or_else(card)
}

/// The provider's page that an attempt goes on at: a secure one.
fn provider_page(payment: &Payment) -> Option<&str> {
    payment.redirect_url.as_deref().filter(|url| url.starts_with("https://"))
}

fn part(visit: &Visit, order: &Order, part: &SellerOrder, may_speak: bool) -> SellerPart {
    let delivery = match part.shipping_minor {
        0 => t("order-delivery-free"),
        minor => t("order-delivery").with("price", text::money(minor, order.head.currency)),
    };
    let waits = waits_to_leave(order, part);
    let leaves = if waits { delivery::leaves(part, visit.now().date_naive()) } else { String::new() };
    SellerPart {
        seller_name: part.seller_name.clone(),
        lines: part.lines.iter().map(|line| line_view(visit, line)).collect(),
        delivery: delivery.with("method", delivery::method_name(&part.shipping_name)).into(),
        leaves,
        pickup: part.pickup.as_ref().filter(|_| order.head.is_kept()).map(pickup_lines).unwrap_or_default(),
        shipments: order.shipments_of(part.id).map(parcel).collect(),
        returns: returns::of_part(visit, order, part, may_speak),
    }
}

/// Whether a part is paid for and not all gone.
pub(in super::super) fn waits_to_leave(order: &Order, part: &SellerOrder) -> bool {
    let goes_on = order.head.is_kept() && order.head.status == OrderStatus::Open;
    goes_on && matches!(order.fulfilment_of(part), FulfilmentStatus::Unfulfilled | FulfilmentStatus::PartiallyShipped)
}

/// The address where something is collected, and when, in lines.
fn pickup_lines(place: &PickupPlace) -> Vec<String> {
    let lines = place.address.lines().chain(place.hours.lines());
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn parcel(shipment: &Shipment) -> ShipmentView {
    ShipmentView {
        text: words::parcel(shipment),
        tracking_number: shipment.tracking_number.clone().unwrap_or_default(),
        tracking_url: shipment.tracking_url(),
    }
}

fn line_view(visit: &Visit, line: &OrderLine) -> OrderLineView {
    let entry = visit.app.catalogue.by_id(line.artwork_id);
    let record = entry.as_ref().map(|entry| &*entry.record);
    let edition = record.and_then(|record| record.editions.iter().find(|(edition, _)| edition.id == line.edition_id));
    let label = line.edition_label.clone().or_else(|| edition.map(|(edition, _)| works::edition_name(edition)));
    let made = line.made_to_order.then(|| t("returns-made-to-order").to_string());
    let known = std::iter::once(line.artist_name.clone()).chain(label).chain(made);
    let words: Vec<String> = known.filter(|word| !word.is_empty()).collect();
    OrderLineView {
        title: line.title.clone(),
        url: record.map(works::url),
        detail: words.join(", "),
        copies: line.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy)).collect(),
        quantity: line.quantity,
        price: works::money(line.unit_price.times(line.quantity)),
        picture: record.and_then(|record| works::first_picture(&visit.app.catalogue, record)),
    }
}

/// The sums of an order; the last is what it costs.
pub(in super::super) fn totals(order: &Order) -> Vec<TotalRow> {
    let totals = order.head.totals;
    let money = |minor| text::money(minor, order.head.currency);
    let mut rows = vec![
        total_row(t("cart-sum-works"), money(totals.items_minor), false),
        total_row(t("cart-sum-delivery"), money(totals.shipping_minor), false),
    ];
    if totals.tax_included_minor > 0 {
        rows.push(total_row(t("cart-sum-vat"), money(totals.tax_included_minor), false));
    }
    rows.push(total_row(t("cart-sum-total"), money(totals.total_minor), true));
    rows
}

fn payment_row(payment: &Payment) -> PaymentRow {
    PaymentRow {
        text: words::payment(payment),
        amount: works::money(payment.amount),
        at: Moment::new(payment.created_at),
    }
}

fn documents(order: &Order) -> Vec<DocumentRow> {
    let row = |document: &impasto_domain::job::DocumentRow| DocumentRow {
        name: words::document(document.kind, &document.number),
        url: document.is_ready().then(|| format!("/api/v1/documents/{}", document.id)),
        page_url: page_of(document),
    };
    order.documents.iter().map(row).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use impasto_domain::address::{Address, Country};
    use impasto_domain::ids::{OrderId, PaymentId, VisitorId};
    use impasto_domain::money::{Currency, Money};
    use impasto_domain::order::{OrderHead, Totals};
    use impasto_domain::owner::Owner;

    use crate::words::{Language, within};

    /// An order that waits for its payment.
    pub(in super::super) fn order() -> Order {
        let to = Address {
            name: "Jo Weber".to_owned(),
            line1: "Lange Straße 4".to_owned(),
            line2: None,
            city: "Berlin".to_owned(),
            postal_code: "10115".to_owned(),
            region: None,
            country: Country::parse("DE").unwrap(),
        };
        Order {
            head: OrderHead {
                id: OrderId(Uuid::from_u128(1)),
                number: "IM-0000-0000-0001".to_owned(),
                owner: Owner::Visitor(VisitorId(Uuid::from_u128(2))),
                version: 1,
                status: OrderStatus::Open,
                payment_status: OrderPaymentStatus::Pending,
                fulfilment_status: FulfilmentStatus::Unfulfilled,
                email: "jo@example.com".to_owned(),
                locale: "en".to_owned(),
                currency: Currency::EUR,
                totals: Totals { items_minor: 24_000, shipping_minor: 990, tax_included_minor: 0, total_minor: 24_990 },
                shipping_address: to.clone(),
                billing_address: to,
                vat_id: None,
                placed_at: DateTime::UNIX_EPOCH,
                hold_extended: true,
                delivered_at: None,
                timeline: Vec::new(),
            },
            seller_orders: Vec::new(),
            payments: Vec::new(),
            documents: Vec::new(),
            shipments: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            returns: Vec::new(),
        }
    }

    fn attempt(redirect_url: Option<&str>, provider: &str) -> Payment {
        Payment {
            id: PaymentId(Uuid::from_u128(3)),
            order_id: OrderId(Uuid::from_u128(1)),
            provider: provider.to_owned(),
            status: PaymentStatus::RequiresAction,
            amount: Money::new(24_990, Currency::EUR),
            provider_ref: None,
            token: None,
            decline_code: None,
            client_secret: None,
            redirect_url: redirect_url.map(str::to_owned),
            return_url: None,
            unapplied: false,
            refunded_minor: 0,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_unpaid_order_says_how_long_its_works_are_held() {
        let mut order = order();
        assert_eq!(held_until(&order, 900), DateTime::from_timestamp(900, 0));
        order.head.payment_status = OrderPaymentStatus::Paid;
        assert_eq!(held_until(&order, 900), None);
        order.head.payment_status = OrderPaymentStatus::Failed;
        order.head.status = OrderStatus::Expired;
        assert_eq!(held_until(&order, 900), None);
    }

    #[test]
    fn a_redirect_leads_to_secure_pages_only() {
        let url = |payment: &Payment| matches!(waiting(payment), PaymentAction::Redirect { .. });
        assert!(url(&attempt(Some("https://bank.example/3ds"), "stripe")));
        assert!(!url(&attempt(Some("javascript:alert(1)"), "stripe")));
        assert!(matches!(waiting(&attempt(None, "test")), PaymentAction::Authorize { .. }));
    }

    #[test]
    fn a_card_is_entered_on_a_page_of_the_house() {
        let card = Payment { client_secret: Some("pi_1_secret_2".to_owned()), ..attempt(None, "stripe") };
        assert_eq!(way_on(&card), Some(format!("/orders/{}/card", card.order_id)));
        assert_eq!(way_on(&attempt(None, "stripe")), None);
        let test = Payment { provider: "test".to_owned(), ..card };
        assert_eq!(way_on(&test), None);
    }

    #[test]
    fn who_comes_back_from_the_bank_waits_for_the_providers_word_alone() {
        let mut order = order();
        assert!(confirming(&order).is_none(), "nothing was begun");
        order.head.payment_status = OrderPaymentStatus::RequiresAction;
        order.payments.push(attempt(Some("https://bank.example/3ds"), "stripe"));
        assert!(confirming(&order).is_some());
        for (order_status, status) in
            [(OrderPaymentStatus::Failed, PaymentStatus::Failed), (OrderPaymentStatus::Paid, PaymentStatus::Succeeded)]
        {
            order.head.payment_status = order_status;
            order.payments[0].status = status;
            assert!(confirming(&order).is_none(), "it has spoken");
        }
    }

    #[test]
    fn the_tax_is_left_out_where_none_is_shown_and_the_last_row_is_the_sum() {
        let labels: Vec<String> = totals(&order()).into_iter().map(|row| row.label).collect();
        assert_eq!(labels, ["Works", "Delivery", "Total"]);
    }

    #[test]
    fn an_address_is_written_line_by_line_with_the_countrys_name() {
        assert_eq!(
            postal::lines(&order().head.shipping_address),
            ["Jo Weber", "Lange Straße 4", "10115 Berlin", "Germany"]
        );
        let lines = within(Language::French, || postal::lines(&order().head.shipping_address));
        assert_eq!(lines.last().map(String::as_str), Some("Allemagne"));
    }
}
