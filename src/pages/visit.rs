//! What every page handler starts from: who asks, for which page, and the frame that the answer stands in.
//! It does not know any page.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};
use impasto_domain::cart::CartState;
use impasto_domain::identity::Permission;
use impasto_domain::owner::Owner;
use impasto_domain::settings::LegalPage;

use super::views::chrome::{Chrome, LanguageLink, LegalLink, Logo, Notice, SignedInUser};
use super::views::own_address::{Alternate, OwnAddress};
use super::{legal, statics};
use crate::app::App;
use crate::gateway::language;
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::Identity;
use crate::words::{self, Language};

/// A request for a page.
pub(super) struct Visit {
    /// What handlers reach.
    pub(super) app: Data<App>,
    /// What every request reaches.
    pub(super) shared: Data<Shared>,
    /// Who asks.
    pub(super) who: Identity,
    request: HttpRequest,
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let missing = || Problem::internal(&std::io::Error::other("the application has no state for pages"));
        let found = Identity::from_request(request, payload).into_inner().and_then(|who| {
            let app = request.app_data::<Data<App>>().cloned().ok_or_else(missing)?;
            let shared = request.app_data::<Data<Shared>>().cloned().ok_or_else(missing)?;
            Ok(Self { app, shared, who, request: request.clone() })
        });
        ready(found)
    }
}

impl Visit {
    /// The request itself.
    pub(super) fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// Who holds and buys, if anybody.
    pub(super) fn owner(&self) -> Option<Owner> {
        self.who.owner()
    }

    /// Now, by the wall clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.shared.clock.now()
    }

    /// Whether the signed-in person has a permission.
    pub(super) fn may(&self, permission: Permission) -> bool {
        self.who.user.as_ref().is_some_and(|user| user.may(permission))
    }

    /// A path of this site as a full address: for search engines and for sharing.
    pub(super) fn full_address(&self, path: &str) -> String {
        if !path.starts_with('/') {
            return path.to_owned();
        }
        match &self.shared.config.public_url {
            Some(url) => format!("{}{path}", url.origin()),
            None => {
                let host = self.request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
                host.map_or_else(|| path.to_owned(), |host| format!("http://{host}{path}"))
            }
        }
    }

    /// Where search engines find a page of this site, in each of the house's languages.
    pub(super) fn own_address(&self, path: &str) -> OwnAddress {
        let named = language::named_by(&self.shared, self.request.query_string());
        own_address(self.full_address(path), &self.shared.languages, named)
    }

    /// The owner's cart as it is now; `None` for nobody, and when it cannot be told at the moment: a page about
    /// something else is shown all the same.
    pub(super) async fn cart(&self) -> Option<CartState> {
        match self.app.engine.cart(self.owner()?).get().await {
            Ok(answer) => Some((*answer.state).clone()),
            Err(error) => {
                tracing::warn!(%error, "a page is shown without its visitor's cart");
                None
            }
        }
    }

    /// The frame of this page.
    pub(super) async fn chrome(&self) -> Chrome {
        let cart = self.cart().await;
        self.chrome_beside(cart.as_ref())
    }

    /// The frame of this page, beside a cart that is known already.
    pub(super) fn chrome_beside(&self, cart: Option<&CartState>) -> Chrome {
        let lines = cart.map_or(0, |cart| cart.cart.lines.len());
        Chrome {
            cart_count: u32::try_from(lines).unwrap_or(u32::MAX),
            demo: self.shared.is_demo,
            ..frame(&self.request, &self.who, &self.shared.config.site.name, self.now())
        }
    }
}

/// The frame of a page for whoever sent a request, without anything that has to be looked up.
pub(super) fn frame(request: &HttpRequest, who: &Identity, site_name: &str, now: DateTime<Utc>) -> Chrome {
    let user = who.user.as_deref().map(|user| SignedInUser {
        display_name: user.display_name.clone(),
        is_artist: user.may(Permission::Studio) && user.seller_id.is_some(),
        is_admin: user.may(Permission::InventoryManage),
    });
    let profile = request.app_data::<Data<Shared>>().map(|shared| shared.profile.get()).unwrap_or_default();
    let app = request.app_data::<Data<App>>();
    let query = request.query_string();
    let code = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "notice");
    Chrome {
        site_name: profile.site_name.clone().unwrap_or_else(|| site_name.to_owned()),
        logo: profile.logo.as_ref().zip(app).map(|(logo, app)| Logo {
            url: app.catalogue.public_url(&logo.key),
            width_px: logo.width_px,
            height_px: logo.height_px,
        }),
        has_accent: profile.accent.is_some(),
        legal: profile.legal.keys().map(|page| legal_link(*page)).collect(),
        languages: request.app_data::<Data<Shared>>().map(|shared| languages(shared, request)).unwrap_or_default(),
        static_base: statics::base().to_owned(),
        path: path_of(request.path(), query),
        user,
        has_owner: who.owner().is_some(),
        cart_count: 0,
        demo: false,
        server_time: now.to_rfc3339_opts(SecondsFormat::Millis, true),
        notice: code.and_then(|(_, code)| Notice::from_code(&code)),
    }
}

/// This page in each language of the house; nothing where there is no choice.
fn languages(shared: &Shared, request: &HttpRequest) -> Vec<LanguageLink> {
    if shared.languages.len() < 2 {
        return Vec::new();
    }
    let path = path_of(request.path(), request.query_string());
    let link = |language: Language| LanguageLink {
        tag: language.tag(),
        name: language.name(),
        url: language::naming(&path, language),
        current: language == words::current(),
    };
    shared.languages.iter().copied().map(link).collect()
}

/// The addresses of a page from its plain one. One that was asked for in a language is a page of its own: what names others as
/// its translations is named by itself as well.
fn own_address(plain: String, offered: &[Language], named: Option<Language>) -> OwnAddress {
    if offered.len() < 2 {
        return OwnAddress { url: plain, languages: Vec::new() };
    }
    let in_language = |language: &Language| Alternate { tag: language.tag(), url: language::naming(&plain, *language) };
    let mut languages: Vec<Alternate> = offered.iter().map(in_language).collect();
    languages.push(Alternate { tag: "x-default", url: plain.clone() });
    OwnAddress { url: named.map_or_else(|| plain.clone(), |language| language::naming(&plain, language)), languages }
}

fn legal_link(page: LegalPage) -> LegalLink {
    LegalLink { url: format!("/legal/{}", page.as_str()), label: legal::title(page) }
}

/// A page as an answer.
///
/// # Errors
/// 500 when the template fails, which only the memory's end can bring about.
pub(super) fn page(view: &impl Template) -> Result<HttpResponse, Problem> {
    page_with(actix_web::http::StatusCode::OK, view)
}

/// A page as an answer of another status: a form with what is wrong with it.
///
/// # Errors
/// As [`page`].
pub(super) fn page_with(status: actix_web::http::StatusCode, view: &impl Template) -> Result<HttpResponse, Problem> {
    let html = view.render().map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}

/// The path with its query, without the notice, which has been read, and without the choice of a language, which is
/// remembered.
fn path_of(path: &str, query: &str) -> String {
    let is_kept = |pair: &&str| !pair.is_empty() && !pair.starts_with("notice=") && !pair.starts_with("lang=");
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_frame_shows_known_notices_only_and_keeps_them_out_of_the_return_path() {
        let framed = |uri: &str| {
            let request = TestRequest::get().uri(uri).to_http_request();
            frame(&request, &Identity::NOBODY, "Impasto", DateTime::UNIX_EPOCH)
        };
        let chrome = framed("/cart?q=tide&notice=added");
        assert_eq!(chrome.path, "/cart?q=tide");
        assert_eq!(chrome.notice, Notice::from_code("added"));
        assert!(chrome.notice.is_some() && !chrome.has_owner);
        assert_eq!(framed("/cart?notice=Send+money+to").notice, None);
        assert_eq!(framed("/cart").path, "/cart");
    }

    #[test]
    fn a_page_is_its_own_in_the_language_that_its_address_names() {
        let plain = || "https://gallery.example/?q=tide".to_owned();
        let own = own_address(plain(), &[Language::German, Language::English], None);
        assert_eq!(own.url, plain());
        let languages: Vec<(&str, &str)> = own.languages.iter().map(|one| (one.tag, one.url.as_str())).collect();
        let wanted = [
            ("de", "https://gallery.example/?q=tide&lang=de"),
            ("en", "https://gallery.example/?q=tide&lang=en"),
            ("x-default", "https://gallery.example/?q=tide"),
        ];
        assert_eq!(languages, wanted);
        let german = own_address(plain(), &[Language::German, Language::English], Some(Language::German));
        assert_eq!(german.url, "https://gallery.example/?q=tide&lang=de");
        assert_eq!(german.languages, own.languages);
        let alone = own_address(plain(), &[Language::German], Some(Language::German));
        assert_eq!(alone, OwnAddress { url: plain(), languages: Vec::new() });
    }
}
