//! Paying sellers: what would be paid now, runs, the file for the bank, and the jobs that have a provider send money.

pub mod bank;
pub mod months;
mod send;

pub use self::send::send_on;

use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{PayoutRunId, SellerId, UserId};
use impasto_domain::money::Money;
use impasto_domain::payout::{NotPaid, OwedOrder, PayoutRules, PlannedPayout, RUN_PAYOUTS_MAX, SellerBalance, plan};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;

use crate::app::App;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;

/// What would be paid now.
#[derive(Debug, Clone)]
pub struct Preview {
    /// By which rules.
    pub rules: PayoutRules,
    /// Every seller who is owed something, by currency.
    pub sellers: Vec<Previewed>,
}

/// A seller in the preview.
#[derive(Debug, Clone)]
pub struct Previewed {
    /// What the seller is owed, order by order.
    pub balance: SellerBalance,
    /// The payout, or why there is none.
    pub planned: Result<PlannedPayout, NotPaid>,
}

/// What somebody saw in a preview and wants to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// To whom.
    pub seller_id: SellerId,
    /// How much.
    pub amount: Money,
}

impl Previewed {
    /// What is payable, minor units; less than nothing when the seller owes the house.
    #[must_use]
    pub fn payable_minor(&self, rules: &PayoutRules) -> i64 {
        let payable = self.balance.orders.iter().filter(|order| order.held_back(rules.withdrawal_days).is_none());
        payable.map(OwedOrder::amount_minor).fold(0, i64::saturating_add)
    }

    /// What is held back, minor units.
    #[must_use]
    pub fn held_minor(&self, rules: &PayoutRules) -> i64 {
        let held = self.balance.orders.iter().filter(|order| order.held_back(rules.withdrawal_days).is_some());
        held.map(OwedOrder::amount_minor).fold(0, i64::saturating_add)
    }
}

/// The rules by which the house pays.
///
/// # Errors
/// 503.
pub async fn rules(app: &App) -> Result<PayoutRules, Problem> {
    Ok(app.store.payout_rules(app.transfers.is_some()).await?)
}

/// What would be paid now to every seller.
///
/// # Errors
/// 503.
pub async fn preview(app: &App) -> Result<Preview, Problem> {
    let rules = rules(app).await?;
    let balances = app.store.seller_balances(None).await?;
    let previewed = |balance: SellerBalance| {
        let planned = plan(&balance, &rules, app.mint());
        Previewed { balance, planned }
    };
    let sellers = balances.into_iter().map(previewed).collect();
    Ok(Preview { rules, sellers })
}

/// Starts a run: of what was seen, or of everything that is payable.
///
/// # Errors
/// 409 when nothing is payable, or something is not as it was seen; 503.
pub async fn start(
    app: &App,
    by: UserId,
    wanted: Option<&[Wanted]>,
    key: Option<RequestKey>,
) -> Result<PayoutRunId, Problem> {
    let planned: Vec<PlannedPayout> =
        preview(app).await?.sellers.into_iter().filter_map(|seller| seller.planned.ok()).collect();
    // A repeat of a run finds its sellers paid: its key answers before anything is looked at.
    let payouts = match wanted {
        None => planned.into_iter().take(RUN_PAYOUTS_MAX).collect(),
        Some(wanted) => of_wanted(planned, wanted),
    };
    let id: PayoutRunId = app.mint();
    let edit = Edit::StartPayouts { id, payouts, by };
    let idempotency = key.map(|key| key.of_id(by.0));
    let submitted = app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await;
    match submitted.map_err(Problem::from) {
        Ok(Reply::Id(made)) => {
            app.payouts.ring();
            Ok(PayoutRunId(made))
        }
        Ok(reply) => Err(Problem::unexpected("starting payouts", &reply)),
        Err(problem) if problem.kind() == Some(crate::gateway::problem::ProblemType::PreconditionFailed) => {
            Err(Refusal::conflict("what is payable is not what was seen; look at it again").into())
        }
        Err(problem) => Err(problem),
    }
}

/// The payouts that were seen; what is not as it was seen has no orders any more, and is refused.
fn of_wanted(planned: Vec<PlannedPayout>, wanted: &[Wanted]) -> Vec<PlannedPayout> {
    let is_wanted = |payout: &PlannedPayout| {
        let amount = Money::new(payout.amount_minor(), payout.currency);
        wanted.iter().any(|one| one.seller_id == payout.seller_id && one.amount == amount)
    };
    let found: Vec<PlannedPayout> = planned.into_iter().filter(|payout| is_wanted(payout)).collect();
    if found.len() == wanted.len() { found } else { Vec::new() }
}
