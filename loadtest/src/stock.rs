//! What there is to buy: editions found through the catalogue, largest stock first, and which of them are used up.
//! It does not buy.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::Value;
use uuid::Uuid;

use crate::api::{Artwork, BASE, Edition, Page, encode};
use crate::args::{Kind, StockArgs};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::http::Request;

// Enough for 20 000 works; more would only make the start slower.
const MOST_PAGES: usize = 200;
// Buyers spread over this many editions at a time, so that the run does not end in the tail of small ones.
const SPREAD: usize = 8;

/// An edition to buy.
#[derive(Debug)]
pub(crate) struct Pick {
    /// Its work.
    pub(crate) artwork: Uuid,
    /// Itself.
    pub(crate) edition: Uuid,
    /// It counts copies (it is not open).
    pub(crate) counted: bool,
    /// Free copies when it was found; none for open ones.
    pub(crate) available: Option<i64>,
    gone: AtomicBool,
}

impl Pick {
    /// An edition with its free copies.
    pub(crate) fn new(artwork: Uuid, edition: &Edition) -> Self {
        Self {
            artwork,
            edition: edition.id,
            counted: edition.kind != "open",
            available: edition.stock.as_ref().and_then(|stock| stock.available),
            gone: AtomicBool::new(false),
        }
    }

    /// Nobody needs to try this one again.
    pub(crate) fn used_up(&self) {
        self.gone.store(true, Ordering::Relaxed);
    }
}

/// The editions of a run.
#[derive(Debug)]
pub(crate) struct Pool {
    picks: Vec<Pick>,
    front: AtomicUsize,
}

impl Pool {
    /// Open editions first, then the largest stock.
    pub(crate) fn new(mut picks: Vec<Pick>) -> Self {
        picks.sort_by_key(|pick| std::cmp::Reverse(if pick.counted { pick.available.unwrap_or(0) } else { i64::MAX }));
        Self { picks, front: AtomicUsize::new(0) }
    }

    /// The edition for the `turn`th purchase among the first eight that are not used up; none when all are.
    pub(crate) fn choose(&self, turn: usize) -> Option<&Pick> {
        let mut front = self.front.load(Ordering::Relaxed);
        while self.picks.get(front)?.gone.load(Ordering::Relaxed) {
            front += 1;
        }
        self.front.store(front, Ordering::Relaxed);
        let live = || self.picks.iter().skip(front).filter(|pick| !pick.gone.load(Ordering::Relaxed)).take(SPREAD);
        let count = live().count();
        // Others may use one up between the two passes; the first then stands in.
        live().nth(turn % count.max(1)).or_else(|| live().next())
    }

    /// The distinct works, at most `limit`.
    pub(crate) fn artworks(&self, limit: usize) -> Vec<Uuid> {
        let mut works: Vec<Uuid> = Vec::new();
        for pick in &self.picks {
            if works.len() >= limit {
                break;
            }
            if !works.contains(&pick.artwork) {
                works.push(pick.artwork);
            }
        }
        works
    }
}

/// Finds what `wanted` names, or everything on sale of the wanted kind.
pub(crate) async fn discover(caller: &mut Caller, wanted: &StockArgs) -> Result<Pool, Failure> {
    let picks = if let Some(artwork) = wanted.artwork {
        picks_of(&read_artwork(caller, artwork).await?, wanted.kind)
    } else if let Some(edition) = wanted.edition {
        vec![find_edition(caller, edition).await?]
    } else {
        let mut picks = Vec::new();
        each_page(caller, true, |works| {
            picks.extend(works.iter().flat_map(|work| picks_of(work, wanted.kind)));
            true
        })
        .await?;
        picks
    };
    if picks.is_empty() {
        return Err(Failure::Setup(
            "nothing of the wanted kind is on sale: use --make-stock, or start the server with its demo gallery"
                .to_owned(),
        ));
    }
    Ok(Pool::new(picks))
}

/// One edition by its id, searched through the catalogue.
pub(crate) async fn find_edition(caller: &mut Caller, edition: Uuid) -> Result<Pick, Failure> {
    let mut found = None;
    each_page(caller, false, |works| {
        found = works.iter().flat_map(|work| picks_of(work, Kind::Any)).find(|pick| pick.edition == edition);
        found.is_none()
    })
    .await?;
    found.ok_or_else(|| Failure::Setup(format!("edition {edition} is in no published work")))
}

/// One work with its editions.
pub(crate) async fn read_artwork(caller: &mut Caller, id: Uuid) -> Result<Artwork, Failure> {
    let path = format!("{BASE}/artworks/{id}");
    caller
        .call("artwork", &Request::get(&path, &[]))
        .await
        .map_err(|error| Failure::Setup(format!("work {id} cannot be read: {error}")))
}

/// Works of the first page of the catalogue, whatever their stock.
pub(crate) async fn first_works(caller: &mut Caller) -> Result<Vec<Artwork>, Failure> {
    let mut first = Vec::new();
    each_page(caller, false, |works| {
        first.append(works);
        false
    })
    .await?;
    Ok(first)
}

fn picks_of(work: &Artwork, kind: Kind) -> Vec<Pick> {
    work.editions
        .iter()
        .map(|edition| Pick::new(work.id, edition))
        .filter(|pick| match kind {
            Kind::Any => true,
            Kind::Open => !pick.counted,
            Kind::Limited => pick.counted,
        })
        .filter(|pick| !pick.counted || pick.available != Some(0))
        .collect()
}

async fn each_page(
    caller: &mut Caller,
    available: bool,
    mut each: impl FnMut(&mut Vec<Artwork>) -> bool,
) -> Result<(), Failure> {
    let mut cursor: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let mut path = format!("{BASE}/artworks?limit=100");
        if available {
            path.push_str("&available=true");
        }
        if let Some(cursor) = &cursor {
            path.push_str("&cursor=");
            path.push_str(&encode(cursor));
        }
        let page: Page<Value> = caller
            .call("catalogue", &Request::get(&path, &[]))
            .await
            .map_err(|error| Failure::Setup(format!("the catalogue cannot be read: {error}")))?;
        let mut works = Vec::with_capacity(page.items.len());
        for item in page.items {
            works.push(whole_artwork(caller, item).await?);
        }
        if !each(&mut works) {
            return Ok(());
        }
        match page.next_cursor {
            Some(next) if cursor.as_ref() != Some(&next) => cursor = Some(next),
            _ => return Ok(()),
        }
    }
    Ok(())
}

/// Lists may show works without their editions' stock: then the detail is read.
async fn whole_artwork(caller: &mut Caller, item: Value) -> Result<Artwork, Failure> {
    let work: Artwork = serde_json::from_value(item)
        .map_err(|error| Failure::Setup(format!("a work in the catalogue is not as the contract says: {error}")))?;
    let whole = !work.editions.is_empty() && work.editions.iter().all(|edition| edition.stock.is_some());
    if whole { Ok(work) } else { read_artwork(caller, work.id).await }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(number: u128, available: Option<i64>) -> Pick {
        Pick {
            artwork: Uuid::from_u128(number / 2),
            edition: Uuid::from_u128(number),
            counted: available.is_some(),
            available,
            gone: AtomicBool::new(false),
        }
    }

    #[test]
    fn open_and_large_editions_come_first_and_used_up_ones_are_left_out() {
        let mut picks: Vec<Pick> = (0..20).map(|number| pick(number, Some(i64::try_from(number).unwrap()))).collect();
        picks.push(pick(99, None));
        let pool = Pool::new(picks);
        assert_eq!(pool.choose(0).unwrap().edition, Uuid::from_u128(99));
        assert_eq!(pool.choose(1).unwrap().edition, Uuid::from_u128(19));
        assert_eq!(pool.choose(8).unwrap().edition, Uuid::from_u128(99));
        pool.choose(0).unwrap().used_up();
        assert_eq!(pool.choose(0).unwrap().edition, Uuid::from_u128(19));
        for pick in &pool.picks {
            pick.used_up();
        }
        assert!(pool.choose(3).is_none());
        assert_eq!(pool.artworks(3).len(), 3);
    }
}
