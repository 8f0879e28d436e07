//! What a new seller does before the first sale, with what of it is done.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::ids::SellerId;
use impasto_domain::seller::Seller;

use super::super::views::studio::{Checklist, ChecklistStep};
use super::super::visit::Visit;
use crate::gateway::problem::Problem;
use crate::words::t;

/// The checklist; `None` once all of it is done.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn of(visit: &Visit, seller_id: SellerId) -> Result<Option<Checklist>, Problem> {
    let store = &visit.app.store;
    let seller = crate::api::seller::stored(&visit.app, seller_id).await?;
    let statuses = store.statuses_of_seller(seller_id).await?;
    let profile = store.artists_of_seller(seller_id).await?.iter().any(|artist| !artist.bio.is_empty());
    let has_work = statuses.iter().any(|(status, _)| *status != ArtworkStatus::Archived);
    let has_shown = statuses.iter().any(|(status, _)| status.is_public() || *status == ArtworkStatus::InReview);
    Ok(list(&seller, profile, has_work, has_shown))
}

fn list(seller: &Seller, profile: bool, has_work: bool, has_shown: bool) -> Option<Checklist> {
    let step = |label: &str, detail: &str, url: &str, is_done: bool| ChecklistStep {
        label: t(label).into(),
        detail: t(detail).into(),
        url: url.to_owned(),
        is_done,
    };
    let has_tax = seller.vat_id.is_some() || seller.tax_number.is_some();
    let steps = vec![
        step("studio-step-profile", "studio-step-profile-why", "/studio/seller#artists", profile),
        step(
            "studio-step-law",
            "studio-step-law-why",
            "/studio/seller#seller",
            seller.trader.is_some() && !seller.legal_name.trim().is_empty(),
        ),
        step("studio-step-tax", "studio-step-tax-why", "/studio/seller#seller", has_tax),
        step("studio-step-address", "studio-step-address-why", "/studio/seller#seller", seller.has_address()),
        step(
            "studio-step-work",
            match (has_shown, has_work) {
                (true, _) => "studio-step-work-shown",
                (false, true) => "studio-step-work-there",
                (false, false) => "studio-step-work-none",
            },
            if has_work { "/studio/works" } else { "/studio/works/new" },
            has_shown,
        ),
    ];
    let done = steps.iter().filter(|step| step.is_done).count();
    if done == steps.len() && seller.verified {
        return None;
    }
    let waiting = if seller.verified { String::new() } else { t("studio-checklist-waiting").into() };
    Some(Checklist { steps, done, waiting })
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::address::{Address, Country};
    use impasto_domain::money::Currency;

    fn seller() -> Seller {
        Seller {
            id: SellerId(uuid::Uuid::nil()),
            slug: "ines".to_owned(),
            name: "Ines".to_owned(),
            legal_name: "Ines Aldana".to_owned(),
            address: Address {
                name: "Ines Aldana".to_owned(),
                line1: String::new(),
                line2: None,
                city: String::new(),
                postal_code: String::new(),
                region: None,
                country: Country::parse("DE").unwrap(),
            },
            vat_id: None,
            tax_number: None,
            email: "ines@example.test".to_owned(),
            currency: Currency::EUR,
            commission_basis_points: 1_500,
            series_prefix: "INE".to_owned(),
            verified: false,
            trader: None,
            shipping: None,
            payout_account: None,
        }
    }

    #[test]
    fn ticks_follow_what_is_known_and_the_list_goes_once_all_is_done() {
        let fresh = list(&seller(), false, false, false).unwrap();
        assert_eq!((fresh.done, fresh.steps.len()), (0, 5));
        assert!(fresh.waiting.contains("verify"));
        let mut ready =
            Seller { trader: Some(true), tax_number: Some("12/345".to_owned()), verified: true, ..seller() };
        (ready.address.line1, ready.address.city) = ("Kai 3".to_owned(), "Kiel".to_owned());
        assert_eq!(list(&ready, true, true, false).unwrap().done, 4);
        assert_eq!(list(&ready, true, true, true), None);
        ready.verified = false;
        assert!(list(&ready, true, true, true).is_some(), "an admin has yet to look");
    }
}
