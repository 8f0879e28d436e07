//! Months of the house: what the books say of one, what closing it makes, and how a provider's list compares.

use std::collections::BTreeMap;

use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{SellerId, UserId};
use impasto_domain::money::Currency;
use impasto_domain::month::books::{SellerAccount, commission_of, seller_lines};
use impasto_domain::month::{
    CommissionInvoiceData, HOUSE_IDENTITY, HouseIdentity, Month, MonthClose, MonthTotal, MonthVat,
    NewCommissionInvoice, NewStatement, NotClosed, Party, commission_invoice,
};
use impasto_domain::reconcile::{Difference, ProviderMove, differences};
use impasto_domain::refusal::Refusal;
use impasto_domain::seller::Seller;
use impasto_domain::statement::{StatementData, StatementLine};
use impasto_store::reads::{BankTransferRecord, HouseDocument, MonthBooks};

use crate::api::numbers::minor_units;
use crate::app::App;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::import::csv::Table;
use crate::words;

/// The most lines of a provider's list.
pub const PROVIDER_LINES_MAX: usize = 20_000;

/// A month as it is shown.
#[derive(Debug, Clone)]
pub struct MonthView {
    /// Which.
    pub month: Month,
    /// Since when it is closed.
    pub closed_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Whether it can be closed now, as far as time goes.
    pub is_over: bool,
    /// Its trial balance.
    pub totals: Vec<MonthTotal>,
    /// Tax by country and rate, of the sellers' sales and of the house's commission.
    pub vat: Vec<MonthVat>,
    /// What providers paid out to the house's bank on its days.
    pub transfers: Vec<BankTransferRecord>,
    /// Its documents, once it is closed.
    pub documents: Vec<HouseDocument>,
    /// Why it cannot be closed, as far as that is the operator's to change.
    pub not_closed: Option<NotClosed>,
}

/// What closing a month makes.
struct Drafts {
    vat: Vec<MonthVat>,
    invoices: Vec<NewCommissionInvoice>,
    statements: Vec<NewStatement>,
}

/// Who the house is in law, if the operator has said so.
///
/// # Errors
/// 503.
pub async fn identity(app: &App) -> Result<Option<HouseIdentity>, Problem> {
    let value = app.store.setting(HOUSE_IDENTITY).await?;
    // What cannot be read counts as not said: nothing is issued under half a name.
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

/// A month, as it was closed or as the books have it now.
///
/// # Errors
/// 503.
pub async fn view(app: &App, month: Month) -> Result<MonthView, Problem> {
    let now = app.clock.now();
    let transfers = app.store.bank_transfers_of(month).await?;
    if let Some(closed) = app.store.closed_month(month).await? {
        return Ok(MonthView {
            month,
            closed_at: Some(closed.closed_at),
            is_over: true,
            totals: closed.totals,
            vat: closed.vat,
            transfers,
            documents: app.store.house_documents_of_month(month).await?,
            not_closed: None,
        });
    }
    let books = app.store.month_books(month).await?;
    let (vat, not_closed) = match drafts(app, month, &books).await? {
        Ok(drafts) => (drafts.vat, None),
        Err(why) => (books.vat.clone(), Some(why)),
    };
    Ok(MonthView {
        month,
        closed_at: None,
        is_over: month.is_over(now),
        totals: books.totals,
        vat,
        transfers,
        documents: Vec::new(),
        not_closed,
    })
}

/// Every month from the first entry on, the newest first.
///
/// # Errors
/// 503.
pub async fn months(app: &App) -> Result<Vec<(Month, bool)>, Problem> {
    let now = Month::of(app.clock.now());
    let closed: Vec<Month> = app.store.closed_months().await?.into_iter().map(|closed| closed.month).collect();
    let first = app.store.first_entry_at().await?.map_or(now, Month::of);
    let first = closed.iter().copied().min().map_or(first, |closed| closed.min(first));
    let mut months = Vec::new();
    let mut month = now;
    while month >= first {
        months.push((month, closed.contains(&month)));
        month = month.before();
    }
    Ok(months)
}

/// Closes a month.
///
/// # Errors
/// 409 for a month that cannot be closed, with why; 503.
pub async fn close(app: &App, by: UserId, month: Month, key: Option<RequestKey>) -> Result<(), Problem> {
    let books = app.store.month_books(month).await?;
    let first = app.store.first_entry_at().await?.map(Month::of);
    let is_first = app.store.closed_months().await?.is_empty();
    if is_first && first.is_some_and(|first| first < month) {
        return Err(Refusal::conflict("a month before it is open").into());
    }
    let drafts = drafts(app, month, &books).await?.map_err(|why| Refusal::conflict(why.to_string()))?;
    let series_prefix = identity(app).await?.map(|house| house.series_prefix).unwrap_or_default();
    let close = MonthClose {
        month,
        totals: books.totals,
        vat: drafts.vat,
        series_prefix,
        invoices: drafts.invoices,
        statements: drafts.statements,
        by,
    };
    let idempotency = key.map(|key| key.of_id(by.0));
    let command = Command::Edit(Box::new(Edit::CloseMonth(Box::new(close))));
    app.journal.submit(Submission { command, idempotency }).await?;
    Ok(())
}

/// What closing a month makes, or why it cannot be closed yet.
async fn drafts(app: &App, month: Month, books: &MonthBooks) -> Result<Result<Drafts, NotClosed>, Problem> {
    let house = identity(app).await?;
    let lines = seller_lines(&books.entries, &books.parts);
    let accounts: Vec<&SellerAccount> = {
        let mut accounts: Vec<&SellerAccount> = lines.keys().chain(books.openings.keys()).collect();
        accounts.sort();
        accounts.dedup();
        accounts
    };
    let mut sellers: BTreeMap<SellerId, Seller> = BTreeMap::new();
    for (seller_id, _) in &accounts {
        if !sellers.contains_key(seller_id)
            && let Some(seller) = app.store.seller(*seller_id).await?
        {
            sellers.insert(*seller_id, seller);
        }
    }
    if accounts.is_empty() {
        return Ok(Ok(Drafts { vat: books.vat.clone(), invoices: Vec::new(), statements: Vec::new() }));
    }
    let Some(house) = house else { return Ok(Err(NotClosed::NoIdentity)) };
    let mut drafts = Drafts { vat: books.vat.clone(), invoices: Vec::new(), statements: Vec::new() };
    let none = Vec::new();
    for account in accounts {
        let (Some(seller), Some(currency)) = (sellers.get(&account.0), Currency::from_code(&account.1)) else {
            continue;
        };
        let of_account = lines.get(account).unwrap_or(&none);
        let opening_minor = books.openings.get(account).copied().unwrap_or(0);
        match invoice(app, month, &house, (seller, currency), of_account) {
            Ok(Some(data)) => {
                drafts.vat.push(vat_of(&data));
                drafts.invoices.push(NewCommissionInvoice { id: app.mint(), seller_id: seller.id, data });
            }
            Ok(None) => {}
            Err(why) => return Ok(Err(why)),
        }
        let data = statement(app, month, &house, (seller, currency), (opening_minor, of_account));
        drafts.statements.push(NewStatement { id: app.mint(), seller_id: seller.id, data });
    }
    drafts.vat = summed(drafts.vat);
    Ok(Ok(drafts))
}

fn invoice(
    app: &App,
    month: Month,
    house: &HouseIdentity,
    (seller, currency): (&Seller, Currency),
    lines: &[StatementLine],
) -> Result<Option<CommissionInvoiceData>, NotClosed> {
    let issued_on = app.clock.now().date_naive();
    let language = words::current();
    let commission = commission_of(lines);
    let rules = app.rules();
    commission_invoice((month, issued_on), house, (seller, language.tag()), currency, commission, &rules.tax)
}

fn statement(
    app: &App,
    month: Month,
    house: &HouseIdentity,
    (seller, currency): (&Seller, Currency),
    (opening_minor, lines): (i64, &[StatementLine]),
) -> StatementData {
    let moved: i64 = lines.iter().map(|line| line.amount_minor).sum();
    StatementData {
        month,
        issued_on: app.clock.now().date_naive(),
        locale: words::current().tag().to_owned(),
        currency,
        house: Party::from(house),
        seller: Party::from(seller),
        opening_minor,
        lines: lines.to_vec(),
        closing_minor: opening_minor + moved,
    }
}

/// The tax of an invoice of the house.
fn vat_of(data: &CommissionInvoiceData) -> MonthVat {
    let sign = if data.is_credit { -1 } else { 1 };
    MonthVat {
        of: "house".to_owned(),
        country: data.house.country,
        regime: data.tax.as_str().to_owned(),
        rate_basis_points: data.tax.rate_basis_points(),
        currency: data.currency,
        base_minor: sign * data.net_minor,
        tax_minor: sign * data.tax_minor,
    }
}

/// One row of each kind, country, regime, rate and currency.
fn summed(rows: Vec<MonthVat>) -> Vec<MonthVat> {
    let mut sums: BTreeMap<(String, String, String, u32, &'static str), MonthVat> = BTreeMap::new();
    for row in rows {
        let key =
            (row.of.clone(), row.country.to_string(), row.regime.clone(), row.rate_basis_points, row.currency.code());
        match sums.get_mut(&key) {
            Some(sum) => {
                sum.base_minor += row.base_minor;
                sum.tax_minor += row.tax_minor;
            }
            None => {
                sums.insert(key, row);
            }
        }
    }
    // The sellers' before the house's.
    let mut rows: Vec<MonthVat> = sums.into_values().collect();
    rows.sort_by(|one, other| other.of.cmp(&one.of));
    rows
}

/// Compares a provider's list of a month with what the house knows; changes nothing.
///
/// # Errors
/// 422 for a list that cannot be read, 503.
pub async fn reconcile(app: &App, month: Month, provider: &str, list: &str) -> Result<Vec<Difference>, Problem> {
    let theirs = moves_of(list)?;
    let ours = app.store.provider_moves(provider, month).await?;
    Ok(differences(&theirs, &ours))
}

/// A provider's list: `reference`, `amount` and `currency` by their names in the first line; what went back has a minus.
fn moves_of(list: &str) -> Result<Vec<ProviderMove>, Problem> {
    let table = Table::read(list.as_bytes(), PROVIDER_LINES_MAX);
    let Table { head, rows } = table.map_err(|error| Problem::field("/table", error.to_string()))?;
    let place = |name: &str| {
        let found = head.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        found.ok_or_else(|| Problem::field("/table", format!("has no column named {name} in its first line")))
    };
    let (reference, amount, currency) = (place("reference")?, place("amount")?, place("currency")?);
    let mut moves = Vec::new();
    for (number, line) in rows {
        let cell = |place: usize| line.get(place).map_or("", |cell| cell.trim());
        let code = Currency::from_code(&cell(currency).to_ascii_uppercase());
        let code =
            code.ok_or_else(|| Problem::field(format!("/table/{number}/currency"), "is not a currency's code"))?;
        let text = cell(amount);
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let minor = minor_units(digits, code).ok_or_else(|| {
            Problem::field(format!("/table/{number}/amount"), "must be an amount, such as 1250 or 1250.50")
        })?;
        if minor != 0 {
            moves.push(ProviderMove::new(cell(reference), code, sign * minor));
        }
    }
    Ok(moves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_providers_list_is_read_by_the_names_of_its_columns() {
        let list = "Currency,reference,fee,amount\r\neur,pi_1,0.30,119.00\r\nEUR,pi_1,0,-19\r\nJPY,pi_2,0,5000\r\n";
        let moves = moves_of(list).unwrap();
        let told: Vec<(&str, i64)> = moves.iter().map(|one| (one.reference.as_str(), one.amount_minor)).collect();
        assert_eq!(told, [("pi_1", 11_900), ("pi_1", -1_900), ("pi_2", 5_000)]);
        let pointer = |list: &str| moves_of(list).unwrap_err().field_errors()[0].pointer.clone();
        assert_eq!(pointer("reference,amount\nx,1\n"), "/table");
        assert_eq!(pointer("reference,amount,currency\nx,one,EUR\n"), "/table/2/amount");
        assert_eq!(pointer("reference,amount,currency\nx,1,XXY\n"), "/table/2/currency");
    }
}
