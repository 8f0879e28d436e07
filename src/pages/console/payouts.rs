//! Payouts, as whoever runs the house makes them.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{PayoutId, PayoutRunId, SellerId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::payout::{
    HeldBack, OwedOrder, PAYOUT_MINIMUM, Payout, PayoutMove, PayoutRules, PayoutRun, PayoutState,
};
use impasto_domain::payout_account::{PayoutAccount, PayoutWay};

use super::super::turn::{own_path, see_other_with};
use super::super::typed::Typed;
use super::super::views::console::payouts::{MinimumField, OwedRow, PayeeRow, PayoutRow, PayoutsPage, RunPage, RunRow};
use super::super::views::form::Errors;
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::{Visit, page, page_with};
use super::super::{mistakes, notices};
use super::{Keeper, Room, frame};
use crate::api::months::put_setting;
use crate::api::numbers::{minor_units, typed_amount};
use crate::api::payouts::{bank_file, fail_payout, known_run, move_payouts, move_run};
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::request_key::RequestKey;
use crate::payouts::{Previewed, Wanted, preview, start};
use crate::words::{day, t};

const HERE: &str = "/console/payouts";
const RUNS_A_PAGE: u32 = 25;

/// What would be paid, and the runs.
pub(super) async fn show(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    Ok(list(&visit, Errors::default(), StatusCode::OK).await?)
}

/// Pays what was ticked, if it is as it was shown.
pub(super) async fn begin(visit: Visit, keeper: Keeper, typed: Typed) -> Result<HttpResponse, Error> {
    let key = typed.get("idempotency_key");
    let is_key = (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    let wanted: Vec<Wanted> = typed.beginning_with("pay.").filter_map(|(name, shown)| wanted(name, shown)).collect();
    if !is_key || wanted.is_empty() || !typed.is_ticked("confirmed") {
        return Ok(see_other_with(HERE, "payouts-not-confirmed"));
    }
    let told: Vec<String> = typed.beginning_with("pay.").map(|(name, shown)| format!("{name}={shown}")).collect();
    let fingerprint = visit.shared.secrets.fingerprint(&[HERE.as_bytes(), told.join("&").as_bytes()]);
    let key = RequestKey { route: "POST /console/payouts/runs".to_owned(), key: key.to_owned(), fingerprint };
    match start(&visit.app, keeper.0.user_id, Some(&wanted), Some(key)).await {
        Ok(id) => Ok(see_other_with(&address(id), "payouts-started")),
        Err(problem) => notices::back(HERE, problem, |kind| match kind {
            ProblemType::Conflict | ProblemType::IdempotencyMismatch => Some("payouts-changed"),
            _ => None,
        }),
    }
}

/// Sets the smallest payout of each currency.
pub(super) async fn minimum(visit: Visit, keeper: Keeper, typed: Typed) -> Result<HttpResponse, Error> {
    let mut fields = Fields::new();
    let mut minimum = serde_json::Map::new();
    for currency in &visit.app.currencies {
        let code = currency.code();
        let Some(given) = typed.given(&format!("minimum.{code}")) else { continue };
        match minor_units(&given, *currency) {
            Some(minor) => {
                minimum.insert(code.to_owned(), minor.into());
            }
            None => fields.add(format_args!("/{code}"), "must be an amount, such as 25 or 25.50"),
        }
    }
    if let Err(problem) = fields.finish() {
        let field = |pointer: &str| -> Option<mistakes::Field> {
            let code = pointer.trim_start_matches('/');
            Some((format!("minimum.{code}"), t("console-payouts-minimum-of").with("code", code).into()))
        };
        let errors = mistakes::of(&problem, field);
        return Ok(list(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await?);
    }
    match put_setting(&visit.app, keeper.0.user_id, PAYOUT_MINIMUM, minimum.into(), None).await {
        Ok(()) => Ok(see_other_with(HERE, "settings-saved")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// A run.
pub(super) async fn run(visit: Visit, _keeper: Keeper, id: Path<PayoutRunId>) -> Result<HttpResponse, Error> {
    let known = known_run(&visit.app, id.0).await?;
    let payouts = visit.app.store.payouts_of_run(id.0).await.map_err(Problem::from)?;
    let of_bank =
        |state: PayoutState| payouts.iter().any(|payout| payout.way == PayoutWay::Bank && payout.state == state);
    let view = RunPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Payouts).await?,
        id: known.id.to_string(),
        at: Moment::new(known.created_at),
        has_bank: payouts.iter().any(|payout| payout.way == PayoutWay::Bank),
        can_send: of_bank(PayoutState::Pending),
        can_pay: of_bank(PayoutState::Pending) || of_bank(PayoutState::Sent),
        payouts: payouts.iter().map(payout_row).collect(),
    };
    Ok(page(&view)?)
}

/// The file for the bank.
pub(super) async fn file(visit: Visit, _keeper: Keeper, id: Path<PayoutRunId>) -> Result<HttpResponse, Error> {
    Ok(bank_file(&visit.app, id.0).await?)
}

/// The bank has them.
pub(super) async fn sent(visit: Visit, keeper: Keeper, id: Path<PayoutRunId>) -> Result<HttpResponse, Error> {
    let done = move_run(&visit.app, keeper.0.user_id, id.0, PayoutMove::HandOver, None).await;
    after(&address(id.0), done, "payouts-sent")
}

/// They have arrived.
pub(super) async fn paid(visit: Visit, keeper: Keeper, id: Path<PayoutRunId>) -> Result<HttpResponse, Error> {
    let done = move_run(&visit.app, keeper.0.user_id, id.0, PayoutMove::Pay, None).await;
    after(&address(id.0), done, "payouts-paid")
}

/// One has arrived.
pub(super) async fn one_paid(
    visit: Visit,
    keeper: Keeper,
    id: Path<PayoutId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = own_path(typed.get("back"), HERE).to_owned();
    let done = move_payouts(&visit.app, keeper.0.user_id, vec![id.0], PayoutMove::Pay, None).await;
    after(&back, done, "payouts-paid")
}

/// One did not arrive.
pub(super) async fn one_failed(
    visit: Visit,
    keeper: Keeper,
    id: Path<PayoutId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = own_path(typed.get("back"), HERE).to_owned();
    let done = fail_payout(&visit.app, keeper.0.user_id, id.0, typed.get("reason"), None).await;
    match done {
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            Ok(see_other_with(&back, "reason-missing"))
        }
        done => after(&back, done, "payouts-failed"),
    }
}

fn after(back: &str, done: Result<(), Problem>, notice: &str) -> Result<HttpResponse, Error> {
    match done {
        Ok(()) => Ok(see_other_with(back, notice)),
        Err(problem) => notices::back(back, problem, |_| None),
    }
}

async fn list(visit: &Visit, errors: Errors, status: StatusCode) -> Result<HttpResponse, Problem> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let seen = preview(&visit.app).await?;
    let runs = visit.app.store.payout_runs(cursor.as_deref(), RUNS_A_PAGE).await?;
    let minimums = visit.app.currencies.iter().map(|currency| {
        let minor = seen.rules.minimum.get(currency.code()).copied();
        let value = minor.map(|minor| typed_amount(minor, *currency)).unwrap_or_default();
        MinimumField { code: currency.code().to_owned(), value }
    });
    let view = PayoutsPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Payouts).await?,
        errors,
        can_start: seen.sellers.iter().any(|seller| seller.planned.is_ok()),
        key: visit.app.mint::<uuid::Uuid>().to_string(),
        minimums: minimums.collect(),
        sellers: seen.sellers.iter().map(|seller| payee(seller, &seen.rules)).collect(),
        runs: runs.items.iter().map(run_row).collect(),
        next_url: runs.next_cursor.map(|cursor| format!("{HERE}?cursor={cursor}")),
    };
    page_with(status, &view)
}

fn payee(seller: &Previewed, rules: &PayoutRules) -> PayeeRow {
    let balance = &seller.balance;
    let currency = balance.currency;
    let field = seller.planned.as_ref().ok().map(|payout| {
        let name = format!("pay.{}.{}", balance.seller_id, currency.code());
        (name, payout.amount_minor().to_string())
    });
    PayeeRow {
        name: balance.seller_name.clone(),
        account: balance.account.as_ref().map(PayoutAccount::masked).unwrap_or_default(),
        payable: text::money(seller.payable_minor(rules), currency),
        held: text::money(seller.held_minor(rules), currency),
        field,
        why: why(seller),
        orders: balance.orders.iter().map(|order| owed_row(order, currency, rules, true)).collect(),
    }
}

/// Why nothing is paid to a seller; empty where something is.
pub(in crate::pages) fn why(seller: &Previewed) -> String {
    let Err(why) = &seller.planned else { return String::new() };
    t(&format!("console-payouts-because-{}", why.as_str().replace('_', "-"))).into()
}

/// What an order owes; for staff with a way to it.
pub(in crate::pages) fn owed_row(
    order: &OwedOrder,
    currency: Currency,
    rules: &PayoutRules,
    is_staff: bool,
) -> OwedRow {
    let why = match order.held_back(rules.withdrawal_days) {
        None => String::new(),
        Some(HeldBack::Dispute) => t("console-payouts-held-dispute").into(),
        Some(HeldBack::NotDelivered) => t("console-payouts-held-not-delivered").into(),
        Some(HeldBack::Withdrawal { until }) => t("console-payouts-held-withdrawal").with("until", day(until)).into(),
    };
    OwedRow {
        number: order.number.clone(),
        url: is_staff.then(|| format!("/console/orders/{}", order.order_id)),
        amount: text::money(order.amount_minor(), currency),
        why,
    }
}

/// A payout.
pub(in crate::pages) fn payout_row(payout: &Payout) -> PayoutRow {
    let is_asked = payout.way == PayoutWay::Transfer && payout.state == PayoutState::Pending;
    let can = |state: PayoutState| payout.state.may_become(state) && !is_asked;
    PayoutRow {
        id: payout.id.to_string(),
        name: payout.seller_name.clone(),
        amount: text::money(payout.amount.amount_minor, payout.amount.currency),
        account: payout.account.masked(),
        statement: payout.statement(),
        state: state(payout.state),
        detail: payout.failure.clone().or_else(|| payout.reference.clone()).unwrap_or_default(),
        at: Moment::new(payout.created_at),
        can_pay: can(PayoutState::Paid),
        can_fail: can(PayoutState::Failed),
    }
}

fn run_row(run: &PayoutRun) -> RunRow {
    let counts = [
        (PayoutState::Pending, run.pending),
        (PayoutState::Sent, run.sent),
        (PayoutState::Paid, run.paid),
        (PayoutState::Failed, run.failed),
    ];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    let told: Vec<String> = told.map(|(one, count)| format!("{}: {count}", state(one))).collect();
    RunRow { url: address(run.id), at: Moment::new(run.created_at), states: told.join(", ") }
}

/// What a state is called.
fn state(state: PayoutState) -> String {
    t(&format!("console-payouts-is-{}", state.as_str())).into()
}

fn address(id: PayoutRunId) -> String {
    format!("{HERE}/runs/{id}")
}

/// `<seller>.<currency>` and the amount that was shown.
fn wanted(name: &str, shown: &str) -> Option<Wanted> {
    let (seller, code) = name.split_once('.')?;
    let seller_id: SellerId = seller.parse().ok()?;
    let amount = Money::new(shown.parse().ok()?, Currency::from_code(code)?);
    Some(Wanted { seller_id, amount })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_state_and_every_reason_has_words_in_every_language() {
        for language in Language::ALL {
            within(language, || {
                for one in PayoutState::ALL {
                    assert!(!state(one).contains("console-"), "{one:?} in {language:?}");
                }
                for why in ["nothing-payable", "below-minimum", "no-account", "no-transfers"] {
                    let words: String = t(&format!("console-payouts-because-{why}")).into();
                    assert!(!words.contains("console-"), "{why} in {language:?}");
                }
            });
        }
    }

    #[test]
    fn a_field_names_a_seller_a_currency_and_what_was_shown() {
        let id = uuid::Uuid::from_u128(7);
        let found = wanted(&format!("{id}.EUR"), "8500").unwrap();
        assert_eq!(found, Wanted { seller_id: SellerId(id), amount: Money::new(8_500, Currency::EUR) });
        for (name, shown) in [("x.EUR", "1"), ("", "1"), (&*format!("{id}.XXQ"), "1"), (&*format!("{id}.EUR"), "1.0")] {
            assert_eq!(wanted(name, shown), None, "{name}={shown}");
        }
    }
}
