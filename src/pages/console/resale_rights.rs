//! What was resold with an artist's resale right, as a file for collecting societies: `GET /console/resale-rights.csv`.

use actix_web::{Error, HttpResponse};

use super::super::turn::Member;
use super::super::typed::Typed;
use super::super::visit::Visit;
use crate::api::stock_book::{ResaleQuery, resale_file};
use crate::identity::permission;

/// The file; `from` and `until` narrow it.
pub(super) async fn file(visit: Visit, _who: Member<permission::OrdersManage>) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let query = ResaleQuery { from: typed.given("from"), until: typed.given("until") };
    Ok(resale_file(&visit.app, &query).await?)
}
