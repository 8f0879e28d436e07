//! An order's statuses in words: where it stands, what that means, what happened.
//! Pure: statuses in, sentences out.

use impasto_domain::document::DocumentKind;
use impasto_domain::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus, TimelineEntry};
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::shipment::{COLLECTED, Shipment, ShipmentStatus};

use super::super::views::decline;
use super::super::views::moment::Moment;
use super::super::views::order::{Step, StepState};
use crate::words::t;

/// Headline and explanation while the provider has not spoken after the customer came back from there.
pub(super) fn confirming() -> (String, String) {
    said("confirming")
}

/// Headline and explanation; of a declined payment also what the buyer can do about it.
pub(super) fn standing(order: &Order) -> (String, String) {
    let how = stands(order);
    let (headline, explanation) = said(how);
    if how != "declined" {
        return (headline, explanation);
    }
    let code = order.latest_payment().and_then(|payment| payment.decline_code.as_deref());
    (headline, format!("{explanation} {}", decline::advice(code)))
}

fn said(how: &str) -> (String, String) {
    (t(&format!("order-stands-{how}")).into(), t(&format!("order-stands-{how}-about")).into())
}

fn stands(order: &Order) -> &'static str {
    use FulfilmentStatus as F;
    use OrderPaymentStatus as P;
    let head = &order.head;
    let goes_back =
        order.payments.iter().any(|payment| payment.unapplied && payment.status == PaymentStatus::Succeeded);
    if goes_back && matches!(head.status, OrderStatus::Expired | OrderStatus::Cancelled) {
        return "goes-back";
    }
    let was_late = head.timeline.iter().any(|entry| entry.kind == "paid" && entry.data["late"] == true);
    match (head.status, head.payment_status, head.fulfilment_status) {
        (OrderStatus::Open, P::Paid, F::Unfulfilled) if was_late => "late",
        (OrderStatus::Cancelled, P::Refunded | P::PartiallyRefunded, _) => "cancelled-refunded",
        (OrderStatus::Cancelled, P::Paid, _) => "cancelled-paid",
        (OrderStatus::Cancelled, ..) => "cancelled",
        (OrderStatus::Expired, P::Refunded, _) => "too-late",
        (OrderStatus::Expired, ..) => "expired",
        (_, P::Refunded, _) => "refunded",
        (_, P::PartiallyRefunded, _) => "partly-refunded",
        (_, P::Disputed, _) => "disputed",
        (_, P::RequiresAction, _) => "requires-action",
        (_, P::Failed, _) => "declined",
        (_, P::Pending, _) => "pending",
        (_, P::Paid, F::Returned) => "returned",
        (OrderStatus::Completed, ..) => "complete",
        (_, P::Paid, F::Delivered) => "delivered",
        (_, P::Paid, F::Shipped) if waits_to_be_collected(order) => "ready",
        (_, P::Paid, F::Shipped) => "shipped",
        (_, P::Paid, F::PartiallyShipped) => "partly-shipped",
        (_, P::Paid, F::Unfulfilled) => "paid",
    }
}

/// Whether all that has not reached the buyer waits at a seller's to be collected.
fn waits_to_be_collected(order: &Order) -> bool {
    let mut under_way = order.shipments.iter().filter(|parcel| parcel.status != ShipmentStatus::Delivered).peekable();
    under_way.peek().is_some() && under_way.all(Shipment::is_collected)
}

/// An order in a list: `Paid, on its way`.
pub(in super::super) fn in_short(order: &Order) -> String {
    use FulfilmentStatus as F;
    use OrderPaymentStatus as P;
    let how = match (order.head.status, order.head.payment_status, order.head.fulfilment_status) {
        (OrderStatus::Cancelled, ..) => "cancelled",
        (OrderStatus::Expired, ..) => "expired",
        (_, P::Refunded, _) => "refunded",
        (_, P::PartiallyRefunded, _) => "partly-refunded",
        (_, P::Disputed, _) => "disputed",
        (_, P::Pending, _) => "pending",
        (_, P::RequiresAction, _) => "requires-action",
        (_, P::Failed, _) => "declined",
        (_, P::Paid, F::Unfulfilled) => "paid",
        (_, P::Paid, F::PartiallyShipped) => "partly-shipped",
        (_, P::Paid, F::Shipped) if waits_to_be_collected(order) => "ready",
        (_, P::Paid, F::Shipped) => "shipped",
        (_, P::Paid, F::Delivered) => "delivered",
        (_, P::Paid, F::Returned) => "returned",
    };
    t(&format!("order-short-{how}")).into()
}

/// The way from placed to delivered, or to its early end.
pub(super) fn steps(order: &Order) -> Vec<Step> {
    use FulfilmentStatus as F;
    let head = &order.head;
    let at =
        |kind: &str| head.timeline.iter().rev().find(|entry| entry.kind == kind).map(|entry| Moment::new(entry.at));
    let step = |name: &str, state, at| Step { label: t(&format!("order-step-{name}")).into(), state, at };
    let placed = step("placed", StepState::Done, Some(Moment::new(head.placed_at)));
    let paid = at("paid");
    let ended = match head.status {
        OrderStatus::Cancelled => Some(step("cancelled", StepState::Failed, at("cancelled"))),
        OrderStatus::Expired => Some(step("expired", StepState::Failed, at("expired"))),
        OrderStatus::Open | OrderStatus::Completed => None,
    };
    if let Some(ended) = ended {
        let paid = paid.map(|paid| step("paid", StepState::Done, Some(paid)));
        return std::iter::once(placed).chain(paid).chain([ended]).collect();
    }
    let reached = match (paid.is_some(), head.fulfilment_status) {
        (false, _) => 0,
        (true, F::Unfulfilled | F::PartiallyShipped) => 1,
        (true, F::Shipped) => 2,
        (true, F::Delivered | F::Returned) => 3,
    };
    let declined = head.payment_status == OrderPaymentStatus::Failed;
    let state = |place: usize| match place {
        place if place <= reached => StepState::Done,
        1 if declined => StepState::Failed,
        place if place == reached + 1 => StepState::Current,
        _ => StepState::Ahead,
    };
    vec![
        placed,
        step("paid", state(1), paid),
        step("shipped", state(2), at("shipped")),
        step("delivered", state(3), at("delivered")),
    ]
}

/// An attempt to pay.
pub(super) fn payment(payment: &Payment) -> String {
    let how = match payment.status {
        PaymentStatus::Pending => t("order-pay-pending"),
        PaymentStatus::RequiresAction => t("order-pay-requires-action"),
        PaymentStatus::Succeeded if payment.unapplied => t("order-pay-goes-back"),
        PaymentStatus::Succeeded if payment.refunded_minor > 0 => t("order-pay-partly-refunded"),
        PaymentStatus::Succeeded => t("order-pay-succeeded"),
        PaymentStatus::Refunded => t("order-pay-refunded"),
        PaymentStatus::Failed => match payment.decline_code.as_deref() {
            Some(code) if decline::is_called_off(code) => t("order-pay-called-off"),
            code => match code.and_then(decline::reason) {
                Some(reason) => t("order-pay-reason").with("reason", reason),
                None => t("order-pay-declined"),
            },
        },
    };
    how.into()
}

/// Where a parcel is.
pub(in super::super) fn parcel(shipment: &Shipment) -> String {
    use ShipmentStatus as S;
    let how = match shipment.status {
        S::Packed if shipment.is_collected() => t("order-parcel-ready"),
        S::Delivered if shipment.is_collected() => t("order-parcel-collected"),
        S::Packed => t("order-parcel-packed"),
        S::InTransit => t("order-parcel-in-transit"),
        S::Delivered => t("order-parcel-delivered"),
        S::Exception => t("order-parcel-exception"),
        S::Returned => t("order-parcel-returned"),
    };
    how.with("carrier", &shipment.carrier).into()
}

/// What happened, in one sentence.
pub(in super::super) fn happened(entry: &TimelineEntry) -> String {
    let what = match entry.kind.as_str() {
        "placed" => t("order-event-placed"),
        "payment_started" => t("order-event-payment-started"),
        "payment_requires_action" => t("order-event-requires-action"),
        "payment_failed" => match entry.data.get("decline_code").and_then(serde_json::Value::as_str) {
            Some(code) if decline::is_called_off(code) => t("order-event-called-off"),
            code => match code.and_then(decline::reason) {
                Some(reason) => t("order-event-declined-reason").with("reason", reason),
                None => t("order-event-declined"),
            },
        },
        "paid" if entry.data["late"] == true => t("order-event-paid-late"),
        "paid" => t("order-event-paid"),
        "late_payment_refunding" => t("order-event-goes-back"),
        "cancelled" => t("order-event-cancelled"),
        "expired" => t("order-event-expired"),
        "refund_decided" => t("order-event-refund"),
        "refunded" => t("order-event-refunded"),
        "dispute_opened" => t("order-event-dispute-opened"),
        "dispute_won" => t("order-event-dispute-won"),
        "dispute_lost" => t("order-event-dispute-lost"),
        "dispute_told" => t("order-event-dispute-told"),
        "shipped" if entry.data["carrier"] == COLLECTED => t("order-event-ready"),
        "delivered" if entry.data["carrier"] == COLLECTED => t("order-event-collected"),
        "shipped" => match titles(entry) {
            Some(works) => t("order-event-shipped-works").with("works", works),
            None => t("order-event-shipped"),
        },
        "delivered" => match titles(entry) {
            Some(works) => t("order-event-delivered-works").with("works", works),
            None => t("order-event-delivered"),
        },
        "parcel_exception" => match titles(entry) {
            Some(works) => t("order-event-exception-works").with("works", works),
            None => t("order-event-exception"),
        },
        "parcel_returned" => match titles(entry) {
            Some(works) => t("order-event-returned-works").with("works", works),
            None => t("order-event-returned"),
        },
        "withdrawn" => t("order-event-withdrawn").with("works", titles(entry).unwrap_or_default()),
        "damage_reported" => t("order-event-damage").with("works", titles(entry).unwrap_or_default()),
        "return_received" => t("order-event-return-received").with("works", titles(entry).unwrap_or_default()),
        "return_refunded" => t("order-event-return-refunded").with("works", titles(entry).unwrap_or_default()),
        "return_refused" => t("order-event-return-refused").with("works", titles(entry).unwrap_or_default()),
        "completed" => t("order-event-completed"),
        other => {
            let words = other.replace('_', " ");
            let mut letters = words.chars();
            return letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        }
    };
    what.into()
}

/// The titles that something happened to, if it names any.
fn titles(entry: &TimelineEntry) -> Option<String> {
    let titles = entry.data.get("titles").and_then(serde_json::Value::as_array).filter(|titles| !titles.is_empty())?;
    let titles: Vec<&str> = titles.iter().filter_map(serde_json::Value::as_str).collect();
    Some(titles.join(", "))
}

/// What a document is called: `Invoice INE0042-2026-1`.
pub(in super::super) fn document(kind: DocumentKind, number: &str) -> String {
    let name = match kind {
        DocumentKind::Invoice => t("order-document-invoice"),
        DocumentKind::CreditNote => t("order-document-credit-note"),
        DocumentKind::Certificate => t("order-document-certificate"),
        DocumentKind::PackingSlip => t("order-document-packing-slip"),
        DocumentKind::Statement => t("order-document-statement"),
    };
    name.with("number", number).into()
}

#[cfg(test)]
mod tests {
    use super::super::fill::tests::order;
    use super::*;
    use crate::words::{Language, within};

    fn labels(order: &Order) -> Vec<(String, StepState)> {
        steps(order).into_iter().map(|step| (step.label, step.state)).collect()
    }

    #[test]
    fn every_combination_of_statuses_has_words() {
        let mut order = order();
        let payments = ["pending", "requires_action", "paid", "partially_refunded", "refunded", "disputed", "failed"];
        let deliveries = ["unfulfilled", "partially_shipped", "shipped", "delivered", "returned"];
        for status in ["open", "completed", "cancelled", "expired"] {
            for payment in payments {
                for delivery in deliveries {
                    order.head.status = OrderStatus::parse(status).unwrap();
                    order.head.payment_status = OrderPaymentStatus::parse(payment).unwrap();
                    order.head.fulfilment_status = FulfilmentStatus::parse(delivery).unwrap();
                    let (headline, explanation) = standing(&order);
                    assert!(!headline.is_empty() && explanation.ends_with('.'), "{status} {payment} {delivery}");
                    assert!(!in_short(&order).is_empty());
                }
            }
        }
    }

    #[test]
    fn the_way_leads_from_placed_to_delivered_and_ends_early_when_it_is_called_off() {
        let mut order = order();
        let of = |states: [StepState; 4]| {
            let names = ["Placed", "Paid", "Shipped", "Delivered"].map(str::to_owned);
            names.into_iter().zip(states).collect::<Vec<_>>()
        };
        use StepState::{Ahead, Current, Done, Failed};
        assert_eq!(labels(&order), of([Done, Current, Ahead, Ahead]));
        order.head.payment_status = OrderPaymentStatus::Failed;
        assert_eq!(labels(&order), of([Done, Failed, Ahead, Ahead]));
        order.head.payment_status = OrderPaymentStatus::Paid;
        order.head.note(order.head.placed_at, "paid", serde_json::Value::Null);
        assert_eq!(labels(&order), of([Done, Done, Current, Ahead]));
        order.head.fulfilment_status = FulfilmentStatus::Delivered;
        assert_eq!(labels(&order), of([Done, Done, Done, Done]));
        order.head.status = OrderStatus::Cancelled;
        let ended: Vec<(String, StepState)> = labels(&order);
        assert_eq!(ended.last(), Some(&("Cancelled".to_owned(), Failed)));
        assert_eq!(ended.len(), 3);
    }

    #[test]
    fn late_money_is_explained() {
        let mut order = order();
        order.head.status = OrderStatus::Expired;
        assert_eq!(standing(&order).0, "This order has run out");
        let payment = Payment {
            id: impasto_domain::ids::PaymentId(uuid::Uuid::from_u128(3)),
            order_id: order.head.id,
            provider: "test".to_owned(),
            status: PaymentStatus::Succeeded,
            amount: order.total(),
            provider_ref: None,
            token: None,
            decline_code: None,
            client_secret: None,
            redirect_url: None,
            return_url: None,
            unapplied: true,
            refunded_minor: 0,
            created_at: order.head.placed_at,
            updated_at: order.head.placed_at,
        };
        order.payments.push(payment);
        assert_eq!(standing(&order).0, "Too late, and your money comes back");
        order.payments[0].status = PaymentStatus::Refunded;
        order.head.payment_status = OrderPaymentStatus::Refunded;
        assert_eq!(standing(&order).0, "Too late");
        order.payments.clear();
        order.head.status = OrderStatus::Open;
        order.head.payment_status = OrderPaymentStatus::Paid;
        order.head.note(order.head.placed_at, "paid", serde_json::json!({"late": true}));
        assert!(standing(&order).1.contains("still there"));
    }

    #[test]
    fn a_declined_payment_says_why_and_what_can_be_done() {
        let entry = |code: &str| TimelineEntry {
            at: chrono::DateTime::UNIX_EPOCH,
            kind: "payment_failed".to_owned(),
            data: serde_json::json!({"decline_code": code}),
        };
        let told = |language, code| within(language, || happened(&entry(code)));
        assert_eq!(
            told(Language::German, "insufficient_funds"),
            "Die Zahlung wurde abgelehnt: Das Konto ist nicht gedeckt"
        );
        assert_eq!(told(Language::English, "strange_code"), "The payment was declined");
        assert_eq!(
            told(Language::French, "superseded"),
            within(Language::French, || t("order-event-called-off").to_string())
        );
        let mut order = order();
        order.head.payment_status = OrderPaymentStatus::Failed;
        let (_, explanation) = within(Language::German, || standing(&order));
        assert!(explanation.ends_with(&within(Language::German, || decline::advice(None))), "{explanation}");
    }

    #[test]
    fn unknown_events_are_told_in_their_own_words() {
        let entry = TimelineEntry {
            at: chrono::DateTime::UNIX_EPOCH,
            kind: "parcel_weighed".to_owned(),
            data: serde_json::Value::Null,
        };
        assert_eq!(happened(&entry), "Parcel weighed");
    }

    #[test]
    fn what_happened_is_told_in_the_language_that_is_spoken() {
        let data = serde_json::json!({"titles": ["Low Tide", "Dunes"]});
        let entry = TimelineEntry { at: chrono::DateTime::UNIX_EPOCH, kind: "shipped".to_owned(), data };
        assert_eq!(happened(&entry), "Shipped: Low Tide, Dunes");
        assert_eq!(within(Language::German, || happened(&entry)), "Versandt: Low Tide, Dunes");
        assert_eq!(within(Language::French, || document(DocumentKind::Invoice, "A-1")), "Facture A-1");
        assert_eq!(within(Language::German, || in_short(&order())), "Wartet auf die Zahlung");
    }
}
