//! Health: what the node needs, and its figures of the last five minutes.

use actix_web::{Error, HttpResponse};

use super::super::views::console::health::{Gauge, HealthPage, Need};
use super::super::visit::{Visit, page};
use super::{Keeper, Room, frame};
use crate::api::health_board::health;

/// The page.
pub(super) async fn show(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    let health = health(&visit.app, &visit.shared).await;
    let view = HealthPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Health).await?,
        node: health.node,
        needs: health.needs.into_iter().map(|need| Need { is_well: need.is_well, words: need.words }).collect(),
        gauges: health.series.iter().map(|series| Gauge::new(series.label, &series.values)).collect(),
    };
    Ok(page(&view)?)
}
