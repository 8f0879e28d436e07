//! What a request does to a cart: which command it becomes, and what is remembered of the answer. Knows no mailbox.

use std::sync::Arc;

use impasto_domain::cart::CartLine;
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::ids::{EditionId, LineId};
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::known::Known;
use crate::budget::{ClientKey, Reserved, Wanted};
use crate::error::EngineError;
use crate::handles::CartAnswer;
use crate::inventory::{Pass, Take};
use crate::node::{Node, span};
use crate::reply::ReplyTo;

/// What an owner asks of the cart.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Get,
    Add { edition_id: EditionId, quantity: u32, client: ClientKey, idempotency: Option<IdempotencyKey> },
    Pick { edition_id: EditionId, ordinals: Vec<u32>, client: ClientKey, idempotency: Option<IdempotencyKey> },
    SetQuantity { line_id: LineId, quantity: u32, client: ClientKey, idempotency: Option<IdempotencyKey> },
    Rehold { line_id: LineId, client: ClientKey, idempotency: Option<IdempotencyKey> },
    Extend { line_id: LineId, idempotency: Option<IdempotencyKey> },
    Merge { visitor: Owner, idempotency: Option<IdempotencyKey> },
}

/// A command for one edition, with what it would take from others.
struct Plan {
    edition_id: EditionId,
    command: Command,
    client: ClientKey,
    take: Option<Take>,
}

impl Deed {
    /// Whether carrying it out twice leaves what once leaves.
    pub(crate) fn is_repeatable(&self) -> bool {
        match self {
            Self::Get | Self::SetQuantity { .. } | Self::Rehold { .. } | Self::Merge { .. } => true,
            Self::Add { idempotency, .. } | Self::Pick { idempotency, .. } | Self::Extend { idempotency, .. } => {
                idempotency.is_some()
            }
        }
    }

    /// What it is called in a trace.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Get => "session get",
            Self::Add { .. } => "session add",
            Self::Pick { .. } => "session pick",
            Self::SetQuantity { .. } => "session set_quantity",
            Self::Rehold { .. } => "session rehold",
            Self::Extend { .. } => "session extend",
            Self::Merge { .. } => "session merge",
        }
    }

    fn idempotency(&self) -> Option<&IdempotencyKey> {
        match self {
            Self::Get => None,
            Self::Add { idempotency, .. }
            | Self::Pick { idempotency, .. }
            | Self::SetQuantity { idempotency, .. }
            | Self::Rehold { idempotency, .. }
            | Self::Extend { idempotency, .. }
            | Self::Merge { idempotency, .. } => idempotency.as_ref(),
        }
    }

    fn line_id(&self) -> Option<LineId> {
        match self {
            Self::SetQuantity { line_id, .. } | Self::Rehold { line_id, .. } | Self::Extend { line_id, .. } => {
                Some(*line_id)
            }
            Self::Get | Self::Add { .. } | Self::Pick { .. } | Self::Merge { .. } => None,
        }
    }
}

/// Carries a deed out. Answers with the cart as it is then known: `None` when the store may or may not have changed it.
pub(super) async fn carry_out(
    node: &Arc<Node>,
    owner: Owner,
    cart: Option<Known>,
    deed: Deed,
    reply: &mut ReplyTo<CartAnswer>,
) -> (Option<Known>, Result<CartAnswer, EngineError>) {
    let outcome = match &deed {
        Deed::Get => match cart {
            Some(cart) => Ok(cart),
            None => load(node, owner).await,
        },
        Deed::Merge { visitor, .. } => {
            reply.begin();
            merge(node, owner, *visitor, &deed).await
        }
        _ => return change(node, owner, cart, &deed, reply).await,
    };
    match outcome {
        Ok(cart) => {
            let answer = cart.answer();
            (Some(cart), Ok(answer))
        }
        Err(error) => (None, Err(error)),
    }
}

/// The cart as the store has it.
///
/// # Errors
/// `Unavailable`.
pub(super) async fn load(node: &Node, owner: Owner) -> Result<Known, EngineError> {
    let now = node.now();
    let state = node.read(node.ports.reads.cart(owner)).await?;
    Ok(Known::new(state, now))
}

/// Decides on the cart as known, and once more on the stored one when they turn out to differ.
async fn change(
    node: &Arc<Node>,
    owner: Owner,
    mut cart: Option<Known>,
    deed: &Deed,
    reply: &mut ReplyTo<CartAnswer>,
) -> (Option<Known>, Result<CartAnswer, EngineError>) {
    let mut fresh = false;
    loop {
        if cart.is_none() && deed.line_id().is_some() {
            fresh = true;
            match load(node, owner).await {
                Ok(loaded) => cart = Some(loaded),
                Err(error) => return (None, Err(error)),
            }
        }
        let refusal = match plan(owner, cart.as_ref(), deed) {
            Ok(plan) => match submit(node, plan, deed, reply).await {
                Ok(Changed::Now(known)) => {
                    node.budgets.in_cart(owner, known.works());
                    let answer = known.answer();
                    return (Some(known), Ok(answer));
                }
                // The first answer is for the caller; the cart has gone on since.
                Ok(Changed::Before(answer)) => return (cart, Ok(answer)),
                Err(EngineError::Refused(refusal)) => refusal,
                Err(EngineError::Busy { retry_after_s }) => return (cart, Err(EngineError::Busy { retry_after_s })),
                // Whether the change was made is unknown: so is the cart.
                Err(error) => return (None, Err(error)),
            },
            Err(refusal) => refusal,
        };
        let memory_may_be_wrong = matches!(refusal, Refusal::CartStale | Refusal::NotFound { .. });
        if memory_may_be_wrong && !fresh && deed.line_id().is_some() {
            cart = None;
            continue;
        }
        let refusal = if refusal == Refusal::CartStale { changed_under_way() } else { refusal };
        // Memory knows no keys: a line may be gone, or a limit reached, because this very request was carried out before.
        return match deed.idempotency() {
            Some(key) if matches!(refusal, Refusal::NotFound { .. } | Refusal::HoldLimit { .. }) => {
                reply.begin();
                (cart, recall(node, owner, key, refusal).await)
            }
            _ => (cart, Err(refusal.into())),
        };
    }
}

/// The kept answer of a request that was carried out under this key before; the refusal when none was. The journal is
/// asked for what it would refuse in any case: no cart has such a line.
async fn recall(node: &Node, owner: Owner, key: &IdempotencyKey, refusal: Refusal) -> Result<CartAnswer, EngineError> {
    let (line_id, edition_id) = (LineId(Uuid::nil()), EditionId(Uuid::nil()));
    let command = Command::ExtendHold { owner, line_id, edition_id };
    match node.submit(Submission { command, idempotency: Some(key.clone()) }).await {
        Ok(Reply::Cart { state, now, .. }) => Ok(Known::new(*state, now).answer()),
        Ok(other) => Err(Node::odd_reply("recall an answer", &other)),
        Err(EngineError::Refused(Refusal::NotFound { .. })) => Err(refusal.into()),
        Err(error) => Err(error),
    }
}

/// The command a deed becomes, given the cart.
fn plan(owner: Owner, cart: Option<&Known>, deed: &Deed) -> Result<Plan, Refusal> {
    let find = |line_id: LineId| -> Result<(&Known, &CartLine), Refusal> {
        let known = cart.ok_or(Refusal::CartStale)?;
        let line = known.state.cart.line(line_id).ok_or_else(|| Refusal::not_found("cart line"))?;
        Ok((known, line))
    };
    match deed {
        Deed::Add { edition_id, quantity, client, .. } => Ok(Plan {
            edition_id: *edition_id,
            command: Command::PlaceHold { owner, edition_id: *edition_id, quantity: *quantity },
            client: *client,
            take: Some(Take { owner, quantity: *quantity, lost: has_lost(cart, *edition_id) }),
        }),
        Deed::Pick { edition_id, ordinals, client, .. } => {
            let quantity = u32::try_from(ordinals.len()).unwrap_or(u32::MAX);
            Ok(Plan {
                edition_id: *edition_id,
                command: Command::PickCopies { owner, edition_id: *edition_id, ordinals: ordinals.clone() },
                client: *client,
                take: Some(Take { owner, quantity, lost: has_lost(cart, *edition_id) }),
            })
        }
        Deed::SetQuantity { line_id, quantity, client, .. } => {
            let (known, line) = find(*line_id)?;
            let more = quantity.saturating_sub(known.state.held_quantity(*line_id));
            let take = Take { owner, quantity: more, lost: line.lost.is_some() };
            let (edition_id, picked) = (line.edition_id, line.picked.clone());
            Ok(Plan {
                edition_id,
                command: Command::SetQuantity { owner, line_id: *line_id, edition_id, quantity: *quantity, picked },
                client: *client,
                take: (more > 0).then_some(take),
            })
        }
        Deed::Rehold { line_id, client, .. } => {
            let (known, line) = find(*line_id)?;
            let more = line.quantity.saturating_sub(known.state.held_quantity(*line_id));
            let take = Take { owner, quantity: more, lost: line.lost.is_some() };
            let (edition_id, quantity, picked) = (line.edition_id, line.quantity, line.picked.clone());
            Ok(Plan {
                edition_id,
                command: Command::Rehold { owner, line_id: *line_id, edition_id, quantity, picked },
                client: *client,
                take: (more > 0).then_some(take),
            })
        }
        Deed::Extend { line_id, .. } => {
            let (_, line) = find(*line_id)?;
            let edition_id = line.edition_id;
            let command = Command::ExtendHold { owner, line_id: *line_id, edition_id };
            Ok(Plan { edition_id, command, client: ClientKey::EXEMPT, take: None })
        }
        Deed::Get | Deed::Merge { .. } => Err(Refusal::conflict("this is no command of one edition")),
    }
}

/// Whether the cart's line for an edition has lost its hold.
fn has_lost(cart: Option<&Known>, edition_id: EditionId) -> bool {
    let line = cart.and_then(|known| known.state.cart.line_of(edition_id));
    line.is_some_and(|line| line.lost.is_some())
}

/// What became of a command.
enum Changed {
    /// It was carried out, and the cart is now so.
    Now(Known),
    /// It had been carried out under its key before: the answer that it got then.
    Before(CartAnswer),
}

async fn submit(
    node: &Arc<Node>,
    plan: Plan,
    deed: &Deed,
    reply: &mut ReplyTo<CartAnswer>,
) -> Result<Changed, EngineError> {
    let reserved = reserve(node, &plan).await?;
    let submission = Submission { command: plan.command, idempotency: deed.idempotency().cloned() };
    let repeatable = deed.is_repeatable();
    reply.begin();
    let make = |reply| Pass { submission: submission.clone(), take: plan.take, reply };
    match node.ask_inside(&node.inventories, plan.edition_id, repeatable, make).await {
        Ok(Reply::Cart { state, now, repeated: true, .. }) => {
            give_back(node, reserved);
            Ok(Changed::Before(Known::new(*state, now).answer()))
        }
        Ok(Reply::Cart { state, now, .. }) => Ok(Changed::Now(Known::new(*state, now))),
        Ok(other) => Err(Node::odd_reply("change a cart", &other)),
        Err(error) => {
            // What may have been done all the same keeps its place for a while.
            if matches!(error, EngineError::Refused(_) | EngineError::Busy { .. }) {
                give_back(node, reserved);
            }
            Err(error)
        }
    }
}

/// Sets a place in the client's budget aside for what a plan would take.
async fn reserve(node: &Arc<Node>, plan: &Plan) -> Result<Option<Reserved>, EngineError> {
    let Some(take) = plan.take.filter(|_| node.budgets.counts(plan.client)) else { return Ok(None) };
    let mut total = None;
    if node.budgets.counts_copies() {
        // Where too few are left, or there is but one, the answer is that it is sold out.
        let stock = node.read(node.ports.reads.stock(plan.edition_id)).await?;
        let left = stock.filter(|stock| stock.available >= i64::from(take.quantity));
        total = left.and_then(|stock| stock.total).filter(|total| *total > 1);
    }
    let wanted = Wanted { owner: take.owner, edition_id: plan.edition_id, copies: take.quantity, total };
    let reserved = node.budgets.reserve(plan.client, wanted, node.config.port_timeout).await;
    reserved.map(Some).map_err(|wait| Refusal::HoldLimit { retry_at: Some(node.now() + span(wait)) }.into())
}

fn give_back(node: &Node, reserved: Option<Reserved>) {
    if let Some(reserved) = reserved {
        node.budgets.give_back(reserved);
    }
}

async fn merge(node: &Arc<Node>, user: Owner, visitor: Owner, deed: &Deed) -> Result<Known, EngineError> {
    let command = Command::MergeCart { visitor, user };
    match node.submit(Submission { command, idempotency: deed.idempotency().cloned() }).await? {
        Reply::Cart { state, now, repeated, .. } => {
            if repeated {
                // How the cart was then; how it is now is the store's to say.
                return load(node, user).await;
            }
            node.budgets.merge(visitor, user);
            let known = Known::new(*state, now);
            node.budgets.in_cart(user, known.works());
            Ok(known)
        }
        other => Err(Node::odd_reply("merge carts", &other)),
    }
}

/// The cart changed twice while it was decided on: the customer is asked to look again.
fn changed_under_way() -> Refusal {
    Refusal::conflict("the cart was changed by another request at the same time; look at it again")
}
