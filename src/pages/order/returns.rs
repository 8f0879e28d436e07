//! Withdrawing from a part of an order in two steps, and telling that something arrived damaged: for its owner and for who has
//! the key to it from a mail.
//! It decides nothing: what is stated is checked by the API's own functions.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{OrderId, ReturnId, SellerOrderId};
use impasto_domain::order::{Order, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder};
use impasto_domain::returns::{PHOTOS_MAX, Return, ReturnKind, ReturnStatus};

use super::super::mistakes::{self, Field};
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::form::Errors;
use super::super::views::moment::Moment;
use super::super::views::order::{PartReturns, ReturnRow};
use super::super::views::order_return::{ConfirmView, ReturnLineView, ReturnPage};
use super::super::views::text;
use super::super::visit::{Visit, page_with};
use super::super::{notices, works};
use super::{keys_held, seen};
use crate::api::orders::has_key;
use crate::api::return_photos::add_photo;
use crate::api::returns::{Stated, StatementInput, StatementLine, announce, everything, is_against, state};
use crate::gateway::FileForm;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

/// The first step of a withdrawal.
pub(super) async fn withdraw(visit: Visit, ids: Path<(OrderId, SellerOrderId)>) -> Result<HttpResponse, Error> {
    fresh(&visit, ids.0, ReturnKind::Withdrawal).await
}

/// The form of damage.
pub(super) async fn damage(visit: Visit, ids: Path<(OrderId, SellerOrderId)>) -> Result<HttpResponse, Error> {
    fresh(&visit, ids.0, ReturnKind::Damage).await
}

/// The second step of a withdrawal: what is to be confirmed.
pub(super) async fn state_withdrawal(
    visit: Visit,
    ids: Path<(OrderId, SellerOrderId)>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let Path((order_id, part_id)) = ids;
    let (order, part) = part_of(&visit, order_id, part_id).await?;
    let input = input(&part, &typed);
    match state(&visit.app, &order, ReturnKind::Withdrawal, visit.app.mint(), &input) {
        Ok(stated) => {
            let mut view = filled(&visit, &order, &part, ReturnKind::Withdrawal, Some(&typed)).await;
            view.action = format!("/orders/{order_id}/withdraw/{part_id}/confirm/{}", stated.wanted.id);
            view.confirm = Some(confirmation(&order, &stated));
            Ok(page_with(StatusCode::OK, &view)?)
        }
        Err(problem) => refused(&visit, (&order, &part), ReturnKind::Withdrawal, &typed, problem).await,
    }
}

/// Takes a withdrawal that was confirmed.
pub(super) async fn confirm_withdrawal(
    visit: Visit,
    ids: Path<(OrderId, SellerOrderId, ReturnId)>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let Path((order_id, part_id, return_id)) = ids;
    let (order, part) = part_of(&visit, order_id, part_id).await?;
    match announce(&visit.app, &order, ReturnKind::Withdrawal, return_id, &input(&part, &typed), None).await {
        Ok(_) => Ok(see_other_with(&format!("/orders/{order_id}"), "withdrawn")),
        Err(problem) => refused(&visit, (&order, &part), ReturnKind::Withdrawal, &typed, problem).await,
    }
}

/// Takes a report of damage.
pub(super) async fn report_damage(
    visit: Visit,
    ids: Path<(OrderId, SellerOrderId)>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let Path((order_id, part_id)) = ids;
    let (order, part) = part_of(&visit, order_id, part_id).await?;
    let id = visit.app.mint();
    match announce(&visit.app, &order, ReturnKind::Damage, id, &input(&part, &typed), None).await {
        Ok(_) => Ok(see_other_with(&format!("/orders/{order_id}"), "damage-told")),
        Err(problem) => refused(&visit, (&order, &part), ReturnKind::Damage, &typed, problem).await,
    }
}

/// Takes a photograph of damage.
pub(super) async fn photograph(
    visit: Visit,
    ids: Path<(OrderId, ReturnId)>,
    form: FileForm,
) -> Result<HttpResponse, Error> {
    let Path((order_id, return_id)) = ids;
    let back = format!("/orders/{order_id}");
    let order = speakable(&visit, order_id).await?;
    let file = form.files.into_iter().find(|(name, _)| name == "file").map(|(_, file)| file);
    let Some(file) = file else { return Ok(see_other_with(&back, "not-acceptable")) };
    match add_photo(&visit.app, &order, return_id, file).await {
        Ok(_) => Ok(see_other_with(&back, "damage-told")),
        Err(problem) => notices::back(&back, problem, |kind| {
            matches!(kind, ProblemType::UnsupportedMediaType | ProblemType::TooLarge).then_some("not-acceptable")
        }),
    }
}

/// What an order's page shows of the returns of a part, and the ways to another.
pub(super) fn of_part(visit: &Visit, order: &Order, part: &SellerOrder, may_speak: bool) -> PartReturns {
    use OrderPaymentStatus as P;
    let head = &order.head;
    let goes_on = head.status == OrderStatus::Open && matches!(head.payment_status, P::Paid | P::PartiallyRefunded);
    let ends = order.withdrawal_ends(part, visit.app.rules().withdrawal_days);
    let is_over = ends.is_some_and(|ends| ends <= visit.now());
    let something = !everything(order, part, ReturnKind::Withdrawal).is_empty();
    let is_right = is_against(&visit.app, part);
    let can_withdraw = may_speak && goes_on && !is_over && something && is_right;
    let until = match ends {
        Some(_) if is_over => t("return-period-over").with("day", last_day(ends)).to_string(),
        Some(_) => t("return-period-until").with("day", last_day(ends)).to_string(),
        None => t("return-period-ahead").with("days", visit.app.rules().withdrawal_days).to_string(),
    };
    let note = match (goes_on, is_right) {
        (true, false) => t("return-not-trader").to_string(),
        (true, true) if can_withdraw || is_over => until,
        _ => String::new(),
    };
    let can_tell = may_speak && goes_on && !everything(order, part, ReturnKind::Damage).is_empty();
    let own = order.returns.iter().filter(|back| back.seller_order_id == part.id);
    PartReturns {
        withdraw_url: can_withdraw.then(|| format!("/orders/{}/withdraw/{}", head.id, part.id)),
        damage_url: can_tell.then(|| format!("/orders/{}/damage/{}", head.id, part.id)),
        note,
        rows: own.map(|back| row(order, back, may_speak)).collect(),
    }
}

/// How far the returns of an order are, as one number: a part of what tells one state of its page from another.
pub(super) fn steps(order: &Order) -> usize {
    let step = |back: &Return| match back.status {
        ReturnStatus::Announced => 1,
        ReturnStatus::Received => 2,
        ReturnStatus::Refunded | ReturnStatus::Refused => 3,
    };
    order.returns.iter().map(step).sum()
}

/// A return in one sentence.
fn in_words(order: &Order, back: &Return) -> String {
    let works: Vec<String> = order
        .lines()
        .filter_map(|line| match back.quantity_of(line.id) {
            0 => None,
            1 => Some(line.title.clone()),
            many => Some(format!("{} × {many}", line.title)),
        })
        .collect();
    t(&format!("return-{}-{}", back.kind.as_str(), back.status.as_str())).with("works", works.join(", ")).into()
}

fn row(order: &Order, back: &Return, may_speak: bool) -> ReturnRow {
    let detail = match (back.status, &back.answer) {
        (ReturnStatus::Refused, Some(answer)) => answer.clone(),
        (status, _) if status.is_open() && back.kind == ReturnKind::Withdrawal => {
            t("return-due").with("day", Moment::new(back.refund_due_at).day).into()
        }
        _ => String::new(),
    };
    let takes = may_speak && back.kind == ReturnKind::Damage && back.status.is_open() && back.photos.len() < PHOTOS_MAX;
    ReturnRow {
        text: in_words(order, back),
        receipt: t("return-receipt").with("name", &back.name).with("email", &back.email).into(),
        statement: back.statement.clone(),
        detail,
        photos_url: takes.then(|| format!("/orders/{}/returns/{}/images", order.head.id, back.id)),
        photos: back.photos.len(),
        at: Moment::new(back.created_at),
    }
}

/// The last day of a period that ends with it.
fn last_day(ends: Option<chrono::DateTime<chrono::Utc>>) -> String {
    ends.map(|ends| Moment::new(ends - chrono::TimeDelta::seconds(1)).day).unwrap_or_default()
}

/// Whether the one who asks may speak for the order's owner: they are it, or have the key to it.
async fn speakable(visit: &Visit, id: OrderId) -> Result<Order, Problem> {
    let seen = seen(visit, id).await?;
    if seen.owner.is_some() || has_key(&visit.shared, &keys_held(visit), id) {
        Ok(seen.order)
    } else {
        Err(Problem::forbidden(t("order-not-yours").to_string()))
    }
}

async fn part_of(visit: &Visit, id: OrderId, part_id: SellerOrderId) -> Result<(Order, SellerOrder), Problem> {
    let order = speakable(visit, id).await?;
    let part = order.seller_orders.iter().find(|part| part.id == part_id).cloned();
    part.map(|part| (order, part)).ok_or_else(|| Problem::not_found("order"))
}

async fn fresh(visit: &Visit, ids: (OrderId, SellerOrderId), kind: ReturnKind) -> Result<HttpResponse, Error> {
    let (order, part) = part_of(visit, ids.0, ids.1).await?;
    if everything(&order, &part, kind).is_empty() {
        return Ok(see_other_with(&format!("/orders/{}", ids.0), "nothing-to-return"));
    }
    let view = filled(visit, &order, &part, kind, None).await;
    Ok(page_with(StatusCode::OK, &view)?)
}

/// The page with what was typed, or with what is known.
async fn filled(
    visit: &Visit,
    order: &Order,
    part: &SellerOrder,
    kind: ReturnKind,
    typed: Option<&Typed>,
) -> ReturnPage {
    let is_withdrawal = kind == ReturnKind::Withdrawal;
    let head = &order.head;
    let ends = order.withdrawal_ends(part, visit.app.rules().withdrawal_days).filter(|_| is_withdrawal);
    let way = if is_withdrawal { "withdraw" } else { "damage" };
    let given = |name: &str, known: &str| typed.map_or_else(|| known.to_owned(), |typed| typed.get(name).to_owned());
    ReturnPage {
        chrome: visit.chrome().await,
        errors: Errors::default(),
        order_url: format!("/orders/{}", head.id),
        number: head.number.clone(),
        seller: part.seller_name.clone(),
        is_withdrawal,
        confirm: None,
        action: format!("/orders/{}/{way}/{}", head.id, part.id),
        until: ends.map(|ends| t("return-period-until").with("day", last_day(Some(ends))).into()).unwrap_or_default(),
        name: given("name", &head.billing_address.name),
        email: given("email", &head.email),
        statement: typed.map(|typed| typed.get("statement").to_owned()).unwrap_or_default(),
        lines: part.lines.iter().map(|line| line_view(order, line, kind, typed)).collect(),
    }
}

fn line_view(order: &Order, line: &OrderLine, kind: ReturnKind, typed: Option<&Typed>) -> ReturnLineView {
    let barred = match kind {
        _ if order.returnable(line) == 0 => Some("return-barred-given"),
        ReturnKind::Withdrawal if line.made_to_order => Some("return-barred-made"),
        ReturnKind::Damage if !order.is_shipped(line.id) => Some("return-barred-waiting"),
        _ => None,
    };
    let most = if barred.is_some() { 0 } else { order.returnable(line) };
    let chosen = typed.map(|typed| typed.get(&format!("quantity.{}", line.id)).parse().unwrap_or(0));
    let whole = if kind == ReturnKind::Withdrawal { most } else { 0 };
    let copies = line.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy));
    let known = std::iter::once(line.artist_name.clone()).chain(line.edition_label.clone()).chain(copies);
    ReturnLineView {
        id: line.id.to_string(),
        title: line.title.clone(),
        detail: known.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "),
        most,
        quantity: chosen.unwrap_or(whole),
        barred: barred.map(|id| t(id).to_string()).unwrap_or_default(),
    }
}

fn input(part: &SellerOrder, typed: &Typed) -> StatementInput {
    let lines = part.lines.iter().filter_map(|line| {
        let quantity: u32 = typed.get(&format!("quantity.{}", line.id)).parse().ok().filter(|many| *many > 0)?;
        Some(StatementLine { line_id: line.id.0, quantity })
    });
    StatementInput {
        seller_order_id: Some(part.id.0),
        lines: Some(lines.collect()),
        name: Some(typed.get("name").to_owned()),
        email: Some(typed.get("email").to_owned()),
        statement: typed.given("statement"),
    }
}

fn confirmation(order: &Order, stated: &Stated) -> ConfirmView {
    let priced = stated.priced.as_ref();
    let shipping: i64 = priced.iter().flat_map(|priced| &priced.parts).map(|part| part.shipping.amount_minor).sum();
    let delivery = if shipping > 0 {
        t("return-amount-delivery").with("amount", text::money(shipping, order.head.currency)).to_string()
    } else {
        String::new()
    };
    let has_left = stated.wanted.lines.iter().any(|line| order.is_shipped(line.line_id));
    ConfirmView {
        amount: priced.map(|priced| works::money(priced.amount)).unwrap_or_default(),
        delivery,
        next: t(if has_left { "return-next-send" } else { "return-next-paid" }).into(),
    }
}

/// The form again with what is wrong with it; what has nothing to do with the form is told on the order's page.
async fn refused(
    visit: &Visit,
    (order, part): (&Order, &SellerOrder),
    kind: ReturnKind,
    typed: &Typed,
    problem: Problem,
) -> Result<HttpResponse, Error> {
    if matches!(problem.kind(), Some(ProblemType::InvalidFields | ProblemType::Conflict)) {
        let mut view = filled(visit, order, part, kind, Some(typed)).await;
        view.errors = mistakes::of(&problem, field_of);
        return Ok(page_with(problem.status(), &view)?);
    }
    notices::back(&format!("/orders/{}", order.head.id), problem, |_| None)
}

fn field_of(pointer: &str) -> Option<Field> {
    let (field, label) = match pointer {
        "/name" => ("name", "return-field-name"),
        "/email" => ("email", "return-field-email"),
        "/statement" => ("statement", "return-field-statement"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_the_one_that_the_period_ends_with() {
        assert_eq!(last_day(chrono::DateTime::from_timestamp(1_781_568_000, 0)), "15 June 2026");
        assert_eq!(last_day(None), "");
    }

    #[test]
    fn fields_are_found_by_their_pointers() {
        let named = |pointer: &str| field_of(pointer).map(|(field, _)| field);
        assert_eq!(named("/email").as_deref(), Some("email"));
        assert_eq!(named("/lines/0/quantity"), None);
    }
}
