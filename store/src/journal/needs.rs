//! What a batch needs to know before anything of it can be decided: the union over its commands.
//!
//! Pure; knows commands, no statements.

use std::collections::{BTreeMap, BTreeSet};

use impasto_domain::command::{Command, InboxKey, StockChange};
use impasto_domain::ids::{ArtworkId, EditionId, HoldId, OrderId};
use impasto_domain::owner::Owner;

/// Keys of the rows to load.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// Editions to lock, with the number of free copies they may give.
    pub(crate) editions: BTreeMap<EditionId, i64>,
    /// Copies that are picked by their places: they are needed if they are free.
    pub(crate) picked: BTreeSet<(EditionId, u32)>,
    /// Editions whose withdrawn copies are needed.
    pub(crate) withdrawn: BTreeSet<EditionId>,
    /// Editions whose due holds are needed.
    pub(crate) due: BTreeSet<EditionId>,
    /// Works whose editions are needed, all of them.
    pub(crate) artworks: BTreeSet<ArtworkId>,
    /// Owners whose carts and holds are needed.
    pub(crate) owners: BTreeSet<Owner>,
    /// Editions that an owner may get more of: what they bought of them is needed where one customer may have so many.
    pub(crate) takes: BTreeSet<(Owner, EditionId)>,
    /// Orders, with their holds.
    pub(crate) orders: BTreeSet<OrderId>,
    /// Orders that may get documents: their number series are needed.
    pub(crate) numbered: BTreeSet<OrderId>,
    /// Single holds.
    pub(crate) holds: BTreeSet<HoldId>,
    /// Provider events.
    pub(crate) inbox: Vec<InboxKey>,
    /// Whether the sellers of the works are needed.
    pub(crate) sellers: bool,
}

impl Needs {
    /// The union of what the commands need.
    pub(crate) fn of<'c>(commands: impl IntoIterator<Item = &'c Command>) -> Self {
        let mut needs = Self::default();
        for command in commands {
            needs.add(command);
        }
        needs
    }

    /// Whether nothing has to be loaded.
    pub(crate) fn is_empty(&self) -> bool {
        self.editions.is_empty() && self.artworks.is_empty() && self.owners.is_empty() && self.orders.is_empty()
    }

    /// Whether the commands name all the rows there are to lock, and nothing depends on the time of the batch: then
    /// their rows may be read together with its opening.
    pub(crate) fn are_known_ahead(&self) -> bool {
        self.artworks.is_empty() && self.due.is_empty()
    }

    fn add(&mut self, command: &Command) {
        let copies = i64::from(command.copies_wanted());
        for edition in command.editions() {
            *self.editions.entry(*edition).or_default() += copies;
        }
        self.owners.extend(command.owners());
        if let Some((owner, editions)) = command.takes() {
            self.takes.extend(editions.iter().map(|edition| (owner, *edition)));
        }
        if let Some((edition_id, ordinals)) = command.picks() {
            self.picked.extend(ordinals.iter().map(|ordinal| (edition_id, *ordinal)));
        }
        self.orders.extend(command.order_id());
        match command {
            Command::ReleaseHold { hold_id, .. } => drop(self.holds.insert(*hold_id)),
            Command::ExpireHolds { edition_id } => drop(self.due.insert(*edition_id)),
            Command::Adjust { edition_id, change: StockChange::Restock(_), .. } => {
                self.withdrawn.insert(*edition_id);
            }
            Command::MoveArtwork { artwork_id, .. } => {
                self.artworks.insert(*artwork_id);
                self.sellers = true;
            }
            Command::PlaceOrder(_) => self.sellers = true,
            Command::SettlePayment { order_id, inbox, .. } => {
                self.numbered.insert(*order_id);
                self.inbox.extend(inbox.clone());
                self.sellers = true;
            }
            Command::FailPayment { inbox, .. } => self.inbox.extend(inbox.clone()),
            // A lost one has credit notes, and a word of its opening may find it lost.
            Command::OpenDispute { order_id, inbox, .. } | Command::CloseDispute { order_id, inbox, .. } => {
                self.numbered.insert(*order_id);
                self.inbox.extend(inbox.clone());
                self.sellers = true;
            }
            Command::CancelOrder { order_id, .. }
            | Command::RefundOrder { order_id, .. }
            | Command::AnnounceReturn { order_id, .. }
            | Command::AnswerReturn { order_id, .. } => {
                self.numbered.insert(*order_id);
                self.sellers = true;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::ids::{UserId, VisitorId};
    use uuid::Uuid;

    #[test]
    fn commands_on_one_edition_add_up_the_copies_they_may_take() {
        let edition_id = EditionId(Uuid::from_u128(7));
        let hold = |visitor: u128, quantity| Command::PlaceHold {
            owner: Owner::Visitor(VisitorId(Uuid::from_u128(visitor))),
            edition_id,
            quantity,
        };
        let needs = Needs::of(&[hold(1, 2), hold(2, 3)]);
        assert_eq!(needs.editions.get(&edition_id), Some(&5));
        assert_eq!(needs.owners.len(), 2);
        assert!(!needs.sellers);
    }

    #[test]
    fn picked_copies_are_needed_beside_the_lowest_that_others_may_get() {
        let edition_id = EditionId(Uuid::from_u128(7));
        let owner = Owner::Visitor(VisitorId(Uuid::from_u128(1)));
        let needs = Needs::of(&[
            Command::PickCopies { owner, edition_id, ordinals: vec![1, 9] },
            Command::PlaceHold { owner, edition_id, quantity: 3 },
        ]);
        assert_eq!(needs.picked, BTreeSet::from([(edition_id, 1), (edition_id, 9)]));
        assert_eq!(needs.editions.get(&edition_id), Some(&5), "the lowest may be picked first");
        assert!(needs.are_known_ahead());
    }

    #[test]
    fn a_restock_needs_what_is_withdrawn() {
        let edition_id = EditionId(Uuid::from_u128(7));
        let by = UserId(Uuid::from_u128(1));
        let needs = Needs::of(&[Command::Adjust {
            edition_id,
            change: StockChange::Restock(2),
            by,
            seller_id: None,
            reason: None,
        }]);
        assert!(needs.withdrawn.contains(&edition_id));
    }
}
