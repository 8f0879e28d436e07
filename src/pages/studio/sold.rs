//! Sold elsewhere, from the telephone at a fair: pick the work, pick the number of copies, done.

use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::ids::{ArtworkId, EditionId};
use impasto_domain::read::ArtworkRecord;

use super::super::typed::Typed;
use super::super::views::studio::sold::{SoldDone, SoldEdition, SoldPage, SoldWork, SoldWorkPage};
use super::super::visit::{Visit, page};
use super::super::works;
use super::{Artist, Room, fill, frame};
use crate::api::studio::{own, seller_of};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::identity::Claims;
use crate::words::t;

const WORKS_A_PAGE: u32 = 48;

/// The most numbers that have a button of their own.
const BUTTONS_MAX: u32 = 9;

/// The works to pick from, or what has just been noted.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let seller_id = seller_of(user)?;
    let typed = Typed::of_query(visit.request());
    let words: String = typed.get("q").chars().take(200).collect();
    let status = Some(ArtworkStatus::Published);
    let listed = visit
        .app
        .store
        .artworks_of_seller_wanted(seller_id, status, &words, typed.given("cursor").as_deref(), WORKS_A_PAGE)
        .await
        .map_err(Problem::from)?;
    let next_url = listed.next_cursor.map(|cursor| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !words.is_empty() {
            query.append_pair("q", &words);
        }
        format!("/studio/sold?{}", query.append_pair("cursor", &cursor).finish())
    });
    let view = SoldPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, user, Room::Sold).await?,
        works: listed.items.iter().filter_map(|record| work(&visit, record)).collect(),
        done: done(&visit, user, &typed),
        query: words,
        next_url,
    };
    Ok(page(&view)?)
}

/// How many copies of one work.
pub(super) async fn one(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let record = own(&visit.app, user, id.0).await?;
    let view = SoldWorkPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, user, Room::Sold).await?,
        title: record.text.title.clone(),
        picture: works::first_picture(&visit.app.catalogue, &record),
        editions: editions(&record),
    };
    Ok(page(&view)?)
}

/// A work of which something counted is free.
fn work(visit: &Visit, record: &ArtworkRecord) -> Option<SoldWork> {
    let free: u64 = editions(record).iter().map(|edition| u64::from(edition.free)).sum();
    (free > 0).then(|| SoldWork {
        url: format!("/studio/sold/{}", record.id),
        title: record.text.title.clone(),
        artist_name: record.artist.name.clone(),
        picture: works::first_picture(&visit.app.catalogue, record),
        free: t("count-free-copies").with("count", free).into(),
    })
}

fn editions(record: &ArtworkRecord) -> Vec<SoldEdition> {
    let counted = record.editions.iter().filter(|(_, counters)| counters.is_counted());
    let edition = |(edition, counters): &(impasto_domain::edition::Edition, impasto_domain::edition::Stock)| {
        let stock = works::stock(edition, counters);
        SoldEdition {
            id: edition.id.to_string(),
            label: fill::edition_label(edition),
            free: stock.available,
            numbers: (1..=stock.available.min(BUTTONS_MAX)).collect(),
            stock,
        }
    };
    counted.map(edition).collect()
}

/// What the address says was noted: only of an edition of the own seller.
fn done(visit: &Visit, user: &Claims, typed: &Typed) -> Option<SoldDone> {
    let id = typed.get("done").parse::<EditionId>().ok()?;
    let copies = typed.get("copies").parse::<u32>().ok().filter(|copies| *copies > 0)?;
    let entry = visit.app.catalogue.by_edition(id)?;
    let record = &entry.record;
    if user.seller_id != Some(record.seller.id) {
        return None;
    }
    let text = t("studio-sold-noted").with("copies", copies).with("title", &record.text.title).into();
    Some(SoldDone { edition_id: id.to_string(), copies, text })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::record;
    use super::*;

    #[test]
    fn numbers_go_up_to_what_is_free_and_open_editions_are_left_out() {
        let mut record = record("Tide");
        assert_eq!(editions(&record)[0].numbers, [1]);
        record.editions[0].1.available = 30;
        assert_eq!(editions(&record)[0].numbers.len(), 9);
        record.editions[0].1.total = None;
        assert!(editions(&record).is_empty());
    }
}
