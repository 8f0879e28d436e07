//! Invariants of carts: their lines are JSON and are compared here.

use std::collections::HashMap;

use impasto_domain::cart::{Cart, CartLine};
use uuid::Uuid;

use crate::db::Db;
use crate::records::CartRow;
use crate::sql::{fetch_all, statements};

/// What is verified.
pub(super) const HOLDS: &str = "holds without an order belong to cart lines, and held lines have their holds";

statements! {
    CARTS = "SELECT c.owner_id, c.owner_kind, c.version, c.lines FROM carts c ORDER BY c.owner_id";
    HOLDS_OF_LINES =
        "SELECT h.owner_id, h.line_id, h.edition_id, CAST(sum(h.quantity) AS bigint) AS quantity FROM holds h \
         WHERE h.order_id IS NULL GROUP BY h.owner_id, h.line_id, h.edition_id \
         ORDER BY h.owner_id, h.line_id, h.edition_id";
}

/// Lines that lack their holds, and holds that lack their lines.
pub(super) async fn offences(db: &mut Db<'_>) -> Result<Vec<String>, sqlx::Error> {
    let mut held: HashMap<(Uuid, Uuid, Uuid), i64> = HashMap::new();
    for (owner, line, edition, quantity) in fetch_all!(db, (Uuid, Uuid, Uuid, i64), HOLDS_OF_LINES)? {
        held.insert((owner, line, edition), quantity);
    }
    let mut offences = Vec::new();
    for row in fetch_all!(db, CartRow, CARTS)? {
        let cart = Cart::from(row);
        let owner = cart.owner.id();
        for line in &cart.lines {
            let quantity = held.remove(&(owner, line.id.0, line.edition_id.0)).unwrap_or(0);
            offences.extend(offence(owner, line, quantity));
        }
    }
    let mut orphans: Vec<_> = held.into_iter().collect();
    orphans.sort_unstable();
    offences.extend(orphans.into_iter().map(|((owner, line, edition), quantity)| {
        format!("{quantity} copies of {edition} are held for {owner}, whose cart has no line {line}")
    }));
    Ok(offences)
}

fn offence(owner: Uuid, line: &CartLine, held: i64) -> Option<String> {
    let wanted = i64::from(line.quantity);
    let id = line.id;
    if line.lost.is_none() && held != wanted {
        return Some(format!("line {id} of {owner} wants {wanted} and is not lost, but {held} are held"));
    }
    (held > wanted).then(|| format!("line {id} of {owner} wants {wanted}, but {held} are held"))
}
