//! What needs somebody, the most pressing first, each with the one thing to do about it. Everybody sees what their role can do
//! something about.

use actix_web::{Error, HttpResponse};
use impasto_domain::dispute::DisputeStatus;
use impasto_domain::identity::Permission;
use impasto_domain::ids::SellerId;
use impasto_domain::order::Order;
use impasto_domain::seller::Seller;
use impasto_store::reads::{DisputeRecord, JobRecord, JobState};

use super::super::turn::see_other_with;
use super::super::views::console::{Need, NeedAction, NeedsPage, NeedsSection};
use super::super::visit::{Visit, page};
use super::super::{notices, works};
use super::{PeopleKeeper, Room, Staff, day_of, disputes, frame, jobs, review, ship_before};
use crate::api::sellers::verify_seller;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

/// Rows of each kind on the page.
const SHOWN: u32 = 12;

/// The page.
pub(super) async fn show(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    let mut sections = Vec::new();
    if visit.may(Permission::OrdersManage) {
        sections.extend(orders(&visit).await?);
    }
    if visit.may(Permission::UsersManage) {
        let waiting = visit.app.store.sellers_from(Some(false), None, SHOWN).await.map_err(Problem::from)?;
        sections.push(section("sellers", waiting.items.iter().map(seller).collect()));
    }
    if visit.may(Permission::Moderate) {
        let open = visit.app.store.open_reports().await.map_err(Problem::from)?;
        sections.push(section("reports", reports(open)));
    }
    sections.retain(|section| !section.needs.is_empty());
    let view = NeedsPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Needs).await?,
        sections,
        // As it is written, not as this node last read it: the form that has just changed it leads here.
        sales_paused: visit
            .app
            .store
            .setting("sales_paused")
            .await
            .map_err(Problem::from)?
            .is_some_and(|paused| paused == true),
        can_switch_sales: visit.may(Permission::SettingsManage),
        reviews: review::waiting(&visit).await?,
    };
    Ok(page(&view)?)
}

/// Says that a seller is verified.
pub(super) async fn verify(visit: Visit, keeper: PeopleKeeper, id: Path<SellerId>) -> Result<HttpResponse, Error> {
    match verify_seller(&visit.app, &keeper.0, id.0, true, None).await {
        Ok(_) => Ok(see_other_with("/console", "seller-verified")),
        Err(problem) => notices::back("/console", problem, |_| None),
    }
}

/// What keeps orders from going on: payments first, for their works are held meanwhile.
async fn orders(visit: &Visit) -> Result<Vec<NeedsSection>, Problem> {
    let store = &visit.app.store;
    let stuck = store.stuck_jobs(SHOWN).await?;
    let overdue = store.orders_overdue(ship_before(visit), day_of(visit), SHOWN).await?;
    let dead = store.jobs(JobState::Dead, None, SHOWN).await?;
    let mut open = store.disputes(Some(DisputeStatus::Open), None, SHOWN).await?.items;
    // Whose evidence is due first; one that waits for none comes last.
    open.sort_by_key(|record| (record.dispute.evidence_due_at.is_none(), record.dispute.evidence_due_at));
    Ok(vec![
        section("disputes", open.iter().map(disputed).collect()),
        section("stuck", stuck.iter().map(|job| stuck_payment(visit, job)).collect()),
        section("overdue", overdue.iter().map(|order| late(visit, order)).collect()),
        section("dead", dead.items.iter().map(|job| given_up(visit, job)).collect()),
    ])
}

/// One row for all of them: each is decided in its room.
fn reports(open: i64) -> Vec<Need> {
    let Some(open) = u64::try_from(open).ok().filter(|open| *open > 0) else { return Vec::new() };
    let action = NeedAction::Open { url: "/console/reports".to_owned(), label: t("console-needs-open-reports").into() };
    let what = t("count-reports").with("count", open).into();
    vec![Need { what, detail: t("console-needs-reported").into(), action }]
}

fn section(key: &str, needs: Vec<Need>) -> NeedsSection {
    NeedsSection { key: key.to_owned(), title: t(&format!("console-needs-{key}")).into(), needs }
}

fn disputed(record: &DisputeRecord) -> Need {
    let dispute = &record.dispute;
    let due = disputes::evidence_due(dispute);
    let due = due.map(|due| t("console-disputes-evidence-until").with("day", due.text).to_string());
    let known = [Some(works::money(dispute.amount)), Some(disputes::reason(dispute)), due];
    let known: Vec<String> = known.into_iter().flatten().filter(|word| !word.is_empty()).collect();
    Need {
        what: record.order_number.clone(),
        detail: known.join(", "),
        action: NeedAction::Open {
            url: format!("/console/orders/{}", dispute.order_id),
            label: t("console-needs-open-order").into(),
        },
    }
}

fn stuck_payment(visit: &Visit, job: &JobRecord) -> Need {
    let row = jobs::row(visit, job);
    let why = row.tried();
    let action = match &row.order_url {
        Some(url) => NeedAction::Open { url: url.clone(), label: t("console-needs-open-order").into() },
        None => retry(&row.id),
    };
    Need { what: row.what, detail: why, action }
}

fn given_up(visit: &Visit, job: &JobRecord) -> Need {
    let row = jobs::row(visit, job);
    let why = row.tried();
    let action = retry(&row.id);
    Need { what: row.what, detail: why, action }
}

fn retry(id: &str) -> NeedAction {
    NeedAction::Send {
        url: format!("/console/jobs/{id}/retry"),
        back: "/console".to_owned(),
        label: t("console-needs-retry").into(),
    }
}

fn late(visit: &Visit, order: &Order) -> Need {
    let days = u64::try_from((visit.now() - order.head.placed_at).num_days()).unwrap_or(0);
    let sellers: Vec<&str> = order.seller_orders.iter().map(|part| part.seller_name.as_str()).collect();
    Need {
        what: order.head.number.clone(),
        detail: t("console-needs-late").with("count", days).with("sellers", sellers.join(", ")).into(),
        action: NeedAction::Open {
            url: format!("/console/orders/{}", order.head.id),
            label: t("console-needs-open-order").into(),
        },
    }
}

fn seller(seller: &Seller) -> Need {
    let tax = seller.vat_id.clone().or_else(|| seller.tax_number.clone());
    let known = [Some(seller.legal_name.clone()), Some(seller.address.city.clone()), tax, Some(seller.email.clone())];
    let known: Vec<String> = known.into_iter().flatten().filter(|word| !word.trim().is_empty()).collect();
    Need {
        what: seller.name.clone(),
        detail: known.join(", "),
        action: NeedAction::Send {
            url: format!("/console/sellers/{}/verify", seller.id),
            back: "/console".to_owned(),
            label: t("console-needs-verify").into(),
        },
    }
}
