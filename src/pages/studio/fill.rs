//! What several pages of the studio show of a work: its line in a list, its status in words, what it lacks.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::ids::SellerId;
use impasto_domain::money::Currency;
use impasto_domain::read::ArtworkRecord;

use super::super::views::studio::works::{Signals, StudioEdition, StudioWork};
use super::super::visit::Visit;
use super::super::works;
use crate::api::studio::missing_for_sale;
use crate::words::{decimal, t};

/// The currency of a seller's prices.
pub(super) fn currency(visit: &Visit, seller_id: SellerId) -> Currency {
    let seller = visit.app.sellers().get(&seller_id).map(|seller| seller.currency);
    let first = || visit.shared.config.site.currencies.first().and_then(|code| Currency::from_code(code));
    seller.or_else(first).unwrap_or(Currency::EUR)
}

/// `Submit for review`, or `Publish` where moderation is off.
pub(super) fn submit_label(visit: &Visit) -> String {
    t(if visit.app.rules().moderated { "studio-submit" } else { "studio-publish" }).into()
}

/// A work as lists show it.
pub(super) async fn work(visit: &Visit, record: &ArtworkRecord) -> StudioWork {
    let missing = missing(record);
    let is_open = record.status.is_unsubmitted();
    let detail: Vec<String> =
        [record.text.medium.clone(), works::year(record)].into_iter().filter(|part| !part.is_empty()).collect();
    StudioWork {
        id: record.id.to_string(),
        title: record.text.title.clone(),
        detail: detail.join(", "),
        picture: works::first_picture(&visit.app.catalogue, record),
        status: record.status.as_str().to_owned(),
        status_text: status_text(record.status),
        note: note(record, &missing),
        editions: record
            .editions
            .iter()
            .map(|(edition, stock)| StudioEdition {
                label: edition_label(edition),
                price: works::money(edition.price),
                stock: works::stock(edition, stock),
            })
            .collect(),
        signals: signals(visit, record).await,
        can_submit: is_open && missing.is_empty(),
        can_pause: record.status == ArtworkStatus::Published,
        can_resume: record.status == ArtworkStatus::Paused,
    }
}

/// `Original, H 40 × W 30 cm`.
pub(super) fn edition_label(edition: &impasto_domain::edition::Edition) -> String {
    format!("{}, {}", works::edition_name(edition), works::edition_size(edition))
}

/// Why a work was sent back, or what it lacks.
fn note(record: &ArtworkRecord, missing: &[String]) -> Option<String> {
    if !record.status.is_unsubmitted() {
        return None;
    }
    let reason = record.rejection.as_ref().filter(|_| record.status == ArtworkStatus::Rejected);
    match (reason, missing.is_empty()) {
        (Some(reason), _) => Some(t("studio-says").with("reason", reason).into()),
        (None, false) => Some(t("studio-lacks").with("things", missing.join(", ")).into()),
        (None, true) => None,
    }
}

async fn signals(visit: &Visit, record: &ArtworkRecord) -> Signals {
    // Presence is worth less than the page: without it nobody seems to look.
    let viewers =
        if record.status.is_public() { visit.app.engine.presence().viewers(record.id).await.unwrap_or(0) } else { 0 };
    let rating = record.rating_hundredths.map(|hundredths| {
        let reviews = t("count-reviews").with("count", u64::try_from(record.reviews).unwrap_or(0));
        let mean = format!("{}{}{}", hundredths / 100, decimal(), hundredths % 100 / 10);
        t("studio-signal-rating").with("mean", mean).with("reviews", reviews).to_string()
    });
    Signals {
        wishlisted: u64::try_from(record.wishlisted).unwrap_or(0),
        viewers: u64::from(viewers),
        rating: rating.unwrap_or_default(),
    }
}

/// A status in words.
pub(super) fn status_text(status: ArtworkStatus) -> String {
    t(&format!("studio-status-{}", status.as_str())).into()
}

/// What is missing before the work can be handed in, in words.
pub(super) fn missing(record: &ArtworkRecord) -> Vec<String> {
    let id = |pointer: &str| match pointer {
        "/title" => "studio-lacks-title",
        "/description" => "studio-lacks-description",
        "/medium" => "studio-lacks-medium",
        "/year" => "studio-lacks-year",
        "/images" => "studio-lacks-images",
        _ => "studio-lacks-edition",
    };
    missing_for_sale(record).iter().map(|error| t(id(&error.pointer)).into()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::record;
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn what_a_draft_lacks_is_named_and_a_reason_goes_first() {
        let mut record = record("Tide");
        assert!(missing(&record).is_empty());
        record.images = Vec::new().into();
        std::sync::Arc::make_mut(&mut record.text).description.clear();
        assert_eq!(missing(&record), ["a description", "a picture"]);
        let told = |record: &ArtworkRecord| note(record, &missing(record));
        assert_eq!(told(&record), None, "a work that hangs lacks nothing that matters here");
        record.status = ArtworkStatus::Draft;
        assert_eq!(told(&record).as_deref(), Some("Still missing: a description, a picture."));
        let german = within(Language::German, || told(&record));
        assert_eq!(german.as_deref(), Some("Es fehlt noch: eine Beschreibung, ein Bild."));
        (record.status, record.rejection) = (ArtworkStatus::Rejected, Some("Too dark.".to_owned()));
        assert_eq!(told(&record).as_deref(), Some("The gallery says: Too dark."));
    }
}
