//! The list of works, by status and by title.

use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::ids::SellerId;

use super::super::typed::Typed;
use super::super::views::studio::works::{StatusFilter, WorksPage};
use super::super::visit::{Visit, page};
use super::{Artist, Room, fill, frame};
use crate::api::studio::seller_of;
use crate::gateway::problem::Problem;
use crate::words::t;

const WORKS_A_PAGE: u32 = 24;

/// The statuses in the order they are offered.
const STATUSES: [ArtworkStatus; 7] = [
    ArtworkStatus::Published,
    ArtworkStatus::Draft,
    ArtworkStatus::InReview,
    ArtworkStatus::Rejected,
    ArtworkStatus::Paused,
    ArtworkStatus::SoldOut,
    ArtworkStatus::Archived,
];

/// The page.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let seller_id = seller_of(user)?;
    let typed = Typed::of_query(visit.request());
    let words: String = typed.get("q").chars().take(200).collect();
    let status = ArtworkStatus::parse(typed.get("status"));
    let cursor = typed.given("cursor");
    let listed = visit
        .app
        .store
        .artworks_of_seller_wanted(seller_id, status, &words, cursor.as_deref(), WORKS_A_PAGE)
        .await
        .map_err(Problem::from)?;
    let mut works = Vec::with_capacity(listed.items.len());
    for record in &listed.items {
        works.push(fill::work(&visit, record).await);
    }
    let view = WorksPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, user, Room::Works).await?,
        filters: filters(&visit, seller_id, status, &words).await?,
        works,
        next_url: listed.next_cursor.map(|cursor| address(status, &words, Some(&cursor))),
        submit_label: fill::submit_label(&visit),
        query: words,
    };
    Ok(page(&view)?)
}

async fn filters(
    visit: &Visit,
    seller_id: SellerId,
    current: Option<ArtworkStatus>,
    words: &str,
) -> Result<Vec<StatusFilter>, Problem> {
    let counts = visit.app.store.statuses_of_seller(seller_id).await?;
    let filter = |label: String, count: i64, status: Option<ArtworkStatus>| StatusFilter {
        label,
        count: u64::try_from(count).unwrap_or(0),
        url: address(status, words, None),
        is_current: status == current,
    };
    let all = filter(t("studio-works-all").into(), counts.iter().map(|(_, count)| count).sum(), None);
    let each = STATUSES.into_iter().filter_map(|status| {
        let (_, count) = counts.iter().find(|(known, _)| *known == status)?;
        Some(filter(fill::status_text(status), *count, Some(status)))
    });
    Ok(std::iter::once(all).chain(each).collect())
}

fn address(status: Option<ArtworkStatus>, words: &str, cursor: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(status) = status {
        query.append_pair("status", status.as_str());
    }
    if !words.is_empty() {
        query.append_pair("q", words);
    }
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor);
    }
    match query.finish() {
        query if query.is_empty() => "/studio/works".to_owned(),
        query => format!("/studio/works?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_what_is_asked_for() {
        assert_eq!(address(None, "", None), "/studio/works");
        assert_eq!(address(Some(ArtworkStatus::Draft), "low tide", None), "/studio/works?status=draft&q=low+tide");
        assert_eq!(address(None, "", Some("x")), "/studio/works?cursor=x");
    }
}
