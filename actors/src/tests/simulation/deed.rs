//! A deed: one request that somebody makes of an engine, and what is heard of it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::{Command, IdempotencyKey, InboxKey, StockChange, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::edition::Stock;
use impasto_domain::ids::{ArtworkId, DocumentId, EditionId, HoldId, LineId, OrderId, PaymentId, UserId};
use impasto_domain::owner::Owner;
use impasto_domain::ports::Journal;
use impasto_domain::ports::blob::Blob;
use uuid::Uuid;

use super::line::Line;
use crate::budget::ClientKey;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::handles::{CartAnswer, CheckoutRequest, OrderAnswer, ProviderEvent};

/// A request.
#[derive(Clone)]
pub(super) enum Deed {
    Look { owner: Owner },
    Add { owner: Owner, edition_id: EditionId, quantity: u32, client: ClientKey },
    Set { owner: Owner, line_id: LineId, quantity: u32, client: ClientKey },
    Rehold { owner: Owner, line_id: LineId, client: ClientKey },
    Extend { owner: Owner, line_id: LineId },
    Merge { visitor: Owner, user: Owner },
    Checkout { owner: Owner, request: Arc<CheckoutRequest> },
    PayAgain { owner: Owner, order_id: OrderId, token: &'static str },
    Confirm { owner: Owner, order_id: OrderId, payment_id: PaymentId },
    Cancel { owner: Option<Owner>, order_id: OrderId },
    Document { id: DocumentId, number: String },
    Tell { payment_id: PaymentId, inbox: InboxKey, event: ProviderEvent },
    Adjust { edition_id: EditionId, change: StockChange },
    Release { hold_id: HoldId, edition_id: EditionId },
    Move { artwork_id: ArtworkId, wanted: ArtworkMove },
    Edit(Box<Edit>),
}

/// A good answer.
#[derive(Clone)]
pub(super) enum Said {
    Cart(CartAnswer),
    Order(OrderAnswer),
    Stock(Stock),
    Status(ArtworkStatus),
    Bytes(Blob),
    Done,
}

/// Carries a deed out on a node, under a key if it has one.
///
/// # Errors
/// As the engine answers.
pub(super) async fn carry_out(
    deed: Deed,
    key: Option<IdempotencyKey>,
    engine: Engine,
    line: Arc<Line>,
) -> Result<Said, EngineError> {
    let (orders, inventory) = (engine.orders(), engine.inventory());
    let cart = |owner: Owner| engine.cart(owner);
    match deed {
        Deed::Look { owner } => cart(owner).get().await.map(Said::Cart),
        Deed::Add { owner, edition_id, quantity, client } => {
            cart(owner).add(edition_id, quantity, client, key).await.map(Said::Cart)
        }
        Deed::Set { owner, line_id, quantity: 0, .. } => cart(owner).remove(line_id, key).await.map(Said::Cart),
        Deed::Set { owner, line_id, quantity, client } => {
            cart(owner).set_quantity(line_id, quantity, client, key).await.map(Said::Cart)
        }
        Deed::Rehold { owner, line_id, client } => cart(owner).rehold(line_id, client, key).await.map(Said::Cart),
        Deed::Extend { owner, line_id } => cart(owner).extend(line_id, key).await.map(Said::Cart),
        Deed::Merge { visitor, user } => engine.merge_cart(visitor, user, key).await.map(Said::Cart),
        Deed::Checkout { owner, request } => {
            engine.checkout(owner).place((*request).clone(), key.unwrap()).await.map(Said::Order)
        }
        Deed::PayAgain { owner, order_id, token } => {
            let token = Some(token.to_owned());
            orders.pay_again(owner, order_id, "test".into(), token, key.unwrap()).await.map(Said::Order)
        }
        Deed::Confirm { owner, order_id, payment_id } => {
            orders.confirm(Some(owner), order_id, payment_id).await.map(Said::Order)
        }
        Deed::Cancel { owner, order_id } => orders.cancel(owner, order_id, None, key).await.map(Said::Order),
        Deed::Document { id, .. } => orders.document(id).await.map(Said::Bytes),
        Deed::Tell { payment_id, inbox, event } => {
            orders.provider_event(payment_id, inbox, event).await.map(Said::Order)
        }
        Deed::Adjust { edition_id, change } => {
            inventory.adjust(edition_id, change, staff(), None, None, key).await.map(Said::Stock)
        }
        Deed::Release { hold_id, edition_id } => {
            inventory.release_hold(hold_id, edition_id, staff(), None, key).await.map(Said::Stock)
        }
        Deed::Move { artwork_id, wanted } => {
            inventory.move_artwork(artwork_id, wanted, staff(), None, None, key).await.map(Said::Status)
        }
        // Prices and switches are no affair of the engine's: the program hands them to the journal.
        Deed::Edit(edit) => {
            let submission = Submission { command: Command::Edit(edit), idempotency: key };
            match tokio::time::timeout(PATIENCE, line.submit(submission)).await {
                Ok(answer) => answer.map(|_| Said::Done).map_err(EngineError::from),
                Err(_) => Err(EngineError::Unavailable("the journal did not answer in time".into())),
            }
        }
    }
}

/// How long the program waits for the journal.
const PATIENCE: Duration = Duration::from_secs(20);

fn staff() -> UserId {
    UserId(Uuid::from_u128(800_000))
}

/// The end of an id is enough to tell it from others.
pub(super) fn short(id: impl Into<Uuid>) -> String {
    let text = id.into().simple().to_string();
    text[text.len() - 6..].to_owned()
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = |owner: &Owner| format!("{} {}", owner.kind(), short(owner.id()));
        match self {
            Self::Look { owner } => write!(f, "{} looks", who(owner)),
            Self::Add { owner, edition_id, quantity, .. } => {
                write!(f, "{} adds {quantity} of {}", who(owner), short(*edition_id))
            }
            Self::Set { owner, line_id, quantity, .. } => {
                write!(f, "{} sets line {} to {quantity}", who(owner), short(*line_id))
            }
            Self::Rehold { owner, line_id, .. } => write!(f, "{} holds line {} again", who(owner), short(*line_id)),
            Self::Extend { owner, line_id } => write!(f, "{} extends line {}", who(owner), short(*line_id)),
            Self::Merge { visitor, user } => write!(f, "{} signs in as {}", who(visitor), who(user)),
            Self::Checkout { owner, request } => {
                let token = request.token.as_deref().unwrap_or("");
                write!(f, "{} checks out with {token}, expecting {:?}", who(owner), request.expected_total)
            }
            Self::PayAgain { owner, order_id, token } => {
                write!(f, "{} pays order {} again with {token}", who(owner), short(*order_id))
            }
            Self::Confirm { owner, order_id, payment_id } => {
                write!(f, "{} asks after payment {} of order {}", who(owner), short(*payment_id), short(*order_id))
            }
            Self::Cancel { owner: Some(owner), order_id } => {
                write!(f, "{} cancels order {}", who(owner), short(*order_id))
            }
            Self::Cancel { owner: None, order_id } => write!(f, "the house cancels order {}", short(*order_id)),
            Self::Document { number, .. } => write!(f, "somebody asks for {number}"),
            Self::Tell { payment_id, inbox, event } => {
                write!(f, "the provider tells {} of payment {}: {event:?}", inbox.event_id, short(*payment_id))
            }
            Self::Adjust { edition_id, change } => write!(f, "staff: {change:?} of {}", short(*edition_id)),
            Self::Release { hold_id, edition_id } => {
                write!(f, "staff releases hold {} of {}", short(*hold_id), short(*edition_id))
            }
            Self::Move { artwork_id, wanted } => write!(f, "staff: {wanted:?} {}", short(*artwork_id)),
            Self::Edit(edit) => match &**edit {
                Edit::EditArtwork { prices, .. } => write!(f, "staff sets prices {prices:?}"),
                Edit::PutSetting { key, value, .. } => write!(f, "staff sets {key} to {value}"),
                other => write!(f, "staff: {other:?}"),
            },
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cart(CartAnswer { state, now }) => {
                let lines = state.cart.lines.iter().map(|line| {
                    let held = state.held_quantity(line.id);
                    format!("{held} of {} {}", line.quantity, short(line.edition_id))
                });
                let lines: Vec<String> = lines.collect();
                write!(f, "cart {} at {}: [{}]", state.cart.version, now.timestamp_millis(), lines.join(", "))
            }
            Self::Order(answer) => {
                let head = &answer.order.head;
                let payment = answer.payment().map(|payment| payment.status);
                let (id, version) = (short(head.id), head.version);
                write!(f, "order {id} {version}: {:?}, {:?}, {payment:?}", head.status, head.payment_status)
            }
            Self::Stock(stock) => write!(f, "stock {}: {} free, {} held", stock.version, stock.available, stock.held),
            Self::Status(status) => write!(f, "{status:?}"),
            Self::Bytes(bytes) => write!(f, "{}", String::from_utf8_lossy(bytes)),
            Self::Done => write!(f, "done"),
        }
    }
}
