//! Presence: how many are connected, by role and by the work they look at.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::PresenceSummary;

use super::super::views::console::presence::{Count, PresencePage};
use super::super::visit::{Visit, page};
use super::{PresenceReader, Room, frame};
use crate::words::t;

/// Works that are listed.
const WORKS_SHOWN: usize = 50;

/// The page.
pub(super) async fn show(visit: Visit, _reader: PresenceReader) -> Result<HttpResponse, Error> {
    let summary = visit.app.engine.presence().summary().await;
    let is_known = summary.is_ok();
    let PresenceSummary { by_role, by_artwork } = summary.unwrap_or_default();
    let total: u64 = by_role.values().copied().map(u64::from).sum();
    let mut watched: Vec<_> = by_artwork.into_iter().collect();
    watched.sort_by_key(|(id, people)| (std::cmp::Reverse(*people), *id));
    let work = |(id, people): (ArtworkId, u32)| {
        let entry = visit.app.catalogue.by_id(id);
        Count {
            label: entry.as_ref().map_or_else(|| id.to_string(), |entry| entry.record.text.title.clone()),
            url: entry.map(|entry| format!("/artworks/{}", entry.record.slug)),
            count: people,
        }
    };
    let view = PresencePage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Presence).await?,
        is_known,
        total: t("count-connections").with("count", total).into(),
        roles: by_role
            .into_iter()
            .map(|(role, count)| Count { label: t(&format!("console-people-role-{role}")).into(), url: None, count })
            .collect(),
        pages: watched.into_iter().take(WORKS_SHOWN).map(work).collect(),
    };
    Ok(page(&view)?)
}
