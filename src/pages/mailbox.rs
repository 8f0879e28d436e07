//! The demonstration's mailbox: `GET /demo/mail` lists what was sent, `GET /demo/mail/{id}` shows one, and
//! `GET /demo/mail/{id}/html` is its HTML, for the frame on that page. Outside the demo there is none of it.
//! It sends nothing and knows no kind of mail.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, X_FRAME_OPTIONS};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use chrono::{DateTime, Utc};
use impasto_domain::ids::MailId;
use impasto_domain::mail::Mail;

use super::demo::only_in_the_demo;
use super::typed::Typed;
use super::views::mailbox::{MailPage, MailRow, MailboxPage};
use super::views::moment::Moment;
use super::visit::{Visit, page};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

/// Mails a page.
const MAILS_A_PAGE: u32 = 50;

/// What a mail may do in its frame: show itself, and lead the whole window on when somebody follows its link.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; \
     sandbox allow-top-navigation-by-user-activation";

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/demo/mail").route(web::get().to(list)))
        .service(web::resource("/demo/mail/{id}").route(web::get().to(show)))
        .service(web::resource("/demo/mail/{id}/html").route(web::get().to(html)));
}

async fn list(visit: Visit) -> Result<HttpResponse, Error> {
    only_in_the_demo(&visit)?;
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed = visit.app.store.mails(cursor.as_deref(), MAILS_A_PAGE).await.map_err(Problem::from)?;
    let row = |mail: &impasto_store::reads::MailHead| MailRow {
        url: format!("/demo/mail/{}", mail.id),
        subject: mail.subject.clone(),
        to: mail.to.clone(),
        at: Moment::new(mail.at),
    };
    let view = MailboxPage {
        chrome: visit.chrome().await,
        mails: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(|cursor| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("cursor", &cursor).finish();
            format!("/demo/mail?{query}")
        }),
    };
    Ok(page(&view)?)
}

async fn show(visit: Visit, id: Path<MailId>) -> Result<HttpResponse, Error> {
    let (mail, at) = found(&visit, id.0).await?;
    let as_text = Typed::of_query(visit.request()).get("as") == "text";
    let url = format!("/demo/mail/{}", mail.id);
    let view = MailPage {
        chrome: visit.chrome().await,
        back_url: "/demo/mail".to_owned(),
        back_label: t("demo-all-mails").into(),
        subject: mail.subject,
        to: mail.to,
        at: Some(Moment::new(at)),
        text: as_text.then_some(mail.text),
        html_url: format!("{url}/html"),
        as_html_url: url.clone(),
        as_text_url: format!("{url}?as=text"),
    };
    framing(&visit, page(&view)?)
}

async fn html(visit: Visit, id: Path<MailId>) -> Result<HttpResponse, Error> {
    let (mail, _) = found(&visit, id.0).await?;
    Ok(framed(mail.html))
}

async fn found(visit: &Visit, id: MailId) -> Result<(Mail, DateTime<Utc>), Problem> {
    only_in_the_demo(visit)?;
    visit.app.store.mail(id).await?.ok_or_else(|| Problem::not_found("mail"))
}

/// A page with a mail in a frame.
pub(super) fn framing(visit: &Visit, mut answer: HttpResponse) -> Result<HttpResponse, Error> {
    if let Some(policy) = visit.shared.headers.framing_policy() {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(answer)
}

/// A mail's HTML for a frame of this site; its links lead the whole window on.
pub(super) fn framed(html: String) -> HttpResponse {
    let html = html.replacen("<head>", "<head><base target=\"_top\">", 1);
    let mut answer = HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(MAIL_POLICY));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    answer
}
