//! The stock, and the form that adjusts it.

use actix_web::{Error, HttpResponse};
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::ids::EditionId;
use impasto_domain::read::ArtworkRecord;
use impasto_store::reads::InventoryRecord;

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::inventory::{InventoryPage, InventoryRow};
use super::super::visit::{Visit, page};
use super::super::{notices, works};
use super::{Room, Staff, frame};
use crate::api::admin::check_adjustment;
use crate::catalogue::{Found, Query};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;

const EDITIONS_A_PAGE: u32 = 50;
/// Where the room is.
const HERE: &str = "/console/inventory";

/// The page.
pub(super) async fn show(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let words = typed.get("q").chars().take(200).collect::<String>();
    let cursor = typed.given("cursor");
    let (inventory, next) = if words.is_empty() {
        let listed = visit.app.store.inventory(cursor.as_deref(), EDITIONS_A_PAGE).await.map_err(Problem::from)?;
        (listed.items.iter().map(stored).collect(), listed.next_cursor)
    } else {
        searched(&visit, &words, cursor)
    };
    let address = |cursor: String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !words.is_empty() {
            query.append_pair("q", &words);
        }
        format!("{HERE}?{}", query.append_pair("cursor", &cursor).finish())
    };
    let view = InventoryPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Inventory).await?,
        inventory,
        next_url: next.map(address),
        query: words,
    };
    Ok(page(&view)?)
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

/// Rows of the works on the storefront that match the words, from memory.
fn searched(visit: &Visit, words: &str, cursor: Option<String>) -> (Vec<InventoryRow>, Option<String>) {
    let found = visit.app.catalogue.search(&Query {
        text: Some(words.to_owned()),
        after: cursor.filter(|cursor| Found::is_cursor(cursor)),
        limit: EDITIONS_A_PAGE as usize,
        ..Query::default()
    });
    let rows = |record: &ArtworkRecord| {
        let row = |(edition, stock): &(Edition, Stock)| {
            row(&record.text.title, &record.slug, &record.artist.name, edition, stock)
        };
        record.editions.iter().map(row).collect::<Vec<_>>()
    };
    (found.items.iter().flat_map(|entry| rows(&entry.record)).collect(), found.next_cursor)
}

fn stored(record: &InventoryRecord) -> InventoryRow {
    row(&record.title, &record.slug, &record.artist, &record.edition, &record.stock)
}

fn row(title: &str, slug: &str, artist: &str, edition: &Edition, stock: &Stock) -> InventoryRow {
    let kind = works::edition_kind(edition);
    let name = works::edition_name(edition);
    InventoryRow {
        title: title.to_owned(),
        url: format!("/artworks/{slug}"),
        artist_name: artist.to_owned(),
        edition: if kind.is_empty() || kind == name { name } else { format!("{name}, {}", kind.to_lowercase()) },
        price: works::money(edition.price),
        stock: works::stock(edition, stock),
    }
}
