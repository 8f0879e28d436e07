//! A certificate of authenticity, for whoever holds it: `GET /certificates/{id}`. It tells nobody who owns the work.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::DocumentId;

use super::typed::Typed;
use super::views::certificate::{CertificateFact, CertificatePage, CertificatePicture, Standing};
use super::views::text;
use super::visit::{Visit, page};
use crate::api::certificates::Certificate;
use crate::api::shapes::cm;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::{day, t};

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/certificates/{id}").route(web::get().to(show)));
}

async fn show(visit: Visit, id: Path<DocumentId>) -> Result<HttpResponse, Problem> {
    let printed = Typed::of_query(visit.request()).given("s");
    let found = Certificate::find(&visit.app, &visit.shared, id.0, printed.as_deref()).await?;
    let data = &found.data;
    let standing = match (found.valid, found.revoked) {
        (false, _) => Standing::Changed,
        (true, true) => Standing::Revoked,
        (true, false) => Standing::Good,
    };
    let sold_on = day(data.sold_on.and_time(chrono::NaiveTime::MIN).and_utc());
    let picture = data.work.picture.as_ref().map(|picture| CertificatePicture {
        url: visit.app.catalogue.public_url(&picture.key),
        width_px: picture.width_px,
        height_px: picture.height_px,
        alt: match picture.alt.trim() {
            "" => t("work-by").with("title", &data.title).with("artist", &data.artist).into(),
            alt => alt.to_owned(),
        },
    });
    page(&CertificatePage {
        chrome: visit.chrome().await,
        standing,
        title: data.title.clone(),
        artist: artist(&found),
        seller: data.seller.clone(),
        facts: facts(&found, &sold_on),
        sold_on,
        picture,
        json_url: format!("/api/v1/certificates/{}", data.id),
        command: format!("impasto certificate verify --key {} {}.json", found.signed.public_key, data.id),
        text: found.text.clone(),
        signature: found.signed.signature.clone(),
        public_key: found.signed.public_key.clone(),
    })
}

fn artist(found: &Certificate) -> String {
    match found.data.work.born {
        Some(year) => {
            t("certificate-artist-born").with("artist", &found.data.artist).with("year", year.to_string()).into()
        }
        None => found.data.artist.clone(),
    }
}

/// What is known, each with its label.
fn facts(found: &Certificate, sold_on: &str) -> Vec<CertificateFact> {
    let (data, work) = (&found.data, &found.data.work);
    let kind = match work.kind {
        EditionKind::Unique => t("certificate-unique"),
        EditionKind::Limited => t("certificate-limited"),
        EditionKind::Open => t("certificate-open"),
    };
    let depth_cm = (work.depth_tenth_mm > 0).then(|| cm(work.depth_tenth_mm));
    let (height_cm, width_cm) = (cm(work.height_tenth_mm), cm(work.width_tenth_mm));
    let is_measured = work.height_tenth_mm > 0 && work.width_tenth_mm > 0;
    let size = is_measured.then(|| match text::inches(height_cm, width_cm, depth_cm) {
        Some(inches) => format!("{} ({inches})", text::size(height_cm, width_cm, depth_cm)),
        None => text::size(height_cm, width_cm, depth_cm),
    });
    let rows: [(String, Option<String>); 11] = [
        (t("certificate-made").into(), data.made()),
        (t("certificate-medium").into(), Some(work.medium.clone())),
        (t("certificate-size").into(), size),
        (t("certificate-edition").into(), Some(kind.into())),
        (t("certificate-edition-label").into(), data.edition_label.clone()),
        (t("certificate-copy").into(), data.copy_label.as_deref().map(text::copy)),
        (t("certificate-prints").into(), (data.quantity > 1).then(|| data.quantity.to_string())),
        (t("certificate-signature").into(), work.signed.then(|| t("certificate-signed").into())),
        (t("certificate-condition").into(), work.condition.clone()),
        (t("certificate-sold-on").into(), Some(sold_on.to_owned())),
        (t("certificate-number").into(), Some(data.number.clone())),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| {
            let value = value.filter(|value| !value.trim().is_empty())?;
            Some(CertificateFact { label, value })
        })
        .collect()
}
