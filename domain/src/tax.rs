//! Value added tax: a regime a line, and rates as dated data.
//!
//! Rates are the operator's data; those in the demo's table are general knowledge and are to be checked by the
//! operator's adviser before use (Directive 2006/112/EC and 2022/542 leave them to the member states).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::money::tax_included_minor;

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

    /// The tax contained in a gross amount sold from `seller` to `buyer` on a day. Goods that leave the Union are
    /// exported without tax; inside it the seller's home rate applies (below the distance-selling threshold of
    /// Article 59c, which is the operator's to watch); a reduced rate a country does not have is its standard rate.
    /// `None` where a rate applies and the table knows none: no tax is ever made up.
    #[must_use]
    pub fn tax_of(
        &self,
        gross_minor: i64,
        regime: TaxRegime,
        seller: Country,
        buyer: Country,
        on: NaiveDate,
    ) -> Option<LineTax> {
        let regime = match regime {
            TaxRegime::Standard | TaxRegime::ReducedArt if seller.is_eu() && !buyer.is_eu() => TaxRegime::Export,
            regime => regime,
        };
        let rate = if regime.shows_tax() {
            self.rate(seller, regime, on).or_else(|| self.rate(seller, TaxRegime::Standard, on))?
        } else {
            0
        };
        let tax_minor = tax_included_minor(gross_minor, rate);
        Some(LineTax { regime, rate_basis_points: rate, base_minor: gross_minor - tax_minor, tax_minor })
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
}
