//! Endpoints of others, what they have not been told yet, and how telling them went.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::{LaneId, OrderId, WebhookDeliveryId, WebhookEndpointId};
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use impasto_domain::webhook::{OrderBefore, WebhookCursor, WebhookDraft, WebhookEndpoint, WebhookKind};
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use super::events::{EventRow, events_of_lane};
use super::lanes::heads;
use crate::db::Db;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::small;
use crate::sql::{fetch_all, fetch_optional, statements};

/// An endpoint as whoever feeds it needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookFeed {
    /// The endpoint.
    pub id: WebhookEndpointId,
    /// What it hears of.
    pub kinds: Vec<WebhookKind>,
    /// Whether it hears anything at the moment.
    pub enabled: bool,
    /// How often it was fed.
    pub fed: i64,
    /// How far it has been told.
    pub told: WebhookCursor,
}

/// Events that an endpoint has not been told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// The events, each lane in its order; of an order what it was before, where that is known.
    pub events: Vec<(Committed, Option<OrderBefore>)>,
    /// How far it has been told with them.
    pub told: WebhookCursor,
    /// There are more.
    pub more: bool,
}

/// Something that was or is to be told to an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookDelivery {
    /// The delivery.
    pub id: WebhookDeliveryId,
    /// To whom.
    pub endpoint_id: WebhookEndpointId,
    /// What happened.
    pub event_id: String,
    /// Its public name.
    pub kind: String,
    /// The order, the work or the seller.
    pub subject: Uuid,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// What is sent, once it was put together.
    pub body: Option<String>,
    /// `waiting`, `delivered` or `dead`.
    pub state: String,
    /// How often it was tried since it was promised.
    pub attempts: u32,
    /// When it was promised, the last time.
    pub promised_at: DateTime<Utc>,
    /// When it is tried next.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// What the other side answered last.
    pub last_status: Option<u16>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// Since when the other side has it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it was first promised.
    pub created_at: DateTime<Utc>,
}

/// Where a delivery goes, and what signs it.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookTarget {
    /// Where it is posted.
    pub url: String,
    /// Whether it hears anything at the moment.
    pub enabled: bool,
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// The one before, sealed.
    pub previous_secret: Option<Vec<u8>>,
    /// Until when that one signs.
    pub previous_until: Option<DateTime<Utc>>,
}

macro_rules! endpoints {
    () => {
        "SELECT e.id, e.url, e.description, e.kinds, e.enabled, e.previous_until, e.revision, e.created_at, e.updated_at \
         FROM webhook_endpoints e "
    };
}

macro_rules! deliveries {
    () => {
        "SELECT d.id, d.endpoint_id, d.event_id, d.kind, d.subject, d.happened_at, d.body, d.state, d.attempts, \
         d.promised_at, d.next_attempt_at, d.last_status, d.last_error, d.delivered_at, d.created_at \
         FROM webhook_deliveries d "
    };
}

statements! {
    WEBHOOKS = concat!(
        endpoints!(),
        "WHERE (e.created_at, e.id) < ($1, $2) ORDER BY e.created_at DESC, e.id DESC LIMIT $3"
    );
    WEBHOOK = concat!(endpoints!(), "WHERE e.id = $1");
    WEBHOOK_FEEDS = "SELECT e.id, e.kinds, e.enabled, e.fed, e.told FROM webhook_endpoints e ORDER BY e.id";
    WEBHOOK_TARGET =
        "SELECT e.url, e.enabled, e.secret, e.previous_secret, e.previous_until FROM webhook_endpoints e WHERE e.id = $1";
    ORDER_BEFORE =
        "SELECT e.lane, e.seq, e.at, e.data FROM events e WHERE e.order_id = $1 AND e.order_version < $2 \
         AND e.kind = 'order_changed' ORDER BY e.order_version DESC LIMIT 1";
    WEBHOOK_DELIVERIES = concat!(
        deliveries!(),
        "WHERE d.endpoint_id = $1 AND (d.created_at, d.id) < ($2, $3) ORDER BY d.created_at DESC, d.id DESC LIMIT $4"
    );
    WEBHOOK_DELIVERY = concat!(deliveries!(), "WHERE d.id = $1");
    /// No more are counted than somebody would look at, along the index of what is not delivered.
    WEBHOOK_COUNTS =
        "SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM webhook_deliveries w \
         WHERE w.state <> 'delivered' AND w.state = 'waiting' LIMIT 10000) a) AS waiting, \
         (SELECT count(*) FROM (SELECT 1 AS one FROM webhook_deliveries g \
         WHERE g.state <> 'delivered' AND g.state = 'dead' LIMIT 10000) b) AS dead";
}

stored! {
    struct EndpointRow {
        id: Uuid,
        url: String,
        description: String,
        kinds: Json<Vec<String>>,
        enabled: bool,
        previous_until: Option<DateTime<Utc>>,
        revision: i64,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    }
}

stored! {
    struct FeedRow {
        id: Uuid,
        kinds: Json<Vec<String>>,
        enabled: bool,
        fed: i64,
        told: Json<Vec<(Uuid, i64)>>,
    }
}

stored! {
    struct TargetRow {
        url: String,
        enabled: bool,
        secret: Vec<u8>,
        previous_secret: Option<Vec<u8>>,
        previous_until: Option<DateTime<Utc>>,
    }
}

stored! {
    struct DeliveryRow {
        id: Uuid,
        endpoint_id: Uuid,
        event_id: String,
        kind: String,
        subject: Uuid,
        happened_at: DateTime<Utc>,
        body: Option<String>,
        state: String,
        attempts: i64,
        promised_at: DateTime<Utc>,
        next_attempt_at: Option<DateTime<Utc>>,
        last_status: Option<i64>,
        last_error: Option<String>,
        delivered_at: Option<DateTime<Utc>>,
        created_at: DateTime<Utc>,
    }
}

/// The kinds of those names; one that this program does not know is a newer one's.
fn kinds(names: &[String]) -> Vec<WebhookKind> {
    names.iter().filter_map(|name| WebhookKind::parse(name)).collect()
}

impl From<EndpointRow> for WebhookEndpoint {
    fn from(row: EndpointRow) -> Self {
        Self {
            id: WebhookEndpointId(row.id),
            draft: WebhookDraft {
                url: row.url,
                description: row.description,
                kinds: kinds(&row.kinds.0),
                enabled: row.enabled,
            },
            previous_until: row.previous_until,
            revision: row.revision,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl TryFrom<DeliveryRow> for WebhookDelivery {
    type Error = sqlx::Error;

    fn try_from(row: DeliveryRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: WebhookDeliveryId(row.id),
            endpoint_id: WebhookEndpointId(row.endpoint_id),
            event_id: row.event_id,
            kind: row.kind,
            subject: row.subject,
            happened_at: row.happened_at,
            body: row.body,
            state: row.state,
            attempts: small("number of attempts", row.attempts)?,
            promised_at: row.promised_at,
            next_attempt_at: row.next_attempt_at,
            last_status: row.last_status.and_then(|status| u16::try_from(status).ok()),
            last_error: row.last_error,
            delivered_at: row.delivered_at,
            created_at: row.created_at,
        })
    }
}

impl Store {
    /// Endpoints, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn webhooks(&self, cursor: Option<&str>, limit: u32) -> Result<Page<WebhookEndpoint>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), EndpointRow, WEBHOOKS, from.at, from.id, probe(limit))?;
        let key = |row: &EndpointRow| Key { at: row.created_at, id: row.id }.encode();
        page(rows, limit, None, key, |row| Ok(WebhookEndpoint::from(row)))
    }

    /// An endpoint.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn webhook(&self, id: WebhookEndpointId) -> Result<Option<WebhookEndpoint>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), EndpointRow, WEBHOOK, id.0).map_err(read_error)?;
        Ok(row.map(WebhookEndpoint::from))
    }

    /// Every endpoint with how far it has been told.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn webhook_feeds(&self) -> Result<Vec<WebhookFeed>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), FeedRow, WEBHOOK_FEEDS).map_err(read_error)?;
        let feed = |row: FeedRow| WebhookFeed {
            id: WebhookEndpointId(row.id),
            kinds: kinds(&row.kinds.0),
            enabled: row.enabled,
            fed: row.fed,
            told: row.told.0.into_iter().map(|(lane, seq)| (LaneId(lane), seq)).collect(),
        };
        Ok(rows.into_iter().map(feed).collect())
    }

    /// What happened after a cursor, at most so many events of each lane. A lane that the cursor does not name is younger
    /// than it; one that is gone leaves it.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn untold(&self, told: &WebhookCursor, most: u32) -> Result<Untold, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        untold(&mut db, told, i64::from(most)).await.map_err(read_error)
    }

    /// What was or is to be told to an endpoint, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn webhook_deliveries(
        &self,
        endpoint_id: WebhookEndpointId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<WebhookDelivery>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = fetch_all!(&mut db, DeliveryRow, WEBHOOK_DELIVERIES, endpoint_id.0, from.at, from.id, probe(limit))?;
        let key = |row: &DeliveryRow| Key { at: row.created_at, id: row.id }.encode();
        page(rows, limit, None, key, |row| Ok(WebhookDelivery::try_from(row)?))
    }

    /// A delivery.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn webhook_delivery(&self, id: WebhookDeliveryId) -> Result<Option<WebhookDelivery>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), DeliveryRow, WEBHOOK_DELIVERY, id.0).map_err(read_error)?;
        row.map(WebhookDelivery::try_from).transpose().map_err(read_error)
    }

    /// Where an endpoint's deliveries go, and what signs them.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn webhook_target(&self, id: WebhookEndpointId) -> Result<Option<WebhookTarget>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), TargetRow, WEBHOOK_TARGET, id.0).map_err(read_error)?;
        Ok(row.map(|row| WebhookTarget {
            url: row.url,
            enabled: row.enabled,
            secret: row.secret,
            previous_secret: row.previous_secret,
            previous_until: row.previous_until,
        }))
    }

    /// How many deliveries wait, and how many were given up: up to ten thousand of each.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn webhook_counts(&self) -> Result<(i64, i64), ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (i64, i64), WEBHOOK_COUNTS).map_err(read_error)?;
        Ok(row.unwrap_or_default())
    }
}

async fn untold(db: &mut Db<'_>, told: &WebhookCursor, most: i64) -> Result<Untold, sqlx::Error> {
    let known: HashMap<LaneId, i64> = told.iter().copied().collect();
    let mut now = Untold { events: Vec::new(), told: Vec::new(), more: false };
    // What each order was last, and by which version of it.
    let mut seen: HashMap<OrderId, (i64, OrderBefore)> = HashMap::new();
    for head in heads(db).await? {
        let mut after = known.get(&head.lane).copied().unwrap_or(0).max(head.forgotten_seq);
        if head.seq > after {
            let rows = events_of_lane(db, (head.lane, after), most).await?;
            now.more |= i64::try_from(rows.len()).unwrap_or(i64::MAX) >= most;
            for committed in rows.into_iter().map(Committed::from) {
                after = committed.seq;
                let before = before(db, &committed.event, &seen).await?;
                if let Event::OrderChanged { order_id, version, .. } = &committed.event
                    && let Some(is) = OrderBefore::of(&committed.event)
                {
                    seen.insert(*order_id, (*version, is));
                }
                now.events.push((committed, before));
            }
        }
        now.told.push((head.lane, after));
    }
    Ok(now)
}

/// What an order was before an event.
async fn before(
    db: &mut Db<'_>,
    event: &Event,
    seen: &HashMap<OrderId, (i64, OrderBefore)>,
) -> Result<Option<OrderBefore>, sqlx::Error> {
    let Event::OrderChanged { order_id, version, .. } = event else { return Ok(None) };
    if *version <= 1 {
        return Ok(None);
    }
    if let Some((_, before)) = seen.get(order_id).filter(|(seen, _)| seen + 1 == *version) {
        return Ok(Some(*before));
    }
    let row = fetch_optional!(db, EventRow, ORDER_BEFORE, order_id.0, *version)?;
    Ok(row.map(Committed::from).and_then(|committed| OrderBefore::of(&committed.event)))
}
