//! What the words of several kinds are made from.

use chrono::{DateTime, Utc};
use impasto_domain::order::{Order, OrderLine, SellerOrder};

use super::super::sheet::{Button, OrderSheet, Sheet, SheetLine, SheetTotal};
use crate::pages::views::moment::Moment;
use crate::pages::views::text;
use crate::words::{current, t};

/// The house that writes.
#[derive(Debug, Clone)]
pub(in super::super) struct House<'h> {
    /// The gallery's name.
    pub(in super::super) name: String,
    /// Its address, without a slash at the end.
    pub(in super::super) url: &'h str,
}

/// Somebody with an account.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Person<'p> {
    /// The name they go by.
    pub(in super::super) name: &'p str,
    /// The address of the account.
    pub(in super::super) email: &'p str,
}

/// An order, and the way to it.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Bought<'o> {
    /// The order.
    pub(in super::super) order: &'o Order,
    /// Its page, open to who reads the mail.
    pub(in super::super) url: &'o str,
}

impl House<'_> {
    /// A mail with a heading and paragraphs, in the language that is spoken.
    pub(super) fn sheet(
        &self,
        subject: impl Into<String>,
        heading: impl Into<String>,
        paragraphs: Vec<String>,
    ) -> Sheet {
        Sheet {
            language: current(),
            site_name: self.name.clone(),
            site_url: self.url.to_owned(),
            preview: paragraphs.first().cloned().unwrap_or_default(),
            subject: subject.into(),
            heading: heading.into(),
            paragraphs,
            button: None,
            order: None,
            notes: Vec::new(),
        }
    }
}

impl Sheet {
    pub(super) fn with_button(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.button = Some(Button { label: label.into(), url: url.into() });
        self
    }

    pub(super) fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With the way to the order, and what is in it.
    pub(super) fn with_order(self, bought: &Bought<'_>) -> Self {
        let mut sheet = self.with_link(bought);
        sheet.order = Some(order_sheet(bought.order));
        sheet
    }

    /// With the way to the order.
    pub(super) fn with_link(self, bought: &Bought<'_>) -> Self {
        self.with_button(t("mail-see-order"), bought.url)
    }
}

impl Bought<'_> {
    pub(super) fn number(&self) -> &str {
        &self.order.head.number
    }

    pub(super) fn total(&self) -> String {
        self.money(self.order.head.totals.total_minor)
    }

    pub(super) fn money(&self, minor: i64) -> String {
        text::money(minor, self.order.head.currency)
    }
}

/// `23 November 2026, 14:32 UTC`.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    Moment::new(at).text
}

fn order_sheet(order: &Order) -> OrderSheet {
    let head = &order.head;
    let money = |minor| text::money(minor, head.currency);
    let total = |id: &str, minor: i64, strong| SheetTotal { label: t(id).into(), value: money(minor), strong };
    let delivery = match head.totals.shipping_minor {
        0 => SheetTotal { label: t("mail-delivery").into(), value: t("mail-delivery-free").into(), strong: false },
        minor => total("mail-delivery", minor, false),
    };
    OrderSheet {
        number: head.number.clone(),
        placed: Moment::new(head.placed_at).day,
        lines: order.seller_orders.iter().flat_map(|part| part.lines.iter().map(move |line| row(part, line))).collect(),
        totals: vec![
            total("mail-works", head.totals.items_minor, false),
            delivery,
            total("mail-vat", head.totals.tax_included_minor, false),
            total("mail-total", head.totals.total_minor, true),
        ],
        address: address(order),
    }
}

fn row(part: &SellerOrder, line: &OrderLine) -> SheetLine {
    let copies = line.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy));
    let several = (line.quantity > 1).then(|| t("count-copies").with("count", line.quantity).to_string());
    let words =
        std::iter::once(line.artist_name.clone()).chain(line.edition_label.clone()).chain(several).chain(copies);
    let seller = t("mail-sold-by").with("seller", &part.seller_name).to_string();
    let words: Vec<String> = words.chain([seller]).filter(|word| !word.is_empty()).collect();
    let price = line.unit_price.times(line.quantity);
    SheetLine {
        title: line.title.clone(),
        detail: words.join(", "),
        price: text::money(price.amount_minor, price.currency),
    }
}

fn address(order: &Order) -> Vec<String> {
    let to = &order.head.shipping_address;
    let town = format!("{} {}", to.postal_code, to.city);
    let lines = [Some(to.name.clone()), Some(to.line1.clone()), to.line2.clone(), Some(town), to.region.clone()];
    let country = t(&format!("country-{}", to.country)).to_string();
    lines.into_iter().flatten().chain([country]).filter(|line| !line.trim().is_empty()).collect()
}
