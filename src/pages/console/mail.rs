//! What each kind of mail looks like: `GET /console/mail` lists them, `GET /console/mail/{kind}` shows one with sample data,
//! `GET /console/mail/{kind}/html` is its HTML, for the frame on that page. For those who may change the house's rules.
//! It sends nothing.

use actix_web::{Error, HttpResponse};

use super::super::mailbox::{framed, framing};
use super::super::typed::Typed;
use super::super::views::mailbox::{MailKindRow, MailKindsPage, MailPage};
use super::super::visit::{Visit, page};
use super::{Keeper, Room, frame};
use crate::config::MailWay;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::mail::{Sheet, samples};
use crate::words::t;

pub(super) async fn list(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    let mail = &visit.shared.config.mail;
    let way = match mail.way(visit.shared.is_demo) {
        Some(MailWay::Smtp) => {
            let from = mail.from.as_ref().map(ToString::to_string).unwrap_or_default();
            let host = mail.smtp.host.as_deref().unwrap_or_default();
            t("console-mail-by-server").with("host", host).with("from", from).to_string()
        }
        Some(MailWay::Mailbox) => t("console-mail-by-mailbox").into(),
        None => t("console-mail-by-none").into(),
    };
    let row = |(kind, sheet): (&'static str, Sheet)| MailKindRow {
        url: format!("/console/mail/{kind}"),
        name: t(&format!("console-mail-kind-{kind}")).into(),
        subject: sheet.subject,
    };
    let view = MailKindsPage {
        frame: frame(&visit, Room::Mail).await?,
        chrome: visit.chrome().await,
        way,
        kinds: samples_of(&visit).into_iter().map(row).collect(),
    };
    Ok(page(&view)?)
}

pub(super) async fn show(visit: Visit, _keeper: Keeper, kind: Path<String>) -> Result<HttpResponse, Error> {
    let (kind, sheet) = found(&visit, &kind.0)?;
    let url = format!("/console/mail/{kind}");
    let as_text = Typed::of_query(visit.request()).get("as") == "text";
    let view = MailPage {
        chrome: visit.chrome().await,
        back_url: "/console/mail".to_owned(),
        back_label: t("console-mail-all").into(),
        text: as_text.then(|| sheet.text()),
        subject: sheet.subject,
        to: String::new(),
        at: None,
        html_url: format!("{url}/html"),
        as_html_url: url.clone(),
        as_text_url: format!("{url}?as=text"),
    };
    framing(&visit, page(&view)?)
}

pub(super) async fn html(visit: Visit, _keeper: Keeper, kind: Path<String>) -> Result<HttpResponse, Error> {
    let (_, sheet) = found(&visit, &kind.0)?;
    let html = sheet.html().map_err(|error| Problem::internal(&error))?;
    Ok(framed(html))
}

fn samples_of(visit: &Visit) -> Vec<(&'static str, Sheet)> {
    let config = &visit.shared.config;
    samples::with_name(&visit.shared.profile.site_name(&config.site.name), &config.site_address())
}

fn found(visit: &Visit, wanted: &str) -> Result<(&'static str, Sheet), Problem> {
    let sample = samples_of(visit).into_iter().find(|(kind, _)| *kind == wanted);
    sample.ok_or_else(|| Problem::not_found("kind of mail"))
}
