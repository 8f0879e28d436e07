//! What is noted of a work for its tax, with what follows from it for each edition, and the stock book as a file.
//! It checks nothing: the API's own checks do.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::ArtworkId;
use impasto_domain::money::{Currency, Money};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::resale_right::ResaleRight;
use impasto_domain::tax::TaxReason;

use super::super::mistakes::{self, Field};
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::form::{Errors, FieldError};
use super::super::views::studio::books::{BooksForm, BooksPage, EditionTaxRow};
use super::super::visit::{Visit, page_with};
use super::super::works;
use super::people::choices;
use super::{Artist, Room, fill, frame};
use crate::api::books::{EditionTax, PurchaseJson, ResaleJson, WorkBooksInput, books_of, note_books, taxes_today};
use crate::api::numbers::{minor_units, typed_amount};
use crate::api::shapes::MoneyJson;
use crate::api::stock_book::stock_book_file;
use crate::api::studio::seller_of;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::Claims;
use crate::words::{decimal, t};

/// The page.
pub(super) async fn show(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let (record, books) = books_of(&visit.app, user, id.0).await?;
    let input = WorkBooksInput::from(&books);
    let form = form_of(&visit, &record, &input);
    Ok(shown(&visit, user, &record, form, StatusCode::OK).await?)
}

/// Notes what was typed in place of what was noted.
pub(super) async fn change(
    visit: Visit,
    artist: Artist,
    id: Path<ArtworkId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let (record, _) = books_of(&visit.app, user, id.0).await?;
    let currency = fill::currency(&visit, record.seller.id);
    let errors = match input_of(&typed, currency) {
        Ok(input) => match note_books(&visit.app, user, id.0, &input, None).await {
            Ok(_) => return Ok(see_other_with(&address(id.0), "saved")),
            Err(problem) if matches!(problem.kind(), Some(ProblemType::InvalidFields | ProblemType::Conflict)) => {
                mistakes::of(&problem, field_of)
            }
            Err(problem) => return Err(problem.into()),
        },
        Err(fields) => Errors { summary: None, fields },
    };
    let form = BooksForm { errors, ..typed_form(&typed, currency) };
    Ok(shown(&visit, user, &record, form, StatusCode::UNPROCESSABLE_ENTITY).await?)
}

/// The own stock book.
pub(super) async fn stock_book(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    Ok(stock_book_file(&visit.app, seller_of(&artist.0)?).await?)
}

fn address(id: ArtworkId) -> String {
    format!("/studio/works/{id}/books")
}

async fn shown(
    visit: &Visit,
    user: &Claims,
    record: &ArtworkRecord,
    form: BooksForm,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let (_, books) = books_of(&visit.app, user, record.id).await?;
    let taxes = taxes_today(&visit.app, record, books.resale.as_ref());
    let rows = record.editions.iter().zip(&taxes).map(|((edition, _), told)| EditionTaxRow {
        label: fill::edition_label(edition),
        price: works::money(edition.price),
        tax: tax_words(told),
        right: told.right.map(|right| right_words(right, told.currency)),
    });
    let view = BooksPage {
        chrome: visit.chrome().await,
        frame: frame(visit, user, Room::Works).await?,
        work_id: record.id.to_string(),
        title: record.text.title.clone(),
        form,
        editions: rows.collect(),
    };
    page_with(status, &view)
}

/// How an edition is taxed at home, and why where the seller has not chosen it.
pub(super) fn tax_words(told: &EditionTax) -> String {
    let Some(tax) = told.tax else { return t("studio-taxed-unknown").into() };
    let rate = (f64::from(tax.rate_basis_points) / 100.0).to_string().replace('.', decimal().encode_utf8(&mut [0; 4]));
    let regime = t(&format!("studio-taxed-{}", tax.regime.as_str())).with("rate", rate).to_string();
    let reason = match (tax.reason, told.copies_max) {
        (TaxReason::EditionTooLarge, Some(most)) => t("studio-taxed-edition_too_large").with("most", most).to_string(),
        (TaxReason::NoReducedRate, _) => t("studio-taxed-no_reduced_rate").to_string(),
        _ => return regime,
    };
    format!("{regime} {reason}")
}

/// The artist's resale right of one copy in words.
fn right_words(right: ResaleRight, currency: Currency) -> String {
    let amount = works::money(Money::new(right.due_minor(), currency));
    t(&format!("studio-resale-{}", right.as_str())).with("amount", amount).into()
}

/// The form of what is noted; a fresh one proposes the currency of the seller's prices.
fn form_of(visit: &Visit, record: &ArtworkRecord, input: &WorkBooksInput) -> BooksForm {
    let own = fill::currency(visit, record.seller.id);
    let (purchase, resale) = (input.purchase.as_ref(), input.resale.as_ref());
    let noted = purchase.and_then(|purchase| Currency::from_code(&purchase.price.currency));
    let currency = noted.unwrap_or(own);
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    BooksForm {
        errors: Errors::default(),
        currency: currency.code().to_owned(),
        bought_for: purchase.map(|purchase| typed_amount(purchase.price.amount, currency)).unwrap_or_default(),
        bought_on: day(purchase.map(|purchase| purchase.on)),
        bought_of: purchase.and_then(|purchase| purchase.of.clone()).unwrap_or_default(),
        is_resale: resale.is_some(),
        nationalities: choices(resale.map_or("", |resale| resale.nationality.as_str())),
        died: resale.and_then(|resale| resale.died).map(|year| year.to_string()).unwrap_or_default(),
        from_artist_on: day(resale.and_then(|resale| resale.bought_of_artist_on)),
    }
}

fn typed_form(typed: &Typed, currency: Currency) -> BooksForm {
    let text = |name: &str| typed.get(name).to_owned();
    BooksForm {
        errors: Errors::default(),
        currency: currency.code().to_owned(),
        bought_for: text("bought_for"),
        bought_on: text("bought_on"),
        bought_of: text("bought_of"),
        is_resale: typed.is_ticked("is_resale"),
        nationalities: choices(typed.get("nationality")),
        died: text("died"),
        from_artist_on: text("from_artist_on"),
    }
}

/// What was typed as the API's input, or the fields that cannot be read.
fn input_of(typed: &Typed, currency: Currency) -> Result<WorkBooksInput, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut tell = |field: &str, id: &str| {
        let label = t(&format!("studio-the-{}", field.replace('_', "-"))).to_string();
        wrong.push(FieldError { field: field.to_owned(), message: t(id).with("field", label).into() });
    };
    let purchase = match (typed.given("bought_for"), typed.given("bought_on")) {
        (None, None) => None,
        (price, on) => {
            let amount = price.and_then(|text| minor_units(&text, currency));
            let on = on.and_then(|text| text.parse().ok());
            if amount.is_none() {
                tell("bought_for", "studio-books-both");
            }
            if on.is_none() {
                tell("bought_on", "studio-books-both");
            }
            let of = typed.given("bought_of");
            amount.zip(on).map(|(minor, on)| PurchaseJson { price: MoneyJson::of(minor, currency), on, of })
        }
    };
    let resale = typed.is_ticked("is_resale").then(|| {
        let died = typed.given("died");
        let year = died.as_ref().and_then(|text| text.parse().ok());
        if died.is_some() && year.is_none() {
            tell("died", "studio-books-no-year");
        }
        let day = typed.given("from_artist_on");
        let bought_of_artist_on = day.as_ref().and_then(|text| text.parse().ok());
        if day.is_some() && bought_of_artist_on.is_none() {
            tell("from_artist_on", "studio-books-no-day");
        }
        ResaleJson { nationality: typed.get("nationality").to_owned(), died: year, bought_of_artist_on }
    });
    if wrong.is_empty() { Ok(WorkBooksInput { purchase, resale }) } else { Err(wrong) }
}

/// The field behind a pointer of the API.
fn field_of(pointer: &str) -> Option<Field> {
    let field = match pointer {
        "/purchase/on" => "bought_on",
        "/purchase/of" => "bought_of",
        "/resale/nationality" => "nationality",
        "/resale/died" => "died",
        "/resale/bought_of_artist_on" => "from_artist_on",
        _ if pointer.starts_with("/purchase/price") => "bought_for",
        _ => return None,
    };
    Some((field.to_owned(), t(&format!("studio-the-{}", field.replace('_', "-"))).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn what_is_typed_becomes_the_apis_input() {
        let euro = Currency::EUR;
        assert_eq!(input_of(&typed(&[]), euro).unwrap(), WorkBooksInput::default());
        let all = [
            ("bought_for", "810.50"),
            ("bought_on", "2025-02-03"),
            ("bought_of", "Estate"),
            ("is_resale", "true"),
            ("nationality", "FR"),
            ("died", "1987"),
        ];
        let input = input_of(&typed(&all), euro).unwrap();
        assert_eq!(input.purchase.unwrap().price, MoneyJson::of(81_050, euro));
        let resale = input.resale.unwrap();
        assert_eq!((resale.nationality.as_str(), resale.died, resale.bought_of_artist_on), ("FR", Some(1987), None));
        let wrong = input_of(&typed(&[("bought_for", "a lot"), ("is_resale", "true"), ("died", "long ago")]), euro);
        let fields: Vec<String> = wrong.unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["bought_for", "bought_on", "died"]);
    }

    #[test]
    fn every_regime_and_every_outcome_has_words_in_every_language() {
        let rights = [
            ResaleRight::Due(1),
            ResaleRight::NoRule,
            ResaleRight::OtherNationality,
            ResaleRight::Ended,
            ResaleRight::BoughtOfArtist,
            ResaleRight::BelowThreshold,
            ResaleRight::OtherCurrency,
        ];
        for language in Language::ALL {
            within(language, || {
                for right in rights {
                    let text = right_words(right, Currency::EUR);
                    assert!(!text.starts_with("studio-resale"), "{text}");
                }
                for field in ["bought-for", "bought-on", "bought-of", "nationality", "died", "from-artist-on"] {
                    let text = t(&format!("studio-the-{field}")).to_string();
                    assert!(!text.starts_with("studio-the"), "{text}");
                }
                for regime in ["standard", "reduced_art", "margin_art", "exempt_small_business"] {
                    let text = t(&format!("studio-taxed-{regime}")).with("rate", "19").to_string();
                    assert!(!text.starts_with("studio-tax"), "{text}");
                }
            });
        }
    }
}
