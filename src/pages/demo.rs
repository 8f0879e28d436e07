//! The demo, live: `GET /demo` shows storefront, studio and console side by side, `POST /demo/crowd` sends a crowd, and `GET /demo/crowd` tells
//! scripts how far it is. Outside the demo there is none of it.
//! It decides nothing: the crowd does.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::identity::Role;
use serde_json::json;

use super::turn::see_other;
use super::views::demo::{Account, DemoPage, RushView, VerdictView};
use super::visit::{Visit, page_with};
use super::works;
use crate::demo::{ACCOUNTS, BUYERS, COPIES, Crowds, NoCrowd, PASSWORD, Rush, Stage, Verdict};
use crate::gateway::html::prefers_html;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::{Message, t};

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/demo").route(web::get().to(show)))
        .service(web::resource("/demo/crowd").route(web::get().to(progress)).route(web::post().to(send)));
}

async fn show(visit: Visit) -> Result<HttpResponse, Error> {
    only_in_the_demo(&visit)?;
    Ok(room(&visit, None).await?)
}

async fn send(visit: Visit) -> Result<HttpResponse, Error> {
    only_in_the_demo(&visit)?;
    let sent = Crowds::send(visit.app.clone().into_inner()).await;
    let wants_html = prefers_html(visit.request().headers());
    match sent {
        Ok(_) if wants_html => Ok(see_other("/demo")),
        Ok(rush) => Ok(HttpResponse::Accepted().json(told(&rush))),
        Err(error) if wants_html => Ok(room(&visit, Some(why(&error).into())).await?),
        Err(error) => Err(problem(error).into()),
    }
}

async fn progress(visit: Visit) -> Result<HttpResponse, Error> {
    only_in_the_demo(&visit)?;
    let rush = visit.app.crowds.last().ok_or_else(|| Problem::not_found("crowd"))?;
    Ok(HttpResponse::Ok().json(told(&rush)))
}

/// Outside the demo there is none of it.
pub(super) fn only_in_the_demo(visit: &Visit) -> Result<(), Problem> {
    if visit.shared.is_demo { Ok(()) } else { Err(Problem::not_found("page")) }
}

fn problem(error: NoCrowd) -> Problem {
    match error {
        NoCrowd::Journal(error) => error.into(),
        NoCrowd::Read(error) => error.into(),
        NoCrowd::UnderWay | NoCrowd::NobodyCanPay | NoCrowd::NoDemo | NoCrowd::Show(_) => {
            Problem::new(ProblemType::Conflict).detail(why(&error).to_string())
        }
    }
}

/// Why no crowd was sent, as a page says it; the causes behind it are in the log.
fn why(error: &NoCrowd) -> Message<'static> {
    match error {
        NoCrowd::UnderWay => t("demo-why-under-way"),
        NoCrowd::NobodyCanPay => t("demo-why-nobody-can-pay"),
        NoCrowd::NoDemo => t("demo-why-no-demo"),
        NoCrowd::Journal(_) => t("demo-why-not-hung"),
        NoCrowd::Read(_) => t("demo-why-not-read"),
        NoCrowd::Show(_) => t("demo-why-not-shown"),
    }
}

/// A crowd as scripts see it.
fn told(rush: &Rush) -> serde_json::Value {
    let verdict = match &rush.stage {
        Stage::Done(verdict) => json!({
            "sold": verdict.sold, "twice": verdict.twice, "late": verdict.late, "failed": verdict.failed,
            "p50_ms": verdict.p50_ms, "p99_ms": verdict.p99_ms, "verified": verdict.verified, "offences": verdict.offences,
        }),
        _ => serde_json::Value::Null,
    };
    json!({
        "number": rush.number, "artwork_id": rush.artwork_id, "edition_id": rush.edition_id, "seller_id": rush.seller_id,
        "buyers": BUYERS, "copies": COPIES, "stage": stage(&rush.stage), "verdict": verdict,
    })
}

fn stage(stage: &Stage) -> &'static str {
    match stage {
        Stage::Gathering => "gathering",
        Stage::Buying => "buying",
        Stage::Checking => "checking",
        Stage::Done(_) => "done",
        Stage::Failed(_) => "failed",
    }
}

async fn room(visit: &Visit, refusal: Option<String>) -> Result<HttpResponse, Problem> {
    let status = if refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let rush = visit.app.crowds.last();
    let view = DemoPage {
        chrome: visit.chrome().await,
        buyers: BUYERS,
        copies: COPIES,
        refusal,
        rush: rush.as_ref().and_then(|rush| view_of(visit, rush)),
        accounts: ACCOUNTS.iter().map(|account| Account { email: account.email, sees: sees(account.role) }).collect(),
        password: PASSWORD,
        artist_email: email_of(Role::Artist),
        admin_email: email_of(Role::Admin),
    };
    page_with(status, &view)
}

fn view_of(visit: &Visit, rush: &Rush) -> Option<RushView> {
    let entry = visit.app.catalogue.by_id(rush.artwork_id)?;
    let (edition, stock) = entry.record.editions.first()?;
    Some(RushView {
        number: rush.number,
        stage: stage(&rush.stage),
        artwork_id: rush.artwork_id.to_string(),
        edition_id: rush.edition_id.to_string(),
        seller_id: rush.seller_id.to_string(),
        card: works::card(&visit.app.catalogue, &entry.record),
        url: works::url(&entry.record),
        stock: works::stock(edition, stock),
        verdict: match &rush.stage {
            Stage::Done(verdict) => Some(words(verdict)),
            Stage::Failed(_) => Some(VerdictView { sound: false, text: t("demo-unchecked").into() }),
            _ => None,
        },
    })
}

/// `25 sold, none twice; 25 of 50 buyers were told that they came too late. The engine answered within 9 ms (p99), half of them within 3 ms.
/// The checker verified 31 invariants over the whole database and found nothing wrong.`
fn words(verdict: &Verdict) -> VerdictView {
    let Verdict { sold, twice, late, failed, p50_ms, p99_ms, verified, offences } = verdict;
    let sales = t("demo-verdict-sold").with("sold", sold).with("twice", twice);
    let sales = sales.with("late", late).with("buyers", BUYERS);
    let unanswered = (*failed > 0).then(|| t("demo-verdict-failed").with("failed", failed));
    let speed = t("demo-verdict-speed").with("p99", p99_ms).with("p50", p50_ms);
    let check = t("demo-verdict-checked").with("verified", verified).with("offences", offences);
    let sentences = [Some(sales), unanswered, Some(speed), Some(check)].into_iter().flatten();
    VerdictView {
        sound: *twice == 0 && *failed == 0 && *offences == 0,
        text: sentences.map(String::from).collect::<Vec<_>>().join(" "),
    }
}

fn email_of(role: Role) -> &'static str {
    ACCOUNTS.iter().find(|account| account.role == role).map_or("", |account| account.email)
}

fn sees(role: Role) -> String {
    let id = match role {
        Role::Admin => "demo-sees-console",
        Role::Artist => "demo-sees-studio",
        _ => "demo-sees-storefront",
    };
    t(id).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_verdict_says_what_the_database_says() {
        let sound =
            Verdict { sold: 25, twice: 0, late: 25, failed: 0, p50_ms: 3, p99_ms: 9, verified: 31, offences: 0 };
        let told = words(&sound);
        assert!(told.sound && told.text.starts_with("25 sold, none twice; 25 of 50 buyers"), "{}", told.text);
        assert!(told.text.ends_with("over the whole database and found nothing wrong."), "{}", told.text);
        let german = within(Language::German, || words(&sound)).text;
        assert!(german.starts_with("25 verkauft, keines doppelt; 25 von 50"), "{german}");
        for wrong in [
            Verdict { twice: 1, ..sound.clone() },
            Verdict { failed: 2, ..sound.clone() },
            Verdict { offences: 3, ..sound.clone() },
        ] {
            assert!(!words(&wrong).sound, "{wrong:?}");
        }
        assert!(words(&Verdict { twice: 1, ..sound }).text.contains("1 of them TWICE"));
    }
}
