//! Carts on the wire.

use chrono::{DateTime, Utc};
use impasto_domain::cart::{CartLine, CartState};
use impasto_domain::edition::{CopyRef, EditionKind};
use impasto_domain::ids::EditionId;
use impasto_domain::money::Currency;
use impasto_domain::order::Totals;
use impasto_domain::read::ArtworkRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::artwork::ImageJson;
use super::money::{MoneyJson, TotalsJson};
use super::names::LineStatusName;

/// A cart with its holds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CartJson {
    /// The cart; its owner's id.
    pub id: Uuid,
    /// Raised with every change.
    pub version: i64,
    /// ISO 4217 code; the house's first while the cart is empty.
    pub currency: String,
    /// Lines in the order they were added.
    pub lines: Vec<CartLineJson>,
    /// Sums of what is held, with the tax contained at the sellers' home rates. Shipping needs an address, and where the
    /// goods go may change the tax: see the quote.
    pub totals: TotalsJson,
    /// The server's clock, for countdowns.
    pub server_time: DateTime<Utc>,
}

/// One edition in a cart.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CartLineJson {
    /// The line.
    pub id: Uuid,
    /// What.
    pub edition_id: Uuid,
    /// Of which work.
    pub artwork: ArtworkCard,
    /// What the edition is called.
    pub edition_label: Option<String>,
    /// How many.
    pub quantity: u32,
    /// Gross price of one, frozen while held.
    pub unit_price: MoneyJson,
    /// The copies held.
    pub copies: Vec<CopyJson>,
    /// Labels of the copies that were picked, also while they are not held: holding the line again takes those that are free
    /// before others.
    pub picked_numbers: Vec<String>,
    /// Those of them that others had taken when the line was held again: other copies are held in their place. Empty while
    /// the line is not held.
    pub missed_numbers: Vec<String>,
    /// `held`, `lapsed`, `sold_out` or `price_changed`.
    #[schema(value_type = LineStatusName)]
    pub status: String,
    /// The earliest deadline of its holds.
    pub held_until: Option<DateTime<Utc>>,
    /// Whether the one extension is left.
    pub extendable: bool,
}

/// A work in a few words.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ArtworkCard {
    /// The work.
    pub id: Uuid,
    /// Its address on the storefront.
    pub slug: String,
    /// Title.
    pub title: String,
    /// The artist's name.
    pub artist: String,
    /// The first image.
    pub image: Option<ImageJson>,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CopyJson {
    /// The copy.
    pub id: Uuid,
    /// `"7/25"`, `"AP 1/2"` or null.
    pub label: Option<String>,
}

impl From<&CopyRef> for CopyJson {
    fn from(copy: &CopyRef) -> Self {
        Self { id: copy.id.0, label: copy.label.clone() }
    }
}

impl ArtworkCard {
    /// The card of a record.
    #[must_use]
    pub fn of(record: &ArtworkRecord, url: &dyn Fn(&str) -> String) -> Self {
        Self {
            id: record.id.0,
            slug: record.slug.clone(),
            title: record.text.title.clone(),
            artist: record.artist.name.clone(),
            image: record.images.first().map(|image| ImageJson::of(image, url)),
        }
    }
}

impl CartJson {
    /// The shape of a cart. `record` gives the work of an edition, `tax` what is contained in a gross amount of one;
    /// `default` is the currency of an empty cart.
    #[must_use]
    pub fn of<'r>(
        state: &CartState,
        now: DateTime<Utc>,
        default: Currency,
        record: &dyn Fn(Uuid) -> Option<std::sync::Arc<ArtworkRecord>>,
        tax: &dyn Fn(EditionId, i64) -> i64,
        url: &'r dyn Fn(&str) -> String,
    ) -> Self {
        let currency = state.cart.currency().unwrap_or(default);
        let lines = state.cart.lines.iter().map(|line| line_of(state, line, record, url)).collect();
        Self {
            id: state.cart.owner.id(),
            version: state.cart.version,
            currency: currency.code().to_owned(),
            lines,
            totals: totals_of(state, currency, tax),
            server_time: now,
        }
    }
}

fn totals_of(state: &CartState, currency: Currency, tax: &dyn Fn(EditionId, i64) -> i64) -> TotalsJson {
    let mut totals = Totals::default();
    for line in &state.cart.lines {
        let held = state.holds_of(line.id).map(|hold| hold.unit_price.times(hold.quantity).amount_minor);
        let gross_minor = held.fold(0, i64::saturating_add);
        totals = totals.plus(Totals {
            items_minor: gross_minor,
            shipping_minor: 0,
            tax_included_minor: tax(line.edition_id, gross_minor),
            total_minor: gross_minor,
        });
    }
    TotalsJson::of(totals, currency)
}

fn line_of(
    state: &CartState,
    line: &CartLine,
    record: &dyn Fn(Uuid) -> Option<std::sync::Arc<ArtworkRecord>>,
    url: &dyn Fn(&str) -> String,
) -> CartLineJson {
    let record = record(line.edition_id.0);
    let entry = record.as_deref().and_then(|record| record.editions.iter().find(|(e, _)| e.id == line.edition_id));
    let held = line.lost.is_none() && state.held_quantity(line.id) == line.quantity;
    let status = match entry {
        _ if held => "held",
        Some((edition, stock)) if edition.kind != EditionKind::Open && stock.available + stock.held == 0 => "sold_out",
        Some((edition, _)) if edition.price != line.unit_price => "price_changed",
        _ => "lapsed",
    };
    let missing = || ArtworkCard {
        id: Uuid::nil(),
        slug: String::new(),
        title: String::new(),
        artist: String::new(),
        image: None,
    };
    let labels = |ordinals: &[u32]| -> Vec<String> {
        let label = |ordinal: &u32| entry.and_then(|(edition, _)| edition.copy_label(*ordinal));
        ordinals.iter().filter_map(label).collect()
    };
    CartLineJson {
        id: line.id.0,
        edition_id: line.edition_id.0,
        artwork: record.as_deref().map_or_else(missing, |record| ArtworkCard::of(record, url)),
        edition_label: entry.and_then(|(edition, _)| edition.label.clone()),
        quantity: line.quantity,
        unit_price: line.unit_price.into(),
        copies: state.holds_of(line.id).filter_map(|hold| hold.copy.as_ref()).map(CopyJson::from).collect(),
        picked_numbers: labels(&line.picked),
        missed_numbers: labels(&state.missed_picks(line)),
        status: status.to_owned(),
        held_until: if held { state.held_until(line.id) } else { None },
        extendable: held && state.holds_of(line.id).any(|hold| !hold.extended),
    }
}
