//! The invoice supervisor: renders documents, no more than so many at once; those somebody waits for come first. One a
//! node; it stays.
//!
//! A render is asked for once however many wait for it. It runs in a task of its own, so that a document that makes the
//! renderer fall takes nobody along. Jobs that fail come back after a pause and become dead letters after so many attempts; the document can
//! still be asked for.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix::prelude::*;
use impasto_domain::edit::Edit;
use impasto_domain::ids::DocumentId;
use impasto_domain::job::{Job, Task};
use impasto_domain::ports::Urgency;
use impasto_domain::ports::blob::Blob;
use tracing::{Instrument, Span};

use super::render::{Rendered, render};
use crate::directory::{Leave, Seat, Tenant};
use crate::error::EngineError;
use crate::node::{Node, span};
use crate::reply::ReplyTo;
use crate::trace::{alone, below};
use crate::{backoff, checkout};

/// Renders documents.
pub(crate) struct InvoiceSupervisor {
    node: Arc<Node>,
    seat: Arc<Seat<PokeNote>>,
    /// Documents under way or waiting, each with who waits for it and its job.
    wanted: HashMap<DocumentId, Wanted>,
    /// Waiting, those asked for by somebody first.
    asked: VecDeque<DocumentId>,
    due: VecDeque<DocumentId>,
    running: usize,
    looking: bool,
    /// Whether the last look found as many as it could take.
    more: bool,
}

#[derive(Default)]
struct Wanted {
    replies: Vec<ReplyTo<Blob>>,
    job: Option<Job>,
    running: bool,
}

impl Wanted {
    fn urgency(&self) -> Urgency {
        if self.replies.is_empty() { Urgency::Background } else { Urgency::Awaited }
    }

    /// The span of its render: in the trace of the first who waits for it, or alone as a job's.
    fn span(&self, document_id: DocumentId) -> Span {
        match self.replies.first() {
            Some(reply) => below!(reply.span(), "invoice render", document.id = %document_id),
            None => alone!("invoice render", document.id = %document_id),
        }
    }
}

/// Whether a poke is on its way already.
#[derive(Debug, Default)]
pub(crate) struct PokeNote(AtomicBool);

impl PokeNote {
    /// True for the first who pokes.
    pub(super) fn take(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// Render a document now, or join the one who does.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Render {
    pub(crate) document_id: DocumentId,
    pub(crate) reply: ReplyTo<Blob>,
}

/// Look for jobs soon.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(super) struct Poke;

/// Pokes that come within this time are one look: sales come in batches.
const GATHER: Duration = Duration::from_millis(50);

/// Jobs taken ahead for each place.
const AHEAD: usize = 4;

/// The shortest and the longest pause between two tries.
const RETRY_BASE: Duration = Duration::from_secs(2);
const RETRY_LONGEST: Duration = Duration::from_secs(600);

impl Tenant for InvoiceSupervisor {
    type Key = ();
    type Note = PokeNote;

    fn take_seat(node: Arc<Node>, (): (), seat: Arc<Seat<PokeNote>>) -> Self {
        Self {
            node,
            seat,
            wanted: HashMap::new(),
            asked: VecDeque::new(),
            due: VecDeque::new(),
            running: 0,
            looking: false,
            more: false,
        }
    }
}

impl Actor for InvoiceSupervisor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.look(ctx);
        ctx.run_interval(self.node.config.job_poll, |actor, ctx| actor.look(ctx));
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.gauges.renders.store(0, Ordering::Relaxed);
        self.node.invoices.forget((), &self.seat);
    }
}

impl Handler<Render> for InvoiceSupervisor {
    type Result = ();

    fn handle(&mut self, Render { document_id, reply }: Render, ctx: &mut Self::Context) {
        self.seat.handled_one();
        self.node.faults.hit(crate::fault::Place::Invoice);
        if !self.wanted.contains_key(&document_id) && self.asked.len() >= self.node.config.renders_waiting_max {
            reply.answer(Err(EngineError::BUSY));
            return;
        }
        let wanted = self.wanted.entry(document_id).or_default();
        if !wanted.running && wanted.replies.is_empty() {
            // It may wait as a job as well: whichever turn comes first renders it.
            self.asked.push_back(document_id);
        }
        wanted.replies.push(reply);
        self.start_some(ctx);
    }
}

impl Handler<Poke> for InvoiceSupervisor {
    type Result = ();

    fn handle(&mut self, _: Poke, ctx: &mut Self::Context) {
        ctx.run_later(GATHER, |actor, ctx| {
            actor.seat.note.0.store(false, Ordering::Release);
            actor.look(ctx);
        });
    }
}

impl Handler<Leave> for InvoiceSupervisor {
    type Result = ();

    fn handle(&mut self, _: Leave, _: &mut Self::Context) {}
}

impl InvoiceSupervisor {
    /// Takes due jobs, as many as will have their turn well within their lease.
    fn look(&mut self, ctx: &mut Context<Self>) {
        self.node.faults.hit(crate::fault::Place::InvoicePoll);
        let room = (self.node.config.renders_at_once * AHEAD).saturating_sub(self.due.len());
        if self.looking || room == 0 || self.node.is_closing() {
            return;
        }
        self.looking = true;
        let node = Arc::clone(&self.node);
        let look = async move { checkout::claim(&node, &["render_document"], room).await };
        ctx.spawn(look.into_actor(self).map(move |jobs, actor, ctx| {
            actor.looking = false;
            match jobs {
                Ok(jobs) => {
                    actor.more = jobs.len() >= room;
                    jobs.into_iter().for_each(|job| actor.take(job));
                }
                Err(error) => tracing::warn!(%error, "jobs could not be looked for"),
            }
            actor.start_some(ctx);
        }));
    }

    fn take(&mut self, job: Job) {
        let Task::RenderDocument { document_id } = job.task else { return };
        let wanted = self.wanted.entry(document_id).or_default();
        if !wanted.running && wanted.job.is_none() {
            self.due.push_back(document_id);
        }
        wanted.job = Some(job);
    }

    fn start_some(&mut self, ctx: &mut Context<Self>) {
        while self.running < self.node.config.renders_at_once.max(1) {
            let Some(document_id) = self.asked.pop_front().or_else(|| self.due.pop_front()) else { break };
            let (urgency, span) = match self.wanted.get_mut(&document_id) {
                Some(wanted) if !wanted.running => {
                    wanted.running = true;
                    (wanted.urgency(), wanted.span(document_id))
                }
                // Its other turn came first.
                _ => continue,
            };
            self.running += 1;
            let node = Arc::clone(&self.node);
            let task = actix::spawn(async move { render(&node, document_id, urgency).await }.instrument(span));
            let work = async move {
                task.await.unwrap_or_else(|fall| Err(EngineError::Unavailable(format!("the renderer fell: {fall}"))))
            };
            ctx.spawn(work.into_actor(self).map(move |result, actor, ctx| actor.done(document_id, result, ctx)));
        }
        self.node.gauges.renders.store(self.wanted.len(), Ordering::Relaxed);
    }

    fn done(&mut self, document_id: DocumentId, result: Result<Rendered, EngineError>, ctx: &mut Context<Self>) {
        self.running -= 1;
        if let Some(wanted) = self.wanted.remove(&document_id) {
            let bytes = result.as_ref().map(|rendered| Arc::clone(rendered.bytes())).map_err(Clone::clone);
            for reply in wanted.replies {
                reply.answer(bytes.clone());
            }
            if let Some(job) = wanted.job {
                let node = Arc::clone(&self.node);
                actix::spawn(async move { close(&node, &job, result).await });
            }
        }
        self.start_some(ctx);
        if self.more && self.due.len() < self.node.config.renders_at_once {
            self.look(ctx);
        }
    }
}

/// Tells the journal what became of a job, where it does not know yet.
async fn close(node: &Arc<Node>, job: &Job, result: Result<Rendered, EngineError>) {
    let Some(lease) = job.lease else { return };
    let error = match result {
        Ok(Rendered::Told(_)) => return,
        Ok(Rendered::Before(_)) => None,
        Ok(Rendered::Untold(_, error)) | Err(error) => Some(error),
    };
    let edit = match error {
        None => Edit::FinishJob { id: job.id, token: lease.token },
        // The document is gone: there is nothing to render any more.
        Some(EngineError::Refused(refusal)) => {
            tracing::error!(%refusal, job.id = %job.id, "a document cannot be rendered");
            retry(node, job, lease.token, refusal.to_string(), true)
        }
        Some(error) => {
            let dead = job.attempts >= node.config.job_attempts_max;
            tracing::warn!(%error, job.id = %job.id, job.attempts, dead, "a document could not be rendered");
            retry(node, job, lease.token, error.to_string(), dead)
        }
    };
    if let Err(error) = node.edit(edit).await {
        tracing::warn!(%error, job.id = %job.id, "a job could not be closed; it comes back after its lease");
    }
}

fn retry(node: &Node, job: &Job, token: uuid::Uuid, reason: String, dead: bool) -> Edit {
    let pause = backoff::delay(RETRY_BASE, RETRY_LONGEST, job.attempts, node.random());
    Edit::RetryJob { id: job.id, token, run_at: node.now() + span(pause), error: Some(reason), dead }
}
