//! A crowd for one edition of the demo: labelled simulated buyers who come through the engine's own doors at the same moment, and what the
//! database says when they have gone.
//!
//! Nothing is staged: the buyers hold and pay like anybody, and the verdict is read from the orders and from the checker of `impasto check`.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use impasto_actors::{CheckoutRequest, ClientKey, EngineError};
use impasto_domain::address::{Address, Country};
use impasto_domain::artwork::ArtworkMove;
use impasto_domain::command::{Command, IdempotencyKey};
use impasto_domain::edit::{ArtworkText, Edit, ImageRow};
use impasto_domain::edition::{Edition, EditionKind};
use impasto_domain::ids::{ArtworkId, EditionId, OrderId, SellerId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::owner::Owner;
use impasto_domain::payment::PaymentStatus;
use impasto_domain::ports::{JournalError, ReadError};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::refusal::Refusal;
use impasto_domain::tax::TaxRegime;

use super::catalogue::catalogue;
use super::ids::id;
use super::people::{ACCOUNTS, user_id};
use crate::app::App;
use crate::gateway::problem::Problem;

/// Buyers in a crowd.
pub const BUYERS: usize = 50;

/// Copies there are for them.
pub const COPIES: u32 = 25;

/// Time for open pages to turn to the new edition before the crowd comes.
const GATHERING: Duration = Duration::from_millis(1_500);

/// Whoever holds a copy pays within this time, as people do: some at once, some after a look at the bill.
const PAYING_MAX_MS: u64 = 3_000;

/// Tries of a buyer whom a full queue sends away.
const TRIES_MAX: u32 = 20;

/// How far a crowd is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The edition hangs; the buyers stand at the door.
    Gathering,
    /// They hold and pay.
    Buying,
    /// They have gone; the database is being checked.
    Checking,
    /// What came of it.
    Done(Verdict),
    /// It could not be carried through.
    Failed(String),
}

/// What the database says after a crowd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Copies that paid orders name.
    pub sold: usize,
    /// Copies named by more than one of them.
    pub twice: usize,
    /// Buyers who were told that they came too late.
    pub late: usize,
    /// Buyers who got neither a copy nor that answer.
    pub failed: usize,
    /// The engine's answers to holds and payments, milliseconds: the middle one and the one that 99 of 100 undercut.
    pub p50_ms: u64,
    /// See `p50_ms`.
    pub p99_ms: u64,
    /// Invariants that the checker verified over the whole database.
    pub verified: usize,
    /// Rows that break one.
    pub offences: usize,
}

/// A crowd, on its way or gone.
#[derive(Debug, Clone)]
pub struct Rush {
    /// Which one since the program started.
    pub number: u32,
    /// The work it came for.
    pub artwork_id: ArtworkId,
    /// Its only edition.
    pub edition_id: EditionId,
    /// Who sells it.
    pub seller_id: SellerId,
    /// Where its buyers live.
    country: Country,
    /// How far it is.
    pub stage: Stage,
}

impl Rush {
    /// Whether it has ended, one way or the other.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done(_) | Stage::Failed(_))
    }
}

/// Why no crowd was sent.
#[derive(Debug, thiserror::Error)]
pub enum NoCrowd {
    /// One at a time.
    #[error("a crowd is on its way already")]
    UnderWay,
    /// Nothing can be paid for.
    #[error("the test provider is off, so simulated buyers cannot pay")]
    NobodyCanPay,
    /// A write.
    #[error("the edition could not be hung: {0}")]
    Journal(#[from] JournalError),
    /// A read.
    #[error("the demo could not be read: {0}")]
    Read(#[from] ReadError),
    /// Anything else that went wrong on the way.
    #[error("the edition could not be shown: {0}")]
    Show(String),
    /// The demo hangs no longer.
    #[error("the demo gallery was taken down")]
    NoDemo,
}

/// The last crowd of this node.
#[derive(Debug, Default)]
pub struct Crowds {
    last: Mutex<Option<Rush>>,
    /// Held while a crowd is on its way.
    door: Arc<tokio::sync::Mutex<()>>,
}

impl Crowds {
    /// The last crowd, if there was one.
    #[must_use]
    pub fn last(&self) -> Option<Rush> {
        self.locked().clone()
    }

    /// Hangs a fresh edition and sends a crowd for it, which goes on by itself. The edition of the crowd before is
    /// taken down, so that the storefront does not fill with them.
    ///
    /// # Errors
    /// [`NoCrowd`]; then none comes.
    pub async fn send(app: Arc<App>) -> Result<Rush, NoCrowd> {
        let door = Arc::clone(&app.crowds.door).try_lock_owned().map_err(|_| NoCrowd::UnderWay)?;
        if !app.providers.contains(&"test") {
            return Err(NoCrowd::NobodyCanPay);
        }
        let before = app.crowds.last();
        let rush = hang(&app, before.as_ref().map_or(1, |rush| rush.number + 1)).await?;
        if let Some(before) = before {
            take_down(&app, before.artwork_id, before.seller_id).await?;
        }
        *app.crowds.locked() = Some(rush.clone());
        let going = rush.clone();
        actix_web::rt::spawn(async move {
            let stage = match go(&app, &going).await {
                Ok(verdict) => Stage::Done(verdict),
                Err(error) => {
                    tracing::error!(%error, "a crowd could not be checked");
                    Stage::Failed(error.to_string())
                }
            };
            app.crowds.set(stage);
            drop(door);
        });
        Ok(rush)
    }

    fn set(&self, stage: Stage) {
        if let Some(rush) = self.locked().as_mut() {
            rush.stage = stage;
        }
    }

    fn locked(&self) -> MutexGuard<'_, Option<Rush>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn go(app: &App, rush: &Rush) -> Result<Verdict, ReadError> {
    tokio::time::sleep(GATHERING).await;
    app.crowds.set(Stage::Buying);
    let buyers = join_all((1..=BUYERS).map(|buyer| buy(app, rush, buyer))).await;
    app.crowds.set(Stage::Checking);
    judge(app, buyers).await
}

/// What became of a buyer.
struct Buyer {
    order_id: Option<OrderId>,
    is_late: bool,
    /// How long each answer of the engine took.
    answers: Vec<Duration>,
}

async fn buy(app: &App, rush: &Rush, number: usize) -> Buyer {
    let owner = Owner::Visitor(app.mint());
    let mut buyer = Buyer { order_id: None, is_late: false, answers: Vec::new() };
    let cart = app.engine.cart(owner);
    let held = timed(&mut buyer.answers, || cart.add(rush.edition_id, 1, ClientKey::EXEMPT, None)).await;
    match held {
        Ok(_) => {}
        Err(EngineError::Refused(Refusal::SoldOut { .. })) => {
            buyer.is_late = true;
            return buyer;
        }
        Err(error) => {
            tracing::warn!(%error, number, "a simulated buyer could not hold a copy");
            return buyer;
        }
    }
    tokio::time::sleep(Duration::from_millis(rand::random_range(0..PAYING_MAX_MS))).await;
    let key = IdempotencyKey {
        owner_id: owner.id(),
        route: "POST /demo/crowd".to_owned(),
        key: number.to_string(),
        body_hash: [0; 32],
    };
    let checkout = app.engine.checkout(owner);
    match timed(&mut buyer.answers, || checkout.place(request_of(number, rush.country), key.clone())).await {
        Ok(answer) => buyer.order_id = Some(answer.order.head.id),
        Err(error) => tracing::warn!(%error, number, "a simulated buyer could not pay"),
    }
    buyer
}

/// Asks, and again where a queue was full; notes how long each answer took.
async fn timed<T, F: Future<Output = Result<T, EngineError>>>(
    answers: &mut Vec<Duration>,
    ask: impl Fn() -> F,
) -> Result<T, EngineError> {
    let mut tries = 0;
    loop {
        let began = Instant::now();
        let answer = ask().await;
        answers.push(began.elapsed());
        match answer {
            Err(EngineError::Busy { .. }) if tries < TRIES_MAX => tries += 1,
            answer => return answer,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn request_of(number: usize, country: Country) -> CheckoutRequest {
    CheckoutRequest {
        email: format!("buyer-{number:02}@crowd.demo.impasto.test"),
        locale: "en".to_owned(),
        shipping_address: Address {
            name: format!("Simulated buyer {number}"),
            line1: "Crowd Street 1".to_owned(),
            line2: None,
            city: "Berlin".to_owned(),
            postal_code: "10115".to_owned(),
            region: None,
            country,
        },
        billing_address: None,
        vat_id: None,
        shipping: vec![(None, "standard".to_owned())],
        expected_total: None,
        quote: None,
        provider: "test".to_owned(),
        token: Some("tok_ok".to_owned()),
        return_url: None,
    }
}

/// Reads what was sold from the orders as the database has them, and checks everything it holds.
async fn judge(app: &App, buyers: Vec<Buyer>) -> Result<Verdict, ReadError> {
    let mut copies = Vec::new();
    for order_id in buyers.iter().filter_map(|buyer| buyer.order_id) {
        let Some(order) = app.reads.order(order_id).await? else { continue };
        if order.payments.iter().any(|payment| payment.status == PaymentStatus::Succeeded) {
            copies.extend(order.lines().flat_map(|line| line.copies.iter().map(|copy| copy.id)));
        }
    }
    let report = impasto_store::check(&app.store).await?;
    let late = buyers.iter().filter(|buyer| buyer.is_late).count();
    let served = buyers.iter().filter(|buyer| buyer.order_id.is_some()).count();
    let mut answers: Vec<Duration> = buyers.iter().flat_map(|buyer| buyer.answers.iter().copied()).collect();
    answers.sort_unstable();
    let distinct: HashSet<_> = copies.iter().collect();
    Ok(Verdict {
        sold: copies.len(),
        twice: copies.len() - distinct.len(),
        late,
        failed: buyers.len() - late - served,
        p50_ms: quantile_ms(&answers, 50),
        p99_ms: quantile_ms(&answers, 99),
        verified: report.verified.len(),
        offences: report.offences.len(),
    })
}

/// The smallest value that so many of 100 do not exceed, in milliseconds rounded up; of sorted values.
fn quantile_ms(sorted: &[Duration], percent: usize) -> u64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    let micros = sorted.get(place).map_or(0, Duration::as_micros);
    u64::try_from(micros.div_ceil(1_000)).unwrap_or(u64::MAX)
}

/// Hangs the work of a crowd: a picture of the gallery, as an edition of its own.
async fn hang(app: &App, number: u32) -> Result<Rush, NoCrowd> {
    let record = pattern(app).await?;
    let artwork_id: ArtworkId = app.mint();
    let edition_id: EditionId = app.mint();
    let seller_id = record.seller.id;
    let title = format!("{}, for the crowd", record.text.title);
    let edit = Edit::CreateArtwork {
        id: artwork_id,
        seller_id,
        artist_id: Some(record.artist.id),
        slug: crate::identity::slug(&title),
        text: Box::new(ArtworkText {
            title,
            description: "Printed for a crowd of simulated buyers. It is taken down when the next one comes."
                .to_owned(),
            provenance: Vec::new(),
            ..(*record.text).clone()
        }),
        editions: vec![edition_of(artwork_id, edition_id)],
        images: Vec::new(),
    };
    submit(app, edit).await?;
    let image = record.images.first().cloned().ok_or(NoCrowd::NoDemo)?;
    let image = Box::new(ImageRow { id: app.mint(), ..image });
    submit(app, Edit::AddImage { artwork_id, seller_id: Some(seller_id), image }).await?;
    move_to(app, artwork_id, seller_id, ArtworkMove::Submit).await?;
    let country = app.sellers().get(&seller_id).map(|seller| seller.country()).ok_or(NoCrowd::NoDemo)?;
    Ok(Rush { number, artwork_id, edition_id, seller_id, country, stage: Stage::Gathering })
}

/// The work whose picture a crowd comes for: one of the demo artist's.
async fn pattern(app: &App) -> Result<ArtworkRecord, NoCrowd> {
    let catalogue = catalogue();
    let artist = catalogue.artists.iter().find(|artist| artist.account_email == Some(ACCOUNTS[1].email));
    let work = catalogue.works.iter().find(|work| artist.is_some_and(|artist| artist.slug == work.artist));
    let id: ArtworkId = id("artwork", work.ok_or(NoCrowd::NoDemo)?.slug);
    app.store.artwork(&id.to_string()).await?.ok_or(NoCrowd::NoDemo)
}

fn edition_of(artwork_id: ArtworkId, edition_id: EditionId) -> Edition {
    Edition {
        id: edition_id,
        artwork_id,
        kind: EditionKind::Limited,
        label: Some("Print".to_owned()),
        size: COPIES,
        artist_proofs: 0,
        width_tenth_mm: 3_000,
        height_tenth_mm: 4_000,
        depth_tenth_mm: 0,
        weight_g: 300,
        price: Money::new(9_000, Currency::EUR),
        tax_regime: TaxRegime::Standard,
        max_per_customer: None,
        available_from: None,
        made_to_order: false,
    }
}

async fn take_down(app: &App, artwork_id: ArtworkId, seller_id: SellerId) -> Result<(), NoCrowd> {
    match move_to(app, artwork_id, seller_id, ArtworkMove::Archive).await {
        // Somebody still holds a copy of it, or has taken it down by hand: then it is let be.
        Err(NoCrowd::Journal(JournalError::Refused(refusal))) => {
            tracing::info!(%refusal, "the work of the crowd before stays as it is");
            Ok(())
        }
        done => done,
    }
}

async fn move_to(app: &App, id: ArtworkId, seller_id: SellerId, wanted: ArtworkMove) -> Result<(), NoCrowd> {
    let by = user_id(ACCOUNTS[0].email);
    let command = Command::MoveArtwork { artwork_id: id, wanted, by, seller_id: Some(seller_id), reason: None };
    app.journal.submit(command.into()).await?;
    app.refresh(id).await.map_err(|problem: Problem| NoCrowd::Show(problem.to_string()))
}

async fn submit(app: &App, edit: Edit) -> Result<(), NoCrowd> {
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_is_a_value_that_was_measured_rounded_up() {
        let of = |count: u64| (1..=count).map(Duration::from_millis).collect::<Vec<_>>();
        assert_eq!(quantile_ms(&of(100), 99), 99);
        assert_eq!(quantile_ms(&of(75), 99), 75);
        assert_eq!(quantile_ms(&of(75), 50), 38);
        assert_eq!(quantile_ms(&[Duration::from_micros(1)], 99), 1);
        assert_eq!(quantile_ms(&[], 99), 0);
    }
}
