//! The wish list: `GET /wishlist`, and the hearts of works that post to it.
//! It decides nothing: a wish is one call of what the API calls.

use std::collections::HashSet;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;

use super::turn::{Member, own_path, see_other_with};
use super::typed::Typed;
use super::views::card::{HeartView, WorkCard};
use super::views::wishlist::{WishView, WishlistPage};
use super::visit::{Visit, page};
use super::{notices, works};
use crate::gateway::problem::Problem;
use crate::identity::permission;
use crate::words::t;

/// Wishes a page.
const WISHES_A_PAGE: u32 = 48;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/wishlist").route(web::get().to(show)).route(web::post().to(change)));
}

async fn show(visit: Visit, who: Member<permission::Account>) -> Result<HttpResponse, Error> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed =
        visit.app.store.wishlist(who.0.user_id, cursor.as_deref(), WISHES_A_PAGE).await.map_err(Problem::from)?;
    let entries = listed.items.iter().filter_map(|id| visit.app.catalogue.by_id(*id));
    let view = WishlistPage {
        chrome: visit.chrome().await,
        works: entries.map(|entry| wish(&visit, &entry.record)).collect(),
        total: t("count-works").with("count", listed.total.unwrap_or(0)).into(),
        next_url: listed.next_cursor.map(|cursor| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("cursor", &cursor).finish();
            format!("/wishlist?{query}")
        }),
    };
    Ok(page(&view)?)
}

/// Puts a work on the list or takes it off.
async fn change(visit: Visit, who: Member<permission::Account>, typed: Typed) -> Result<HttpResponse, Error> {
    let back = own_path(typed.get("back"), "/wishlist");
    let Ok(artwork_id) = typed.get("artwork_id").parse::<ArtworkId>() else {
        return Ok(see_other_with(back, "gone"));
    };
    let wished = typed.is_ticked("wished");
    match visit.app.wish(who.0.user_id, artwork_id, wished, None).await {
        Ok(()) => Ok(see_other_with(back, if wished { "wished" } else { "unwished" })),
        Err(problem) => notices::back(back, problem, |_| None),
    }
}

fn wish(visit: &Visit, record: &ArtworkRecord) -> WishView {
    let is_free = |(edition, stock): &&(Edition, Stock)| works::stock(edition, stock).is_free();
    let paused = record.status == impasto_domain::artwork::ArtworkStatus::Paused || visit.app.rules().sales_paused;
    // Of several editions the one to buy is chosen on the work's page.
    let only = record.editions.first().filter(|_| record.editions.len() == 1 && !paused);
    WishView {
        url: works::url(record),
        edition_id: only.map(|(edition, _)| edition.id.to_string()),
        is_free: record.editions.iter().any(|edition| is_free(&edition)),
        heart: HeartView {
            artwork_id: record.id.to_string(),
            title: record.text.title.clone(),
            wished: true,
            back: "/wishlist".to_owned(),
        },
        card: works::card(&visit.app.catalogue, record),
    }
}

/// The wishes of whoever asks, to mark works with.
pub(super) struct Wishes {
    /// `None` where nobody is signed in.
    wished: Option<HashSet<ArtworkId>>,
    back: String,
}

impl Wishes {
    /// The wishes of the visit's person.
    ///
    /// # Errors
    /// 503.
    pub(super) async fn of(visit: &Visit) -> Result<Self, Problem> {
        let wished = match &visit.who.user {
            Some(user) => Some(visit.app.store.wished(user.user_id).await?),
            None => None,
        };
        let request = visit.request();
        let back = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        Ok(Self { wished, back })
    }

    /// The heart of a work that hangs; `None` where nobody is signed in.
    pub(super) fn heart(&self, record: &ArtworkRecord) -> Option<HeartView> {
        self.of_work(record.id, &record.text.title).filter(|_| record.status.is_public())
    }

    /// Gives works their hearts.
    pub(super) fn mark<'c>(&self, cards: impl Iterator<Item = &'c mut WorkCard>) {
        for card in cards {
            card.heart = card.id.parse().ok().and_then(|id| self.of_work(id, &card.title));
        }
    }

    fn of_work(&self, id: ArtworkId, title: &str) -> Option<HeartView> {
        let wished = self.wished.as_ref()?.contains(&id);
        Some(HeartView { artwork_id: id.to_string(), title: title.to_owned(), wished, back: self.back.clone() })
    }
}
