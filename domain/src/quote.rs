//! Quotes: what a cart costs at an address, with shipping offers and tax.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::address::Country;
use crate::edition::Edition;
use crate::ids::SellerId;
use crate::money::{Currency, Money, share_minor};
use crate::order::Totals;
use crate::owner::Owner;
use crate::seller::Seller;
use crate::settings::HouseRules;
use crate::shipping::{Goods, ParcelItem, ShippingOffer};
use crate::tax::{Destination, LineTax, TaxReason, TaxRegime};

/// One line to be priced.
#[derive(Debug, Clone)]
pub struct QuoteLine<'a> {
    /// What.
    pub edition: &'a Edition,
    /// Who sells it.
    pub seller: &'a Seller,
    /// The work's medium, where it is known.
    pub medium: Option<&'a str>,
    /// Whether the work comes framed.
    pub framed: bool,
    /// How many.
    pub quantity: u32,
    /// Frozen gross price of one, minor units.
    pub unit_price_minor: i64,
}

/// A priced cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// One part for each seller, in the order of the cart's lines.
    pub parts: Vec<QuotePart>,
    /// Contained tax by rate and regime.
    pub tax: Vec<TaxSum>,
    /// Sums over all parts.
    pub totals: Totals,
}

/// What one seller's part costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotePart {
    /// The seller.
    pub seller_id: SellerId,
    /// What can be chosen.
    pub offers: Vec<ShippingOffer>,
    /// What was chosen, or the first offer.
    pub chosen: ShippingOffer,
    /// Tax of each line, in the given order of this seller's lines.
    pub line_taxes: Vec<LineTax>,
    /// Tax of the shipping.
    pub shipping_tax: LineTax,
    /// The house's commission on each line, in the same order.
    pub line_commissions: Vec<i64>,
    /// Its sum.
    pub commission_minor: i64,
    /// Sums of this part.
    pub totals: Totals,
}

/// Contained tax of one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxSum {
    /// Basis points.
    pub rate_basis_points: u32,
    /// The regime.
    pub regime: TaxRegime,
    /// Minor units without tax.
    pub base_minor: i64,
    /// Minor units of tax.
    pub tax_minor: i64,
}

/// Why a cart cannot be priced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// A seller does not ship there.
    #[error("{seller} does not ship to {country}")]
    NoShipping {
        /// The seller's name.
        seller: String,
        /// The destination.
        country: Country,
    },
    /// A seller sends nothing in the cart's currency.
    #[error("{seller} has no delivery prices in {}", .currency.code())]
    NoPrices {
        /// The seller's name.
        seller: String,
        /// The cart's currency.
        currency: Currency,
    },
    /// The house knows no tax of the seller's country.
    #[error("the house has no tax rate for {country}, where {seller} sells from")]
    NoTax {
        /// The seller's name.
        seller: String,
        /// The seller's country.
        country: Country,
    },
    /// The chosen method is not on offer.
    #[error("shipping method {method:?} is not on offer")]
    UnknownMethod {
        /// What was asked for.
        method: String,
    },
}

/// A quote in one id, so that none has to be stored: when its prices stop being frozen, and a digest of everything that
/// makes its total. It is a UUIDv7 whose time is the end. Nothing secret: who forges one only asks to be told whether the
/// forged offer still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteSeal(Uuid);

impl QuoteSeal {
    /// The seal of what an owner was offered, in force until `expires_at`. The chosen method is no part of it: the quote
    /// names all of them.
    #[must_use]
    pub fn of(owner: Owner, lines: &[QuoteLine<'_>], to: Country, quote: &Quote, expires_at: DateTime<Utc>) -> Self {
        let mut digest = Digest::new();
        digest.add(owner.id().as_bytes());
        digest.add(to.to_string().as_bytes());
        for line in lines {
            digest.add(line.edition.id.0.as_bytes());
            digest.add(line.edition.price.currency.code().as_bytes());
            digest.add(&line.quantity.to_le_bytes());
            digest.add(&line.unit_price_minor.to_le_bytes());
        }
        for part in &quote.parts {
            digest.add(part.seller_id.0.as_bytes());
            for offer in &part.offers {
                digest.add(offer.id.as_bytes());
                digest.add(&offer.price_minor.to_le_bytes());
            }
        }
        let millis = u64::try_from(expires_at.timestamp_millis()).unwrap_or(0);
        let bytes = digest.0.to_be_bytes();
        let mut random = [0; 10];
        random.copy_from_slice(&bytes[..10]);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The seal that an id may be; `None` for one that no quote has.
    #[must_use]
    pub fn parse(id: Uuid) -> Option<Self> {
        (id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122).then_some(Self(id))
    }

    /// As an id.
    #[must_use]
    pub fn id(self) -> Uuid {
        self.0
    }

    /// Until when the offer stands.
    #[must_use]
    pub fn expires_at(self) -> DateTime<Utc> {
        let millis = self.0.as_u128() >> 80;
        i64::try_from(millis).ok().and_then(DateTime::from_timestamp_millis).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

/// FNV-1a of 128 bits, each entry with its length in front.
struct Digest(u128);

impl Digest {
    const fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn add(&mut self, entry: &[u8]) {
        let length = u64::try_from(entry.len()).unwrap_or(u64::MAX).to_le_bytes();
        for byte in length.iter().chain(entry) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

impl QuoteError {
    /// The field of a checkout that is to blame, as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> &'static str {
        match self {
            Self::NoShipping { .. } => "/shipping_address/country",
            Self::NoPrices { .. } | Self::NoTax { .. } | Self::UnknownMethod { .. } => "/shipping",
        }
    }
}

/// Prices lines to a destination. `choose` names the wanted method of a seller, if any. Shipping is taxed as the
/// goods it carries (an ancillary supply): with the regime and rate of the seller's largest line. Prices are gross and stay
/// so, whatever of them is tax.
///
/// # Errors
/// [`QuoteError`] when a seller does not ship there or not in that currency, a chosen method is not on offer, or the tax
/// is not known.
pub fn price(
    lines: &[QuoteLine<'_>],
    destination: impl Into<Destination>,
    on: NaiveDate,
    rules: &HouseRules,
    choose: &dyn Fn(SellerId) -> Option<String>,
) -> Result<Quote, QuoteError> {
    let destination = destination.into();
    let mut sellers: Vec<&Seller> = Vec::new();
    for line in lines {
        if sellers.iter().all(|seller| seller.id != line.seller.id) {
            sellers.push(line.seller);
        }
    }
    let mut parts = Vec::with_capacity(sellers.len());
    for seller in sellers {
        let own: Vec<&QuoteLine<'_>> = lines.iter().filter(|line| line.seller.id == seller.id).collect();
        parts.push(price_part(seller, &own, destination, on, rules, choose(seller.id))?);
    }
    let tax = tax_sums(&parts);
    let totals = parts.iter().fold(Totals::default(), |sum, part| sum.plus(part.totals));
    Ok(Quote { parts, tax, totals })
}

impl Totals {
    /// Adds two sums, field by field.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            items_minor: self.items_minor.saturating_add(other.items_minor),
            shipping_minor: self.shipping_minor.saturating_add(other.shipping_minor),
            tax_included_minor: self.tax_included_minor.saturating_add(other.tax_included_minor),
            total_minor: self.total_minor.saturating_add(other.total_minor),
        }
    }
}

fn price_part(
    seller: &Seller,
    lines: &[&QuoteLine<'_>],
    destination: Destination,
    on: NaiveDate,
    rules: &HouseRules,
    wanted: Option<String>,
) -> Result<QuotePart, QuoteError> {
    let items: Vec<ParcelItem> = lines.iter().map(|line| parcel_item(line)).collect();
    let currency = lines.first().map_or(seller.currency, |line| line.edition.price.currency);
    let gross = |line: &QuoteLine<'_>| line.unit_price_minor.saturating_mul(i64::from(line.quantity));
    let items_minor = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(gross(line)));
    let table = seller.shipping_table(&rules.shipping);
    let goods = Goods::new(&items, Money::new(items_minor, currency));
    let offers = table.offers(&goods, seller.country(), destination.country);
    let first = offers.first().ok_or_else(|| {
        let seller = seller.name.clone();
        if table.knows(currency) {
            QuoteError::NoShipping { seller, country: destination.country }
        } else {
            QuoteError::NoPrices { seller, currency }
        }
    })?;
    let chosen = match wanted {
        Some(method) => {
            offers.iter().find(|offer| offer.id == method).ok_or(QuoteError::UnknownMethod { method })?.clone()
        }
        None => first.clone(),
    };
    // Who has no VAT id himself cannot sell free of tax to a business abroad.
    let to = Destination { business_of: destination.business_of.filter(|_| seller.vat_id.is_some()), ..destination };
    let regime_of = |line: &QuoteLine<'_>| rules.art.regime(line.edition, line.medium, seller.country(), on);
    let tax_of = |amount, regime| {
        let no_tax = || QuoteError::NoTax { seller: seller.name.clone(), country: seller.country() };
        rules.tax.decide(amount, regime, seller.country(), to, on).ok_or_else(no_tax)
    };
    let line_taxes: Vec<LineTax> =
        lines.iter().map(|line| tax_of(gross(line), regime_of(line))).collect::<Result<_, _>>()?;
    let largest = lines
        .iter()
        .max_by_key(|line| gross(line))
        .map_or((TaxRegime::Standard, TaxReason::Chosen), |line| regime_of(line));
    let shipping_tax = tax_of(chosen.price_minor, largest)?;
    let totals = Totals {
        items_minor,
        shipping_minor: chosen.price_minor,
        tax_included_minor: line_taxes.iter().map(|tax| tax.tax_minor).sum::<i64>() + shipping_tax.tax_minor,
        total_minor: items_minor + chosen.price_minor,
    };
    let commission = |line: &&QuoteLine<'_>| {
        let rate = rules.commission.rate(line.seller, line.edition.kind, on);
        share_minor(gross(line), rate)
    };
    let line_commissions: Vec<i64> = lines.iter().map(commission).collect();
    let commission_minor = line_commissions.iter().sum();
    let seller_id = seller.id;
    Ok(QuotePart { seller_id, offers, chosen, line_taxes, shipping_tax, line_commissions, commission_minor, totals })
}

fn parcel_item(line: &QuoteLine<'_>) -> ParcelItem {
    ParcelItem {
        width_tenth_mm: line.edition.width_tenth_mm,
        height_tenth_mm: line.edition.height_tenth_mm,
        depth_tenth_mm: line.edition.depth_tenth_mm,
        weight_g: line.edition.weight_g,
        framed: line.framed,
        quantity: line.quantity,
    }
}

fn tax_sums(parts: &[QuotePart]) -> Vec<TaxSum> {
    let mut sums: BTreeMap<(TaxRegime, u32), (i64, i64)> = BTreeMap::new();
    for tax in parts.iter().flat_map(|part| part.line_taxes.iter().chain(std::iter::once(&part.shipping_tax))) {
        let sum = sums.entry((tax.regime, tax.rate_basis_points)).or_default();
        sum.0 += tax.base_minor;
        sum.1 += tax.tax_minor;
    }
    sums.into_iter()
        .map(|((regime, rate_basis_points), (base_minor, tax_minor))| TaxSum {
            rate_basis_points,
            regime,
            base_minor,
            tax_minor,
        })
        .collect()
}
