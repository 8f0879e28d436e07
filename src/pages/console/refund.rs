//! The form of a refund: what it holds for an order, every amount before the money goes, and the refund itself.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::edition::CopyRef;
use impasto_domain::ids::OrderId;
use impasto_domain::order::{Order, OrderLine, OrderPaymentStatus};
use impasto_domain::refund::{Priced, RefundLine};
use impasto_domain::shipment::ShipmentStatus;
use uuid::Uuid;

use super::super::cart::total_row;
use super::super::delivery;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::cart::TotalRow;
use super::super::views::console::order as view;
use super::super::views::text;
use super::super::visit::{Visit, page};
use super::super::{mistakes, notices, works};
use super::{OrderKeeper, Room, frame, order};
use crate::api::numbers::minor_units;
use crate::api::refunds::{RefundLineRequest, RefundRequest, price_refund, refund_order};
use crate::api::shapes::{MoneyJson, taxes};
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::request_key::RequestKey;
use crate::words::{decimal, t};

/// Fields that the preview carries on to the refund.
const FIELDS: [&str; 5] = ["of", "shipping", "amount", "restock", "reason"];

/// Shows every amount of a refund, or the form again with what is wrong with it. Changes nothing.
pub(super) async fn preview(
    visit: Visit,
    _keeper: OrderKeeper,
    id: Path<OrderId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let order = order::stored(&visit, id.0).await?;
    let told = match request(&order, &typed) {
        Ok(request) => price_refund(&visit.app, id.0, &request).await.map(|(order, priced)| (order, priced, request)),
        Err(problem) => Err(problem),
    };
    match told {
        Ok((order, priced, request)) => Ok(previewed(&visit, &order, &priced, request, &typed).await?),
        Err(problem) => again(&visit, &order, problem, &typed).await,
    }
}

/// Gives the money back.
pub(super) async fn refund(
    visit: Visit,
    keeper: OrderKeeper,
    id: Path<OrderId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = format!("/console/orders/{}", id.0);
    let order = order::stored(&visit, id.0).await?;
    let key = typed.get("idempotency_key");
    if !(1..=255).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(see_other_with(&back, "not-acceptable"));
    }
    let request = match request(&order, &typed) {
        Ok(request) => request,
        Err(problem) => return again(&visit, &order, problem, &typed).await,
    };
    let fields: Vec<String> = carried(&typed).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let route = "POST /console/orders/{id}/refund".to_owned();
    let fingerprint = visit.shared.secrets.fingerprint(&[back.as_bytes(), fields.join("&").as_bytes()]);
    let key = RequestKey { route, key: key.to_owned(), fingerprint };
    match refund_order(&visit.app, &keeper.0, id.0, &request, key).await {
        Ok(_) => Ok(see_other_with(&back, "money-back")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            // Somebody else has given back of it meanwhile: the form shows what is left now.
            let order = order::stored(&visit, id.0).await?;
            again(&visit, &order, problem, &typed).await
        }
        Err(problem) => {
            notices::back(&back, problem, |kind| (kind == ProblemType::IdempotencyMismatch).then_some("refused"))
        }
    }
}

/// The form of an order's refund, with what was typed into it; `None` when nothing is left to give back, or a bank has taken it.
pub(super) fn form(order: &Order, typed: Option<&Typed>) -> Option<view::RefundForm> {
    let left_minor = order.refundable_minor();
    let is_disputed = order.head.payment_status == OrderPaymentStatus::Disputed;
    if left_minor <= 0 || is_disputed || !order.head.is_kept() {
        return None;
    }
    let currency = order.head.currency;
    let given = |name: &str| typed.map(|typed| typed.get(name).to_owned()).unwrap_or_default();
    let ticked = |name: &str| typed.is_some_and(|typed| typed.is_ticked(name));
    let shipping_left: i64 = order.seller_orders.iter().map(|part| order.shipping_left_of(part)).sum();
    let lines = order.lines().filter(|line| order.left_of(line).0 > 0);
    let lines: Vec<view::RefundLine> = lines.map(|line| line_of(order, line, typed)).collect();
    Some(view::RefundForm {
        left: text::money(left_minor, currency),
        currency: currency.code().to_owned(),
        lines,
        shipping_left: if shipping_left > 0 { text::money(shipping_left, currency) } else { String::new() },
        shipping: ticked("shipping"),
        amount: given("amount"),
        restock: ticked("restock"),
        can_restock: order.lines().any(|line| order.left_of(line).0 > 0 && order.can_be_restocked(line.id)),
        reason: given("reason"),
        ..view::RefundForm::default()
    })
}

fn line_of(order: &Order, line: &OrderLine, typed: Option<&Typed>) -> view::RefundLine {
    let (left, _) = order.left_of(line);
    let chosen = |copy: &CopyRef| {
        let name = format!("copy.{}", line.id);
        typed.is_some_and(|typed| {
            typed.beginning_with(&name).any(|(rest, value)| rest.is_empty() && value == copy.id.to_string())
        })
    };
    let copies = line.copies.iter().map(|copy| view::RefundCopy {
        id: copy.id.to_string(),
        label: copy.label.as_deref().map_or_else(|| t("console-original").to_string(), text::copy),
        is_chosen: chosen(copy),
    });
    let parcels: Vec<_> = order.shipments.iter().filter(|parcel| parcel.lines.contains(&line.id)).collect();
    let goods = match parcels.is_empty() {
        true => "console-refund-not-sent",
        false if parcels.iter().all(|parcel| parcel.status == ShipmentStatus::Returned) => "console-refund-came-back",
        false => "console-refund-has-left",
    };
    view::RefundLine {
        id: line.id.to_string(),
        title: line.title.clone(),
        detail: order::detail(line),
        left,
        price: works::money(line.unit_price),
        quantity: typed.map(|typed| typed.get(&format!("quantity.{}", line.id)).to_owned()).unwrap_or_default(),
        copies: copies.collect(),
        goods: t(goods).into(),
    }
}

/// The form as a request.
fn request(order: &Order, typed: &Typed) -> Result<RefundRequest, Problem> {
    let reason = typed.get("reason").to_owned();
    let restock = typed.is_ticked("restock");
    let mut request =
        RefundRequest { lines: None, shipping: typed.is_ticked("shipping"), amount: None, restock, reason };
    match typed.get("of") {
        "amount" => {
            let currency = order.head.currency;
            let amount = minor_units(typed.get("amount"), currency);
            let wrong = || Problem::field("/amount", t("console-refund-no-amount"));
            let amount = amount.ok_or_else(wrong)?;
            request.amount = Some(MoneyJson { amount, currency: currency.code().to_owned() });
            request.shipping = false;
            request.restock = false;
        }
        "rest" => {
            let lines = order.lines().filter(|line| order.left_of(line).0 > 0);
            let all = lines.map(|line| RefundLineRequest {
                line_id: line.id.0,
                quantity: order.left_of(line).0,
                copies: None,
            });
            request.lines = Some(all.collect());
            request.shipping = true;
        }
        _ => request.lines = Some(lines_of(order, typed, restock)?),
    }
    Ok(request)
}

/// The lines that are chosen: by their copies where these are numbered, else by how many.
fn lines_of(order: &Order, typed: &Typed, restock: bool) -> Result<Vec<RefundLineRequest>, Problem> {
    let mut lines = Vec::new();
    for line in order.lines() {
        let name = format!("copy.{}", line.id);
        let named = typed.beginning_with(&name).filter(|(rest, _)| rest.is_empty());
        let copies: Vec<Uuid> = named.filter_map(|(_, value)| value.parse().ok()).collect();
        let typed_quantity = typed.get(&format!("quantity.{}", line.id));
        let quantity = match (copies.len(), typed_quantity) {
            (0, "" | "0") => continue,
            (0, text) => text.parse().map_err(|_| {
                Problem::field(format!("/lines/{}/quantity", lines.len()), t("console-refund-no-number"))
            })?,
            (chosen, _) => u32::try_from(chosen).unwrap_or(u32::MAX),
        };
        let named = restock && order.can_be_restocked(line.id) && !copies.is_empty();
        lines.push(RefundLineRequest { line_id: line.id.0, quantity, copies: named.then_some(copies) });
    }
    Ok(lines)
}

/// The form once more, with what is wrong with it.
async fn again(visit: &Visit, order: &Order, problem: Problem, typed: &Typed) -> Result<HttpResponse, Error> {
    let back = format!("/console/orders/{}", order.head.id);
    let form = form(order, Some(typed));
    match form {
        Some(form) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let chosen: Vec<String> = chosen(order, typed);
            let errors = mistakes::of(&problem, |pointer| field_of(pointer, &chosen));
            let form = view::RefundForm { errors, ..form };
            Ok(order::shown(visit, order, Some(form), StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        _ => notices::back(&back, problem, |_| None),
    }
}

/// The lines that the form names, in the order in which a request has them.
fn chosen(order: &Order, typed: &Typed) -> Vec<String> {
    let is_named = |line: &&OrderLine| {
        let copies = format!("copy.{}", line.id);
        typed.beginning_with(&copies).any(|(rest, _)| rest.is_empty())
            || !matches!(typed.get(&format!("quantity.{}", line.id)), "" | "0")
    };
    order.lines().filter(is_named).map(|line| line.id.to_string()).collect()
}

/// The form's field behind a JSON pointer of the API.
fn field_of(pointer: &str, chosen: &[String]) -> Option<mistakes::Field> {
    if let Some(rest) = pointer.strip_prefix("/lines/") {
        let index: usize = rest.split('/').next()?.parse().ok()?;
        let line = chosen.get(index)?;
        return Some((format!("line-{line}"), t("console-refund-field-lines").into()));
    }
    let field = pointer.strip_prefix('/').filter(|field| ["amount", "reason", "restock"].contains(field))?;
    Some((field.to_owned(), t(&format!("console-refund-field-{field}")).into()))
}

async fn previewed(
    visit: &Visit,
    order: &Order,
    priced: &Priced,
    request: RefundRequest,
    typed: &Typed,
) -> Result<HttpResponse, Problem> {
    let currency = priced.amount.currency;
    let money = |minor| text::money(minor, currency);
    let payment = order.payments.iter().find(|payment| payment.id == priced.payment_id);
    let notes = priced.parts.iter().filter(|part| part.total_minor() > 0).filter_map(|given| {
        let part = order.seller_orders.iter().find(|part| part.id == given.seller_order_id)?;
        let note = t("console-refund-note").with("seller", &part.seller_name);
        Some(note.with("amount", money(given.total_minor())).to_string())
    });
    let view = view::RefundPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Orders).await?,
        id: order.head.id.to_string(),
        number: order.head.number.clone(),
        email: order.head.email.clone(),
        rows: rows(order, priced),
        totals: totals(order, priced),
        total: works::money(priced.amount),
        left_after: money(priced.refundable_minor - priced.amount.amount_minor),
        restocked: restocked(order, priced),
        credit_notes: notes.collect(),
        provider: payment.map(|payment| order::provider(&payment.provider)).unwrap_or_default(),
        reason: request.reason,
        fields: carried(typed),
        idempotency_key: visit.app.mint::<Uuid>().to_string(),
    };
    page(&view)
}

/// The form's fields as they were sent.
fn carried(typed: &Typed) -> Vec<(String, String)> {
    let plain = FIELDS.into_iter().filter_map(|name| typed.given(name).map(|value| (name.to_owned(), value)));
    let by_line = |prefix: &'static str| {
        typed.beginning_with(prefix).map(move |(rest, value)| (format!("{prefix}{rest}"), value.to_owned()))
    };
    plain.chain(by_line("copy.")).chain(by_line("quantity.")).filter(|(_, value)| !value.is_empty()).collect()
}

fn rows(order: &Order, priced: &Priced) -> Vec<view::RefundAmount> {
    let money = |minor| text::money(minor, order.head.currency);
    let tax = |tax_minor: i64, basis_points: u32| match tax_minor {
        0 => "–".to_owned(),
        minor => format!("{} ({})", money(minor), percent(basis_points)),
    };
    let mut rows = Vec::new();
    for given in &priced.parts {
        for line in &given.lines {
            let Some(sold) = order.lines().find(|sold| sold.id == line.line_id) else { continue };
            rows.push(view::RefundAmount {
                what: sold.title.clone(),
                how_many: how_many(line),
                tax: tax(line.share.tax_minor, sold.tax.rate_basis_points),
                amount: money(line.share.amount_minor),
            });
        }
        let part = order.seller_orders.iter().find(|part| part.id == given.seller_order_id);
        if let Some(part) = part.filter(|_| given.shipping.amount_minor > 0) {
            rows.push(view::RefundAmount {
                what: t("console-order-delivery").with("delivery", delivery::method_name(&part.shipping_name)).into(),
                how_many: String::new(),
                tax: tax(given.shipping.tax_minor, part.shipping_tax.rate_basis_points),
                amount: money(given.shipping.amount_minor),
            });
        }
    }
    rows
}

fn how_many(line: &RefundLine) -> String {
    match line.quantity {
        0 => t("console-refund-reduction").into(),
        quantity => t("count-copies").with("count", quantity).into(),
    }
}

fn totals(order: &Order, priced: &Priced) -> Vec<TotalRow> {
    let money = |minor| text::money(minor, order.head.currency);
    let items: i64 = priced.parts.iter().map(|part| part.items_minor()).sum();
    let shipping: i64 = priced.parts.iter().map(|part| part.shipping.amount_minor).sum();
    let row = |id: &str, value, strong| total_row(t(id).to_string(), value, strong);
    let mut rows =
        vec![row("console-refund-works", money(items), false), row("console-refund-delivery", money(shipping), false)];
    for tax in taxes(order, &priced.parts).iter().filter(|tax| tax.tax_minor > 0) {
        let label = t("console-refund-tax-at").with("rate", percent(tax.rate_basis_points)).to_string();
        rows.push(total_row(label, money(tax.tax_minor), false));
    }
    rows.push(row("console-refund-goes-back", works::money(priced.amount), true));
    rows
}

/// Copies that go back to stock: `Low Tide: No. 7 of 25`, `Poster: 2 copies`.
fn restocked(order: &Order, priced: &Priced) -> Vec<String> {
    let lines = priced.parts.iter().flat_map(|part| &part.lines).filter(|line| line.restocked > 0);
    lines
        .filter_map(|line| {
            let sold = order.lines().find(|sold| sold.id == line.line_id)?;
            let labels: Vec<String> =
                line.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy)).collect();
            let words = match labels.is_empty() {
                true => t("count-copies").with("count", line.restocked).to_string(),
                false => labels.join(", "),
            };
            Some(t("console-refund-restocked-of").with("title", &sold.title).with("copies", words).to_string())
        })
        .collect()
}

/// `7 %`, `5.5 %`, in German and French `5,5 %`.
fn percent(basis_points: u32) -> String {
    let figure = (f64::from(basis_points) / 100.0).to_string();
    format!("{}\u{a0}%", figure.replace('.', decimal().encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_rate_is_written_as_the_language_has_it() {
        assert_eq!((percent(700), percent(550)), ("7\u{a0}%".to_owned(), "5.5\u{a0}%".to_owned()));
        assert_eq!(within(Language::German, || percent(550)), "5,5\u{a0}%");
    }

    #[test]
    fn a_mistake_stands_beside_its_field() {
        let label =
            |pointer: &str| field_of(pointer, &["a".to_owned()]).map(|(field, label)| format!("{field}: {label}"));
        assert_eq!(label("/amount").as_deref(), Some("amount: The sum"));
        assert_eq!(label("/lines/0/quantity").as_deref(), Some("line-a: The number of copies"));
        assert_eq!(label("/lines/7/quantity"), None);
        assert_eq!(label("/shipping"), None);
        assert_eq!(within(Language::German, || label("/reason")).as_deref(), Some("reason: Der Grund"));
    }
}
