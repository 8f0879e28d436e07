//! What providers pay out to the house's bank, entered from the bank's statement: `POST /admin/ledger/bank-transfers`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use impasto_domain::bank_transfer::{BankTransfer, DAYS_BACK_MAX, REFERENCE_CHARS};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{PostingId, UserId};
use impasto_domain::money::{AMOUNT_MINOR_MAX, Currency, Money};
use impasto_domain::reply::Reply;
use impasto_store::reads::BankTransferRecord;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::MoneyJson;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(enter);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(enter))]
pub struct Doc;

/// What a provider paid out to the house's bank.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BankTransferInput {
    /// `stripe`, `paypal`, …
    #[schema(max_length = 40)]
    pub provider: String,
    /// How much; less than nothing where the provider took money from the bank.
    pub amount: MoneyJson,
    /// What the provider calls it. It is entered once under this name.
    #[schema(max_length = 100)]
    pub reference: String,
    /// The day of the bank's statement (UTC): `2026-05-31`. It says in which month the money counts.
    pub on: String,
}

/// Such a transfer as it is in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BankTransfer)]
pub struct BankTransferJson {
    /// Its posting.
    pub id: Uuid,
    /// Who paid it.
    pub provider: String,
    /// How much.
    pub amount: MoneyJson,
    /// What the provider calls it.
    pub reference: String,
    /// The day of the bank's statement.
    pub on: String,
}

/// Enters what a provider paid out to the house's bank: posted from `provider_clearing` to `bank`. The same again is answered
/// with the first; a closed month takes none.
#[utoipa::path(post, path = "/api/v1/admin/ledger/bank-transfers", tag = "admin", request_body = BankTransferInput,
    responses((status = 200, body = BankTransferJson), (status = 401), (status = 403), (status = 422),
        (status = 409, description = "conflict: the month is closed, or the reference is known with another sum or day")))]
#[post("/admin/ledger/bank-transfers")]
async fn enter(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    body: Body<BankTransferInput>,
) -> Result<HttpResponse, Problem> {
    let entered = enter_transfer(&app, who.user_id, &body.value, body.key).await?;
    Ok(HttpResponse::Ok().json(entered))
}

/// Enters what a provider paid out to the house's bank.
///
/// # Errors
/// 409 for a closed month and a reference that is known otherwise, 422, 503.
pub async fn enter_transfer(
    app: &App,
    by: UserId,
    input: &BankTransferInput,
    key: Option<RequestKey>,
) -> Result<BankTransferJson, Problem> {
    let transfer = checked(input, &app.providers, (app.mint(), by), app.clock.now())?;
    let idempotency = key.map(|key| key.of_id(by.0));
    let command = Command::Edit(Box::new(Edit::EnterBankTransfer(Box::new(transfer.clone()))));
    match app.journal.submit(Submission { command, idempotency }).await? {
        Reply::Id(id) => Ok(BankTransferJson {
            id,
            provider: transfer.provider,
            amount: transfer.amount.into(),
            reference: transfer.reference,
            on: transfer.on.to_string(),
        }),
        reply => Err(Problem::unexpected("entering a bank transfer", &reply)),
    }
}

fn checked(
    input: &BankTransferInput,
    providers: &[&'static str],
    (posting_id, by): (PostingId, UserId),
    now: DateTime<Utc>,
) -> Result<BankTransfer, Problem> {
    let mut fields = Fields::new();
    let provider = input.provider.trim();
    fields.check(providers.contains(&provider), "/provider", "is not a payment provider of this house");
    let reference = fields.line("/reference", &input.reference, REFERENCE_CHARS);
    let minor = input.amount.amount;
    let is_sum = minor != 0 && (-AMOUNT_MINOR_MAX..=AMOUNT_MINOR_MAX).contains(&minor);
    let sums = format!("must be between -{AMOUNT_MINOR_MAX} and {AMOUNT_MINOR_MAX}, and not 0");
    fields.check(is_sum, "/amount/amount", sums);
    let currency = Currency::from_code(&input.amount.currency);
    fields.check(currency.is_some(), "/amount/currency", "must be an ISO 4217 currency code");
    let on = NaiveDate::parse_from_str(input.on.trim(), "%Y-%m-%d").ok();
    fields.check(on.is_some(), "/on", "must be a day, such as 2026-11-30");
    if let Some(on) = on {
        let (first, last) = ((now - TimeDelta::days(DAYS_BACK_MAX)).date_naive(), now.date_naive());
        fields.check((first..=last).contains(&on), "/on", format!("must be from {first} to {last}"));
    }
    fields.finish()?;
    let (Some(currency), Some(on)) = (currency, on) else {
        return Err(Problem::field("/on", "must be a day, such as 2026-11-30"));
    };
    let amount = Money::new(minor, currency);
    Ok(BankTransfer { posting_id, provider: provider.to_owned(), reference, amount, on, by })
}

impl From<&BankTransferRecord> for BankTransferJson {
    fn from(transfer: &BankTransferRecord) -> Self {
        Self {
            id: transfer.id.0,
            provider: transfer.provider.clone(),
            amount: transfer.amount.into(),
            reference: transfer.reference.clone(),
            on: transfer.on.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(input: &BankTransferInput) -> Vec<String> {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let ids = (PostingId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let Err(problem) = checked(input, &["stripe", "test"], ids, now) else { return Vec::new() };
        problem.field_errors().iter().map(|one| one.pointer.clone()).collect()
    }

    #[test]
    fn what_is_no_transfer_is_named() {
        let good = BankTransferInput {
            provider: "stripe".to_owned(),
            amount: MoneyJson { amount: 12_500, currency: "EUR".to_owned() },
            reference: "po_1".to_owned(),
            on: "2026-05-20".to_owned(),
        };
        assert_eq!(pointers(&good), Vec::<String>::new());
        let back = BankTransferInput { amount: MoneyJson { amount: -1, currency: "EUR".to_owned() }, ..good.clone() };
        assert_eq!(pointers(&back), Vec::<String>::new());
        let bad = BankTransferInput {
            provider: "moon".to_owned(),
            amount: MoneyJson { amount: 0, currency: "XXY".to_owned() },
            reference: " ".to_owned(),
            on: "soon".to_owned(),
        };
        assert_eq!(pointers(&bad), ["/provider", "/reference", "/amount/amount", "/amount/currency", "/on"]);
        for on in ["2026-06-30", "2014-12-31"] {
            assert_eq!(pointers(&BankTransferInput { on: on.to_owned(), ..good.clone() }), ["/on"]);
        }
    }
}
