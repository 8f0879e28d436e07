//! Returns as cards, for the studio and the console: what each shows, and what their forms ask for.

use impasto_domain::order::Order;
use impasto_domain::returns::{Return, ReturnKind, ReturnPhoto, ReturnStatus};

use super::typed::Typed;
use super::views::moment::Moment;
use super::views::returns::{ReturnCard, ReturnCardLine};
use super::visit::Visit;
use crate::api::numbers::minor_units;
use crate::api::returns::AnswerInput;
use crate::api::shapes::MoneyJson;
use crate::gateway::problem::Problem;
use crate::words::t;

/// A return as a card; `order_url` and `action` are where the one who looks finds the order and answers.
pub(super) fn card(visit: &Visit, order: &Order, back: &Return, order_url: String, action: String) -> ReturnCard {
    let photo =
        |photo: &ReturnPhoto| format!("/api/v1{}/images/{}", action.replacen("/console/", "/admin/", 1), photo.id);
    let photos = back.photos.iter().map(photo).collect();
    let part = order.seller_orders.iter().find(|part| part.id == back.seller_order_id);
    let is_open = back.status.is_open();
    let due = t("returns-due").with("day", Moment::new(back.refund_due_at).day);
    let lines = order.lines().filter(|line| back.quantity_of(line.id) > 0);
    ReturnCard {
        id: back.id.to_string(),
        text: t(&format!("returns-{}-{}", back.kind.as_str(), back.status.as_str())).into(),
        status: back.status.as_str().to_owned(),
        number: order.head.number.clone(),
        order_url,
        seller: part.map(|part| part.seller_name.clone()).unwrap_or_default(),
        by: format!("{}, {}", back.name, back.email),
        statement: back.statement.clone(),
        at: Moment::new(back.created_at),
        due: if is_open { due.into() } else { String::new() },
        is_late: is_open && back.refund_due_at < visit.now(),
        lines: lines
            .map(|line| ReturnCardLine {
                id: line.id.to_string(),
                title: line.title.clone(),
                quantity: back.quantity_of(line.id),
            })
            .collect(),
        photos,
        answer: back.answer.clone().unwrap_or_default(),
        action: is_open.then_some(action),
        can_receive: back.status == ReturnStatus::Announced,
        can_reduce: back.kind == ReturnKind::Damage,
        currency: order.head.currency.code().to_owned(),
    }
}

/// What a card's form asks for.
///
/// # Errors
/// 422 for a sum that is none.
pub(super) fn answer_of(currency: impasto_domain::money::Currency, typed: &Typed) -> Result<AnswerInput, Problem> {
    let answer = typed.get("answer").to_owned();
    let is_refund = answer == "refund";
    let amount = match typed.given("amount").filter(|_| is_refund) {
        None => None,
        Some(text) => {
            let wrong = || Problem::field("/amount", "must be an amount, such as 25 or 25.50");
            let amount = minor_units(&text, currency).ok_or_else(wrong)?;
            Some(MoneyJson { amount, currency: currency.code().to_owned() })
        }
    };
    let named = typed.beginning_with("restock").filter(|(rest, _)| rest.is_empty() && is_refund);
    let restock = named.filter_map(|(_, value)| value.parse().ok()).collect();
    Ok(AnswerInput { answer, amount, restock: Some(restock), reason: typed.given("reason") })
}
