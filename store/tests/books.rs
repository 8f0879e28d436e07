//! What is noted of a work for its tax, and what an order freezes of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use chrono::{DateTime, NaiveDate, TimeDelta};
use common::house::{House, edition, mint, visitor};
use impasto_domain::address::Country;
use impasto_domain::art_rules::{ArtRules, EditionLimit};
use impasto_domain::edit::Edit;
use impasto_domain::edition::{Edition, EditionKind};
use impasto_domain::ids::ArtworkId;
use impasto_domain::money::{Currency, Money};
use impasto_domain::ports::JournalError;
use impasto_domain::refusal::Refusal;
use impasto_domain::resale_right::{Resale, ResaleBand, ResaleRule};
use impasto_domain::settings::ART;
use impasto_domain::stock_book::{Purchase, WorkBooks};
use impasto_domain::tax::{TaxReason, TaxRegime};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

fn purchase() -> Purchase {
    Purchase { price: Money::new(81_000, Currency::EUR), on: day(), of: Some("Nachlass".into()) }
}

fn resale() -> Resale {
    Resale { nationality: country("FR"), died: Some(1987), bought_of_artist_on: None }
}

async fn note(house: &House, artwork_id: ArtworkId, books: WorkBooks) -> Result<(), JournalError> {
    let edit = Edit::PutWorkBooks { artwork_id, seller_id: house.seller_id, books: Box::new(books) };
    house.edit(edit).await.map(drop)
}

async fn put_rules(house: &House, rules: &ArtRules) {
    let value = serde_json::to_value(rules).unwrap();
    house.edit(Edit::PutSetting { key: ART.into(), value, by: None }).await.unwrap();
}

on_both_engines! {
    async fn what_is_noted_is_read_back_and_taken_back(house: &House) {
        let (work, _) = house.published_work(vec![edition(EditionKind::Unique, 0, 200_000)]).await;
        assert_eq!(house.store.work_books(work).await.unwrap(), Some(WorkBooks::default()));
        assert_eq!(house.store.work_books(mint()).await.unwrap(), None);
        let books = WorkBooks { purchase: Some(purchase()), resale: Some(resale()) };
        note(house, work, books.clone()).await.unwrap();
        assert_eq!(house.store.work_books(work).await.unwrap(), Some(books.clone()));
        let bought = house.store.bought_works(house.seller_id).await.unwrap();
        assert_eq!((bought.len(), &bought[0].purchase), (1, &purchase()));
        let foreign = Edit::PutWorkBooks { artwork_id: work, seller_id: mint(), books: Box::default() };
        let refused = house.edit(foreign).await.unwrap_err();
        assert!(matches!(refused, JournalError::Refused(Refusal::NotFound { .. })), "{refused:?}");
        assert_eq!(house.store.work_books(work).await.unwrap(), Some(books));
        note(house, work, WorkBooks::default()).await.unwrap();
        assert_eq!(house.store.work_books(work).await.unwrap(), Some(WorkBooks::default()));
        assert!(house.store.bought_works(house.seller_id).await.unwrap().is_empty());
    }

    async fn an_order_freezes_the_right_of_its_day(house: &House) {
        let rule = ResaleRule {
            country: None,
            currency: Currency::EUR,
            threshold_minor: 100_000,
            cap_minor: 1_250_000,
            bands: vec![ResaleBand { up_to_minor: None, rate_basis_points: 400 }],
            nationalities: vec![country("FR")],
            exempt_years: 0,
            exempt_up_to_minor: 0,
            valid_from: day(),
        };
        put_rules(house, &ArtRules { resale_rules: vec![rule], ..ArtRules::default() }).await;
        let exempt = Edition { tax_regime: TaxRegime::ExemptSmallBusiness, ..edition(EditionKind::Limited, 5, 200_000) };
        let (work, ids) = house.published_work(vec![exempt]).await;
        let before = house.buy(visitor(), ids[0], 1).await;
        note(house, work, WorkBooks { purchase: None, resale: Some(resale()) }).await.unwrap();
        let after = house.buy(visitor(), ids[0], 2).await;
        let right = |order: &impasto_domain::order::Order| order.lines().next().unwrap().resale_right_minor;
        assert_eq!((right(&before), right(&after)), (0, 16_000));
        // As the database has it, not as the lane remembers it.
        let stored = house.reopened().await;
        assert_eq!(right(&stored.order(after.head.id).await.unwrap()), 16_000);
        let until = after.head.placed_at + TimeDelta::seconds(1);
        let listed = stored.store.resale_sales(DateTime::UNIX_EPOCH, until).await.unwrap();
        assert_eq!(listed.len(), 1);
        let sale = &listed[0];
        assert_eq!((sale.order_id, sale.quantity, sale.resale), (after.head.id, 2, Some(resale())));
        assert_eq!((sale.net.amount_minor, sale.right.amount_minor), (400_000, 16_000));
        let none = stored.store.resale_sales(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH).await.unwrap();
        assert!(none.is_empty());
        let sold = stored.store.sold_lines(house.seller_id).await.unwrap();
        assert_eq!(sold.iter().map(|line| line.quantity).collect::<Vec<_>>(), [1, 2]);
        stored.assert_sound().await;
        stored.end().await;
    }

    async fn the_medium_of_a_work_stands_where_orders_are_taxed(house: &House) {
        let limit = |word: &str| ArtRules {
            edition_limits: vec![EditionLimit {
                mediums: vec![word.into()],
                country: None,
                copies_max: 4,
                valid_from: day(),
            }],
            ..ArtRules::default()
        };
        let reduced = Edition { tax_regime: TaxRegime::ReducedArt, ..edition(EditionKind::Limited, 5, 20_000) };
        let (_, ids) = house.published_work(vec![reduced]).await;
        put_rules(house, &limit("bronze")).await;
        let art = house.buy(visitor(), ids[0], 1).await.lines().next().unwrap().tax;
        put_rules(house, &limit("oil")).await;
        let other = house.buy(visitor(), ids[0], 1).await.lines().next().unwrap().tax;
        assert_eq!((art.regime, art.reason), (TaxRegime::ReducedArt, TaxReason::Chosen));
        assert_eq!((other.regime, other.reason), (TaxRegime::Standard, TaxReason::EditionTooLarge));
    }
}
