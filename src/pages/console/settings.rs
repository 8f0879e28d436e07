//! Settings: what staff may change of the house, and what it was before.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::difference;
use impasto_domain::ids::{SellerId, UserId};
use impasto_domain::month::HOUSE_IDENTITY;
use impasto_domain::payout::PAYOUT_MINIMUM;
use impasto_domain::settings::{
    ACCENT, ART, COMMISSION, COMMISSION_RULES, HOLDS, LOGO, LegalPage, RETURN_PHOTO_DAYS, SALES_PAUSED, SHIPPING,
    SITE_NAME, TAX, WITHDRAWAL_DAYS, WITHDRAWAL_DAYS_DEFAULT,
};
use impasto_store::reads::SettingChange;
use uuid::Uuid;

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::chrome::Logo;
use super::super::views::console::audit::ChangeLine;
use super::super::views::console::settings::{Configured, HistoryRow, LegalForm, SettingsForm, SettingsPage};
use super::super::views::form::{Errors, FieldError};
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page_with};
use super::super::{legal, mistakes, notices};
use super::art_tables::{limit_lines, limits_of, note_lines, notes_of, resale_lines, resale_of};
use super::tables::{commission_lines, commission_of, shipping_lines, shipping_of, tax_lines, tax_of};
use super::{Keeper, Room, frame};
use crate::api::settings::{
    AccentJson, HoldTimesSetting, LegalInput, SettingsInput, SettingsJson, bring_back, drop_logo, put_settings, read,
    take_logo,
};
use crate::api::shapes::{ArtRulesJson, ShippingTableJson};
use crate::gateway::FileForm;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::{decimal, t};

const HERE: &str = "/console/settings";
const CHANGES_A_PAGE: u32 = 20;

/// A form that cannot be sent on: what is wrong, and where.
type Wrong = (String, String);

/// The page.
pub(super) async fn show(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    shown(&visit, None, Errors::default(), StatusCode::OK).await
}

/// Changes one part.
pub(super) async fn change(
    visit: Visit,
    keeper: Keeper,
    part: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let input = match part.0.as_str() {
        "house" => house_of(&typed),
        "sales" => sales_of(&typed),
        "tax" => taxes_of(&typed),
        "art" => art_of(&typed),
        "commission" => commissions_of(&visit, &typed),
        "shipping" => table_of(&typed, read(&visit.app, &visit.shared).await?.1.shipping),
        "legal" => legal_of(&typed),
        _ => return Err(Problem::not_found("part of the settings").into()),
    };
    let (input, lines) = match input {
        Ok(read) => read,
        Err((field, message)) => {
            let errors = Errors { summary: None, fields: vec![FieldError { field, message }] };
            return shown(&visit, Some(&typed), errors, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let done = put_settings(&visit.app, &visit.shared, &keeper.0, &input, version(&typed), None).await;
    match done {
        Ok(()) => Ok(see_other_with(HERE, "settings-saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let errors = mistakes::of(&problem, |pointer| field(pointer, &lines));
            shown(&visit, Some(&typed), errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => refused(problem),
    }
}

/// Gives the house a picture, or takes it away.
pub(super) async fn logo(visit: Visit, keeper: Keeper, form: FileForm) -> Result<HttpResponse, Error> {
    let typed = Typed(form.fields);
    let file = form.files.into_iter().find(|(name, _)| name == "file").map(|(_, file)| file);
    let done = match file {
        Some(file) => take_logo(&visit.app, &visit.shared, &keeper.0, file, version(&typed)).await.map(drop),
        None if typed.get("remove") == "true" => {
            drop_logo(&visit.app, &visit.shared, &keeper.0, version(&typed), None).await
        }
        None => return Ok(see_other_with(HERE, "not-acceptable")),
    };
    match done {
        Ok(()) => Ok(see_other_with(HERE, "settings-saved")),
        Err(problem)
            if matches!(
                problem.kind(),
                Some(ProblemType::InvalidFields | ProblemType::UnsupportedMediaType | ProblemType::TooLarge)
            ) =>
        {
            let message = mistakes::told(&problem);
            let errors = Errors { summary: None, fields: vec![FieldError { field: "file".to_owned(), message }] };
            shown(&visit, None, errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => refused(problem),
    }
}

/// Brings back what a setting was before a change.
pub(super) async fn restore(visit: Visit, keeper: Keeper, seq: Path<i64>, typed: Typed) -> Result<HttpResponse, Error> {
    match bring_back(&visit.app, &visit.shared, &keeper.0, seq.0, version(&typed), None).await {
        Ok(()) => Ok(see_other_with(HERE, "brought-back")),
        Err(problem) => refused(problem),
    }
}

fn refused(problem: Problem) -> Result<HttpResponse, Error> {
    notices::back(HERE, problem, |kind| (kind == ProblemType::PreconditionFailed).then_some("settings-changed"))
}

async fn shown(
    visit: &Visit,
    typed: Option<&Typed>,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let query = Typed::of_query(visit.request());
    let (version, settings) = read(&visit.app, &visit.shared).await?;
    let cursor = query.given("cursor");
    let store = &visit.app.store;
    let changes = store.settings_history(None, cursor.as_deref(), CHANGES_A_PAGE).await.map_err(Problem::from)?;
    let mut people: Vec<UserId> = changes.items.iter().filter_map(|change| change.by).collect();
    people.sort_unstable();
    people.dedup();
    let people = store.users_by_ids(&people).await.map_err(Problem::from)?;
    let row = |change: &SettingChange| {
        let before = change.before.clone().unwrap_or_default();
        let difference = difference::between(&before, &change.after);
        let by = change.by.map(|id| people.get(&id).map_or_else(|| id.to_string(), |user| user.display_name.clone()));
        HistoryRow {
            seq: change.seq,
            what: named(&change.key),
            at: Moment::new(change.at),
            by: by.unwrap_or_else(|| t("console-audit-program").into()),
            changes: difference
                .changes
                .into_iter()
                .map(|one| ChangeLine { path: one.path, before: one.before, after: one.after })
                .collect(),
            more: difference.more,
        }
    };
    let profile = visit.shared.profile.get();
    let config = &visit.shared.config;
    let minutes = |seconds: u32| figure(f64::from(seconds) / 60.0);
    let view = SettingsPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Settings).await?,
        version: typed.and_then(self::version).unwrap_or(version),
        form: form(visit, &settings, typed),
        logo: profile.logo.as_ref().map(|logo| Logo {
            url: visit.app.catalogue.public_url(&logo.key),
            width_px: logo.width_px,
            height_px: logo.height_px,
        }),
        configured: Configured {
            site_name: config.site.name.clone(),
            commission: figure(f64::from(config.sellers.commission_basis_points) / 100.0),
            hold_minutes: minutes(config.holds.ttl_s),
            extension_minutes: minutes(config.holds.extension_s),
            withdrawal_days: WITHDRAWAL_DAYS_DEFAULT.to_string(),
        },
        legal: LegalPage::ALL.into_iter().map(|page| legal_form(page, &settings, typed, &errors)).collect(),
        history: changes.items.iter().map(row).collect(),
        history_next_url: changes.next_cursor.map(|cursor| format!("{HERE}?cursor={cursor}#history")),
        errors,
    };
    Ok(page_with(status, &view)?)
}

/// What stands in the forms: what was typed, else what is set.
fn form(visit: &Visit, settings: &SettingsJson, typed: Option<&Typed>) -> SettingsForm {
    let sellers = visit.app.sellers();
    let name_of = |id: Uuid| sellers.get(&SellerId(id)).map(|seller| seller.slug.clone());
    let minutes = |seconds: u32| figure(f64::from(seconds) / 60.0);
    let has = |name: &str| typed.filter(|typed| typed.0.iter().any(|(known, _)| known == name));
    let field = |name: &str, set: String| has(name).map_or(set, |typed| typed.get(name).to_owned());
    let accent = settings.accent.as_ref();
    SettingsForm {
        site_name: field("site_name", settings.site_name.clone().unwrap_or_default()),
        accent_light: field("accent_light", accent.map(|accent| accent.light.clone()).unwrap_or_default()),
        accent_dark: field("accent_dark", accent.map(|accent| accent.dark.clone()).unwrap_or_default()),
        commission: field("commission", settings.commission_percent.map(figure).unwrap_or_default()),
        hold_minutes: field("hold_minutes", settings.holds.map(|times| minutes(times.ttl_s)).unwrap_or_default()),
        extension_minutes: field(
            "extension_minutes",
            settings.holds.map(|times| minutes(times.extension_s)).unwrap_or_default(),
        ),
        withdrawal_days: field("withdrawal_days", settings.withdrawal_days.to_string()),
        tax: field("tax", tax_lines(&settings.tax)),
        edition_limits: field("edition_limits", limit_lines(&settings.art)),
        resale_rules: field("resale_rules", resale_lines(&settings.art)),
        tax_notes: field("tax_notes", note_lines(&settings.art)),
        commission_rules: field("commission_rules", commission_lines(&settings.commission_rules, &name_of)),
        shipping: field("shipping", shipping_lines(&settings.shipping)),
        volumetric_divisor: field("volumetric_divisor", settings.shipping.volumetric_divisor.to_string()),
    }
}

fn legal_form(page: LegalPage, settings: &SettingsJson, typed: Option<&Typed>, errors: &Errors) -> LegalForm {
    let texts = &settings.legal;
    let set = match page {
        LegalPage::Imprint => &texts.imprint,
        LegalPage::Terms => &texts.terms,
        LegalPage::Privacy => &texts.privacy,
        LegalPage::Returns => &texts.returns,
    };
    let sent = typed.filter(|typed| typed.get("page") == page.as_str()).map(|typed| typed.get("text").to_owned());
    LegalForm {
        name: page.as_str().to_owned(),
        title: legal::title(page).to_string(),
        text: sent.unwrap_or_else(|| set.clone().unwrap_or_default()),
        url: set.is_some().then(|| format!("/legal/{}", page.as_str())),
        error: errors.of(&format!("legal-{}", page.as_str())).map(str::to_owned),
    }
}

/// What a form asks for, with the lines that its rows stand on.
type Asked = Result<(SettingsInput, Vec<Vec<usize>>), Wrong>;

fn house_of(typed: &Typed) -> Asked {
    let (light, dark) = (typed.given("accent_light"), typed.given("accent_dark"));
    let accent = match (light, dark) {
        (None, None) => None,
        (Some(light), Some(dark)) => Some(AccentJson { light, dark }),
        (light, _) => {
            let field = if light.is_none() { "accent_light" } else { "accent_dark" };
            return Err((field.to_owned(), t("console-settings-accent-both").into()));
        }
    };
    let input =
        SettingsInput { site_name: Some(typed.given("site_name")), accent: Some(accent), ..SettingsInput::default() };
    Ok((input, Vec::new()))
}

fn sales_of(typed: &Typed) -> Asked {
    let number = |name: &str, what: &str| match typed.given(name) {
        None => Ok(None),
        Some(text) => number_of(&text)
            .map(Some)
            .ok_or_else(|| (name.to_owned(), t("console-settings-no-number").with("what", t(what)).to_string())),
    };
    let commission_percent = number("commission", "console-settings-field-commission")?;
    let ttl = number("hold_minutes", "console-settings-field-hold")?;
    let extension = number("extension_minutes", "console-settings-field-extension")?;
    let holds = match (ttl, extension) {
        (None, None) => None,
        (Some(ttl), Some(extension)) => Some(HoldTimesSetting { ttl_s: seconds(ttl), extension_s: seconds(extension) }),
        (ttl, _) => {
            let field = if ttl.is_none() { "hold_minutes" } else { "extension_minutes" };
            return Err((field.to_owned(), t("console-settings-holds-both").into()));
        }
    };
    let withdrawal_days = match typed.given("withdrawal_days") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            let what = t("console-settings-field-withdrawal");
            ("withdrawal_days".to_owned(), t("console-settings-no-number").with("what", what).to_string())
        })?),
    };
    let input = SettingsInput {
        commission_percent: Some(commission_percent),
        holds: Some(holds),
        withdrawal_days: Some(withdrawal_days),
        ..SettingsInput::default()
    };
    Ok((input, Vec::new()))
}

/// A number as the language writes it, without groups.
pub(in crate::pages) fn figure(number: f64) -> String {
    number.to_string().replace('.', decimal().encode_utf8(&mut [0; 4]))
}

/// A number as the language writes it.
pub(in crate::pages) fn number_of(text: &str) -> Option<f64> {
    text.replace(decimal(), ".").parse().ok()
}

/// Whole seconds; what is out of bounds stays so, and is told by whoever checks it.
fn seconds(minutes: f64) -> u32 {
    (minutes * 60.0).round().clamp(0.0, f64::from(u32::MAX)) as u32
}

fn taxes_of(typed: &Typed) -> Asked {
    let (table, lines) = tax_of(typed.verbatim("tax")).map_err(|told| ("tax".to_owned(), told))?;
    Ok((SettingsInput { tax: Some(table), ..SettingsInput::default() }, vec![lines]))
}

fn art_of(typed: &Typed) -> Asked {
    let named = |field: &'static str| move |told| (field.to_owned(), told);
    let limits = limits_of(typed.verbatim("edition_limits")).map_err(named("edition_limits"))?;
    let rules = resale_of(typed.verbatim("resale_rules")).map_err(named("resale_rules"))?;
    let notes = notes_of(typed.verbatim("tax_notes")).map_err(named("tax_notes"))?;
    let art = ArtRulesJson { edition_limits: limits.0, resale_rules: rules.0, notes: notes.0 };
    Ok((SettingsInput { art: Some(art), ..SettingsInput::default() }, vec![limits.1, rules.1, notes.1]))
}

fn commissions_of(visit: &Visit, typed: &Typed) -> Asked {
    let sellers = visit.app.sellers();
    let id_of = |name: &str| sellers.values().find(|seller| seller.slug == name).map(|seller| seller.id.0);
    let read = commission_of(typed.verbatim("commission_rules"), &id_of);
    let (rules, lines) = read.map_err(|told| ("commission_rules".to_owned(), told))?;
    Ok((SettingsInput { commission_rules: Some(rules), ..SettingsInput::default() }, vec![lines]))
}

fn table_of(typed: &Typed, present: ShippingTableJson) -> Asked {
    let divisor = typed
        .get("volumetric_divisor")
        .parse()
        .map_err(|_| ("volumetric_divisor".to_owned(), t("console-settings-divisor-whole").to_string()))?;
    let present = ShippingTableJson { volumetric_divisor: divisor, ..present };
    let read = shipping_of(typed.verbatim("shipping"), &present).map_err(|told| ("shipping".to_owned(), told))?;
    let (table, lines) = read;
    Ok((SettingsInput { shipping: Some(table), ..SettingsInput::default() }, lines))
}

fn legal_of(typed: &Typed) -> Asked {
    let text = Some(typed.given("text"));
    let legal = match LegalPage::parse(typed.get("page")) {
        Some(LegalPage::Imprint) => LegalInput { imprint: text, ..LegalInput::default() },
        Some(LegalPage::Terms) => LegalInput { terms: text, ..LegalInput::default() },
        Some(LegalPage::Privacy) => LegalInput { privacy: text, ..LegalInput::default() },
        Some(LegalPage::Returns) => LegalInput { returns: text, ..LegalInput::default() },
        None => return Err(("legal".to_owned(), t("console-settings-no-page").into())),
    };
    Ok((SettingsInput { legal: Some(legal), ..SettingsInput::default() }, Vec::new()))
}

fn version(typed: &Typed) -> Option<i64> {
    typed.get("version").parse().ok()
}

/// What a row of a table is made of, as the API names it.
const MEMBERS: [&str; 25] = [
    "bands",
    "cap",
    "copies_max",
    "country",
    "currency",
    "days_max",
    "days_min",
    "exempt_up_to",
    "exempt_years",
    "id",
    "kind",
    "language",
    "longest_side_cm_max",
    "mediums",
    "name",
    "nationalities",
    "prices",
    "rate",
    "regime",
    "seller_id",
    "text",
    "threshold",
    "valid_from",
    "weight_kg_max",
    "zone",
];

/// What a table as a whole is called.
const TABLE: &str = "console-settings-field-table";

/// The field behind a pointer; rows of tables are named by the line they stand on.
fn field(pointer: &str, lines: &[Vec<usize>]) -> Option<mistakes::Field> {
    let named = |field: &str, id: &str| Some((field.to_owned(), t(id).into()));
    let label = |line: Option<&usize>, member| line.map_or_else(|| t(TABLE).into(), |line| on_line(*line, member));
    let place = |text: Option<&str>| text.and_then(|text| text.parse::<usize>().ok());
    let mut parts = pointer.trim_start_matches('/').split('/');
    match (parts.next()?, parts.next()) {
        ("site_name", _) => named("site_name", "console-settings-field-name"),
        ("accent", Some("light")) => named("accent_light", "console-settings-field-colour"),
        ("accent", Some("dark")) => named("accent_dark", "console-settings-field-colour"),
        ("withdrawal_days", _) => named("withdrawal_days", "console-settings-field-withdrawal"),
        ("commission_percent", _) => named("commission", "console-settings-field-commission"),
        ("holds", Some("ttl_s")) => named("hold_minutes", "console-settings-field-hold-seconds"),
        ("holds", Some("extension_s")) => named("extension_minutes", "console-settings-field-extension-seconds"),
        ("shipping", Some("volumetric_divisor")) => named("volumetric_divisor", "console-settings-field-divisor"),
        ("commission_rules", _) => {
            let line = place(parts.next()).and_then(|row| lines.first()?.get(row));
            Some(("commission_rules".to_owned(), label(line, parts.next())))
        }
        ("tax", _) => {
            let line = place(parts.next()).and_then(|row| lines.first()?.get(row));
            Some(("tax".to_owned(), label(line, parts.next())))
        }
        ("art", Some(list)) => {
            let (list, field) = match list {
                "edition_limits" => (0, "edition_limits"),
                "resale_rules" => (1, "resale_rules"),
                _ => (2, "tax_notes"),
            };
            let line = place(parts.next()).and_then(|row| lines.get(list)?.get(row));
            Some((field.to_owned(), label(line, parts.next())))
        }
        ("shipping", _) => {
            let method = place(parts.next()).and_then(|method| lines.get(method));
            let band = parts.next().filter(|name| *name == "bands").and_then(|_| place(parts.next()));
            let line = method.and_then(|lines| lines.get(band.unwrap_or(0)));
            Some(("shipping".to_owned(), label(line, parts.next())))
        }
        ("legal", Some(page)) => named(&format!("legal-{page}"), "console-settings-field-text"),
        _ => None,
    }
}

/// What a line of a table is called in a sentence, or one of its entries.
pub(in crate::pages) fn on_line(line: usize, member: Option<&str>) -> String {
    match member {
        Some(member) => {
            let named = MEMBERS.contains(&member).then(|| t(&format!("console-settings-member-{member}")).to_string());
            let member = named.unwrap_or_else(|| member.replace('_', " "));
            t("console-settings-field-line-member").with("line", line).with("member", member).into()
        }
        None => t("console-settings-field-line").with("line", line).into(),
    }
}

/// What a setting is called.
fn named(key: &str) -> String {
    let id = match key {
        SITE_NAME => "name",
        ACCENT => "accent",
        LOGO => "logo",
        COMMISSION => "commission",
        COMMISSION_RULES => "commission-rules",
        HOLDS => "holds",
        TAX => "tax",
        ART => "art",
        SHIPPING => "shipping",
        SALES_PAUSED => "paused",
        WITHDRAWAL_DAYS => "withdrawal",
        PAYOUT_MINIMUM => "payout-minimum",
        HOUSE_IDENTITY => "house-identity",
        RETURN_PHOTO_DAYS => "photos",
        _ => {
            let page = LegalPage::ALL.into_iter().find(|page| page.key() == key);
            return page.map_or_else(|| key.to_owned(), |page| legal::title(page).to_string());
        }
    };
    t(&format!("console-settings-key-{id}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn numbers_are_written_and_read_as_the_language_has_them() {
        assert_eq!((figure(12.5), number_of("12.5"), number_of("1,5")), ("12.5".to_owned(), Some(12.5), None));
        within(Language::German, || {
            assert_eq!((figure(12.5), number_of("12,5"), number_of("7")), ("12,5".to_owned(), Some(12.5), Some(7.0)));
            assert_eq!(named(HOLDS), "Reservierungszeiten");
        });
    }

    #[test]
    fn rows_of_tables_are_named_by_their_lines() {
        let lines = vec![vec![2, 5], vec![3]];
        let label = |pointer: &str| field(pointer, &lines).map(|(field, label)| format!("{field}: {label}"));
        assert_eq!(label("/tax/rates/1/rate").as_deref(), Some("tax: Line 5: rate"));
        assert_eq!(label("/tax/rates/9/rate").as_deref(), Some("tax: The table"));
        assert_eq!(label("/shipping/methods/0/bands/1/zone").as_deref(), Some("shipping: Line 5: zone"));
        assert_eq!(label("/shipping/methods/1/id").as_deref(), Some("shipping: Line 3:"));
        assert_eq!(label("/shipping/methods").as_deref(), Some("shipping: The table"));
        assert_eq!(label("/accent/dark").as_deref(), Some("accent_dark: This colour"));
        assert_eq!(label("/nonsense"), None);
        let german = within(Language::German, || label("/shipping/methods/0/bands/1/days_max"));
        assert_eq!(german.as_deref(), Some("shipping: Zeile 5: Die längste Lieferzeit"));
        for member in MEMBERS {
            let named = on_line(1, Some(member));
            assert!(!named.contains("console-settings"), "{named}");
        }
    }
}
