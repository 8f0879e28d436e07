//! The buyers who make the watched stock change: holds and their releases, one after another, several at a time, or at a steady rate.
//! It does not listen; it waits for what the listeners count.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde::de::IgnoredAny;
use uuid::Uuid;

use super::REQUEST_TO_LAST;
use super::counts::Counts;
use crate::api::{Artwork, BASE, Cart, Visitor};
use crate::args::FanoutArgs;
use crate::caller::{CallError, Caller};
use crate::http::{Client, Request, Target};
use crate::machine::Watched;
use crate::run::{Gate, SharedTally};

// At a steady rate one buyer makes at most so many changes a second; more buyers share a higher rate.
const RATE_PER_BUYER: u32 = 50;
const MOST_BUYERS: u32 = 64;
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// What the driving thread is given.
pub(super) struct Job {
    pub(super) targets: Arc<[Target]>,
    pub(super) gate: Arc<Gate>,
    pub(super) counts: Arc<Counts>,
    pub(super) watched: Watched,
    pub(super) artwork: Uuid,
    pub(super) args: FanoutArgs,
}

/// Waits for the sockets, makes the changes, waits until all are known, and ends the run.
pub(super) async fn change(job: Job, tally: SharedTally) {
    let job = Rc::new(job);
    if let Err(detail) = make_all(&job, &tally).await {
        tally.borrow_mut().findings.add("fanout-broken-off", detail);
    }
    job.gate.stop();
}

async fn make_all(job: &Rc<Job>, tally: &SharedTally) -> Result<(), String> {
    let counts = &job.counts;
    while !counts.all_decided() {
        if job.gate.over() {
            return Err("stopped before all sockets were connected".to_owned());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    if counts.failed() > 0 {
        return Err(format!("{} sockets could not subscribe", counts.failed()));
    }
    tokio::time::sleep(Duration::from_secs(job.args.rest_s)).await;
    counts.resting.get_or_init(|| job.watched.look());
    let began = *counts.began.get_or_init(Instant::now);

    let tickets = Rc::new(AtomicU32::new(0));
    let rate = job.args.rate;
    let buyers =
        if rate > 0 { rate.div_ceil(RATE_PER_BUYER).clamp(1, MOST_BUYERS) } else { u32::from(job.args.in_flight) };
    let tasks: Vec<_> = (0..buyers as usize)
        .map(|number| {
            let client = Client::new(job.targets.clone(), number, job.args.server.timeout());
            let caller = Caller::new(client, tally.clone(), job.gate.clone());
            let buyer = Buyer { job: job.clone(), caller, tickets: tickets.clone(), began };
            tokio::task::spawn_local(buyer.change_until_done())
        })
        .collect();
    for task in tasks {
        task.await.map_err(|error| error.to_string())??;
    }
    all_known(job, tally).await
}

/// The last version the server knows must be known by every socket.
async fn all_known(job: &Job, tally: &SharedTally) -> Result<(), String> {
    let counts = &job.counts;
    let client = Client::new(job.targets.clone(), 0, job.args.server.timeout());
    let mut caller = Caller::new(client, tally.clone(), job.gate.clone());
    let path = format!("{BASE}/artworks/{}", job.artwork);
    let work: Artwork = caller.call("artwork", &Request::get(&path, &[])).await.map_err(|error| error.to_string())?;
    let edition = work.editions.iter().find(|edition| edition.id == counts.edition);
    let last = edition
        .and_then(|edition| edition.stock.as_ref())
        .map(|stock| stock.version)
        .ok_or("the edition shows no stock any more")?;
    let known = counts.wait_for(last, job.args.server.timeout()).await;
    counts.ended.get_or_init(Instant::now);
    if !known {
        let detail =
            format!("version {last} of edition {} never reached {} sockets", counts.edition, counts.lacking(last));
        tally.borrow_mut().findings.add("lost-version", detail);
    }
    Ok(())
}

struct Buyer {
    job: Rc<Job>,
    caller: Caller,
    tickets: Rc<AtomicU32>,
    began: Instant,
}

impl Buyer {
    async fn change_until_done(mut self) -> Result<(), String> {
        loop {
            // Each hold by a new visitor: nobody takes again what he just gave back.
            let path = format!("{BASE}/visitors");
            let visitor: Visitor = self
                .caller
                .call("visitor", &Request::json("POST", &path, &[], b""))
                .await
                .map_err(|error| error.to_string())?;
            let headers = [("x-visitor", visitor.visitor_token.as_str())];
            if !self.next_ticket().await {
                return Ok(());
            }
            let body = format!(r#"{{"edition_id":"{}","quantity":1}}"#, self.job.counts.edition);
            let path = format!("{BASE}/cart/items");
            let cart: Cart = self.timed("hold", &Request::json("POST", &path, &headers, body.as_bytes())).await?;
            let line = cart
                .lines
                .iter()
                .find(|line| line.edition_id == self.job.counts.edition)
                .ok_or("a hold was answered without its line")?;
            if !self.next_ticket().await {
                return Ok(());
            }
            let path = format!("{BASE}/cart/items/{}", line.id);
            let _: IgnoredAny = self.timed("release", &Request::json("DELETE", &path, &headers, b"")).await?;
        }
    }

    /// One change; unless the rate is steady, waits until every socket knows of it.
    async fn timed<T: serde::de::DeserializeOwned>(
        &mut self,
        step: &'static str,
        request: &Request<'_>,
    ) -> Result<T, String> {
        let counts = self.job.counts.clone();
        let before = counts.complete();
        let sent = Instant::now();
        let answer = self
            .caller
            .call(step, request)
            .await
            .map_err(|error: CallError| format!("a change was not made: {error}"))?;
        if self.job.args.rate == 0 {
            if !counts.wait_for(before + 1, self.job.args.server.timeout()).await {
                return Err(format!("a change after version {before} did not reach all sockets in time"));
            }
            // With several changes at a time another one may have moved the count.
            if self.job.args.in_flight == 1 {
                self.caller.tally().borrow_mut().stats.record(REQUEST_TO_LAST, sent.elapsed());
            }
        }
        Ok(answer)
    }

    /// Takes the next change; at a steady rate, when it is due.
    async fn next_ticket(&self) -> bool {
        let number = self.tickets.fetch_add(1, Ordering::Relaxed);
        if number >= self.job.args.changes || self.job.gate.over() {
            return false;
        }
        if self.job.args.rate > 0 {
            let due = self.began + Duration::from_secs_f64(f64::from(number) / f64::from(self.job.args.rate));
            tokio::time::sleep_until(due.into()).await;
        }
        true
    }
}
