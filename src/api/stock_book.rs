//! Lists for the tax office and for collecting societies, as files: `GET /studio/stock-book.csv` and
//! `GET /admin/resale-rights.csv`.

use std::collections::HashMap;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, Days, NaiveDate, Utc};
use impasto_domain::address::Country;
use impasto_domain::ids::{ArtworkId, SellerId};
use impasto_domain::stock_book::Purchase;
use impasto_domain::tax::{MarginTax, TaxRegime, TaxTable};
use impasto_store::reads::{BoughtWork, ResaleRecord, SoldLine};
use serde::Deserialize;
use utoipa::IntoParams;

use super::csv;
use super::numbers::typed_amount;
use super::seller::stored;
use super::studio::seller_of;
use crate::app::App;
use crate::gateway::params::Query;
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(stock_book).service(resale_rights);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(stock_book, resale_rights))]
pub struct Doc;

/// Which sales.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ResaleQuery {
    /// From this day (UTC) on: `2026-01-01`.
    pub from: Option<String>,
    /// Up to this day (UTC), which is included.
    pub until: Option<String>,
}

/// The own stock book under the margin scheme: each work that was bought, what for and of whom, and each sale of it, with the
/// margin and the tax within. Sales under the scheme of works without a noted purchase are in it as well.
#[utoipa::path(get, path = "/api/v1/studio/stock-book.csv", tag = "studio",
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403)))]
#[get("/studio/stock-book.csv")]
async fn stock_book(app: Data<App>, who: Allowed<permission::Studio>) -> Result<HttpResponse, Problem> {
    stock_book_file(&app, seller_of(&who)?).await
}

/// What was resold with an artist's resale right, for the information that collecting societies may ask for: each sale with
/// seller, work, artist, net price and right.
#[utoipa::path(get, path = "/api/v1/admin/resale-rights.csv", tag = "admin", params(ResaleQuery),
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/resale-rights.csv")]
async fn resale_rights(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    query: Query<ResaleQuery>,
) -> Result<HttpResponse, Problem> {
    resale_file(&app, &query.0).await
}

/// The stock book of a seller as a file.
///
/// # Errors
/// 404, 503.
pub async fn stock_book_file(app: &App, seller_id: SellerId) -> Result<HttpResponse, Problem> {
    let home = stored(app, seller_id).await?.country();
    let (bought, sold) = (app.store.bought_works(seller_id).await?, app.store.sold_lines(seller_id).await?);
    let text = stock_lines(&bought, &sold, &app.rules().tax, home);
    Ok(file("stock-book", &text))
}

/// The sales with a resale right as a file.
///
/// # Errors
/// 422 for what is no day, 503.
pub async fn resale_file(app: &App, query: &ResaleQuery) -> Result<HttpResponse, Problem> {
    let from = day("/from", query.from.as_deref())?;
    let until = day("/until", query.until.as_deref())?.and_then(|day| day.checked_add_days(Days::new(1)));
    let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    let from = from.map_or(DateTime::UNIX_EPOCH, midnight);
    let until = until.map_or_else(|| app.clock.now() + chrono::TimeDelta::days(1), midnight);
    let sales = app.store.resale_sales(from, until).await?;
    Ok(file("resale-rights", &resale_lines(&sales)))
}

fn day(pointer: &str, text: Option<&str>) -> Result<Option<NaiveDate>, Problem> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let read = |text: &str| text.parse().map_err(|_| Problem::field(pointer, "must be a day, such as 2026-11-30"));
    text.map(read).transpose()
}

fn file(name: &str, text: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, csv::MEDIA_TYPE))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")))
        .insert_header(("Cache-Control", "private, no-store"))
        .body(format!("\u{feff}{text}"))
}

fn stock_lines(bought: &[BoughtWork], sold: &[SoldLine], rates: &TaxTable, home: Country) -> String {
    let mut text = csv::line([
        "artwork_id",
        "title",
        "artist",
        "bought_on",
        "bought_of",
        "bought_for",
        "bought_currency",
        "sold_on",
        "order",
        "regime",
        "copies",
        "sold_for",
        "sold_currency",
        "margin",
        "rate",
        "margin_tax",
    ]);
    let mut sales: HashMap<ArtworkId, Vec<&SoldLine>> = HashMap::new();
    for line in sold.iter().filter(|line| line.quantity > 0) {
        sales.entry(line.artwork_id).or_default().push(line);
    }
    for work in bought {
        let of_work = sales.remove(&work.artwork_id).unwrap_or_default();
        let about = (work.artwork_id, work.title.as_str(), work.artist_name.as_str());
        if of_work.is_empty() {
            text.push_str(&stock_line(about, Some(&work.purchase), &SaleCells::default()));
        }
        for line in of_work {
            let sale = sale_cells(line, Some(&work.purchase), rates, home);
            text.push_str(&stock_line(about, Some(&work.purchase), &sale));
        }
    }
    // What was sold under the scheme and never noted as bought: without a purchase there is no margin to tax.
    let noted = |line: &&SoldLine| bought.iter().any(|work| work.artwork_id == line.artwork_id);
    for line in sold.iter().filter(|line| line.quantity > 0 && line.tax.regime == TaxRegime::MarginArt) {
        if !noted(&line) {
            let about = (line.artwork_id, line.title.as_str(), line.artist_name.as_str());
            text.push_str(&stock_line(about, None, &sale_cells(line, None, rates, home)));
        }
    }
    text
}

/// The cells of a sale; all empty for a work in stock.
type SaleCells = [String; 9];

fn stock_line((id, title, artist): (ArtworkId, &str, &str), purchase: Option<&Purchase>, sale: &SaleCells) -> String {
    let price = purchase.map(|purchase| purchase.price);
    let bought = [
        purchase.map(|purchase| purchase.on.to_string()),
        purchase.and_then(|purchase| purchase.of.clone()),
        price.map(|price| typed_amount(price.amount_minor, price.currency)),
        price.map(|price| price.currency.code().to_owned()),
    ]
    .map(Option::unwrap_or_default);
    let id = id.to_string();
    let about = [id.as_str(), title, artist].into_iter();
    csv::line(about.chain(bought.iter().map(String::as_str)).chain(sale.iter().map(String::as_str)))
}

/// The margin is told for sales under the scheme, of works whose purchase is noted in the currency of the sale.
fn sale_cells(line: &SoldLine, purchase: Option<&Purchase>, rates: &TaxTable, home: Country) -> SaleCells {
    let (price, copies) = (line.unit_price, i64::from(line.quantity));
    let on = line.placed_at.date_naive();
    let bought = purchase
        .map(|purchase| purchase.price)
        .filter(|bought| line.tax.regime == TaxRegime::MarginArt && bought.currency == price.currency);
    let margin = bought.and_then(|bought| {
        let rate = rates.rate(home, TaxRegime::Standard, on)?;
        Some((rate, MarginTax::of(price.amount_minor, bought.amount_minor, rate)))
    });
    let amount = |minor: i64| typed_amount(minor.saturating_mul(copies), price.currency);
    [
        on.to_string(),
        line.order_number.clone(),
        line.tax.regime.as_str().to_owned(),
        copies.to_string(),
        amount(price.amount_minor),
        price.currency.code().to_owned(),
        margin.map(|(_, margin)| amount(margin.margin_minor)).unwrap_or_default(),
        margin.map(|(rate, _)| (f64::from(rate) / 100.0).to_string()).unwrap_or_default(),
        margin.map(|(_, margin)| amount(margin.tax_minor)).unwrap_or_default(),
    ]
}

fn resale_lines(sales: &[ResaleRecord]) -> String {
    let mut text = csv::line([
        "sold_on",
        "order",
        "seller",
        "title",
        "artist",
        "nationality",
        "died",
        "copies",
        "taken_back",
        "net_price",
        "resale_right",
        "currency",
    ]);
    for sale in sales {
        let resale = sale.resale.as_ref();
        let cells = [
            sold_on(sale.placed_at),
            sale.order_number.clone(),
            sale.seller_name.clone(),
            sale.title.clone(),
            sale.artist_name.clone(),
            resale.map(|resale| resale.nationality.to_string()).unwrap_or_default(),
            resale.and_then(|resale| resale.died).map(|year| year.to_string()).unwrap_or_default(),
            sale.quantity.to_string(),
            sale.restocked.to_string(),
            typed_amount(sale.net.amount_minor, sale.net.currency),
            typed_amount(sale.right.amount_minor, sale.right.currency),
            sale.right.currency.code().to_owned(),
        ];
        text.push_str(&csv::line(cells.iter().map(String::as_str)));
    }
    text
}

fn sold_on(at: DateTime<Utc>) -> String {
    at.date_naive().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::money::{Currency, Money};
    use impasto_domain::tax::{LineTax, TaxRate, TaxReason};
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sale(work: u128, minor: i64, quantity: u32) -> SoldLine {
        SoldLine {
            artwork_id: ArtworkId(Uuid::from_u128(work)),
            title: "Still, life".into(),
            artist_name: "Ines Aldana".into(),
            quantity,
            unit_price: Money::new(minor, Currency::EUR),
            tax: LineTax {
                regime: TaxRegime::MarginArt,
                rate_basis_points: 0,
                base_minor: minor,
                tax_minor: 0,
                reason: TaxReason::Chosen,
            },
            order_number: "IM-1".into(),
            placed_at: day("2026-06-01").and_time(chrono::NaiveTime::MIN).and_utc(),
        }
    }

    #[test]
    fn the_stock_book_has_what_was_bought_and_the_margin_of_what_was_sold() {
        let home = Country::parse("DE").unwrap();
        let rate = TaxRate {
            country: home,
            regime: TaxRegime::Standard,
            rate_basis_points: 1_900,
            valid_from: day("2020-01-01"),
        };
        let bought = |work: u128| BoughtWork {
            artwork_id: ArtworkId(Uuid::from_u128(work)),
            title: "Still, life".into(),
            artist_name: "Ines Aldana".into(),
            purchase: Purchase {
                price: Money::new(81_000, Currency::EUR),
                on: day("2025-02-03"),
                of: Some("Estate".into()),
            },
        };
        let sold = [sale(1, 200_000, 1), sale(3, 50_000, 2), sale(1, 90_000, 0)];
        let text = stock_lines(&[bought(1), bought(2)], &sold, &TaxTable { rates: vec![rate] }, home);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[1].ends_with(
            "\"Still, life\",Ines Aldana,2025-02-03,Estate,810,EUR,2026-06-01,IM-1,margin_art,1,2000,EUR,1190,19,190"
        ), "{text}");
        assert!(lines[2].ends_with("2025-02-03,Estate,810,EUR,,,,,,,,,"), "{text}");
        assert!(lines[3].ends_with("Ines Aldana,,,,,2026-06-01,IM-1,margin_art,2,1000,EUR,,,"), "{text}");
    }
}
