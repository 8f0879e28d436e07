//! The form of a shipping table: what it shows of a table, what it sends, and which field a mistake is in.

use super::super::super::console::settings::{figure, number_of, on_line};
use super::super::super::console::tables::{shipping_lines, shipping_of};
use super::super::super::delivery::method_name;
use super::super::super::mistakes::Field;
use super::super::super::typed::Typed;
use super::super::super::views::studio::shipping::{MethodForm, PickupForm, ShippingForm};
use crate::api::numbers::{price_of, price_text};
use crate::api::shapes::{CrateJson, InsuranceJson, MoneyJson, PickupJson, ShippingMethodJson, ShippingTableJson};
use crate::words::t;

/// The id of what can be collected, where the form makes it.
const PICKUP: &str = "pickup";

/// A field that cannot be read.
#[derive(Debug)]
pub(super) struct Wrong {
    /// Its name.
    pub(super) field: String,
    /// What is wrong with it.
    pub(super) message: String,
}

/// The form: what was typed, or else what the table says.
pub(super) fn form_of(table: &ShippingTableJson, seen: String, typed: Option<&Typed>) -> ShippingForm {
    let or = |name: &str, stored: String| typed.map_or(stored, |typed| typed.verbatim(name).to_owned());
    let banded = table.methods.iter().filter(|method| method.pickup.is_none());
    let collected = table.methods.iter().find(|method| method.pickup.is_some());
    let pickup = collected.and_then(|method| method.pickup.as_ref());
    ShippingForm {
        // What was typed was made from what its sender had seen.
        seen: typed.and_then(|typed| typed.given("seen")).unwrap_or(seen),
        table: or("table", shipping_lines(table)),
        volumetric_divisor: or("volumetric_divisor", table.volumetric_divisor.to_string()),
        handling_days: or("handling_days", table.handling_days.to_string()),
        methods: banded.map(|method| method_form(method, typed)).collect(),
        pickup: PickupForm {
            name: or("pickup.name", collected.map(|method| method.name.clone()).unwrap_or_default()),
            address: or("pickup.address", pickup.map(|pickup| pickup.address.clone()).unwrap_or_default()),
            hours: or("pickup.hours", pickup.map(|pickup| pickup.hours.clone()).unwrap_or_default()),
            prices: or("pickup.prices", pickup.map(|pickup| amounts(&pickup.prices)).unwrap_or_default()),
            everywhere: match typed {
                Some(typed) => typed.is_ticked("pickup.everywhere"),
                None => pickup.is_some_and(|pickup| pickup.everywhere),
            },
        },
    }
}

fn method_form(method: &ShippingMethodJson, typed: Option<&Typed>) -> MethodForm {
    let prefix = format!("{}.", method.id);
    let or = |name: &str, stored: String| match typed {
        Some(typed) => typed.get(&format!("{prefix}{name}")).to_owned(),
        None => stored,
    };
    let number = |number: Option<f64>| number.map(figure).unwrap_or_default();
    let insurance = method.insurance.as_ref();
    let rule = method.crate_rule.as_ref();
    MethodForm {
        name: method_name(&method.name),
        handling_days: or("handling_days", method.handling_days.map(|days| days.to_string()).unwrap_or_default()),
        free_from: or("free_from", amounts(&method.free_from)),
        value_max: or("value_max", amounts(&method.value_max)),
        insurance_percent: or("insurance_percent", number(insurance.map(|insurance| insurance.percent))),
        insurance_minimum: or(
            "insurance_minimum",
            insurance.map(|insurance| amounts(&insurance.minimum)).unwrap_or_default(),
        ),
        insurance_name: or(
            "insurance_name",
            insurance.and_then(|insurance| insurance.chosen_as.clone()).unwrap_or_default(),
        ),
        crate_side: or("crate_side", number(rule.and_then(|rule| rule.longest_side_cm_over))),
        crate_weight: or("crate_weight", number(rule.and_then(|rule| rule.weight_kg_over))),
        crate_value: or("crate_value", rule.map(|rule| amounts(&rule.value_over)).unwrap_or_default()),
        crate_framed: match typed {
            Some(typed) => typed.is_ticked(&format!("{prefix}crate_framed")),
            None => rule.is_some_and(|rule| rule.framed),
        },
        crate_prices: or("crate_prices", rule.map(|rule| amounts(&rule.prices)).unwrap_or_default()),
        is_open: false,
        prefix,
    }
}

/// The table that was typed, with the line of each band of each method.
pub(super) fn table_of(
    typed: &Typed,
    present: &ShippingTableJson,
) -> Result<(ShippingTableJson, Vec<Vec<usize>>), Wrong> {
    let divisor = whole(typed, "volumetric_divisor")?.unwrap_or(present.volumetric_divisor);
    let days = whole(typed, "handling_days")?.unwrap_or(present.handling_days);
    let present = ShippingTableJson { volumetric_divisor: divisor, handling_days: days, ..present.clone() };
    let (mut table, lines) = shipping_of(typed.verbatim("table"), &present)
        .map_err(|message| Wrong { field: "table".to_owned(), message })?;
    for method in table.methods.iter_mut().filter(|method| method.pickup.is_none()) {
        let prefix = format!("{}.", method.id);
        // A method that has just been typed had no fields yet.
        if typed.beginning_with(&prefix).next().is_some() {
            extras(typed, &prefix, method)?;
        }
    }
    collected(typed, &mut table)?;
    Ok((table, lines))
}

fn extras(typed: &Typed, prefix: &str, method: &mut ShippingMethodJson) -> Result<(), Wrong> {
    let name = |field: &str| format!("{prefix}{field}");
    method.handling_days = whole(typed, &name("handling_days"))?;
    method.free_from = prices(typed, &name("free_from"))?;
    method.value_max = prices(typed, &name("value_max"))?;
    let minimum = prices(typed, &name("insurance_minimum"))?;
    let chosen_as = typed.given(&name("insurance_name"));
    method.insurance = number(typed, &name("insurance_percent"))?
        .or_else(|| (!minimum.is_empty() || chosen_as.is_some()).then_some(0.0))
        .map(|percent| InsuranceJson { percent, minimum, chosen_as });
    let rule = CrateJson {
        longest_side_cm_over: number(typed, &name("crate_side"))?,
        weight_kg_over: number(typed, &name("crate_weight"))?,
        framed: typed.is_ticked(&name("crate_framed")),
        value_over: prices(typed, &name("crate_value"))?,
        prices: prices(typed, &name("crate_prices"))?,
    };
    let is_said = rule.longest_side_cm_over.is_some()
        || rule.weight_kg_over.is_some()
        || rule.framed
        || !rule.value_over.is_empty()
        || !rule.prices.is_empty();
    method.crate_rule = is_said.then_some(rule);
    Ok(())
}

/// What can be collected: the first of its kind is the form's; what others were made elsewhere stay.
fn collected(typed: &Typed, table: &mut ShippingTableJson) -> Result<(), Wrong> {
    let place = table.methods.iter().position(|method| method.pickup.is_some());
    let Some(address) = typed.given("pickup.address") else {
        if let Some(place) = place {
            table.methods.remove(place);
        }
        return Ok(());
    };
    let name = typed.given("pickup.name").unwrap_or_else(|| t("studio-shipping-pickup-usual").into());
    let pickup = PickupJson {
        address,
        hours: typed.get("pickup.hours").to_owned(),
        everywhere: typed.is_ticked("pickup.everywhere"),
        prices: prices(typed, "pickup.prices")?,
    };
    match place.and_then(|place| table.methods.get_mut(place)) {
        Some(method) => {
            method.name = name;
            method.pickup = Some(pickup);
        }
        None => {
            let id = PICKUP.to_owned();
            table.methods.push(ShippingMethodJson { id, name, pickup: Some(pickup), ..ShippingMethodJson::default() });
        }
    }
    Ok(())
}

/// The field of the form behind a JSON pointer of the API, and what sentences call it.
pub(super) fn field_of(pointer: &str, table: &ShippingTableJson, lines: &[Vec<usize>]) -> Option<Field> {
    let parts: Vec<&str> = pointer.trim_start_matches("/table/").split('/').collect();
    let named = |field: String, label: &str| Some((field, t(&format!("studio-shipping-{label}")).into()));
    match parts[..] {
        ["volumetric_divisor"] => named("volumetric_divisor".to_owned(), "divisor"),
        ["handling_days"] => named("handling_days".to_owned(), "handling"),
        ["methods"] => named("table".to_owned(), "table"),
        ["methods", place, ref rest @ ..] => {
            let place: usize = place.parse().ok()?;
            let method = table.methods.get(place)?;
            if method.pickup.is_some() {
                return match rest {
                    ["pickup", "address", ..] => named("pickup.address".to_owned(), "pickup-address"),
                    ["pickup", "hours", ..] => named("pickup.hours".to_owned(), "pickup-hours"),
                    ["pickup", "prices", ..] => named("pickup.prices".to_owned(), "pickup-prices"),
                    _ => named("pickup.name".to_owned(), "pickup-name"),
                };
            }
            let label = match rest {
                ["handling_days", ..] => "handling_days",
                ["free_from", ..] => "free_from",
                ["value_max", ..] => "value_max",
                ["insurance", "percent", ..] => "insurance_percent",
                ["insurance", "minimum", ..] => "insurance_minimum",
                ["insurance", ..] => "insurance_name",
                ["crate", "longest_side_cm_over", ..] => "crate_side",
                ["crate", "weight_kg_over", ..] => "crate_weight",
                ["crate", "value_over", ..] => "crate_value",
                ["crate", ..] => "crate_prices",
                _ => return Some(("table".to_owned(), on_table(rest, lines.get(place)))),
            };
            named(format!("{}.{label}", method.id), &label.replace('_', "-"))
        }
        _ => None,
    }
}

/// What a band of the table is called: by its line.
fn on_table(rest: &[&str], lines: Option<&Vec<usize>>) -> String {
    let (band, member) = match rest {
        ["bands", band, rest @ ..] => (band.parse::<usize>().ok(), rest.first().copied()),
        rest => (None, rest.first().copied()),
    };
    match lines.and_then(|lines| lines.get(band.unwrap_or(0))) {
        Some(line) => on_line(*line, member),
        None => t("studio-shipping-table").into(),
    }
}

/// The field behind a pointer of a file: always the file, called by the line that is wrong.
pub(super) fn of_file(pointer: &str) -> Option<Field> {
    let mut parts = pointer.trim_start_matches('/').split('/');
    let label = match (parts.next()?, parts.next()) {
        ("lines", Some(line)) => on_line(line.parse().ok()?, parts.next()),
        ("csv", _) => t("console-import-the-table").into(),
        _ => return None,
    };
    Some(("csv".to_owned(), label))
}

fn amounts(all: &[MoneyJson]) -> String {
    all.iter().map(price_text).collect::<Vec<_>>().join(", ")
}

fn prices(typed: &Typed, name: &str) -> Result<Vec<MoneyJson>, Wrong> {
    let Some(text) = typed.given(name) else { return Ok(Vec::new()) };
    let read: Option<Vec<MoneyJson>> = text.split([',', ';']).map(|price| price_of(price.trim())).collect();
    read.ok_or_else(|| wrong(name, "studio-shipping-no-prices", &text))
}

fn number(typed: &Typed, name: &str) -> Result<Option<f64>, Wrong> {
    let Some(text) = typed.given(name) else { return Ok(None) };
    number_of(&text).map(Some).ok_or_else(|| wrong(name, "studio-shipping-no-number", &text))
}

fn whole(typed: &Typed, name: &str) -> Result<Option<u32>, Wrong> {
    let Some(text) = typed.given(name) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| wrong(name, "studio-shipping-no-whole", &text))
}

fn wrong(name: &str, id: &str, text: &str) -> Wrong {
    Wrong { field: name.to_owned(), message: t(id).with("text", text).into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "standard; Standard; home; 5; 60; EUR 9; 2-4\nstandard; Standard; CH; 5; 60; EUR 29; 4-9";

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let all = [("table", LINES), ("volumetric_divisor", "5000"), ("handling_days", "4")];
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Typed(fields.iter().chain(&all).map(own).collect())
    }

    fn empty() -> ShippingTableJson {
        ShippingTableJson { volumetric_divisor: 6_000, handling_days: 3, methods: Vec::new() }
    }

    #[test]
    fn what_the_form_shows_is_read_as_it_was() {
        let sent = typed(&[
            ("standard.free_from", "EUR 500"),
            ("standard.insurance_percent", "0.8"),
            ("standard.insurance_minimum", "EUR 5, USD 6"),
            ("standard.insurance_name", "Insured"),
            ("standard.crate_side", "100"),
            ("standard.crate_framed", "true"),
            ("standard.crate_prices", "EUR 80"),
            ("pickup.address", "Hof 1"),
            ("pickup.prices", "EUR 0"),
        ]);
        let (table, lines) = table_of(&sent, &empty()).unwrap();
        assert_eq!((table.volumetric_divisor, table.handling_days, lines), (5_000, 4, vec![vec![1, 2]]));
        let method = &table.methods[0];
        assert_eq!(method.insurance.as_ref().unwrap().minimum.len(), 2);
        assert!(method.crate_rule.as_ref().unwrap().framed);
        assert_eq!(table.methods[1].pickup.as_ref().unwrap().prices[0].amount, 0);
        let form = form_of(&table, String::new(), None);
        assert_eq!((form.methods.len(), form.methods[0].insurance_minimum.as_str()), (1, "EUR 5, USD 6"));
        assert_eq!((form.pickup.prices.as_str(), form.table.as_str()), ("EUR 0", LINES));
        // Without the address nothing is collected any more.
        let (table, _) = table_of(&typed(&[("standard.free_from", "")]), &table).unwrap();
        assert_eq!(table.methods.len(), 1);
        assert!(table.methods[0].free_from.is_empty() && table.methods[0].insurance.is_none());
    }

    #[test]
    fn a_mistake_is_told_at_its_field() {
        let wrong = table_of(&typed(&[("standard.free_from", "500")]), &empty()).unwrap_err();
        assert_eq!(wrong.field, "standard.free_from");
        assert!(wrong.message.contains("500"), "{}", wrong.message);
        let sent = typed(&[("standard.crate_side", "10"), ("pickup.address", "Hof 1"), ("pickup.prices", "EUR 0")]);
        let (table, lines) = table_of(&sent, &empty()).unwrap();
        let field = |pointer: &str| field_of(pointer, &table, &lines).map(|(field, label)| format!("{field}: {label}"));
        for (pointer, named) in [
            ("/table/methods/0/crate/prices", "standard.crate_prices"),
            ("/table/methods/1/pickup/prices", "pickup.prices"),
            ("/table/handling_days", "handling_days"),
        ] {
            let told = field(pointer).unwrap();
            assert!(told.starts_with(named) && !told.contains("studio-shipping"), "{told}");
        }
        assert_eq!(field("/table/methods/0/bands/1/zone").as_deref(), Some("table: Line 2: zone"));
        assert_eq!(field("/nonsense"), None);
    }
}
