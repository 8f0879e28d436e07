//! Every route of the program, by address.

use actix_web::web::{ServiceConfig, scope};

use crate::gateway::unmatched;
use crate::{api, live, media, pages};

/// What the public address serves.
pub fn all(service: &mut ServiceConfig) {
    service
        .configure(api::health::routes)
        .configure(api::well_known::routes)
        .configure(api::openapi::routes)
        .configure(pages::routes)
        .configure(media::routes)
        .configure(api::webhook_inbox::short_route)
        .service(
            scope("/api/v1")
                .configure(api::config::routes)
                .configure(api::auth::routes)
                .configure(api::mailed::routes)
                .configure(api::visitors::routes)
                .configure(api::me::routes)
                .configure(api::routes)
                .configure(live::routes)
                .service(unmatched()),
        )
        .service(unmatched());
}

/// What the address for operators serves.
pub fn ops(service: &mut ServiceConfig) {
    service.configure(api::health::routes).configure(api::metrics::routes).service(unmatched());
}
