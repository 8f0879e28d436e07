//! An order's statuses in words: where it stands, what that means, what happened.
//! Pure: statuses in, sentences out.

use impasto_domain::document::DocumentKind;
use impasto_domain::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus, TimelineEntry};
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::shipment::{Shipment, ShipmentStatus};

use super::super::views::moment::Moment;
use super::super::views::order::{Step, StepState};

/// Headline and explanation while the provider has not spoken after the customer came back from there.
pub(super) const CONFIRMING: (&str, &str) = (
    "Confirming your payment",
    "Your copy is kept. The provider is being asked; this page shows its answer at once. You need not pay again.",
);

/// Headline and explanation.
pub(super) fn standing(order: &Order) -> (&'static str, &'static str) {
    use FulfilmentStatus as F;
    use OrderPaymentStatus as P;
    let head = &order.head;
    let goes_back =
        order.payments.iter().any(|payment| payment.unapplied && payment.status == PaymentStatus::Succeeded);
    if goes_back && matches!(head.status, OrderStatus::Expired | OrderStatus::Cancelled) {
        return (
            "Too late, and your money comes back",
            "Your payment arrived when the works were no longer held for you. All of it is on its way back to you; you \
             need do nothing.",
        );
    }
    let was_late = head.timeline.iter().any(|entry| entry.kind == "paid" && entry.data["late"] == true);
    match (head.status, head.payment_status, head.fulfilment_status) {
        (OrderStatus::Open, P::Paid, F::Unfulfilled) if was_late => (
            "Thank you, it is yours",
            "Your payment came after the hold had ended, but the works were still there: they are yours. The seller packs \
             them, and you hear from us when they leave.",
        ),
        (OrderStatus::Cancelled, P::Refunded | P::PartiallyRefunded, _) => {
            ("Cancelled", "The order is cancelled, and what you paid went back to you.")
        }
        (OrderStatus::Cancelled, P::Paid, _) => {
            ("Cancelled", "The order is cancelled. What you paid is on its way back to you.")
        }
        (OrderStatus::Cancelled, ..) => ("Cancelled", "The order is cancelled. Nothing was charged."),
        (OrderStatus::Expired, P::Refunded, _) => {
            ("Too late", "Your payment came after the works had gone to somebody else, so it went back to you.")
        }
        (OrderStatus::Expired, ..) => (
            "This order has run out",
            "It was not paid in time, so the works are free for others again. Nothing was charged.",
        ),
        (_, P::Refunded, _) => ("Refunded", "What you paid went back to you."),
        (_, P::PartiallyRefunded, _) => ("Partly refunded", "A part of what you paid went back to you."),
        (_, P::Disputed, _) => {
            ("Under dispute", "Your bank has taken the payment back; the gallery will write to you.")
        }
        (_, P::RequiresAction, _) => ("One more step", "Your bank wants you to confirm the payment."),
        (_, P::Failed, _) => {
            ("The payment was declined", "Nothing was charged, and your works are still held for you.")
        }
        (_, P::Pending, _) => (
            "We are waiting for the payment",
            "Your works are held until the provider answers. You need not stay: this page shows it at once.",
        ),
        (_, P::Paid, F::Returned) => ("Returned", "The works came back to the seller."),
        (OrderStatus::Completed, ..) => ("Complete", "The works have arrived. We hope that you enjoy them."),
        (_, P::Paid, F::Delivered) => ("Delivered", "The works have arrived. We hope that you enjoy them."),
        (_, P::Paid, F::Shipped) => ("On its way", "Your works have left the seller."),
        (_, P::Paid, F::PartiallyShipped) => ("Partly on its way", "Some of your works have left; the others follow."),
        (_, P::Paid, F::Unfulfilled) => (
            "Thank you, it is yours",
            "The payment went through. The seller packs your works, and you hear from us when they leave.",
        ),
    }
}

/// An order in a list: `Paid, on its way`.
pub(in super::super) fn in_short(order: &Order) -> &'static str {
    use FulfilmentStatus as F;
    use OrderPaymentStatus as P;
    match (order.head.status, order.head.payment_status, order.head.fulfilment_status) {
        (OrderStatus::Cancelled, ..) => "Cancelled",
        (OrderStatus::Expired, ..) => "Not paid in time",
        (_, P::Refunded, _) => "Refunded",
        (_, P::PartiallyRefunded, _) => "Partly refunded",
        (_, P::Disputed, _) => "Under dispute",
        (_, P::Pending, _) => "Waiting for the payment",
        (_, P::RequiresAction, _) => "Waiting for you to confirm the payment",
        (_, P::Failed, _) => "Payment declined",
        (_, P::Paid, F::Unfulfilled) => "Paid, being packed",
        (_, P::Paid, F::PartiallyShipped) => "Paid, partly on its way",
        (_, P::Paid, F::Shipped) => "Paid, on its way",
        (_, P::Paid, F::Delivered) => "Delivered",
        (_, P::Paid, F::Returned) => "Returned",
    }
}

/// The way from placed to delivered, or to its early end.
pub(super) fn steps(order: &Order) -> Vec<Step> {
    use FulfilmentStatus as F;
    let head = &order.head;
    let at =
        |kind: &str| head.timeline.iter().rev().find(|entry| entry.kind == kind).map(|entry| Moment::new(entry.at));
    let step = |label: &str, state, at| Step { label: label.to_owned(), state, at };
    let placed = step("Placed", StepState::Done, Some(Moment::new(head.placed_at)));
    let paid = at("paid");
    let ended = match head.status {
        OrderStatus::Cancelled => Some(step("Cancelled", StepState::Failed, at("cancelled"))),
        OrderStatus::Expired => Some(step("Not paid in time", StepState::Failed, at("expired"))),
        OrderStatus::Open | OrderStatus::Completed => None,
    };
    if let Some(ended) = ended {
        let paid = paid.map(|paid| step("Paid", StepState::Done, Some(paid)));
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
        step("Paid", state(1), paid),
        step("Shipped", state(2), at("shipped")),
        step("Delivered", state(3), at("delivered")),
    ]
}

/// An attempt to pay.
pub(super) fn payment(payment: &Payment) -> String {
    match payment.status {
        PaymentStatus::Pending => "Waiting for the provider".to_owned(),
        PaymentStatus::RequiresAction => "Waiting for your confirmation".to_owned(),
        PaymentStatus::Succeeded if payment.unapplied => "Paid, going back to you".to_owned(),
        PaymentStatus::Succeeded if payment.refunded_minor > 0 => "Paid, partly refunded".to_owned(),
        PaymentStatus::Succeeded => "Paid".to_owned(),
        PaymentStatus::Refunded => "Refunded".to_owned(),
        PaymentStatus::Failed => match payment.decline_code.as_deref() {
            Some("cancelled" | "expired" | "superseded") => "Called off".to_owned(),
            Some("card_declined") => "Declined by the bank".to_owned(),
            Some(code) => format!("Declined: {}", code.replace('_', " ")),
            None => "Declined".to_owned(),
        },
    }
}

/// Where a parcel is.
pub(in super::super) fn parcel(shipment: &Shipment) -> String {
    use ShipmentStatus as S;
    let carrier = &shipment.carrier;
    match shipment.status {
        S::Packed => format!("Packed, goes with {carrier}"),
        S::InTransit => format!("On its way with {carrier}"),
        S::Delivered => format!("Delivered by {carrier}"),
        S::Exception => format!("{carrier} has trouble with the parcel"),
        S::Returned => format!("Came back with {carrier}"),
    }
}

/// What happened, in one sentence.
pub(in super::super) fn happened(entry: &TimelineEntry) -> String {
    match entry.kind.as_str() {
        "placed" => "Placed".to_owned(),
        "payment_started" => "A payment was begun".to_owned(),
        "payment_requires_action" => "The bank asked for confirmation".to_owned(),
        "payment_failed" => match entry.data.get("decline_code").and_then(serde_json::Value::as_str) {
            None | Some("card_declined") => "The payment was declined".to_owned(),
            Some("cancelled" | "expired" | "superseded") => "The payment was called off".to_owned(),
            Some(code) => format!("The payment was declined: {}", code.replace('_', " ")),
        },
        "paid" if entry.data["late"] == true => "Paid late; the works were still there".to_owned(),
        "paid" => "Paid".to_owned(),
        "late_payment_refunding" => "The payment came too late and goes back".to_owned(),
        "cancelled" => "Cancelled".to_owned(),
        "expired" => "Not paid in time".to_owned(),
        "refund_decided" => "A refund was begun".to_owned(),
        "refunded" => "Refunded".to_owned(),
        kind @ ("shipped" | "delivered") => {
            let verb = if kind == "shipped" { "Shipped" } else { "Delivered" };
            match entry.data.get("titles").and_then(serde_json::Value::as_array) {
                Some(titles) if !titles.is_empty() => {
                    let titles: Vec<&str> = titles.iter().filter_map(serde_json::Value::as_str).collect();
                    format!("{verb}: {}", titles.join(", "))
                }
                _ => verb.to_owned(),
            }
        }
        other => {
            let words = other.replace('_', " ");
            let mut letters = words.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

/// What a document is called: `Invoice INE0042-2026-1`.
pub(in super::super) fn document(kind: DocumentKind, number: &str) -> String {
    let name = match kind {
        DocumentKind::Invoice => "Invoice",
        DocumentKind::CreditNote => "Credit note",
        DocumentKind::Certificate => "Certificate of authenticity",
        DocumentKind::PackingSlip => "Packing slip",
        DocumentKind::Statement => "Statement",
    };
    format!("{name} {number}")
}

#[cfg(test)]
mod tests {
    use super::super::fill::tests::order;
    use super::*;

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
    fn unknown_events_are_told_in_their_own_words() {
        let entry = TimelineEntry {
            at: chrono::DateTime::UNIX_EPOCH,
            kind: "parcel_weighed".to_owned(),
            data: serde_json::Value::Null,
        };
        assert_eq!(happened(&entry), "Parcel weighed");
    }
}
