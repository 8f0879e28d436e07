//! Certificates of authenticity for everybody who holds one: `/certificates/{id}`.
//! It tells nobody who owns a work.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use impasto_domain::certificate::CertificateData;
use impasto_domain::document::DocumentKind;
use impasto_domain::ids::DocumentId;
use impasto_domain::job::DocumentRow;
use impasto_domain::ports::{Document, Paper};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::cm;
use crate::app::App;
use crate::gateway::params::{Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::certify::{START_LETTERS, Signed, is_signed};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show))]
pub struct Doc;

/// What the address of a certificate's code says beside its id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanned {
    /// How the printed signature begins.
    #[serde(default)]
    pub s: Option<String>,
}

/// Where everybody can see what a document says, if it is one that proves itself: a certificate's page in the gallery.
#[must_use]
pub fn page_of(row: &DocumentRow) -> Option<String> {
    (row.kind == DocumentKind::Certificate).then(|| format!("/certificates/{}", row.id))
}

/// A certificate with what proves it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CertificateJson {
    /// The certificate.
    pub id: Uuid,
    /// What it says.
    pub facts: CertificateFactsJson,
    /// The text that is signed, to the letter.
    pub text: String,
    /// Ed25519 over the text's UTF-8, base64url without padding.
    pub signature: String,
    /// The house's public key, base64url without padding.
    pub public_key: String,
    /// Whether the signature is good, and the one that was printed if `s` says how that begins.
    pub valid: bool,
    /// Whether the sale was undone or the copy given back since.
    pub revoked: bool,
}

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CertificateFactsJson {
    /// The number it is filed under.
    pub number: String,
    /// The work's title.
    pub title: String,
    /// The artist's name.
    pub artist: String,
    /// Year of the artist's birth.
    pub born: Option<i32>,
    /// When it was made, as it is written.
    pub made: Option<String>,
    /// What it is made of.
    pub medium: String,
    /// Centimetres; null where it is not known.
    pub width_cm: Option<f64>,
    /// Centimetres; null where it is not known.
    pub height_cm: Option<f64>,
    /// Centimetres; null for what is flat.
    pub depth_cm: Option<f64>,
    /// `unique`, `limited` or `open`.
    pub edition: String,
    /// What the edition is called.
    pub edition_label: Option<String>,
    /// `7/25`, `AP 1/2` or null.
    pub copy: Option<String>,
    /// How many prints of an open edition it is for; else 1.
    pub quantity: u32,
    /// Signed by the artist.
    pub signed: bool,
    /// Its condition when it was sold.
    pub condition: Option<String>,
    /// Who sold it.
    pub seller: String,
    /// When.
    pub sold_on: NaiveDate,
    /// Where its picture is.
    pub picture_url: Option<String>,
}

/// A certificate, for everybody who has its address: what it says, and whether it is good.
#[utoipa::path(get, path = "/api/v1/certificates/{id}", tag = "orders",
    params(("id" = uuid::Uuid, Path), ("s" = Option<String>, Query, description = "How the printed signature begins, as the code on the certificate has it")),
    responses((status = 200, body = CertificateJson), (status = 404)))]
#[get("/certificates/{id}")]
async fn show(
    app: Data<App>,
    shared: Data<Shared>,
    id: Path<DocumentId>,
    scanned: Query<Scanned>,
) -> Result<HttpResponse, Problem> {
    let found = Certificate::find(&app, &shared, id.0, scanned.0.s.as_deref()).await?;
    Ok(HttpResponse::Ok().json(found.json(&|key| app.catalogue.public_url(key))))
}

/// A certificate that was looked up and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// What it says.
    pub data: CertificateData,
    /// The signed text.
    pub text: String,
    /// Its signature.
    pub signed: Signed,
    /// Whether that is good, and the one that was printed.
    pub valid: bool,
    /// Whether the sale was undone or the copy given back since.
    pub revoked: bool,
}

impl Certificate {
    /// Finds and checks a certificate; `printed` is how the signature on paper begins.
    ///
    /// # Errors
    /// 404 for one that was never given, 503.
    pub async fn find(app: &App, shared: &Shared, id: DocumentId, printed: Option<&str>) -> Result<Self, Problem> {
        let missing = || Problem::not_found("certificate");
        let Some(Document { order_id, paper: Paper::Certificate(data), .. }) = app.reads.paper_of(id).await? else {
            return Err(missing());
        };
        let order = app.reads.order(order_id).await?.ok_or_else(missing)?;
        let text = data.text();
        let signed = shared.keys.known().certify(data.sold_on, &text);
        let signed = signed.map_err(|error| Problem::internal(&error))?;
        let is_printed = |start: &str| start.len() >= START_LETTERS && signed.signature.starts_with(start);
        let valid = printed.is_none_or(is_printed) && is_signed(&text, &signed.signature, &signed.public_key);
        Ok(Self { revoked: data.is_revoked(&order), data: *data, text, signed, valid })
    }

    /// Its shape; `address` gives the address of a file of the media store.
    #[must_use]
    pub fn json(&self, address: &dyn Fn(&str) -> String) -> CertificateJson {
        let (data, work) = (&self.data, &self.data.work);
        let side = |tenth_mm: u32| (tenth_mm > 0).then(|| cm(tenth_mm));
        CertificateJson {
            id: data.id.0,
            facts: CertificateFactsJson {
                number: data.number.clone(),
                title: data.title.clone(),
                artist: data.artist.clone(),
                born: work.born,
                made: data.made(),
                medium: work.medium.clone(),
                width_cm: side(work.width_tenth_mm),
                height_cm: side(work.height_tenth_mm),
                depth_cm: side(work.depth_tenth_mm),
                edition: work.kind.as_str().to_owned(),
                edition_label: data.edition_label.clone(),
                copy: data.copy_label.clone(),
                quantity: data.quantity,
                signed: work.signed,
                condition: work.condition.clone(),
                seller: data.seller.clone(),
                sold_on: data.sold_on,
                picture_url: work.picture.as_ref().map(|picture| address(&picture.key)),
            },
            text: self.text.clone(),
            signature: self.signed.signature.clone(),
            public_key: self.signed.public_key.clone(),
            valid: self.valid,
            revoked: self.revoked,
        }
    }
}
