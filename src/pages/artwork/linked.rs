//! A work as linked data (schema.org in JSON-LD), which search engines and archives read from the page.
//! Pure: a record in, text for a `<script type="application/ld+json">` out.

use impasto_domain::edition::{Edition, EditionKind, Stock};
use impasto_domain::money::Money;
use impasto_domain::read::ArtworkRecord;
use serde_json::{Map, Value, json};

use super::super::works;
use crate::api::shapes::cm;

/// The linked data of a work; `address` makes a path a full address, `pictures` are full addresses already.
pub(super) fn linked_data(record: &ArtworkRecord, address: &dyn Fn(&str) -> String, pictures: &[String]) -> String {
    let text = &record.text;
    let url = address(&works::url(record));
    let mut work = Map::new();
    let mut put = |name: &str, value: Value| {
        let is_empty = value.is_null() || value.as_str().is_some_and(str::is_empty) || value == json!([]);
        if !is_empty {
            work.insert(name.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!(["VisualArtwork", "Product"]));
    put("@id", json!(url));
    put("url", json!(url));
    put("name", json!(text.title));
    put("description", json!(text.description));
    put("image", json!(pictures));
    put("sku", json!(record.id.to_string()));
    let artist = address(&format!("/artists/{}", record.artist.slug));
    put("creator", json!({"@type": "Person", "name": record.artist.name, "url": artist}));
    put("artMedium", json!(text.medium));
    put("genre", json!(text.styles));
    put("keywords", json!(text.subjects.join(", ")));
    put("dateCreated", text.year.map_or(Value::Null, |year| json!(year.to_string())));
    if let Some((first, _)) = record.editions.first() {
        put("width", length(first.width_tenth_mm));
        put("height", length(first.height_tenth_mm));
        put("depth", length(first.depth_tenth_mm));
        if first.kind == EditionKind::Limited {
            put("artEdition", json!(first.size.to_string()));
        }
    }
    if let Some(hundredths) = record.rating_hundredths.filter(|_| record.reviews > 0) {
        let rating = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let rating =
            json!({"@type": "AggregateRating", "ratingValue": rating, "reviewCount": record.reviews, "bestRating": 5});
        put("aggregateRating", rating);
    }
    let offers: Vec<Value> =
        record.editions.iter().map(|(edition, stock)| offer(record, edition, stock, &url)).collect();
    put("offers", json!(offers));
    escaped(&Value::Object(work))
}

fn offer(record: &ArtworkRecord, edition: &Edition, stock: &Stock, url: &str) -> Value {
    let availability = if edition.kind == EditionKind::Open || stock.available > 0 {
        "InStock"
    } else if stock.held > 0 {
        "LimitedAvailability"
    } else {
        "SoldOut"
    };
    json!({
        "@type": "Offer",
        "name": works::edition_name(edition),
        "url": url,
        "price": decimal(edition.price),
        "priceCurrency": edition.price.currency.code(),
        "availability": format!("https://schema.org/{availability}"),
        "seller": {"@type": "Organization", "name": record.seller.name},
    })
}

fn length(tenth_mm: u32) -> Value {
    if tenth_mm == 0 {
        return Value::Null;
    }
    json!({"@type": "QuantitativeValue", "value": cm(tenth_mm), "unitCode": "CMT"})
}

/// An amount as schema.org wants it: `1250.00`.
fn decimal(money: Money) -> String {
    let digits = usize::from(money.currency.exponent().unwrap_or(0));
    let unit = 10_i64.pow(u32::try_from(digits).unwrap_or(0));
    let (whole, rest) = (money.amount_minor / unit, (money.amount_minor % unit).abs());
    if digits == 0 { whole.to_string() } else { format!("{whole}.{rest:0digits$}") }
}

/// JSON that cannot end the element it stands in, nor begin a comment there.
fn escaped(value: &Value) -> String {
    let text = value.to_string();
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            // Outside of strings JSON has none of these.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(letter))),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::record;
    use super::*;
    use impasto_domain::money::Currency;

    fn data(record: &ArtworkRecord) -> (String, Value) {
        let text =
            linked_data(record, &|path| format!("https://g.example{path}"), &["https://g.example/a.jpg".to_owned()]);
        let value = serde_json::from_str(&text).unwrap();
        (text, value)
    }

    #[test]
    fn a_work_is_an_artwork_and_a_product_with_an_offer_for_each_edition() {
        let mut record = record("Tide");
        record.rating_hundredths = Some(467);
        record.reviews = 3;
        let (_, data) = data(&record);
        assert_eq!(data["@type"], json!(["VisualArtwork", "Product"]));
        assert_eq!((&data["name"], &data["url"]), (&json!("Tide"), &json!("https://g.example/artworks/tide")));
        assert_eq!(data["width"], json!({"@type": "QuantitativeValue", "value": 40.0, "unitCode": "CMT"}));
        assert_eq!(data["aggregateRating"]["ratingValue"], "4.67");
        let offer = &data["offers"][0];
        assert_eq!((&offer["price"], &offer["priceCurrency"]), (&json!("1250.00"), &json!("EUR")));
        assert_eq!(offer["availability"], "https://schema.org/InStock");
        record.editions[0].1.available = 0;
        record.editions[0].1.sold = 1;
        let (_, sold) = self::data(&record);
        assert_eq!(sold["offers"][0]["availability"], "https://schema.org/SoldOut");
    }

    #[test]
    fn what_people_wrote_cannot_leave_the_element() {
        let mut record = record("Tide");
        let text = std::sync::Arc::make_mut(&mut record.text);
        text.title = "</script><script>alert(1)</script><!--".to_owned();
        text.description = "a & b \u{2028}".to_owned();
        let (written, data) = data(&record);
        assert!(!written.contains('<') && !written.contains('>') && !written.contains('&'), "{written}");
        assert_eq!(data["name"], "</script><script>alert(1)</script><!--");
        assert_eq!(data["description"], "a & b \u{2028}");
    }

    #[test]
    fn an_amount_has_the_digits_of_its_currency() {
        assert_eq!(decimal(Money::new(1_205, Currency::EUR)), "12.05");
        assert_eq!(decimal(Money::new(1_205, Currency::JPY)), "1205");
    }
}
