//! Commands: everything that decides about stock, carts, orders and money, as data.
//!
//! A command names the editions it touches, so that the journal can lock their stock rows before anything else;
//! `decide` refuses with [`Refusal::CartStale`](crate::refusal::Refusal::CartStale) when the stored state needs more.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::artwork::ArtworkMove;
use crate::certificate::Certification;
use crate::edit::Edit;
use crate::hook::KeptHook;
use crate::ids::{
    ArtworkId, EditionId, HoldId, LineId, OrderId, OrderLineId, PaymentId, RefundId, ReturnId, SellerId, SellerOrderId,
    ShipmentId, UserId,
};
use crate::job::LeaseTerm;
use crate::money::Money;
use crate::owner::Owner;
use crate::ports::hooks::DisputeNotice;
use crate::quote::QuoteSeal;
use crate::refund::RefundWanted;
use crate::returns::{ReturnAnswer, ReturnPhoto, ReturnWanted};
use crate::shipment::ShipmentEvent;

/// A request to the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Put copies of an edition into the cart and hold them; adds to a line that is there.
    PlaceHold {
        /// For whom.
        owner: Owner,
        /// What.
        edition_id: EditionId,
        /// How many more, at least 1.
        quantity: u32,
    },
    /// Put certain copies of an edition into the cart and hold exactly those, or none; adds to a line that is there.
    /// A command of its own: who takes any copy pays nothing for the choice of others.
    PickCopies {
        /// For whom.
        owner: Owner,
        /// What.
        edition_id: EditionId,
        /// Places in the edition, 1-based, at least one, each once.
        ordinals: Vec<u32>,
    },
    /// Set a line to a quantity; 0 removes it. Holds what is missing, releases what is too much.
    SetQuantity {
        /// Whose cart.
        owner: Owner,
        /// Which line.
        line_id: LineId,
        /// What the line is for.
        edition_id: EditionId,
        /// The wanted quantity.
        quantity: u32,
        /// What was picked of the line, as the caller knows it: those that are free are held before others.
        picked: Vec<u32>,
    },
    /// Hold a lapsed line again, at today's price: the copies that were picked where they are free, others for the rest.
    Rehold {
        /// Whose cart.
        owner: Owner,
        /// Which line.
        line_id: LineId,
        /// What the line is for.
        edition_id: EditionId,
        /// The line's quantity.
        quantity: u32,
        /// What was picked of the line, as the caller knows it.
        picked: Vec<u32>,
    },
    /// Lengthen a line's holds, once.
    ExtendHold {
        /// Whose cart.
        owner: Owner,
        /// Which line.
        line_id: LineId,
        /// What the line is for.
        edition_id: EditionId,
    },
    /// Release one hold by an admin's hand.
    ReleaseHold {
        /// The hold.
        hold_id: HoldId,
        /// Of which edition.
        edition_id: EditionId,
        /// Who ordered it.
        by: UserId,
        /// Why, for the audit log.
        reason: Option<String>,
    },
    /// Release every hold of an edition whose deadline has passed.
    ExpireHolds {
        /// The edition.
        edition_id: EditionId,
    },
    /// Move a visitor's cart and holds to the user who signed in; deadlines stay.
    MergeCart {
        /// From whom.
        visitor: Owner,
        /// To whom.
        user: Owner,
    },
    /// Freeze the cart into an order and start its payment.
    PlaceOrder(Box<PlaceOrder>),
    /// Start another payment for an open order whose holds live.
    StartPayment {
        /// Who pays; `None` for the house itself.
        owner: Owner,
        /// What.
        order_id: OrderId,
        /// Through whom.
        provider: String,
        /// The customer's token.
        token: Option<String>,
        /// The lease its job is born with.
        lease: LeaseTerm,
        /// Editions of the order.
        editions: Vec<EditionId>,
    },
    /// The provider wants the customer to authenticate, or has not decided yet.
    HoldPayment {
        /// The order.
        order_id: OrderId,
        /// The attempt.
        payment_id: PaymentId,
        /// What the provider answered.
        wait: PaymentWait,
    },
    /// The provider says the money is there.
    SettlePayment {
        /// The order.
        order_id: OrderId,
        /// The attempt.
        payment_id: PaymentId,
        /// The provider's own name for it.
        provider_ref: Option<String>,
        /// What the provider keeps of it for itself, where it has told that.
        fee: Option<Money>,
        /// The provider's event that told it, for the inbox.
        inbox: Option<InboxKey>,
        /// Whose order it is: what they have bought since its holds ran out counts against what one customer may have.
        owner: Owner,
        /// Whether the holds may be gone, so that free copies must be loaded too. Without it such a settlement is
        /// refused with `HoldsGone` and sent again.
        late: bool,
        /// Editions of the order.
        editions: Vec<EditionId>,
    },
    /// The provider says no, or has cancelled. With `expire` the order's holds are released and it expires.
    FailPayment {
        /// The order.
        order_id: OrderId,
        /// The attempt.
        payment_id: PaymentId,
        /// The provider's code.
        decline_code: String,
        /// Release the holds as well.
        expire: bool,
        /// When the provider is to be asked once more, since its money could not be called back and may still come.
        recheck_at: Option<DateTime<Utc>>,
        /// The provider's event that told it, for the inbox.
        inbox: Option<InboxKey>,
        /// Editions of the order.
        editions: Vec<EditionId>,
    },
    /// Money of an attempt is taken back while a case lasts, or more is known of the case.
    OpenDispute {
        /// The order.
        order_id: OrderId,
        /// The attempt.
        payment_id: PaymentId,
        /// The case.
        dispute: DisputeNotice,
        /// The provider's event that told it, for the inbox.
        inbox: Option<InboxKey>,
    },
    /// A case is decided.
    CloseDispute {
        /// The order.
        order_id: OrderId,
        /// The attempt.
        payment_id: PaymentId,
        /// The provider's own name for the case.
        reference: String,
        /// Whether the house keeps the money.
        won: bool,
        /// The provider's event that told it, for the inbox.
        inbox: Option<InboxKey>,
    },
    /// Call an order off before shipment; a paid one is refunded and its copies return to stock.
    CancelOrder {
        /// Who asks; `None` for the house.
        owner: Option<Owner>,
        /// The order.
        order_id: OrderId,
        /// The person of staff who does it and why, for the audit log; `None` for the owner and the house itself.
        staff: Option<StaffReason>,
        /// Editions of the order.
        editions: Vec<EditionId>,
    },
    /// The provider has given money back.
    RefundPaid {
        /// The order.
        order_id: OrderId,
        /// The attempt that brought it.
        payment_id: PaymentId,
        /// How much, minor units.
        amount_minor: i64,
        /// The refund that staff decided; none where everything the attempt brought goes back.
        refund_id: Option<RefundId>,
    },
    /// Give money of a paid order back, by staff.
    RefundOrder {
        /// The order.
        order_id: OrderId,
        /// What of it.
        wanted: RefundWanted,
        /// Who decides it.
        by: UserId,
        /// Editions of the order.
        editions: Vec<EditionId>,
    },
    /// Hand lines of one seller's part of a paid order over to a carrier.
    Ship {
        /// The order.
        order_id: OrderId,
        /// The part.
        seller_order_id: SellerOrderId,
        /// Only if this seller fulfils it; `None` for the house.
        seller_id: Option<SellerId>,
        /// Who says so.
        by: UserId,
        /// Who carries it.
        carrier: String,
        /// Its number there.
        tracking_number: Option<String>,
        /// What is in it, at least one line.
        line_ids: Vec<OrderLineId>,
    },
    /// A parcel has arrived.
    Deliver {
        /// The order.
        order_id: OrderId,
        /// The parcel.
        shipment_id: ShipmentId,
        /// Only if this seller sent it; `None` for the house.
        seller_id: Option<SellerId>,
        /// Who says so.
        by: UserId,
    },
    /// A carrier tells what happened to a parcel. Its event counts once for the parcel.
    TrackParcel {
        /// The order.
        order_id: OrderId,
        /// The parcel.
        shipment_id: ShipmentId,
        /// What happened; with its source.
        event: ShipmentEvent,
    },
    /// Close an order that arrived longer ago than the withdrawal period lasts; the house itself, from time to time.
    CompleteOrder {
        /// The order.
        order_id: OrderId,
    },
    /// A buyer withdraws from lines of a part, or finds them damaged. What has not left is paid back at once.
    AnnounceReturn {
        /// The order.
        order_id: OrderId,
        /// What they say.
        wanted: Box<ReturnWanted>,
        /// Editions of the order.
        editions: Vec<EditionId>,
    },
    /// A photograph of damage was stored.
    AddReturnPhoto {
        /// The order.
        order_id: OrderId,
        /// The return.
        return_id: ReturnId,
        /// The photograph.
        photo: ReturnPhoto,
    },
    /// The photographs of a return are out of the media store; the house itself, some time after the answer.
    ForgetReturnPhotos {
        /// The order.
        order_id: OrderId,
        /// The return.
        return_id: ReturnId,
    },
    /// Seller or staff answer a return.
    AnswerReturn {
        /// The order.
        order_id: OrderId,
        /// The return.
        return_id: ReturnId,
        /// Only of a part of this seller; `None` for the house.
        seller_id: Option<SellerId>,
        /// Who answers.
        by: UserId,
        /// What.
        answer: ReturnAnswer,
        /// Editions of the order.
        editions: Vec<EditionId>,
    },
    /// Change the counters of an edition by hand.
    Adjust {
        /// The edition.
        edition_id: EditionId,
        /// What to do.
        change: StockChange,
        /// Who ordered it.
        by: UserId,
        /// Only if this seller sells it; `None` for an admin.
        seller_id: Option<SellerId>,
        /// Why, for the audit log.
        reason: Option<String>,
    },
    /// Move a work to another status.
    MoveArtwork {
        /// The work.
        artwork_id: ArtworkId,
        /// The wanted move.
        wanted: ArtworkMove,
        /// Who ordered it.
        by: UserId,
        /// Only if this seller sells it; `None` for an admin.
        seller_id: Option<SellerId>,
        /// Why, for a rejection.
        reason: Option<String>,
    },
    /// A document's bytes are stored.
    DocumentRendered {
        /// The order.
        order_id: OrderId,
        /// The document.
        document_id: crate::ids::DocumentId,
        /// Hash of the bytes, also their name in the media store.
        content_hash: String,
        /// With an invoice: what the certificates of its sale say, which are made with it.
        #[serde(default)]
        certificates: Option<Box<Certification>>,
    },
    /// A plain edit that decides nothing about stock or money.
    Edit(Box<Edit>),
}

/// Who of the staff does something, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffReason {
    /// Who.
    pub by: UserId,
    /// Why, for the audit log.
    pub reason: String,
}

/// What a checkout asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOrder {
    /// Whose cart.
    pub owner: Owner,
    /// The version of the cart the caller has seen; another one is decided again.
    pub cart_version: i64,
    /// Editions in that cart.
    pub editions: Vec<EditionId>,
    /// Where the customer gets mail.
    pub email: String,
    /// Language of documents and mails.
    pub locale: String,
    /// Where it goes.
    pub shipping_address: Address,
    /// Who is invoiced.
    pub billing_address: Address,
    /// The buyer's VAT id.
    pub vat_id: Option<String>,
    /// The wanted shipping method of each seller; one without a seller is for all.
    pub shipping: Vec<(Option<SellerId>, String)>,
    /// Refuse when the total is another, or in another currency.
    pub expected_total: Option<Money>,
    /// The quote the customer saw: refuse when it has run out, or its offer is no longer the present one.
    pub quote: Option<QuoteSeal>,
    /// Through whom to pay.
    pub provider: String,
    /// The customer's token.
    pub token: Option<String>,
    /// Where the browser comes back to from the provider's pages, if not to the order's own page.
    #[serde(default)]
    pub return_url: Option<String>,
    /// The lease the payment's job is born with.
    pub lease: LeaseTerm,
}

/// What a provider wants before it decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentWait {
    /// Whether the customer must authenticate; otherwise it is simply pending.
    pub requires_action: bool,
    /// The provider's own name for the attempt.
    pub provider_ref: Option<String>,
    /// What the browser needs to go on.
    pub client_secret: Option<String>,
    /// Where the browser must go.
    pub redirect_url: Option<String>,
    /// When to ask again.
    pub ask_again_at: Option<DateTime<Utc>>,
}

/// A provider's event, unique for ever: by the provider and its name for the event.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InboxKey {
    /// The provider.
    pub provider: String,
    /// Its name for the event.
    pub event_id: String,
    /// The notice that told it, to be kept in the commit that has its effect; none where nobody sent one.
    #[serde(default)]
    pub notice: Option<Box<KeptHook>>,
}

impl PartialEq for InboxKey {
    fn eq(&self, other: &Self) -> bool {
        (&self.provider, &self.event_id) == (&other.provider, &other.event_id)
    }
}

impl Eq for InboxKey {}

impl std::hash::Hash for InboxKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (&self.provider, &self.event_id).hash(state);
    }
}

/// How the counters of an edition change by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StockChange {
    /// Available copies become withdrawn (damaged, lost); live holds are not touched.
    Withdraw(u32),
    /// Withdrawn copies become available again.
    Restock(u32),
    /// Available copies were sold outside the house; they become withdrawn.
    SoldElsewhere(u32),
}

/// A command with the key that makes its repetition harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// What to do.
    pub command: Command,
    /// The caller's key, if it gave one.
    pub idempotency: Option<IdempotencyKey>,
}

/// The caller's own name for a request. Kept 24 hours per owner and route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdempotencyKey {
    /// Whose; an owner's id.
    pub owner_id: uuid::Uuid,
    /// Method and path pattern.
    pub route: String,
    /// The key as sent.
    pub key: String,
    /// Hash of the request's body: another body with the same key is refused.
    pub body_hash: [u8; 32],
}

impl From<Command> for Submission {
    fn from(command: Command) -> Self {
        Self { command, idempotency: None }
    }
}

impl Command {
    /// The editions whose stock the command may change.
    #[must_use]
    pub fn editions(&self) -> &[EditionId] {
        match self {
            Self::PlaceHold { edition_id, .. }
            | Self::PickCopies { edition_id, .. }
            | Self::SetQuantity { edition_id, .. }
            | Self::Rehold { edition_id, .. }
            | Self::ExtendHold { edition_id, .. }
            | Self::ReleaseHold { edition_id, .. }
            | Self::ExpireHolds { edition_id }
            | Self::Adjust { edition_id, .. } => std::slice::from_ref(edition_id),
            Self::PlaceOrder(order) => &order.editions,
            Self::StartPayment { editions, .. }
            | Self::SettlePayment { editions, .. }
            | Self::FailPayment { editions, .. }
            | Self::CancelOrder { editions, .. }
            | Self::RefundOrder { editions, .. }
            | Self::AnnounceReturn { editions, .. }
            | Self::AnswerReturn { editions, .. } => editions,
            Self::MergeCart { .. }
            | Self::HoldPayment { .. }
            | Self::RefundPaid { .. }
            | Self::OpenDispute { .. }
            | Self::CloseDispute { .. }
            | Self::Ship { .. }
            | Self::Deliver { .. }
            | Self::TrackParcel { .. }
            | Self::CompleteOrder { .. }
            | Self::AddReturnPhoto { .. }
            | Self::ForgetReturnPhotos { .. }
            | Self::MoveArtwork { .. }
            | Self::DocumentRendered { .. }
            | Self::Edit(_) => &[],
        }
    }

    /// The owners whose cart and holds the command reads.
    #[must_use]
    pub fn owners(&self) -> Vec<Owner> {
        match self {
            Self::PlaceHold { owner, .. }
            | Self::PickCopies { owner, .. }
            | Self::SetQuantity { owner, .. }
            | Self::Rehold { owner, .. }
            | Self::ExtendHold { owner, .. } => vec![*owner],
            Self::PlaceOrder(order) => vec![order.owner],
            Self::MergeCart { visitor, user } => vec![*visitor, *user],
            Self::SettlePayment { owner, late: true, .. } => vec![*owner],
            _ => Vec::new(),
        }
    }

    /// The owner and the editions of which the command may give that owner more: what counts against the most that one
    /// customer may have.
    #[must_use]
    pub fn takes(&self) -> Option<(Owner, &[EditionId])> {
        match self {
            Self::PlaceHold { owner, .. }
            | Self::PickCopies { owner, .. }
            | Self::SetQuantity { owner, .. }
            | Self::Rehold { owner, .. } => Some((*owner, self.editions())),
            Self::PlaceOrder(order) => Some((order.owner, &order.editions)),
            Self::SettlePayment { owner, late: true, editions, .. } => Some((*owner, editions)),
            _ => None,
        }
    }

    /// The order the command is about, with its holds.
    #[must_use]
    pub fn order_id(&self) -> Option<OrderId> {
        match self {
            Self::StartPayment { order_id, .. }
            | Self::HoldPayment { order_id, .. }
            | Self::SettlePayment { order_id, .. }
            | Self::FailPayment { order_id, .. }
            | Self::CancelOrder { order_id, .. }
            | Self::RefundPaid { order_id, .. }
            | Self::RefundOrder { order_id, .. }
            | Self::OpenDispute { order_id, .. }
            | Self::CloseDispute { order_id, .. }
            | Self::Ship { order_id, .. }
            | Self::Deliver { order_id, .. }
            | Self::TrackParcel { order_id, .. }
            | Self::CompleteOrder { order_id }
            | Self::AnnounceReturn { order_id, .. }
            | Self::AddReturnPhoto { order_id, .. }
            | Self::ForgetReturnPhotos { order_id, .. }
            | Self::AnswerReturn { order_id, .. }
            | Self::DocumentRendered { order_id, .. } => Some(*order_id),
            _ => None,
        }
    }

    /// The copies that the command names, by their places in the edition.
    #[must_use]
    pub fn picks(&self) -> Option<(EditionId, &[u32])> {
        match self {
            Self::PickCopies { edition_id, ordinals: picked, .. }
            | Self::SetQuantity { edition_id, picked, .. }
            | Self::Rehold { edition_id, picked, .. } => Some((*edition_id, picked)),
            _ => None,
        }
    }

    /// Copies of the edition that the command could at most take from the free ones. Quantities are bounded by the
    /// hold policy before they get here. Picked ones count as well: they may be among the lowest, which others get.
    #[must_use]
    pub fn copies_wanted(&self) -> u32 {
        match self {
            Self::PlaceHold { quantity, .. } | Self::SetQuantity { quantity, .. } | Self::Rehold { quantity, .. } => {
                *quantity
            }
            Self::PickCopies { ordinals, .. } => u32::try_from(ordinals.len()).unwrap_or(u32::MAX),
            Self::Adjust { change: StockChange::Withdraw(copies) | StockChange::SoldElsewhere(copies), .. } => *copies,
            // Late money may have to find copies again.
            Self::SettlePayment { late: true, .. } => crate::edition::COPIES_MAX,
            _ => 0,
        }
    }
}
