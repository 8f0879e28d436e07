//! Writing what a batch decided: one statement a table, in the one order all lanes keep, rows counted.
//!
//! Knows the tables; decides nothing.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::command::IdempotencyKey;
use impasto_domain::event::{Committed, Event};
use impasto_domain::hook::KeptHook;
use impasto_domain::ids::{ArtworkId, LaneId, Mint};
use impasto_domain::state::State;

use super::fault::Fault;
use super::load::Before;
use super::write_orders;
use super::writes::Writes;
use crate::db::Db;
use crate::sql::{Cell, Rows, json, statements};

/// An answer to be kept under its idempotency key.
pub(crate) struct Kept<'b> {
    pub(crate) key: &'b IdempotencyKey,
    /// The reply as JSON.
    pub(crate) answer: String,
}

/// What a batch appends besides the state's changes.
pub(crate) struct Appendix<'b> {
    pub(crate) answers: Vec<Kept<'b>>,
    /// Why works were rejected, by work; `None` clears an older reason.
    pub(crate) rejections: HashMap<ArtworkId, Option<String>>,
    pub(crate) lane: LaneId,
    /// The number of the first event.
    pub(crate) first_seq: i64,
    pub(crate) now: DateTime<Utc>,
}

statements! {
    MOVE_COPIES [edition_id: Uuid, ordinal: Int, state: Text, line: Uuid, was: Text] =
        "WITH {rows} UPDATE copies SET state = v.state, order_line_id = v.line FROM v \
         WHERE copies.edition_id = v.edition_id AND copies.ordinal = v.ordinal AND copies.state = v.was";
    WRITE_STOCK [id: Uuid, available: Int, held: Int, sold: Int, withdrawn: Int, version: Int, was: Int] =
        "WITH {rows} UPDATE stock SET available = v.available, held = v.held, sold = v.sold, \
         withdrawn = v.withdrawn, version = v.version FROM v WHERE stock.edition_id = v.id AND stock.version = v.was";
    WRITE_HEADS [id: Uuid, status: Text, editions_left: Int, version: Int, published_at: Time, was: Int] =
        "WITH {rows} UPDATE artwork_heads SET status = v.status, editions_left = v.editions_left, \
         version = v.version, published_at = v.published_at FROM v \
         WHERE artwork_heads.id = v.id AND artwork_heads.version = v.was";
    WRITE_MOVED [id: Uuid, at: Time, rejection: Text] =
        "WITH {rows} UPDATE artworks SET updated_at = v.at, rejection = v.rejection FROM v WHERE artworks.id = v.id";
    DELETE_HOLDS [id: Uuid] = "WITH {rows} DELETE FROM holds WHERE id IN (SELECT v.id FROM v)";
    UPDATE_HOLDS [id: Uuid, owner_kind: Text, owner_id: Uuid, line_id: Uuid, quantity: Int, price: Int,
                  expires_at: Time, extended: Bool, order_id: Uuid] =
        "WITH {rows} UPDATE holds SET owner_kind = v.owner_kind, owner_id = v.owner_id, line_id = v.line_id, \
         quantity = v.quantity, unit_price_minor = v.price, expires_at = v.expires_at, extended = v.extended, \
         order_id = v.order_id FROM v WHERE holds.id = v.id";
    INSERT_HOLDS [id: Uuid, owner_kind: Text, owner_id: Uuid, line_id: Uuid, edition_id: Uuid, copy_ordinal: Int,
                  copy_id: Uuid, copy_label: Text, quantity: Int, price: Int, currency: Text, placed_at: Time,
                  expires_at: Time, extended: Bool, order_id: Uuid] =
        "WITH {rows} INSERT INTO holds (id, owner_kind, owner_id, line_id, edition_id, copy_ordinal, copy_id, \
         copy_label, quantity, unit_price_minor, currency, placed_at, expires_at, extended, order_id) \
         SELECT v.id, v.owner_kind, v.owner_id, v.line_id, v.edition_id, v.copy_ordinal, v.copy_id, v.copy_label, \
         v.quantity, v.price, v.currency, v.placed_at, v.expires_at, v.extended, v.order_id FROM v";
    UPDATE_CARTS [owner_id: Uuid, version: Int, lines: Json, was: Int] =
        "WITH {rows} UPDATE carts SET version = v.version, lines = v.lines FROM v \
         WHERE carts.owner_id = v.owner_id AND carts.version = v.was";
    INSERT_CARTS [owner_id: Uuid, owner_kind: Text, version: Int, lines: Json] =
        "WITH {rows} INSERT INTO carts (owner_id, owner_kind, version, lines) \
         SELECT v.owner_id, v.owner_kind, v.version, v.lines FROM v WHERE true ON CONFLICT (owner_id) DO NOTHING";
    INSERT_INBOX [provider: Text, event_id: Text, payment_id: Uuid, at: Time] =
        "WITH {rows} INSERT INTO payment_inbox (provider, event_id, payment_id, at) \
         SELECT v.provider, v.event_id, v.payment_id, v.at FROM v WHERE true \
         ON CONFLICT (provider, event_id) DO NOTHING";
    /// What is told again counts as another delivery of the same.
    KEEP_NOTICES [id: Uuid, provider: Text, event_id: Text, kind: Text, outcome: Text, body: Text, deliveries: Int,
                  at: Time] =
        "WITH {rows} INSERT INTO webhook_inbox (id, provider, event_id, kind, outcome, body, deliveries, received_at, \
         last_at) \
         SELECT v.id, v.provider, v.event_id, v.kind, v.outcome, v.body, v.deliveries, v.at, v.at FROM v WHERE true \
         ON CONFLICT (provider, event_id) DO UPDATE SET outcome = excluded.outcome, body = excluded.body, \
         deliveries = webhook_inbox.deliveries + excluded.deliveries, last_at = excluded.last_at";
    INSERT_ANSWERS [owner_id: Uuid, route: Text, key: Text, body_hash: Bytes, answer: Text, at: Time] =
        "WITH {rows} INSERT INTO idempotency (owner_id, route, key, body_hash, answer, at) \
         SELECT v.owner_id, v.route, v.key, v.body_hash, v.answer, v.at FROM v WHERE true \
         ON CONFLICT (owner_id, route, key) DO NOTHING";
    INSERT_AUDIT [id: Uuid, at: Time, by: Uuid, action: Text, subject: Uuid, before: Jsonb, after: Jsonb] =
        "WITH {rows} INSERT INTO audit_log (id, at, by, action, subject, before, after) \
         SELECT v.id, v.at, v.by, v.action, v.subject, v.before, v.after FROM v";
    INSERT_EVENTS [lane: Uuid, seq: Int, at: Time, kind: Text, order_id: Uuid, order_version: Int, seller_id: Uuid,
                   data: Json] =
        "WITH {rows} INSERT INTO events (lane, seq, at, kind, order_id, order_version, seller_id, data) \
         SELECT v.lane, v.seq, v.at, v.kind, v.order_id, v.order_version, v.seller_id, v.data FROM v";
    // By subject, never by kind: with the kind as a key the planner walks all the jobs of it that are due.
    DELETE_JOBS [kind: Text, subject: Uuid] =
        "WITH {rows} DELETE FROM jobs WHERE NOT dead AND (subject, kind || '') IN (SELECT v.subject, v.kind FROM v)";
    POSTPONE_JOBS [kind: Text, subject: Uuid, at: Time] =
        "WITH {rows} UPDATE jobs SET run_at = v.at, lease_token = NULL, lease_until = NULL FROM v \
         WHERE jobs.subject = v.subject AND jobs.kind || '' = v.kind AND NOT jobs.dead";
    INSERT_JOBS [id: Uuid, kind: Text, subject: Uuid, task: Json, run_at: Time, attempts: Int, lease_token: Uuid,
                 lease_until: Time, at: Time] =
        "WITH {rows} INSERT INTO jobs (id, kind, subject, task, run_at, attempts, lease_token, lease_until, dead, \
         created_at) \
         SELECT v.id, v.kind, v.subject, v.task, v.run_at, v.attempts, v.lease_token, v.lease_until, false, v.at \
         FROM v WHERE true ON CONFLICT (kind, subject) WHERE NOT dead DO NOTHING";
}

/// Writes everything; answers the numbered events and the rows written.
pub(crate) async fn write(
    db: &mut Db<'_>,
    state: &State,
    before: &Before,
    appendix: Appendix<'_>,
    mint: &mut Mint,
) -> Result<(Vec<Committed>, u64), Fault> {
    let committed = numbered(state, &appendix);
    let mut writes = Writes::default();
    copies_and_stock(&mut writes, state, before, &appendix);
    holds(&mut writes, state);
    carts(&mut writes, state, before)?;
    write_orders::write(&mut writes, state, before)?;
    inbox_and_answers(&mut writes, state, &appendix);
    audit(&mut writes, state, appendix.now, mint)?;
    events(&mut writes, &committed)?;
    jobs(&mut writes, state, appendix.now)?;
    let rows = writes.run(db).await?;
    Ok((committed, rows))
}

fn copies_and_stock<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before, appendix: &Appendix<'_>) {
    let mut copies = Rows::of(&MOVE_COPIES);
    for ((edition_id, ordinal), (was, copy)) in &state.dirty.copies {
        copies.push([
            (*edition_id).into(),
            (*ordinal).into(),
            copy.state.as_str().into(),
            copy.order_line_id.into(),
            was.as_str().into(),
        ]);
    }
    let mut stock = Rows::of(&WRITE_STOCK);
    for id in &state.dirty.stocks {
        let (Some(entry), Some(was)) = (state.editions.get(id), before.stocks.get(id)) else { continue };
        let row = &entry.stock;
        stock.push([
            (*id).into(),
            row.available.into(),
            row.held.into(),
            row.sold.into(),
            row.withdrawn.into(),
            row.version.into(),
            (*was).into(),
        ]);
    }
    let mut heads = Rows::of(&WRITE_HEADS);
    let mut moved = Rows::of(&WRITE_MOVED);
    for id in &state.dirty.artworks {
        let (Some(head), Some(was)) = (state.artworks.get(id), before.heads.get(id)) else { continue };
        heads.push([
            (*id).into(),
            head.status.as_str().into(),
            head.editions_left.into(),
            head.version.into(),
            head.published_at.into(),
            was.version.into(),
        ]);
        // Selling out and coming back are the stock's doing and no edit of the work.
        let by_stock = |status| matches!(status, ArtworkStatus::Published | ArtworkStatus::SoldOut);
        if head.status != was.status && !(by_stock(head.status) && by_stock(was.status)) {
            let rejection = appendix.rejections.get(id).cloned().flatten();
            moved.push([(*id).into(), appendix.now.into(), rejection.into()]);
        }
    }
    writes.exactly(copies, "copies");
    writes.exactly(stock, "stock");
    writes.exactly(heads, "works");
    writes.exactly(moved, "works");
}

fn holds<'s>(writes: &mut Writes<'s>, state: &'s State) {
    // A copy that changes hands inside a batch must be let go before it is taken.
    let gone = Rows::ids(&DELETE_HOLDS, state.dirty.holds_gone.iter().copied());
    let mut changed = Rows::of(&UPDATE_HOLDS);
    for hold in state.dirty.holds_changed.iter().filter_map(|id| state.holds.get(id)) {
        changed.push([
            hold.id.into(),
            hold.owner.kind().into(),
            hold.owner.id().into(),
            hold.line_id.into(),
            hold.quantity.into(),
            hold.unit_price.amount_minor.into(),
            hold.expires_at.into(),
            hold.extended.into(),
            hold.order_id.into(),
        ]);
    }
    let mut new = Rows::of(&INSERT_HOLDS);
    for hold in state.dirty.holds_new.iter().filter_map(|id| state.holds.get(id)) {
        let copy = hold.copy.as_ref();
        new.push([
            hold.id.into(),
            hold.owner.kind().into(),
            hold.owner.id().into(),
            hold.line_id.into(),
            hold.edition_id.into(),
            copy.map(|copy| copy.ordinal).into(),
            copy.map(|copy| copy.id).into(),
            copy.and_then(|copy| copy.label.as_deref()).into(),
            hold.quantity.into(),
            hold.unit_price.amount_minor.into(),
            hold.unit_price.currency.code().into(),
            hold.placed_at.into(),
            hold.expires_at.into(),
            hold.extended.into(),
            hold.order_id.into(),
        ]);
    }
    writes.exactly(gone, "holds");
    writes.exactly(changed, "holds");
    writes.exactly(new, "holds");
}

fn carts<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before) -> Result<(), Fault> {
    let mut changed = Rows::of(&UPDATE_CARTS);
    let mut new = Rows::of(&INSERT_CARTS);
    // Owners sort by kind first; rows are locked in the order of their ids.
    let mut carts: Vec<_> = state.dirty.carts.iter().filter_map(|owner| state.carts.get(owner)).collect();
    carts.sort_by_key(|cart| cart.owner.id());
    for cart in carts {
        let lines = json(&cart.lines)?;
        match before.carts.get(&cart.owner) {
            Some(was) => changed.push([cart.owner.id().into(), cart.version.into(), lines, (*was).into()]),
            None => new.push([cart.owner.id().into(), cart.owner.kind().into(), cart.version.into(), lines]),
        }
    }
    writes.exactly(changed, "carts");
    writes.exactly(new, "carts");
    Ok(())
}

fn inbox_and_answers<'s>(writes: &mut Writes<'s>, state: &'s State, appendix: &'s Appendix<'_>) {
    let mut inbox = Rows::of(&INSERT_INBOX);
    let mut known: Vec<_> = state.appended.inbox.iter().collect();
    known.sort_by(|(a, _), (b, _)| (&a.provider, &a.event_id).cmp(&(&b.provider, &b.event_id)));
    for (key, payment_id) in known {
        inbox.push([(&key.provider).into(), (&key.event_id).into(), (*payment_id).into(), appendix.now.into()]);
    }
    let mut notices = Rows::of(&KEEP_NOTICES);
    // One row a notice, however often the batch has it.
    let mut told: BTreeMap<(&str, &str), (&KeptHook, i64)> = BTreeMap::new();
    for notice in &state.appended.notices {
        let key = (notice.provider.as_str(), notice.event_id.as_str());
        told.entry(key).or_insert((notice, 0)).1 += 1;
    }
    for (notice, deliveries) in told.into_values() {
        notices.push([
            notice.id.into(),
            (&notice.provider).into(),
            (&notice.event_id).into(),
            (&notice.kind).into(),
            notice.outcome.as_str().into(),
            notice.body.as_deref().into(),
            deliveries.into(),
            appendix.now.into(),
        ]);
    }
    let mut answers = Rows::of(&INSERT_ANSWERS);
    let mut kept: Vec<&Kept<'_>> = appendix.answers.iter().collect();
    kept.sort_by(|a, b| (a.key.owner_id, &a.key.route, &a.key.key).cmp(&(b.key.owner_id, &b.key.route, &b.key.key)));
    for Kept { key, answer } in kept {
        answers.push([
            key.owner_id.into(),
            (&key.route).into(),
            (&key.key).into(),
            key.body_hash.as_slice().into(),
            answer.into(),
            appendix.now.into(),
        ]);
    }
    writes.exactly(inbox, "inbox");
    writes.exactly(notices, "webhook inbox");
    writes.exactly(answers, "idempotency keys");
}

fn audit<'s>(writes: &mut Writes<'s>, state: &'s State, now: DateTime<Utc>, mint: &mut Mint) -> Result<(), Fault> {
    let mut lines = Rows::of(&INSERT_AUDIT);
    for line in &state.appended.audit {
        lines.push([
            mint.mint::<impasto_domain::ids::AuditId>().into(),
            now.into(),
            line.by.into(),
            line.action.as_str().into(),
            line.subject.into(),
            json(&line.before)?,
            json(&line.after)?,
        ]);
    }
    writes.exactly(lines, "audit log");
    Ok(())
}

fn numbered(state: &State, appendix: &Appendix<'_>) -> Vec<Committed> {
    let all = state.appended.events.iter().cloned().chain(state.closing_events());
    (appendix.first_seq..)
        .zip(all)
        .map(|(seq, event)| Committed { lane: appendix.lane, seq, at: appendix.now, event })
        .collect()
}

fn events<'s>(writes: &mut Writes<'s>, committed: &'s [Committed]) -> Result<(), Fault> {
    let mut rows = Rows::of(&INSERT_EVENTS);
    for Committed { lane, seq, at, event } in committed {
        rows.push([
            (*lane).into(),
            (*seq).into(),
            (*at).into(),
            event.kind().into(),
            event.order_id().into(),
            order_version(event).into(),
            event.seller_id().into(),
            json(event)?,
        ]);
    }
    writes.exactly(rows, "events");
    Ok(())
}

fn order_version(event: &Event) -> Option<i64> {
    match event {
        Event::OrderChanged { version, .. } | Event::DocumentReady { version, .. } => Some(*version),
        _ => None,
    }
}

fn jobs<'s>(writes: &mut Writes<'s>, state: &'s State, now: DateTime<Utc>) -> Result<(), Fault> {
    // What is done goes first: a promise made again in this batch must stay, and one kept twice does no harm.
    let mut done = Rows::of(&DELETE_JOBS);
    for (kind, subject) in sorted(&state.appended.jobs_done, |(kind, subject)| (*kind, *subject)) {
        done.push([(*kind).into(), (*subject).into()]);
    }
    let mut postponed = Rows::of(&POSTPONE_JOBS);
    let mut latest: HashMap<(&str, uuid::Uuid), DateTime<Utc>> = HashMap::new();
    for (kind, subject, at) in &state.appended.jobs_postponed {
        latest.insert((kind, *subject), *at);
    }
    let mut latest: Vec<_> = latest.into_iter().collect();
    latest.sort_unstable();
    for ((kind, subject), at) in latest {
        postponed.push([kind.into(), subject.into(), at.into()]);
    }
    let mut new = Rows::of(&INSERT_JOBS);
    for job in sorted(&state.appended.jobs, |job| (job.task.kind(), job.task.subject())) {
        new.push([
            job.id.into(),
            job.task.kind().into(),
            job.task.subject().into(),
            json(&job.task)?,
            job.run_at.into(),
            job.attempts.into(),
            job.lease.map_or(Cell::Null, |lease| lease.token.into()),
            job.lease.map_or(Cell::Null, |lease| lease.until.into()),
            now.into(),
        ]);
    }
    writes.loosely(done);
    writes.loosely(postponed);
    writes.loosely(new);
    Ok(())
}

fn sorted<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    let mut items: Vec<&T> = items.iter().collect();
    items.sort_by_key(|item| key(item));
    items.dedup_by(|a, b| key(a) == key(b));
    items
}
