//! The books: what each account comes to, and the entries that make it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::ledger::{AccountKind, reason};
use impasto_domain::money::Money;
use impasto_domain::payout;
use impasto_domain::read::Page;
use impasto_store::reads::{AccountBalance, LedgerRecord};

use super::super::typed::Typed;
use super::super::views::console::books::{BalanceRow, BooksPage, CurrencyBalance, EntryRow};
use super::super::views::form::{Choice, Errors};
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::{Visit, page_with};
use super::super::{mistakes, works};
use super::{Keeper, Room, frame};
use crate::api::ledger::{LedgerQuery, as_file, balances, entries, sides};
use crate::gateway::params::Limit;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

const HERE: &str = "/console/books";
const ENTRIES_A_PAGE: u32 = 50;

/// What a page can be asked for.
const FIELDS: [&str; 6] = ["at", "account", "seller", "order", "from", "to"];

/// The page.
pub(super) async fn show(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let (balances, found, errors, status) = match read(&visit, &typed).await {
        Ok((balances, found)) => (balances, found, Errors::default(), StatusCode::OK),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let none = Page { items: Vec::new(), next_cursor: None, total: None };
            (Vec::new(), none, mistakes::of(&problem, field), problem.status())
        }
        Err(problem) => return Err(problem.into()),
    };
    let view = BooksPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Books).await?,
        errors,
        at: typed.get("at").to_owned(),
        balances: by_currency(&balances),
        accounts: accounts(typed.get("account")),
        seller: typed.get("seller").to_owned(),
        order: typed.get("order").to_owned(),
        from: typed.get("from").to_owned(),
        to: typed.get("to").to_owned(),
        entries: found.items.iter().map(row).collect(),
        next_url: found.next_cursor.as_deref().map(|cursor| address(HERE, &typed, Some(cursor))),
        file_url: address("/console/books.csv", &typed, None),
    };
    Ok(page_with(status, &view)?)
}

/// The entries as a file.
pub(super) async fn file(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    Ok(as_file(&visit.app, &asked(&Typed::of_query(visit.request()))).await?)
}

async fn read(visit: &Visit, typed: &Typed) -> Result<(Vec<AccountBalance>, Page<LedgerRecord>), Problem> {
    let balances = balances(&visit.app, "/at", typed.given("at").as_deref()).await?;
    let found = entries(&visit.app, &asked(typed)).await?;
    Ok((balances, found))
}

fn asked(typed: &Typed) -> LedgerQuery {
    LedgerQuery {
        account: typed.given("account"),
        seller: typed.given("seller"),
        order: typed.given("order"),
        from: typed.given("from"),
        to: typed.given("to"),
        limit: Limit(ENTRIES_A_PAGE),
        cursor: typed.given("cursor"),
    }
}

fn by_currency(balances: &[AccountBalance]) -> Vec<CurrencyBalance> {
    let of = |(debit, credit): (Money, Money)| CurrencyBalance {
        currency: debit.currency.code().to_owned(),
        rows: balances.iter().filter(|balance| balance.currency == debit.currency).map(balance_row).collect(),
        debit: works::money(debit),
        credit: works::money(credit),
    };
    sides(balances).into_iter().map(of).collect()
}

fn balance_row(balance: &AccountBalance) -> BalanceRow {
    let money = |minor| text::money(minor, balance.currency);
    BalanceRow {
        account: named(balance.account),
        class: t(&format!("console-books-class-{}", balance.account.class().as_str())).into(),
        debit: money(balance.debit_minor),
        credit: money(balance.credit_minor),
        balance: money(balance.debit_minor.saturating_sub(balance.credit_minor)),
    }
}

fn row(record: &LedgerRecord) -> EntryRow {
    let entry = &record.entry;
    let side = |minor: i64| if minor > 0 { text::money(minor, entry.currency) } else { String::new() };
    EntryRow {
        account: named(entry.account),
        seller: record.seller_name.clone().unwrap_or_default(),
        reason: why(&entry.reason),
        order: record.order_number.clone().unwrap_or_default(),
        order_url: entry.order_id.map(|id| format!("/console/orders/{id}")),
        debit: side(entry.amount_minor),
        credit: side(entry.amount_minor.saturating_neg()),
        at: Moment::new(entry.at),
    }
}

/// What an account is called.
fn named(account: AccountKind) -> String {
    t(&format!("console-books-account-{}", account.as_str())).into()
}

/// Why something was posted; what other programs post is told as they name it.
fn why(name: &str) -> String {
    if reason::OF_ORDERS.contains(&name) || payout::REASONS.contains(&name) {
        t(&format!("console-books-reason-{name}")).into()
    } else {
        name.replace('_', " ")
    }
}

fn accounts(chosen: &str) -> Vec<Choice> {
    let any = Choice { value: String::new(), label: t("console-books-any").into(), selected: chosen.is_empty() };
    let each = AccountKind::ALL.iter().map(|account| Choice {
        value: account.as_str().to_owned(),
        label: named(*account),
        selected: account.as_str() == chosen,
    });
    std::iter::once(any).chain(each).collect()
}

fn address(path: &str, typed: &Typed, cursor: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in FIELDS {
        if let Some(value) = typed.given(name) {
            query.append_pair(name, &value);
        }
    }
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn field(pointer: &str) -> Option<mistakes::Field> {
    let name = FIELDS.into_iter().find(|name| pointer.trim_start_matches('/') == *name)?;
    Some((name.to_owned(), t(&format!("console-books-field-{name}")).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_account_and_reason_has_words_in_every_language() {
        for language in Language::ALL {
            within(language, || {
                for account in AccountKind::ALL {
                    assert!(!named(*account).starts_with("console-"), "{language:?} {account:?}");
                }
                for name in reason::OF_ORDERS.into_iter().chain(payout::REASONS) {
                    assert!(!why(name).starts_with("console-"), "{language:?} {name}");
                }
                for name in FIELDS {
                    assert!(field(&format!("/{name}")).is_some_and(|(_, label)| !label.starts_with("console-")));
                }
            });
        }
        assert_eq!(why("something_else"), "something else");
    }
}
