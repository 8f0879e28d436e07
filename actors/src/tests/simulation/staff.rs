//! Artists and admins: stock by hand, statuses, prices, the switch of the house, orders called off.

use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::StockChange;
use impasto_domain::edit::{ArtworkText, Edit};
use impasto_domain::ids::ArtworkId;
use impasto_domain::money::Money;
use impasto_domain::order::{Order, OrderPaymentStatus, OrderStatus};
use impasto_domain::state::State;
use uuid::Uuid;

use super::buyers::{Buyers, pick_order};
use super::deed::Deed;
use super::dice::Dice;
use super::requests::Call;
use crate::testing::{LIMITED_25, OPEN, Parts, UNIQUE, edition, visitor};

/// What staff may do.
#[derive(Clone, Copy)]
enum Duty {
    Adjust,
    Release,
    Cancel,
    Move,
    Archive,
    Price,
    Switch,
}

const DUTIES: [(u64, Duty); 7] = [
    (8, Duty::Adjust),
    (4, Duty::Release),
    (6, Duty::Cancel),
    (4, Duty::Move),
    (1, Duty::Archive),
    (8, Duty::Price),
    (2, Duty::Switch),
];

/// What somebody of the staff does next.
pub(super) fn next(dice: &mut Dice, parts: &Parts, buyers: &mut Buyers) -> Option<Call> {
    // What is paused is not so for long, or nothing else would happen.
    if let Some(deed) = parts.journal.peek(resume).filter(|_| dice.percent(50)) {
        return Some(Call { deed, key: None });
    }
    let deed = match dice.weigh(&DUTIES) {
        Duty::Adjust => adjust(dice),
        Duty::Release => parts.journal.peek(|state| {
            let holds: Vec<_> = state.holds.values().map(|hold| (hold.id, hold.edition_id)).collect();
            dice.pick(&holds).map(|(hold_id, edition_id)| Deed::Release { hold_id: *hold_id, edition_id: *edition_id })
        })?,
        // What is sold goes back to the shelf, or there would soon be nothing left to quarrel about.
        Duty::Cancel => parts.journal.peek(|state| {
            let only_paid = dice.percent(80);
            let wanted = |order: &Order| {
                let paid = order.head.payment_status == OrderPaymentStatus::Paid;
                order.head.status == OrderStatus::Open && (paid || !only_paid)
            };
            Some(Deed::Cancel { owner: None, order_id: pick_order(state, dice, wanted)?.head.id })
        })?,
        Duty::Move => {
            let wanted = *dice.pick(&[ArtworkMove::Pause, ArtworkMove::Resume, ArtworkMove::Submit])?;
            Deed::Move { artwork_id: work(u128::from(dice.between(0, 4))), wanted }
        }
        // For good: of works that few want.
        Duty::Archive => Deed::Move { artwork_id: work(u128::from(dice.between(5, 8))), wanted: ArtworkMove::Archive },
        Duty::Price => price(dice),
        Duty::Switch => pause_sales(dice.percent(60)),
    };
    let has_key = dice.percent(50) && !matches!(deed, Deed::Edit(_));
    let key = has_key.then(|| buyers.key(visitor(99), "staff"));
    Some(Call { deed, key })
}

/// What ends a pause, if there is one.
fn resume(state: &State) -> Option<Deed> {
    if state.rules.sales_paused {
        return Some(pause_sales(false));
    }
    let paused = state.artworks.values().find(|head| head.status == ArtworkStatus::Paused)?;
    Some(Deed::Move { artwork_id: paused.id, wanted: ArtworkMove::Resume })
}

/// The switch of the house.
pub(super) fn pause_sales(paused: bool) -> Deed {
    Deed::Edit(Box::new(Edit::PutSetting { key: "sales_paused".into(), value: paused.into(), by: None }))
}

pub(super) fn work(number: u128) -> ArtworkId {
    ArtworkId(Uuid::from_u128(2_000 + number))
}

fn adjust(dice: &mut Dice) -> Deed {
    let number = dice.weigh(&[(3, LIMITED_25), (1, UNIQUE), (1, 3)]);
    let copies = dice.between(1, 4) as u32;
    let change = match dice.below(6) {
        0 | 1 => StockChange::Withdraw(copies),
        2 => StockChange::SoldElsewhere(1),
        _ => StockChange::Restock(copies),
    };
    Deed::Adjust { edition_id: edition(number), change }
}

fn price(dice: &mut Dice) -> Deed {
    let number = dice.weigh(&[(3, LIMITED_25), (2, OPEN), (1, UNIQUE), (1, 3)]);
    let price = Money::new(dice.between(1, 400) as i64 * 100, impasto_domain::money::Currency::EUR);
    Deed::Edit(Box::new(Edit::EditArtwork {
        id: work(number),
        seller_id: None,
        revision: None,
        text: Box::new(words()),
        editions: None,
        prices: vec![(edition(number), price)],
    }))
}

fn words() -> ArtworkText {
    ArtworkText {
        title: "Work".into(),
        description: String::new(),
        year: None,
        date_text: None,
        medium: String::new(),
        styles: Vec::new(),
        subjects: Vec::new(),
        provenance: Vec::new(),
        signed: false,
        condition: None,
        framed: false,
    }
}
