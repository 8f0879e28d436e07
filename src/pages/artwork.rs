//! The page of one work: `GET /artworks/{slug or id}`, from memory; a preview for its seller while it does not hang.
//! It does not know how stock changes.

mod linked;
mod opinions;
mod scale;
mod shipping;

use std::sync::Arc;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use chrono::{DateTime, Utc};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::cart::CartState;
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;
use impasto_domain::tax::TaxRegime;
use uuid::Uuid;

use super::copies;
use super::turn::see_other;
use super::typed::Typed;
use super::views::artwork::{ArtworkPage, EditionOption, Fact, NamedLink, ReviewsView};
use super::views::card::WorkCard;
use super::views::copies::MapUse;
use super::views::moment::{Deadline, Moment};
use super::views::picture::{Picture, is_colour};
use super::views::text;
use super::visit::{Visit, page};
use super::wishlist::Wishes;
use super::works;
use crate::api::artworks::hidden;
use crate::catalogue::Likeness;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

/// Works like it in the row below.
const SIMILAR_WORKS: usize = 4;

/// The most characters of the line that search engines show.
const SUMMARY_CHARS: usize = 160;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/artworks/{id}").route(web::get().to(show)))
        .service(web::resource("/artworks/{id}/reviews").route(web::post().to(opinions::write)));
}

async fn show(visit: Visit, id: Path<String>) -> Result<HttpResponse, Error> {
    let catalogue = &visit.app.catalogue;
    if let Ok(id) = Uuid::parse_str(&id.0)
        && let Some(entry) = catalogue.by_id(ArtworkId(id))
    {
        return Ok(see_other(&works::url(&entry.record)));
    }
    let cart = visit.cart().await;
    let record = match catalogue.by_slug(&id.0) {
        Some(entry) => Arc::clone(&entry.record),
        None => Arc::new(hidden(&visit.app, &visit.who, &id.0).await?),
    };
    let mut view = fill(&visit, &record, cart.as_ref());
    add_maps(&visit, &record, cart.as_ref(), &mut view).await?;
    view.reviews = opinions::reviews(&visit, &record).await?;
    let wishes = Wishes::of(&visit).await?;
    view.heart = wishes.heart(&record);
    wishes.mark(view.similar.iter_mut());
    Ok(page(&view)?)
}

/// Adds the maps of the numbered editions, to choose from where the work is for sale.
async fn add_maps(
    visit: &Visit,
    record: &ArtworkRecord,
    cart: Option<&CartState>,
    view: &mut ArtworkPage,
) -> Result<(), Problem> {
    let is_for_sale = view.not_for_sale.is_none();
    for (option, (edition, _)) in view.editions.iter_mut().zip(&record.editions) {
        let Some(copies) = visit.app.edition_copies(record, edition.id, cart).await? else { continue };
        let can_pick = is_for_sale && option.opens.is_none();
        let used = if can_pick { MapUse::Pick(option.max_quantity) } else { MapUse::Look };
        option.map = Some(copies::map(&copies, &option.label, used));
    }
    Ok(())
}

fn fill(visit: &Visit, record: &ArtworkRecord, cart: Option<&CartState>) -> ArtworkPage {
    let catalogue = &visit.app.catalogue;
    let text = &record.text;
    let pictures: Vec<Picture> =
        record.images.iter().filter_map(|image| works::picture(catalogue, record, image)).collect();
    let mut editions: Vec<EditionOption> =
        record.editions.iter().map(|(edition, stock)| option(visit, edition, stock, cart)).collect();
    if let Some(first) = editions.iter_mut().find(|edition| edition.is_buyable()) {
        first.selected = true;
    }
    let share_image_url = pictures.first().map(|picture| visit.full_address(&picture.full)).unwrap_or_default();
    let addresses: Vec<String> = pictures.iter().map(|picture| visit.full_address(&picture.full)).collect();
    let palette = record.images.first().map(|image| image.palette.as_slice()).unwrap_or_default();
    ArtworkPage {
        chrome: visit.chrome_beside(cart),
        id: record.id.to_string(),
        title: text.title.clone(),
        artist: NamedLink { name: record.artist.name.clone(), url: format!("/artists/{}", record.artist.slug) },
        seller: NamedLink { name: record.seller.name.clone(), url: format!("/?seller={}", record.seller.slug) },
        year: works::year(record),
        medium: text.medium.clone(),
        size: record.editions.first().map(|(edition, _)| works::edition_size_both(edition)).unwrap_or_default(),
        description: text::paragraphs(&text.description),
        provenance: text.provenance.clone(),
        facts: facts(record),
        palette: palette.iter().filter(|colour| is_colour(colour)).cloned().collect(),
        in_cart: cart.and_then(|cart| in_cart(record, cart)),
        editions,
        not_for_sale: not_for_sale(visit, record),
        scale: record.editions.first().and_then(|(edition, _)| scale::scale(edition, pictures.first())),
        shipping: shipping::shipping(visit, record, Typed::of_query(visit.request()).get("ship_to")),
        reviews: ReviewsView::default(),
        similar: similar(visit, record),
        heart: None,
        price: works::price_over_all(record),
        stock: works::summary(record),
        linked_data: linked::linked_data(record, &|path| visit.full_address(path), &addresses),
        summary: summary(record),
        address: visit.own_address(&works::url(record)),
        share_image_url,
        pictures,
    }
}

/// Free works like this one.
fn similar(visit: &Visit, record: &ArtworkRecord) -> Vec<WorkCard> {
    let catalogue = &visit.app.catalogue;
    let row = catalogue.similar(record, SIMILAR_WORKS).into_iter();
    row.map(|(entry, why)| WorkCard { note: Some(reason(why)), ..works::card(catalogue, &entry.record) }).collect()
}

fn reason(why: Likeness) -> String {
    let id = match why {
        Likeness::Artist => "work-similar-artist",
        Likeness::Style => "work-similar-style",
        Likeness::Subject => "work-similar-subject",
        Likeness::Colours => "work-similar-colours",
        Likeness::Medium => "work-similar-medium",
        Likeness::Price => "work-similar-price",
    };
    t(id).into()
}

fn option(visit: &Visit, edition: &Edition, stock: &Stock, cart: Option<&CartState>) -> EditionOption {
    let own = cart.and_then(|cart| Some(cart.held_quantity(cart.cart.line_of(edition.id)?.id))).unwrap_or(0);
    let kind = works::edition_kind(edition);
    let label = works::edition_name(edition);
    EditionOption {
        id: edition.id.to_string(),
        kind_text: if kind == label { String::new() } else { kind },
        label,
        size: works::edition_size_both(edition),
        price: works::money(edition.price),
        tax_note: tax_note(edition.tax_regime),
        made_to_order: edition.made_to_order,
        stock: works::stock(edition, stock),
        selected: false,
        max_quantity: more_of(works::most_at_once(&visit.app, edition, stock, own), own),
        opens: opens(edition.available_from, visit.now()),
        // Of what one holds oneself nobody has to be told when it is free.
        returns: stock.next_release_at.filter(|_| own == 0 && stock.available == 0).map(Deadline::new),
        map: None,
    }
}

/// What is left of a limit for who holds some already; at least 1, since the form asks for that.
fn more_of(most: u32, own: u32) -> u32 {
    most.saturating_sub(own).max(1)
}

fn opens(from: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<String> {
    from.filter(|from| *from > now).map(|from| t("work-opens").with("moment", Moment::new(from).text).into())
}

fn tax_note(regime: TaxRegime) -> String {
    let id = match regime {
        TaxRegime::Standard | TaxRegime::ReducedArt => "work-tax-included",
        TaxRegime::MarginArt => "work-tax-margin",
        TaxRegime::ExemptSmallBusiness => "work-tax-small-business",
        TaxRegime::ReverseCharge | TaxRegime::Export => return String::new(),
    };
    t(id).into()
}

/// What of the work lies in the visitor's own cart: otherwise its dots would read as somebody else's.
fn in_cart(record: &ArtworkRecord, cart: &CartState) -> Option<String> {
    let lines = cart.cart.lines.iter().filter(|line| line.lost.is_none() && cart.held_quantity(line.id) > 0);
    let own: Vec<_> =
        lines.filter(|line| record.editions.iter().any(|(edition, _)| edition.id == line.edition_id)).collect();
    let labels: Vec<String> = own
        .iter()
        .flat_map(|line| cart.holds_of(line.id))
        .filter_map(|hold| hold.copy.as_ref()?.label.as_deref().map(text::copy))
        .collect();
    let quantity: u32 = own.iter().map(|line| line.quantity).sum();
    match (own.is_empty(), labels.as_slice(), quantity) {
        (true, ..) => None,
        (_, [], 1) => Some(t("work-own-one").into()),
        (_, [], many) => Some(t("work-own-many").with("count", many).into()),
        (_, [one], _) => Some(t("work-own-copy").with("copy", one).into()),
        (_, [first @ .., last], _) => {
            Some(t("work-own-copies").with("copies", first.join(", ")).with("last", last).into())
        }
    }
}

fn not_for_sale(visit: &Visit, record: &ArtworkRecord) -> Option<String> {
    let id = match record.status {
        ArtworkStatus::Published if visit.app.rules().sales_paused => "work-closed-sales",
        ArtworkStatus::Published | ArtworkStatus::SoldOut => return None,
        ArtworkStatus::Paused => "work-closed-paused",
        ArtworkStatus::Draft => "work-closed-draft",
        ArtworkStatus::InReview => "work-closed-in-review",
        ArtworkStatus::Rejected => "work-closed-rejected",
        ArtworkStatus::Archived => "work-closed-archived",
    };
    Some(t(id).into())
}

fn facts(record: &ArtworkRecord) -> Vec<Fact> {
    let text = &record.text;
    let facts = [
        ("work-condition", text.condition.clone()),
        ("work-signature", text.signed.then(|| t("work-signed").into())),
        ("work-frame", text.framed.then(|| t("work-framed").into())),
        ("work-style", Some(text.styles.join(", ")).filter(|styles| !styles.is_empty())),
        ("work-subject", Some(text.subjects.join(", ")).filter(|subjects| !subjects.is_empty())),
        ("work-rating", works::rating(record)),
    ];
    let there = facts.into_iter().filter_map(|(id, value)| Some((id, value?)));
    there.map(|(id, value)| Fact { label: t(id).into(), value }).collect()
}

/// One line: the beginning of the description, or what the work is.
fn summary(record: &ArtworkRecord) -> String {
    let text = &record.text;
    let whole = text.description.split_whitespace().collect::<Vec<_>>().join(" ");
    if whole.is_empty() {
        let parts = [text.medium.clone(), works::year(record)];
        let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let named = t("work-summary").with("title", &text.title).with("artist", &record.artist.name);
        return named.with("known", known.join(", ")).into();
    }
    if whole.chars().count() <= SUMMARY_CHARS {
        return whole;
    }
    let cut: String = whole.chars().take(SUMMARY_CHARS).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}\u{2026}", cut.get(..end).unwrap_or(&cut))
}

#[cfg(test)]
mod tests {
    use super::super::testing::record;
    use super::*;
    use crate::words::{Language, within};
    use impasto_domain::cart::{Cart, CartLine};
    use impasto_domain::edition::CopyRef;
    use impasto_domain::hold::Hold;
    use impasto_domain::ids::{CopyId, HoldId, LineId, VisitorId};
    use impasto_domain::owner::Owner;

    fn cart_with(record: &ArtworkRecord, labels: &[Option<&str>]) -> CartState {
        let owner = Owner::Visitor(VisitorId(Uuid::from_u128(9)));
        let edition = &record.editions[0].0;
        let id = LineId(Uuid::from_u128(10));
        let quantity = u32::try_from(labels.len()).unwrap();
        let line =
            CartLine { id, edition_id: edition.id, quantity, unit_price: edition.price, lost: None, picked: vec![] };
        let hold = |(place, label): (usize, &Option<&str>)| Hold {
            id: HoldId(Uuid::from_u128(20 + place as u128)),
            owner,
            line_id: id,
            edition_id: edition.id,
            copy: Some(CopyRef {
                id: CopyId(Uuid::from_u128(30 + place as u128)),
                ordinal: 1,
                label: label.map(str::to_owned),
            }),
            quantity: 1,
            unit_price: edition.price,
            placed_at: DateTime::UNIX_EPOCH,
            expires_at: DateTime::UNIX_EPOCH,
            extended: false,
            order_id: None,
        };
        let holds = labels.iter().enumerate().map(hold).collect();
        CartState { cart: Cart { lines: vec![line], ..Cart::empty(owner) }, holds }
    }

    #[test]
    fn what_is_held_for_the_visitor_is_named() {
        let record = record("Tide");
        assert_eq!(in_cart(&record, &cart_with(&record, &[None])).as_deref(), Some("It is held for you."));
        let two = cart_with(&record, &[Some("7/25"), Some("AP 1/2")]);
        let named = "No. 7 of 25 and Artist\u{2019}s proof 1 of 2 are held for you.";
        assert_eq!(in_cart(&record, &two).as_deref(), Some(named));
        let german = within(Language::German, || in_cart(&record, &two));
        let named = "Nr. 7 von 25 und K\u{fc}nstlerexemplar 1 von 2 sind f\u{fc}r Sie reserviert.";
        assert_eq!(german.as_deref(), Some(named));
        assert_eq!(in_cart(&super::super::testing::record("Other"), &two), None);
    }

    #[test]
    fn a_long_description_is_cut_at_a_word() {
        let mut record = record("Tide");
        assert_eq!(summary(&record), "Low water at dusk.");
        std::sync::Arc::make_mut(&mut record.text).description = "étude ".repeat(60);
        let line = summary(&record);
        assert!(line.ends_with("étude\u{2026}") && line.chars().count() <= SUMMARY_CHARS + 1, "{line}");
        std::sync::Arc::make_mut(&mut record.text).description.clear();
        assert_eq!(summary(&record), "Tide by Ines Aldana. Oil on linen, 2024");
    }

    #[test]
    fn a_sale_that_has_not_begun_says_when() {
        let day = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert_eq!(opens(Some(day), DateTime::UNIX_EPOCH).as_deref(), Some("From 15 January 2027, 08:00 UTC"));
        assert_eq!(opens(Some(day), day), None);
    }
}
