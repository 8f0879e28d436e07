//! Closing a month of the house: what the books say of it, what the house invoices its sellers for it, and what may not
//! change any more afterwards.
//!
//! A month is one of the calendar in UTC, as every time in the books is.

pub mod books;

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::ids::{HouseDocumentId, SellerId, UserId};
use crate::ledger::AccountKind;
use crate::money::{Currency, tax_included_minor};
use crate::seller::Seller;
use crate::statement::StatementData;
use crate::tax::{TaxRegime, TaxTable};

/// Name of the setting with the [`HouseIdentity`]; null is none.
pub const HOUSE_IDENTITY: &str = "house_identity";

/// Hours after its end before a month can be closed: whatever was being posted by then is in the books.
pub const CLOSED_AFTER_HOURS: i64 = 1;

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(NaiveDate);

/// A text that names no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a month, such as 2026-05")]
pub struct NoMonth;

impl Month {
    /// The month of a time.
    #[must_use]
    pub fn of(at: DateTime<Utc>) -> Self {
        let day = at.date_naive();
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Takes `2026-05`.
    ///
    /// # Errors
    /// [`NoMonth`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NoMonth> {
        let (year, month) = text.split_once('-').filter(|_| text.len() == 7 && text.is_ascii()).ok_or(NoMonth)?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(year) || !is_number(month) {
            return Err(NoMonth);
        }
        let (year, month) = (year.parse().map_err(|_| NoMonth)?, month.parse().map_err(|_| NoMonth)?);
        let known = (2_000..=9_000).contains(&year);
        NaiveDate::from_ymd_opt(year, month, 1).filter(|_| known).map(Self).ok_or(NoMonth)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().0.pred_opt().unwrap_or(self.0)
    }

    /// When it begins.
    #[must_use]
    pub fn begins_at(self) -> DateTime<Utc> {
        self.0.and_time(NaiveTime::MIN).and_utc()
    }

    /// When it is over: the beginning of the next.
    #[must_use]
    pub fn ends_at(self) -> DateTime<Utc> {
        self.next().begins_at()
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// Whether it can be closed at a time: it is over, and nothing is being posted in it any more.
    #[must_use]
    pub fn is_over(self, now: DateTime<Utc>) -> bool {
        now >= self.ends_at() + chrono::TimeDelta::hours(CLOSED_AFTER_HOURS)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl TryFrom<String> for Month {
    type Error = NoMonth;

    fn try_from(text: String) -> Result<Self, NoMonth> {
        Self::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

/// Who runs the house in law: what stands on the invoices that it sends its sellers. The operator enters all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseIdentity {
    /// The name in law.
    pub legal_name: String,
    /// The address without the country, a line each.
    pub address_lines: Vec<String>,
    /// Where the house is established.
    pub country: Country,
    /// Its VAT id, with the country's prefix.
    #[serde(default)]
    pub vat_id: Option<String>,
    /// Its national tax number.
    #[serde(default)]
    pub tax_number: Option<String>,
    /// Where sellers write.
    #[serde(default)]
    pub email: Option<String>,
    /// Register, directors, bank: what stands at the foot.
    #[serde(default)]
    pub small_print: Option<String>,
    /// Short upper-case prefix of the numbers of its invoices.
    pub series_prefix: String,
    /// What an invoice to a business outside the Union says of its tax; needed where there is one.
    #[serde(default)]
    pub outside_note: Option<String>,
    /// What every invoice says where the house charges no VAT at all, as a small business; where this is set it charges none.
    #[serde(default)]
    pub exempt_note: Option<String>,
}

/// How the house's commission is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommissionTax {
    /// The house's own rate.
    Domestic {
        /// Basis points.
        rate_basis_points: u32,
    },
    /// A business in another member state accounts for it (Directive 2006/112/EC, Articles 44 and 196).
    ReverseCharge,
    /// A business outside the Union: not taxable here (Article 44).
    Outside,
    /// The house is a small business.
    Exempt,
}

impl CommissionTax {
    /// The rate, basis points.
    #[must_use]
    pub fn rate_basis_points(self) -> u32 {
        match self {
            Self::Domestic { rate_basis_points } => rate_basis_points,
            Self::ReverseCharge | Self::Outside | Self::Exempt => 0,
        }
    }

    /// The published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Domestic { .. } => "domestic",
            Self::ReverseCharge => "reverse_charge",
            Self::Outside => "outside",
            Self::Exempt => "exempt",
        }
    }
}

/// Why a month cannot be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotClosed {
    /// The house sends invoices, so it must say who it is.
    #[error("the house's name in law and its address are needed before a month with commission is closed")]
    NoIdentity,
    /// No rate is made up.
    #[error("the house's tax table has no standard rate of the house's own country")]
    NoRate,
    /// Nor is a wording.
    #[error("a seller is outside the Union: the house needs a wording for its invoices there")]
    NoWording,
}

/// How the commission on a seller's sales is taxed.
///
/// # Errors
/// [`NotClosed`] where the operator has not entered what is needed: neither a rate nor a wording is made up.
pub fn commission_tax(
    house: &HouseIdentity,
    seller: &Seller,
    rates: &TaxTable,
    on: NaiveDate,
) -> Result<CommissionTax, NotClosed> {
    if house.exempt_note.is_some() {
        return Ok(CommissionTax::Exempt);
    }
    let country = seller.country();
    if country != house.country {
        if !country.is_eu() {
            return house.outside_note.as_ref().map(|_| CommissionTax::Outside).ok_or(NotClosed::NoWording);
        }
        // Who has no VAT id there is no business as far as anybody can tell, and pays the tax of the house.
        if house.country.is_eu() && seller.vat_id.is_some() {
            return Ok(CommissionTax::ReverseCharge);
        }
    }
    let rate = rates.rate(house.country, TaxRegime::Standard, on).ok_or(NotClosed::NoRate)?;
    Ok(CommissionTax::Domestic { rate_basis_points: rate })
}

/// A party on a document of the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The name in law.
    pub legal_name: String,
    /// The address without the country, a line each.
    pub address_lines: Vec<String>,
    /// The country.
    pub country: Country,
    /// VAT id.
    #[serde(default)]
    pub vat_id: Option<String>,
    /// National tax number.
    #[serde(default)]
    pub tax_number: Option<String>,
    /// Where to write.
    #[serde(default)]
    pub email: Option<String>,
    /// What stands at the foot.
    #[serde(default)]
    pub small_print: Option<String>,
}

impl From<&HouseIdentity> for Party {
    fn from(house: &HouseIdentity) -> Self {
        Self {
            legal_name: house.legal_name.clone(),
            address_lines: house.address_lines.clone(),
            country: house.country,
            vat_id: house.vat_id.clone(),
            tax_number: house.tax_number.clone(),
            email: house.email.clone(),
            small_print: house.small_print.clone(),
        }
    }
}

impl From<&Seller> for Party {
    fn from(seller: &Seller) -> Self {
        let address = &seller.address;
        let mut address_lines = vec![address.line1.clone()];
        address_lines.extend(address.line2.clone());
        address_lines.push(format!("{} {}", address.postal_code, address.city).trim().to_owned());
        address_lines.extend(address.region.clone());
        address_lines.retain(|line| !line.is_empty());
        Self {
            legal_name: seller.legal_name.clone(),
            address_lines,
            country: address.country,
            vat_id: seller.vat_id.clone(),
            tax_number: seller.tax_number.clone(),
            email: Some(seller.email.clone()),
            small_print: None,
        }
    }
}

/// What the house invoices a seller for a month, frozen (Directive 2006/112/EC, Article 226). Amounts are not negative: where
/// more commission went back than was earned it is a credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionInvoiceData {
    /// Whether it gives back.
    pub is_credit: bool,
    /// The number, once it is given.
    pub number: String,
    /// The month.
    pub month: Month,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The language: `en`, `de`, `fr`.
    pub locale: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// The house.
    pub house: Party,
    /// The seller.
    pub seller: Party,
    /// How it is taxed.
    pub tax: CommissionTax,
    /// Commission of the month's sales, tax included.
    pub earned_minor: i64,
    /// Commission that went back with refunds, tax included.
    pub returned_minor: i64,
    /// Without tax.
    pub net_minor: i64,
    /// The tax.
    pub tax_minor: i64,
    /// Both: what was kept of the seller's sales already, or is given back.
    pub gross_minor: i64,
    /// The operator's wording on why there is no tax, where one is needed.
    #[serde(default)]
    pub note: Option<String>,
}

/// Commission of one seller and currency in a month, tax included, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCommission {
    /// Of sales.
    pub earned_minor: i64,
    /// Gone back with refunds; not negative.
    pub returned_minor: i64,
}

/// The commission invoice of a month without its number; `None` where there was no commission.
///
/// # Errors
/// [`NotClosed`].
pub fn commission_invoice(
    (month, issued_on): (Month, NaiveDate),
    house: &HouseIdentity,
    (seller, locale): (&Seller, &str),
    currency: Currency,
    commission: MonthCommission,
    rates: &TaxTable,
) -> Result<Option<CommissionInvoiceData>, NotClosed> {
    let MonthCommission { earned_minor, returned_minor } = commission;
    if earned_minor == 0 && returned_minor == 0 {
        return Ok(None);
    }
    let tax = commission_tax(house, seller, rates, month.last_day())?;
    let whole = earned_minor - returned_minor;
    let gross_minor = whole.abs();
    let tax_minor = tax_included_minor(gross_minor, tax.rate_basis_points());
    let note = match tax {
        CommissionTax::Outside => house.outside_note.clone(),
        CommissionTax::Exempt => house.exempt_note.clone(),
        CommissionTax::Domestic { .. } | CommissionTax::ReverseCharge => None,
    };
    Ok(Some(CommissionInvoiceData {
        is_credit: whole < 0,
        number: String::new(),
        month,
        issued_on,
        locale: locale.to_owned(),
        currency,
        house: Party::from(house),
        seller: Party::from(seller),
        tax,
        earned_minor,
        returned_minor,
        net_minor: gross_minor - tax_minor,
        tax_minor,
        gross_minor,
        note,
    }))
}

/// The sum of an account in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    /// The account.
    pub account: AccountKind,
    /// The currency.
    pub currency: Currency,
    /// Debits, minor units.
    pub debit_minor: i64,
    /// Credits, minor units; not negative.
    pub credit_minor: i64,
    /// How many entries.
    pub entries: i64,
}

/// Tax of a month by country and rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthVat {
    /// Of whose sales: `sellers` or `house`.
    pub of: String,
    /// The country of whoever owes it.
    pub country: Country,
    /// How it is taxed: a regime of sales, or [`CommissionTax::as_str`].
    pub regime: String,
    /// Basis points.
    pub rate_basis_points: u32,
    /// The currency.
    pub currency: Currency,
    /// Without tax, minor units.
    pub base_minor: i64,
    /// The tax, minor units.
    pub tax_minor: i64,
}

/// An invoice to be numbered when the month is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCommissionInvoice {
    /// The document.
    pub id: HouseDocumentId,
    /// To whom.
    pub seller_id: SellerId,
    /// What it says, without its number.
    pub data: CommissionInvoiceData,
}

/// A statement to be kept when the month is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewStatement {
    /// The document.
    pub id: HouseDocumentId,
    /// Whose.
    pub seller_id: SellerId,
    /// What it says.
    pub data: StatementData,
}

/// The close of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthClose {
    /// Which.
    pub month: Month,
    /// Its trial balance, which is kept: the month is over, so that nothing of it changes while it is closed.
    pub totals: Vec<MonthTotal>,
    /// Tax by country and rate.
    pub vat: Vec<MonthVat>,
    /// Prefix of the numbers of the house's invoices.
    pub series_prefix: String,
    /// What the house invoices.
    pub invoices: Vec<NewCommissionInvoice>,
    /// What each seller is told.
    pub statements: Vec<NewStatement>,
    /// By whom.
    pub by: UserId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn house() -> HouseIdentity {
        HouseIdentity {
            legal_name: "Impasto House GmbH".to_owned(),
            address_lines: vec!["Am Deich 1".to_owned(), "28199 Bremen".to_owned()],
            country: country("DE"),
            vat_id: Some("DE123456789".to_owned()),
            tax_number: None,
            email: None,
            small_print: None,
            series_prefix: "HC".to_owned(),
            outside_note: None,
            exempt_note: None,
        }
    }

    fn seller_in(code: &str, vat_id: Option<&str>) -> Seller {
        let mut seller = testing::seller(1);
        seller.address.country = country(code);
        seller.vat_id = vat_id.map(str::to_owned);
        seller
    }

    fn rates() -> TaxTable {
        TaxTable {
            rates: vec![crate::tax::TaxRate {
                country: country("DE"),
                regime: TaxRegime::Standard,
                rate_basis_points: 1_900,
                valid_from: NaiveDate::from_ymd_opt(2007, 1, 1).unwrap(),
            }],
        }
    }

    #[test]
    fn months_are_named_and_follow_each_other() {
        let may = month("2026-05");
        assert_eq!(
            (may.to_string().as_str(), may.next(), may.before()),
            ("2026-05", month("2026-06"), month("2026-04"))
        );
        assert_eq!(month("2026-12").next(), month("2027-01"));
        assert_eq!(may.last_day(), NaiveDate::from_ymd_opt(2026, 5, 31).unwrap());
        assert_eq!(Month::of(may.ends_at() - chrono::TimeDelta::microseconds(1)), may);
        assert!(!may.is_over(may.ends_at()) && may.is_over(may.ends_at() + chrono::TimeDelta::hours(1)));
        for text in ["", "2026", "2026-13", "2026-00", "26-05", "2026-5", "+026-05", "2026-+5", "1999-12", "2026/05"] {
            assert_eq!(Month::parse(text), Err(NoMonth), "{text}");
        }
    }

    #[test]
    fn commission_is_taxed_by_where_the_seller_is() {
        let on = NaiveDate::from_ymd_opt(2026, 5, 31).unwrap();
        let tax = |seller: &Seller| commission_tax(&house(), seller, &rates(), on);
        let domestic = CommissionTax::Domestic { rate_basis_points: 1_900 };
        assert_eq!(tax(&seller_in("DE", Some("DE999999999"))), Ok(domestic));
        assert_eq!(tax(&seller_in("FR", Some("FR40303265045"))), Ok(CommissionTax::ReverseCharge));
        assert_eq!(tax(&seller_in("FR", None)), Ok(domestic), "nobody without a VAT id is known to be a business");
        assert_eq!(tax(&seller_in("CH", None)), Err(NotClosed::NoWording));
        let worded = HouseIdentity { outside_note: Some("Not taxable in Germany.".to_owned()), ..house() };
        assert_eq!(commission_tax(&worded, &seller_in("CH", None), &rates(), on), Ok(CommissionTax::Outside));
        assert_eq!(commission_tax(&house(), &seller_in("DE", None), &TaxTable::default(), on), Err(NotClosed::NoRate));
        let small = HouseIdentity { exempt_note: Some("Small business.".to_owned()), ..house() };
        assert_eq!(commission_tax(&small, &seller_in("DE", None), &TaxTable::default(), on), Ok(CommissionTax::Exempt));
    }

    #[test]
    fn the_tax_is_within_the_commission_and_more_returned_than_earned_is_a_credit() {
        let of = |earned_minor, returned_minor| {
            let dates = (month("2026-05"), NaiveDate::from_ymd_opt(2026, 6, 1).unwrap());
            let commission = MonthCommission { earned_minor, returned_minor };
            let seller = seller_in("DE", None);
            commission_invoice(dates, &house(), (&seller, "de"), Currency::EUR, commission, &rates()).unwrap()
        };
        let invoice = of(11_900, 0).unwrap();
        assert_eq!((invoice.net_minor, invoice.tax_minor, invoice.gross_minor), (10_000, 1_900, 11_900));
        assert!(!invoice.is_credit);
        let credit = of(1_000, 12_900).unwrap();
        assert_eq!((credit.is_credit, credit.gross_minor, credit.tax_minor), (true, 11_900, 1_900));
        assert_eq!(of(0, 0), None);
        let even = of(500, 500).unwrap();
        assert_eq!((even.is_credit, even.gross_minor), (false, 0));
    }
}
