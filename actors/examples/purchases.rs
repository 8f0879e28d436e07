//! What the actors cost: whole purchases (a new visitor, one add, one checkout, gone) over a journal and a provider
//! that answer at once and keep nothing. Prints purchases a second and processor time a purchase, client included; and
//! first the same calls of the ports without any actor, to be subtracted. Then the memory of abandoned visitors.
//!
//! `cargo run --release -p impasto-actors --example purchases -- [purchases] [at once] [arbiters]`

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use impasto_actors::{CheckoutRequest, ClientKey, Engine, EngineConfig, LiveNotices, Ports, Seeds};
use impasto_domain::address::{Address, Country};
use impasto_domain::cart::{Cart, CartLine, CartState};
use impasto_domain::certificate::WorkFacts;
use impasto_domain::command::{Command, IdempotencyKey, PlaceOrder, Submission};
use impasto_domain::edition::Stock;
use impasto_domain::hold::Hold;
use impasto_domain::ids::{
    ArtworkId, DocumentId, EditionId, HoldId, LineId, OrderId, OrderLineId, PaymentId, SellerId, SellerOrderId,
    VisitorId,
};
use impasto_domain::job::LeaseTerm;
use impasto_domain::money::{Currency, Money};
use impasto_domain::order::{
    FulfilmentStatus, Order, OrderHead, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder, Totals,
};
use impasto_domain::owner::Owner;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::blob::Blob;
use impasto_domain::ports::{
    CancelAnswer, Clock, ConnectionSeen, Document, Journal, JournalError, MediaArea, MediaError, MediaStore, Paper,
    PaymentProvider, PortFuture, Presence, PresenceError, PresenceSummary, ProviderAnswer, ReadError, Reads,
    RefundAnswer, RenderFailure, Renderer, Urgency,
};
use impasto_domain::reply::Reply;
use impasto_domain::tax::{LineTax, TaxReason, TaxRegime};
use uuid::Uuid;

/// Every port at once; it answers what a purchase needs and nothing else.
struct Nothing {
    started: Instant,
    ids: AtomicU64,
}

/// Visitors who add a work and never come back.
const ABANDONED: usize = 100_000;

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let purchases = arguments.next().unwrap_or(200_000);
    let at_once = arguments.next().unwrap_or(64);
    let arbiters = arguments.next().unwrap_or(1);
    actix::System::new().block_on(async move {
        let nothing = Arc::new(Nothing { started: Instant::now(), ids: AtomicU64::new(1) });
        let config = EngineConfig { arbiters, ..EngineConfig::default() };
        let engine = match Engine::start(config, nothing.ports()) {
            Ok(engine) => engine,
            Err(error) => return println!("{error}"),
        };
        let cpu = processor_time();
        for number in 0..purchases {
            bare(&nothing, number).await;
        }
        let cpu = processor_time() - cpu;
        println!("without actors: {:.1} µs of processor a purchase", cpu.as_secs_f64() * 1e6 / purchases as f64);
        run(&engine, purchases / 10, at_once).await;
        let (clock, cpu) = (Instant::now(), processor_time());
        run(&engine, purchases, at_once).await;
        let (clock, cpu) = (clock.elapsed(), processor_time() - cpu);
        println!(
            "{purchases} purchases, {at_once} at once, {arbiters} arbiters: {:.0} a second, {:.1} µs of processor each; {:?}",
            purchases as f64 / clock.as_secs_f64(),
            cpu.as_secs_f64() * 1e6 / purchases as f64,
            engine.depths(),
        );
        let before = resident_bytes();
        for number in 0..ABANDONED {
            let (owner, edition_id) = buyer(purchases + number);
            let added = engine.cart(owner).add(edition_id, 1, ClientKey::EXEMPT, None).await;
            assert!(added.is_ok(), "{added:?}");
        }
        let bytes = resident_bytes().saturating_sub(before);
        println!(
            "{ABANDONED} abandoned visitors: {:.0} bytes each while alive; {:?}",
            bytes as f64 / engine.depths().sessions.max(1) as f64,
            engine.depths(),
        );
        engine.shutdown().await;
    });
}

async fn run(engine: &Engine, purchases: usize, at_once: usize) {
    let mut under_way = FuturesUnordered::new();
    for number in 0..purchases {
        if under_way.len() >= at_once {
            under_way.next().await;
        }
        under_way.push(purchase(engine.clone(), number));
    }
    while under_way.next().await.is_some() {}
}

async fn purchase(engine: Engine, number: usize) {
    let (owner, edition_id) = buyer(number);
    let added = engine.cart(owner).add(edition_id, 1, ClientKey::EXEMPT, None).await;
    assert!(added.is_ok(), "{added:?}");
    let (request, key) = (request(), key(owner));
    let paid = engine.checkout(owner).place(request, key).await;
    assert!(paid.is_ok_and(|answer| answer.order.head.payment_status == OrderPaymentStatus::Paid));
}

/// The calls of the ports that a purchase makes, and nothing around them.
async fn bare(nothing: &Nothing, number: usize) {
    let (owner, edition_id) = buyer(number);
    let held = nothing.submit(Command::PlaceHold { owner, edition_id, quantity: 1 }.into()).await;
    assert!(held.is_ok());
    let (request, key) = (request(), key(owner));
    let order = PlaceOrder {
        owner,
        cart_version: 1,
        editions: vec![edition_id],
        email: request.email,
        locale: request.locale,
        shipping_address: request.shipping_address.clone(),
        billing_address: request.shipping_address,
        vat_id: None,
        shipping: request.shipping,
        expected_total: None,
        quote: None,
        provider: request.provider,
        token: request.token,
        return_url: request.return_url,
        lease: LeaseTerm { token: Uuid::nil(), lasts_ms: 0 },
    };
    let command = Command::PlaceOrder(Box::new(order));
    let placed = nothing.submit(Submission { command, idempotency: Some(key) }).await;
    let Ok(Reply::Order { order, payment_id: Some(payment_id), .. }) = placed else { return };
    assert!(matches!(nothing.drive(&order.payments[0]).await, ProviderAnswer::Succeeded { .. }));
    let settled = nothing.submit(Submission::from(Command::SettlePayment {
        order_id: order.head.id,
        owner: order.head.owner,
        payment_id,
        provider_ref: None,
        fee: None,
        inbox: None,
        late: false,
        editions: vec![edition_id],
    }));
    assert!(settled.await.is_ok());
}

fn buyer(number: usize) -> (Owner, EditionId) {
    let owner = Owner::Visitor(VisitorId(Uuid::from_u128(1 << 100 | number as u128)));
    (owner, EditionId(Uuid::from_u128(number as u128 % 100)))
}

fn request() -> CheckoutRequest {
    CheckoutRequest {
        email: "a@example.test".into(),
        locale: "en".into(),
        shipping_address: address(),
        billing_address: None,
        vat_id: None,
        shipping: vec![(None, "standard".into())],
        expected_total: None,
        quote: None,
        provider: "test".into(),
        token: Some("tok_ok".into()),
        return_url: None,
    }
}

fn key(owner: Owner) -> IdempotencyKey {
    IdempotencyKey { owner_id: owner.id(), route: "POST /checkout".into(), key: "k".into(), body_hash: [0; 32] }
}

fn address() -> Address {
    Address {
        name: "A".into(),
        line1: "B".into(),
        line2: None,
        city: "C".into(),
        postal_code: "D".into(),
        region: None,
        country: Country::parse("DE").unwrap_or_else(|| unreachable!("DE is a country")),
    }
}

/// Memory of this process that is resident; Linux only, nothing elsewhere.
fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4_096
}

/// Processor time of this process so far; Linux only, nothing elsewhere.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    // User and system time, in hundredths of a second.
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}

impl Nothing {
    fn ports(self: &Arc<Self>) -> Ports {
        Ports {
            journal: self.clone(),
            reads: self.clone(),
            providers: vec![self.clone()],
            media: self.clone(),
            renderer: self.clone(),
            mail: None,
            presence: self.clone(),
            holds: None,
            clock: self.clone(),
            live: self.clone(),
            seeds: self.clone(),
        }
    }

    fn id<T: From<Uuid>>(&self) -> T {
        T::from(Uuid::from_u128(u128::from(self.ids.fetch_add(1, Ordering::Relaxed))))
    }

    fn hold(&self, owner: Owner, edition_id: EditionId) -> Reply {
        let (now, line_id, unit_price) = (self.now(), self.id::<LineId>(), Money::new(10_000, Currency::EUR));
        let line = CartLine { id: line_id, edition_id, quantity: 1, unit_price, lost: None, picked: Vec::new() };
        let hold = Hold {
            id: self.id::<HoldId>(),
            owner,
            line_id,
            edition_id,
            copy: None,
            quantity: 1,
            unit_price,
            placed_at: now,
            expires_at: now + chrono::TimeDelta::seconds(600),
            extended: false,
            order_id: None,
        };
        let cart = Cart { owner, version: 1, lines: vec![line] };
        Reply::Cart { state: Box::new(CartState { cart, holds: vec![hold] }), stock: None, now, repeated: false }
    }

    fn place(&self, wanted: &PlaceOrder) -> Reply {
        let payment_id = self.id();
        let order = self.order(self.id(), payment_id, PaymentStatus::Pending, Some(wanted));
        Reply::Order { order: Box::new(order), payment_id: Some(payment_id), now: self.now(), repeated: false }
    }

    fn order(
        &self,
        order_id: OrderId,
        payment_id: PaymentId,
        status: PaymentStatus,
        wanted: Option<&PlaceOrder>,
    ) -> Order {
        let now = self.now();
        let price = Money::new(10_000, Currency::EUR);
        let address = wanted.map_or_else(address, |wanted| wanted.shipping_address.clone());
        let tax = LineTax {
            regime: TaxRegime::ReducedArt,
            rate_basis_points: 700,
            base_minor: 9_346,
            tax_minor: 654,
            reason: TaxReason::Chosen,
        };
        let totals = Totals { items_minor: 10_000, shipping_minor: 0, tax_included_minor: 654, total_minor: 10_000 };
        let paid = status == PaymentStatus::Succeeded;
        let head = OrderHead {
            id: order_id,
            number: "IM-0000".into(),
            owner: wanted.map_or(Owner::Visitor(VisitorId(Uuid::nil())), |wanted| wanted.owner),
            version: 1,
            status: OrderStatus::Open,
            payment_status: if paid { OrderPaymentStatus::Paid } else { OrderPaymentStatus::Pending },
            fulfilment_status: FulfilmentStatus::Unfulfilled,
            email: "a@example.test".into(),
            locale: "en".into(),
            currency: Currency::EUR,
            totals,
            shipping_address: address.clone(),
            billing_address: address,
            vat_id: None,
            placed_at: now,
            hold_extended: true,
            delivered_at: None,
            timeline: Vec::new(),
        };
        let line = OrderLine {
            id: OrderLineId(Uuid::nil()),
            cart_line_id: LineId(Uuid::nil()),
            edition_id: wanted.and_then(|wanted| wanted.editions.first().copied()).unwrap_or(EditionId(Uuid::nil())),
            artwork_id: ArtworkId(Uuid::nil()),
            title: "Title".into(),
            artist_name: "Artist".into(),
            edition_label: None,
            quantity: 1,
            unit_price: price,
            copies: Vec::new(),
            tax,
            restocked: 0,
            commission_minor: 0,
            resale_right_minor: 0,
            made_to_order: false,
        };
        let part = SellerOrder {
            id: SellerOrderId(Uuid::nil()),
            order_id,
            position: 0,
            seller_id: SellerId(Uuid::nil()),
            seller_name: "Seller".into(),
            seller_slug: "seller".into(),
            shipping_method: "standard".into(),
            shipping_name: "Standard".into(),
            shipping_minor: 0,
            shipping_tax: tax,
            cheapest_shipping_minor: None,
            commission_minor: 0,
            ship_by: None,
            pickup: None,
            totals,
            lines: vec![line],
        };
        let payment = Payment {
            id: payment_id,
            order_id,
            provider: "test".into(),
            status,
            amount: price,
            provider_ref: None,
            token: Some("tok_ok".into()),
            decline_code: None,
            client_secret: None,
            redirect_url: None,
            return_url: None,
            unapplied: false,
            refunded_minor: 0,
            created_at: now,
            updated_at: now,
        };
        Order {
            head,
            seller_orders: vec![part],
            payments: vec![payment],
            documents: Vec::new(),
            shipments: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            returns: Vec::new(),
        }
    }
}

impl Journal for Nothing {
    fn submit(&self, submission: Submission) -> PortFuture<'_, Result<Reply, JournalError>> {
        Box::pin(async move {
            Ok(match submission.command {
                Command::PlaceHold { owner, edition_id, .. } => self.hold(owner, edition_id),
                Command::PlaceOrder(wanted) => self.place(&wanted),
                Command::SettlePayment { order_id, payment_id, .. } => Reply::Order {
                    order: Box::new(self.order(order_id, payment_id, PaymentStatus::Succeeded, None)),
                    payment_id: Some(payment_id),
                    now: self.now(),
                    repeated: false,
                },
                Command::Edit(_) => Reply::Jobs(Vec::new()),
                _ => Reply::Done,
            })
        })
    }
}

impl Reads for Nothing {
    fn cart(&self, owner: Owner) -> PortFuture<'_, Result<CartState, ReadError>> {
        Box::pin(async move { Ok(CartState { cart: Cart::empty(owner), holds: Vec::new() }) })
    }
    fn stock(&self, _: EditionId) -> PortFuture<'_, Result<Option<Stock>, ReadError>> {
        Box::pin(async { Ok(None) })
    }
    fn order(&self, _: OrderId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(async { Ok(None) })
    }
    fn order_of_payment(&self, _: PaymentId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(async { Ok(None) })
    }
    fn due_editions(&self, _: u32) -> PortFuture<'_, Result<Vec<EditionId>, ReadError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    fn orders_to_complete(&self, _: u32) -> PortFuture<'_, Result<Vec<OrderId>, ReadError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    fn photos_to_forget(
        &self,
        _: u32,
    ) -> PortFuture<'_, Result<Vec<(OrderId, impasto_domain::ids::ReturnId)>, ReadError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    fn paper_of(&self, _: DocumentId) -> PortFuture<'_, Result<Option<Document>, ReadError>> {
        Box::pin(async { Ok(None) })
    }
    fn works_of(&self, _: OrderId) -> PortFuture<'_, Result<Vec<WorkFacts>, ReadError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

impl PaymentProvider for Nothing {
    fn name(&self) -> &'static str {
        "test"
    }
    fn drive<'a>(&'a self, _: &'a Payment) -> PortFuture<'a, ProviderAnswer> {
        Box::pin(async { ProviderAnswer::Succeeded { provider_ref: "ref".into(), fee: None } })
    }
    fn cancel<'a>(&'a self, _: &'a Payment) -> PortFuture<'a, CancelAnswer> {
        Box::pin(async { CancelAnswer::Cancelled })
    }
    fn refund<'a>(&'a self, _: &'a Payment, _: i64, _: Uuid) -> PortFuture<'a, RefundAnswer> {
        Box::pin(async { RefundAnswer::Refunded })
    }
}

impl MediaStore for Nothing {
    fn put<'a>(&'a self, _: MediaArea, _: &'a str, _: &'a str, _: Blob) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async { Ok(()) })
    }
    fn get<'a>(&'a self, _: MediaArea, _: &'a str) -> PortFuture<'a, Result<Option<Blob>, MediaError>> {
        Box::pin(async { Ok(None) })
    }
    fn delete<'a>(&'a self, _: MediaArea, _: &'a str) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async { Ok(()) })
    }
    fn public_url(&self, key: &str) -> String {
        key.to_owned()
    }
}

impl Renderer for Nothing {
    fn render<'a>(&'a self, _: Paper, _: Urgency) -> PortFuture<'a, Result<Vec<u8>, RenderFailure>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

impl Presence for Nothing {
    fn seen(&self, _: ConnectionSeen) -> PortFuture<'_, Result<(), PresenceError>> {
        Box::pin(async { Ok(()) })
    }
    fn gone(&self, _: Uuid) -> PortFuture<'_, Result<(), PresenceError>> {
        Box::pin(async { Ok(()) })
    }
    fn viewers(&self, _: ArtworkId) -> PortFuture<'_, Result<u32, PresenceError>> {
        Box::pin(async { Ok(0) })
    }
    fn summary(&self) -> PortFuture<'_, Result<PresenceSummary, PresenceError>> {
        Box::pin(async { Ok(PresenceSummary::default()) })
    }
}

impl Clock for Nothing {
    fn now(&self) -> DateTime<Utc> {
        let since = chrono::TimeDelta::from_std(self.started.elapsed()).unwrap_or_default();
        DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000) + since
    }
}

impl LiveNotices for Nothing {
    fn lapsing(&self, _: Owner, _: LineId, _: DateTime<Utc>) {}
    fn viewers(&self, _: ArtworkId, _: u32) {}
    fn presence_is_heard(&self) -> bool {
        false
    }
    fn presence(&self, _: &PresenceSummary) {}
}

impl Seeds for Nothing {
    fn seed(&self) -> u64 {
        42
    }
}
