//! The switch of the house.

use actix_web::{Error, HttpResponse};

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::visit::Visit;
use super::Keeper;
use crate::api::admin::switch_sales;

/// Pauses or resumes sales.
pub(super) async fn switch(visit: Visit, keeper: Keeper, typed: Typed) -> Result<HttpResponse, Error> {
    let paused = typed.get("paused") == "true";
    switch_sales(&visit.app, keeper.0.user_id, paused, None).await?;
    Ok(see_other_with("/console", if paused { "sales-stopped" } else { "sales-resumed" }))
}
