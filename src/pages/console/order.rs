//! One order, whole: who bought, what, how it was paid and sent, what was given back and what waits to be done; and the
//! forms that ask the provider, call the order off, and refund it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::dispute::Dispute;
use impasto_domain::ids::{OrderId, PaymentId};
use impasto_domain::order::{FulfilmentStatus, Order, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder};
use impasto_domain::owner::Owner;
use impasto_domain::payment::Payment;
use impasto_domain::refund::{Refund, RefundStatus};
use uuid::Uuid;

use super::super::delivery;
use super::super::order::{document_words, happened, parcel_words, totals, waits_to_leave};
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::order as view;
use super::super::views::decline;
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::{Visit, page_with};
use super::super::{notices, postal, works};
use super::{OrderKeeper, Room, disputes, frame, jobs, refund};
use crate::api::certificates::page_of;
use crate::api::refunds::cancel_order;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

/// The page.
pub(super) async fn show(visit: Visit, _keeper: OrderKeeper, id: Path<OrderId>) -> Result<HttpResponse, Error> {
    let order = stored(&visit, id.0).await?;
    let form = refund::form(&order, None);
    Ok(shown(&visit, &order, form, StatusCode::OK).await?)
}

/// Asks the provider how far an attempt is.
pub(super) async fn ask(
    visit: Visit,
    _keeper: OrderKeeper,
    id: Path<OrderId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = format!("/console/orders/{}", id.0);
    let payment_id: Option<PaymentId> = typed.get("payment_id").parse().ok();
    let Some(payment_id) = payment_id else { return Err(Problem::not_found("payment").into()) };
    match visit.app.engine.orders().confirm(None, id.0, payment_id).await {
        Ok(answer) => {
            let payment = answer.order.payments.iter().find(|payment| payment.id == payment_id);
            let open = payment.is_some_and(|payment| payment.status.is_open());
            Ok(see_other_with(&back, if open { "still-open" } else { "asked" }))
        }
        Err(error) => notices::back(&back, error.into(), |_| None),
    }
}

/// Calls the order off.
pub(super) async fn cancel(
    visit: Visit,
    keeper: OrderKeeper,
    id: Path<OrderId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = format!("/console/orders/{}", id.0);
    match cancel_order(&visit.app, &keeper.0, id.0, typed.get("reason"), None).await {
        Ok(_) => Ok(see_other_with(&back, "called-off")),
        Err(problem) => {
            let named = |kind| (kind == ProblemType::InvalidTransition).then_some("refused");
            notices::back(&back, problem, named)
        }
    }
}

/// An order.
///
/// # Errors
/// 404, 503 when the database is away.
pub(super) async fn stored(visit: &Visit, id: OrderId) -> Result<Order, Problem> {
    visit.app.reads.order(id).await?.ok_or_else(|| Problem::not_found("order"))
}

/// The page of an order with the form of its refund.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn shown(
    visit: &Visit,
    order: &Order,
    refund: Option<view::RefundForm>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let head = &order.head;
    let (shipping_address, billing_address) =
        (postal::lines(&head.shipping_address), postal::lines(&head.billing_address));
    let statuses = [head.status.as_str(), head.payment_status.as_str(), head.fulfilment_status.as_str()];
    let view = view::OrderPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Orders).await?,
        id: head.id.to_string(),
        number: head.number.clone(),
        placed: Moment::new(head.placed_at),
        statuses: statuses.map(view::Status::new).to_vec(),
        email: head.email.clone(),
        buyer: buyer(head.owner),
        billing_address: if billing_address == shipping_address { Vec::new() } else { billing_address },
        shipping_address,
        parts: order.seller_orders.iter().map(|part| self::part(visit, order, part)).collect(),
        totals: totals(order),
        payments: order.payments.iter().rev().map(payment).collect(),
        refunds: order.refunds.iter().rev().map(refund_row).collect(),
        disputes: order.disputes.iter().rev().map(dispute_line).collect(),
        documents: order
            .documents
            .iter()
            .map(|document| view::Document {
                name: document_words(document.kind, &document.number),
                url: format!("/api/v1/documents/{}", document.id),
                page_url: page_of(document),
            })
            .collect(),
        jobs: visit.app.store.jobs_about(&subjects(order)).await?.iter().map(|job| jobs::row(visit, job)).collect(),
        timeline: head
            .timeline
            .iter()
            .rev()
            .map(|entry| view::Happened { at: Moment::new(entry.at), text: happened(entry) })
            .collect(),
        refund,
        can_cancel: head.status == OrderStatus::Open
            && head.fulfilment_status == FulfilmentStatus::Unfulfilled
            && head.payment_status != OrderPaymentStatus::Disputed,
    };
    page_with(status, &view)
}

/// What jobs of an order can be about.
fn subjects(order: &Order) -> Vec<Uuid> {
    let payments = order.payments.iter().map(|payment| payment.id.0);
    let refunds = order.refunds.iter().map(|refund| refund.id.0);
    let documents = order.documents.iter().map(|document| document.id.0);
    std::iter::once(order.head.id.0).chain(payments).chain(refunds).chain(documents).collect()
}

/// `Visitor 0193f0a2`: enough to tell two apart.
pub(super) fn buyer(owner: Owner) -> String {
    let id = owner.id().simple().to_string();
    let kind = if owner.kind() == "user" { "console-order-account" } else { "console-order-visitor" };
    t(kind).with("id", id.get(id.len().saturating_sub(8)..).unwrap_or(&id)).into()
}

fn part(visit: &Visit, order: &Order, part: &SellerOrder) -> view::Part {
    let price = text::money(part.shipping_minor, order.head.currency);
    let waits = waits_to_leave(order, part);
    let leaves = if waits { delivery::leaves(part, visit.now().date_naive()) } else { String::new() };
    view::Part {
        seller: part.seller_name.clone(),
        lines: part.lines.iter().map(|line| self::line(visit, order, line)).collect(),
        delivery: format!("{}, {price}", delivery::method_name(&part.shipping_name)),
        leaves,
        commission: text::money(part.commission_minor, order.head.currency),
        parcels: order
            .shipments_of(part.id)
            .map(|parcel| {
                let number = parcel.tracking_number.as_deref().map(|number| format!(", {number}"));
                format!("{}{}", parcel_words(parcel), number.unwrap_or_default())
            })
            .collect(),
        slip_url: format!("/api/v1/studio/orders/{}/packing-slip.pdf", part.id),
    }
}

fn line(visit: &Visit, order: &Order, line: &OrderLine) -> view::Line {
    let (left, _) = order.left_of(line);
    let refunded = line.quantity - left;
    let mut words = Vec::new();
    if refunded > 0 {
        words.push(t("console-order-refunded").with("count", refunded).to_string());
    }
    if line.restocked > 0 {
        words.push(t("console-order-restocked").with("count", line.restocked).to_string());
    }
    view::Line {
        title: line.title.clone(),
        url: visit.app.catalogue.by_id(line.artwork_id).map(|entry| works::url(&entry.record)),
        detail: detail(line),
        copies: line.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy)).collect(),
        quantity: line.quantity,
        price: works::money(line.unit_price.times(line.quantity)),
        refunded: words.join(", "),
    }
}

/// Artist and edition.
pub(super) fn detail(line: &OrderLine) -> String {
    let known = std::iter::once(line.artist_name.clone()).chain(line.edition_label.clone());
    known.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}

fn payment(payment: &Payment) -> view::Payment {
    let message = if payment.decline_code.is_some() { "console-order-declined" } else { "console-order-paid-by" };
    let mut text =
        t(message).with("provider", provider(&payment.provider)).with("status", view::spoken(payment.status.as_str()));
    if let Some(code) = &payment.decline_code {
        let called_off = decline::is_called_off(code).then(|| t("order-pay-called-off").to_string());
        let reason = called_off.or_else(|| decline::reason(code));
        text = text.with("code", reason.unwrap_or_else(|| code.replace('_', " ")));
    }
    view::Payment {
        id: payment.id.to_string(),
        text: text.into(),
        reference: payment.provider_ref.clone().unwrap_or_default(),
        amount: works::money(payment.amount),
        at: Moment::new(payment.updated_at),
        can_ask: payment.status.is_open(),
    }
}

/// What a provider is called.
pub(super) fn provider(name: &str) -> String {
    match name {
        "test" => t("console-order-provider-test").into(),
        "stripe" => t("console-order-provider-stripe").into(),
        "paypal" => "PayPal".to_owned(),
        other => other.to_owned(),
    }
}

fn dispute_line(dispute: &Dispute) -> view::DisputeLine {
    let known = [dispute.reference.clone(), disputes::reason(dispute)];
    let due = disputes::evidence_due(dispute);
    view::DisputeLine {
        status: disputes::spoken(dispute.status),
        detail: known.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "),
        amount: works::money(dispute.amount),
        due: due.map(|due| t("console-disputes-evidence-until").with("day", due.text).into()).unwrap_or_default(),
        at: Moment::new(dispute.updated_at),
    }
}

fn refund_row(refund: &Refund) -> view::RefundRow {
    let text = match refund.status {
        RefundStatus::Pending => "console-order-refund-pending",
        RefundStatus::Refunded => "console-order-refund-done",
    };
    view::RefundRow {
        text: t(text).into(),
        amount: works::money(refund.amount),
        reason: refund.reason.clone(),
        at: Moment::new(refund.updated_at),
    }
}
