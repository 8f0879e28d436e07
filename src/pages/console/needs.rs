//! What needs somebody, the most pressing first. Everybody sees what their role can do something about.

use actix_web::{Error, HttpResponse};
use impasto_domain::identity::Permission;

use super::super::views::console::NeedsPage;
use super::super::visit::{Visit, page};
use super::{Room, Staff, frame, review};
use crate::gateway::problem::Problem;

/// The page.
pub(super) async fn show(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    let view = NeedsPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Needs).await?,
        // As it is written, not as this node last read it: the form that has just changed it leads here.
        sales_paused: visit
            .app
            .store
            .setting("sales_paused")
            .await
            .map_err(Problem::from)?
            .is_some_and(|paused| paused == true),
        can_switch_sales: visit.may(Permission::SettingsManage),
        reviews: review::waiting(&visit).await?,
    };
    Ok(page(&view)?)
}
