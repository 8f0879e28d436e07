//! Plain edits: what each writes, tells and refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use chrono::{DateTime, Utc};
use common::house::{self, House, address, edition, mint, visitor};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::Command;
use impasto_domain::edit::{ArtworkText, Edit, ImageRow, ImageTiles, ImageVariant, NewUser};
use impasto_domain::edition::EditionKind;
use impasto_domain::event::Event;
use impasto_domain::identity::Role;
use impasto_domain::ids::{ArtworkId, ImageId, UserId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::owner::Owner;
use impasto_domain::ports::JournalError;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::shipping::{ShippingBand, ShippingMethod, ShippingTable, Zone, after_working_days};

fn new_user(email: &str) -> NewUser {
    NewUser {
        email_verified: false,
        proof: None,
        id: mint(),
        email: email.into(),
        password_hash: "$argon2id$…".into(),
        display_name: "Paula".into(),
        locale: "de".into(),
        roles: vec![Role::Customer],
    }
}

async fn registered(house: &House, email: &str) -> UserId {
    let user = new_user(email);
    let id = user.id;
    house.edit(Edit::RegisterUser { user, artist: None }).await.unwrap();
    id
}

fn refused(answer: Result<Reply, JournalError>) -> Refusal {
    match answer {
        Err(JournalError::Refused(refusal)) => refusal,
        other => panic!("unexpected {other:?}"),
    }
}

/// A table with what a house's has not.
fn own_shipping() -> ShippingTable {
    let band = ShippingBand {
        zone: Zone::Country(address().country),
        weight_g_max: 1_000_000,
        longest_side_tenth_mm_max: 100_000,
        prices: vec![Money::new(1_234, Currency::EUR)],
        days_min: 2,
        days_max: 5,
    };
    let home = ShippingBand { zone: Zone::Home, ..band.clone() };
    let standard = ShippingMethod {
        id: "standard".into(),
        name: "Own".into(),
        bands: vec![home, band],
        handling_days: Some(10),
        ..ShippingMethod::default()
    };
    ShippingTable { volumetric_divisor: 6_000, handling_days: 2, methods: vec![standard] }
}

fn words(title: &str) -> ArtworkText {
    ArtworkText {
        title: title.into(),
        description: "Birches.".into(),
        year: Some(1903),
        medium: "Oil on board".into(),
        styles: vec!["Expressionism".into()],
        subjects: vec!["trees".into()],
        provenance: vec!["The artist's studio".into()],
        signed: true,
        ..ArtworkText::default()
    }
}

fn image(id: ImageId) -> ImageRow {
    let variant =
        ImageVariant { key: "a/b.webp".into(), width_px: 640, height_px: 480, content_type: "image/webp".into() };
    ImageRow {
        id,
        width_px: 4_000,
        height_px: 3_000,
        alt: "Birches at a canal".into(),
        blurhash: "LEHV6nWB2yk8".into(),
        palette: vec!["#112233".into()],
        original_key: "o/a.jpg".into(),
        variants: vec![variant],
        tiles: Some(ImageTiles { prefix: "ab/cd-tiles".into(), side_px: 512, levels: 1 }),
        dhash: Some(0xf0f0_f0f0_0f0f_0f0f),
    }
}

fn told(house: &House, wanted: impl Fn(&Event) -> bool) -> usize {
    house.sink.0.lock().unwrap().iter().filter(|committed| wanted(&committed.event)).count()
}

on_both_engines! {
    async fn an_email_address_has_one_account_whatever_its_case(house: &House) {
        let id = registered(house, "Paula@Example.test").await;
        let again = house.edit(Edit::RegisterUser { user: new_user("paula@example.TEST"), artist: None }).await;
        assert_eq!(refused(again), Refusal::EmailTaken);
        let account = house.store.account_by_email(" PAULA@example.test ").await.unwrap().unwrap();
        assert_eq!((account.user.id, account.user.email.as_str()), (id, "Paula@Example.test"));
        assert_eq!(account.password_hash, "$argon2id$…");
        assert_eq!(house.store.user(id).await.unwrap().unwrap().roles, [Role::Customer]);
        assert!(house.store.account_by_email("nobody@example.test").await.unwrap().is_none());
    }

    async fn an_artist_registers_with_a_profile_and_a_seller_of_one(house: &House) {
        let (artist_id, seller_id) = (mint(), mint());
        let artist = house::new_artist(artist_id, house::seller(seller_id));
        let user = new_user("hilde@example.test");
        let id = user.id;
        house.edit(Edit::RegisterUser { user, artist: Some(Box::new(artist.clone())) }).await.unwrap();
        let user = house.store.user(id).await.unwrap().unwrap();
        assert_eq!((user.artist_id, user.seller_id), (Some(artist_id), Some(seller_id)));
        // Another with the same names gets others.
        let (second, other_seller) = (mint(), mint());
        let seller = impasto_domain::seller::Seller { id: other_seller, ..artist.seller.clone() };
        let same = impasto_domain::edit::NewArtist { id: second, seller, ..artist.clone() };
        let reply = house.edit(Edit::AddArtist(Box::new(same))).await.unwrap();
        assert_eq!(reply, Reply::Slug(format!("{}-2", artist.slug)));
        let other = house.store.seller(other_seller).await.unwrap().unwrap();
        assert_eq!(other.series_prefix, format!("{}2", artist.seller.series_prefix));
    }

    async fn a_work_is_made_with_all_its_copies_and_a_slug_of_its_own(house: &House) {
        let editions = vec![edition(EditionKind::Unique, 1, 250_000), edition(EditionKind::Limited, 300, 9_000)];
        let (first, second): (ArtworkId, ArtworkId) = (mint(), mint());
        let made = house.edit(house.new_artwork(first, "Birken am Kanal", editions.clone())).await.unwrap();
        assert_eq!(made, Reply::Slug("birken-am-kanal".into()));
        let made = house.edit(house.new_artwork(second, "Birken am Kanal", Vec::new())).await.unwrap();
        assert_eq!(made, Reply::Slug("birken-am-kanal-2".into()));
        let record = house.store.artwork("birken-am-kanal").await.unwrap().unwrap();
        assert_eq!((record.id, record.status, record.revision, record.version), (first, ArtworkStatus::Draft, 1, 1));
        let available: Vec<i64> = record.editions.iter().map(|(_, stock)| stock.available).collect();
        assert_eq!(available, [1, 300]);
        assert_eq!(record.editions[1].0.label, editions[1].label);
        assert_eq!(house.store.artwork(&first.to_string()).await.unwrap().unwrap(), record);
        assert!(house.store.public_artworks().await.unwrap().is_empty());
        house.assert_sound().await;
    }

    async fn a_work_of_a_foreign_artist_is_refused(house: &House) {
        let Edit::CreateArtwork { id, seller_id, slug, text, editions, .. } = house.new_artwork(mint(), "X", Vec::new()) else {
            unreachable!()
        };
        let foreign = Edit::CreateArtwork { id, seller_id, artist_id: Some(mint()), slug, text, editions, images: Vec::new() };
        assert!(matches!(refused(house.edit(foreign).await), Refusal::Invalid { .. }));
    }

    async fn an_edit_against_an_old_revision_is_refused(house: &House) {
        let (id, editions) = house.published_work(vec![edition(EditionKind::Limited, 10, 9_000)]).await;
        let edit = |revision, title: &str, prices| Edit::EditArtwork {
            id,
            seller_id: Some(house.seller_id),
            revision: Some(revision),
            text: Box::new(words(title)),
            editions: None,
            prices,
        };
        let price = Money::new(9_900, Currency::EUR);
        house.edit(edit(1, "Birches", vec![(editions[0], price)])).await.unwrap();
        assert_eq!(refused(house.edit(edit(1, "Elms", Vec::new())).await), Refusal::PreconditionFailed);
        let record = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        assert_eq!((&*record.text, record.revision), (&words("Birches"), 2));
        assert_eq!(record.editions[0].0.price, price);
        assert_eq!(told(house, |event| matches!(event, Event::PriceChanged { price: new, .. } if *new == price)), 1);
        let foreign = Edit::EditArtwork {
            id,
            seller_id: Some(mint()),
            revision: None,
            text: Box::new(words("Mine")),
            editions: None,
            prices: Vec::new(),
        };
        assert!(matches!(refused(house.edit(foreign).await), Refusal::NotFound { .. }));
    }

    async fn editions_are_replaced_in_a_draft_only(house: &House) {
        let id: ArtworkId = mint();
        house.edit(house.new_artwork(id, "Elms", vec![edition(EditionKind::Limited, 30, 9_000)])).await.unwrap();
        let replace = |editions| Edit::EditArtwork {
            id,
            seller_id: None,
            revision: None,
            text: Box::new(words("Elms")),
            editions: Some(editions),
            prices: Vec::new(),
        };
        house.edit(replace(vec![edition(EditionKind::Unique, 1, 100), edition(EditionKind::Open, 0, 50)])).await.unwrap();
        let record = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        assert_eq!(record.editions.len(), 2);
        house.assert_sound().await;
        let publish = |wanted| Command::MoveArtwork { artwork_id: id, wanted, by: house.admin, seller_id: None, reason: None };
        house.submit(publish(ArtworkMove::Submit)).await.unwrap();
        assert!(matches!(refused(house.edit(replace(Vec::new())).await), Refusal::Conflict { .. }));
    }

    async fn images_go_last_and_are_moved_and_taken_away(house: &House) {
        let (id, _) = house.published_work(vec![edition(EditionKind::Unique, 1, 9_000)]).await;
        let ids: Vec<ImageId> = (0..3).map(|_| mint()).collect();
        for image_id in &ids {
            let add = Edit::AddImage { artwork_id: id, seller_id: None, image: Box::new(image(*image_id)) };
            house.edit(add).await.unwrap();
        }
        let shown = || async {
            let record = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
            record.images.iter().map(|image| image.id).collect::<Vec<_>>()
        };
        assert_eq!(shown().await, ids);
        let forward = Edit::EditImage {
            artwork_id: id,
            seller_id: None,
            image_id: ids[2],
            alt: Some("Elms".into()),
            position: Some(0),
        };
        house.edit(forward).await.unwrap();
        assert_eq!(shown().await, [ids[2], ids[0], ids[1]]);
        house.edit(Edit::RemoveImage { artwork_id: id, seller_id: None, image_id: ids[0] }).await.unwrap();
        assert_eq!(shown().await, [ids[2], ids[1]]);
        let again = Edit::RemoveImage { artwork_id: id, seller_id: None, image_id: ids[0] };
        assert!(matches!(refused(house.edit(again).await), Refusal::NotFound { .. }));
        let record = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        assert_eq!((record.images[0].alt.as_str(), record.revision), ("Elms", 6));
        assert_eq!(record.images[1], image(ids[1]));
    }

    async fn a_rejection_says_why_until_the_next_submission(house: &House) {
        let mut rules = house::rules();
        rules.moderated = true;
        let id: ArtworkId = mint();
        house.edit(house.new_artwork(id, "Elms", vec![edition(EditionKind::Unique, 1, 100)])).await.unwrap();
        let config = impasto_store::JournalConfig::new("strict", rules);
        let strict = impasto_store::LaneJournal::start(
            house.store.clone(),
            config,
            std::sync::Arc::new(house::Recorder::default()),
            std::sync::Arc::new(house::Alone),
        );
        let strict = strict.await.unwrap();
        let moved = |wanted, reason: Option<&str>| {
            let command = Command::MoveArtwork {
                artwork_id: id,
                wanted,
                by: house.admin,
                seller_id: None,
                reason: reason.map(str::to_owned),
            };
            impasto_domain::ports::Journal::submit(&strict, command.into())
        };
        moved(ArtworkMove::Submit, None).await.unwrap();
        moved(ArtworkMove::Reject, Some("too dark")).await.unwrap();
        let record = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        assert_eq!((record.status, record.rejection.as_deref()), (ArtworkStatus::Rejected, Some("too dark")));
        moved(ArtworkMove::Submit, None).await.unwrap();
        let record = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        assert_eq!((record.status, record.rejection), (ArtworkStatus::InReview, None));
        let page = house.store.artworks_of_status(ArtworkStatus::InReview, None, 10).await.unwrap();
        assert_eq!((page.items.len(), page.total), (1, Some(1)));
        strict.close().await.unwrap();
    }

    async fn wishes_are_counted_once_and_taken_back(house: &House) {
        let (id, _) = house.published_work(vec![edition(EditionKind::Unique, 1, 9_000)]).await;
        let user_id = registered(house, "paula@example.test").await;
        let wish = |wished| Edit::Wish { user_id, artwork_id: id, wished };
        for wished in [true, true, false, false, true] {
            house.edit(wish(wished)).await.unwrap();
        }
        let wished = house.store.wishlist(user_id, None, 10).await.unwrap();
        assert_eq!((wished.items, wished.total), (vec![id], Some(1)));
        assert_eq!(house.store.artwork(&id.to_string()).await.unwrap().unwrap().wishlisted, 1);
        assert_eq!(told(house, |event| matches!(event, Event::WishlistChanged { .. })), 3);
        let unknown = Edit::Wish { user_id, artwork_id: mint(), wished: true };
        assert!(matches!(refused(house.edit(unknown).await), Refusal::NotFound { .. }));
        house.assert_sound().await;
    }

    async fn only_a_buyer_reviews_and_only_once(house: &House) {
        let (id, editions) = house.published_work(vec![edition(EditionKind::Limited, 10, 9_000)]).await;
        let user_id = registered(house, "paula@example.test").await;
        let review = |rating| Edit::Review { id: mint(), user_id, artwork_id: id, rating, text: "Luminous.".into() };
        assert!(matches!(refused(house.edit(review(5)).await), Refusal::Forbidden { .. }));
        house.buy(Owner::User(user_id), editions[0], 1).await;
        assert!(matches!(refused(house.edit(review(6)).await), Refusal::Invalid { .. }));
        let Reply::Id(written) = house.edit(review(4)).await.unwrap() else { panic!("a review has an id") };
        let shown = house.store.review(written.into()).await.unwrap().unwrap();
        assert_eq!((shown.rating, shown.text.as_str()), (4, "Luminous."));
        assert!(matches!(refused(house.edit(review(5)).await), Refusal::Conflict { .. }));
        let page = house.store.reviews_of(id, None, 10).await.unwrap();
        assert_eq!((page.items.len(), page.total, page.items[0].author.as_str()), (1, Some(1), "Paula"));
        let record = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        assert_eq!((record.reviews, record.rating_hundredths), (1, Some(400)));
        house.assert_sound().await;
    }

    async fn a_refresh_token_is_exchanged_once_and_its_theft_ends_the_session(house: &House) {
        let user_id = registered(house, "paula@example.test").await;
        let session_id = mint();
        let far: DateTime<Utc> = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let start = Edit::StartSession {
            session_id,
            user_id,
            user_agent: "Firefox".into(),
            refresh_hash: vec![1; 32],
            expires_at: far,
        };
        house.edit(start).await.unwrap();
        let rotate = |presented: u8, successor: u8, grace_s| Edit::RotateRefresh {
            presented_hash: vec![presented; 32],
            successor_hash: vec![successor; 32],
            expires_at: far,
            grace_s,
        };
        let rotated = Reply::Rotated { session_id, user_id };
        assert_eq!(house.edit(rotate(1, 2, 3_600)).await.unwrap(), rotated);
        assert_eq!(house.edit(rotate(1, 2, 3_600)).await.unwrap(), rotated, "within the grace");
        assert_eq!(house.edit(rotate(2, 3, 3_600)).await.unwrap(), rotated);
        assert_eq!(refused(house.edit(rotate(9, 8, 3_600)).await), Refusal::Expired);
        assert_eq!(house.store.sessions(user_id).await.unwrap().len(), 1);
        // Another successor than the first time: somebody else has the token.
        assert_eq!(refused(house.edit(rotate(2, 7, 3_600)).await), Refusal::Expired);
        assert!(house.store.sessions(user_id).await.unwrap().is_empty());
        assert_eq!(refused(house.edit(rotate(3, 4, 3_600)).await), Refusal::Expired);
        assert_eq!(told(house, |event| matches!(event, Event::SessionRevoked { .. })), 1);
        assert_eq!(house.store.sessions_revoked_since(DateTime::UNIX_EPOCH).await.unwrap(), [session_id]);
    }

    async fn a_suspended_person_is_out_at_once_and_the_log_says_who_did_it(house: &House) {
        let user_id = registered(house, "paula@example.test").await;
        let far = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let start = |hash: u8| Edit::StartSession {
            session_id: mint(),
            user_id,
            user_agent: "Firefox".into(),
            refresh_hash: vec![hash; 32],
            expires_at: far,
        };
        house.edit(start(1)).await.unwrap();
        house.edit(start(2)).await.unwrap();
        house.edit(Edit::SuspendUser { user_id, suspended: true, by: Some(house.admin), reason: None }).await.unwrap();
        assert_eq!(told(house, |event| matches!(event, Event::SessionRevoked { .. })), 2);
        assert!(matches!(refused(house.edit(start(3)).await), Refusal::Forbidden { .. }));
        assert!(house.store.user(user_id).await.unwrap().unwrap().suspended);
        house.edit(Edit::SuspendUser { user_id, suspended: false, by: Some(house.admin), reason: None }).await.unwrap();
        house.edit(start(4)).await.unwrap();
        let log = house.store.audit(None, 10).await.unwrap();
        let lines: Vec<_> = log.items.iter().filter(|line| line.action == "user.suspend").collect();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.by == Some(house.admin) && line.subject == user_id.0));
    }

    async fn a_session_is_ended_by_its_own_person_only(house: &House) {
        let user_id = registered(house, "paula@example.test").await;
        let session_id = mint();
        let far = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let start = Edit::StartSession { session_id, user_id, user_agent: "x".into(), refresh_hash: vec![1], expires_at: far };
        house.edit(start).await.unwrap();
        let foreign = house.edit(Edit::RevokeSession { session_id, user_id: Some(mint()) }).await;
        assert!(matches!(refused(foreign), Refusal::NotFound { .. }));
        house.edit(Edit::RevokeSession { session_id, user_id: Some(user_id) }).await.unwrap();
        house.edit(Edit::RevokeSession { session_id, user_id: None }).await.unwrap();
        assert_eq!(told(house, |event| matches!(event, Event::SessionRevoked { .. })), 1);
    }

    async fn an_address_book_is_its_persons_own(house: &House) {
        let user_id = registered(house, "paula@example.test").await;
        let id: impasto_domain::ids::AddressId = mint();
        let added = house.edit(Edit::AddAddress { id, user_id, address: address() }).await.unwrap();
        assert_eq!(added, Reply::Id(id.0));
        let moved = impasto_domain::address::Address { city: "Worpswede".into(), ..address() };
        house.edit(Edit::EditAddress { id, user_id, address: moved.clone() }).await.unwrap();
        assert_eq!(house.store.addresses(user_id).await.unwrap(), [(id, moved)]);
        let foreign = house.edit(Edit::RemoveAddress { id, user_id: mint() }).await;
        assert!(matches!(refused(foreign), Refusal::NotFound { .. }));
        house.edit(Edit::RemoveAddress { id, user_id }).await.unwrap();
        assert!(house.store.addresses(user_id).await.unwrap().is_empty());
        let another = || Edit::AddAddress { id: mint(), user_id, address: address() };
        for _ in 0..impasto_domain::address::ADDRESSES_MAX {
            house.edit(another()).await.unwrap();
        }
        assert!(matches!(refused(house.edit(another()).await), Refusal::Conflict { .. }), "the book is full");
    }

    async fn a_setting_counts_from_its_commit_and_is_kept_in_the_history(house: &House) {
        let edition = house.published(EditionKind::Limited, 10, 9_000).await;
        let put = |value: serde_json::Value| Edit::PutSetting {
            key: impasto_domain::settings::SALES_PAUSED.into(),
            value,
            by: Some(house.admin),
        };
        assert!(matches!(refused(house.edit(put(serde_json::json!("often"))).await), Refusal::Invalid { .. }));
        house.edit(put(serde_json::json!(true))).await.unwrap();
        let paused = house.hold(visitor(), edition, 1).await;
        assert_eq!(paused, Err(JournalError::Refused(Refusal::SalesPaused)));
        assert!(house.journal.rules().sales_paused);
        assert!(house.store.house_rules(&house::rules()).await.unwrap().sales_paused);
        house.edit(put(serde_json::json!(false))).await.unwrap();
        house.hold(visitor(), edition, 1).await.unwrap();
        assert_eq!(told(house, |event| matches!(event, Event::SettingsChanged)), 2);
        assert_eq!(house.store.setting(impasto_domain::settings::SALES_PAUSED).await.unwrap(), Some(serde_json::json!(false)));
        let log = house.store.audit(None, 10).await.unwrap();
        let line = log.items.iter().find(|line| line.action == "settings.put").unwrap();
        assert_eq!(line.before, serde_json::json!({"sales_paused": true}));
    }

    async fn several_settings_are_put_at_once_and_only_on_the_version_that_was_read(house: &House) {
        let defaults = house::rules();
        let (version, rules) = house.store.house_settings(&defaults).await.unwrap();
        let mut tax = rules.tax.clone();
        tax.rates.clear();
        let put = |version, paused: bool| Edit::PutSettings {
            values: vec![
                (impasto_domain::settings::SALES_PAUSED.into(), serde_json::json!(paused)),
                (impasto_domain::settings::TAX.into(), serde_json::to_value(&tax).unwrap()),
            ],
            version,
            by: house.admin,
        };
        house.edit(put(Some(version), true)).await.unwrap();
        let (next, rules) = house.store.house_settings(&defaults).await.unwrap();
        assert!(next > version && rules.sales_paused && rules.tax.rates.is_empty());
        assert!(house.journal.rules().sales_paused);
        assert_eq!(refused(house.edit(put(Some(version), false)).await), Refusal::PreconditionFailed);
        house.edit(put(Some(next), true)).await.unwrap();
        assert_eq!(house.store.house_settings(&defaults).await.unwrap().0, next, "nothing changed");
        house.edit(put(None, false)).await.unwrap();
        let log = house.store.audit(None, 10).await.unwrap();
        let lines: Vec<_> = log.items.iter().filter(|line| line.action == "settings.put").collect();
        assert_eq!(lines.len(), 2);
        // The newest first; the table was as it is and is not in the line.
        assert_eq!(lines[0].before, serde_json::json!({"sales_paused": true}));
        assert_eq!(lines[0].after, serde_json::json!({"sales_paused": false}));
        assert_eq!(lines[0].by, Some(house.admin));
        let broken = Edit::PutSettings {
            values: vec![(impasto_domain::settings::TAX.into(), serde_json::json!({"rates": 5}))],
            version: None,
            by: house.admin,
        };
        assert!(matches!(refused(house.edit(broken).await), Refusal::Invalid { .. }));
    }

    async fn who_loses_a_role_is_signed_out_and_who_gains_one_is_not(house: &House) {
        let user_id = registered(house, "paula@example.test").await;
        let far = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let start = Edit::StartSession {
            session_id: mint(),
            user_id,
            user_agent: "x".into(),
            refresh_hash: vec![9; 32],
            expires_at: far,
        };
        house.edit(start).await.unwrap();
        let roles = |roles: &[Role]| Edit::SetRoles { user_id, roles: roles.to_vec(), by: None };
        house.edit(roles(&[Role::Customer, Role::Admin])).await.unwrap();
        assert_eq!(house.store.sessions(user_id).await.unwrap().len(), 1);
        house.edit(roles(&[Role::Customer])).await.unwrap();
        assert!(house.store.sessions(user_id).await.unwrap().is_empty());
        assert_eq!(told(house, |event| matches!(event, Event::SessionRevoked { .. })), 1);
    }

    async fn people_are_found_by_address_name_and_id(house: &House) {
        let paula = registered(house, "Paula@Worpswede.test").await;
        let rename = Edit::EditUser { user_id: paula, display_name: Some("ŻÓŁĆ 100%".into()), locale: None };
        house.edit(rename).await.unwrap();
        registered(house, "otto@example.test").await;
        let found = async |words: &str| {
            let page = house.store.users(Some(words), None, 10).await.unwrap();
            assert_eq!(page.total, i64::try_from(page.items.len()).ok(), "{words}");
            page.items.into_iter().map(|user| user.id).collect::<Vec<_>>()
        };
        for words in ["worpswede", "PAULA@", "żółć", "100%", &paula.to_string()] {
            assert_eq!(found(words).await, [paula], "{words}");
        }
        for words in ["%%", "p_ula", "!", "nobody"] {
            assert!(found(words).await.is_empty(), "{words}");
        }
        let all = house.store.users(None, None, 1).await.unwrap();
        assert_eq!(all.items.len(), 1);
        let rest = house.store.users(None, all.next_cursor.as_deref(), 10).await.unwrap();
        assert!(rest.items.iter().any(|user| user.id == paula));
    }

    async fn nobody_shuts_themselves_out_and_who_is_out_shuts_out_nobody(house: &House) {
        let (one, other) = (registered(house, "a@example.test").await, registered(house, "b@example.test").await);
        let suspend =
            |user_id, by| Edit::SuspendUser { user_id, suspended: true, by: Some(by), reason: Some("fraud".into()) };
        assert!(matches!(refused(house.edit(suspend(one, one)).await), Refusal::Conflict { .. }));
        house.edit(suspend(other, one)).await.unwrap();
        house.edit(suspend(other, one)).await.unwrap();
        assert!(matches!(refused(house.edit(suspend(one, other)).await), Refusal::Forbidden { .. }));
        assert!(!house.store.user(one).await.unwrap().unwrap().suspended);
        let log = house.store.audit(None, 10).await.unwrap();
        let lines: Vec<_> = log.items.iter().filter(|line| line.action == "user.suspend").collect();
        assert_eq!(lines.len(), 1, "a repeat changes nothing");
        assert_eq!(lines[0].after, serde_json::json!({"suspended": true, "reason": "fraud"}));
        // The command line may shut out anybody.
        house.edit(Edit::SuspendUser { user_id: one, suspended: true, by: None, reason: None }).await.unwrap();
    }

    async fn keys_are_kept_sealed_and_told(house: &House) {
        let id = mint();
        house.edit(Edit::AddKey { id, purpose: "jwt".into(), sealed: vec![1, 2], public: vec![3] }).await.unwrap();
        let keys = house.store.signing_keys().await.unwrap();
        assert_eq!((keys.len(), keys[0].id, keys[0].sealed.clone(), keys[0].public.clone()), (1, id, vec![1, 2], vec![3]));
        assert_eq!(told(house, |event| matches!(event, Event::KeysChanged)), 1);
    }

    async fn a_wish_for_a_new_index_is_told_and_in_the_log(house: &House) {
        house.edit(Edit::Reindex { by: Some(house.admin) }).await.unwrap();
        assert_eq!(told(house, |event| matches!(event, Event::ReindexAsked)), 1);
        let log = house.store.audit(None, 10).await.unwrap();
        assert!(log.items.iter().any(|line| line.action == "search.reindex"));
    }

    async fn roles_and_names_change_and_members_join(house: &House) {
        let user_id = registered(house, "paula@example.test").await;
        let rename = Edit::EditUser { user_id, display_name: Some("P. M.-B.".into()), locale: None };
        house.edit(rename).await.unwrap();
        house.edit(Edit::SetRoles { user_id, roles: vec![Role::Admin], by: None }).await.unwrap();
        let join = Edit::JoinSeller { user_id, seller_id: house.seller_id, artist_id: Some(house.artist_id) };
        house.edit(join.clone()).await.unwrap();
        house.edit(join).await.unwrap();
        let user = house.store.user(user_id).await.unwrap().unwrap();
        assert_eq!((user.display_name.as_str(), user.locale.as_str(), user.roles), ("P. M.-B.", "de", vec![Role::Admin]));
        assert_eq!((user.artist_id, user.seller_id), (Some(house.artist_id), Some(house.seller_id)));
        let other = registered(house, "otto@example.test").await;
        let taken = Edit::JoinSeller { user_id: other, seller_id: house.seller_id, artist_id: Some(house.artist_id) };
        assert!(matches!(refused(house.edit(taken).await), Refusal::Conflict { .. }));
        assert!(matches!(refused(house.edit(Edit::SetRoles { user_id: mint(), roles: Vec::new(), by: None }).await), Refusal::NotFound { .. }));
    }

    async fn a_seller_that_changes_its_name_is_told_to_those_who_show_its_works(house: &House) {
        let (id, _) = house.published_work(vec![edition(EditionKind::Unique, 1, 9_000)]).await;
        let before = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        let seller = house.store.seller(house.seller_id).await.unwrap().unwrap();
        let renamed = impasto_domain::seller::Seller { name: "Galerie am Siel".into(), ..seller };
        house.edit(Edit::PutSeller(Box::new(renamed.clone()))).await.unwrap();
        let after = house.store.artwork(&id.to_string()).await.unwrap().unwrap();
        assert_eq!((after.seller.name.as_str(), after.version), ("Galerie am Siel", before.version + 1));
        assert_eq!(house.store.sellers().await.unwrap(), [renamed]);
    }

    async fn a_shipping_table_is_a_sellers_own_and_changed_only_on_the_one_that_was_seen(house: &House) {
        use impasto_domain::edit::SeenShipping;
        let (seller_id, by) = (house.seller_id, house.admin);
        let put = |table: Option<&ShippingTable>, seen: Option<SeenShipping>| Edit::SetShipping {
            seller_id,
            table: table.cloned().map(Box::new),
            seen,
            by,
        };
        let saw = |table: Option<&ShippingTable>| Some(SeenShipping { table: table.cloned().map(Box::new) });
        let before = house.store.seller(seller_id).await.unwrap().unwrap();
        assert_eq!(before.shipping, None);
        let own = own_shipping();
        house.edit(put(Some(&own), saw(None))).await.unwrap();
        assert_eq!(refused(house.edit(put(None, saw(None))).await), Refusal::PreconditionFailed);
        // Who changes an address from what was read before does not take it away.
        house.edit(Edit::PutSeller(Box::new(before))).await.unwrap();
        assert_eq!(house.store.seller(seller_id).await.unwrap().unwrap().shipping.as_ref(), Some(&own));
        // Its orders go by it, and keep what they were placed with.
        let edition_id = house.published(EditionKind::Open, 0, 10_000).await;
        let order = house.buy(visitor(), edition_id, 1).await;
        let stored = house.order(order.head.id).await.unwrap();
        let part = &stored.seller_orders[0];
        assert_eq!((part.shipping_minor, stored.head.totals.total_minor), (1_234, 11_234));
        assert_eq!(part.ship_by, Some(after_working_days(order.head.placed_at.date_naive(), 10)));
        assert_eq!((&part.pickup, part), (&None, &order.seller_orders[0]));
        house.assert_sound().await;
        let unknown = Edit::SetShipping { seller_id: mint(), table: None, seen: None, by };
        assert!(matches!(refused(house.edit(unknown).await), Refusal::NotFound { .. }));
        let told_before = told(house, |event| matches!(event, Event::SettingsChanged));
        house.edit(put(Some(&own), None)).await.unwrap();
        assert_eq!(told(house, |event| matches!(event, Event::SettingsChanged)), told_before, "only what changed");
        let log = house.store.audit(None, 10).await.unwrap();
        assert_eq!(log.items.iter().filter(|line| line.action == "seller.shipping").count(), 1);
        house.edit(put(None, saw(Some(&own)))).await.unwrap();
        assert_eq!(house.store.seller(seller_id).await.unwrap().unwrap().shipping, None);
    }

    async fn a_commission_is_the_houses_to_change_and_only_on_the_one_that_was_seen(house: &House) {
        let (seller_id, by) = (house.seller_id, house.admin);
        let put = |basis_points, seen| Edit::SetCommission { seller_id, basis_points, seen, by };
        let before = house.store.seller(seller_id).await.unwrap().unwrap();
        let told_before = told(house, |event| matches!(event, Event::SettingsChanged));
        house.edit(put(1_250, Some(1_500))).await.unwrap();
        assert_eq!(refused(house.edit(put(2_000, Some(1_500))).await), Refusal::PreconditionFailed);
        assert!(matches!(refused(house.edit(put(10_001, None)).await), Refusal::Invalid { .. }));
        house.edit(put(1_250, None)).await.unwrap();
        let unknown = Edit::SetCommission { seller_id: mint(), basis_points: 1, seen: None, by };
        assert!(matches!(refused(house.edit(unknown).await), Refusal::NotFound { .. }));
        assert_eq!(told(house, |event| matches!(event, Event::SettingsChanged)), told_before + 1, "only what changed");
        // Who changes an address from what was read before does not bring the old one back.
        house.edit(Edit::PutSeller(Box::new(before))).await.unwrap();
        assert_eq!(house.store.seller(seller_id).await.unwrap().unwrap().commission_basis_points, 1_250);
        let log = house.store.audit(None, 10).await.unwrap();
        let lines: Vec<_> = log.items.iter().filter(|line| line.action == "seller.commission").collect();
        assert_eq!((lines.len(), lines[0].by, lines[0].subject), (1, Some(by), seller_id.0));
        let (was, is) = (serde_json::json!({"commission_percent": 15}), serde_json::json!({"commission_percent": 12.5}));
        assert_eq!((&lines[0].before, &lines[0].after), (&was, &is));
    }
}
