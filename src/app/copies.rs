//! What became of each copy of an edition, as one owner sees it. What is shown by the API and by the pages is made here.

use std::collections::BTreeSet;
use std::sync::Arc;

use impasto_domain::cart::CartState;
use impasto_domain::edition::{CopyState, Edition, EditionKind};
use impasto_domain::ids::EditionId;
use impasto_domain::read::{ArtworkRecord, CopyMap};

use super::App;
use crate::api::artworks::hidden;
use crate::gateway::problem::Problem;
use crate::identity::Identity;

/// How a copy looks to whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyLook {
    /// It can be picked.
    Free,
    /// It is held for the one who asks.
    Yours,
    /// It is held for somebody else.
    Held,
    /// It is sold.
    Sold,
    /// It is damaged, lost or was sold elsewhere.
    Withdrawn,
}

impl CopyLook {
    /// The API's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Yours => "yours",
            Self::Held => "held",
            Self::Sold => "sold",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The copies of an edition as somebody sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionCopies {
    /// The edition.
    pub edition: Edition,
    /// The version of its stock.
    pub version: i64,
    /// The version of the cart that copies of the edition lie in for the one who asks; `None` when none do.
    pub own_version: Option<i64>,
    /// First ordinal, number of copies, look: in order, and none across the border between numbers and proofs.
    pub runs: Vec<(u32, u32, CopyLook)>,
}

impl EditionCopies {
    /// The copies that a map shows to the owner of a cart.
    #[must_use]
    pub fn of(edition: &Edition, map: &CopyMap, cart: Option<&CartState>) -> Self {
        let own = own_copies(edition.id, cart);
        let mut runs: Vec<(u32, u32, CopyLook)> = Vec::new();
        for (ordinal, state) in map.runs.iter().flat_map(|run| run.ordinals().map(|ordinal| (ordinal, run.state))) {
            let look = match state {
                CopyState::Available => CopyLook::Free,
                CopyState::Held if own.contains(&ordinal) => CopyLook::Yours,
                CopyState::Held => CopyLook::Held,
                CopyState::Sold => CopyLook::Sold,
                CopyState::Withdrawn => CopyLook::Withdrawn,
            };
            match runs.last_mut() {
                Some((from, count, last))
                    if *last == look && *from + *count == ordinal && ordinal != edition.size + 1 =>
                {
                    *count += 1;
                }
                _ => runs.push((ordinal, 1, look)),
            }
        }
        let own_version = cart.filter(|_| !own.is_empty()).map(|cart| cart.cart.version);
        Self { edition: edition.clone(), version: map.version, own_version, runs }
    }

    /// Each copy with its look.
    pub fn copies(&self) -> impl Iterator<Item = (u32, CopyLook)> {
        self.runs.iter().flat_map(|(from, count, look)| (*from..from + count).map(|ordinal| (ordinal, *look)))
    }

    /// The entity tag: what is one's own depends on the cart.
    #[must_use]
    pub fn etag(&self) -> String {
        match self.own_version {
            Some(own) => format!("\"{}.{own}\"", self.version),
            None => format!("\"{}\"", self.version),
        }
    }
}

/// The places of the copies of an edition that lie in a cart.
fn own_copies(edition_id: EditionId, cart: Option<&CartState>) -> BTreeSet<u32> {
    let holds = cart.into_iter().flat_map(|cart| &cart.holds).filter(|hold| hold.edition_id == edition_id);
    holds.filter_map(|hold| Some(hold.copy.as_ref()?.ordinal)).collect()
}

impl App {
    /// The work of an edition for whoever asks: a public one for everybody, another for its seller and for moderators.
    ///
    /// # Errors
    /// 404 for everybody else; 503.
    pub async fn work_of_edition(&self, who: &Identity, id: EditionId) -> Result<Arc<ArtworkRecord>, Problem> {
        if let Some(entry) = self.catalogue.by_edition(id) {
            return Ok(Arc::clone(&entry.record));
        }
        let missing = || Problem::not_found("edition");
        let artwork_id = self.store.artwork_of_edition(id).await?.ok_or_else(missing)?;
        match hidden(self, who, &artwork_id.to_string()).await {
            Ok(record) => Ok(Arc::new(record)),
            Err(problem) if problem.status() == actix_web::http::StatusCode::NOT_FOUND => Err(missing()),
            Err(problem) => Err(problem),
        }
    }

    /// The numbered copies of an edition of a work, as the owner of a cart sees them; `None` for an edition without
    /// numbers.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn edition_copies(
        &self,
        record: &ArtworkRecord,
        id: EditionId,
        cart: Option<&CartState>,
    ) -> Result<Option<EditionCopies>, Problem> {
        let found = record.editions.iter().find(|(edition, _)| edition.id == id);
        let Some((edition, stock)) = found.filter(|(edition, _)| edition.kind == EditionKind::Limited) else {
            return Ok(None);
        };
        let map = self.catalogue.copies(id, stock.version, self.store.copies(id)).await?;
        Ok(map.map(|map| EditionCopies::of(edition, &map, cart)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use impasto_domain::cart::Cart;
    use impasto_domain::edition::CopyRef;
    use impasto_domain::hold::Hold;
    use impasto_domain::ids::{CopyId, HoldId, LineId, VisitorId};
    use impasto_domain::owner::Owner;
    use impasto_domain::read::CopyRun;
    use uuid::Uuid;

    fn edition() -> Edition {
        Edition {
            id: EditionId(Uuid::from_u128(1)),
            artwork_id: impasto_domain::ids::ArtworkId(Uuid::from_u128(2)),
            kind: EditionKind::Limited,
            label: None,
            size: 4,
            artist_proofs: 2,
            width_tenth_mm: 4_000,
            height_tenth_mm: 3_000,
            depth_tenth_mm: 0,
            weight_g: 500,
            price: impasto_domain::money::Money::new(12_000, impasto_domain::money::Currency::EUR),
            tax_regime: impasto_domain::tax::TaxRegime::Standard,
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
        }
    }

    fn cart(ordinal: u32) -> CartState {
        let owner = Owner::Visitor(VisitorId(Uuid::from_u128(9)));
        let hold = Hold {
            id: HoldId(Uuid::from_u128(20)),
            owner,
            line_id: LineId(Uuid::from_u128(10)),
            edition_id: edition().id,
            copy: Some(CopyRef { id: CopyId(Uuid::from_u128(30)), ordinal, label: None }),
            quantity: 1,
            unit_price: edition().price,
            placed_at: DateTime::UNIX_EPOCH,
            expires_at: DateTime::UNIX_EPOCH,
            extended: false,
            order_id: None,
        };
        CartState { cart: Cart { version: 7, ..Cart::empty(owner) }, holds: vec![hold] }
    }

    #[test]
    fn ones_own_copies_are_told_from_those_of_others_and_proofs_are_a_run_of_their_own() {
        let map = CopyMap {
            version: 12,
            runs: vec![
                CopyRun { from: 1, count: 1, state: CopyState::Sold },
                CopyRun { from: 2, count: 2, state: CopyState::Held },
                CopyRun { from: 4, count: 3, state: CopyState::Available },
            ],
        };
        let others = EditionCopies::of(&edition(), &map, None);
        use CopyLook::{Free, Held, Sold, Yours};
        assert_eq!(others.runs, [(1, 1, Sold), (2, 2, Held), (4, 1, Free), (5, 2, Free)]);
        assert_eq!(others.etag(), "\"12\"");
        let mine = EditionCopies::of(&edition(), &map, Some(&cart(3)));
        assert_eq!(mine.runs, [(1, 1, Sold), (2, 1, Held), (3, 1, Yours), (4, 1, Free), (5, 2, Free)]);
        assert_eq!(mine.etag(), "\"12.7\"");
        assert_eq!(mine.copies().count(), 6);
    }
}
