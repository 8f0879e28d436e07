//! Jobs: born with their cause, claimed with a lease, kept at least once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use chrono::{DateTime, TimeDelta};
use common::house::{self, House, Manual, lease, mint, visitor};
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::JobId;
use impasto_domain::job::{Job, LeaseTerm, Task};
use impasto_domain::reply::Reply;
use uuid::Uuid;

async fn claim(house: &House, kinds: &[&str], limit: u32, lease: LeaseTerm) -> Vec<Job> {
    let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    match house.edit(Edit::ClaimJobs { kinds, limit, lease }).await.unwrap() {
        Reply::Jobs(jobs) => jobs,
        other => panic!("unexpected {other:?}"),
    }
}

on_both_engines! {
    async fn a_sale_leaves_a_job_for_its_invoice_and_none_for_its_payment(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        let order = house.buy(visitor(), edition, 1).await;
        let lease = lease(60);
        let jobs = claim(house, &["render_document", "drive_payment"], 10, lease).await;
        assert_eq!(jobs.len(), 1);
        assert_eq!(jobs[0].task, Task::RenderDocument { document_id: order.documents[0].id });
        assert_eq!((jobs[0].attempts, jobs[0].lease.map(|lease| lease.token)), (0, Some(lease.token)));
        // It lasts from when it was given, in the database's time, whatever this node's clock says.
        let given = order.documents[0].issued_at;
        let lasts = jobs[0].lease.map(|lease| lease.until - given).unwrap_or_default();
        assert!(lasts >= TimeDelta::seconds(60), "{lasts}");
    }

    async fn a_job_that_nobody_understands_keeps_no_other_waiting(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        house.buy(visitor(), edition, 1).await;
        house.behind_its_back("UPDATE jobs SET task = '{\"task\": \"render_document\"}', run_at = '2020-01-01T00:00:00+00:00'").await;
        house.buy(visitor(), edition, 1).await;
        assert_eq!(claim(house, &["render_document"], 10, lease(60)).await.len(), 1);
        let dead = house.store.dead_jobs(10).await.unwrap();
        assert_eq!((dead.len(), dead[0].kind.as_str()), (1, "render_document"));
        let why = dead[0].last_error.as_deref().unwrap();
        assert!(why.contains("document_id"), "{why}");
    }

    async fn a_leased_job_is_nobody_elses(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        house.buy(visitor(), edition, 1).await;
        assert_eq!(claim(house, &["render_document"], 10, lease(60)).await.len(), 1);
        assert!(claim(house, &["render_document"], 10, lease(60)).await.is_empty());
    }

    async fn a_job_born_leased_is_its_makers(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        let cart = house.hold(visitor(), edition, 1).await.unwrap();
        house.place(&cart).await.unwrap();
        assert!(claim(house, &["drive_payment"], 10, lease(60)).await.is_empty());
    }

    async fn of_several_kinds_those_come_first_that_have_waited_longest(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        for _ in 0..3 {
            house.buy(visitor(), edition, 1).await;
        }
        let cart = house.hold(visitor(), edition, 1).await.unwrap();
        house.place(&cart).await.unwrap();
        house.behind_its_back("UPDATE jobs SET run_at = '2020-01-01T00:00:00+00:00' WHERE kind = 'drive_payment'").await;
        let jobs = claim(house, &["render_document", "drive_payment"], 2, lease(60)).await;
        let kinds: Vec<&str> = jobs.iter().map(|job| job.task.kind()).collect();
        assert_eq!(kinds, ["drive_payment", "render_document"]);
        let rest = claim(house, &["render_document", "drive_payment"], 10, lease(60)).await;
        assert_eq!(rest.len(), 2, "what was looked at and not taken is still there");
    }

    async fn only_the_holder_of_the_lease_finishes_or_postpones(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        house.buy(visitor(), edition, 1).await;
        let mine = lease(60);
        let job = claim(house, &["render_document"], 1, mine).await.remove(0);
        let foreign: Uuid = mint();
        house.edit(Edit::FinishJob { id: job.id, token: foreign }).await.unwrap();
        house.edit(Edit::RetryJob { id: job.id, token: foreign, run_at: DateTime::UNIX_EPOCH, error: None, dead: true }).await.unwrap();
        assert_eq!(house.store.job_backlog().await.unwrap()[0].open, 1);
        house.edit(Edit::FinishJob { id: job.id, token: mine.token }).await.unwrap();
        assert!(house.store.job_backlog().await.unwrap().is_empty());
    }

    async fn a_failed_job_comes_again_and_a_hopeless_one_becomes_a_dead_letter(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        house.buy(visitor(), edition, 1).await;
        let first = lease(60);
        let job = claim(house, &["render_document"], 1, first).await.remove(0);
        retry(house, job.id, first, Some("no font"), false).await;
        let second = lease(60);
        let again = claim(house, &["render_document"], 1, second).await.remove(0);
        assert_eq!((again.id, again.attempts), (job.id, 1));
        retry(house, job.id, second, None, false).await;
        let third = lease(60);
        let again = claim(house, &["render_document"], 1, third).await.remove(0);
        assert_eq!(again.attempts, 1, "waiting is no attempt");
        retry(house, job.id, third, Some("no font at all"), true).await;
        assert!(claim(house, &["render_document"], 1, lease(60)).await.is_empty());
        let dead = house.store.dead_jobs(10).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].last_error.as_deref(), Some("no font at all"));
        house.assert_sound().await;
    }
}

on_both_engines! {
    async fn a_dead_letter_is_kept_until_nobody_needs_it(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        let order = house.buy(visitor(), edition, 1).await;
        let taken = lease(60);
        let job = claim(house, &["render_document"], 1, taken).await.remove(0);
        retry(house, job.id, taken, Some("no font"), true).await;
        let later = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let retain = || house.edit(Edit::Retain { events_before: later, answers_before: DateTime::UNIX_EPOCH });
        retain().await.unwrap();
        assert_eq!(house.store.dead_jobs(10).await.unwrap().len(), 1, "its document was never rendered");
        house.assert_sound().await;
        let rendered = Command::DocumentRendered {
            order_id: order.head.id,
            document_id: order.documents[0].id,
            content_hash: "abc".into(),
            certificates: None,
        };
        house.submit(rendered).await.unwrap();
        retain().await.unwrap();
        assert!(house.store.dead_jobs(10).await.unwrap().is_empty());
    }
}

async fn retry(house: &House, id: JobId, lease: LeaseTerm, error: Option<&str>, dead: bool) {
    let error = error.map(str::to_owned);
    let edit = Edit::RetryJob { id, token: lease.token, run_at: DateTime::UNIX_EPOCH, error, dead };
    house.edit(edit).await.unwrap();
}

#[tokio::test]
async fn a_lease_that_ran_out_is_anybodys_and_its_old_holder_changes_nothing() {
    let clock = Manual::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    let (dir, house) = house::sqlite_with(Some(clock.clone())).await;
    let edition = house.published(EditionKind::Limited, 5, 5_000).await;
    house.buy(visitor(), edition, 1).await;
    let slow = lease(30);
    let job = claim(&house, &["render_document"], 1, slow).await.remove(0);
    clock.advance(31);
    let quick = lease(30);
    assert_eq!(claim(&house, &["render_document"], 1, quick).await[0].id, job.id);
    house.edit(Edit::FinishJob { id: job.id, token: slow.token }).await.unwrap();
    assert_eq!(house.store.job_backlog().await.unwrap()[0].open, 1);
    house.edit(Edit::FinishJob { id: job.id, token: quick.token }).await.unwrap();
    assert!(house.store.job_backlog().await.unwrap().is_empty());
    house.end().await;
    drop(dir);
}

#[tokio::test]
async fn two_nodes_never_claim_the_same_job() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let edition = house.published(EditionKind::Limited, 50, 5_000).await;
    for _ in 0..20 {
        house.buy(visitor(), edition, 1).await;
    }
    let mut claimed = Vec::new();
    while claimed.len() < 20 {
        let there = Edit::ClaimJobs { kinds: vec!["render_document".into()], limit: 3, lease: lease(60) };
        let there = impasto_domain::command::Command::Edit(Box::new(there));
        let (here, there) = tokio::join!(
            claim(&house, &["render_document"], 3, lease(60)),
            impasto_domain::ports::Journal::submit(&other, there.into())
        );
        let Reply::Jobs(there) = there.unwrap() else { panic!("jobs") };
        claimed.extend(here.into_iter().chain(there).map(|job| job.id));
    }
    claimed.sort_unstable();
    let all = claimed.len();
    claimed.dedup();
    assert_eq!((claimed.len(), all), (20, 20));
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}
