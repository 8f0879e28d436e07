//! A small house for tests: two sellers, editions of every kind, and a driver that decides, applies and checks.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::{Outcome, decide, reply};
use crate::address::{Address, Country};
use crate::artwork::{ArtworkHead, ArtworkStatus};
use crate::command::{Command, PlaceOrder};
use crate::commission::CommissionRules;
use crate::dispute::DisputeStatus;
use crate::edition::{Copy, CopyState, Edition, EditionKind, Stock};
use crate::hold::HoldPolicy;
use crate::ids::{ArtistId, ArtworkId, CopyId, EditionId, Mint, OrderId, PaymentId, SellerId, UserId, VisitorId};
use crate::job::LeaseTerm;
use crate::ledger::{AccountKind, LedgerEntry};
use crate::money::{Currency, Money};
use crate::order::{Order, OrderPaymentStatus};
use crate::owner::Owner;
use crate::payment::{Payment, PaymentStatus};
use crate::refund::RefundStatus;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::seller::Seller;
use crate::settings::HouseRules;
use crate::shipping::{ShippingBand, ShippingMethod, ShippingTable, Zone};
use crate::state::{EditionEntry, State};
use crate::tax::{TaxRate, TaxRegime, TaxTable};

/// A state with everything in it, and the clock of its batches.
pub(crate) struct House {
    pub(crate) state: State,
    pub(crate) now: DateTime<Utc>,
    mint: Mint,
    copies: BTreeMap<(EditionId, u32), CopyState>,
    ledger: Vec<LedgerEntry>,
}

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn edition_id(number: u128) -> EditionId {
    EditionId(id(1_000 + number))
}

pub(crate) fn visitor(number: u128) -> Owner {
    Owner::Visitor(VisitorId(id(9_000 + number)))
}

pub(crate) fn user(number: u128) -> Owner {
    Owner::User(UserId(id(8_000 + number)))
}

pub(crate) fn address(country: &str) -> Address {
    Address {
        name: "Zoë Łukasiewicz-Åström".into(),
        line1: "Lange Straße 1".into(),
        line2: None,
        city: "Köln".into(),
        postal_code: "50667".into(),
        region: None,
        country: Country::parse(country).unwrap(),
    }
}

impl House {
    /// Editions: 0 unique, 1 limited to 25, 2 limited to 3 + 1 AP, 3 open, 4 limited to 5 of the second seller.
    pub(crate) fn new() -> Self {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let mut house = Self {
            state: State::new(Arc::new(rules())),
            now,
            mint: Mint::new(now, 7),
            copies: BTreeMap::new(),
            ledger: Vec::new(),
        };
        for number in 0..2 {
            let seller = seller(number);
            house.state.sellers.insert(seller.id, Arc::new(seller));
        }
        let kinds = [
            (EditionKind::Unique, 0, 0, 0),
            (EditionKind::Limited, 25, 0, 0),
            (EditionKind::Limited, 3, 1, 0),
            (EditionKind::Open, 0, 0, 0),
            (EditionKind::Limited, 5, 0, 1),
        ];
        for (number, (kind, size, artist_proofs, seller)) in (0..).zip(kinds) {
            house.add_edition(number, kind, size, artist_proofs, seller);
        }
        house
    }

    /// Decides and applies; a refusal changes nothing.
    pub(crate) fn submit(&mut self, command: &Command) -> Result<Reply, Refusal> {
        let Outcome { changes, answer } = decide(&self.state, command, self.now, &mut self.mint)?;
        for moved in &changes.copies {
            let key = (moved.copy.edition_id, moved.copy.ordinal);
            let known = self.copies.insert(key, moved.copy.state);
            assert_eq!(known, Some(moved.from), "a copy moved from a state it was not in: {moved:?}");
        }
        assert!(crate::ledger::balances(&changes.ledger), "a posting does not balance");
        self.ledger.extend(changes.ledger.clone());
        self.check_moves(&changes);
        self.state.apply(changes);
        self.check();
        Ok(reply(&self.state, answer, self.now))
    }

    pub(crate) fn pass(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
    }

    pub(crate) fn hold(&mut self, owner: Owner, edition: u128, quantity: u32) -> Result<Reply, Refusal> {
        self.submit(&Command::PlaceHold { owner, edition_id: edition_id(edition), quantity })
    }

    pub(crate) fn pick(&mut self, owner: Owner, edition: u128, ordinals: &[u32]) -> Result<Reply, Refusal> {
        self.submit(&Command::PickCopies { owner, edition_id: edition_id(edition), ordinals: ordinals.to_vec() })
    }

    pub(crate) fn place(&mut self, owner: Owner) -> Result<(OrderId, PaymentId), Refusal> {
        self.place_with(owner, |_| {})
    }

    /// Places an order that asks for something else in some fields.
    pub(crate) fn place_with(
        &mut self,
        owner: Owner,
        change: impl FnOnce(&mut PlaceOrder),
    ) -> Result<(OrderId, PaymentId), Refusal> {
        let cart = self.state.cart(owner);
        let mut command = PlaceOrder {
            owner,
            cart_version: cart.version,
            editions: cart.lines.iter().map(|line| line.edition_id).collect(),
            email: "zoe@example.test".into(),
            locale: "en".into(),
            shipping_address: address("DE"),
            billing_address: address("DE"),
            vat_id: None,
            shipping: vec![(None, "standard".into())],
            expected_total: None,
            quote: None,
            provider: "test".into(),
            token: Some("tok_ok".into()),
            return_url: None,
            lease: LeaseTerm { token: id(1), lasts_ms: 30_000 },
        };
        change(&mut command);
        match self.submit(&Command::PlaceOrder(Box::new(command)))? {
            Reply::Order { order, payment_id: Some(payment_id), .. } => Ok((order.head.id, payment_id)),
            other => panic!("an order was placed, but the reply was {other:?}"),
        }
    }

    pub(crate) fn settle(&mut self, order_id: OrderId, payment_id: PaymentId) -> Result<Order, Refusal> {
        let owner = self.order(order_id).head.owner;
        let settle = |late| Command::SettlePayment {
            order_id,
            owner,
            payment_id,
            provider_ref: Some("test_1".into()),
            fee: None,
            inbox: None,
            late,
            editions: Vec::new(),
        };
        let answered = match self.submit(&settle(false)) {
            Err(Refusal::HoldsGone) => self.submit(&settle(true)),
            other => other,
        };
        answered.map(|_| self.order(order_id))
    }

    /// Settles, and has the provider keep something for itself.
    pub(crate) fn settle_with_fee(&mut self, order_id: OrderId, payment_id: PaymentId, fee: Money) {
        let owner = self.order(order_id).head.owner;
        self.submit(&Command::SettlePayment {
            order_id,
            owner,
            payment_id,
            provider_ref: Some("test_1".into()),
            fee: Some(fee),
            inbox: None,
            late: true,
            editions: Vec::new(),
        })
        .unwrap();
    }

    pub(crate) fn fail(&mut self, order_id: OrderId, payment_id: PaymentId, expire: bool) -> Result<Order, Refusal> {
        let decline_code = "card_declined".to_owned();
        self.submit(&Command::FailPayment {
            recheck_at: None,
            order_id,
            payment_id,
            decline_code,
            expire,
            inbox: None,
            editions: vec![],
        })?;
        Ok(self.order(order_id))
    }

    /// Has the provider say that an attempt waits.
    pub(crate) fn wait(&mut self, order_id: OrderId, payment_id: PaymentId, requires_action: bool) {
        let wait = crate::command::PaymentWait {
            requires_action,
            provider_ref: None,
            client_secret: None,
            redirect_url: None,
            ask_again_at: None,
        };
        self.submit(&Command::HoldPayment { order_id, payment_id, wait }).unwrap();
    }

    /// Changes what is known of an edition.
    pub(crate) fn change_edition(&mut self, number: u128, change: impl FnOnce(&mut Edition)) {
        change(&mut self.state.editions.get_mut(&edition_id(number)).unwrap().edition);
    }

    pub(crate) fn order(&self, id: OrderId) -> Order {
        self.state.orders[&id].clone()
    }

    pub(crate) fn stock(&self, edition: u128) -> Stock {
        self.state.editions[&edition_id(edition)].stock.clone()
    }

    /// Every entry so far.
    pub(crate) fn ledger(&self) -> &[LedgerEntry] {
        &self.ledger
    }

    /// What an account sums to over all postings.
    pub(crate) fn account(&self, kind: AccountKind) -> i64 {
        self.ledger.iter().filter(|entry| entry.account == kind).map(|entry| entry.amount_minor).sum()
    }

    /// Every invariant of the house.
    pub(crate) fn check(&self) {
        for (id, entry) in &self.state.editions {
            let stock = &entry.stock;
            assert!(stock.is_consistent(), "{stock:?}");
            let held: u32 = self.state.holds.values().filter(|hold| hold.edition_id == *id).map(|h| h.quantity).sum();
            assert_eq!(i64::from(held), stock.held, "holds and counters differ: {stock:?}");
            if stock.is_counted() {
                let count = |state| {
                    self.copies.iter().filter(|((edition, _), known)| edition == id && **known == state).count() as i64
                };
                let counted = [CopyState::Available, CopyState::Held, CopyState::Sold, CopyState::Withdrawn].map(count);
                assert_eq!(counted, [stock.available, stock.held, stock.sold, stock.withdrawn]);
            }
        }
        let numbered: Vec<_> =
            self.state.holds.values().filter_map(|h| h.copy.as_ref().map(|c| (h.edition_id, c.ordinal))).collect();
        let distinct: std::collections::BTreeSet<_> = numbered.iter().collect();
        assert_eq!(numbered.len(), distinct.len(), "one copy is held twice");
        self.check_orders();
        self.check_carts();
        for head in self.state.artworks.values() {
            let left = self.state.editions.values().filter(|e| e.edition.artwork_id == head.id);
            let left = left.filter(|e| e.edition.kind == EditionKind::Open || e.stock.available + e.stock.held > 0);
            assert_eq!(head.editions_left, left.count() as i64);
        }
    }

    /// What a cart that can be bought shows is what is asked for it, and nobody has more than one customer may.
    fn check_carts(&self) {
        for owner in self.state.carts.keys() {
            let cart = self.state.cart_state(*owner);
            for line in cart.cart.lines.iter().filter(|line| line.lost.is_none()) {
                assert_eq!(cart.held_quantity(line.id), line.quantity, "{cart:?}");
                assert!(cart.holds_of(line.id).all(|hold| hold.unit_price == line.unit_price), "{cart:?}");
            }
        }
        let mut bought: BTreeMap<(Owner, EditionId), i64> = BTreeMap::new();
        for order in self.state.orders.values().filter(|order| order.head.is_kept()) {
            for line in order.lines() {
                *bought.entry((order.head.owner, line.edition_id)).or_default() += i64::from(line.quantity);
            }
        }
        for (key, copies) in &self.state.bought {
            assert_eq!(bought.get(key).copied().unwrap_or(0), *copies);
        }
        for ((_, edition_id), copies) in bought {
            let max = self.state.editions[&edition_id].edition.max_per_customer;
            assert!(max.is_none_or(|max| copies <= i64::from(max)), "{copies} of {max:?} were bought");
        }
    }

    fn check_orders(&self) {
        let mut sold = std::collections::BTreeSet::new();
        let mut received = 0;
        for order in self.state.orders.values() {
            self.check_parcels(order);
            let brought = |p: &&Payment| matches!(p.status, PaymentStatus::Succeeded | PaymentStatus::Refunded);
            let bought = order.payments.iter().filter(brought).filter(|payment| !payment.unapplied).count();
            assert!(bought <= 1, "an order was paid twice and keeps the money");
            for payment in order.payments.iter().filter(brought) {
                assert!((0..=payment.amount.amount_minor).contains(&payment.refunded_minor), "{payment:?}");
                received += payment.amount.amount_minor - payment.refunded_minor;
            }
            self.check_refunds(order);
            for dispute in order.disputes.iter().filter(|dispute| dispute.status == DisputeStatus::Lost) {
                received -= dispute.amount.amount_minor - dispute.taken_back_minor;
            }
            let cancelled = order.head.status == crate::order::OrderStatus::Cancelled;
            for line in order.lines().filter(|_| bought == 1 && !cancelled) {
                let counted = self.state.editions[&line.edition_id].stock.is_counted();
                assert!(!counted || line.copies.len() == (line.quantity - line.restocked) as usize);
                for copy in &line.copies {
                    assert!(sold.insert((line.edition_id, copy.ordinal)), "copy {copy:?} was sold twice");
                    assert_eq!(self.copies[&(line.edition_id, copy.ordinal)], CopyState::Sold);
                }
            }
        }
        let came = [AccountKind::ProviderClearing, AccountKind::ProviderFees, AccountKind::Disputed];
        let booked: i64 = came.iter().map(|kind| self.account(*kind)).sum();
        assert_eq!(booked, received, "the ledger and the payments disagree");
        let disputes = self.state.orders.values().flat_map(|order| &order.disputes);
        let open = disputes.filter(|dispute| dispute.status == DisputeStatus::Open);
        let open: i64 = open.map(|dispute| dispute.amount.amount_minor).sum();
        assert_eq!(self.account(AccountKind::Disputed), open, "what banks took is not what is disputed");
        let fees: i64 = self.account(AccountKind::ProviderFees);
        let theirs = AccountKind::ALL.iter().filter(|kind| !came.contains(kind)).map(|kind| self.account(*kind));
        assert_eq!(theirs.sum::<i64>(), -received, "what came belongs to nobody, or to two");
        assert!(fees >= 0, "a provider pays for its own work");
    }

    /// Never more is given back than was paid, and never more of a line than was bought of it.
    fn check_refunds(&self, order: &Order) {
        let given: i64 = order.refunds.iter().map(|refund| refund.amount.amount_minor).sum();
        let done = order.refunds.iter().filter(|refund| refund.status == RefundStatus::Refunded);
        let done: i64 = done.map(|refund| refund.amount.amount_minor).sum();
        for payment in order.payments.iter().filter(|payment| !payment.unapplied && !order.refunds.is_empty()) {
            if matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded) {
                assert!(given <= payment.amount.amount_minor, "{given} of {payment:?} was promised back");
                assert_eq!(payment.refunded_minor, done);
            }
        }
        for line in order.lines() {
            let (quantity, minor) = order.left_of(line);
            assert!(quantity <= line.quantity && minor >= 0 && line.restocked <= line.quantity, "{line:?}");
        }
        for refund in &order.refunds {
            let parts: i64 = refund.parts.iter().map(|part| part.total_minor()).sum();
            assert_eq!(parts, refund.amount.amount_minor, "{refund:?}");
        }
    }

    /// Every line leaves once at most, only of a paid order, and the whole order stands where its parcels are.
    fn check_parcels(&self, order: &Order) {
        let lines: Vec<_> = order.lines_to_fulfil().map(|line| line.id).collect();
        let mut left = std::collections::BTreeSet::new();
        for parcel in &order.shipments {
            let part = order.seller_orders.iter().find(|part| part.id == parcel.seller_order_id).unwrap();
            assert!(!parcel.lines.is_empty() && !parcel.events.is_empty(), "{parcel:?}");
            for id in &parcel.lines {
                assert!(part.lines.iter().any(|line| line.id == *id), "a parcel holds another seller's line");
                assert!(left.insert(*id), "a line left twice");
            }
            assert!(parcel.events.iter().any(|event| event.status == parcel.status), "{parcel:?}");
        }
        assert!(
            order.shipments.is_empty()
                || order.head.is_kept()
                || order.head.payment_status == OrderPaymentStatus::Refunded
        );
        let parcels: Vec<_> = order.shipments.iter().collect();
        let standing = match order.came_back_whole(None) {
            true => crate::order::FulfilmentStatus::Returned,
            false => crate::shipment::fulfilment(&lines, &parcels),
        };
        assert_eq!(standing, order.head.fulfilment_status);
    }

    fn check_moves(&self, changes: &crate::state::Changes) {
        for head in &changes.order_heads {
            let old = &self.state.orders[&head.id].head;
            assert!(old.status == head.status || old.status.may_become(head.status), "{old:?} {head:?}");
            assert!(
                old.payment_status == head.payment_status || old.payment_status.may_become(head.payment_status),
                "{:?} {:?}",
                old.payment_status,
                head.payment_status
            );
            assert!(
                old.fulfilment_status == head.fulfilment_status
                    || old.fulfilment_status.may_become(head.fulfilment_status),
                "{:?} {:?}",
                old.fulfilment_status,
                head.fulfilment_status
            );
            assert_eq!(head.version, old.version + 1);
        }
        for parcel in &changes.shipments {
            let order = &self.state.orders[&parcel.order_id];
            let old = order.shipments.iter().find(|old| old.id == parcel.id);
            assert!(old.is_none_or(|old| old.status == parcel.status || old.status.may_become(parcel.status)));
        }
        for payment in &changes.payments {
            let old = self.state.orders[&payment.order_id].payments.iter().find(|old| old.id == payment.id);
            assert!(old.is_none_or(|old| old.status == payment.status || old.status.may_become(payment.status)));
        }
    }

    fn add_edition(&mut self, number: u128, kind: EditionKind, size: u32, artist_proofs: u32, seller: u128) {
        let artwork_id = ArtworkId(id(2_000 + number));
        let edition = Edition {
            id: edition_id(number),
            artwork_id,
            kind,
            label: Some(format!("Edition {number}")),
            size,
            artist_proofs,
            width_tenth_mm: 3_000,
            height_tenth_mm: 4_000,
            depth_tenth_mm: 20,
            weight_g: 800,
            price: Money::new(12_345 + i64::try_from(number).unwrap() * 1_000, Currency::EUR),
            tax_regime: TaxRegime::ReducedArt,
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
        };
        let copies = (1..=edition.total().unwrap_or(0)).map(|ordinal| Copy {
            id: CopyId(id(1_000_000 + number * 100_000 + u128::from(ordinal))),
            edition_id: edition.id,
            ordinal,
            label: edition.copy_label(ordinal),
            state: CopyState::Available,
            order_line_id: None,
        });
        let free: BTreeMap<u32, Copy> = copies.map(|copy| (copy.ordinal, copy)).collect();
        self.copies.extend(free.keys().map(|ordinal| ((edition.id, *ordinal), CopyState::Available)));
        let head = ArtworkHead {
            id: artwork_id,
            seller_id: SellerId(id(3_000 + seller)),
            artist_id: ArtistId(id(4_000)),
            title: format!("Work {number}"),
            slug: format!("work-{number}"),
            artist_name: "Ines Aldana".into(),
            medium: Some("Photograph".into()),
            resale: None,
            status: ArtworkStatus::Published,
            editions_left: 1,
            version: 1,
            published_at: Some(self.now),
            framed: false,
        };
        self.state.artworks.insert(artwork_id, head);
        let stock = Stock::new(&edition);
        let entry = EditionEntry { edition, stock, free, withdrawn: BTreeMap::new(), earliest_release: None };
        self.state.editions.insert(edition_id(number), entry);
    }
}

pub(crate) fn seller(number: u128) -> Seller {
    Seller {
        id: SellerId(id(3_000 + number)),
        slug: format!("seller-{number}"),
        name: format!("Seller {number}"),
        legal_name: format!("Seller {number} GmbH"),
        address: address("DE"),
        vat_id: Some("DE123456789".into()),
        tax_number: None,
        email: "seller@example.test".into(),
        currency: Currency::EUR,
        commission_basis_points: 1_500,
        series_prefix: format!("S{number}"),
        verified: true,
        trader: Some(true),
        shipping: None,
        payout_account: None,
    }
}

fn rules() -> HouseRules {
    let band = |zone| ShippingBand {
        zone,
        weight_g_max: 30_000,
        longest_side_tenth_mm_max: 20_000,
        prices: vec![Money::new(990, Currency::EUR)],
        days_min: 2,
        days_max: 5,
    };
    let rate = |regime, rate_basis_points| TaxRate {
        country: Country::parse("DE").unwrap(),
        regime,
        rate_basis_points,
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
    };
    HouseRules {
        holds: HoldPolicy::default(),
        moderated: false,
        shipping: ShippingTable {
            volumetric_divisor: 5_000,
            handling_days: 3,
            methods: vec![ShippingMethod {
                id: "standard".into(),
                name: "Standard".into(),
                bands: vec![band(Zone::Home), band(Zone::Eu), band(Zone::World)],
                ..ShippingMethod::default()
            }],
        },
        tax: TaxTable { rates: vec![rate(TaxRegime::Standard, 1_900), rate(TaxRegime::ReducedArt, 700)] },
        commission: CommissionRules::default(),
        art: crate::art_rules::ArtRules::default(),
        sales_paused: false,
        mails: true,
        withdrawal_days: crate::settings::WITHDRAWAL_DAYS_DEFAULT,
    }
}
