//! Mails and what is done with their secrets: written with their cause, good once, and nothing where none are sent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::house::{House, lease, mint, rules, rules_with_mails, visitor};
use impasto_domain::command::Command;
use impasto_domain::edit::{Edit, NewToken, NewUser, TokenPurpose};
use impasto_domain::edition::EditionKind;
use impasto_domain::event::Event;
use impasto_domain::identity::Role;
use impasto_domain::ids::{OrderId, SessionId, UserId};
use impasto_domain::job::Task;
use impasto_domain::mail::{Letter, LetterSecret, Mail};
use impasto_domain::owner::Owner;
use impasto_domain::ports::JournalError;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_store::StoreConfig;

/// A house that sends mails, on each engine.
macro_rules! where_mails_are_sent {
    ($(async fn $name:ident($house:ident: &House) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn holds($house: &House) $body

            #[tokio::test]
            async fn sqlite() {
                let dir = tempfile::tempdir().unwrap();
                let config = StoreConfig::new(format!("sqlite:{}/house.db", dir.path().display()));
                let house = House::open(config, rules_with_mails()).await;
                holds(&house).await;
                house.end().await;
            }

            #[tokio::test]
            async fn postgresql() {
                let Some(database) = common::database::postgres().await else { return };
                let house = House::open(StoreConfig::new(database.url()), rules_with_mails()).await;
                holds(&house).await;
                house.end().await;
                database.drop().await;
            }
        }
    )+};
}

/// The letters that wait to be sent.
async fn letters(house: &House) -> Vec<Letter> {
    let claim = Edit::ClaimJobs { kinds: vec!["send_mail".to_owned()], limit: 100, lease: lease(60) };
    let Reply::Jobs(jobs) = house.edit(claim).await.unwrap() else { panic!("no jobs") };
    let letter = |task| if let Task::SendMail { letter, .. } = task { *letter } else { panic!("another task") };
    jobs.into_iter().map(|job| letter(job.task)).collect()
}

/// The letters about wishes, with those that are to wait a while.
async fn wishes_told(house: &House) -> Vec<Letter> {
    house.behind_its_back("UPDATE jobs SET run_at = '2020-01-01T00:00:00+00:00' WHERE kind = 'send_mail'").await;
    letters(house).await.into_iter().filter(|letter| matches!(letter, Letter::WishFree { .. })).collect()
}

fn far() -> DateTime<Utc> {
    DateTime::from_timestamp(4_000_000_000, 0).unwrap()
}

fn token(user_id: UserId, purpose: TokenPurpose, email: &str, hash: u8, expires_at: DateTime<Utc>) -> NewToken {
    let secret = LetterSecret { sealed: vec![7; 40], expires_at };
    NewToken { user_id, purpose, email: email.to_owned(), hash: vec![hash; 32], secret }
}

async fn registered(house: &House, email: &str, hash: u8) -> UserId {
    let id: UserId = mint();
    let user = NewUser {
        id,
        email: email.to_owned(),
        password_hash: "old".to_owned(),
        display_name: "Paula".to_owned(),
        locale: "en".to_owned(),
        roles: vec![Role::Customer],
        email_verified: false,
        proof: Some(Box::new(token(id, TokenPurpose::Verify, email, hash, far()))),
    };
    house.edit(Edit::RegisterUser { user, artist: None }).await.unwrap();
    id
}

async fn signed_in(house: &House, user_id: UserId) -> SessionId {
    let session_id: SessionId = mint();
    let refresh_hash = session_id.0.as_bytes().repeat(2);
    let user_agent = "a test".to_owned();
    house.edit(Edit::StartSession { session_id, user_id, user_agent, refresh_hash, expires_at: far() }).await.unwrap();
    session_id
}

fn refused(answer: Result<Reply, JournalError>) -> Refusal {
    match answer {
        Err(JournalError::Refused(refusal)) => refusal,
        other => panic!("unexpected {other:?}"),
    }
}

async fn is_proven(house: &House, id: UserId) -> bool {
    house.store.user(id).await.unwrap().unwrap().email_verified
}

#[tokio::test]
async fn a_purchase_costs_one_row_more_where_mails_are_sent() {
    let mut costs = Vec::new();
    for rules in [rules(), rules_with_mails()] {
        let dir = tempfile::tempdir().unwrap();
        let house = House::open(StoreConfig::new(format!("sqlite:{}/house.db", dir.path().display())), rules).await;
        let edition = house.published(EditionKind::Limited, 9, 5_000).await;
        let before = house.journal.stats().rows;
        house.buy(visitor(), edition, 1).await;
        costs.push(house.journal.stats().rows - before);
        house.end().await;
    }
    assert_eq!(costs[1], costs[0] + 1, "{costs:?}");
}

on_both_engines! {
    async fn where_no_mails_are_sent_nothing_is_written_for_them(house: &House) {
        let edition = house.published(EditionKind::Limited, 9, 5_000).await;
        let order = house.buy(visitor(), edition, 1).await;
        house.edit(Edit::SendLetter { letter: Letter::OrderLink { order_id: order.head.id } }).await.unwrap();
        assert!(letters(house).await.is_empty());
    }
}

where_mails_are_sent! {
    async fn a_wish_is_told_of_once_a_day_and_to_all_who_have_it(house: &House) {
        let (artwork_id, _) = house.published_work(vec![common::house::edition(EditionKind::Unique, 1, 9_000)]).await;
        let (first, second) = (registered(house, "paula@example.test", 1).await, registered(house, "otto@example.test", 2).await);
        letters(house).await;
        let tell = || house.edit(Edit::TellWishers { artwork_id });
        tell().await.unwrap();
        assert_eq!(wishes_told(house).await, [], "nobody wishes for it");
        for user_id in [first, second] {
            house.edit(Edit::Wish { user_id, artwork_id, wished: true }).await.unwrap();
        }
        // Two nodes hear of it at once.
        tell().await.unwrap();
        tell().await.unwrap();
        assert_eq!(letters(house).await, [], "not at once: who let it go may come back");
        let mut told = wishes_told(house).await;
        told.sort_by_key(|letter| matches!(letter, Letter::WishFree { user_id, .. } if *user_id == second));
        assert_eq!(told, [first, second].map(|user_id| Letter::WishFree { user_id, artwork_id }));
        house.assert_sound().await;
    }

    async fn a_purchase_writes_one_mail(house: &House) {
        let edition = house.published(EditionKind::Limited, 9, 5_000).await;
        let order = house.buy(visitor(), edition, 1).await;
        assert_eq!(letters(house).await, [Letter::OrderPaid { order_id: order.head.id }]);
    }

    async fn an_address_is_proven_once_by_the_newest_secret(house: &House) {
        let id = registered(house, "Paula@Example.test", 1).await;
        let again = token(id, TokenPurpose::Verify, "paula@example.test", 2, far());
        house.edit(Edit::IssueToken(Box::new(again))).await.unwrap();
        let kinds: Vec<&str> = letters(house).await.iter().map(Letter::kind).collect();
        assert_eq!(kinds, ["verify_email", "verify_email"]);
        let prove = |hash: u8| house.edit(Edit::VerifyEmail { hash: vec![hash; 32] });
        assert_eq!(refused(prove(1).await), Refusal::Expired);
        assert!(!is_proven(house, id).await);
        prove(2).await.unwrap();
        assert!(is_proven(house, id).await);
        assert_eq!(refused(prove(2).await), Refusal::Expired);
    }

    async fn a_secret_is_good_for_what_it_was_sent_for_and_until_its_end(house: &House) {
        let id = registered(house, "paula@example.test", 1).await;
        let past = DateTime::from_timestamp(1_000_000_000, 0).unwrap();
        for (purpose, hash, expires_at) in [(TokenPurpose::Reset, 2, far()), (TokenPurpose::Email, 3, past)] {
            let new = token(id, purpose, "paula@example.test", hash, expires_at);
            house.edit(Edit::IssueToken(Box::new(new))).await.unwrap();
        }
        let reset = |hash: u8| Edit::ResetPassword { hash: vec![hash; 32], password_hash: "new".to_owned() };
        assert_eq!(refused(house.edit(Edit::VerifyEmail { hash: vec![2; 32] }).await), Refusal::Expired);
        assert_eq!(refused(house.edit(reset(1)).await), Refusal::Expired);
        assert_eq!(refused(house.edit(Edit::VerifyEmail { hash: vec![3; 32] }).await), Refusal::Expired);
        house.edit(reset(2)).await.unwrap();
        assert_eq!(refused(house.edit(reset(2)).await), Refusal::Expired);
        assert_eq!(house.store.account_by_email("paula@example.test").await.unwrap().unwrap().password_hash, "new");
    }

    async fn a_reset_ends_every_sign_in_and_a_change_all_but_one(house: &House) {
        let id = registered(house, "paula@example.test", 1).await;
        let (kept, other) = (signed_in(house, id).await, signed_in(house, id).await);
        let password_hash = "newer".to_owned();
        house.edit(Edit::ChangePassword { user_id: id, password_hash, keep: kept }).await.unwrap();
        let live = |sessions: Vec<impasto_domain::identity::Session>| sessions.iter().map(|s| s.id).collect::<Vec<_>>();
        assert_eq!(live(house.store.sessions(id).await.unwrap()), [kept]);
        let reset = token(id, TokenPurpose::Reset, "paula@example.test", 4, far());
        house.edit(Edit::IssueToken(Box::new(reset))).await.unwrap();
        let reset = Edit::ResetPassword { hash: vec![4; 32], password_hash: "newest".to_owned() };
        house.edit(reset).await.unwrap();
        assert!(house.store.sessions(id).await.unwrap().is_empty());
        assert!(is_proven(house, id).await, "who has the mail has the address");
        let told = house.sink.0.lock().unwrap().clone();
        let is_of =
            |event: &Event, session| matches!(event, Event::SessionRevoked { session_id, .. } if *session_id == session);
        let ended = |session| told.iter().filter(|one| is_of(&one.event, session)).count();
        assert_eq!((ended(kept), ended(other)), (1, 1));
    }

    async fn another_address_ends_what_was_sent_to_the_old_one(house: &House) {
        let id = registered(house, "paula@example.test", 1).await;
        registered(house, "taken@example.test", 9).await;
        for (purpose, email, hash) in [
            (TokenPurpose::Reset, "paula@example.test", 5),
            (TokenPurpose::Email, "moved@example.test", 6),
        ] {
            house.edit(Edit::IssueToken(Box::new(token(id, purpose, email, hash, far())))).await.unwrap();
        }
        letters(house).await;
        house.edit(Edit::VerifyEmail { hash: vec![6; 32] }).await.unwrap();
        let user = house.store.user(id).await.unwrap().unwrap();
        assert_eq!((user.email.as_str(), user.email_verified), ("moved@example.test", true));
        assert!(house.store.account_by_email("paula@example.test").await.unwrap().is_none());
        assert_eq!(letters(house).await, [Letter::EmailChanged { user_id: id, email: "paula@example.test".to_owned() }]);
        let reset = Edit::ResetPassword { hash: vec![5; 32], password_hash: "new".to_owned() };
        assert_eq!(refused(house.edit(reset).await), Refusal::Expired);
        // Somebody else has it by now: the account stays as it is.
        let wanted = token(id, TokenPurpose::Email, "Taken@example.test", 8, far());
        house.edit(Edit::IssueToken(Box::new(wanted))).await.unwrap();
        assert_eq!(refused(house.edit(Edit::VerifyEmail { hash: vec![8; 32] }).await), Refusal::EmailTaken);
        assert_eq!(house.store.user(id).await.unwrap().unwrap().email, "moved@example.test");
    }

    async fn an_order_goes_into_the_account_with_its_proven_address_only(house: &House) {
        let edition = house.published(EditionKind::Limited, 9, 5_000).await;
        let order = house.buy(visitor(), edition, 1).await;
        let order_id = order.head.id;
        let (own, other) = (
            registered(house, &order.head.email.to_uppercase(), 1).await,
            registered(house, "other@example.test", 2).await,
        );
        let claim = |order_id: OrderId, user_id| house.edit(Edit::ClaimOrder { order_id, user_id });
        assert!(matches!(refused(claim(order_id, other).await), Refusal::NotFound { .. }));
        assert!(matches!(refused(claim(mint(), own).await), Refusal::NotFound { .. }));
        assert!(matches!(refused(claim(order_id, own).await), Refusal::Forbidden { .. }));
        house.edit(Edit::VerifyEmail { hash: vec![1; 32] }).await.unwrap();
        for _ in 0..2 {
            claim(order_id, own).await.unwrap();
        }
        let listed = house.store.orders_of(Owner::User(own), None, 10).await.unwrap();
        assert_eq!(listed.items.len(), 1);
        assert_eq!(listed.items[0].head.owner, Owner::User(own));
        assert!(matches!(refused(claim(order_id, other).await), Refusal::NotFound { .. }));
        house.assert_sound().await;
    }

    async fn a_mail_is_kept_once_and_listed_newest_first(house: &House) {
        let mail = |subject: &str| Mail {
            id: mint(),
            kind: "order_paid".to_owned(),
            to: "paula@example.test".to_owned(),
            subject: subject.to_owned(),
            text: "text".to_owned(),
            html: "<p>html</p>".to_owned(),
        };
        let (first, second) = (mail("first"), mail("second"));
        for kept in [&first, &first, &second] {
            house.edit(Edit::KeepMail(Box::new(kept.clone()))).await.unwrap();
        }
        let listed = house.store.mails(None, 1).await.unwrap();
        assert_eq!(listed.items[0].subject, "second");
        let rest = house.store.mails(listed.next_cursor.as_deref(), 5).await.unwrap();
        assert_eq!((rest.items.len(), rest.items[0].subject.as_str()), (1, "first"));
        assert_eq!(house.store.mail(first.id).await.unwrap().unwrap().0, first);
        assert!(house.store.mail(mint()).await.unwrap().is_none());
        // They are forgotten with the events of their time.
        let before = far() + TimeDelta::days(1);
        house.edit(Edit::Retain { events_before: before, answers_before: before }).await.unwrap();
        assert!(house.store.mails(None, 5).await.unwrap().items.is_empty());
    }

    async fn a_letter_that_is_asked_for_twice_is_two_mails(house: &House) {
        let letter = Letter::OrderLink { order_id: mint() };
        for _ in 0..2 {
            house.edit(Edit::SendLetter { letter: letter.clone() }).await.unwrap();
        }
        assert_eq!(letters(house).await, [letter.clone(), letter], "each is a mail of its own");
    }

    async fn the_word_that_an_order_waits_is_called_off_when_it_is_paid(house: &House) {
        let edition = house.published(EditionKind::Limited, 9, 5_000).await;
        let owner = visitor();
        let cart = house.hold(owner, edition, 1).await.unwrap();
        let (order, payment_id) = house.place(&cart).await.unwrap();
        let order_id = order.head.id;
        let wait = impasto_domain::command::PaymentWait {
            requires_action: false,
            provider_ref: Some("test_1".to_owned()),
            client_secret: None,
            redirect_url: None,
            ask_again_at: None,
        };
        house.submit(Command::HoldPayment { order_id, payment_id, wait }).await.unwrap();
        house.settle(&order, payment_id).await.unwrap();
        house.behind_its_back("UPDATE jobs SET run_at = '2020-01-01T00:00:00+00:00' WHERE kind = 'send_mail'").await;
        assert_eq!(letters(house).await, [Letter::OrderPaid { order_id }]);
    }
}
