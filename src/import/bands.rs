//! Shipping prices as a table: one band of one method a line. The table is whole: what is not in it is gone. What weighs as a
//! kilogram by its size is not in it, nor what a method charges beside or how fast it leaves, nor what is collected: all that stays.

use impasto_domain::shipping::ShippingTable;

use super::Table;
use super::cells::{cells, columns, finish};
use super::compare::Entry;
use crate::api::csv;
use crate::api::numbers::{decimal, price_of, price_text};
use crate::api::shapes::{MoneyJson, ShippingBandJson, ShippingMethodJson, ShippingTableJson};
use crate::gateway::fields::Fields;
use crate::gateway::problem::Problem;

/// The columns; others are left alone.
pub const SHIPPING_COLUMNS: [&str; 8] =
    ["method", "name", "zone", "weight_kg_max", "longest_side_cm_max", "prices", "days_min", "days_max"];

/// Reads the bands. Those of one method stand together in the order of their lines.
///
/// # Errors
/// 422 with everything that is wrong, each with its line: `/lines/3/prices`.
pub fn read_shipping(table: &Table, present: &ShippingTableJson) -> Result<ShippingTable, Problem> {
    let places = columns(table, &SHIPPING_COLUMNS)?;
    let mut fields = Fields::new();
    let mut methods: Vec<ShippingMethodJson> = Vec::new();
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for (line, row) in &table.rows {
        let row = cells(row, places);
        let [id, name, ..] = row;
        let band = fields.within(format_args!("/lines/{line}"), |fields| band_of(fields, row));
        match methods.iter_mut().zip(&mut lines).find(|(method, _)| method.id == id) {
            Some((method, _)) if method.name != name => {
                let message = format!("must be {}, as in a line before it", method.name);
                fields.add(format_args!("/lines/{line}/name"), message);
            }
            Some((method, lines)) => {
                if let Some(band) = band {
                    method.bands.push(band);
                    lines.push(*line);
                }
            }
            None => {
                if let Some(band) = band {
                    let (id, name) = (id.to_owned(), name.to_owned());
                    methods.push(ShippingMethodJson { id, name, bands: vec![band], ..ShippingMethodJson::default() });
                    lines.push(vec![*line]);
                }
            }
        }
    }
    let mut checked = Fields::new();
    let (volumetric_divisor, handling_days) = (present.volumetric_divisor, present.handling_days);
    let read = ShippingTableJson { volumetric_divisor, handling_days, methods };
    let shipping = read.with_rest_of(present).check(&mut checked);
    finish(fields, checked, |pointer| place(pointer, &lines))?;
    Ok(shipping)
}

fn band_of(fields: &mut Fields, row: [&str; 8]) -> Option<ShippingBandJson> {
    let [_, _, zone, weight, side, prices, least, most] = row;
    let mut number = |pointer: &str, text: &str| {
        let number = decimal(text);
        fields.check(number.is_some(), pointer, "must be a number");
        number
    };
    let (weight, side) = (number("/weight_kg_max", weight), number("/longest_side_cm_max", side));
    let mut whole = |pointer: &str, text: &str| {
        let number = text.parse::<u32>().ok();
        fields.check(number.is_some(), pointer, "must be a whole number");
        number
    };
    let (least, most) = (whole("/days_min", least), whole("/days_max", most));
    let prices: Option<Vec<MoneyJson>> = prices.split([',', ';']).map(|price| price_of(price.trim())).collect();
    fields.check(prices.is_some(), "/prices", "must be prices, such as EUR 9.50, USD 10");
    Some(ShippingBandJson {
        zone: zone.to_owned(),
        weight_kg_max: weight?,
        longest_side_cm_max: side?,
        prices: prices?,
        days_min: least?,
        days_max: most?,
    })
}

/// `/methods/0/bands/1/zone` as `/lines/3/zone`.
fn place(pointer: &str, lines: &[Vec<usize>]) -> String {
    let parts: Vec<&str> = pointer.trim_start_matches('/').split('/').collect();
    let number = |place: usize| parts.get(place).and_then(|text| text.parse::<usize>().ok());
    let Some(of_method) = number(1).and_then(|method| lines.get(method)) else { return "/csv".to_owned() };
    let (line, member) = match parts.get(2) {
        Some(&"bands") => (number(3).and_then(|band| of_method.get(band)), parts.get(4)),
        member => (of_method.first(), member),
    };
    match (line.or(of_method.first()), member) {
        (Some(line), Some(&"id")) => format!("/lines/{line}/method"),
        (Some(line), Some(member)) => format!("/lines/{line}/{member}"),
        (Some(line), None) => format!("/lines/{line}"),
        (None, _) => "/csv".to_owned(),
    }
}

/// The bands as a table that is read again as it is.
#[must_use]
pub fn shipping_csv(table: &ShippingTableJson) -> String {
    let mut text = csv::line(SHIPPING_COLUMNS);
    for method in &table.methods {
        for band in &method.bands {
            let numbers = [band.weight_kg_max.to_string(), band.longest_side_cm_max.to_string(), prices(band)];
            let days = [band.days_min.to_string(), band.days_max.to_string()];
            let words = [method.id.as_str(), &method.name, &band.zone];
            text.push_str(&csv::line(words.into_iter().chain(numbers.iter().chain(&days).map(String::as_str))));
        }
    }
    text
}

/// The bands as they are compared: method, zone, weight and side, with everything else.
#[must_use]
pub fn shipping_entries(table: &ShippingTableJson) -> Vec<Entry> {
    let entry = |method: &ShippingMethodJson, band: &ShippingBandJson| Entry {
        about: format!("{}, {}, {} kg, {} cm", method.id, band.zone, band.weight_kg_max, band.longest_side_cm_max),
        says: format!("{}: {}, {}-{}", method.name, prices(band), band.days_min, band.days_max),
    };
    table.methods.iter().flat_map(|method| method.bands.iter().map(move |band| entry(method, band))).collect()
}

fn prices(band: &ShippingBandJson) -> String {
    band.prices.iter().map(price_text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::defaults::house_rules;
    use crate::config::Config;

    const HEAD: &str = "method,name,zone,weight_kg_max,longest_side_cm_max,prices,days_min,days_max\n";

    fn present() -> ShippingTableJson {
        ShippingTableJson { volumetric_divisor: 5_000, handling_days: 3, methods: Vec::new() }
    }

    fn read(rows: &str) -> Result<ShippingTable, Problem> {
        read_shipping(&Table::read(format!("{HEAD}{rows}").as_bytes(), 100).unwrap(), &present())
    }

    #[test]
    fn what_goes_out_comes_in_as_it_was() {
        let rules = house_rules(&Config::default(), true);
        let shown = ShippingTableJson::from(&rules.shipping);
        let text = shipping_csv(&shown);
        let table = Table::read(text.as_bytes(), 5_000).unwrap();
        assert_eq!(read_shipping(&table, &shown).unwrap(), rules.shipping);
        let strange = read("standard,\"'=Post; air, \"\"fast\"\"\",home,5.5,60,\"EUR 9.05, JPY 1200\",2,4\n").unwrap();
        assert_eq!(strange.methods[0].name, "=Post; air, \"fast\"");
        let again = shipping_csv(&ShippingTableJson::from(&strange));
        assert_eq!(read_shipping(&Table::read(again.as_bytes(), 9).unwrap(), &present()).unwrap(), strange);
    }

    #[test]
    fn every_mistake_is_named_by_its_line() {
        let told = read(
            "standard,Standard,home,5,60,EUR 9,2,4\n\
             standard,Other,eu,5,60,EUR 9,2,4\n\
             Express!,Express,home,5,60,EUR 9,2,4\n\
             standard,Standard,moon,5,60,EUR 9,5,4\n\
             standard,Standard,eu,heavy,60,nine,soon,4\n",
        );
        let told = told.unwrap_err();
        let mut pointers: Vec<&str> = told.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        pointers.sort_unstable();
        assert_eq!(
            pointers,
            [
                "/lines/3/name",
                "/lines/4/method",
                "/lines/5/days_max",
                "/lines/5/zone",
                "/lines/6/days_min",
                "/lines/6/prices",
                "/lines/6/weight_kg_max",
            ]
        );
        let told = read("express,Express,home,5,60,EUR 9,2,4\n").unwrap_err();
        assert_eq!(told.field_errors()[0].pointer, "/csv", "there must be a standard method");
    }
}
