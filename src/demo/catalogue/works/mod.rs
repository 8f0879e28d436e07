//! The works, one wall for each artist.

mod aldenkamp;
mod carrowmore;
mod dragosin;
mod kerguevarec;
mod lindqvist;
mod montefosca;
mod valadouro;
mod wierzbin;

use super::model::Work;

/// One wall for each artist, in hanging order.
pub(super) const WALLS: &[&[Work]] = &[
    valadouro::WORKS,
    carrowmore::WORKS,
    dragosin::WORKS,
    montefosca::WORKS,
    lindqvist::WORKS,
    wierzbin::WORKS,
    kerguevarec::WORKS,
    aldenkamp::WORKS,
];
