//! The seller's shipping table: the form, a file in its place, and what a work would cost. It checks nothing: the API's own
//! checks do.

mod fields;
mod sample;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::SellerId;

use self::fields::{Wrong, field_of, form_of, table_of};
use super::super::console::people_frame;
use super::super::mistakes;
use super::super::notices;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::settings_table::{EntryRow, Rehearsal};
use super::super::views::form::{Errors, FieldError};
use super::super::views::studio::shipping::ShippingPage;
use super::super::visit::{Visit, page_with};
use super::{Artist, Room, frame};
use crate::api::csv;
use crate::api::seller::stored;
use crate::api::seller_shipping::{SellerShippingJson, change_shipping, etag_of};
use crate::api::settings::tables::TABLE_LINES_MAX;
use crate::api::shapes::ShippingTableJson;
use crate::api::studio::seller_of;
use crate::api::table_sent::TableSent;
use crate::gateway::parts::Parts;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::Claims;
use crate::import::{EntryChange, SHIPPING_COLUMNS, Table, compare, read_shipping, shipping_csv, shipping_entries};
use crate::words::t;

/// Whose table, by whom, and at which desk.
pub(in crate::pages) struct At<'u> {
    user: &'u Claims,
    seller_id: SellerId,
    is_staff: bool,
}

/// What is shown beside what is stored.
#[derive(Default)]
struct Sent<'t> {
    typed: Option<&'t Typed>,
    errors: Errors,
    rehearsal: Option<Rehearsal>,
}

/// The page.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    At::studio(&artist.0)?.show(&visit).await
}

/// Changes the table.
pub(super) async fn change(visit: Visit, artist: Artist, typed: Typed) -> Result<HttpResponse, Error> {
    At::studio(&artist.0)?.change(&visit, &typed).await
}

/// Takes the house's table again.
pub(super) async fn house(visit: Visit, artist: Artist, typed: Typed) -> Result<HttpResponse, Error> {
    At::studio(&artist.0)?.take_house(&visit, &typed).await
}

/// The bands as a file.
pub(super) async fn file(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    At::studio(&artist.0)?.file(&visit).await
}

/// Rehearses a file, or carries out one that was rehearsed.
pub(super) async fn send(visit: Visit, artist: Artist, parts: Parts) -> Result<HttpResponse, Error> {
    At::studio(&artist.0)?.send(&visit, parts).await
}

impl<'u> At<'u> {
    /// The own seller's.
    fn studio(user: &'u Claims) -> Result<Self, Problem> {
        Ok(Self { user, seller_id: seller_of(user)?, is_staff: false })
    }

    /// Any seller's, by staff.
    pub(in crate::pages) fn console(user: &'u Claims, seller_id: SellerId) -> Self {
        Self { user, seller_id, is_staff: true }
    }

    fn here(&self) -> String {
        if !self.is_staff {
            return "/studio/shipping".to_owned();
        }
        format!("/console/sellers/{}/shipping", self.seller_id)
    }

    async fn present(&self, visit: &Visit) -> Result<ShippingTableJson, Problem> {
        let seller = stored(&visit.app, self.seller_id).await?;
        Ok(SellerShippingJson::of(&visit.app, &seller).table)
    }

    /// The page.
    pub(in crate::pages) async fn show(&self, visit: &Visit) -> Result<HttpResponse, Error> {
        Ok(self.room(visit, Sent::default(), StatusCode::OK).await?)
    }

    /// Changes the table.
    pub(in crate::pages) async fn change(&self, visit: &Visit, typed: &Typed) -> Result<HttpResponse, Error> {
        let present = self.present(visit).await?;
        let wrong = |errors| Sent { typed: Some(typed), errors, rehearsal: None };
        let (table, lines) = match table_of(typed, &present) {
            Ok(read) => read,
            Err(Wrong { field, message }) => {
                let errors = Errors { summary: None, fields: vec![FieldError { field, message }] };
                return Ok(self.room(visit, wrong(errors), StatusCode::UNPROCESSABLE_ENTITY).await?);
            }
        };
        let seen = typed.given("seen");
        match change_shipping(&visit.app, self.user, self.seller_id, Some(&table), seen.as_deref(), None).await {
            Ok(_) => Ok(see_other_with(&self.here(), "settings-saved")),
            Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
                let errors = mistakes::of(&problem, |pointer| field_of(pointer, &table, &lines));
                Ok(self.room(visit, wrong(errors), StatusCode::UNPROCESSABLE_ENTITY).await?)
            }
            Err(problem) => self.refused(problem),
        }
    }

    /// Takes the house's table again.
    pub(in crate::pages) async fn take_house(&self, visit: &Visit, typed: &Typed) -> Result<HttpResponse, Error> {
        let seen = typed.given("seen");
        match change_shipping(&visit.app, self.user, self.seller_id, None, seen.as_deref(), None).await {
            Ok(_) => Ok(see_other_with(&self.here(), "settings-saved")),
            Err(problem) => self.refused(problem),
        }
    }

    /// The bands as a file.
    pub(in crate::pages) async fn file(&self, visit: &Visit) -> Result<HttpResponse, Error> {
        let text = shipping_csv(&self.present(visit).await?);
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, csv::MEDIA_TYPE))
            .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"shipping.csv\""))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .body(format!("\u{feff}{text}")))
    }

    /// Rehearses a file, or carries out one that was rehearsed.
    pub(in crate::pages) async fn send(&self, visit: &Visit, parts: Parts) -> Result<HttpResponse, Error> {
        match self.take(visit, parts).await {
            Ok(Some(rehearsal)) => {
                let sent = Sent { rehearsal: Some(rehearsal), ..Sent::default() };
                Ok(self.room(visit, sent, StatusCode::OK).await?)
            }
            Ok(None) => Ok(see_other_with(&self.here(), "settings-saved")),
            Err(problem) => {
                let errors = match problem.kind() {
                    Some(ProblemType::InvalidFields) => mistakes::of(&problem, fields::of_file),
                    Some(ProblemType::TooLarge | ProblemType::Malformed | ProblemType::Unavailable) => {
                        mistakes::summary(mistakes::told(&problem))
                    }
                    _ => return self.refused(problem),
                };
                let status = StatusCode::from_u16(problem.status().as_u16());
                let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
                Ok(self.room(visit, Sent { errors, ..Sent::default() }, status).await?)
            }
        }
    }

    /// What a file would change, or nothing once it is carried out.
    async fn take(&self, visit: &Visit, parts: Parts) -> Result<Option<Rehearsal>, Problem> {
        let sent = TableSent::take(parts).await?;
        let file = Table::read(&sent.bytes, TABLE_LINES_MAX);
        let file = file.map_err(|error| Problem::field("/csv", error.to_string()))?;
        let present = self.present(visit).await?;
        let table = ShippingTableJson::from(&read_shipping(&file, &present)?);
        if sent.dry_run {
            return Ok(Some(rehearsal(&sent, &present, &table)));
        }
        let seen = sent.seen.as_deref();
        change_shipping(&visit.app, self.user, self.seller_id, Some(&table), seen, None).await?;
        Ok(None)
    }

    fn refused(&self, problem: Problem) -> Result<HttpResponse, Error> {
        let changed = |kind| (kind == ProblemType::PreconditionFailed).then_some("settings-changed");
        notices::back(&self.here(), problem, changed)
    }

    async fn room(&self, visit: &Visit, sent: Sent<'_>, status: StatusCode) -> Result<HttpResponse, Problem> {
        let seller = stored(&visit.app, self.seller_id).await?;
        let shown = SellerShippingJson::of(&visit.app, &seller);
        let (studio, console) = if self.is_staff {
            (None, Some(people_frame(visit).await?))
        } else {
            (Some(frame(visit, self.user, Room::Shipping).await?), None)
        };
        let mut form = form_of(&shown.table, etag_of(&seller)?, sent.typed);
        for method in &mut form.methods {
            method.is_open = sent.errors.fields.iter().any(|error| error.field.starts_with(&method.prefix));
        }
        let view = ShippingPage {
            chrome: visit.chrome().await,
            studio,
            console,
            here: self.here(),
            seller_name: seller.name.clone(),
            errors: sent.errors,
            is_own: shown.own,
            form,
            columns: SHIPPING_COLUMNS.join(", "),
            lines_max: TABLE_LINES_MAX,
            rehearsal: sent.rehearsal,
            sample: sample::of(visit, &seller),
        };
        page_with(status, &view)
    }
}

fn rehearsal(sent: &TableSent, present: &ShippingTableJson, table: &ShippingTableJson) -> Rehearsal {
    let changes = compare(&shipping_entries(present), &shipping_entries(table));
    let count = |kind: &str| changes.iter().filter(|change| change.kind() == kind).count();
    Rehearsal {
        table: String::from_utf8_lossy(&sent.bytes).into_owned(),
        version: 0,
        added: count("added"),
        changed: count("changed"),
        removed: count("removed"),
        reordered: changes.is_empty() && table != present,
        rows: changes.iter().map(row).collect(),
    }
}

fn row(change: &EntryChange) -> EntryRow {
    EntryRow {
        kind: t(&format!("console-settings-table-is-{}", change.kind())).into(),
        about: change.about.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
    }
}
