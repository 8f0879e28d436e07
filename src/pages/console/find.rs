//! Finding anything, where no script runs; where one does, Ctrl-K finds it from every page of the console.

use actix_web::{Error, HttpResponse};

use super::super::typed::Typed;
use super::super::views::console::find::{Find, FindGroup, FindPage};
use super::super::visit::{Visit, page};
use super::{Room, Staff, frame};
use crate::api::find::{FindJson, found};

/// The page.
pub(super) async fn show(visit: Visit, staff: Staff) -> Result<HttpResponse, Error> {
    let query: String = Typed::of_query(visit.request()).get("q").chars().take(254).collect();
    let groups = found(&visit.app, &staff.0, &query).await?;
    let item = |find: FindJson| Find { label: find.label, detail: find.detail, url: find.url };
    let view = FindPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Find).await?,
        groups: groups
            .into_iter()
            .map(|group| FindGroup {
                kind: group.kind.to_owned(),
                label: group.label,
                items: group.items.into_iter().map(item).collect(),
            })
            .collect(),
        query,
    };
    Ok(page(&view)?)
}
