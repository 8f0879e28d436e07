//! Filling the studio's page: today's figures, sales, works, the form.
//! It does not know how the form is read.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::ids::SellerId;
use impasto_domain::money::Currency;
use impasto_domain::read::ArtworkRecord;
use impasto_store::reads::{SaleRecord, SellerToday};

use super::super::views::moment::Moment;
use super::super::views::studio::{Figure, SaleRow, SellerForm, StudioEdition, StudioPage, StudioWork, WorkForm};
use super::super::views::text;
use super::super::visit::Visit;
use super::super::works;
use super::seller;
use crate::api::studio::{missing_for_sale, seller_of};
use crate::gateway::problem::Problem;
use crate::identity::Claims;

const WORKS_A_PAGE: u32 = 24;
const SALES_SHOWN: u32 = 20;

/// The page.
///
/// # Errors
/// 403 for staff without a seller, 503 when the database is away.
pub(super) async fn fill(
    visit: &Visit,
    user: &Claims,
    form: WorkForm,
    seller: Option<SellerForm>,
    cursor: Option<&str>,
) -> Result<StudioPage, Problem> {
    let app = &visit.app;
    let seller_id = seller_of(user)?;
    let listed = app.store.artworks_of_seller(seller_id, cursor, WORKS_A_PAGE).await?;
    let sales = app.store.sales_of(seller_id, None, SALES_SHOWN).await?;
    let today = app.store.seller_today(seller_id, visit.now()).await?;
    let chrome = visit.chrome().await;
    let submit_label = if app.rules().moderated { "Submit for review" } else { "Publish" };
    Ok(StudioPage {
        chrome,
        seller_id: seller_id.to_string(),
        seller_name: works::seller_name(app, seller_id).unwrap_or_else(|| user.display_name.clone()),
        figures: figures(&today),
        sales: sales.items.iter().map(sale).collect(),
        works: listed.items.iter().map(|record| work(visit, record)).collect(),
        seller: seller::shown(visit, seller_id, seller).await?,
        next_url: listed.next_cursor.map(|cursor| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("cursor", &cursor).finish();
            format!("/studio?{query}")
        }),
        form: WorkForm {
            currency: currency(visit, seller_id).code().to_owned(),
            submit_label: submit_label.to_owned(),
            max_file_bytes: app.upload_bytes_max as u64,
            ..form
        },
    })
}

/// The currency of a seller's prices.
pub(super) fn currency(visit: &Visit, seller_id: SellerId) -> Currency {
    let seller = visit.app.sellers().get(&seller_id).map(|seller| seller.currency);
    let first = || visit.shared.config.site.currencies.first().and_then(|code| Currency::from_code(code));
    seller.or_else(first).unwrap_or(Currency::EUR)
}

/// The figures of the day, under the names and in the form in which the topic's snapshot tells them.
fn figures(today: &SellerToday) -> Vec<Figure> {
    let figure = |key: &str, label: &str, value: String| Figure { key: key.to_owned(), label: label.to_owned(), value };
    vec![
        figure("sales", "Sales today", today.sales.to_string()),
        figure("amount", "Taken today", works::money(today.amount)),
        figure("held", "On hold now", today.held.to_string()),
        figure("wishlisted", "On wishlists", today.wishlisted.to_string()),
    ]
}

/// A sale in the words of the live feed.
fn sale(record: &SaleRecord) -> SaleRow {
    let labels: Vec<String> = record.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy)).collect();
    let which = match (labels.is_empty(), record.quantity) {
        (false, _) => format!(", {}", labels.join(", ")),
        (true, 2..) => format!(", {}", text::counted(u64::from(record.quantity), "copy", "copies")),
        (true, _) => String::new(),
    };
    SaleRow {
        at: Moment::new(record.at),
        text: format!("Sold: {}{which}", record.title),
        amount: works::money(record.amount),
    }
}

fn work(visit: &Visit, record: &ArtworkRecord) -> StudioWork {
    let missing = missing(record);
    let is_open = matches!(record.status, ArtworkStatus::Draft | ArtworkStatus::Rejected);
    let detail: Vec<String> =
        [record.text.medium.clone(), works::year(record)].into_iter().filter(|part| !part.is_empty()).collect();
    let note = match (&record.rejection, is_open && !missing.is_empty()) {
        (_, true) => Some(format!("Still missing: {}.", missing.join(", "))),
        (Some(reason), _) if record.status == ArtworkStatus::Rejected => Some(format!("The gallery says: {reason}")),
        _ => None,
    };
    StudioWork {
        id: record.id.to_string(),
        url: Some(works::url(record)),
        title: record.text.title.clone(),
        detail: detail.join(", "),
        picture: works::first_picture(&visit.app.catalogue, record),
        status: record.status.as_str().to_owned(),
        status_text: status_text(record.status).to_owned(),
        note,
        editions: record
            .editions
            .iter()
            .map(|(edition, stock)| StudioEdition {
                label: format!("{}, {}", works::edition_name(edition), works::edition_size(edition)),
                price: works::money(edition.price),
                stock: works::stock(edition, stock),
            })
            .collect(),
        can_submit: is_open && missing.is_empty(),
        can_pause: record.status == ArtworkStatus::Published,
        can_resume: record.status == ArtworkStatus::Paused,
        edit_url: (record.status != ArtworkStatus::Archived).then(|| format!("/studio?edit={}#new-work", record.id)),
    }
}

fn status_text(status: ArtworkStatus) -> &'static str {
    match status {
        ArtworkStatus::Draft => "Draft",
        ArtworkStatus::InReview => "In review",
        ArtworkStatus::Rejected => "Sent back",
        ArtworkStatus::Published => "On the wall",
        ArtworkStatus::Paused => "Paused",
        ArtworkStatus::SoldOut => "Sold out",
        ArtworkStatus::Archived => "Archived",
    }
}

/// What is missing before the work can be handed in, in words.
fn missing(record: &ArtworkRecord) -> Vec<&'static str> {
    let words = |pointer: &str| match pointer {
        "/title" => "a title",
        "/description" => "a description",
        "/medium" => "the medium",
        "/year" => "the year",
        "/images" => "a picture",
        _ => "an edition",
    };
    missing_for_sale(record).iter().map(|error| words(&error.pointer)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::record;
    use super::*;

    #[test]
    fn what_a_draft_lacks_is_named() {
        let mut record = record("Tide");
        assert!(missing(&record).is_empty());
        record.images = Vec::new().into();
        std::sync::Arc::make_mut(&mut record.text).description.clear();
        assert_eq!(missing(&record), ["a description", "a picture"]);
    }
}
