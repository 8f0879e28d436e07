//! The gallery: `GET /`, the works with search, filters and order, from memory.
//! It does not search; the catalogue does. What cannot be understood in an address counts as left out: links grow old.

mod wanted;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use impasto_domain::edition::EditionKind;
use impasto_domain::money::Currency;

use self::wanted::Wanted;
use super::views::card::WorkCard;
use super::views::form::Choice;
use super::views::gallery::{AppliedFilter, FilterGroup, FilterOption, GalleryPage, Meant, Section};
use super::views::share::Share;
use super::views::text;
use super::visit::{Visit, page};
use super::wishlist::Wishes;
use super::works;
use crate::catalogue::{Colour, ColourWish, Entry, FacetCount, Found, PriceBand, Query, SizeBand};
use crate::gateway::problem::Problem;
use crate::words::t;

/// Works a page of a grid.
pub(super) const WORKS_A_PAGE: usize = 24;

/// Works of a section of the front page.
const WORKS_A_SECTION: usize = 4;

/// Collections on the front page, the newest.
const COLLECTIONS_SHOWN: usize = 3;

/// For how many days a work that was held or sold is moving.
const MOVING_DAYS: i64 = 3;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/").route(web::get().to(show)));
}

async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    let chrome = visit.chrome().await;
    let currency = currency(&visit);
    let wanted = Wanted::parse(visit.request().query_string());
    let catalogue = &visit.app.catalogue;
    let is_front = wanted.is_bare();
    let query = wanted.query(currency);
    let found = if is_front {
        // The first of them may stand in a section of their own.
        catalogue.search(&Query { limit: WORKS_A_PAGE + WORKS_A_SECTION, ..query })
    } else {
        catalogue.search(&query)
    };
    // A house that fits one page needs no sections.
    let has_sections = is_front && found.next_cursor.is_some();
    let (new, rest) = found.items.split_at(if has_sections { WORKS_A_SECTION.min(found.items.len()) } else { 0 });
    let available = found.facets.get("available").and_then(|counts| counts.iter().find(|count| count.value == "true"));
    let mut view = GalleryPage {
        is_front,
        lead: lead(&found).filter(|_| is_front).map(|entry| WorkCard {
            picture: works::first_picture(catalogue, &entry.record),
            ..works::card(catalogue, &entry.record)
        }),
        sections: if has_sections {
            sections(&visit, new)
        } else if is_front {
            sections(&visit, &[]).into_iter().filter(|section| section.url.is_some()).collect()
        } else {
            Vec::new()
        },
        meant: found.did_you_mean.as_ref().map(|words| Meant { words: words.clone(), url: wanted.address_for(words) }),
        query: wanted.q.clone(),
        filters: groups(&visit, &wanted, &found),
        price_min: wanted.price_min.clone(),
        price_max: wanted.price_max.clone(),
        price_sign: currency.code().to_owned(),
        available_only: wanted.available,
        available_count: available.map(|count| count.count as u64),
        sorts: sorts(&wanted),
        applied: applied(&visit, &wanted, &found, currency),
        works: rest.iter().map(|entry| works::card(catalogue, &entry.record)).collect(),
        total: Some(t("count-works").with("count", found.total).into()),
        next_url: found.next_cursor.as_deref().map(|cursor| wanted.address("", Some(cursor))),
        share: share(&visit, &wanted, &found, &chrome.site_name),
        chrome,
    };
    let wishes = Wishes::of(&visit).await?;
    wishes.mark(view.works.iter_mut().chain(view.sections.iter_mut().flat_map(|section| &mut section.works)));
    page(&view)
}

/// What a link to these works shows: the first of them that has a picture.
fn share(visit: &Visit, wanted: &Wanted, found: &Found, site: &str) -> Share {
    let catalogue = &visit.app.catalogue;
    let picture = found.items.iter().find_map(|entry| works::first_picture(catalogue, &entry.record));
    Share {
        address: visit.own_address(&wanted.address("sort", None)),
        title: if wanted.q.is_empty() {
            site.to_owned()
        } else {
            t("gallery-share-search").with("query", &wanted.q).with("site", site).into()
        },
        summary: t("gallery-share-summary").into(),
        image_url: picture.as_ref().map(|picture| visit.full_address(&picture.full)).unwrap_or_default(),
        image_alt: picture.map(|picture| picture.alt).unwrap_or_default(),
    }
}

/// The newest works, and those that others hold or bought last.
fn sections(visit: &Visit, new: &[Arc<Entry>]) -> Vec<Section> {
    let catalogue = &visit.app.catalogue;
    let since = visit.now() - chrono::TimeDelta::days(MOVING_DAYS);
    let moving = catalogue.moving(since, 2 * WORKS_A_SECTION).into_iter();
    let moving: Vec<_> =
        moving.filter(|entry| new.iter().all(|new| new.record.id != entry.record.id)).take(WORKS_A_SECTION).collect();
    let section = |name: &str, title: String, entries: &[Arc<Entry>]| Section {
        name: name.to_owned(),
        title,
        url: None,
        works: entries.iter().map(|entry| works::card(catalogue, &entry.record)).collect(),
    };
    let mut all =
        vec![section("new", t("gallery-new").into(), new), section("moving", t("gallery-moving").into(), &moving)];
    for collection in visit.app.house.collections().iter().take(COLLECTIONS_SHOWN) {
        let hanging = collection.draft.works.iter().filter_map(|id| catalogue.by_id(*id));
        let hanging: Vec<_> = hanging.take(WORKS_A_SECTION).collect();
        all.push(Section {
            url: Some(format!("/collections/{}", collection.slug)),
            ..section(&format!("set-{}", collection.slug), collection.draft.title.clone(), &hanging)
        });
    }
    all.into_iter().filter(|section| !section.works.is_empty()).collect()
}

/// The work that opens the front page: one that is free and wider than high, where there is one, and not one of those that
/// begin the grid below.
fn lead(found: &Found) -> Option<&Arc<Entry>> {
    const FIRST_ROW: usize = 3;
    let with_picture = || found.items.iter().filter(|entry| !entry.record.images.is_empty());
    let is_wide = |entry: &Entry| entry.record.images.first().is_some_and(|image| image.width_px > image.height_px);
    let further = found.items.iter().skip(FIRST_ROW).find(|entry| is_wide(entry) && entry.record.is_available());
    further.or_else(|| with_picture().find(|entry| entry.record.is_available())).or_else(|| with_picture().next())
}

/// The currency in which the range of prices is typed: the house's first.
fn currency(visit: &Visit) -> Currency {
    let first = visit.shared.config.site.currencies.first();
    first.and_then(|code| Currency::from_code(code)).unwrap_or(Currency::EUR)
}

fn groups(visit: &Visit, wanted: &Wanted, found: &Found) -> Vec<FilterGroup> {
    let group = |name: &'static str| {
        let chosen = wanted.value(name);
        let counts: &[FacetCount] = found.facets.get(name).map_or(&[], Vec::as_slice);
        let mut options: Vec<FilterOption> = counts.iter().map(|count| option(visit, name, count, chosen)).collect();
        if !chosen.is_empty() && options.iter().all(|option| !option.selected) {
            // Something that no work has, or a colour that has no name: it stays visible, so that it can be taken back.
            let count = FacetCount { value: chosen.to_owned(), count: found.total };
            options.push(option(visit, name, &count, chosen));
        }
        FilterGroup { name: name.to_owned(), label: facet(name), swatches: name == "colour", options }
    };
    ["medium", "style", "subject", "colour", "size", "edition", "artist", "price"].into_iter().map(group).collect()
}

/// What a group of filters is called.
fn facet(name: &str) -> String {
    t(&format!("gallery-facet-{name}")).into()
}

fn option(visit: &Visit, name: &str, count: &FacetCount, chosen: &str) -> FilterOption {
    FilterOption {
        value: count.value.clone(),
        label: label(visit, name, &count.value),
        count: count.count as u64,
        colour: if name == "colour" { Colour::hex(&count.value) } else { None },
        selected: count.value.to_lowercase() == chosen.to_lowercase(),
    }
}

/// What a reader sees of a filter's value.
fn label(visit: &Visit, name: &str, value: &str) -> String {
    match name {
        "artist" => visit.app.catalogue.artist_name(value).unwrap_or_else(|| value.to_owned()),
        "edition" if EditionKind::parse(value).is_some() => t(&format!("gallery-edition-{value}")).into(),
        "size" if SizeBand::parse(value).is_some() => t(&format!("gallery-size-{value}")).into(),
        "price" => PriceBand::parse(value).map_or_else(|| value.to_owned(), |band| banded(band, currency(visit))),
        "colour" => match ColourWish::parse(value) {
            Some(ColourWish::Named(name)) => t(&format!("colour-{name}")).into(),
            _ => value.to_owned(),
        },
        "seller" => {
            let sellers = visit.app.sellers();
            let known = sellers.values().find(|seller| seller.slug == value || seller.id.to_string() == value);
            known.map_or_else(|| value.to_owned(), |seller| seller.name.clone())
        }
        _ => value.to_owned(),
    }
}

/// A band of prices in words.
fn banded(band: PriceBand, currency: Currency) -> String {
    let money = |minor| text::money(minor, currency);
    match (band.from_minor, band.below_minor) {
        (0, Some(below)) => t("gallery-band-under").with("below", money(below)).into(),
        (from, Some(below)) => t("gallery-band-between").with("from", money(from)).with("below", money(below)).into(),
        (from, None) => t("gallery-band-over").with("from", money(from)).into(),
    }
}

fn sorts(wanted: &Wanted) -> Vec<Choice> {
    let all = [
        ("relevance", "gallery-sort-relevance"),
        ("newest", "gallery-sort-newest"),
        ("price", "gallery-sort-price-up"),
        ("-price", "gallery-sort-price-down"),
        ("size", "gallery-sort-size"),
        ("popular", "gallery-sort-popular"),
    ];
    // Without words to look for, the best match is the newest.
    let offered = all.into_iter().filter(|(value, _)| *value != "relevance" || !wanted.q.is_empty());
    let standard = if wanted.q.is_empty() { "newest" } else { "relevance" };
    let chosen = Some(wanted.sort.as_str()).filter(|sort| all.iter().any(|(value, _)| value == sort));
    let chosen = chosen.filter(|sort| *sort != "relevance" || !wanted.q.is_empty()).unwrap_or(standard);
    offered
        .map(|(value, id)| Choice { value: value.to_owned(), label: t(id).into(), selected: value == chosen })
        .collect()
}

fn applied(visit: &Visit, wanted: &Wanted, found: &Found, currency: Currency) -> Vec<AppliedFilter> {
    let mut chips = Vec::new();
    let mut chip = |name: &str, label: String| {
        chips.push(AppliedFilter { label, remove_url: wanted.address(name, None) });
    };
    if wanted.available {
        chip("available", t("gallery-chip-available").into());
    }
    for name in ["medium", "style", "subject", "colour", "size", "price", "edition", "artist", "seller"] {
        let value = wanted.value(name);
        if !value.is_empty() {
            // An id in place of a slug: any of the works found says the name.
            let by_id =
                found.items.iter().find(|entry| name == "artist" && entry.record.artist.id.to_string() == value);
            let shown = by_id.map_or_else(|| label(visit, name, value), |entry| entry.record.artist.name.clone());
            chip(name, t("gallery-chip").with("facet", facet(name)).with("value", shown).into());
        }
    }
    for (name, id) in [("price_min", "gallery-chip-from"), ("price_max", "gallery-chip-to")] {
        if let Some(minor) = wanted.price_minor(name, currency) {
            chip(name, t(id).with("price", text::money(minor, currency)).into());
        }
    }
    chips
}
