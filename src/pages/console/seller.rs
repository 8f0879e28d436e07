//! A seller: who it is in law, its commission with the form that changes it, and what was changed of it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::identity::Permission;
use impasto_domain::ids::SellerId;
use impasto_domain::seller::Seller;
use impasto_store::reads::AuditWanted;

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::seller::{CommissionForm, SellerPage};
use super::super::views::form::{Errors, FieldError};
use super::super::visit::{Visit, page_with};
use super::super::{mistakes, notices, postal};
use super::audit::shown;
use super::settings::{figure, number_of};
use super::{Keeper, PeopleKeeper, Room, frame};
use crate::api::seller::stored;
use crate::api::seller_terms::change_commission;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

/// What was last changed of a seller.
const CHANGES_SHOWN: u32 = 20;

/// The page.
pub(super) async fn show(visit: Visit, _keeper: PeopleKeeper, id: Path<SellerId>) -> Result<HttpResponse, Error> {
    Ok(room(&visit, id.0, None, Errors::default(), StatusCode::OK).await?)
}

/// Gives a seller another commission.
pub(super) async fn commission(
    visit: Visit,
    keeper: Keeper,
    id: Path<SellerId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let path = address(id.0);
    let Some(percent) = number_of(typed.get("commission")) else {
        let message = t("console-settings-no-number").with("what", t("console-settings-field-commission")).to_string();
        let errors = Errors { summary: None, fields: vec![FieldError { field: "commission".to_owned(), message }] };
        return Ok(room(&visit, id.0, Some(&typed), errors, StatusCode::UNPROCESSABLE_ENTITY).await?);
    };
    let seen = typed.get("seen").parse().ok();
    match change_commission(&visit.app, &keeper.0, id.0, percent, seen, None).await {
        Ok(_) => Ok(see_other_with(&path, "commission-saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let errors = mistakes::of(&problem, field);
            Ok(room(&visit, id.0, Some(&typed), errors, StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(&path, problem, |kind| {
            (kind == ProblemType::PreconditionFailed).then_some("commission-changed")
        }),
    }
}

/// The address of a seller's page.
pub(super) fn address(id: SellerId) -> String {
    format!("/console/sellers/{id}")
}

fn field(pointer: &str) -> Option<mistakes::Field> {
    let known = pointer == "/commission_percent";
    known.then(|| ("commission".to_owned(), t("console-settings-field-commission").into()))
}

async fn room(
    visit: &Visit,
    id: SellerId,
    typed: Option<&Typed>,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let seller = stored(&visit.app, id).await?;
    let wanted = AuditWanted { subject: Some(id.0), ..AuditWanted::default() };
    let changes = visit.app.store.audit_wanted(&wanted, None, CHANGES_SHOWN).await?;
    let view = SellerPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::People).await?,
        errors,
        id: id.to_string(),
        name: seller.name.clone(),
        is_verified: seller.verified,
        address: if seller.has_address() { postal::lines(&seller.address) } else { Vec::new() },
        known: known(&seller),
        commission: percent(seller.commission_basis_points),
        form: visit.may(Permission::SettingsManage).then(|| form(&seller, typed)),
        changes: shown(&visit.app, &changes.items).await?,
    };
    page_with(status, &view)
}

/// What stands in the form: what was typed with the commission it was typed over, else what is set.
fn form(seller: &Seller, typed: Option<&Typed>) -> CommissionForm {
    let seen = typed.and_then(|typed| typed.get("seen").parse().ok()).unwrap_or(seller.commission_basis_points);
    let set = || percent(seller.commission_basis_points);
    CommissionForm { commission: typed.map_or_else(set, |typed| typed.get("commission").to_owned()), seen }
}

/// Name in law, tax number, e-mail address: what there is.
fn known(seller: &Seller) -> Vec<String> {
    let tax = seller.vat_id.clone().or_else(|| seller.tax_number.clone());
    let known = [Some(seller.legal_name.clone()), tax, Some(seller.email.clone())];
    known.into_iter().flatten().filter(|word| !word.trim().is_empty()).collect()
}

fn percent(basis_points: u32) -> String {
    figure(f64::from(basis_points) / 100.0)
}
