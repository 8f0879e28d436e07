//! From a line of a table to a work: which columns there are, how each is read, and where the mistakes of the API's checks belong.

use std::collections::BTreeSet;

use impasto_domain::edition::EditionKind;
use impasto_domain::money::Currency;
use impasto_domain::read::ArtistRecord;

use super::PICTURES_A_LINE_MAX;
use super::csv::Table;
use crate::api::artwork_input::ArtworkInput;
use crate::api::edition_input::EditionInput;
use crate::api::numbers::{decimal, minor_units};
use crate::api::shapes::MoneyJson;
use crate::gateway::problem::FieldError;

/// The columns that are read, in the order of the sample: their names in the head of the table, where blanks and capitals do
/// not matter.
pub const COLUMNS: [&str; 25] = [
    "title",
    "artist",
    "year",
    "date",
    "medium",
    "description",
    "styles",
    "subjects",
    "provenance",
    "signed",
    "framed",
    "condition",
    "images",
    "alt",
    "kind",
    "label",
    "size",
    "artist_proofs",
    "height_cm",
    "width_cm",
    "depth_cm",
    "weight_kg",
    "price",
    "currency",
    "tax_regime",
];

/// A table to begin from.
pub const SAMPLE: &str = "\
title,artist,year,date,medium,description,styles,subjects,provenance,signed,framed,condition,images,alt,kind,label,size,artist_proofs,height_cm,width_cm,depth_cm,weight_kg,price,currency,tax_regime\r\n\
\"Low Tide, Evening\",,2024,,Oil on linen,\"Low water at dusk, laid down in thick strokes.\",impasto;marine,sea,The artist's studio,yes,no,Excellent,low-tide.jpg;low-tide-detail.jpg,Broad strokes of grey and rose above wet sand,unique,,,,40,30,2,1.2,1250,EUR,standard\r\n\
Northern Harbour,,2025,,Pigment print,Printed from a drawing made on the quay.,,harbour,,yes,no,,northern-harbour.jpg,Cranes against a low sun,limited,Giclée print,25,2,50,70,0.1,0.4,240,EUR,standard\r\n";

/// A work as a line tells it.
#[derive(Debug, Clone)]
pub struct ImportLine {
    /// The number of the line in the file, from 1.
    pub line: usize,
    /// The work, for the API's checks.
    pub input: ArtworkInput,
    /// File names of its pictures.
    pub images: Vec<String>,
    /// What the first picture shows.
    pub alt: String,
    /// What could not be read, by column.
    pub wrong: Vec<FieldError>,
}

/// Reads every line of a table.
///
/// # Errors
/// What is wrong with its head, in one sentence.
pub fn read_lines(table: &Table, artists: &[ArtistRecord], currency: Currency) -> Result<Vec<ImportLine>, String> {
    let places = places_of(&table.head)?;
    let line = |(line, fields): &(usize, Vec<String>)| {
        let mut cells = Cells { places: &places, fields, wrong: Vec::new() };
        if fields.len() > table.head.len() {
            cells.complain("title", "the line has more fields than the head: a field with a comma needs quotes");
        }
        let images = cells.list("images");
        if images.len() > PICTURES_A_LINE_MAX {
            cells.complain("images", &format!("at most {PICTURES_A_LINE_MAX} pictures are taken for one work"));
        }
        let input = cells.input(artists, currency);
        ImportLine { line: *line, input, images, alt: cells.get("alt").chars().take(500).collect(), wrong: cells.wrong }
    };
    Ok(table.rows.iter().map(line).collect())
}

/// The column behind a JSON pointer of the API's checks.
pub(super) fn column_of(pointer: &str) -> &'static str {
    let mut segments = pointer.trim_start_matches('/').split('/');
    let name = match segments.next().unwrap_or_default() {
        "editions" => segments.nth(1).unwrap_or("price"),
        "date_text" => "date",
        "artist_id" => "artist",
        name => name,
    };
    COLUMNS.into_iter().find(|column| *column == name).unwrap_or("title")
}

/// The place of each column in the table.
fn places_of(head: &[String]) -> Result<Vec<(&'static str, usize)>, String> {
    let mut places = Vec::new();
    let mut unknown = BTreeSet::new();
    for (place, name) in head.iter().enumerate() {
        let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
        match COLUMNS.into_iter().find(|column| *column == plain) {
            Some(column) if places.iter().any(|(known, _)| *known == column) => {
                return Err(format!("names the column {column} twice"));
            }
            Some(column) => places.push((column, place)),
            None if plain.is_empty() => {}
            None => drop(unknown.insert(name.trim().chars().take(40).collect::<String>())),
        }
    }
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.into_iter().collect();
        return Err(format!("has columns that are not known here: {}", names.join(", ")));
    }
    if !places.iter().any(|(name, _)| *name == "title") {
        return Err("has no column named title in its first line".to_owned());
    }
    Ok(places)
}

struct Cells<'t> {
    places: &'t [(&'static str, usize)],
    fields: &'t [String],
    wrong: Vec<FieldError>,
}

impl Cells<'_> {
    fn get(&self, name: &str) -> &str {
        let place = self.places.iter().find(|(known, _)| *known == name).map(|(_, place)| *place);
        place.and_then(|place| self.fields.get(place)).map_or("", |field| field.trim())
    }

    fn given(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn list(&self, name: &str) -> Vec<String> {
        self.get(name).split([';', '|']).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    }

    fn complain(&mut self, column: &'static str, message: &str) {
        self.wrong.push(FieldError { pointer: format!("/{column}"), message: message.to_owned() });
    }

    fn whole<T: std::str::FromStr>(&mut self, column: &'static str) -> Option<T> {
        let number = self.given(column)?.parse().ok();
        if number.is_none() {
            self.complain(column, "must be a whole number");
        }
        number
    }

    fn measure(&mut self, column: &'static str, is_needed: bool) -> f64 {
        let read = self.given(column).map(|text| decimal(&text));
        match read {
            Some(Some(number)) => number,
            Some(None) => {
                self.complain(column, "must be a number, such as 40.5");
                1.0
            }
            None if is_needed => {
                self.complain(column, "is needed for what is sold");
                1.0
            }
            None => 0.0,
        }
    }

    fn is_yes(&mut self, column: &'static str) -> bool {
        match self.get(column).to_lowercase().as_str() {
            "yes" | "true" | "1" | "y" | "ja" | "oui" => true,
            "" | "no" | "false" | "0" | "n" | "nein" | "non" => false,
            _ => {
                self.complain(column, "must be yes or no");
                false
            }
        }
    }

    fn input(&mut self, artists: &[ArtistRecord], currency: Currency) -> ArtworkInput {
        let edition = ["price", "width_cm", "height_cm"].iter().any(|name| !self.get(name).is_empty());
        let editions = if edition { vec![self.edition(currency)] } else { Vec::new() };
        ArtworkInput {
            title: self.get("title").to_owned(),
            description: self.get("description").to_owned(),
            year: self.whole("year"),
            date_text: self.given("date"),
            medium: self.get("medium").to_owned(),
            styles: self.list("styles"),
            subjects: self.list("subjects"),
            artist_id: self.artist(artists),
            provenance: self.list("provenance"),
            signed: self.is_yes("signed"),
            condition: self.given("condition"),
            framed: self.is_yes("framed"),
            editions,
        }
    }

    fn artist(&mut self, artists: &[ArtistRecord]) -> Option<uuid::Uuid> {
        let name = self.given("artist")?;
        let known = artists.iter().find(|artist| artist.name.name.to_lowercase() == name.to_lowercase());
        if known.is_none() {
            self.complain("artist", "is not an artist of yours: add the profile first");
        }
        known.map(|artist| artist.name.id.0)
    }

    fn edition(&mut self, own: Currency) -> EditionInput {
        let code = self.given("currency").map(|code| code.to_uppercase());
        let currency = code.as_deref().map_or(Some(own), Currency::from_code);
        if currency.is_none() {
            self.complain("currency", "is not a currency's code");
        }
        let amount = self.given("price").map(|text| minor_units(&text, currency.unwrap_or(own)));
        let amount = match amount {
            Some(Some(amount)) => amount,
            Some(None) => {
                self.complain("price", "must be an amount, such as 1250 or 1250.50");
                1
            }
            None => {
                self.complain("price", "is needed for what is sold");
                1
            }
        };
        let kind = self.given("kind").unwrap_or_else(|| EditionKind::Unique.as_str().to_owned()).to_lowercase();
        EditionInput {
            label: self.given("label"),
            size: self.whole("size"),
            artist_proofs: self.whole("artist_proofs"),
            height_cm: self.measure("height_cm", true),
            width_cm: self.measure("width_cm", true),
            depth_cm: self.measure("depth_cm", false),
            weight_kg: self.measure("weight_kg", true),
            price: MoneyJson { amount, currency: currency.unwrap_or(own).code().to_owned() },
            tax_regime: self.given("tax_regime").unwrap_or_else(|| "standard".to_owned()).to_lowercase(),
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
            kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Result<Vec<ImportLine>, String> {
        read_lines(&Table::read(text.as_bytes(), 100).unwrap(), &[], Currency::EUR)
    }

    #[test]
    fn the_sample_has_every_column_and_no_mistake() {
        let table = Table::read(SAMPLE.as_bytes(), 100).unwrap();
        assert_eq!(table.head, COLUMNS);
        let read = lines(SAMPLE).unwrap();
        assert!(read.iter().all(|line| line.wrong.is_empty()), "{read:?}");
        assert_eq!(read[0].input.editions[0].price.amount, 125_000);
        assert_eq!((read[0].images.len(), read[1].input.editions[0].size), (2, Some(25)));
    }

    #[test]
    fn each_mistake_names_its_column() {
        let read = lines("Title,Year,Price,Height cm,signed,artist\nTide,soon,cheap,40,perhaps,Nobody\n").unwrap();
        let columns: Vec<&str> = read[0].wrong.iter().map(|error| error.pointer.trim_start_matches('/')).collect();
        assert_eq!(columns, ["price", "width_cm", "weight_kg", "year", "artist", "signed"]);
        assert_eq!(read[0].line, 2);
        assert_eq!(column_of("/editions/0/price/amount"), "price");
        assert_eq!(column_of("/editions/0/width_cm"), "width_cm");
        assert_eq!(column_of("/styles/3"), "styles");
    }

    #[test]
    fn a_head_that_is_not_understood_is_refused_whole() {
        assert!(lines("name,price\nTide,5").unwrap_err().contains("name"));
        assert!(lines("year\n2024").unwrap_err().contains("title"));
        assert!(lines("title,Title\nA,B").unwrap_err().contains("twice"));
        assert!(lines("title\nA,B").unwrap()[0].wrong[0].message.contains("quotes"));
    }

    #[test]
    fn a_line_without_size_and_price_is_a_draft_without_an_edition() {
        let read = lines("title,price\nTide,\n").unwrap();
        assert!(read[0].input.editions.is_empty() && read[0].wrong.is_empty());
    }
}
