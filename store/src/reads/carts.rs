//! The reads of the engine's actors.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use impasto_domain::cart::{Cart, CartState};
use impasto_domain::certificate::{CertifiedPicture, WorkFacts};
use impasto_domain::document::DocumentKind;
use impasto_domain::edit::ImageVariant;
use impasto_domain::edition::{EditionKind, Stock};
use impasto_domain::ids::{DocumentId, EditionId, OrderId, PaymentId, ReturnId};
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Document, Paper, PortFuture, ReadError, Reads};
use impasto_domain::returns::arrived_before;
use impasto_domain::settings::{
    RETURN_PHOTO_DAYS, RETURN_PHOTO_DAYS_DEFAULT, WITHDRAWAL_DAYS, WITHDRAWAL_DAYS_DEFAULT,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::Db;
use crate::journal::load;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{CartRow, HoldRow, StockRow, small, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

statements! {
    /// A cart once for each of its holds, or once without: one statement, so that both are of one state.
    CART =
        "SELECT c.owner_id, c.owner_kind, c.version, c.lines, h.id AS hold_id, h.line_id, h.edition_id, \
         h.copy_ordinal, h.copy_id, h.copy_label, h.quantity, h.unit_price_minor, h.currency, h.placed_at, \
         h.expires_at, h.extended \
         FROM carts c LEFT JOIN holds h ON h.owner_id = c.owner_id AND h.order_id IS NULL WHERE c.owner_id = $1 \
         ORDER BY h.edition_id, h.copy_ordinal, h.id";
    STOCK =
        "SELECT s.edition_id, s.artwork_id, s.total, s.available, s.held, s.sold, s.withdrawn, s.version \
         FROM stock s WHERE s.edition_id = $1";
    NEXT_RELEASE = "SELECT h.expires_at FROM holds h WHERE h.edition_id = $1 ORDER BY h.expires_at LIMIT 1";
    ORDER_OF_PAYMENT = "SELECT p.order_id FROM payments p WHERE p.id = $1";
    ORDER_OF_REFERENCE =
        "SELECT p.order_id, p.id FROM payments p WHERE p.provider = $1 AND p.provider_ref = $2 \
         ORDER BY p.created_at DESC LIMIT 1";
    /// From one edition with holds to the next along their index, asking each for its first deadline.
    DUE_EDITIONS =
        "WITH RECURSIVE held (id) AS (SELECT (SELECT h.edition_id FROM holds h ORDER BY h.edition_id LIMIT 1) \
         UNION ALL SELECT (SELECT h.edition_id FROM holds h WHERE h.edition_id > e.id ORDER BY h.edition_id LIMIT 1) \
         FROM held e WHERE e.id IS NOT NULL) \
         SELECT e.id FROM held e WHERE e.id IS NOT NULL AND EXISTS (SELECT 1 FROM holds h \
         WHERE h.edition_id = e.id AND h.expires_at <= coalesce($1, {clock})) LIMIT $2";
    /// What waits for the end of its period, by the arrival of its last parcel; what has none is looked at by itself.
    TO_COMPLETE =
        "SELECT q.id FROM (SELECT p.id, p.delivered_at FROM (SELECT o.id, o.delivered_at FROM orders o \
         WHERE o.status = 'open' AND o.fulfilment_status IN ('delivered', 'returned') AND o.delivered_at < $1 \
         AND o.payment_status IN ('paid', 'partially_refunded', 'refunded') \
         AND NOT EXISTS (SELECT 1 FROM returns r WHERE r.order_id = o.id AND r.status IN ('announced', 'received')) \
         ORDER BY o.delivered_at, o.id LIMIT $2) p \
         UNION ALL SELECT n.id, n.delivered_at FROM (SELECT o.id, o.delivered_at FROM orders o \
         WHERE o.status = 'open' AND o.fulfilment_status IN ('delivered', 'returned') AND o.delivered_at IS NULL \
         AND o.payment_status IN ('paid', 'partially_refunded', 'refunded') ORDER BY o.id LIMIT $2) n) q LIMIT $2";
    TO_FORGET =
        "SELECT r.order_id, r.id FROM returns r WHERE r.photo_count > 0 AND r.status IN ('refunded', 'refused') \
         AND r.updated_at < $1 ORDER BY r.updated_at, r.id LIMIT $2";
    DAYS_SET = "SELECT s.value FROM settings s WHERE s.key = $1";
    NOW = "SELECT coalesce($1, {clock}) AS now";
    PAPER = "SELECT d.order_id, d.kind, d.data, d.content_hash FROM documents d WHERE d.id = $1";
    /// The works of an order's lines, each with the picture that hangs first.
    WORKS_OF =
        "SELECT l.edition_id, e.kind, r.born, w.year, w.date_text, w.medium, e.width_tenth_mm, e.height_tenth_mm, \
         e.depth_tenth_mm, w.signed, w.condition, i.alt, i.variants \
         FROM order_lines l JOIN editions e ON e.id = l.edition_id JOIN artworks w ON w.id = l.artwork_id \
         JOIN artwork_heads h ON h.id = l.artwork_id JOIN artists r ON r.id = h.artist_id \
         LEFT JOIN images i ON i.id = (SELECT k.id FROM images k WHERE k.artwork_id = l.artwork_id \
         AND k.removed_at IS NULL ORDER BY k.position, k.id LIMIT 1) \
         WHERE l.order_id = $1 ORDER BY l.seller_position, l.position";
}

stored! {
    /// What the work of a line is.
    struct WorkRow {
        edition_id: Uuid,
        kind: String,
        born: Option<i64>,
        year: Option<i64>,
        date_text: Option<String>,
        medium: String,
        width_tenth_mm: i64,
        height_tenth_mm: i64,
        depth_tenth_mm: i64,
        signed: bool,
        condition: Option<String>,
        alt: Option<String>,
        variants: Option<Json<Vec<ImageVariant>>>,
    }
}

/// As wide as a certificate shows a picture at 150 dots an inch.
const CERTIFIED_WIDTH_PX: u32 = 960;

impl TryFrom<WorkRow> for WorkFacts {
    type Error = sqlx::Error;

    fn try_from(row: WorkRow) -> Result<Self, sqlx::Error> {
        let year = |year: Option<i64>| year.and_then(|year| i32::try_from(year).ok());
        Ok(Self {
            edition_id: row.edition_id.into(),
            kind: EditionKind::parse(&row.kind).ok_or_else(|| unknown("kind of edition", &row.kind))?,
            born: year(row.born),
            year: year(row.year),
            date_text: row.date_text,
            medium: row.medium,
            width_tenth_mm: small("width", row.width_tenth_mm)?,
            height_tenth_mm: small("height", row.height_tenth_mm)?,
            depth_tenth_mm: small("depth", row.depth_tenth_mm)?,
            signed: row.signed,
            condition: row.condition,
            picture: row.variants.and_then(|variants| picture(&variants.0, row.alt.unwrap_or_default())),
        })
    }
}

/// The smallest JPEG that is wide enough for a page, else the widest.
fn picture(variants: &[ImageVariant], alt: String) -> Option<CertifiedPicture> {
    let jpegs = || variants.iter().filter(|variant| variant.content_type == "image/jpeg");
    let enough =
        jpegs().filter(|variant| variant.width_px >= CERTIFIED_WIDTH_PX).min_by_key(|variant| variant.width_px);
    let chosen = enough.or_else(|| jpegs().max_by_key(|variant| variant.width_px))?;
    Some(CertifiedPicture { key: chosen.key.clone(), width_px: chosen.width_px, height_px: chosen.height_px, alt })
}

stored! {
    /// A cart with one of its holds.
    struct HeldCartRow {
        cart: ..CartRow,
        hold_id: Option<Uuid>,
        line_id: Option<Uuid>,
        edition_id: Option<Uuid>,
        copy_ordinal: Option<i64>,
        copy_id: Option<Uuid>,
        copy_label: Option<String>,
        quantity: Option<i64>,
        unit_price_minor: Option<i64>,
        currency: Option<String>,
        placed_at: Option<DateTime<Utc>>,
        expires_at: Option<DateTime<Utc>>,
        extended: Option<bool>,
    }
}

impl HeldCartRow {
    fn hold(&self) -> Option<HoldRow> {
        Some(HoldRow {
            id: self.hold_id?,
            owner_kind: self.cart.owner_kind.clone(),
            owner_id: self.cart.owner_id,
            line_id: self.line_id?,
            edition_id: self.edition_id?,
            copy_ordinal: self.copy_ordinal,
            copy_id: self.copy_id,
            copy_label: self.copy_label.clone(),
            quantity: self.quantity?,
            unit_price_minor: self.unit_price_minor?,
            currency: self.currency.clone()?,
            placed_at: self.placed_at?,
            expires_at: self.expires_at?,
            extended: self.extended?,
            order_id: None,
        })
    }
}

impl Reads for Store {
    fn cart(&self, owner: Owner) -> PortFuture<'_, Result<CartState, ReadError>> {
        Box::pin(async move {
            let mut reader = self.reader().await?;
            let rows = fetch_all!(&mut reader.db(), HeldCartRow, CART, owner.id()).map_err(read_error)?;
            let mut state = CartState { cart: Cart::empty(owner), holds: Vec::new() };
            for row in rows {
                if let Some(hold) = row.hold() {
                    state.holds.push(hold.try_into().map_err(read_error)?);
                }
                state.cart = row.cart.into();
            }
            Ok(state)
        })
    }

    fn stock(&self, edition_id: EditionId) -> PortFuture<'_, Result<Option<Stock>, ReadError>> {
        Box::pin(async move {
            let mut reader = self.reader().await?;
            let mut db = reader.db();
            let row = fetch_optional!(&mut db, StockRow, STOCK, edition_id.0).map_err(read_error)?;
            let Some(mut stock) = row.map(Stock::from) else { return Ok(None) };
            if stock.is_counted() && stock.available == 0 && stock.held > 0 {
                let next = fetch_optional!(&mut db, (DateTime<Utc>,), NEXT_RELEASE, edition_id.0);
                stock.next_release_at = next.map_err(read_error)?.map(|(at,)| at);
            }
            Ok(Some(stock))
        })
    }

    fn order(&self, order_id: OrderId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(async move { self.whole_order(order_id).await })
    }

    fn order_of_payment(&self, payment_id: PaymentId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(async move {
            let found = {
                let mut reader = self.reader().await?;
                fetch_optional!(&mut reader.db(), (Uuid,), ORDER_OF_PAYMENT, payment_id.0).map_err(read_error)?
            };
            match found {
                Some((order_id,)) => self.whole_order(OrderId(order_id)).await,
                None => Ok(None),
            }
        })
    }

    fn due_editions(&self, limit: u32) -> PortFuture<'_, Result<Vec<EditionId>, ReadError>> {
        Box::pin(async move {
            let mut reader = self.reader().await?;
            let rows = fetch_all!(&mut reader.db(), (Uuid,), DUE_EDITIONS, self.clock(), i64::from(limit))
                .map_err(read_error)?;
            Ok(rows.into_iter().map(|(id,)| EditionId(id)).collect())
        })
    }

    fn orders_to_complete(&self, limit: u32) -> PortFuture<'_, Result<Vec<OrderId>, ReadError>> {
        Box::pin(async move {
            let mut reader = self.reader().await?;
            let mut db = reader.db();
            let set = (WITHDRAWAL_DAYS, WITHDRAWAL_DAYS_DEFAULT);
            let Some(before) = self.days_ago(&mut db, set).await? else { return Ok(Vec::new()) };
            let rows = fetch_all!(&mut db, (Uuid,), TO_COMPLETE, before, i64::from(limit)).map_err(read_error)?;
            Ok(rows.into_iter().map(|(id,)| OrderId(id)).collect())
        })
    }

    fn photos_to_forget(&self, limit: u32) -> PortFuture<'_, Result<Vec<(OrderId, ReturnId)>, ReadError>> {
        Box::pin(async move {
            let mut reader = self.reader().await?;
            let mut db = reader.db();
            let set = (RETURN_PHOTO_DAYS, RETURN_PHOTO_DAYS_DEFAULT);
            let Some(before) = self.days_ago(&mut db, set).await? else { return Ok(Vec::new()) };
            let rows = fetch_all!(&mut db, (Uuid, Uuid), TO_FORGET, before, i64::from(limit)).map_err(read_error)?;
            Ok(rows.into_iter().map(|(order_id, id)| (OrderId(order_id), ReturnId(id))).collect())
        })
    }

    fn paper_of(&self, id: DocumentId) -> PortFuture<'_, Result<Option<Document>, ReadError>> {
        Box::pin(async move {
            type Row = (Uuid, String, Json<serde_json::Value>, Option<String>);
            let mut reader = self.reader().await?;
            let row = fetch_optional!(&mut reader.db(), Row, PAPER, id.0).map_err(read_error)?;
            let Some((order_id, kind, data, content_hash)) = row else { return Ok(None) };
            let kind = kind.parse::<DocumentKind>().map_err(|_| read_error(unknown("document kind", &kind)))?;
            let paper = Paper::of(kind, data.0).map_err(|error| read_error(sqlx::Error::Decode(error.into())))?;
            Ok(Some(Document { order_id: OrderId(order_id), paper, content_hash }))
        })
    }

    fn works_of(&self, order_id: OrderId) -> PortFuture<'_, Result<Vec<WorkFacts>, ReadError>> {
        Box::pin(async move {
            let mut reader = self.reader().await?;
            let rows = fetch_all!(&mut reader.db(), WorkRow, WORKS_OF, order_id.0).map_err(read_error)?;
            rows.into_iter().map(WorkFacts::try_from).collect::<Result<Vec<_>, _>>().map_err(read_error)
        })
    }
}

impl Store {
    /// The order and attempt behind a provider's own reference; the latest one.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn payment_of_reference(
        &self,
        provider: &str,
        reference: &str,
    ) -> Result<Option<(OrderId, PaymentId)>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (Uuid, Uuid), ORDER_OF_REFERENCE, provider, reference);
        Ok(row.map_err(read_error)?.map(|(order, payment)| (OrderId(order), PaymentId(payment))))
    }

    /// The midnight of so many days ago as a setting says, by the database's time.
    async fn days_ago(
        &self,
        db: &mut Db<'_>,
        (key, unless_set): (&str, u32),
    ) -> Result<Option<DateTime<Utc>>, ReadError> {
        let set = fetch_optional!(db, (Json<serde_json::Value>,), DAYS_SET, key).map_err(read_error)?;
        let set = set.and_then(|(days,)| days.0.as_u64()).and_then(|days| u32::try_from(days).ok());
        let now = fetch_optional!(db, (DateTime<Utc>,), NOW, self.clock()).map_err(read_error)?;
        Ok(now.map(|(now,)| arrived_before(now, set.unwrap_or(unless_set))))
    }

    async fn whole_order(&self, id: OrderId) -> Result<Option<Order>, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let mut found = load::orders(&mut snapshot.db(), &BTreeSet::from([id])).await.map_err(read_error)?;
        Ok(found.remove(&id))
    }
}
