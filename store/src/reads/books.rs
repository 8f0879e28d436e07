//! What sellers note of their works for the tax, and what was sold of them: the stock book, and the artists' resale rights.

use chrono::{DateTime, NaiveDate, Utc};
use impasto_domain::ids::{ArtworkId, OrderId, SellerId};
use impasto_domain::money::Money;
use impasto_domain::ports::ReadError;
use impasto_domain::resale_right::Resale;
use impasto_domain::stock_book::{Purchase, WorkBooks};
use impasto_domain::tax::LineTax;
use sqlx::types::Json;
use uuid::Uuid;

use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{currency, small, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

/// A work that was bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoughtWork {
    /// The work.
    pub artwork_id: ArtworkId,
    /// Its title.
    pub title: String,
    /// Its artist's name.
    pub artist_name: String,
    /// What it was bought for.
    pub purchase: Purchase,
}

/// A line of an order that was paid and is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldLine {
    /// The work.
    pub artwork_id: ArtworkId,
    /// Its title, as it was sold.
    pub title: String,
    /// Its artist's name, as it was sold.
    pub artist_name: String,
    /// Copies that were not taken back.
    pub quantity: u32,
    /// The gross price of one.
    pub unit_price: Money,
    /// How it was taxed.
    pub tax: LineTax,
    /// The order's number.
    pub order_number: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
}

/// A sale with an artist's resale right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResaleRecord {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub order_number: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Who sold, by its name in law.
    pub seller_name: String,
    /// The work's title.
    pub title: String,
    /// Its artist's name.
    pub artist_name: String,
    /// What is noted of the artist now; `None` where it was taken back since.
    pub resale: Option<Resale>,
    /// Copies.
    pub quantity: u32,
    /// The price without tax that the right was reckoned from, of the whole line.
    pub net: Money,
    /// The right, of the whole line.
    pub right: Money,
    /// Copies of it that were taken back.
    pub restocked: u32,
}

statements! {
    BOOKS_OF_WORK =
        "SELECT h.resale, p.price_minor, p.currency, p.bought_on, p.bought_of FROM artwork_heads h \
         LEFT JOIN artwork_purchases p ON p.artwork_id = h.id WHERE h.id = $1";
    BOUGHT_OF_SELLER =
        "SELECT p.artwork_id, h.title, h.artist_name, p.price_minor, p.currency, p.bought_on, p.bought_of \
         FROM artwork_purchases p JOIN artwork_heads h ON h.id = p.artwork_id WHERE p.seller_id = $1 \
         ORDER BY p.bought_on, p.artwork_id";
    SOLD_OF_SELLER =
        "SELECT l.artwork_id, l.title, l.artist_name, l.quantity, l.restocked, l.unit_price_minor, l.currency, l.tax, \
         o.number, o.placed_at FROM seller_orders p JOIN orders o ON o.id = p.order_id \
         JOIN order_lines l ON l.order_id = p.order_id AND l.seller_position = p.position \
         WHERE p.seller_id = $1 AND o.status IN ('open', 'completed') \
         AND o.payment_status IN ('paid', 'partially_refunded', 'disputed') ORDER BY p.placed_at, p.id, l.position";
    RESALE_SALES =
        "SELECT o.id, o.number, o.placed_at, s.legal_name AS seller_name, l.title, l.artist_name, h.resale, l.quantity, \
         l.restocked, l.currency, l.tax, l.resale_right_minor FROM order_lines l JOIN orders o ON o.id = l.order_id \
         JOIN seller_orders p ON p.order_id = l.order_id AND p.position = l.seller_position \
         JOIN sellers s ON s.id = p.seller_id LEFT JOIN artwork_heads h ON h.id = l.artwork_id \
         WHERE l.resale_right_minor > 0 AND o.placed_at >= $1 AND o.placed_at < $2 \
         AND o.status IN ('open', 'completed') \
         AND o.payment_status IN ('paid', 'partially_refunded', 'disputed') ORDER BY o.placed_at, o.id, l.position";
}

stored! {
    struct BooksRow {
        resale: Option<Json<Resale>>,
        price_minor: Option<i64>,
        currency: Option<String>,
        bought_on: Option<String>,
        bought_of: Option<String>,
    }
}

stored! {
    struct BoughtRow {
        artwork_id: Uuid,
        title: String,
        artist_name: String,
        price_minor: i64,
        currency: String,
        bought_on: String,
        bought_of: Option<String>,
    }
}

stored! {
    struct SoldRow {
        artwork_id: Uuid,
        title: String,
        artist_name: String,
        quantity: i64,
        restocked: i64,
        unit_price_minor: i64,
        currency: String,
        tax: Json<LineTax>,
        number: String,
        placed_at: DateTime<Utc>,
    }
}

stored! {
    struct ResaleRow {
        id: Uuid,
        number: String,
        placed_at: DateTime<Utc>,
        seller_name: String,
        title: String,
        artist_name: String,
        resale: Option<Json<Resale>>,
        quantity: i64,
        restocked: i64,
        currency: String,
        tax: Json<LineTax>,
        resale_right_minor: i64,
    }
}

impl Store {
    /// What is noted of a work; `None` for an unknown one.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn work_books(&self, id: ArtworkId) -> Result<Option<WorkBooks>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), BooksRow, BOOKS_OF_WORK, id.0).map_err(read_error)?;
        row.map(books_of).transpose().map_err(read_error)
    }

    /// The works that a seller has bought, by the day.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn bought_works(&self, seller_id: SellerId) -> Result<Vec<BoughtWork>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), BoughtRow, BOUGHT_OF_SELLER, seller_id.0).map_err(read_error)?;
        rows.into_iter().map(bought_of).collect::<Result<_, _>>().map_err(read_error)
    }

    /// What a seller has sold and nobody gave back, in the order it was sold.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn sold_lines(&self, seller_id: SellerId) -> Result<Vec<SoldLine>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), SoldRow, SOLD_OF_SELLER, seller_id.0).map_err(read_error)?;
        rows.into_iter().map(sold_of).collect::<Result<_, _>>().map_err(read_error)
    }

    /// The sales from a moment until before another that an artist has a resale right in, in the order they were placed.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn resale_sales(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<ResaleRecord>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), ResaleRow, RESALE_SALES, from, until).map_err(read_error)?;
        rows.into_iter().map(resale_of).collect::<Result<_, _>>().map_err(read_error)
    }
}

fn day(text: &str) -> Result<NaiveDate, sqlx::Error> {
    text.parse().map_err(|_| unknown("day", text))
}

fn books_of(row: BooksRow) -> Result<WorkBooks, sqlx::Error> {
    let purchase = match (row.price_minor, row.currency, row.bought_on) {
        (Some(minor), Some(code), Some(on)) => {
            Some(Purchase { price: Money::new(minor, currency(&code)?), on: day(&on)?, of: row.bought_of })
        }
        _ => None,
    };
    Ok(WorkBooks { purchase, resale: row.resale.map(|resale| resale.0) })
}

fn bought_of(row: BoughtRow) -> Result<BoughtWork, sqlx::Error> {
    let price = Money::new(row.price_minor, currency(&row.currency)?);
    Ok(BoughtWork {
        artwork_id: row.artwork_id.into(),
        title: row.title,
        artist_name: row.artist_name,
        purchase: Purchase { price, on: day(&row.bought_on)?, of: row.bought_of },
    })
}

fn sold_of(row: SoldRow) -> Result<SoldLine, sqlx::Error> {
    Ok(SoldLine {
        artwork_id: row.artwork_id.into(),
        title: row.title,
        artist_name: row.artist_name,
        quantity: small("quantity", row.quantity - row.restocked)?,
        unit_price: Money::new(row.unit_price_minor, currency(&row.currency)?),
        tax: row.tax.0,
        order_number: row.number,
        placed_at: row.placed_at,
    })
}

fn resale_of(row: ResaleRow) -> Result<ResaleRecord, sqlx::Error> {
    let currency = currency(&row.currency)?;
    Ok(ResaleRecord {
        order_id: row.id.into(),
        order_number: row.number,
        placed_at: row.placed_at,
        seller_name: row.seller_name,
        title: row.title,
        artist_name: row.artist_name,
        resale: row.resale.map(|resale| resale.0),
        quantity: small("quantity", row.quantity)?,
        net: Money::new(row.tax.0.base_minor, currency),
        right: Money::new(row.resale_right_minor, currency),
        restocked: small("number of copies", row.restocked)?,
    })
}
