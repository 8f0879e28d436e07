//! Health: what the node needs, and its figures of the last five minutes.

use actix_web::{Error, HttpResponse};

use super::super::views::console::health::{Gauge, HealthPage, Need};
use super::super::visit::{Visit, page};
use super::{Keeper, Room, frame};
use crate::api::health_board::{NeedJson, health};
use crate::words::t;

/// The page.
pub(super) async fn show(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    let health = health(&visit.app, &visit.shared).await;
    let has_redis = visit.shared.config.redis.url.is_some();
    let view = HealthPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Health).await?,
        node: health.node,
        needs: health.needs.iter().map(|need| told(need, has_redis)).collect(),
        gauges: health
            .series
            .iter()
            .map(|series| Gauge::new(&t(&format!("console-health-series-{}", series.name)).to_string(), &series.values))
            .collect(),
    };
    Ok(page(&view)?)
}

fn told(need: &NeedJson, has_redis: bool) -> Need {
    let words = match (need.name, need.is_well) {
        ("redis", _) if !has_redis => t("console-health-no-redis").into(),
        (name, true) => t(&format!("console-health-well-{name}")).into(),
        (name, false) => t(&format!("console-health-ill-{name}")).into(),
    };
    Need { is_well: need.is_well, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_told_as_the_api_tells_it() {
        let need = |name, is_well| NeedJson { name, is_well, words: String::new() };
        assert_eq!(told(&need("database", true), true).words, "The database answers.");
        assert_eq!(told(&need("node", false), true).words, "The node is not ready: balancers send it nothing.");
        assert!(told(&need("redis", true), false).words.starts_with("No Redis is configured"));
    }
}
