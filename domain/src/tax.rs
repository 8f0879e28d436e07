//! Value added tax: a regime a line, and rates as dated data.
//!
//! Rates are the operator's data; those in the demo's table are general knowledge and are to be checked by the
//! operator's adviser before use (Directive 2006/112/EC and 2022/542 leave them to the member states).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::money::tax_included_minor;
use crate::vat_id::VatId;

/// How a line is taxed; frozen on the order line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRegime {
    /// The country's standard rate.
    Standard,
    /// The country's reduced rate for works of art.
    ReducedArt,
    /// Margin scheme for works of art (Article 311 and following): no tax is shown.
    MarginArt,
    /// The seller is a small business and charges none.
    ExemptSmallBusiness,
    /// The buyer, a business in another member state, accounts for it.
    ReverseCharge,
    /// The goods leave the Union.
    Export,
}

impl TaxRegime {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::ReducedArt => "reduced_art",
            Self::MarginArt => "margin_art",
            Self::ExemptSmallBusiness => "exempt_small_business",
            Self::ReverseCharge => "reverse_charge",
            Self::Export => "export",
        }
    }

    /// The regime of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Standard,
            Self::ReducedArt,
            Self::MarginArt,
            Self::ExemptSmallBusiness,
            Self::ReverseCharge,
            Self::Export,
        ]
        .into_iter()
        .find(|regime| regime.as_str() == name)
    }

    /// Whether a seller may choose it for what is sold. The others follow from who buys, and where.
    #[must_use]
    pub fn is_sellers_choice(self) -> bool {
        matches!(self, Self::Standard | Self::ReducedArt | Self::MarginArt | Self::ExemptSmallBusiness)
    }

    /// Whether a tax amount is shown and charged under this regime.
    #[must_use]
    pub fn shows_tax(self) -> bool {
        matches!(self, Self::Standard | Self::ReducedArt)
    }
}

/// Why a line is taxed as it is; frozen beside its regime.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxReason {
    /// The seller has chosen it for what is sold.
    #[default]
    Chosen,
    /// The edition has more copies than a work of art may have.
    EditionTooLarge,
    /// The country has no reduced rate for works of art.
    NoReducedRate,
    /// The goods leave the Union.
    LeavesTheUnion,
    /// The goods go to a business in another member state.
    BusinessBuyer,
}

impl TaxReason {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::EditionTooLarge => "edition_too_large",
            Self::NoReducedRate => "no_reduced_rate",
            Self::LeavesTheUnion => "leaves_the_union",
            Self::BusinessBuyer => "business_buyer",
        }
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    fn is_chosen(&self) -> bool {
        *self == Self::Chosen
    }
}

/// Where goods go, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination {
    /// The country they go to.
    pub country: Country,
    /// The member state whose VAT id the buyer has given; `None` for consumers.
    pub business_of: Option<Country>,
}

impl From<Country> for Destination {
    fn from(country: Country) -> Self {
        Self { country, business_of: None }
    }
}

impl Destination {
    /// The destination of a buyer with this VAT id, if any. An id that does not hold makes no business of anybody.
    #[must_use]
    pub fn of(country: Country, vat_id: Option<&str>) -> Self {
        let business_of = vat_id.and_then(|id| VatId::parse(id).ok()).and_then(|id| id.member_state());
        Self { country, business_of }
    }

    /// Whether what a seller sends here is for the buyer to tax: both in the Union, the goods cross a border, and the
    /// buyer is a business of another member state than the seller's.
    #[must_use]
    pub fn is_business_abroad(self, seller: Country) -> bool {
        let abroad = self.business_of.is_some_and(|state| state != seller);
        abroad && seller.is_eu() && self.country.is_eu() && self.country != seller
    }
}

/// One rate of one country from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// The country that levies it.
    pub country: Country,
    /// `standard` or `reduced_art`.
    pub regime: TaxRegime,
    /// Basis points: 1900 is 19 %.
    pub rate_basis_points: u32,
    /// In force from this day.
    pub valid_from: NaiveDate,
}

/// The operator's table of rates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTable {
    /// In any order.
    pub rates: Vec<TaxRate>,
}

/// The tax of one line: what is contained in the gross price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTax {
    /// The regime that applied.
    pub regime: TaxRegime,
    /// Basis points; 0 where no tax is shown.
    pub rate_basis_points: u32,
    /// Minor units without tax.
    pub base_minor: i64,
    /// Minor units of tax.
    pub tax_minor: i64,
    /// Why it is this regime.
    #[serde(default, skip_serializing_if = "TaxReason::is_chosen")]
    pub reason: TaxReason,
}

/// What a seller owes of a sale under the margin scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarginTax {
    /// What the work was sold for above what it was bought for, minor units; nothing where it was sold below.
    pub margin_minor: i64,
    /// The tax contained in that, minor units: shown to no buyer.
    pub tax_minor: i64,
}

impl MarginTax {
    /// The tax within the gross margin of one work (Articles 312 and 315): each work by itself, a loss on one is no relief
    /// for another.
    #[must_use]
    pub fn of(sold_minor: i64, bought_minor: i64, rate_basis_points: u32) -> Self {
        let margin_minor = sold_minor.saturating_sub(bought_minor).max(0);
        Self { margin_minor, tax_minor: tax_included_minor(margin_minor, rate_basis_points) }
    }
}

impl TaxTable {
    /// The rate in force in a country on a day; `None` when the table knows none.
    #[must_use]
    pub fn rate(&self, country: Country, regime: TaxRegime, on: NaiveDate) -> Option<u32> {
        self.rates
            .iter()
            .filter(|rate| rate.country == country && rate.regime == regime && rate.valid_from <= on)
            .max_by_key(|rate| rate.valid_from)
            .map(|rate| rate.rate_basis_points)
    }

    /// The tax contained in a gross amount sold from `seller` to a destination on a day. Goods that leave the Union are
    /// exported without tax, and those that go to a business of another member state are for the buyer to tax: the price
    /// stays what it is either way. For consumers in the Union the seller's home rate applies (below the distance-selling
    /// threshold of Article 59c, which is the operator's to watch); a reduced rate a country does not have is its standard
    /// rate. `None` where a rate applies and the table knows none: no tax is ever made up.
    #[must_use]
    pub fn tax_of(
        &self,
        gross_minor: i64,
        regime: TaxRegime,
        seller: Country,
        to: impl Into<Destination>,
        on: NaiveDate,
    ) -> Option<LineTax> {
        self.decide(gross_minor, (regime, TaxReason::Chosen), seller, to.into(), on)
    }

    /// The same for a regime that was found for a reason, which stays unless where the goods go has the last word.
    #[must_use]
    pub fn decide(
        &self,
        gross_minor: i64,
        (chosen, reason): (TaxRegime, TaxReason),
        seller: Country,
        to: Destination,
        on: NaiveDate,
    ) -> Option<LineTax> {
        let untaxed = |regime, reason| {
            Some(LineTax { regime, rate_basis_points: 0, base_minor: gross_minor, tax_minor: 0, reason })
        };
        if !chosen.shows_tax() {
            return untaxed(chosen, reason);
        }
        if seller.is_eu() && !to.country.is_eu() {
            return untaxed(TaxRegime::Export, TaxReason::LeavesTheUnion);
        }
        if to.is_business_abroad(seller) {
            return untaxed(TaxRegime::ReverseCharge, TaxReason::BusinessBuyer);
        }
        let own = self.rate(seller, chosen, on);
        let (rate, regime, reason) = match own {
            Some(rate) => (rate, chosen, reason),
            None => (self.rate(seller, TaxRegime::Standard, on)?, TaxRegime::Standard, TaxReason::NoReducedRate),
        };
        let tax_minor = tax_included_minor(gross_minor, rate);
        Some(LineTax { regime, rate_basis_points: rate, base_minor: gross_minor - tax_minor, tax_minor, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 6, 1).unwrap()
    }

    fn rate(country: &str, regime: TaxRegime, rate_basis_points: u32, year: i32) -> TaxRate {
        TaxRate { country: Country::parse(country).unwrap(), regime, rate_basis_points, valid_from: day(year) }
    }

    #[test]
    fn the_rate_in_force_on_the_day_applies() {
        let table = TaxTable {
            rates: vec![rate("DE", TaxRegime::ReducedArt, 1_900, 2014), rate("DE", TaxRegime::ReducedArt, 700, 2025)],
        };
        let germany = Country::parse("DE").unwrap();
        assert_eq!(table.rate(germany, TaxRegime::ReducedArt, day(2024)), Some(1_900));
        assert_eq!(table.rate(germany, TaxRegime::ReducedArt, day(2026)), Some(700));
        assert_eq!(table.rate(germany, TaxRegime::ReducedArt, day(2010)), None);
    }

    #[test]
    fn the_margin_scheme_and_exports_show_no_tax() {
        let table = TaxTable { rates: vec![rate("DE", TaxRegime::Standard, 1_900, 2014)] };
        let (germany, japan) = (Country::parse("DE").unwrap(), Country::parse("JP").unwrap());
        let margin = table.tax_of(11_900, TaxRegime::MarginArt, germany, germany, day(2026)).unwrap();
        assert_eq!((margin.base_minor, margin.tax_minor), (11_900, 0));
        let export = table.tax_of(11_900, TaxRegime::Standard, germany, japan, day(2026)).unwrap();
        assert_eq!((export.regime, export.tax_minor), (TaxRegime::Export, 0));
        let home = table.tax_of(11_900, TaxRegime::ReducedArt, germany, germany, day(2026)).unwrap();
        assert_eq!((home.rate_basis_points, home.tax_minor), (1_900, 1_900));
        assert_eq!(table.tax_of(11_900, TaxRegime::Standard, japan, germany, day(2026)), None);
    }

    #[test]
    fn a_business_of_another_member_state_taxes_what_it_is_sent_itself() {
        let table = TaxTable {
            rates: vec![rate("DE", TaxRegime::Standard, 1_900, 2014), rate("DE", TaxRegime::ReducedArt, 700, 2014)],
        };
        let country = |code: &str| Country::parse(code).unwrap();
        let sold = |regime, to: &str, vat_id: Option<&str>| {
            let to = Destination::of(country(to), vat_id);
            let tax = table.decide(10_700, (regime, TaxReason::Chosen), country("DE"), to, day(2026)).unwrap();
            assert_eq!(tax.base_minor + tax.tax_minor, 10_700, "the price stays what it is");
            (tax.regime, tax.tax_minor, tax.reason)
        };
        let french = Some("FR40303265045");
        assert_eq!(sold(TaxRegime::ReducedArt, "FR", french), (TaxRegime::ReverseCharge, 0, TaxReason::BusinessBuyer));
        assert_eq!(sold(TaxRegime::ReducedArt, "FR", None), (TaxRegime::ReducedArt, 700, TaxReason::Chosen));
        // Sent to the seller's own country the goods cross no border; a number of there makes no foreign business.
        assert_eq!(sold(TaxRegime::ReducedArt, "DE", french).0, TaxRegime::ReducedArt);
        assert_eq!(sold(TaxRegime::ReducedArt, "FR", Some("DE136695976")).0, TaxRegime::ReducedArt);
        assert_eq!(sold(TaxRegime::ReducedArt, "FR", Some("FR41303265045")).0, TaxRegime::ReducedArt);
        assert_eq!(sold(TaxRegime::ReducedArt, "CH", french).0, TaxRegime::Export);
        // The margin scheme and a small business stay what they are wherever the goods go (Articles 139 and 284).
        assert_eq!(sold(TaxRegime::MarginArt, "FR", french), (TaxRegime::MarginArt, 0, TaxReason::Chosen));
        assert_eq!(sold(TaxRegime::ExemptSmallBusiness, "CH", None).0, TaxRegime::ExemptSmallBusiness);
    }

    #[test]
    fn the_tax_of_the_margin_lies_within_the_margin() {
        assert_eq!(MarginTax::of(119_000, 0, 1_900), MarginTax { margin_minor: 119_000, tax_minor: 19_000 });
        assert_eq!(MarginTax::of(200_000, 81_000, 1_900), MarginTax { margin_minor: 119_000, tax_minor: 19_000 });
        assert_eq!(MarginTax::of(80_000, 81_000, 1_900), MarginTax { margin_minor: 0, tax_minor: 0 });
        assert_eq!(MarginTax::of(100_001, 100_000, 1_900), MarginTax { margin_minor: 1, tax_minor: 0 });
    }

    #[test]
    fn a_line_of_an_order_of_before_has_its_reason_too() {
        let old = r#"{"regime":"standard","rate_basis_points":1900,"base_minor":100,"tax_minor":19}"#;
        let tax: LineTax = serde_json::from_str(old).unwrap();
        assert_eq!(tax.reason, TaxReason::Chosen);
        assert_eq!(serde_json::to_string(&tax).unwrap(), old, "what nobody had to decide takes no room");
    }
}
