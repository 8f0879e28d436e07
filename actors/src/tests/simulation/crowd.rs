//! The crowd: connections that come, look at works and go. Counts may be late and are never anybody's truth, but in the
//! end they are those of who is there.

use std::collections::BTreeMap;

use impasto_domain::ports::{ConnectionSeen, PresenceSummary};
use uuid::Uuid;

use super::dice::Dice;
use super::nodes::{Node, Nodes};
use super::staff::work;

/// Connections of live nodes.
#[derive(Default)]
pub(super) struct Crowd {
    there: Vec<(u32, ConnectionSeen)>,
    came: u128,
}

const ROLES: [&str; 4] = ["visitor", "customer", "artist", "admin"];

impl Crowd {
    /// Somebody comes, turns to another work, or goes.
    pub(super) fn moves(&mut self, dice: &mut Dice, nodes: &Nodes) -> Option<String> {
        match dice.below(5) {
            0..2 => {
                let node = nodes.any(dice)?;
                self.came += 1;
                let connection_id = Uuid::from_u128(600_000 + self.came);
                let role = (*dice.pick(&ROLES)?).to_owned();
                let viewing = dice.percent(70).then(|| work(u128::from(dice.between(0, 3))));
                let seen = ConnectionSeen { connection_id, owner_id: None, role, viewing };
                node.engine.presence().seen(seen.clone());
                self.there.push((node.number, seen));
                Some(format!("somebody comes to node {}", node.number))
            }
            2..4 => {
                let place = dice.below(self.there.len());
                let (number, seen) = self.there.get_mut(place)?;
                let node = find(nodes, *number)?;
                seen.viewing = dice.percent(70).then(|| work(u128::from(dice.between(0, 3))));
                node.engine.presence().seen(seen.clone());
                Some(format!("somebody on node {number} turns to another work"))
            }
            _ => {
                if self.there.is_empty() {
                    return None;
                }
                let (number, seen) = self.there.remove(dice.below(self.there.len()));
                find(nodes, number)?.engine.presence().gone(seen.connection_id);
                Some(format!("somebody leaves node {number}"))
            }
        }
    }

    /// A node is gone, and all its connections with it.
    pub(super) fn lost(&mut self, number: u32) {
        self.there.retain(|(of, _)| *of != number);
    }

    /// Who is there.
    pub(super) fn summary(&self) -> PresenceSummary {
        let mut by_role: BTreeMap<String, u32> = BTreeMap::new();
        let mut by_artwork: BTreeMap<_, u32> = BTreeMap::new();
        for (_, seen) in &self.there {
            *by_role.entry(seen.role.clone()).or_default() += 1;
            if let Some(work) = seen.viewing {
                *by_artwork.entry(work).or_default() += 1;
            }
        }
        PresenceSummary { by_role, by_artwork }
    }
}

fn find(nodes: &Nodes, number: u32) -> Option<&Node> {
    nodes.live.iter().find(|node| node.number == number)
}
