//! Today: what a new seller does first, the figures of the day, the chart, the latest sales.

use actix_web::{Error, HttpResponse};
use chrono::NaiveTime;
use impasto_store::reads::{SaleRecord, SellerToday};

use super::super::views::moment::Moment;
use super::super::views::studio::{Figure, SaleRow, TodayPage};
use super::super::views::text;
use super::super::visit::{Visit, page};
use super::super::works;
use super::{Artist, Room, chart, checklist, frame};
use crate::api::studio::seller_of;
use crate::gateway::problem::Problem;
use crate::words::t;

const SALES_SHOWN: u32 = 20;

/// The page.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let seller_id = seller_of(user)?;
    let app = &visit.app;
    let sales = app.store.sales_of(seller_id, None, SALES_SHOWN).await.map_err(Problem::from)?;
    let today = app.store.seller_today(seller_id, visit.now()).await.map_err(Problem::from)?;
    let midnight = visit.now().date_naive().and_time(NaiveTime::MIN).and_utc();
    let late = app.store.seller_orders_late(seller_id, midnight).await.map_err(Problem::from)?;
    let view = TodayPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, user, Room::Today).await?,
        checklist: checklist::of(&visit, seller_id).await?,
        figures: figures(&today, late),
        chart: chart::of(&visit, seller_id).await?,
        sales: sales.items.iter().map(sale).collect(),
    };
    Ok(page(&view)?)
}

/// The figures of the day, under the names and in the form in which the topic's snapshot tells them.
fn figures(today: &SellerToday, late: i64) -> Vec<Figure> {
    let figure = |key: &str, label: &str, value: String| Figure { key: key.to_owned(), label: t(label).into(), value };
    vec![
        figure("sales", "studio-figure-sales", today.sales.to_string()),
        figure("amount", "studio-figure-amount", works::money(today.amount)),
        figure("held", "studio-figure-held", today.held.to_string()),
        figure("wishlisted", "studio-figure-wishlisted", today.wishlisted.to_string()),
        figure("late", "studio-figure-late", late.to_string()),
    ]
}

/// A sale in the words of the live feed.
fn sale(record: &SaleRecord) -> SaleRow {
    let labels: Vec<String> = record.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy)).collect();
    let which = match (labels.is_empty(), record.quantity) {
        (false, _) => format!(", {}", labels.join(", ")),
        (true, 2..) => format!(", {}", t("count-copies").with("count", record.quantity)),
        (true, _) => String::new(),
    };
    SaleRow {
        at: Moment::new(record.at),
        text: t("studio-sold").with("what", format!("{}{which}", record.title)).into(),
        amount: works::money(record.amount),
    }
}
