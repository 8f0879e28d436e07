//! A seller's shipping table at the console: the studio's page, for any seller.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::SellerId;

use super::super::studio::shipping::At;
use super::super::typed::Typed;
use super::super::visit::Visit;
use super::Keeper;
use crate::gateway::params::Path;
use crate::gateway::parts::Parts;

/// The page.
pub(super) async fn show(visit: Visit, keeper: Keeper, id: Path<SellerId>) -> Result<HttpResponse, Error> {
    At::console(&keeper.0, id.0).show(&visit).await
}

/// Changes the table.
pub(super) async fn change(
    visit: Visit,
    keeper: Keeper,
    id: Path<SellerId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    At::console(&keeper.0, id.0).change(&visit, &typed).await
}

/// Takes the house's table again.
pub(super) async fn house(
    visit: Visit,
    keeper: Keeper,
    id: Path<SellerId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    At::console(&keeper.0, id.0).take_house(&visit, &typed).await
}

/// The bands as a file.
pub(super) async fn file(visit: Visit, keeper: Keeper, id: Path<SellerId>) -> Result<HttpResponse, Error> {
    At::console(&keeper.0, id.0).file(&visit).await
}

/// Rehearses a file, or carries out one that was rehearsed.
pub(super) async fn send(
    visit: Visit,
    keeper: Keeper,
    id: Path<SellerId>,
    parts: Parts,
) -> Result<HttpResponse, Error> {
    At::console(&keeper.0, id.0).send(&visit, parts).await
}
