//! Faults: what goes wrong in the world around the engine, and in it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::dice::Dice;
use super::nodes::Nodes;
use super::weather::Sky;
use crate::fault::Place;
use crate::testing::{Mishap, Parts};

/// What can go wrong without anybody dying.
#[derive(Clone, Copy)]
enum Fault {
    Weather,
    Clear,
    Commits,
    Fall,
    Cancels,
    Refunds,
    Refused,
    Pause,
    Media,
    Renders,
    RendererFalls,
    SlowRenders,
    Presence,
    Jump,
    Skew,
    Deaf,
}

const FAULTS: [(u64, Fault); 16] = [
    (12, Fault::Weather),
    (12, Fault::Clear),
    (10, Fault::Commits),
    (14, Fault::Fall),
    (2, Fault::Cancels),
    (2, Fault::Refunds),
    (1, Fault::Refused),
    (3, Fault::Pause),
    (2, Fault::Media),
    (2, Fault::Renders),
    (2, Fault::RendererFalls),
    (3, Fault::SlowRenders),
    (2, Fault::Presence),
    (2, Fault::Jump),
    (2, Fault::Skew),
    (5, Fault::Deaf),
];

/// The nastiest more often: what is done is not told.
const PLACES: [Place; 13] = [
    Place::SessionBefore,
    Place::SessionAfter,
    Place::SessionAfter,
    Place::SessionAfter,
    Place::Inventory,
    Place::CheckoutAsked,
    Place::CheckoutStored,
    Place::CheckoutPoll,
    Place::Invoice,
    Place::InvoicePoll,
    Place::Presence,
    Place::PresenceRound,
    Place::Sweep,
];

/// Commits that go wrong wherever they come from.
const KINDS: [&str; 13] = [
    "PlaceHold",
    "SetQuantity",
    "PlaceOrder",
    "StartPayment",
    "HoldPayment",
    "SettlePayment",
    "FailPayment",
    "OpenDispute",
    "CloseDispute",
    "CancelOrder",
    "RefundPaid",
    "DocumentRendered",
    "Edit",
];

const MISHAPS: [Mishap; 5] = [Mishap::Busy, Mishap::Busy, Mishap::Before, Mishap::After, Mishap::Never];

/// Has something go wrong; tells what.
pub(super) fn next(dice: &mut Dice, parts: &Parts, nodes: &Nodes) -> Option<String> {
    let few = dice.between(1, 4) as u32;
    let told = match dice.weigh(&FAULTS) {
        Fault::Weather => {
            let (sky, place) = (dice.weigh(&Sky::ANY), dice.below(nodes.live.len()));
            let over = if dice.percent(30) { &nodes.live[..] } else { nodes.live.get(place..=place)? };
            over.iter().for_each(|node| node.line.weather.lock().unwrap().sky = sky);
            let numbers: Vec<u32> = over.iter().map(|node| node.number).collect();
            format!("{sky:?} weather over {numbers:?}")
        }
        Fault::Clear => {
            calm(parts, nodes);
            "the weather clears up".to_owned()
        }
        Fault::Commits => {
            let (kind, mishap) = (*dice.pick(&KINDS)?, *dice.pick(&MISHAPS)?);
            parts.journal.plan(kind, &vec![mishap; few.min(2) as usize]);
            format!("{mishap:?} for {} of {kind}", few.min(2))
        }
        Fault::Fall => {
            let (node, place) = (nodes.any(dice)?, *dice.pick(&PLACES)?);
            let times = if dice.percent(70) { 1 } else { few };
            node.engine.node().faults.plan(place, times);
            // Who tries again may find a full queue.
            if place == Place::SessionAfter && dice.percent(40) {
                parts.journal.plan_nth(parts.journal.submissions() + 1, Mishap::Busy);
            }
            format!("{times} falls at {place:?} on node {}", node.number)
        }
        Fault::Cancels => {
            parts.provider.unknown_cancels(few);
            format!("{few} cancellations will not be answered")
        }
        Fault::Refunds => {
            parts.provider.unknown_refunds(few);
            format!("{few} refunds will not be answered")
        }
        Fault::Refused => {
            parts.provider.refused_refunds(few);
            format!("{few} refunds will be refused")
        }
        Fault::Pause => {
            let pause = dice.weigh(&[(3, 200), (3, 4_000), (2, 9_000), (2, 20_000)]);
            parts.provider.pause(Duration::from_millis(pause));
            format!("the provider takes {pause} ms")
        }
        Fault::Media => {
            parts.media.fails.store(few, Ordering::SeqCst);
            format!("the media store fails {few} times")
        }
        Fault::Renders => {
            parts.renderer.fails.store(few, Ordering::SeqCst);
            format!("the renderer fails {few} times")
        }
        Fault::RendererFalls => {
            parts.renderer.falls.store(few, Ordering::SeqCst);
            format!("the renderer falls {few} times")
        }
        Fault::SlowRenders => {
            let slow_ms = dice.weigh(&[(2, 0), (3, 700), (4, 6_000), (1, 40_000)]);
            parts.renderer.slow_ms.store(slow_ms, Ordering::SeqCst);
            format!("a document takes {slow_ms} ms more")
        }
        Fault::Presence => {
            parts.presence.fails.store(few * 5, Ordering::SeqCst);
            format!("presence fails {} times", few * 5)
        }
        Fault::Jump => {
            let by_ms = either_way(dice, &[(4, 2_000), (3, 90_000), (1, 1_200_000)]);
            parts.clock.jump(by_ms);
            format!("the database's clock is set by {by_ms} ms")
        }
        Fault::Skew => {
            let ahead_ms = either_way(dice, &[(4, 300), (3, 20_000), (1, 300_000)]);
            let node = nodes.any(dice)?;
            node.line.ahead_ms.store(ahead_ms, Ordering::SeqCst);
            format!("the clock of node {} is ahead by {ahead_ms} ms", node.number)
        }
        Fault::Deaf => {
            let later = dice.between(0, 40_000) as i64;
            let node = nodes.any(dice)?;
            node.line.deaf_ms.store(later, Ordering::SeqCst);
            format!("node {} hears {later} ms late", node.number)
        }
    };
    Some(told)
}

/// What comes and goes like the weather is over.
fn calm(parts: &Parts, nodes: &Nodes) {
    for node in &nodes.live {
        node.line.weather.lock().unwrap().sky = Sky::Calm;
    }
    parts.provider.pause(Duration::ZERO);
}

/// Nothing goes wrong any more.
pub(super) fn end(parts: &Parts, nodes: &Nodes) {
    calm(parts, nodes);
    for node in &nodes.live {
        node.line.ahead_ms.store(0, Ordering::SeqCst);
        node.line.deaf_ms.store(0, Ordering::SeqCst);
        node.engine.node().faults.plan_none();
    }
    parts.journal.plan_none();
    parts.renderer.slow_ms.store(0, Ordering::SeqCst);
    parts.provider.unknown_cancels(0);
    parts.provider.unknown_refunds(0);
    parts.provider.refused_refunds(0);
    for left in [&parts.media.fails, &parts.renderer.fails, &parts.renderer.falls, &parts.presence.fails] {
        left.store(0, Ordering::SeqCst);
    }
}

fn either_way(dice: &mut Dice, sizes: &[(u64, i64)]) -> i64 {
    let size = dice.weigh(sizes);
    let by = dice.between(0, size.unsigned_abs()) as i64;
    if dice.percent(50) { by } else { -by }
}
