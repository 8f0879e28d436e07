//! The house of a test.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use impasto_domain::address::{Address, Country};
use impasto_domain::artwork::ArtworkMove;
use impasto_domain::cart::CartState;
use impasto_domain::command::{Command, PlaceOrder, Submission};
use impasto_domain::commission::CommissionRules;
use impasto_domain::edit::{ArtworkText, Edit, NewArtist};
use impasto_domain::edition::{Edition, EditionKind, Stock};
use impasto_domain::event::Committed;
use impasto_domain::hold::HoldPolicy;
use impasto_domain::ids::{
    ArtistId, ArtworkId, EditionId, LaneId, Mint, OrderId, PaymentId, SellerId, UserId, VisitorId,
};
use impasto_domain::job::LeaseTerm;
use impasto_domain::money::{Currency, Money};
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Bus, Clock, EventSink, Journal, JournalError, PortFuture, Woken};
use impasto_domain::reply::Reply;
use impasto_domain::seller::Seller;
use impasto_domain::settings::HouseRules;
use impasto_domain::shipping::{ShippingBand, ShippingMethod, ShippingTable, Zone};
use impasto_domain::tax::{TaxRate, TaxRegime, TaxTable};
use impasto_store::{JournalConfig, LaneJournal, Store, StoreConfig};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

use super::database::TestDatabase;
use super::proxy::Proxy;

/// A fresh id.
pub(crate) fn mint<T: From<Uuid>>() -> T {
    Mint::new(DateTime::from_timestamp_millis(1_763_900_000_000).unwrap(), rand::random()).mint()
}

/// A fresh id of the present, as programs make them.
#[allow(clippy::disallowed_methods, reason = "ids of a measurement are made in real time")]
pub(crate) fn mint_now<T: From<Uuid>>() -> T {
    Mint::new(Utc::now(), rand::random()).mint()
}

/// Rules with one shipping method everywhere and German tax.
pub(crate) fn rules() -> HouseRules {
    let band = |zone| ShippingBand {
        zone,
        weight_g_max: 50_000,
        longest_side_tenth_mm_max: 100_000,
        prices: vec![Money::new(900, Currency::EUR)],
        days_min: 2,
        days_max: 5,
    };
    let standard = ShippingMethod {
        id: "standard".into(),
        name: "Standard".into(),
        bands: vec![band(Zone::Home), band(Zone::Eu), band(Zone::World)],
        ..ShippingMethod::default()
    };
    let rate = |regime, rate_basis_points| TaxRate {
        country: Country::parse("DE").unwrap(),
        regime,
        rate_basis_points,
        valid_from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap(),
    };
    HouseRules {
        holds: HoldPolicy { visitor_works_max: None, ..HoldPolicy::default() },
        moderated: false,
        shipping: ShippingTable { volumetric_divisor: 5_000, handling_days: 3, methods: vec![standard] },
        tax: TaxTable { rates: vec![rate(TaxRegime::Standard, 1_900), rate(TaxRegime::ReducedArt, 700)] },
        commission: CommissionRules::default(),
        art: impasto_domain::art_rules::ArtRules::default(),
        sales_paused: false,
        mails: false,
        withdrawal_days: impasto_domain::settings::WITHDRAWAL_DAYS_DEFAULT,
    }
}

/// Keeps what is published.
#[derive(Default)]
pub(crate) struct Recorder(pub(crate) Mutex<Vec<Committed>>);

impl EventSink for Recorder {
    fn publish(&self, events: &[Committed]) {
        self.0.lock().unwrap().extend_from_slice(events);
    }
}

/// A bus of one node.
pub(crate) struct Alone;

impl Bus for Alone {
    fn wake(&self, _lane: LaneId, _seq: i64) {}

    fn woken(&self) -> PortFuture<'_, Woken> {
        Box::pin(std::future::pending())
    }
}

/// A clock that a test moves.
pub(crate) struct Manual(Mutex<DateTime<Utc>>);

impl Manual {
    pub(crate) fn at(now: DateTime<Utc>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now)))
    }

    pub(crate) fn advance(&self, seconds: i64) {
        *self.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }
}

impl Clock for Manual {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// A database with a journal and a seller.
pub(crate) struct House {
    pub(crate) url: String,
    pub(crate) store: Store,
    pub(crate) journal: LaneJournal,
    pub(crate) sink: Arc<Recorder>,
    pub(crate) seller_id: SellerId,
    pub(crate) artist_id: ArtistId,
    pub(crate) admin: UserId,
}

/// A house in a temporary file.
pub(crate) async fn sqlite() -> (tempfile::TempDir, House) {
    sqlite_with(None).await
}

/// A house in a temporary file, with a test clock.
pub(crate) async fn sqlite_with(clock: Option<Arc<dyn Clock>>) -> (tempfile::TempDir, House) {
    let dir = tempfile::tempdir().unwrap();
    let config = StoreConfig { clock, ..StoreConfig::new(format!("sqlite:{}/house.db", dir.path().display())) };
    (dir, House::open(config, rules()).await)
}

/// A house in a temporary file, by other rules.
#[allow(dead_code, reason = "for the benchmark")]
pub(crate) async fn sqlite_by(rules: HouseRules) -> (tempfile::TempDir, House) {
    let dir = tempfile::tempdir().unwrap();
    let config = StoreConfig::new(format!("sqlite:{}/house.db", dir.path().display()));
    (dir, House::open(config, rules).await)
}

/// A house in a PostgreSQL database of its own, by other rules.
#[allow(dead_code, reason = "for the benchmark")]
pub(crate) async fn postgres_by(rules: HouseRules) -> Option<(TestDatabase, House)> {
    let database = super::database::postgres().await?;
    let house = House::open(StoreConfig::new(database.url()), rules).await;
    Some((database, house))
}

/// A house in a PostgreSQL database of its own; `None` when PostgreSQL is skipped.
pub(crate) async fn postgres() -> Option<(TestDatabase, House)> {
    postgres_with(None).await
}

/// A house in a PostgreSQL database of its own, with a test clock.
pub(crate) async fn postgres_with(clock: Option<Arc<dyn Clock>>) -> Option<(TestDatabase, House)> {
    let database = super::database::postgres().await?;
    let house = House::open(StoreConfig { clock, ..StoreConfig::new(database.url()) }, rules()).await;
    Some((database, house))
}

/// The same rules in a house that sends mails.
pub(crate) fn rules_with_mails() -> HouseRules {
    HouseRules { mails: true, ..rules() }
}

/// An address in Germany.
pub(crate) fn address() -> Address {
    Address {
        name: "Paula Modersohn".into(),
        line1: "Böttcherstraße 6".into(),
        line2: None,
        city: "Bremen".into(),
        postal_code: "28195".into(),
        region: None,
        country: Country::parse("DE").unwrap(),
    }
}

/// A seller that may publish.
pub(crate) fn seller(id: SellerId) -> Seller {
    let tail = format!("{:06X}", id.0.as_u128() & 0xff_ffff);
    Seller {
        id,
        slug: format!("galerie-{}", tail.to_lowercase()),
        name: "Galerie am Deich".into(),
        legal_name: "Galerie am Deich GmbH".into(),
        address: address(),
        vat_id: Some("DE123456789".into()),
        tax_number: None,
        email: "deich@example.test".into(),
        currency: Currency::EUR,
        commission_basis_points: 1_500,
        series_prefix: format!("G{tail}"),
        verified: true,
        trader: Some(true),
        shipping: None,
        payout_account: None,
    }
}

/// An edition to sell.
pub(crate) fn edition(kind: EditionKind, size: u32, price_minor: i64) -> Edition {
    Edition {
        id: mint(),
        artwork_id: ArtworkId(Uuid::nil()),
        kind,
        label: (kind == EditionKind::Limited).then(|| "Archival pigment print, 30 × 40 cm".into()),
        size,
        artist_proofs: 0,
        width_tenth_mm: 3_000,
        height_tenth_mm: 4_000,
        depth_tenth_mm: 20,
        weight_g: 800,
        price: Money::new(price_minor, Currency::EUR),
        tax_regime: TaxRegime::ReducedArt,
        max_per_customer: None,
        available_from: None,
        made_to_order: false,
    }
}

/// A new visitor.
pub(crate) fn visitor() -> Owner {
    Owner::Visitor(mint::<VisitorId>())
}

impl House {
    /// Opens, migrates, starts the journal and adds a seller.
    pub(crate) async fn open(config: StoreConfig, rules: HouseRules) -> Self {
        let store = Store::open(&config).await.unwrap();
        store.migrate().await.unwrap();
        let sink = Arc::new(Recorder::default());
        let started =
            LaneJournal::start(store.clone(), JournalConfig::new("test", rules), sink.clone(), Arc::new(Alone));
        let journal = started.await.unwrap();
        let (seller_id, artist_id) = (mint(), mint());
        let house = Self { url: config.url.clone(), store, journal, sink, seller_id, artist_id, admin: mint() };
        house.edit(Edit::AddArtist(Box::new(new_artist(artist_id, seller(seller_id))))).await.unwrap();
        house
    }

    /// A second journal on the same database, as another node has it.
    pub(crate) async fn other_node(&self) -> (LaneJournal, Arc<Recorder>) {
        let sink = Arc::new(Recorder::default());
        let config = JournalConfig::new("other", rules());
        let journal = LaneJournal::start(self.store.clone(), config, sink.clone(), Arc::new(Alone)).await.unwrap();
        (journal, sink)
    }

    /// A node whose journal reaches the database through a proxy.
    pub(crate) async fn through(&self, proxy: &Proxy) -> Self {
        let store = Store::open(&StoreConfig::new(proxy.url(&self.url))).await.unwrap();
        let sink = Arc::new(Recorder::default());
        let config = JournalConfig { run_s: 1, ..JournalConfig::new("far", rules()) };
        let journal = LaneJournal::start(store, config, sink.clone(), Arc::new(Alone)).await.unwrap();
        Self { journal, sink, ..self.clone_handles() }
    }

    /// The same house after a restart: a new store and a new lane.
    pub(crate) async fn reopened(&self) -> Self {
        let config = StoreConfig::new(self.url.clone());
        let store = Store::open(&config).await.unwrap();
        let sink = Arc::new(Recorder::default());
        let started =
            LaneJournal::start(store.clone(), JournalConfig::new("test", rules()), sink.clone(), Arc::new(Alone));
        let journal = started.await.unwrap();
        let Self { url, seller_id, artist_id, admin, .. } = self;
        Self { url: url.clone(), store, journal, sink, seller_id: *seller_id, artist_id: *artist_id, admin: *admin }
    }

    /// The same handles, for a house with another database behind its reads.
    pub(crate) fn clone_handles(&self) -> Self {
        Self {
            url: self.url.clone(),
            store: self.store.clone(),
            journal: self.journal.clone(),
            sink: self.sink.clone(),
            ..*self
        }
    }

    /// Runs a text on the database behind the journal's back.
    pub(crate) async fn behind_its_back(&self, text: &str) {
        let text = AssertSqlSafe(text.to_owned());
        if self.url.starts_with("sqlite") {
            let mut conn = SqliteConnection::connect(&self.url).await.unwrap();
            conn.execute(sqlx::raw_sql(text)).await.unwrap();
            conn.close().await.unwrap();
        } else {
            let mut conn = PgConnection::connect(&self.url).await.unwrap();
            conn.execute(sqlx::raw_sql(text)).await.unwrap();
            conn.close().await.unwrap();
        }
    }

    /// Closes journal and store.
    pub(crate) async fn end(&self) {
        // A test may have closed it before.
        let _closed = self.journal.close().await;
        self.store.close().await;
    }

    pub(crate) async fn submit(&self, submission: impl Into<Submission>) -> Result<Reply, JournalError> {
        self.journal.submit(submission.into()).await
    }

    pub(crate) async fn edit(&self, edit: Edit) -> Result<Reply, JournalError> {
        self.submit(Command::Edit(Box::new(edit))).await
    }

    /// A published work with one edition.
    pub(crate) async fn published(&self, kind: EditionKind, size: u32, price_minor: i64) -> EditionId {
        self.published_work(vec![edition(kind, size, price_minor)]).await.1[0]
    }

    /// A published work with editions.
    pub(crate) async fn published_work(&self, editions: Vec<Edition>) -> (ArtworkId, Vec<EditionId>) {
        let id: ArtworkId = mint();
        let ids = editions.iter().map(|edition| edition.id).collect();
        self.edit(self.new_artwork(id, "Birken am Kanal", editions)).await.unwrap();
        let publish = Command::MoveArtwork {
            artwork_id: id,
            wanted: ArtworkMove::Submit,
            by: self.admin,
            seller_id: None,
            reason: None,
        };
        self.submit(publish).await.unwrap();
        (id, ids)
    }

    pub(crate) fn new_artwork(&self, id: ArtworkId, title: &str, editions: Vec<Edition>) -> Edit {
        Edit::CreateArtwork {
            id,
            seller_id: self.seller_id,
            artist_id: None,
            slug: title.to_lowercase().replace(' ', "-"),
            text: Box::new(ArtworkText {
                title: title.into(),
                medium: "Oil on board".into(),
                ..ArtworkText::default()
            }),
            editions,
            images: Vec::new(),
        }
    }

    pub(crate) async fn hold(
        &self,
        owner: Owner,
        edition_id: EditionId,
        quantity: u32,
    ) -> Result<CartState, JournalError> {
        cart(self.submit(Command::PlaceHold { owner, edition_id, quantity }).await)
    }

    /// Places the order of a cart as last seen.
    pub(crate) async fn place(&self, cart: &CartState) -> Result<(Order, PaymentId), JournalError> {
        order(self.submit(place_order(cart)).await)
    }

    pub(crate) async fn settle(&self, order: &Order, payment_id: PaymentId) -> Result<Order, JournalError> {
        self.submit(settle(order, payment_id, false)).await.map(|reply| match reply {
            Reply::Order { order, .. } => *order,
            other => panic!("unexpected {other:?}"),
        })
    }

    /// Holds, places and settles.
    pub(crate) async fn buy(&self, owner: Owner, edition_id: EditionId, quantity: u32) -> Order {
        let cart = self.hold(owner, edition_id, quantity).await.unwrap();
        let (order, payment_id) = self.place(&cart).await.unwrap();
        self.settle(&order, payment_id).await.unwrap()
    }

    /// Some edition with plenty of copies.
    pub(crate) async fn edition_of_the_shelf(&self) -> EditionId {
        self.published(EditionKind::Limited, 500, 5_000).await
    }

    pub(crate) async fn stock(&self, edition_id: EditionId) -> Stock {
        impasto_domain::ports::Reads::stock(&self.store, edition_id).await.unwrap().unwrap()
    }

    pub(crate) async fn order(&self, id: OrderId) -> Option<Order> {
        impasto_domain::ports::Reads::order(&self.store, id).await.unwrap()
    }

    /// Fails with every offence if an invariant does not hold.
    pub(crate) async fn assert_sound(&self) {
        let report = impasto_store::check(&self.store).await.unwrap();
        let offences: Vec<String> = report.offences.iter().map(ToString::to_string).collect();
        assert!(offences.is_empty(), "{offences:#?}");
    }
}

/// An artist of a seller.
pub(crate) fn new_artist(id: ArtistId, seller: Seller) -> NewArtist {
    NewArtist {
        id,
        slug: format!("hilde-brandt-{:04x}", id.0.as_u128() & 0xffff),
        name: "Hilde Brandt".into(),
        bio: "Paints canals.".into(),
        country: Country::parse("DE"),
        born: Some(1961),
        seller,
    }
}

/// The checkout of a cart as last seen.
pub(crate) fn place_order(cart: &CartState) -> Command {
    Command::PlaceOrder(Box::new(PlaceOrder {
        owner: cart.cart.owner,
        cart_version: cart.cart.version,
        editions: cart.cart.lines.iter().map(|line| line.edition_id).collect(),
        email: "paula@example.test".into(),
        locale: "de".into(),
        shipping_address: address(),
        billing_address: address(),
        vat_id: None,
        shipping: vec![(None, "standard".into())],
        expected_total: None,
        quote: None,
        provider: "test".into(),
        token: Some("tok_ok".into()),
        return_url: None,
        lease: lease(60),
    }))
}

/// A lease for some seconds of the wall clock.
#[allow(clippy::disallowed_methods, reason = "tests lease in real time")]
pub(crate) fn lease(seconds: u32) -> LeaseTerm {
    LeaseTerm { token: mint(), lasts_ms: seconds * 1_000 }
}

/// The word of a provider that the money is there.
pub(crate) fn settle(order: &Order, payment_id: PaymentId, late: bool) -> Command {
    Command::SettlePayment {
        order_id: order.head.id,
        owner: order.head.owner,
        payment_id,
        provider_ref: Some(format!("ch_{payment_id}")),
        fee: None,
        inbox: None,
        late,
        editions: order.lines().map(|line| line.edition_id).collect(),
    }
}

pub(crate) fn cart(reply: Result<Reply, JournalError>) -> Result<CartState, JournalError> {
    reply.map(|reply| match reply {
        Reply::Cart { state, .. } => *state,
        other => panic!("unexpected {other:?}"),
    })
}

pub(crate) fn order(reply: Result<Reply, JournalError>) -> Result<(Order, PaymentId), JournalError> {
    reply.map(|reply| match reply {
        Reply::Order { order, payment_id: Some(payment_id), .. } => (*order, payment_id),
        other => panic!("unexpected {other:?}"),
    })
}
