//! The notification supervisor: sends mails, no more than so many at once. One a node that sends any; it stays.
//!
//! It takes only as many jobs as it begins at once, so that each is over well within its lease: a mail that was handed
//! over cannot be called back. Each goes out in a task of its own, so that one that makes its writer fall takes nobody
//! along. What failed comes back after a pause that grows; what was refused for good becomes a dead letter.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix::prelude::*;
use impasto_domain::job::{Job, Task};
use tracing::Instrument;

use super::post::{Posted, close, post};
use crate::checkout;
use crate::directory::{Leave, Seat, Tenant};
use crate::node::Node;
use crate::trace::alone;

/// Sends mails.
pub(crate) struct NotificationSupervisor {
    node: Arc<Node>,
    seat: Arc<Seat<PokeNote>>,
    running: usize,
    looking: bool,
    /// Whether the last look found as many as it could take.
    more: bool,
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

/// Look for mails soon.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(super) struct Poke;

/// Pokes that come within this time are one look: sales come in batches.
const GATHER: Duration = Duration::from_millis(50);

impl Tenant for NotificationSupervisor {
    type Key = ();
    type Note = PokeNote;

    fn take_seat(node: Arc<Node>, (): (), seat: Arc<Seat<PokeNote>>) -> Self {
        Self { node, seat, running: 0, looking: false, more: false }
    }
}

impl Actor for NotificationSupervisor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.look(ctx);
        ctx.run_interval(self.node.config.job_poll, |actor, ctx| actor.look(ctx));
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.gauges.mails.store(0, Ordering::Relaxed);
        self.node.notifications.forget((), &self.seat);
    }
}

impl Handler<Poke> for NotificationSupervisor {
    type Result = ();

    fn handle(&mut self, _: Poke, ctx: &mut Self::Context) {
        ctx.run_later(GATHER, |actor, ctx| {
            actor.seat.note.0.store(false, Ordering::Release);
            actor.look(ctx);
        });
    }
}

impl Handler<Leave> for NotificationSupervisor {
    type Result = ();

    fn handle(&mut self, _: Leave, _: &mut Self::Context) {}
}

impl NotificationSupervisor {
    /// Takes due jobs, as many as can begin now.
    fn look(&mut self, ctx: &mut Context<Self>) {
        self.node.faults.hit(crate::fault::Place::Mail);
        let room = self.node.config.mails_at_once.max(1).saturating_sub(self.running);
        if self.looking || room == 0 || self.node.is_closing() {
            // Whoever is done next looks again.
            self.more |= room == 0;
            return;
        }
        self.looking = true;
        let node = Arc::clone(&self.node);
        let look = async move { checkout::claim(&node, &["send_mail"], room).await };
        ctx.spawn(look.into_actor(self).map(move |jobs, actor, ctx| {
            actor.looking = false;
            match jobs {
                Ok(jobs) => {
                    actor.more = jobs.len() >= room;
                    jobs.into_iter().for_each(|job| actor.begin(job, ctx));
                }
                Err(error) => tracing::warn!(%error, "mails could not be looked for"),
            }
        }));
    }

    fn begin(&mut self, job: Job, ctx: &mut Context<Self>) {
        let (Task::SendMail { mail_id, letter }, Some(ports)) = (job.task.clone(), self.node.ports.mail.clone()) else {
            return;
        };
        self.running += 1;
        self.node.gauges.mails.store(self.running, Ordering::Relaxed);
        let node = Arc::clone(&self.node);
        let span = alone!("mail", mail.id = %mail_id, mail.kind = letter.kind());
        let task = actix::spawn(async move { post(&node, &ports, mail_id, &letter).await }.instrument(span));
        let node = Arc::clone(&self.node);
        let work = async move {
            let posted = task.await.unwrap_or_else(|fall| Posted::Failed(format!("its writer fell: {fall}")));
            close(&node, &job, posted).await;
        };
        ctx.spawn(work.into_actor(self).map(|(), actor, ctx| actor.done(ctx)));
    }

    fn done(&mut self, ctx: &mut Context<Self>) {
        self.running -= 1;
        self.node.gauges.mails.store(self.running, Ordering::Relaxed);
        if self.more {
            self.look(ctx);
        }
    }
}
