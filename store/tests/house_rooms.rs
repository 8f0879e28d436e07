//! What the console's house rooms write and look up: roles, sign-ins, the audit log, look-alikes, reports, collections,
//! settings that were.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use chrono::{DateTime, TimeDelta};
use common::house::{House, edition, mint, visitor};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::audit::AuditAction;
use impasto_domain::collection::CollectionDraft;
use impasto_domain::edit::{Edit, ImageRow, ImageVariant, NewUser};
use impasto_domain::edition::EditionKind;
use impasto_domain::event::Event;
use impasto_domain::identity::Role;
use impasto_domain::ids::{ArtworkId, CollectionId, ImageId, ReportId, UserId};
use impasto_domain::ports::JournalError;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::report::{ReportReason, ReportStatus};
use impasto_store::reads::AuditWanted;
use serde_json::json;

async fn registered(house: &House, email: &str, name: &str, roles: &[Role]) -> UserId {
    let user = NewUser {
        id: mint(),
        email: email.into(),
        password_hash: "$argon2id$…".into(),
        display_name: name.into(),
        locale: "de".into(),
        roles: roles.to_vec(),
        email_verified: false,
        proof: None,
    };
    let id = user.id;
    house.edit(Edit::RegisterUser { user, artist: None }).await.unwrap();
    id
}

async fn signed_in(house: &House, user_id: UserId, token: u8) {
    let expires_at = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
    let start = Edit::StartSession {
        session_id: mint(),
        user_id,
        user_agent: "x".into(),
        refresh_hash: vec![token],
        expires_at,
    };
    house.edit(start).await.unwrap();
}

fn refused(answer: Result<Reply, JournalError>) -> Refusal {
    match answer {
        Err(JournalError::Refused(refusal)) => refusal,
        other => panic!("unexpected {other:?}"),
    }
}

fn revoked(house: &House) -> usize {
    let told = house.sink.0.lock().unwrap();
    told.iter().filter(|committed| matches!(committed.event, Event::SessionRevoked { .. })).count()
}

fn image(dhash: Option<u64>) -> ImageRow {
    let variant =
        ImageVariant { key: "a/b.webp".into(), width_px: 640, height_px: 480, content_type: "image/webp".into() };
    ImageRow {
        id: mint(),
        width_px: 4_000,
        height_px: 3_000,
        alt: String::new(),
        blurhash: "LEHV6nWB2yk8".into(),
        palette: Vec::new(),
        original_key: "o/a.jpg".into(),
        variants: vec![variant],
        tiles: None,
        dhash,
    }
}

/// A draft with pictures of these hashes.
async fn pictured(house: &House, hashes: &[Option<u64>]) -> ArtworkId {
    let id: ArtworkId = mint();
    house.edit(house.new_artwork(id, "Birken", vec![edition(EditionKind::Unique, 1, 250_000)])).await.unwrap();
    for dhash in hashes {
        let image = Box::new(image(*dhash));
        house.edit(Edit::AddImage { artwork_id: id, seller_id: None, image }).await.unwrap();
    }
    id
}

on_both_engines! {
    async fn an_admin_always_stays(house: &House) {
        let (first, second) = (
            registered(house, "a@example.test", "A", &[Role::Admin]).await,
            registered(house, "b@example.test", "B", &[Role::Customer]).await,
        );
        let give = |user_id, roles: &[Role], by| Edit::SetRoles { user_id, roles: roles.to_vec(), by: Some(by) };
        assert!(matches!(refused(house.edit(give(first, &[Role::Customer], first)).await), Refusal::Conflict { .. }));
        house.edit(give(first, &[Role::Customer, Role::Admin], first)).await.unwrap();
        house.edit(give(second, &[Role::Admin], first)).await.unwrap();
        house.edit(give(first, &[Role::Customer], second)).await.unwrap();
        // Who was one a moment ago is none any more.
        assert!(matches!(refused(house.edit(give(second, &[Role::Customer], first)).await), Refusal::Forbidden { .. }));
        assert_eq!(house.store.user(second).await.unwrap().unwrap().roles, [Role::Admin]);
        let unknown = house.edit(give(mint(), &[Role::Admin], second)).await;
        assert!(matches!(refused(unknown), Refusal::NotFound { .. }));
    }

    async fn who_is_signed_out_everywhere_is_and_who_was_there_last_is_known(house: &House) {
        let admin = registered(house, "a@example.test", "A", &[Role::Admin]).await;
        let person = registered(house, "b@example.test", "B", &[Role::Customer]).await;
        assert!(house.store.last_seen(&[person]).await.unwrap().is_empty());
        signed_in(house, person, 1).await;
        signed_in(house, person, 2).await;
        let seen = house.store.last_seen(&[admin, person]).await.unwrap();
        assert_eq!((seen.len(), seen.contains_key(&person)), (1, true));
        house.edit(Edit::EndSessions { user_id: person, by: admin }).await.unwrap();
        assert_eq!(revoked(house), 2);
        assert!(house.store.sessions(person).await.unwrap().is_empty());
        house.edit(Edit::EndSessions { user_id: person, by: admin }).await.unwrap();
        let unknown = house.edit(Edit::EndSessions { user_id: mint(), by: admin }).await;
        assert!(matches!(refused(unknown), Refusal::NotFound { .. }));
        let log = house.store.audit(None, 10).await.unwrap();
        let lines: Vec<_> = log.items.iter().filter(|line| line.action == "user.sign_out").collect();
        assert_eq!((lines.len(), &lines[0].before), (1, &json!({"sign_ins": 2})));
        let known = house.store.users_by_ids(&[admin, person, mint()]).await.unwrap();
        assert_eq!(known.len(), 2);
    }

    async fn the_log_is_sieved_by_who_what_and_when(house: &House) {
        let (one, two) = (mint::<UserId>(), mint::<UserId>());
        let (subject, other) = (mint::<uuid::Uuid>(), mint::<uuid::Uuid>());
        let note = |by: UserId, action: AuditAction, subject| Edit::Audit {
            by: Some(by),
            action,
            subject,
            before: json!(null),
            after: json!({"n": 1}),
        };
        let (retry, forget) = (AuditAction::JobRetry, AuditAction::JobDrop);
        for (by, action, subject) in [
            (one, retry, subject),
            (one, forget, other),
            (two, retry, other),
            (two, forget, subject),
            (one, retry, other),
        ] {
            house.edit(note(by, action, subject)).await.unwrap();
        }
        let count = async |wanted: AuditWanted| {
            let page = house.store.audit_wanted(&wanted, None, 2).await.unwrap();
            let mut found = page.items.len();
            let mut cursor = page.next_cursor;
            while let Some(at) = cursor {
                let page = house.store.audit_wanted(&wanted, Some(&at), 2).await.unwrap();
                found += page.items.len();
                cursor = page.next_cursor;
            }
            found
        };
        let all = AuditWanted::default();
        let (by, action) = (Some(one), Some(retry.as_str().to_owned()));
        assert_eq!(count(all.clone()).await, 5);
        assert_eq!(count(AuditWanted { action: action.clone(), ..all.clone() }).await, 3);
        assert_eq!(count(AuditWanted { by, ..all.clone() }).await, 3);
        assert_eq!(count(AuditWanted { by, action: action.clone(), ..all.clone() }).await, 2);
        assert_eq!(count(AuditWanted { subject: Some(other), ..all.clone() }).await, 3);
        assert_eq!(count(AuditWanted { subject: Some(other), action: action.clone(), ..all.clone() }).await, 2);
        assert_eq!(count(AuditWanted { subject: Some(other), action, by, ..all.clone() }).await, 1);
        let last = house.store.audit(None, 1).await.unwrap().items.remove(0).at;
        let day = TimeDelta::days(1);
        assert_eq!(count(AuditWanted { from: Some(last - day), until: Some(last + day), ..all.clone() }).await, 5);
        assert_eq!(count(AuditWanted { from: Some(last + day), ..all.clone() }).await, 0);
        assert_eq!(count(AuditWanted { until: Some(last - day), ..all }).await, 0);
    }

    async fn look_alikes_are_found_among_the_pictures_of_other_works(house: &House) {
        let work = pictured(house, &[Some(0xff)]).await;
        let near = pictured(house, &[Some(0x0f), Some(0x7f)]).await;
        let _far = pictured(house, &[Some(u64::MAX)]).await;
        let bare = pictured(house, &[None]).await;
        let found = house.store.look_alikes(work, vec![0xff], 6).await.unwrap();
        assert_eq!(found.iter().map(|one| (one.artwork_id, one.distance)).collect::<Vec<_>>(), [(near, 1)]);
        // What has no hash yet gets one, and is found then.
        let missing = house.store.unhashed_images(ImageId(uuid::Uuid::nil()), 10).await.unwrap();
        assert_eq!((missing.len(), missing[0].variants.len()), (1, 1));
        let hash = Edit::HashImages { hashes: vec![(missing[0].id, 0xfe)] };
        house.edit(hash.clone()).await.unwrap();
        house.edit(hash).await.unwrap();
        let found = house.store.look_alikes(work, vec![0xff], 6).await.unwrap();
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|one| one.distance == 1));
        assert!(house.store.unhashed_images(ImageId(uuid::Uuid::nil()), 10).await.unwrap().is_empty());
        assert_eq!(house.store.artwork(&bare.to_string()).await.unwrap().unwrap().images[0].dhash, Some(0xfe));
        // A picture that was taken away looks like nothing any more; the highest bit is a bit like another.
        let image_id = house.store.artwork(&near.to_string()).await.unwrap().unwrap().images[1].id;
        house.edit(Edit::RemoveImage { artwork_id: near, seller_id: None, image_id }).await.unwrap();
        let found = house.store.look_alikes(work, vec![0xff], 6).await.unwrap();
        assert_eq!(found.iter().map(|one| (one.artwork_id, one.distance)).collect::<Vec<_>>(), [(bare, 1), (near, 4)]);
        assert_eq!(house.store.look_alikes(work, vec![u64::MAX >> 1], 6).await.unwrap().len(), 1);
    }

    async fn works_in_review_come_in_their_order(house: &House) {
        assert_eq!(house.store.artworks_in_review(10).await.unwrap(), (Vec::new(), 0));
        for dhash in [1, 2] {
            pictured(house, &[Some(dhash)]).await;
        }
        house.behind_its_back("UPDATE artwork_heads SET status = 'in_review' WHERE status = 'draft'").await;
        let (queue, total) = house.store.artworks_in_review(1).await.unwrap();
        assert_eq!((queue.len(), total), (1, 2));
        let (queue, _) = house.store.artworks_in_review(10).await.unwrap();
        let records = house.store.artworks_by_ids(&queue).await.unwrap();
        assert!(records.windows(2).all(|pair| pair[0].updated_at <= pair[1].updated_at));
        assert!(records.iter().all(|record| record.status == ArtworkStatus::InReview));
    }

    async fn a_work_is_reported_once_by_each_and_decided_once(house: &House) {
        let (work, _) = house.published_work(vec![edition(EditionKind::Unique, 1, 250_000)]).await;
        let (first, second) = (mint::<ReportId>(), mint::<ReportId>());
        let owner = visitor();
        let report = |id, owner| Edit::Report {
            id,
            artwork_id: work,
            owner,
            reason: ReportReason::Copied,
            text: "It is mine.".into(),
        };
        assert_eq!(house.edit(report(first, owner)).await.unwrap(), Reply::Id(first.0));
        assert_eq!(house.edit(report(mint(), owner)).await.unwrap(), Reply::Id(first.0), "the first one stands");
        house.edit(report(second, visitor())).await.unwrap();
        assert_eq!(house.store.open_reports().await.unwrap(), 2);
        let draft = pictured(house, &[]).await;
        let hidden = Edit::Report {
            id: mint(),
            artwork_id: draft,
            owner,
            reason: ReportReason::Other,
            text: String::new(),
        };
        assert!(matches!(refused(house.edit(hidden).await), Refusal::NotFound { .. }));

        let decide = |id, status| Edit::DecideReport { id, status, note: Some("Seen.".into()), by: house.admin };
        house.edit(decide(first, ReportStatus::Resolved)).await.unwrap();
        let again = house.edit(decide(first, ReportStatus::Dismissed)).await;
        assert!(matches!(refused(again), Refusal::InvalidTransition { .. }));
        let open = house.edit(decide(second, ReportStatus::Open)).await;
        assert!(matches!(refused(open), Refusal::InvalidTransition { .. }));
        let unknown = house.edit(decide(mint(), ReportStatus::Resolved)).await;
        assert!(matches!(refused(unknown), Refusal::NotFound { .. }));
        let listed = house.store.reports(ReportStatus::Open, None, 10).await.unwrap();
        assert_eq!((listed.items.len(), listed.total, listed.items[0].id), (1, Some(1), second));
        let decided = house.store.report(first).await.unwrap().unwrap();
        assert_eq!((decided.status, decided.note.as_deref(), decided.decided_by), (ReportStatus::Resolved, Some("Seen."), Some(house.admin)));
        assert_eq!((decided.owner, decided.artwork_id), (owner, work));
    }

    async fn a_collection_keeps_its_address_and_its_order(house: &House) {
        let works = [pictured(house, &[]).await, pictured(house, &[]).await];
        let id: CollectionId = mint();
        let put = |id, draft: CollectionDraft, revision, is_new| Edit::PutCollection {
            id,
            slug: "blue-hours".into(),
            draft: Box::new(draft),
            revision,
            is_new,
            by: house.admin,
        };
        let draft = CollectionDraft {
            title: "Blue hours".into(),
            words: "Evenings.".into(),
            works: works.to_vec(),
            published: false,
        };
        assert_eq!(house.edit(put(id, draft.clone(), None, true)).await.unwrap(), Reply::Slug("blue-hours".into()));
        let second = house.edit(put(mint(), draft.clone(), None, true)).await.unwrap();
        assert_eq!(second, Reply::Slug("blue-hours-2".into()));
        let stored = house.store.collection("blue-hours").await.unwrap().unwrap();
        assert_eq!((stored.id, &stored.draft, stored.revision), (id, &draft, 1));
        assert!(house.store.collections(true, None, 10).await.unwrap().items.is_empty());

        let turned = CollectionDraft {
            title: "Hours".into(),
            works: vec![works[1], works[0]],
            published: true,
            ..draft.clone()
        };
        house.edit(put(id, turned.clone(), Some(1), false)).await.unwrap();
        assert_eq!(refused(house.edit(put(id, draft.clone(), Some(1), false)).await), Refusal::PreconditionFailed);
        let stored = house.store.collection(&id.to_string()).await.unwrap().unwrap();
        assert_eq!((stored.slug.as_str(), &stored.draft, stored.revision), ("blue-hours", &turned, 2));
        house.edit(put(id, turned, Some(2), false)).await.unwrap();
        assert_eq!(house.store.collection("blue-hours").await.unwrap().unwrap().revision, 2, "nothing changed");
        assert_eq!(house.store.collections(true, None, 10).await.unwrap().items.len(), 1);

        let strange = CollectionDraft { works: vec![works[0], mint()], ..draft.clone() };
        let Refusal::Invalid { pointer, .. } = refused(house.edit(put(id, strange, None, false)).await) else { panic!() };
        assert_eq!(pointer, "/works/1");
        assert!(matches!(refused(house.edit(put(mint(), draft, None, false)).await), Refusal::NotFound { .. }));
        house.edit(Edit::RemoveCollection { id, by: house.admin }).await.unwrap();
        let gone = house.edit(Edit::RemoveCollection { id, by: house.admin }).await;
        assert!(matches!(refused(gone), Refusal::NotFound { .. }));
        assert!(house.store.collection("blue-hours").await.unwrap().is_none());
        let log = house.store.audit(None, 10).await.unwrap();
        assert_eq!(log.items.iter().filter(|line| line.action.starts_with("collection.")).count(), 4);
    }

    async fn what_a_setting_was_is_kept_change_by_change(house: &House) {
        let put = |key: &str, value: serde_json::Value| Edit::PutSettings {
            values: vec![(key.into(), value)],
            version: None,
            by: house.admin,
        };
        for name in ["One", "Two", "Three"] {
            house.edit(put("site_name", json!(name))).await.unwrap();
        }
        house.edit(put("accent", json!(null))).await.unwrap();
        let page = house.store.settings_history(Some("site_name"), None, 2).await.unwrap();
        let told: Vec<_> = page.items.iter().map(|change| (change.before.clone(), change.after.clone())).collect();
        assert_eq!(told, [(Some(json!("Two")), json!("Three")), (Some(json!("One")), json!("Two"))]);
        assert_eq!(page.items[0].by, Some(house.admin));
        let rest = house.store.settings_history(Some("site_name"), page.next_cursor.as_deref(), 2).await.unwrap();
        assert_eq!((rest.items.len(), rest.items[0].before.clone(), rest.next_cursor), (1, None, None));
        let first = house.store.setting_change(rest.items[0].seq).await.unwrap().unwrap();
        assert_eq!(first.after, json!("One"));
        let all = house.store.settings_history(None, None, 10).await.unwrap();
        assert_eq!(all.items.len(), 3, "a null where nothing is set changes nothing");
        assert!(house.store.settings_history(None, Some("x"), 10).await.is_err());
        assert!(house.store.setting_change(9_999).await.unwrap().is_none());
    }

    async fn people_orders_and_works_are_found_by_their_beginnings(house: &House) {
        let person = registered(house, "Paula.Becker@example.test", "Paula Modersohn", &[Role::Customer]).await;
        registered(house, "otto@example.test", "Otto", &[Role::Customer]).await;
        for words in ["PAULA.B", "paula mod", "paula"] {
            let found = house.store.find_people(words, 5).await.unwrap();
            assert_eq!(found.iter().map(|user| user.id).collect::<Vec<_>>(), [person], "{words}");
        }
        assert!(house.store.find_people("becker", 5).await.unwrap().is_empty(), "not in the middle");
        assert!(house.store.find_people(" ", 5).await.unwrap().is_empty());
        let (work, editions) = house.published_work(vec![edition(EditionKind::Unique, 1, 250_000)]).await;
        let slug = house.store.artwork(&work.to_string()).await.unwrap().unwrap().slug;
        let found = house.store.find_works(&slug[..3], None, 5).await.unwrap();
        assert!(found.iter().any(|found| found.id == work), "{found:?}");
        let found = house.store.find_works("", Some(editions[0].0), 5).await.unwrap();
        assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [work]);
        assert!(house.store.find_works("", None, 5).await.unwrap().is_empty());
        assert!(house.store.find_orders("IM-0", 5).await.unwrap().is_empty());
        assert!(house.store.find_orders("nobody@example.test", 5).await.unwrap().is_empty());
    }
}
