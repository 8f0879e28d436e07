//! The stock, and the form that adjusts it; and the same as a table for spreadsheets.

use actix_web::{Error, HttpResponse};
use impasto_domain::edition::{Edition, EditionKind};
use impasto_domain::ids::EditionId;
use impasto_domain::read::Page;
use impasto_store::reads::{InventoryRecord, StockState};

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::inventory::{InventoryPage, InventoryRow};
use super::super::views::form::Choice;
use super::super::visit::{Visit, page};
use super::super::{notices, works};
use super::{Room, Staff, frame};
use crate::api::admin::{InventoryQuery, check_adjustment, inventory_filter};
use crate::api::numbers::typed_amount;
use crate::app::App;
use crate::export::{Lines, csv, line};
use crate::gateway::params::{Limit, Path};
use crate::gateway::problem::Problem;
use crate::words::{current, t, within};

const EDITIONS_A_PAGE: u32 = 50;
/// Editions read at once for the table.
const EDITIONS_A_READ: u32 = 100;
/// Where the room is.
const HERE: &str = "/console/inventory";

/// What is asked for.
#[derive(Clone, Default)]
struct Asked {
    words: String,
    seller: String,
    kind: Option<EditionKind>,
    state: Option<StockState>,
}

/// The page.
pub(super) async fn show(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let asked = Asked::of(&typed);
    let listed = asked.read(&visit.app, typed.given("cursor"), EDITIONS_A_PAGE).await?;
    let kinds = [EditionKind::Unique, EditionKind::Limited, EditionKind::Open];
    let view = InventoryPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Inventory).await?,
        kinds: choices("kind", kinds.map(|kind| (kind.as_str(), asked.kind == Some(kind)))),
        states: choices("state", StockState::ALL.map(|state| (state.as_str(), asked.state == Some(state)))),
        inventory: listed.items.iter().map(row).collect(),
        total: listed.total.and_then(|total| u64::try_from(total).ok()).unwrap_or(0),
        api_url: asked.url("/api/v1/admin/inventory", None),
        csv_url: asked.url("/console/inventory.csv", None),
        next_url: listed.next_cursor.as_deref().map(|cursor| asked.url(HERE, Some(cursor))),
        next_cursor: listed.next_cursor.unwrap_or_default(),
        query: asked.words,
        seller: asked.seller,
    };
    Ok(page(&view)?)
}

/// All editions that are asked for, as a table.
pub(super) async fn table(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    let asked = Asked::of(&Typed::of_query(visit.request()));
    let app = visit.app.clone();
    // Pages after the first are read when the answer has long begun.
    let language = current();
    let read = move |cursor: Option<String>| {
        let (app, asked) = (app.clone(), asked.clone());
        let reading: std::pin::Pin<Box<dyn Future<Output = Result<Lines, Problem>>>> = Box::pin(async move {
            let page = asked.read(&app, cursor, EDITIONS_A_READ).await?;
            let text = within(language, || page.items.iter().map(cells).collect());
            Ok(Lines { text, next: page.next_cursor })
        });
        reading
    };
    let heading = [
        "edition_id",
        "title",
        "artist",
        "seller",
        "edition",
        "kind",
        "status",
        "currency",
        "price",
        "total",
        "available",
        "held",
        "sold",
        "withdrawn",
    ];
    Ok(csv("inventory.csv", &heading, read).await?)
}

/// Adjusts the stock of an edition.
pub(super) async fn adjust(
    visit: Visit,
    staff: Staff,
    id: Path<EditionId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let user = &staff.0;
    let Ok(delta) = typed.get("delta").parse::<i64>() else { return Ok(see_other_with(HERE, "not-acceptable")) };
    let (change, reason) = match check_adjustment(delta, typed.get("reason")) {
        Ok(checked) => checked,
        Err(problem) => return notices::back(HERE, problem, |_| None),
    };
    match visit.app.engine.inventory().adjust(id.0, change, user.user_id, None, Some(reason), None).await {
        Ok(_) => Ok(see_other_with(HERE, "adjusted")),
        Err(error) => notices::back(HERE, error.into(), |_| None),
    }
}

impl Asked {
    fn of(typed: &Typed) -> Self {
        let short = |name: &str| typed.get(name).chars().take(200).collect::<String>();
        Self {
            words: short("q"),
            seller: short("seller"),
            kind: EditionKind::parse(typed.get("kind")),
            state: StockState::parse(typed.get("state")),
        }
    }

    async fn read(&self, app: &App, cursor: Option<String>, limit: u32) -> Result<Page<InventoryRecord>, Problem> {
        let query = InventoryQuery {
            kind: self.kind.map(|kind| kind.as_str().to_owned()),
            state: self.state.map(|state| state.as_str().to_owned()),
            seller: Some(self.seller.clone()),
            q: Some(self.words.clone()),
            limit: Limit(limit),
            cursor,
        };
        let filter = inventory_filter(&query)?;
        Ok(app.store.inventory(&filter, query.cursor.as_deref(), limit).await?)
    }

    fn url(&self, path: &str, cursor: Option<&str>) -> String {
        let pairs = [
            ("q", self.words.as_str()),
            ("seller", &self.seller),
            ("kind", self.kind.map(EditionKind::as_str).unwrap_or_default()),
            ("state", self.state.map(StockState::as_str).unwrap_or_default()),
            ("cursor", cursor.unwrap_or_default()),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// The choices of a field after the one that stands for all of them.
fn choices<const N: usize>(field: &str, known: [(&str, bool); N]) -> Vec<Choice> {
    let chosen = known.iter().any(|(_, selected)| *selected);
    let choice = |(value, selected): (&str, bool)| {
        let word = if value.is_empty() { "any" } else { value };
        Choice { value: value.to_owned(), label: t(&format!("console-stock-{field}-{word}")).into(), selected }
    };
    std::iter::once(choice(("", !chosen))).chain(known.map(choice)).collect()
}

fn row(record: &InventoryRecord) -> InventoryRow {
    let edition = &record.edition;
    InventoryRow {
        title: record.title.clone(),
        url: format!("/artworks/{}", record.slug),
        artist_name: record.artist.clone(),
        edition: edition_words(edition),
        price: works::money(edition.price),
        stock: works::stock(edition, &record.stock),
    }
}

/// `Giclée print, edition of 25`.
fn edition_words(edition: &Edition) -> String {
    let name = works::edition_name(edition);
    let size = edition.size.to_string();
    let kind: String = match (edition.kind, edition.artist_proofs) {
        (EditionKind::Unique, _) => return name,
        (EditionKind::Open, _) => t("console-stock-is-open").into(),
        (EditionKind::Limited, 0) => t("console-stock-is-limited").with("size", size).into(),
        (EditionKind::Limited, proofs) => {
            let proofs = t("count-proofs").with("count", proofs);
            t("console-stock-is-limited-proofs").with("size", size).with("proofs", proofs).into()
        }
    };
    if kind.to_lowercase() == name.to_lowercase() { name } else { format!("{name}, {kind}") }
}

/// An edition as a line of the table.
fn cells(record: &InventoryRecord) -> String {
    let (edition, stock) = (&record.edition, &record.stock);
    let counted = |count: i64| if stock.is_counted() { count.to_string() } else { String::new() };
    let cells = [
        edition.id.to_string(),
        record.title.clone(),
        record.artist.clone(),
        record.seller.clone(),
        works::edition_name(edition),
        edition.kind.as_str().to_owned(),
        record.status.as_str().to_owned(),
        edition.price.currency.code().to_owned(),
        typed_amount(edition.price.amount_minor, edition.price.currency),
        stock.total.map(|total| total.to_string()).unwrap_or_default(),
        counted(stock.available),
        stock.held.to_string(),
        stock.sold.to_string(),
        counted(stock.withdrawn),
    ];
    line(cells.iter().map(String::as_str))
}
