//! The form of the seller: who sells in law, and where. It checks nothing: the API's own checks do.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::seller::Seller;
use impasto_domain::tax::TaxRegime;

use super::super::countries;
use super::super::mistakes::{self, Field};
use super::super::postal;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::form::{AddressFields, Errors};
use super::super::views::studio::{ArtistForm, MemberForm, SellerForm, SellerPage};
use super::super::visit::{Visit, page_with};
use super::{Artist, Room, frame, people};
use crate::api::address::AddressInput;
use crate::api::seller::{SellerPatch, change_seller};
use crate::api::studio::seller_of;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::Claims;
use crate::words::t;

/// Who sells.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    Ok(own_page(&visit, user, People::default(), StatusCode::OK).await?)
}

/// Changes the own seller.
pub(super) async fn change(visit: Visit, artist: Artist, typed: Typed) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let form = read(&typed);
    match change_seller(&visit.app, user, &patch(&form), None).await {
        Ok(_) => Ok(see_other_with("/studio/seller", "saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let errors = mistakes::of(&problem, field_of);
            let is_verified = crate::api::seller::stored(&visit.app, seller_of(user)?).await?.verified;
            let form = with_countries(&visit, SellerForm { errors, is_verified, ..form });
            Ok(seller_page(&visit, user, form, People::default(), StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Forms about people that were sent, to be shown again.
#[derive(Default)]
pub(super) struct People {
    /// Of an artist.
    pub(super) artist: Option<ArtistForm>,
    /// Of a member.
    pub(super) member: Option<MemberForm>,
}

/// The page with the seller as the store has it.
///
/// # Errors
/// 403 for staff without a seller, 503 when the database is away.
pub(super) async fn own_page(
    visit: &Visit,
    user: &Claims,
    people: People,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let seller = crate::api::seller::stored(&visit.app, seller_of(user)?).await?;
    seller_page(visit, user, of(visit, &seller), people, status).await
}

async fn seller_page(
    visit: &Visit,
    user: &Claims,
    seller: SellerForm,
    sent: People,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let artists = visit.app.store.artists_of_seller(seller_of(user)?).await?;
    let (members, may_say) = people::members(visit, user).await?;
    let fresh = || ArtistForm { countries: people::choices(""), ..ArtistForm::default() };
    let view = SellerPage {
        chrome: visit.chrome().await,
        frame: frame(visit, user, Room::Seller).await?,
        seller,
        artists: artists.iter().map(people::artist_row).collect(),
        artist: sent.artist.unwrap_or_else(fresh),
        members,
        member: may_say.then(|| sent.member.unwrap_or_default()),
    };
    page_with(status, &view)
}

/// The form as the store has the seller.
fn of(visit: &Visit, seller: &Seller) -> SellerForm {
    let address = &seller.address;
    let form = SellerForm {
        errors: Errors::default(),
        legal_name: seller.legal_name.clone(),
        email: seller.email.clone(),
        vat_id: seller.vat_id.clone().unwrap_or_default(),
        tax_number: seller.tax_number.clone().unwrap_or_default(),
        trader: seller.trader.map_or("", |trader| if trader { "yes" } else { "no" }).to_owned(),
        is_verified: seller.verified,
        address: postal::fields(address),
        countries: Vec::new(),
        is_missing: !seller.has_address(),
    };
    with_countries(visit, form)
}

/// The countries of which the house has a tax rate.
fn with_countries(visit: &Visit, form: SellerForm) -> SellerForm {
    let (rules, today) = (visit.app.rules(), visit.now().date_naive());
    let taxed = |country| rules.tax.rate(country, TaxRegime::Standard, today).is_some();
    SellerForm { countries: countries::choices(&form.address.country, taxed), ..form }
}

fn read(typed: &Typed) -> SellerForm {
    let text = |name: &str| typed.get(name).to_owned();
    SellerForm {
        errors: Errors::default(),
        legal_name: text("legal_name"),
        email: text("seller_email"),
        vat_id: text("vat_id"),
        tax_number: text("tax_number"),
        trader: text("trader"),
        is_verified: false,
        address: AddressFields {
            name: text("legal_name"),
            line1: text("seller_line1"),
            line2: text("seller_line2"),
            postal_code: text("seller_postal_code"),
            city: text("seller_city"),
            region: text("seller_region"),
            country: text("seller_country"),
        },
        countries: Vec::new(),
        is_missing: false,
    }
}

fn patch(form: &SellerForm) -> SellerPatch {
    let given = |text: &String| Some(text.clone()).filter(|text| !text.trim().is_empty());
    SellerPatch {
        legal_name: Some(form.legal_name.clone()),
        email: Some(form.email.clone()),
        address: Some(AddressInput {
            name: form.address.name.clone(),
            line1: form.address.line1.clone(),
            line2: given(&form.address.line2),
            city: form.address.city.clone(),
            postal_code: form.address.postal_code.clone(),
            region: given(&form.address.region),
            country: form.address.country.clone(),
        }),
        vat_id: Some(given(&form.vat_id)),
        tax_number: Some(given(&form.tax_number)),
        trader: match form.trader.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    }
}

/// The form's field behind a JSON pointer of the API.
fn field_of(pointer: &str) -> Option<Field> {
    let (field, label) = match pointer {
        "/legal_name" | "/address/name" => ("legal_name", "studio-the-name"),
        "/email" => ("seller_email", "studio-the-email"),
        "/address/line1" => ("seller_line1", "studio-the-line1"),
        "/address/line2" => ("seller_line2", "studio-the-line2"),
        "/address/postal_code" => ("seller_postal_code", "studio-the-postal-code"),
        "/address/city" => ("seller_city", "studio-the-city"),
        "/address/region" => ("seller_region", "studio-the-region"),
        "/address/country" => ("seller_country", "studio-the-country"),
        "/vat_id" => ("vat_id", "studio-the-vat"),
        "/tax_number" => ("tax_number", "studio-the-tax-number"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}
