//! What must hold in every world.

use stateright::Property;

use crate::action::Action;
use crate::buyer::Told;
use crate::house::House;
use crate::ids::{Buyer, CopyNo};
use crate::job::Task;
use crate::order::{OrderStatus, PaymentStatus};
use crate::stock::CopyState;
use crate::world::World;

pub(crate) const ONE_OWNER: &str = "no copy is sold twice or held by two";
pub(crate) const SUMS: &str = "the stock adds up";
pub(crate) const ONCE: &str = "what is asked once is carried out once";
pub(crate) const STANDS: &str = "what was acknowledged stands";
pub(crate) const ONE_CHARGE: &str = "no order is charged twice, no charge is refunded twice";
pub(crate) const ONE_HAND: &str = "the job of a refund is in one hand";
pub(crate) const ENDS: &str = "whoever can do nothing more is at an end";

/// All of them.
pub(crate) fn all() -> Vec<Property<House>> {
    vec![
        Property::always(ONE_OWNER, |_, world: &World| copies(world).all(|copy| owners(world, copy) <= 1)),
        Property::always(SUMS, |house: &House, world: &World| adds_up(world, house.shape.copies)),
        Property::always(ONCE, |_, world: &World| world.buyers.keys().all(|buyer| copies_of(world, *buyer) <= 1)),
        Property::always(STANDS, |_, world: &World| {
            world.buyers.iter().all(|(buyer, told)| stands(world, *buyer, *told))
        }),
        Property::always(ONE_CHARGE, |house: &House, world: &World| {
            world.buyers.keys().all(|order| charged_once(house, world, *order))
        }),
        Property::always(ONE_HAND, |_, world: &World| one_hand(world)),
        Property::always(ENDS, |house: &House, world: &World| !is_at_rest(house, world) || is_at_an_end(world)),
    ]
}

fn copies(world: &World) -> impl Iterator<Item = CopyNo> + '_ {
    (0u8..).zip(&world.books.stock.copies).map(|(number, _)| CopyNo(number))
}

/// Holds on a copy, and orders it was sold on.
fn owners(world: &World, copy: CopyNo) -> usize {
    let held = world.books.stock.holds.iter().filter(|hold| hold.copy == copy).count();
    held + world.books.orders.values().filter(|order| order.sold && order.copy == copy).count()
}

/// Copies a buyer holds or has bought.
fn copies_of(world: &World, buyer: Buyer) -> usize {
    let bought = world.books.orders.get(&buyer).is_some_and(|order| order.sold);
    world.books.stock.holds_of(buyer).count() + usize::from(bought)
}

/// Whether counters, copies, holds and orders tell the same, and the same total as ever.
fn adds_up(world: &World, total: u8) -> bool {
    let stock = &world.books.stock;
    let copies = |state: CopyState| stock.copies.iter().filter(|copy| **copy == state).count();
    let sold = world.books.orders.values().filter(|order| order.sold).count();
    let same = |counter: i8, counted: usize| usize::try_from(counter) == Ok(counted);
    same(stock.available, copies(CopyState::Available))
        && same(stock.held, copies(CopyState::Held))
        && same(stock.sold, copies(CopyState::Sold))
        && same(stock.held, stock.holds.len())
        && same(stock.sold, sold)
        && same(stock.available + stock.held + stock.sold, usize::from(total))
}

/// Whether what a buyer was told is still so, or ended as the rules allow; and a sale has its goods until its buyer
/// calls it off.
fn stands(world: &World, buyer: Buyer, told: Told) -> bool {
    let books = &world.books;
    let order = books.orders.get(&buyer);
    let sale = books.sale_of(buyer).is_some();
    let sale_stands = order.is_none_or(|order| match order.status {
        OrderStatus::Open => order.sold == sale,
        OrderStatus::Expired => !order.sold && !sale,
        OrderStatus::Cancelled => !order.sold,
    });
    let told_stands = match told {
        Told::Nothing | Told::Gone => true,
        Told::Held => books.stock.holds_of(buyer).count() > 0 || books.lapsed.contains(&buyer) || order.is_some(),
        Told::Ordered => order.is_some(),
    };
    sale_stands && told_stands
}

/// Whether an order's attempts were charged once in all, but for what the provider charges after it had refused, and
/// none gave back more than it brought.
fn charged_once(house: &House, world: &World, order: Buyer) -> bool {
    let accounts = || world.provider.accounts.iter().filter(|(id, _)| id.order == order).map(|(_, account)| account);
    let charges: u8 = accounts().map(|account| account.charges).sum();
    charges <= 1 + house.shape.budget.changes_of_mind
        && accounts().all(|account| account.charges <= 1 && account.refunds <= account.charges)
}

/// No two nodes work on the job of one refund, each under what it may take for its lease. Of other jobs this is not
/// promised: a word about a payment puts its job off whoever holds it, and a promise that was kept may be made anew.
fn one_hand(world: &World) -> bool {
    let at_work = |task: Task| {
        let works = world.machines.iter().filter_map(|machine| machine.work);
        works.filter(|work| work.task == task && !work.slept).count()
    };
    world.books.payments.keys().all(|payment| at_work(Task::Refund(*payment)) <= 1)
}

/// Whether nothing will happen but by somebody's free choice or mishap.
fn is_at_rest(house: &House, world: &World) -> bool {
    let mut actions = Vec::new();
    Action::all(&house.shape, world, &mut actions);
    actions.into_iter().all(|action| action.is_optional(world))
}

/// Nothing is under way, nobody waits, and each order is in exactly one end, with goods for its money or no money.
fn is_at_an_end(world: &World) -> bool {
    let books = &world.books;
    let quiet = books.stock.holds.is_empty()
        && books.jobs.is_empty()
        && world.machines.iter().all(|machine| machine.lane.is_none() && machine.work.is_none());
    let answered = world.buyers.values().all(|told| matches!(told, Told::Ordered | Told::Gone));
    quiet && answered && books.orders.keys().all(|order| is_over(world, *order))
}

fn is_over(world: &World, buyer: Buyer) -> bool {
    let books = &world.books;
    let Some(order) = books.orders.get(&buyer) else { return true };
    let kept: u8 = world.provider.accounts.iter().filter(|(id, _)| id.order == buyer).map(|(_, a)| a.kept()).sum();
    // Each attempt is told in the books as the provider has it.
    let told = books.payments_of(buyer).all(|(id, payment)| {
        let kept = world.provider.accounts.get(&id).map_or(0, |account| account.kept());
        match payment.status {
            PaymentStatus::Pending => false,
            PaymentStatus::Succeeded => kept == 1 && !payment.unapplied,
            PaymentStatus::Failed | PaymentStatus::Refunded => kept == 0,
        }
    });
    let end = match order.status {
        OrderStatus::Open => order.sold && kept == 1,
        OrderStatus::Expired | OrderStatus::Cancelled => !order.sold && kept == 0,
    };
    told && end
}
