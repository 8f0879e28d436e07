//! The owners' view: every acknowledged order is there once and is what was acknowledged; nothing is there that was not asked for.
//! It does not know stock counts.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::reader::{Found, Reader};
use super::{Asking, Proof};
use crate::api::{BASE, Order};
use crate::claims::{Claims, Outcome, Promise, Sold};
use crate::failure::Failure;
use crate::history::{Answer, Ask};
use crate::person::labels;

const READERS: usize = 16;
const LOOK_AGAIN: Duration = Duration::from_millis(250);

struct OwnerClaims {
    owner: Uuid,
    claims: Vec<usize>,
}

/// Checks every owner of the history.
pub(crate) async fn check(
    claims: &Arc<Claims>,
    asking: &Asking,
    sold: &mut Sold,
    proof: &mut Proof,
) -> Result<(), Failure> {
    let mut owners: Vec<OwnerClaims> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (at, claim) in claims.claims.iter().enumerate() {
        let place = *places.entry(claim.ask.owner).or_insert_with(|| {
            owners.push(OwnerClaims { owner: claim.ask.owner, claims: Vec::new() });
            owners.len() - 1
        });
        if let Some(owner) = owners.get_mut(place) {
            owner.claims.push(at);
        }
    }
    proof.checked.owners = owners.len() as u64;
    let queue = Rc::new(RefCell::new(owners.into_iter()));
    let seen = Rc::new(RefCell::new((std::mem::take(proof), std::mem::take(sold))));
    let deadline = Instant::now() + asking.settle;
    let readers: Vec<_> = (0..READERS)
        .map(|_| {
            let (queue, seen, claims, mut reader) = (queue.clone(), seen.clone(), claims.clone(), Reader::new(asking));
            tokio::task::spawn_local(async move {
                loop {
                    let next = queue.borrow_mut().next();
                    let Some(owner) = next else { return Ok(()) };
                    check_owner(&claims, &owner, &mut reader, deadline, &seen).await?;
                }
            })
        })
        .collect();
    let mut result = Ok(());
    for reader in readers {
        let ended: Result<(), Failure> = reader.await.map_err(|error| Failure::Generator(error.to_string()))?;
        result = result.and(ended);
    }
    let mut seen = seen.borrow_mut();
    *proof = std::mem::take(&mut seen.0);
    *sold = std::mem::take(&mut seen.1);
    result
}

type Seen = Rc<RefCell<(Proof, Sold)>>;

/// Reads an order. One whose payment is under way (a restarted server takes it up again) is looked at again until the deadline, so that all is compared at rest.
async fn decided(
    reader: &mut Reader,
    order: Uuid,
    headers: &[(&str, &str)],
    deadline: Instant,
) -> Result<Found<Order>, Failure> {
    let path = format!("{BASE}/orders/{order}");
    loop {
        let found = reader.get::<Order>(&path, headers).await?;
        match &found {
            Found::Here(order)
                if order.payment_status == "pending" && order.status == "open" && Instant::now() < deadline =>
            {
                tokio::time::sleep(LOOK_AGAIN).await
            }
            _ => return Ok(found),
        }
    }
}

async fn check_owner(
    claims: &Claims,
    owner: &OwnerClaims,
    reader: &mut Reader,
    deadline: Instant,
    seen: &Seen,
) -> Result<(), Failure> {
    let finding = |rule, detail| seen.borrow_mut().0.findings.add(rule, detail);
    let claims: Vec<_> = owner.claims.iter().filter_map(|at| claims.claims.get(*at)).collect();
    let Some(token) = claims.first().map(|claim| claim.ask.token.clone()) else { return Ok(()) };
    let headers = [("x-visitor", token.as_str())];

    let mut listed: Vec<Uuid> = Vec::new();
    let list = reader.list(&format!("{BASE}/orders?limit=100"), &headers, |order: Order| listed.push(order.id)).await?;
    match list {
        Found::Here(()) => {}
        Found::Absent => finding("owner-forgotten", format!("owner {} has no list of orders (404)", owner.owner)),
        Found::Wrong(reason) => finding("answer-not-as-contracted", format!("owner {}: {reason}", owner.owner)),
    }
    let mut distinct: HashSet<Uuid> = HashSet::new();
    for order in &listed {
        if !distinct.insert(*order) {
            finding("order-listed-twice", format!("order {order} is in owner {}'s list more than once", owner.owner));
        }
    }

    for claim in &claims {
        let Outcome::Ordered(answer, promise) = &claim.outcome else { continue };
        if !distinct.remove(&answer.order) {
            finding(
                "lost-order",
                format!(
                    "acknowledged order {} ({}) is not in owner {}'s list",
                    answer.number, answer.order, owner.owner
                ),
            );
        }
        match decided(reader, answer.order, &headers, deadline).await? {
            Found::Here(order) => {
                compare(&claim.ask, answer, *promise, &order, seen);
                account(&claim.ask, &order, seen);
            }
            Found::Absent => finding(
                "lost-order",
                format!(
                    "acknowledged order {} ({}) of owner {} does not exist",
                    answer.number, answer.order, owner.owner
                ),
            ),
            Found::Wrong(reason) => finding("answer-not-as-contracted", reason),
        }
    }

    // What is left was never acknowledged: it must be the fruit of a checkout whose answer was lost, and of each such checkout only one.
    let mut explained: HashSet<Uuid> = HashSet::new();
    for id in distinct {
        let order = match decided(reader, id, &headers, deadline).await? {
            Found::Here(order) => order,
            Found::Absent => {
                finding(
                    "listed-but-absent",
                    format!("order {id} is in owner {}'s list and does not exist", owner.owner),
                );
                continue;
            }
            Found::Wrong(reason) => {
                finding("answer-not-as-contracted", reason);
                continue;
            }
        };
        let claim = claims.iter().find(|claim| order.email.as_deref() == Some(&claim.ask.email));
        match claim.map(|claim| (claim, &claim.outcome)) {
            None => finding(
                "nobody-asked",
                format!("order {} ({id}) of owner {} was never asked for", order.number, owner.owner),
            ),
            Some((claim, Outcome::Refused(problem))) => {
                finding(
                    "refused-but-ordered",
                    format!(
                        "key {} was refused with {problem}, and order {} ({id}) exists",
                        claim.ask.key, order.number
                    ),
                );
            }
            Some((claim, Outcome::Ordered(answer, _))) => {
                finding(
                    "key-gave-two-orders",
                    format!("key {} was acknowledged order {} and made order {id} too", claim.ask.key, answer.order),
                );
            }
            Some((claim, Outcome::Unknown)) => {
                if explained.insert(claim.ask.key) {
                    seen.borrow_mut().0.checked.unanswered_but_made += 1;
                } else {
                    finding(
                        "key-gave-two-orders",
                        format!("key {} was never answered and made order {id} beside another", claim.ask.key),
                    );
                }
                account(&claim.ask, &order, seen);
            }
        }
    }
    Ok(())
}

/// The order is what was acknowledged.
fn compare(ask: &Ask, answer: &Answer, promise: Promise, order: &Order, seen: &Seen) {
    let mut wrong = Vec::new();
    if order.number != answer.number {
        wrong.push(format!("number {} became {}", answer.number, order.number));
    }
    match &order.totals {
        Some(totals) if (totals.total.amount, &totals.total.currency) == (answer.amount, &answer.currency) => {}
        Some(totals) => wrong.push(format!(
            "total {} {} became {} {}",
            answer.amount, answer.currency, totals.total.amount, totals.total.currency
        )),
        None => wrong.push("it has no totals".to_owned()),
    }
    if let Some(email) = &order.email
        && *email != ask.email
    {
        wrong.push(format!("e-mail {} became {email}", ask.email));
    }
    let copies: Option<Vec<_>> =
        order.lines().map(|lines| lines.iter().flat_map(|line| line.copies.iter().cloned()).collect());
    match copies {
        Some(copies)
            if copies.len() == answer.copies.len() && copies.iter().all(|copy| answer.copies.contains(copy)) => {}
        Some(copies) => wrong.push(format!("copies {} became {}", labels(&answer.copies), labels(&copies))),
        None => wrong.push("it has no seller_orders".to_owned()),
    }
    let paid = order.is_paid();
    match promise {
        Promise::Paid if !paid => {
            wrong.push(format!("acknowledged as paid, it is {} / {}", order.status, order.payment_status))
        }
        Promise::Declined if paid => wrong.push("its payment was declined, and it is paid".to_owned()),
        _ => {}
    }
    if !wrong.is_empty() {
        let detail = format!("order {} ({}): {}", answer.number, answer.order, wrong.join("; "));
        seen.borrow_mut().0.findings.add("order-changed", detail);
    }
}

/// The order is sound by itself, and what it sold was sold once.
fn account(ask: &Ask, order: &Order, seen: &Seen) {
    let (proof, sold) = &mut *seen.borrow_mut();
    proof.checked.orders += 1;
    if order.payment_status == "pending" && order.status == "open" {
        proof.checked.pending += 1;
    }
    if !order.is_paid() {
        return;
    }
    proof.checked.paid += 1;
    for line in order.lines().unwrap_or_default() {
        if ask.counted && line.copies.len() != line.quantity as usize {
            let detail = format!(
                "paid order {} ({}) has {} copies for quantity {}",
                order.number,
                order.id,
                line.copies.len(),
                line.quantity
            );
            proof.findings.add("paid-without-copies", detail);
        }
        let copies = line.copies.iter().map(|copy| (copy.id, copy.label.as_deref()));
        sold.add(order.id, line.edition_id, line.quantity, copies, &mut proof.findings);
    }
    if let Some(payments) = &order.payments {
        let succeeded: Vec<_> = payments.iter().filter(|payment| payment.status == "succeeded").collect();
        let total = order.totals.as_ref().map(|totals| &totals.total);
        let amounts_fit = succeeded.iter().all(|payment| payment.amount.is_none() || payment.amount.as_ref() == total);
        if succeeded.len() != 1 || !amounts_fit {
            let detail = format!(
                "paid order {} ({}) has {} succeeded payments: {succeeded:?}",
                order.number,
                order.id,
                succeeded.len()
            );
            proof.findings.add("not-paid-once", detail);
        }
    }
}
