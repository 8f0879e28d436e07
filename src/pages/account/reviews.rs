//! What one has said of works: `GET /account/reviews`.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_store::reads::OwnReviewRecord;

use super::super::turn::Member;
use super::super::typed::Typed;
use super::super::views::account_rooms::{ReviewRow, ReviewsPage};
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::{Visit, page};
use super::rooms;
use crate::gateway::problem::Problem;
use crate::identity::permission;
use crate::words::t;

/// Reviews a page.
const REVIEWS_A_PAGE: u32 = 24;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/account/reviews").route(web::get().to(list)));
}

async fn list(visit: Visit, me: Member<permission::Account>) -> Result<HttpResponse, Error> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed = visit.app.store.reviews_by(me.0.user_id, cursor.as_deref(), REVIEWS_A_PAGE).await;
    let listed = listed.map_err(Problem::from)?;
    let view = ReviewsPage {
        rooms: rooms(&visit, "/account/reviews"),
        chrome: visit.chrome().await,
        reviews: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(|cursor| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("cursor", &cursor).finish();
            format!("/account/reviews?{query}")
        }),
    };
    Ok(page(&view)?)
}

fn row(review: &OwnReviewRecord) -> ReviewRow {
    ReviewRow {
        title: review.title.clone(),
        url: format!("/artworks/{}", review.slug),
        rating: t("account-rating").with("rating", review.rating).into(),
        paragraphs: text::paragraphs(&review.text),
        at: Moment::new(review.at),
    }
}
