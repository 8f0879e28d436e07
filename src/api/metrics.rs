//! What the node counts, for Prometheus: `/metrics`, on the operators' address only.

use std::time::Duration;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

use crate::app::{App, Figures};

/// How often samples are folded into their histograms: between two scrapes they would only pile up.
const UPKEEP: Duration = Duration::from_secs(5);

/// Begins to count; without it, counting costs nothing. Once in a process.
///
/// # Errors
/// When something counts already.
pub fn start() -> Result<Data<PrometheusHandle>, BuildError> {
    let handle = PrometheusBuilder::new().install_recorder()?;
    Figures::name_the_seldom();
    let kept = handle.clone();
    actix_web::rt::spawn(async move {
        let mut upkeep = actix_web::rt::time::interval(UPKEEP);
        loop {
            upkeep.tick().await;
            kept.run_upkeep();
        }
    });
    Ok(Data::new(handle))
}

/// Adds the route.
pub fn routes(service: &mut ServiceConfig) {
    service.service(metrics);
}

#[get("/metrics")]
async fn metrics(handle: Data<PrometheusHandle>, figures: Data<Figures>, app: Data<App>) -> HttpResponse {
    figures.look_up(app.clock.now()).await;
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(handle.render())
}
