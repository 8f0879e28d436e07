//! What the test house sells: a unique work, a print of 25, an open edition, all of one seller and in euros.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use impasto_domain::address::{Address, Country};
use impasto_domain::artwork::{ArtworkHead, ArtworkStatus};
use impasto_domain::commission::CommissionRules;
use impasto_domain::edition::{Copy, CopyState, Edition, EditionKind, Stock};
use impasto_domain::hold::HoldPolicy;
use impasto_domain::ids::{ArtistId, ArtworkId, CopyId, EditionId, SellerId, VisitorId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::owner::Owner;
use impasto_domain::quote::{QuoteLine, QuoteSeal, price};
use impasto_domain::seller::Seller;
use impasto_domain::settings::HouseRules;
use impasto_domain::shipping::{ShippingBand, ShippingMethod, ShippingTable, Zone};
use impasto_domain::state::{EditionEntry, State};
use impasto_domain::tax::{TaxRate, TaxRegime, TaxTable};
use uuid::Uuid;

pub(crate) const UNIQUE: u128 = 0;
pub(crate) const LIMITED_25: u128 = 1;
pub(crate) const OPEN: u128 = 2;
/// Further unique works follow.
const WORKS: u128 = 12;

pub(crate) fn edition(number: u128) -> EditionId {
    EditionId(Uuid::from_u128(1_000 + number))
}

pub(crate) fn visitor(number: u128) -> Owner {
    Owner::Visitor(VisitorId(Uuid::from_u128(900_000 + number)))
}

pub(crate) fn address() -> Address {
    Address {
        name: "Zoë Łukasiewicz-Åström".into(),
        line1: "Lange Straße 1".into(),
        line2: None,
        city: "Köln".into(),
        postal_code: "50667".into(),
        region: None,
        country: Country::parse("DE").unwrap(),
    }
}

/// What an owner's cart costs now, sealed for ten minutes; `None` when there is nothing to be priced.
pub(crate) fn offer(state: &State, owner: Owner, now: DateTime<Utc>) -> Option<(QuoteSeal, Money)> {
    let cart = state.cart(owner);
    let seller = seller();
    let lines: Vec<QuoteLine<'_>> = cart
        .lines
        .iter()
        .map(|line| QuoteLine {
            edition: &state.editions[&line.edition_id].edition,
            seller: &seller,
            medium: None,
            framed: false,
            quantity: line.quantity,
            unit_price_minor: line.unit_price.amount_minor,
        })
        .collect();
    let country = address().country;
    let quote = price(&lines, country, now.date_naive(), &state.rules, &|_| None).ok()?;
    let total = Money::new(quote.totals.total_minor, cart.currency()?);
    Some((QuoteSeal::of(owner, &lines, country, &quote, now + TimeDelta::minutes(10)), total))
}

pub(super) fn state() -> State {
    let mut state = State::new(Arc::new(rules()));
    state.sellers.insert(seller().id, Arc::new(seller()));
    for number in 0..WORKS {
        match number {
            LIMITED_25 => add(&mut state, number, EditionKind::Limited, 25),
            OPEN => add(&mut state, number, EditionKind::Open, 0),
            _ => add(&mut state, number, EditionKind::Unique, 0),
        }
    }
    state
}

fn add(state: &mut State, number: u128, kind: EditionKind, size: u32) {
    let artwork_id = ArtworkId(Uuid::from_u128(2_000 + number));
    let edition = Edition {
        id: edition(number),
        artwork_id,
        kind,
        label: Some(format!("Edition {number}")),
        size,
        artist_proofs: 0,
        width_tenth_mm: 3_000,
        height_tenth_mm: 4_000,
        depth_tenth_mm: 20,
        weight_g: 800,
        price: Money::new(12_345, Currency::EUR),
        tax_regime: TaxRegime::ReducedArt,
        max_per_customer: None,
        available_from: None,
        made_to_order: false,
    };
    let copies = (1..=edition.total().unwrap_or(0)).map(|ordinal| Copy {
        id: CopyId(Uuid::from_u128(1_000_000 + number * 100_000 + u128::from(ordinal))),
        edition_id: edition.id,
        ordinal,
        label: edition.copy_label(ordinal),
        state: CopyState::Available,
        order_line_id: None,
    });
    let free: BTreeMap<u32, Copy> = copies.map(|copy| (copy.ordinal, copy)).collect();
    let head = ArtworkHead {
        id: artwork_id,
        seller_id: seller().id,
        artist_id: ArtistId(Uuid::from_u128(4_000)),
        title: format!("Work {number}"),
        slug: format!("work-{number}"),
        artist_name: "Ines Aldana".into(),
        medium: None,
        resale: None,
        status: ArtworkStatus::Published,
        editions_left: 1,
        version: 1,
        published_at: None,
        framed: false,
    };
    state.artworks.insert(artwork_id, head);
    let stock = Stock::new(&edition);
    let id = edition.id;
    let entry = EditionEntry { edition, stock, free, withdrawn: BTreeMap::new(), earliest_release: None };
    state.editions.insert(id, entry);
}

fn seller() -> Seller {
    Seller {
        id: SellerId(Uuid::from_u128(3_000)),
        slug: "seller".into(),
        name: "Seller".into(),
        legal_name: "Seller GmbH".into(),
        address: address(),
        vat_id: Some("DE123456789".into()),
        tax_number: None,
        email: "seller@example.test".into(),
        currency: Currency::EUR,
        commission_basis_points: 1_500,
        series_prefix: "S".into(),
        verified: true,
        trader: Some(true),
        shipping: None,
        payout_account: None,
    }
}

fn rules() -> HouseRules {
    let band = ShippingBand {
        zone: Zone::Home,
        weight_g_max: 30_000,
        longest_side_tenth_mm_max: 20_000,
        prices: vec![Money::new(990, Currency::EUR)],
        days_min: 2,
        days_max: 5,
    };
    let method = ShippingMethod {
        id: "standard".into(),
        name: "Standard".into(),
        bands: vec![band],
        ..ShippingMethod::default()
    };
    let rate = TaxRate {
        country: Country::parse("DE").unwrap(),
        regime: TaxRegime::ReducedArt,
        rate_basis_points: 700,
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
    };
    HouseRules {
        holds: HoldPolicy::default(),
        moderated: false,
        shipping: ShippingTable { volumetric_divisor: 5_000, handling_days: 3, methods: vec![method] },
        tax: TaxTable { rates: vec![rate] },
        commission: CommissionRules::default(),
        art: impasto_domain::art_rules::ArtRules::default(),
        sales_paused: false,
        mails: false,
        withdrawal_days: impasto_domain::settings::WITHDRAWAL_DAYS_DEFAULT,
    }
}
