//! The address book: `GET` and `POST /account/addresses`, `GET` and `POST /account/addresses/{id}`, and
//! `POST /account/addresses/{id}/remove`.
//! It does not check anything: the API's own checks do, and their pointers are led back to the form's fields here.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::address::Address;
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::AddressId;

use super::super::mistakes::{self, Field};
use super::super::turn::{Member, see_other_with};
use super::super::typed::Typed;
use super::super::views::account_rooms::{AddressEntry, AddressPage, AddressesPage};
use super::super::views::form::{AddressFields, Errors};
use super::super::visit::{Visit, page_with};
use super::super::{countries, notices, postal};
use super::rooms;
use crate::api::address::AddressInput;
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::permission;
use crate::words::t;

const HERE: &str = "/account/addresses";

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/account/addresses").route(web::get().to(list)).route(web::post().to(add)))
        .service(web::resource("/account/addresses/{id}").route(web::get().to(show)).route(web::post().to(save)))
        .service(web::resource("/account/addresses/{id}/remove").route(web::post().to(remove)));
}

type Me = Member<permission::Account>;

async fn list(visit: Visit, me: Me) -> Result<HttpResponse, Error> {
    let country = visit.shared.config.sellers.default_country.clone();
    let fresh = AddressFields { country, ..AddressFields::default() };
    book(&visit, &me, fresh, Errors::default(), StatusCode::OK).await
}

async fn add(visit: Visit, me: Me, typed: Typed) -> Result<HttpResponse, Error> {
    let entered = read(&typed);
    let added = match checked(&entered) {
        Ok(address) => {
            let edit = Edit::AddAddress { id: visit.shared.mint().mint(), user_id: me.0.user_id, address };
            submit(&visit, edit).await
        }
        Err(problem) => Err(problem),
    };
    match added {
        Ok(()) => Ok(see_other_with(HERE, "address-saved")),
        Err(problem) => {
            let errors = wrong(&problem)?;
            book(&visit, &me, entered, errors, problem.status()).await
        }
    }
}

async fn book(
    visit: &Visit,
    me: &Me,
    address: AddressFields,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let known = visit.shared.people.addresses(me.0.user_id).await.map_err(Problem::from)?;
    let view = AddressesPage {
        rooms: rooms(visit, HERE),
        chrome: visit.chrome().await,
        addresses: known.iter().map(|(id, address)| entry(*id, address)).collect(),
        errors,
        countries: countries::choices(&address.country, |_| true),
        address,
    };
    Ok(page_with(status, &view)?)
}

async fn show(visit: Visit, me: Me, id: Path<AddressId>) -> Result<HttpResponse, Error> {
    let known = visit.shared.people.addresses(me.0.user_id).await.map_err(Problem::from)?;
    let found = known.into_iter().find(|(known, _)| *known == id.0);
    let (_, address) = found.ok_or_else(|| Problem::not_found("address"))?;
    one(&visit, id.0, postal::fields(&address), Errors::default(), StatusCode::OK).await
}

async fn save(visit: Visit, me: Me, id: Path<AddressId>, typed: Typed) -> Result<HttpResponse, Error> {
    let entered = read(&typed);
    let saved = match checked(&entered) {
        Ok(address) => submit(&visit, Edit::EditAddress { id: id.0, user_id: me.0.user_id, address }).await,
        Err(problem) => Err(problem),
    };
    match saved {
        Ok(()) => Ok(see_other_with(HERE, "address-saved")),
        Err(problem) => {
            let errors = wrong(&problem)?;
            one(&visit, id.0, entered, errors, problem.status()).await
        }
    }
}

async fn one(
    visit: &Visit,
    id: AddressId,
    address: AddressFields,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let view = AddressPage {
        rooms: rooms(visit, HERE),
        chrome: visit.chrome().await,
        url: url_of(id),
        errors,
        countries: countries::choices(&address.country, |_| true),
        address,
    };
    Ok(page_with(status, &view)?)
}

async fn remove(visit: Visit, me: Me, id: Path<AddressId>) -> Result<HttpResponse, Error> {
    match submit(&visit, Edit::RemoveAddress { id: id.0, user_id: me.0.user_id }).await {
        Ok(()) => Ok(see_other_with(HERE, "address-removed")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

async fn submit(visit: &Visit, edit: Edit) -> Result<(), Problem> {
    visit.shared.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    Ok(())
}

fn checked(entered: &AddressFields) -> Result<Address, Problem> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let input = AddressInput {
        name: entered.name.clone(),
        line1: entered.line1.clone(),
        line2: given(&entered.line2),
        city: entered.city.clone(),
        postal_code: entered.postal_code.clone(),
        region: given(&entered.region),
        country: entered.country.clone(),
    };
    let mut fields = Fields::new();
    let address = input.check(&mut fields);
    fields.finish()?;
    // `check` leaves an address out only together with an error.
    address.ok_or_else(|| Problem::field("/country", "must be a country"))
}

fn wrong(problem: &Problem) -> Result<Errors, Problem> {
    use ProblemType as T;
    match problem.kind() {
        Some(T::InvalidFields) => Ok(mistakes::of(problem, field_of)),
        Some(T::Conflict | T::RateLimited | T::Unavailable) => Ok(mistakes::summary(mistakes::told(problem))),
        _ => Err(problem.clone()),
    }
}

fn field_of(pointer: &str) -> Option<Field> {
    let (field, label) = match pointer {
        "/name" => ("address_name", "account-field-name"),
        "/line1" => ("address_line1", "address-line1"),
        "/line2" => ("address_line2", "address-line2"),
        "/postal_code" => ("address_postal_code", "account-field-postal-code"),
        "/city" => ("address_city", "account-field-city"),
        "/region" => ("address_region", "account-field-region"),
        "/country" => ("address_country", "account-field-country"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

fn read(typed: &Typed) -> AddressFields {
    let field = |name: &str| typed.get(&format!("address_{name}")).to_owned();
    AddressFields {
        name: field("name"),
        line1: field("line1"),
        line2: field("line2"),
        postal_code: field("postal_code"),
        city: field("city"),
        region: field("region"),
        country: field("country"),
    }
}

fn entry(id: AddressId, address: &Address) -> AddressEntry {
    AddressEntry { url: url_of(id), lines: postal::lines(address) }
}

fn url_of(id: AddressId) -> String {
    format!("{HERE}/{id}")
}
