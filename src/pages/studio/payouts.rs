//! How the seller is paid: what is payable, what waits, payouts and statements, and where the money goes.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::seller::MemberRole;

use super::super::console::months::document_row;
use super::super::console::payouts::{owed_row, payout_row, why};
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::form::Errors;
use super::super::views::studio::payouts::{Balance, StudioPayoutsPage};
use super::super::views::text;
use super::super::visit::{Visit, page_with};
use super::super::{mistakes, notices};
use super::{Artist, Room, frame};
use crate::api::studio::seller_of;
use crate::api::studio_payouts::{own_balance, own_documents, set_account};
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::Claims;
use crate::words::t;

const HERE: &str = "/studio/payouts";
const PAYOUTS_A_PAGE: u32 = 25;

/// The page.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    Ok(whole(&visit, &artist.0, (Errors::default(), String::new()), StatusCode::OK).await?)
}

/// Says where the money goes.
pub(super) async fn account(visit: Visit, artist: Artist, typed: Typed) -> Result<HttpResponse, Error> {
    let given = typed.get("account").to_owned();
    match set_account(&visit.app, &artist.0, Some(&given), None).await {
        Ok(()) => Ok(see_other_with(HERE, "payout-account-saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let field = |_: &str| -> Option<mistakes::Field> {
                Some(("account".to_owned(), t("studio-payouts-account").into()))
            };
            let errors = mistakes::of(&problem, field);
            Ok(whole(&visit, &artist.0, (errors, given), StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

async fn whole(
    visit: &Visit,
    user: &Claims,
    (errors, typed): (Errors, String),
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(user)?;
    let store = &visit.app.store;
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let (account, seen) = own_balance(&visit.app, seller_id).await?;
    let payouts = store.payouts_of_seller(seller_id, cursor.as_deref(), PAYOUTS_A_PAGE).await?;
    let role = store.member_role(seller_id, user.user_id).await?;
    let balances = seen.sellers.iter().map(|seller| {
        let currency = seller.balance.currency;
        let orders = seller.balance.orders.iter();
        Balance {
            payable: text::money(seller.payable_minor(&seen.rules), currency),
            held: text::money(seller.held_minor(&seen.rules), currency),
            why: why(seller),
            orders: orders.map(|order| owed_row(order, currency, &seen.rules, false)).collect(),
        }
    });
    let view = StudioPayoutsPage {
        chrome: visit.chrome().await,
        frame: frame(visit, user, Room::Payouts).await?,
        account,
        can_set: role == Some(MemberRole::Owner),
        errors,
        typed,
        balances: balances.collect(),
        payouts: payouts.items.iter().map(payout_row).collect(),
        next_url: payouts.next_cursor.map(|cursor| format!("{HERE}?cursor={cursor}")),
        documents: own_documents(&visit.app, seller_id).await?.iter().map(document_row).collect(),
    };
    page_with(status, &view)
}
