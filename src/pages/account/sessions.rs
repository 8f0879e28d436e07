//! Where one is signed in: `GET /account/sessions`, and `POST /account/sessions/{id}/end`.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::SessionId;

use super::super::turn::{Member, see_other_with};
use super::super::views::account_rooms::{SessionRow, SessionsPage};
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page};
use super::rooms;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::identity::{account, cookies, permission};
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/account/sessions").route(web::get().to(list)))
        .service(web::resource("/account/sessions/{id}/end").route(web::post().to(end)));
}

type Me = Member<permission::Account>;

async fn list(visit: Visit, me: Me) -> Result<HttpResponse, Error> {
    let live = visit.shared.people.sessions(me.0.user_id).await.map_err(Problem::from)?;
    let row = |session: impasto_domain::identity::Session| SessionRow {
        id: session.id.to_string(),
        device: device(&session.user_agent),
        since: Moment::new(session.created_at),
        seen: Moment::new(session.seen_at),
        is_current: session.id == me.0.session_id,
    };
    let view = SessionsPage {
        rooms: rooms(&visit, "/account/sessions"),
        chrome: visit.chrome().await,
        sessions: live.into_iter().map(row).collect(),
    };
    Ok(page(&view)?)
}

async fn end(visit: Visit, me: Me, id: Path<SessionId>) -> Result<HttpResponse, Error> {
    let live = visit.shared.people.sessions(me.0.user_id).await.map_err(Problem::from)?;
    if !live.iter().any(|session| session.id == id.0) {
        return Ok(see_other_with("/account/sessions", "gone"));
    }
    account::sign_out(&visit.shared, id.0, me.0.user_id).await?;
    if id.0 != me.0.session_id {
        return Ok(see_other_with("/account/sessions", "session-ended"));
    }
    for cookie in account::sign_out_cookies(&visit.shared) {
        cookies::set(visit.request(), cookie);
    }
    Ok(see_other_with("/", "signed-out"))
}

/// A browser's own words as people say them: `Firefox on Windows`. What says neither is shown as it is, shortened.
fn device(agent: &str) -> String {
    // The order matters: browsers name those they wish to be taken for, too.
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chromium/", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => t("account-device").with("browser", browser).with("system", system).into(),
        (Some(browser), None) => browser.to_owned(),
        _ if agent.trim().is_empty() => t("account-device-unnamed").into(),
        _ => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn browsers_are_named_as_people_name_them() {
        let firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(device(firefox), "Firefox on Windows");
        assert_eq!(within(Language::German, || device(firefox)), "Firefox auf Windows");
        assert_eq!(device(edge), "Edge on Windows");
        assert_eq!(device(phone), "Safari on iPhone");
        assert_eq!(device("curl/8.5.0"), "curl/8.5.0");
        assert_eq!(device(""), "A program that does not say its name");
    }
}
