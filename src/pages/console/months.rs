//! Months of the house: what the books say of them, and closing them.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use chrono::NaiveTime;
use impasto_domain::money::{Currency, Money};
use impasto_domain::month::{HouseIdentity, Month, MonthVat, NotClosed};
use impasto_domain::reconcile::{Difference, Sums};
use impasto_render::document::{country_name, format_rate};
use impasto_store::reads::{BankTransferRecord, HouseDocument};

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::months::{
    DifferenceRow, DocumentRow, IdentityForm, MonthPage, MonthRow, MonthsPage, TotalRow, TransferForm, TransferRow,
    VatRow,
};
use super::super::views::form::{Choice, Errors};
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::{Visit, page_with};
use super::super::{mistakes, notices};
use super::{Keeper, Room, frame};
use crate::api::bank_transfers::{BankTransferInput, enter_transfer};
use crate::api::months::{HouseIdentityJson, enter_identity, month_of};
use crate::api::numbers::minor_units;
use crate::api::shapes::MoneyJson;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::payouts::months::{self, MonthView};
use crate::words::{current, day, t};

const HERE: &str = "/console/months";

/// All months, and who the house is.
pub(super) async fn show(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    let form = months::identity(&visit.app).await?.map(|house| form_of(&house)).unwrap_or_default();
    Ok(list(&visit, form, StatusCode::OK).await?)
}

/// Enters who the house is.
pub(super) async fn identify(visit: Visit, keeper: Keeper, typed: Typed) -> Result<HttpResponse, Error> {
    let form = read(&typed);
    match enter_identity(&visit.app, keeper.0.user_id, &input(&form), None).await {
        Ok(_) => Ok(see_other_with(HERE, "settings-saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let form = IdentityForm { errors: mistakes::of(&problem, field), ..form };
            Ok(list(&visit, form, StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// One month.
pub(super) async fn one(visit: Visit, _keeper: Keeper, month: Path<String>) -> Result<HttpResponse, Error> {
    Ok(single(&visit, &month.0, Beside::default(), StatusCode::OK).await?)
}

/// Closes a month.
pub(super) async fn close(
    visit: Visit,
    keeper: Keeper,
    month: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = format!("{HERE}/{}", month_of(&month.0)?);
    if !typed.is_ticked("confirmed") {
        return Ok(see_other_with(&back, "month-not-confirmed"));
    }
    match months::close(&visit.app, keeper.0.user_id, month_of(&month.0)?, None).await {
        Ok(()) => Ok(see_other_with(&back, "month-closed")),
        Err(problem) => notices::back(&back, problem, |_| None),
    }
}

/// Compares a provider's list.
pub(super) async fn reconcile(
    visit: Visit,
    _keeper: Keeper,
    month: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let table = typed.verbatim("table").to_owned();
    match months::reconcile(&visit.app, month_of(&month.0)?, typed.get("provider"), &table).await {
        Ok(found) => {
            let beside = Beside { table, differences: Some(found), ..Beside::default() };
            Ok(single(&visit, &month.0, beside, StatusCode::OK).await?)
        }
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let errors = mistakes::of(&problem, |_: &str| Some(("table".to_owned(), t("console-months-list").into())));
            let beside = Beside { table, errors, ..Beside::default() };
            Ok(single(&visit, &month.0, beside, StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// Enters what a provider paid out to the house's bank.
pub(super) async fn transfer(
    visit: Visit,
    keeper: Keeper,
    month: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = format!("{HERE}/{}", month_of(&month.0)?);
    let done = match transfer_input(&typed) {
        Ok(input) => enter_transfer(&visit.app, keeper.0.user_id, &input, None).await,
        Err(problem) => Err(problem),
    };
    let problem = match done {
        Ok(_) => return Ok(see_other_with(&back, "bank-transfer-entered")),
        Err(problem) => problem,
    };
    let status = match problem.kind() {
        Some(ProblemType::InvalidFields) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(ProblemType::Conflict) => StatusCode::CONFLICT,
        _ => return notices::back(&back, problem, |_| None),
    };
    let errors = mistakes::of(&problem, transfer_field);
    let beside = Beside { transfer: Some((errors, typed)), ..Beside::default() };
    Ok(single(&visit, &month.0, beside, status).await?)
}

/// What a month's page shows beside what is stored.
#[derive(Default)]
struct Beside {
    table: String,
    differences: Option<Vec<Difference>>,
    errors: Errors,
    /// A transfer as it was typed, and what is wrong with it.
    transfer: Option<(Errors, Typed)>,
}

async fn list(visit: &Visit, form: IdentityForm, status: StatusCode) -> Result<HttpResponse, Problem> {
    let row = |(month, closed): (Month, bool)| MonthRow {
        name: month.to_string(),
        state: t(if closed { "console-months-closed" } else { "console-months-open" }).into(),
    };
    let view = MonthsPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Months).await?,
        months: months::months(&visit.app).await?.into_iter().map(row).collect(),
        form,
    };
    page_with(status, &view)
}

async fn single(visit: &Visit, month: &str, beside: Beside, status: StatusCode) -> Result<HttpResponse, Problem> {
    let seen = months::view(&visit.app, month_of(month)?).await?;
    let why = match &seen.not_closed {
        Some(NotClosed::NoIdentity) => t("mistake-month-identity").into(),
        Some(NotClosed::NoRate) => t("mistake-month-rate").into(),
        Some(NotClosed::NoWording) => t("mistake-month-wording").into(),
        None if seen.closed_at.is_none() && !seen.is_over => t("console-months-not-over").into(),
        None => String::new(),
    };
    let view = MonthPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Months).await?,
        month: seen.month.to_string(),
        closed_at: seen.closed_at.map(Moment::new),
        can_close: seen.closed_at.is_none() && why.is_empty(),
        why,
        totals: totals(&seen),
        vat: seen.vat.iter().map(vat_row).collect(),
        documents: seen.documents.iter().map(document_row).collect(),
        providers: visit.app.providers.iter().map(|name| (*name).to_owned()).collect(),
        errors: beside.errors,
        table: beside.table,
        differences: beside.differences.map(|found| found.iter().map(difference_row).collect()),
        transfers: seen.transfers.iter().map(transfer_row).collect(),
        transfer: seen.closed_at.is_none().then(|| transfer_form(visit, seen.month, beside.transfer)),
    };
    page_with(status, &view)
}

fn totals(view: &MonthView) -> Vec<TotalRow> {
    let row = |total: &impasto_domain::month::MonthTotal| TotalRow {
        account: t(&format!("console-books-account-{}", total.account.as_str())).into(),
        debit: text::money(total.debit_minor, total.currency),
        credit: text::money(total.credit_minor, total.currency),
        balance: text::money(total.debit_minor.saturating_sub(total.credit_minor), total.currency),
    };
    view.totals.iter().map(row).collect()
}

fn vat_row(vat: &MonthVat) -> VatRow {
    let language = current();
    VatRow {
        of: t(if vat.of == "house" { "console-months-of-house" } else { "console-months-of-sellers" }).into(),
        country: country_name(vat.country.as_str(), language).to_owned(),
        rate: format_rate(vat.rate_basis_points, language),
        base: text::money(vat.base_minor, vat.currency),
        tax: text::money(vat.tax_minor, vat.currency),
    }
}

/// A document with its addresses.
pub(in crate::pages) fn document_row(document: &HouseDocument) -> DocumentRow {
    let is_statement = document.kind == "statement";
    let statement = || -> String { t("console-months-statement").with("month", document.month.to_string()).into() };
    DocumentRow {
        name: document.number.clone().unwrap_or_else(statement),
        seller: document.seller_name.clone(),
        url: format!("/api/v1/studio/house-documents/{}/page.pdf", document.id),
        csv_url: is_statement.then(|| format!("/api/v1/studio/house-documents/{}/table.csv", document.id)),
    }
}

fn difference_row(one: &Difference) -> DifferenceRow {
    let told = |sums: Option<Sums>| -> String {
        let Some(sums) = sums else { return t("console-months-unknown").into() };
        let money = |minor: i64| match Currency::from_code(&one.currency) {
            Some(currency) => text::money(Money::new(minor, currency).amount_minor, currency),
            None => format!("{minor} {}", one.currency),
        };
        let returned = if sums.returned_minor == 0 { String::new() } else { money(-sums.returned_minor) };
        format!("{} {returned}", money(sums.taken_minor)).trim().to_owned()
    };
    DifferenceRow { reference: one.reference.clone(), theirs: told(one.theirs), ours: told(one.ours) }
}

fn transfer_row(transfer: &BankTransferRecord) -> TransferRow {
    TransferRow {
        on: day(transfer.on.and_time(NaiveTime::MIN).and_utc()),
        provider: transfer.provider.clone(),
        reference: transfer.reference.clone(),
        amount: text::money(transfer.amount.amount_minor, transfer.amount.currency),
    }
}

/// The form of a transfer: as it was typed, or for a day of the month.
fn transfer_form(visit: &Visit, month: Month, sent: Option<(Errors, Typed)>) -> TransferForm {
    let (errors, typed) = sent.unwrap_or_default();
    let choice = |field: &str, value: &str| Choice {
        value: value.to_owned(),
        label: value.to_owned(),
        selected: typed.get(field) == value,
    };
    let usual = month.last_day().min(visit.app.clock.now().date_naive());
    TransferForm {
        errors,
        providers: visit.app.providers.iter().map(|name| choice("transfer-provider", name)).collect(),
        currencies: visit.app.currencies.iter().map(|one| choice("transfer-currency", one.code())).collect(),
        amount: typed.get("transfer-amount").to_owned(),
        reference: typed.get("transfer-reference").to_owned(),
        on: typed.given("transfer-on").unwrap_or_else(|| usual.to_string()),
    }
}

/// A transfer as it was typed; with a minus where money went the other way.
fn transfer_input(typed: &Typed) -> Result<BankTransferInput, Problem> {
    let code = typed.get("transfer-currency").to_owned();
    let text = typed.get("transfer-amount");
    let (sign, digits) = text.strip_prefix(['-', '\u{2212}']).map_or((1, text), |digits| (-1, digits));
    let minor = Currency::from_code(&code).map(|currency| minor_units(digits, currency));
    if minor == Some(None) {
        return Err(Problem::field("/amount/amount", "must be an amount, such as 1250 or 1250.50"));
    }
    let amount = sign * minor.flatten().unwrap_or(0);
    Ok(BankTransferInput {
        provider: typed.get("transfer-provider").to_owned(),
        amount: MoneyJson { amount, currency: code },
        reference: typed.get("transfer-reference").to_owned(),
        on: typed.get("transfer-on").to_owned(),
    })
}

fn transfer_field(pointer: &str) -> Option<mistakes::Field> {
    let (field, id) = match pointer {
        "/provider" => ("transfer-provider", "console-months-provider"),
        "/amount/amount" => ("transfer-amount", "console-months-transfer-amount"),
        "/amount/currency" => ("transfer-currency", "console-months-transfer-currency"),
        "/reference" => ("transfer-reference", "console-months-reference"),
        "/on" => ("transfer-on", "console-months-transfer-on"),
        _ => return None,
    };
    Some((field.to_owned(), t(id).into()))
}

fn read(typed: &Typed) -> IdentityForm {
    let given = |name: &str| typed.get(name).to_owned();
    IdentityForm {
        errors: Errors::default(),
        legal_name: given("legal_name"),
        address: given("address"),
        country: given("country"),
        vat_id: given("vat_id"),
        tax_number: given("tax_number"),
        email: given("email"),
        small_print: given("small_print"),
        series_prefix: given("series_prefix"),
        outside_note: given("outside_note"),
        exempt_note: given("exempt_note"),
    }
}

fn input(form: &IdentityForm) -> HouseIdentityJson {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let lines = form.address.lines().map(str::trim).filter(|line| !line.is_empty());
    HouseIdentityJson {
        legal_name: form.legal_name.clone(),
        address_lines: lines.map(str::to_owned).collect(),
        country: form.country.clone(),
        vat_id: some(&form.vat_id),
        tax_number: some(&form.tax_number),
        email: some(&form.email),
        small_print: some(&form.small_print),
        series_prefix: form.series_prefix.to_ascii_uppercase(),
        outside_note: some(&form.outside_note),
        exempt_note: some(&form.exempt_note),
    }
}

fn form_of(house: &HouseIdentity) -> IdentityForm {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    IdentityForm {
        errors: Errors::default(),
        legal_name: house.legal_name.clone(),
        address: house.address_lines.join("\n"),
        country: house.country.to_string(),
        vat_id: or_empty(&house.vat_id),
        tax_number: or_empty(&house.tax_number),
        email: or_empty(&house.email),
        small_print: or_empty(&house.small_print),
        series_prefix: house.series_prefix.clone(),
        outside_note: or_empty(&house.outside_note),
        exempt_note: or_empty(&house.exempt_note),
    }
}

fn field(pointer: &str) -> Option<mistakes::Field> {
    let (field, id) = match pointer.trim_start_matches('/').split('/').next()? {
        "legal_name" => ("legal_name", "console-months-legal-name"),
        "address_lines" => ("address", "console-months-address"),
        "country" => ("country", "console-months-country"),
        "vat_id" => ("vat_id", "console-months-vat-id"),
        "tax_number" => ("tax_number", "console-months-tax-number"),
        "email" => ("email", "console-months-email"),
        "small_print" => ("small_print", "console-months-small-print"),
        "series_prefix" => ("series_prefix", "console-months-series-prefix"),
        "outside_note" => ("outside_note", "console-months-outside-note"),
        "exempt_note" => ("exempt_note", "console-months-exempt-note"),
        _ => return None,
    };
    Some((field.to_owned(), t(id).into()))
}
