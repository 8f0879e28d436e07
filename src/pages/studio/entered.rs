//! The form of a work as it was typed, and the API's input that it stands for.
//! It reads numbers as people write them; everything else is checked by the API's own checks, whose pointers are led back
//! to the form's fields here.

use std::collections::BTreeSet;

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edition::{Edition, EditionKind};
use impasto_domain::money::Currency;
use impasto_domain::read::ArtworkRecord;

use super::super::mistakes::Field;
use super::super::typed::Typed;
use super::super::views::form::{Choice, Errors, FieldError};
use super::super::views::studio::{EditionRow, PriceRow, WorkForm};
use super::fill;
use crate::api::artwork_input::{ArtworkInput, ArtworkPatch};
use crate::api::edition_input::{EditionInput, EditionPatch};
use crate::api::numbers::{decimal, minor_units, typed_amount};
use crate::api::shapes::{MoneyJson, cm};
use crate::gateway::Upload;
use crate::gateway::file_form::FileForm;
use crate::words::t;

/// The most rows that are looked at.
const ROWS_MAX: usize = 20;

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Entered {
    typed: Typed,
    /// Whether the button hands the work in.
    pub(super) wants_submission: bool,
    /// The picture's description.
    pub(super) alt: String,
    /// The version of the work that the form was filled from.
    pub(super) revision: Option<i64>,
    artwork_id: String,
    /// The editions of a work that was handed in: only their prices change.
    fixed: Option<Vec<Edition>>,
    can_submit: bool,
}

impl Entered {
    /// What a form has sent, and the pictures beside it.
    pub(super) fn of_form(sent: FileForm) -> (Self, Vec<Upload>) {
        let files = sent.files.into_iter().filter(|(name, _)| name == "image").map(|(_, upload)| upload).collect();
        let typed = Typed(sent.fields);
        let entered = Self {
            wants_submission: typed.get("action") == "submit",
            alt: typed.get("alt").to_owned(),
            revision: typed.get("revision").parse().ok(),
            can_submit: true,
            typed,
            ..Self::default()
        };
        (entered, files)
    }

    /// The form of a work that is there.
    pub(super) fn of_record(record: &ArtworkRecord) -> Self {
        let text = &record.text;
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
        put("title", text.title.clone());
        put("medium", text.medium.clone());
        put("year", text.year.map(|year| year.to_string()).unwrap_or_default());
        put("description", text.description.clone());
        put("styles", text.styles.join(", "));
        put("subjects", text.subjects.join(", "));
        put("provenance", text.provenance.join("\n"));
        put("signed", text.signed.to_string());
        for (index, (edition, _)) in record.editions.iter().enumerate() {
            for (name, value) in cells(edition) {
                put(&format!("editions.{index}.{name}"), value);
            }
        }
        let mut entered = Self { typed: Typed(fields), ..Self::default() };
        entered.belongs_to(record);
        entered.revision = Some(record.revision);
        entered
    }

    /// Says of which work the form is.
    pub(super) fn belongs_to(&mut self, record: &ArtworkRecord) {
        self.artwork_id = record.id.to_string();
        self.can_submit = record.status.is_unsubmitted();
        let editions = record.editions.iter().map(|(edition, _)| edition.clone());
        self.fixed = (!self.can_submit && record.status != ArtworkStatus::Archived).then(|| editions.collect());
        self.wants_submission &= self.can_submit;
    }

    /// The numbers of the edition rows that are not left empty: one without price and width is.
    pub(super) fn rows(&self) -> Vec<usize> {
        if self.fixed.is_some() {
            return Vec::new();
        }
        let cell = |row: usize, name: &str| !self.typed.get(&format!("editions.{row}.{name}")).is_empty();
        self.all_rows().into_iter().filter(|row| cell(*row, "price") || cell(*row, "width_cm")).collect()
    }

    /// The API's input, with the numbers that could not be read. Prices are in `currency`.
    pub(super) fn input(&self, currency: Currency) -> (ArtworkInput, Vec<FieldError>) {
        let mut wrong = Vec::new();
        let year = self.typed.given("year").and_then(|text| {
            let year = text.parse().ok();
            if year.is_none() {
                wrong.push(error("year", t("studio-wrong-year")));
            }
            year
        });
        let editions = self.rows().into_iter().map(|row| self.edition(row, currency, &mut wrong)).collect();
        let lines = |name: &str, ends: fn(char) -> bool| -> Vec<String> {
            let entries = self.typed.get(name).split(ends).map(str::trim).filter(|entry| !entry.is_empty());
            entries.map(str::to_owned).collect()
        };
        let input = ArtworkInput {
            title: self.typed.get("title").to_owned(),
            description: self.typed.get("description").to_owned(),
            year,
            date_text: None,
            medium: self.typed.get("medium").to_owned(),
            styles: lines("styles", |letter| letter == ','),
            subjects: lines("subjects", |letter| letter == ','),
            artist_id: self.typed.get("artist").parse().ok(),
            provenance: lines("provenance", |letter| letter == '\n' || letter == '\r'),
            signed: self.typed.is_ticked("signed"),
            condition: None,
            framed: false,
            editions,
        };
        (input, wrong)
    }

    /// The same as a change of the work, with the prices that could not be read: what the form does not hold stays as it is.
    pub(super) fn patch(&self, input: ArtworkInput, record: &ArtworkRecord) -> (ArtworkPatch, Vec<FieldError>) {
        let mut wrong = Vec::new();
        let editions = match &self.fixed {
            None => input.editions.into_iter().map(EditionPatch::from).collect(),
            Some(_) => record.editions.iter().filter_map(|(edition, _)| self.repriced(edition, &mut wrong)).collect(),
        };
        let patch = ArtworkPatch {
            title: Some(input.title),
            description: Some(input.description),
            year: Some(input.year),
            medium: Some(input.medium),
            styles: Some(input.styles),
            subjects: Some(input.subjects),
            provenance: Some(input.provenance),
            signed: Some(input.signed),
            editions: Some(editions),
            ..ArtworkPatch::default()
        };
        (patch, wrong)
    }

    /// The new price of an edition that hangs, if the form holds one.
    fn repriced(&self, edition: &Edition, wrong: &mut Vec<FieldError>) -> Option<EditionPatch> {
        let name = price_field(edition);
        let text = self.typed.given(&name)?;
        let currency = edition.price.currency;
        let Some(amount) = minor_units(&text, currency) else {
            wrong.push(error(&name, t("studio-wrong-price")));
            return None;
        };
        let price = MoneyJson { amount, currency: currency.code().to_owned() };
        Some(EditionPatch { id: Some(edition.id.0), price: Some(price), ..EditionPatch::default() })
    }

    /// The field of a mistake: of a work whose editions are fixed, prices have fields of their own.
    pub(super) fn renamed(&self, field: Field, pointer: &str) -> Field {
        let index = pointer.strip_prefix("/editions/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
        let given = |editions: &Vec<Edition>, index: usize| {
            let with_price = editions.iter().filter(|edition| self.typed.given(&price_field(edition)).is_some());
            with_price.map(price_field).nth(index)
        };
        match self.fixed.as_ref().zip(index).and_then(|(editions, index)| given(editions, index)) {
            Some(name) => (name, t("studio-the-price").into()),
            None => field,
        }
    }

    /// What is still missing before the work can be handed in; the same as the API asks for.
    pub(super) fn missing(&self, has_picture: bool) -> Vec<FieldError> {
        let is_empty = |name: &str| self.typed.get(name).is_empty();
        let checks = [
            (is_empty("medium"), "medium", "studio-wrong-no-medium"),
            (is_empty("year"), "year", "studio-wrong-no-year"),
            (is_empty("description"), "description", "studio-wrong-no-description"),
            (!has_picture, "image", "studio-wrong-no-picture"),
            (self.fixed.is_none() && self.rows().is_empty(), "editions.0.price", "studio-wrong-no-edition"),
        ];
        checks.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, id)| error(field, t(id))).collect()
    }

    /// The form with what was typed and what is wrong with it. Currency, limits and the button's words are the page's.
    pub(super) fn into_form(self, errors: Errors) -> WorkForm {
        let rows = self.all_rows();
        let editions = if rows.is_empty() { fresh_rows() } else { rows.iter().map(|row| self.row(*row)).collect() };
        let field = |name: &str| self.typed.get(name).to_owned();
        WorkForm {
            title: field("title"),
            medium: field("medium"),
            year: field("year"),
            description: field("description"),
            styles: field("styles"),
            subjects: field("subjects"),
            provenance: field("provenance"),
            signed: self.typed.is_ticked("signed"),
            editions: if self.fixed.is_some() { Vec::new() } else { editions },
            prices: self.prices(),
            artists: self.artist(),
            revision: self.revision.map(|revision| revision.to_string()).unwrap_or_default(),
            can_only_save: !self.can_submit,
            artwork_id: self.artwork_id,
            alt: self.alt,
            errors,
            ..WorkForm::default()
        }
    }

    /// The prices of a work whose editions are fixed, as typed, else as they are.
    fn prices(&self) -> Vec<PriceRow> {
        let row = |edition: &Edition| {
            let (name, currency) = (price_field(edition), edition.price.currency);
            let typed = self.typed.given(&name);
            PriceRow {
                label: t("studio-edition-price-of")
                    .with("edition", fill::edition_label(edition))
                    .with("currency", currency.code())
                    .into(),
                price: typed.unwrap_or_else(|| typed_amount(edition.price.amount_minor, currency)),
                name,
            }
        };
        self.fixed.iter().flatten().map(row).collect()
    }

    /// The chosen artist; the page knows the others.
    fn artist(&self) -> Vec<Choice> {
        let chosen = self.typed.given("artist");
        chosen.map(|value| Choice { label: String::new(), value, selected: true }).into_iter().collect()
    }

    fn all_rows(&self) -> Vec<usize> {
        let numbers =
            self.typed.beginning_with("editions.").filter_map(|(rest, _)| rest.split_once('.')?.0.parse().ok());
        let rows: BTreeSet<usize> = numbers.filter(|row| *row < ROWS_MAX).collect();
        rows.into_iter().collect()
    }

    fn edition(&self, row: usize, currency: Currency, wrong: &mut Vec<FieldError>) -> EditionInput {
        let name = |field: &str| format!("editions.{row}.{field}");
        let given = |field: &str| self.typed.given(&name(field));
        let mut number = |field: &str, label: &str, is_needed: bool| -> f64 {
            match given(field) {
                Some(text) => decimal(&text).unwrap_or_else(|| {
                    wrong.push(error(&name(field), t("studio-wrong-number").with("field", t(label))));
                    1.0
                }),
                None if is_needed => {
                    wrong.push(error(&name(field), t("studio-wrong-needed").with("field", t(label))));
                    1.0
                }
                None => 0.0,
            }
        };
        let height_cm = number("height_cm", "studio-the-height", true);
        let width_cm = number("width_cm", "studio-the-width", true);
        let depth_cm = number("depth_cm", "studio-the-depth", false);
        let weight_kg = number("weight_kg", "studio-the-weight", true);
        let amount = match given("price").map(|text| minor_units(&text, currency)) {
            Some(Some(amount)) => amount,
            Some(None) => {
                wrong.push(error(&name("price"), t("studio-wrong-price")));
                1
            }
            None => {
                wrong.push(error(&name("price"), t("studio-wrong-needed").with("field", t("studio-the-price"))));
                1
            }
        };
        let kind = self.typed.get(&name("kind")).to_owned();
        // What a browser sends of hidden fields does not count.
        let is_limited = kind == EditionKind::Limited.as_str();
        let is_made_to_order = given("made_to_order").is_some();
        let mut whole = |field: &str, label: &str| -> Option<u32> {
            let text = given(field).filter(|_| is_limited)?;
            let number = text.parse().ok();
            if number.is_none() {
                wrong.push(error(&name(field), t("studio-wrong-whole").with("field", t(label))));
            }
            number
        };
        EditionInput {
            size: whole("size", "studio-the-size"),
            artist_proofs: whole("artist_proofs", "studio-the-proofs"),
            kind,
            label: given("label"),
            width_cm,
            height_cm,
            depth_cm,
            weight_kg,
            price: MoneyJson { amount, currency: currency.code().to_owned() },
            tax_regime: given("tax_regime").unwrap_or_else(|| "standard".to_owned()),
            max_per_customer: None,
            available_from: None,
            made_to_order: is_made_to_order,
        }
    }

    fn row(&self, row: usize) -> EditionRow {
        let cell = |field: &str| self.typed.get(&format!("editions.{row}.{field}")).to_owned();
        let choose = |choices: Vec<Choice>, chosen: String| -> Vec<Choice> {
            if choices.iter().all(|choice| choice.value != chosen) {
                return choices;
            }
            choices.into_iter().map(|choice| Choice { selected: choice.value == chosen, ..choice }).collect()
        };
        let empty = EditionRow::empty(row);
        EditionRow {
            index: row,
            kinds: choose(empty.kinds, cell("kind")),
            label: cell("label"),
            size: cell("size"),
            artist_proofs: cell("artist_proofs"),
            width_cm: cell("width_cm"),
            height_cm: cell("height_cm"),
            depth_cm: cell("depth_cm"),
            weight_kg: cell("weight_kg"),
            price: cell("price"),
            tax_regimes: choose(empty.tax_regimes, cell("tax_regime")),
            made_to_order: !cell("made_to_order").is_empty(),
        }
    }
}

/// The rows of a fresh form: an original and a print run.
pub(super) fn fresh_rows() -> Vec<EditionRow> {
    (0..2).map(EditionRow::empty).collect()
}

/// The form's field behind a JSON pointer of the input; `rows` are the numbers of the rows that became editions.
pub(super) fn field_of(pointer: &str, rows: &[usize]) -> Option<Field> {
    let mut segments = pointer.trim_start_matches('/').split('/');
    let first = segments.next().unwrap_or_default();
    let named = |field: &str, label: &str| Some((field.to_owned(), t(label).into()));
    match first {
        "title" => named("title", "studio-the-title"),
        "medium" => named("medium", "studio-the-medium"),
        "year" => named("year", "studio-the-year"),
        "description" => named("description", "studio-the-description"),
        "styles" => named("styles", "studio-the-style"),
        "subjects" => named("subjects", "studio-the-subject"),
        "provenance" => named("provenance", "studio-the-station"),
        "images" | "file" => named("image", "studio-the-picture"),
        "artist_id" => named("artist", "studio-the-artist"),
        "editions" => {
            let row = segments.next().and_then(|index| rows.get(index.parse::<usize>().ok()?)).copied();
            let row = row.or(rows.first().copied()).unwrap_or(0);
            let (field, label) = match segments.next().unwrap_or_default() {
                "kind" => ("kind", "studio-the-kind"),
                "label" => ("label", "studio-the-label"),
                "size" => ("size", "studio-the-size"),
                "artist_proofs" => ("artist_proofs", "studio-the-proofs"),
                "width_cm" => ("width_cm", "studio-the-width"),
                "height_cm" => ("height_cm", "studio-the-height"),
                "depth_cm" => ("depth_cm", "studio-the-depth"),
                "weight_kg" => ("weight_kg", "studio-the-weight"),
                "tax_regime" => ("tax_regime", "studio-the-tax"),
                _ => ("price", "studio-the-price"),
            };
            Some((format!("editions.{row}.{field}"), t(label).into()))
        }
        _ => None,
    }
}

/// The field of the price of an edition that hangs.
fn price_field(edition: &Edition) -> String {
    format!("price.{}", edition.id)
}

fn cells(edition: &Edition) -> Vec<(&'static str, String)> {
    let length = |tenth_mm: u32| if tenth_mm == 0 { String::new() } else { cm(tenth_mm).to_string() };
    let count = |number: u32| if number == 0 { String::new() } else { number.to_string() };
    vec![
        ("kind", edition.kind.as_str().to_owned()),
        ("label", edition.label.clone().unwrap_or_default()),
        ("size", count(edition.size)),
        ("artist_proofs", count(edition.artist_proofs)),
        ("width_cm", length(edition.width_tenth_mm)),
        ("height_cm", length(edition.height_tenth_mm)),
        ("depth_cm", length(edition.depth_tenth_mm)),
        ("weight_kg", (f64::from(edition.weight_g) / 1_000.0).to_string()),
        ("price", typed_amount(edition.price.amount_minor, edition.price.currency)),
        ("tax_regime", edition.tax_regime.as_str().to_owned()),
    ]
}

fn error(field: &str, message: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), message: message.into() }
}

#[cfg(test)]
mod tests {
    use impasto_domain::artwork::ArtworkStatus;

    use super::super::super::testing::record;
    use super::*;
    use crate::gateway::params::parse_pairs;
    use crate::words::{Language, within};

    fn sent(query: &str) -> Entered {
        let fields = parse_pairs(query.as_bytes()).unwrap();
        Entered::of_form(FileForm { fields, files: Vec::new() }).0
    }

    #[test]
    fn rows_without_price_and_width_are_left_out_and_the_others_keep_their_numbers() {
        let entered = sent(
            "title=Tide&editions.0.kind=unique&editions.0.price=&editions.2.kind=limited&editions.2.price=80&editions.2.width_cm=30\
             &editions.2.height_cm=40%2C5&editions.2.weight_kg=0.4&editions.2.size=25&editions.2.artist_proofs=x&action=submit",
        );
        assert_eq!(entered.rows(), [2]);
        let (input, wrong) = entered.input(Currency::EUR);
        assert_eq!(input.editions.len(), 1);
        assert_eq!((input.editions[0].height_cm, input.editions[0].price.amount), (40.5, 8_000));
        assert_eq!(wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["editions.2.artist_proofs"]);
        assert_eq!(wrong[0].message, "The number of proofs must be a whole number.");
        let (_, wrong) = within(Language::German, || entered.input(Currency::EUR));
        assert_eq!(wrong[0].message, "Die Zahl der Künstlerexemplare muss eine ganze Zahl sein.");
        assert_eq!(field_of("/editions/0/price/amount", &entered.rows()).unwrap().0, "editions.2.price");
        let missing: Vec<String> = entered.missing(false).into_iter().map(|error| error.field).collect();
        assert_eq!(missing, ["medium", "year", "description", "image"]);
        let form = entered.into_form(Errors::default());
        assert_eq!(form.editions.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 2]);
        assert!(form.editions[1].kinds.iter().any(|kind| kind.value == "limited" && kind.selected));
    }

    #[test]
    fn the_numbers_of_copies_count_for_limited_editions_only() {
        let entered = sent(
            "title=T&editions.0.kind=unique&editions.0.price=5&editions.0.width_cm=1&editions.0.height_cm=1&editions.0.weight_kg=1&editions.0.size=25",
        );
        let (input, wrong) = entered.input(Currency::EUR);
        assert_eq!((input.editions[0].size, wrong.len()), (None, 0));
    }

    #[test]
    fn a_work_fills_the_form_and_the_form_says_the_same_again() {
        let mut record = record("Tide");
        record.status = ArtworkStatus::Draft;
        std::sync::Arc::make_mut(&mut record.text).provenance =
            vec!["The artist".to_owned(), "A collection".to_owned()];
        let entered = Entered::of_record(&record);
        let (input, wrong) = entered.input(Currency::EUR);
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!((input.title.as_str(), input.year, input.provenance.len()), ("Tide", Some(2024), 2));
        assert_eq!((input.editions[0].width_cm, input.editions[0].price.amount), (40.0, 125_000));
        assert_eq!(entered.patch(input, &record).0.editions.unwrap().len(), 1);
    }

    #[test]
    fn editions_of_a_work_that_was_submitted_cannot_be_typed_over() {
        let record = record("Tide");
        let entered = Entered::of_record(&record);
        let (input, _) = entered.input(Currency::EUR);
        assert_eq!(entered.patch(input, &record).0.editions.unwrap().len(), 0, "nothing was typed into a price");
        let form = entered.into_form(Errors::default());
        assert!(form.editions.is_empty() && form.can_only_save);
        assert_eq!(form.prices[0].price, "1250");
    }

    #[test]
    fn prices_of_a_work_that_hangs_are_typed_each_into_its_own_field() {
        let record = record("Tide");
        let name = price_field(&record.editions[0].0);
        let typed = |price: &str| {
            let mut entered = sent(&format!("title=Tide&{name}={price}"));
            entered.belongs_to(&record);
            let (input, _) = entered.input(Currency::EUR);
            let (patch, wrong) = entered.patch(input, &record);
            (patch.editions.unwrap(), wrong, entered)
        };
        let (editions, wrong, entered) = typed("1,300.50");
        assert_eq!((editions[0].price.as_ref().unwrap().amount, wrong.len()), (130_050, 0));
        assert_eq!(entered.renamed(("x".to_owned(), String::new()), "/editions/0/price").0, name);
        let (editions, wrong, _) = typed("cheap");
        assert_eq!((editions.len(), wrong[0].field.as_str()), (0, name.as_str()));
    }
}
