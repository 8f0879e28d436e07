//! What it costs to send a work to a country: the parameter `ship_to` of a work's page.
//! It does not price a cart: the checkout does, with everything that goes in one parcel.

use impasto_domain::address::Country;
use impasto_domain::edition::Edition;
use impasto_domain::read::ArtworkRecord;
use impasto_domain::shipping::{Goods, ParcelItem, ShippingOffer};

use super::super::delivery;
use super::super::views::artwork::{ShippingOfferView, ShippingRow, ShippingView};
use super::super::views::text;
use super::super::visit::Visit;
use super::super::{countries, works};
use crate::words::t;

/// The form with what was asked for; `None` for a seller who is not known.
pub(super) fn shipping(visit: &Visit, record: &ArtworkRecord, wanted: &str) -> Option<ShippingView> {
    let rules = visit.app.rules();
    let seller = visit.app.sellers().get(&record.seller.id).cloned()?;
    let (home, table) = (seller.country(), seller.shipping_table(&rules.shipping));
    let currency = record.editions.first().map(|(edition, _)| edition.price.currency)?;
    let choices = countries::choices(wanted, |to| !table.offers(&Goods::none(currency), home, to).is_empty());
    let to = Country::parse(wanted).filter(|_| choices.iter().any(|choice| choice.selected));
    let row = |edition: &Edition| ShippingRow {
        edition: works::edition_name(edition),
        offers: to
            .map(|to| table.offers(&Goods::new(&[parcel(edition, record.text.framed)], edition.price), home, to))
            .unwrap_or_default()
            .iter()
            .map(|offer| offered(offer, edition))
            .collect(),
    };
    Some(ShippingView {
        action: works::url(record),
        from: countries::name(home).to_owned(),
        to: to.map(|to| countries::name(to).to_owned()),
        rows: if to.is_some() { record.editions.iter().map(|(edition, _)| row(edition)).collect() } else { Vec::new() },
        countries: choices,
    })
}

fn parcel(edition: &Edition, framed: bool) -> ParcelItem {
    ParcelItem {
        width_tenth_mm: edition.width_tenth_mm,
        height_tenth_mm: edition.height_tenth_mm,
        depth_tenth_mm: edition.depth_tenth_mm,
        weight_g: edition.weight_g,
        framed,
        quantity: 1,
    }
}

fn offered(offer: &ShippingOffer, edition: &Edition) -> ShippingOfferView {
    let price = match offer.price_minor {
        0 => t("work-offer-free").into(),
        minor => text::money(minor, edition.price.currency),
    };
    ShippingOfferView { name: delivery::method_name(&offer.name), price, days: days(offer.days_min, offer.days_max) }
}

fn days(least: u32, most: u32) -> String {
    if least >= most {
        t("work-days").with("most", most).into()
    } else {
        t("work-days-span").with("least", least).with("most", most).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_duration_is_a_span_or_one_number() {
        assert_eq!((days(2, 4), days(3, 3)), ("2 to 4 working days".to_owned(), "3 working days".to_owned()));
        let german = within(Language::German, || (days(2, 4), days(1, 1)));
        assert_eq!(german, ("2 bis 4 Werktage".to_owned(), "1 Werktag".to_owned()));
    }
}
