//! One batch: from its opening to its commit, in one transaction.
//!
//! Knows the order of the steps; how each is done is its neighbours' affair.

use std::collections::HashMap;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use impasto_domain::artwork::ArtworkMove;
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::decide::{self, Outcome};
use impasto_domain::edit::Edit;
use impasto_domain::event::Committed;
use impasto_domain::ids::{ArtworkId, BatchId, LaneId, Mint, OrderId};
use impasto_domain::order::Order;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::settings::HouseRules;
use impasto_domain::state::{Appended, Dirty, State};
use tracing::Instrument;
use uuid::Uuid;

use super::answers;
use super::edits::{self, Edited, Editing};
use super::fault::Fault;
use super::load::{self, First};
use super::locks;
use super::needs::Needs;
use super::order_cache::OrderCache;
use super::rules::{self, Versioned};
use super::write::{self, Appendix, Kept};
use crate::db::Db;
use crate::dialect::Engine;
use crate::sql::{Rows, fetch_optional, statements, together};
use crate::trace::below;

/// What a batch needs of its lane.
pub(crate) struct Frame<'l> {
    /// The transaction is open already.
    pub(crate) begun: bool,
    pub(crate) lane: LaneId,
    pub(crate) batch: BatchId,
    /// The number of the next event.
    pub(crate) next_seq: i64,
    /// The time of the batch before: time never falls within a lane.
    pub(crate) not_before: DateTime<Utc>,
    /// A test clock's time, which counts instead of the database's.
    pub(crate) clock: Option<DateTime<Utc>>,
    pub(crate) defaults: &'l HouseRules,
    pub(crate) rules: Versioned,
    pub(crate) orders: &'l mut OrderCache,
    pub(crate) seed: u64,
}

/// What a batch came to.
#[derive(Debug)]
pub(crate) struct Decided {
    /// One for each submission.
    pub(crate) answers: Vec<Result<Reply, Refusal>>,
    pub(crate) committed: Vec<Committed>,
    /// Orders that were written, as they are now.
    pub(crate) orders: Vec<Order>,
    pub(crate) rules: Versioned,
    pub(crate) now: DateTime<Utc>,
    /// Statements run and rows written, for the figures.
    pub(crate) statements: u64,
    pub(crate) rows: u64,
}

/// How a run ended.
pub(crate) enum Run {
    /// Committed now.
    Committed(Decided),
    /// Committed by an earlier run under the same id, whose commit was in doubt.
    Found,
}

statements! {
    /// Fence, heartbeat and clock: nothing comes back for a lane that is closed, or a batch that is done.
    OPEN_BATCH [lane: Uuid, batch: Uuid] =
        "WITH {rows} UPDATE lanes SET batch_id = v.batch, seen_at = {clock} FROM v \
         WHERE lanes.id = v.lane AND lanes.closed_at IS NULL AND lanes.batch_id <> v.batch \
         RETURNING lanes.seen_at, (SELECT coalesce(max(h.seq), 0) FROM settings_history h) AS settings";
    LAST_BATCH = "SELECT l.batch_id FROM lanes l WHERE l.id = $1 {lock}";
    ANSWERS [owner_id: Uuid, route: Text, key: Text] =
        "WITH {rows} SELECT i.owner_id, i.route, i.key, i.body_hash, i.answer FROM v CROSS JOIN idempotency i \
         WHERE i.owner_id = v.owner_id AND i.route = v.route AND i.key = v.key";
}

/// Runs a batch. `doubt` keeps what was decided while its commit is under way: it stands if the commit turns out to
/// have happened.
pub(crate) async fn run(
    db: &mut Db<'_>,
    frame: Frame<'_>,
    submissions: &[&Submission],
    doubt: &mut Option<Decided>,
) -> Result<Run, Fault> {
    let mut opening = Rows::of(&OPEN_BATCH);
    opening.push([frame.lane.into(), frame.batch.0.into()]);
    let keys = keys_of(submissions);
    let needs = needs_ahead(submissions);
    let (opened, kept, ahead) = match needs {
        Some(needs) => {
            let (opened, kept, found) = load::ahead(db, frame.begun, (opening, keys), &needs).await?;
            (opened, kept, Some((needs, found)))
        }
        None => {
            let (opened, kept): (Vec<Opened>, Vec<KeptRow>) =
                if frame.begun { together!(db, opening, keys) } else { together!(db, begin; opening, keys) }?;
            (opened, kept, None)
        }
    };
    let Some((database_now, settings_version)) = opened.into_iter().next() else {
        let last = fetch_optional!(db, (Uuid,), LAST_BATCH, frame.lane.0)?;
        db.rollback().await?;
        return if last == Some((frame.batch.0,)) { Ok(Run::Found) } else { Err(Fault::Closed) };
    };
    // An earlier run under this id did not commit.
    *doubt = None;
    let now = frame.clock.unwrap_or(database_now).max(frame.not_before);
    // Both engines keep microseconds.
    let now = now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now);
    let answers = known_answers(db, submissions, kept).await?;
    let time = Time { now, settings_version };
    let (decided, written) = decide_all(db, frame, submissions, answers, time, ahead).await?;
    if done_elsewhere(db, submissions, &decided.answers).await? {
        return Err(Fault::Stale("idempotency keys"));
    }
    if !written {
        // Nothing but refusals and known answers: there is nothing to wait for the disk for.
        db.rollback().await?;
        return Ok(Run::Committed(decided));
    }
    *doubt = Some(decided);
    db.commit().instrument(below!("journal commit")).await?;
    doubt.take().map(Run::Committed).ok_or(Fault::Closed)
}

/// Whether the last batch of a lane is this one; waits for a commit that is still under way.
pub(crate) async fn is_last(db: &mut Db<'_>, lane: LaneId, batch: BatchId) -> Result<bool, Fault> {
    db.begin().await?;
    let last = fetch_optional!(db, (Uuid,), LAST_BATCH, lane.0)?;
    db.rollback().await?;
    Ok(last == Some((batch.0,)))
}

async fn decide_all(
    db: &mut Db<'_>,
    frame: Frame<'_>,
    submissions: &[&Submission],
    mut answers: Answers,
    Time { now, settings_version }: Time,
    ahead: Option<(Needs, First)>,
) -> Result<(Decided, bool), Fault> {
    let mut mint = Mint::new(now, frame.seed);
    let undecided: Vec<&Command> = undecided_commands(submissions, &answers).collect();
    locks::take(db, &undecided).await?;
    let (edits, events, audit, jobs) = {
        let mut editing = Editing {
            db: &mut *db,
            now,
            mint: &mut mint,
            defaults: frame.defaults,
            events: Vec::new(),
            audit: Vec::new(),
            jobs: Vec::new(),
        };
        let edits = carry_out_edits(&mut editing, submissions, &mut answers).await?;
        (edits, editing.events, editing.audit, editing.jobs)
    };
    let (edited, settings_put) = edits;

    let mut rules = frame.rules;
    if settings_put || rules.version != settings_version {
        rules = rules::read(db, frame.defaults).await?;
    }
    let source = match ahead {
        Some((needs, found)) => (needs, Some(found)),
        None => (Needs::of(undecided_commands(submissions, &answers)), None),
    };
    let (mut state, before) = load::load(db, source, rules.rules.clone(), frame.orders, now).await?;
    state.appended.events = events;
    state.appended.audit = audit;
    state.appended.jobs = jobs;

    let mut rejections = HashMap::new();
    for (submission, answer) in submissions.iter().zip(&mut answers) {
        if answer.is_some() {
            continue;
        }
        let decided = decide::decide(&state, &submission.command, now, &mut mint);
        *answer = Some(decided.map(|Outcome { changes, answer }| {
            state.apply(changes);
            note_rejection(&submission.command, &mut rejections);
            Answered::now(decide::reply(&state, answer, now))
        }));
    }

    let kept = kept_answers(submissions, &answers)?;
    let written = edited || !kept.is_empty() || is_touched(&state);
    let appendix = Appendix { answers: kept, rejections, lane: frame.lane, first_seq: frame.next_seq, now };
    let (committed, rows) =
        if written { write::write(db, &state, &before, appendix, &mut mint).await? } else { (Vec::new(), 0) };
    let statements = db.statements();
    let answers = answers
        .into_iter()
        .map(|answer| match answer {
            Some(answer) => answer.map(|answered| answered.reply),
            // Every submission is answered above: by its key, as an edit or as a command.
            None => Err(Refusal::conflict("the command was not decided")),
        })
        .collect();
    let orders = if written { orders_written(state) } else { Vec::new() };
    Ok((Decided { answers, committed, orders, rules, now, statements, rows }, written))
}

/// When a batch is: its time, and the version of the settings that count at it.
struct Time {
    now: DateTime<Utc>,
    settings_version: i64,
}

/// What the commands need, if that can be read before anything of the batch is carried out: none of its edits touches
/// what commands are decided on. What turns out to be answered already was read for nothing.
fn needs_ahead(submissions: &[&Submission]) -> Option<Needs> {
    let is_apart = |submission: &&Submission| match &submission.command {
        Command::Edit(edit) => edits::is_apart_from_stock(edit),
        _ => true,
    };
    if !submissions.iter().all(is_apart) {
        return None;
    }
    let needs = Needs::of(submissions.iter().map(|submission| &submission.command));
    (needs.are_known_ahead() && !needs.is_empty()).then_some(needs)
}

fn undecided_commands<'s>(submissions: &'s [&Submission], answers: &'s Answers) -> impl Iterator<Item = &'s Command> {
    let undecided = submissions.iter().zip(answers).filter(|(_, answer)| answer.is_none());
    undecided.map(|(submission, _)| &submission.command)
}

/// A reply, and whether it is new (one found under its key is kept already).
struct Answered {
    reply: Reply,
    new: bool,
}

impl Answered {
    fn now(reply: Reply) -> Self {
        Self { reply, new: true }
    }
}

type Answers = Vec<Option<Result<Answered, Refusal>>>;

/// What opens a batch: the database's time, and the version of the settings.
pub(crate) type Opened = (DateTime<Utc>, i64);

/// What is kept under an idempotency key: owner, route, key, hash of the body, answer.
pub(crate) type KeptRow = (Uuid, String, String, Vec<u8>, String);

fn keys_of<'b>(submissions: &[&'b Submission]) -> Rows<'b> {
    let mut keys = Rows::of(&ANSWERS);
    for key in submissions.iter().filter_map(|submission| submission.idempotency.as_ref()) {
        keys.push([key.owner_id.into(), (&key.route).into(), (&key.key).into()]);
    }
    keys
}

async fn known_answers(db: &mut Db<'_>, submissions: &[&Submission], kept: Vec<KeptRow>) -> Result<Answers, Fault> {
    let mut answers: Answers = submissions.iter().map(|_| None).collect();
    for (owner_id, route, key, body_hash, answer) in kept {
        let is_it = |known: &IdempotencyKey| known.owner_id == owner_id && known.route == route && known.key == key;
        let place = submissions.iter().position(|submission| submission.idempotency.as_ref().is_some_and(is_it));
        let Some(place) = place else { continue };
        let same = submissions[place].idempotency.as_ref().is_some_and(|known| known.body_hash == body_hash[..]);
        answers[place] = Some(if same {
            let reply = answers::recalled(db, &answer).await?;
            Ok(Answered { reply: reply.as_repeated(), new: false })
        } else {
            Err(Refusal::IdempotencyMismatch)
        });
    }
    Ok(answers)
}

/// Whether another node has done meanwhile what is refused here: while this batch waited for the other's rows, the
/// answers it had read under its keys grew old, and a cart that is empty now may have been ordered there.
async fn done_elsewhere(
    db: &mut Db<'_>,
    submissions: &[&Submission],
    answers: &[Result<Reply, Refusal>],
) -> Result<bool, Fault> {
    if db.engine() == Engine::Sqlite {
        return Ok(false);
    }
    let is_refused =
        |answer: &Result<Reply, Refusal>| matches!(answer, Err(refusal) if *refusal != Refusal::IdempotencyMismatch);
    let refused = submissions.iter().zip(answers).filter(|(_, answer)| is_refused(answer));
    let refused: Vec<&Submission> = refused.map(|(submission, _)| *submission).collect();
    let found: Vec<KeptRow> = keys_of(&refused).fetch(db).await?;
    Ok(!found.is_empty())
}

/// Carries out the edits; tells whether any wrote something and whether a setting changed.
async fn carry_out_edits(
    editing: &mut Editing<'_, '_>,
    submissions: &[&Submission],
    answers: &mut Answers,
) -> Result<(bool, bool), Fault> {
    let (mut any_written, mut settings_put) = (false, false);
    for (submission, answer) in submissions.iter().zip(answers) {
        let Command::Edit(edit) = &submission.command else { continue };
        if answer.is_some() {
            continue;
        }
        let edited = edits::carry_out(editing, edit).await?;
        any_written |= matches!(edited, Edited::Written(_) | Edited::RefusedAndWritten(_));
        settings_put |=
            matches!((&**edit, &edited), (Edit::PutSetting { .. } | Edit::PutSettings { .. }, Edited::Written(_)));
        *answer = Some(match edited {
            Edited::Written(reply) | Edited::Unchanged(reply) => Ok(Answered::now(reply)),
            Edited::Refused(refusal) | Edited::RefusedAndWritten(refusal) => Err(refusal),
        });
    }
    Ok((any_written, settings_put))
}

fn note_rejection(command: &Command, rejections: &mut HashMap<ArtworkId, Option<String>>) {
    if let Command::MoveArtwork { artwork_id, wanted, reason, .. } = command {
        let reason = reason.clone().filter(|_| *wanted == ArtworkMove::Reject);
        rejections.insert(*artwork_id, reason);
    }
}

fn kept_answers<'b>(submissions: &[&'b Submission], answers: &Answers) -> Result<Vec<Kept<'b>>, Fault> {
    let mut kept = Vec::new();
    for (submission, answer) in submissions.iter().zip(answers) {
        let (Some(key), Some(Ok(answered))) = (&submission.idempotency, answer) else { continue };
        if answered.new {
            kept.push(Kept { key, answer: answers::kept(&answered.reply)? });
        }
    }
    Ok(kept)
}

/// The orders that the batch wrote, for the lane to remember.
fn orders_written(state: State) -> Vec<Order> {
    let State { orders, dirty, .. } = state;
    let is_written = |id: &OrderId| dirty.orders_new.contains(id) || dirty.orders_changed.contains(id);
    orders.into_iter().filter(|(id, _)| is_written(id)).map(|(_, order)| order).collect()
}

/// Whether the commands changed anything.
fn is_touched(state: &State) -> bool {
    state.dirty != Dirty::default() || state.appended != Appended::default()
}
