//! The socket's messages in full, for `GET /api/asyncapi.json`: what the live layer says of itself, with the data of
//! every event and snapshot.

use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::api::shapes::{CartJson, CopyJson, EditionJson, MoneyJson, OrderJson, StockJson};

/// The AsyncAPI document. `schemas` are the components of the HTTP API's description, whose shapes are the same.
#[must_use]
pub fn asyncapi(schemas: Map<String, Value>) -> Value {
    let mut document = impasto_ws::asyncapi();
    for Told { topic, kind, about, data } in events() {
        let words: Vec<&str> = topic.split(':').filter(|word| *word != "<id>").chain([kind]).collect();
        let name = words.join("_");
        document["components"]["messages"][&name] = message(topic, kind, about, &data);
        document["channels"]["socket"]["messages"][&name] = json!({"$ref": format!("#/components/messages/{name}")});
        if let Some(said) = document["operations"]["serverSays"]["messages"].as_array_mut() {
            said.push(json!({"$ref": format!("#/channels/socket/messages/{name}")}));
        }
    }
    document["components"]["messages"]["subscribed"]["payload"]["properties"]["topics"] = starts();
    document["channels"]["socket"]["x-close-codes"] = close_codes();
    if let Some(known) = document["components"]["schemas"].as_object_mut() {
        for (name, schema) in schemas {
            known.entry(name).or_insert(schema);
        }
    }
    document
}

/// An event of a topic.
struct Told {
    topic: &'static str,
    kind: &'static str,
    about: &'static str,
    data: Value,
}

fn events() -> Vec<Told> {
    let told = |topic, kind, about, data| Told { topic, kind, about, data };
    let id = || json!({"type": "string", "format": "uuid"});
    let text = || json!({"type": "string"});
    let count = || json!({"type": "integer", "minimum": 0});
    let time = || json!({"type": "string", "format": "date-time"});
    let nullable = || json!({"type": ["string", "null"]});
    let money = MoneyJson::name;
    let stock = json!({"allOf": [
        reference(&StockJson::name()),
        object(&[("edition_id", id()), ("artwork_id", id())]),
    ]});
    let work = object(&[("artwork_id", id()), ("status", text()), ("title", text()), ("slug", text())]);
    let order = object(&[
        ("order_id", id()),
        ("number", text()),
        ("status", text()),
        ("payment_status", text()),
        ("fulfilment_status", text()),
        ("total", reference(&money())),
    ]);
    let sale = object(&[
        ("order_number", text()),
        ("artwork", object(&[("id", id()), ("title", text())])),
        ("edition_id", id()),
        ("quantity", count()),
        ("amount", reference(&money())),
        ("copies", json!({"type": "array", "items": reference(&CopyJson::name())})),
    ]);
    let document = object(&[
        ("document_id", id()),
        ("kind", text()),
        ("number", text()),
        ("url", text()),
        ("ready", json!({"type": "boolean"})),
    ]);
    let (artwork, log, sales) = ("artwork:<id>", "order:<id>", "seller:<id>:sales");
    vec![
        told(artwork, "stock", "The counters of an edition, absolute; `version` only grows.", stock.clone()),
        told(
            artwork,
            "price",
            "An edition has another price.",
            object(&[("edition_id", id()), ("price", reference(&money()))]),
        ),
        told(artwork, "status", "The work has another status.", work.clone()),
        told(artwork, "viewers", "So many people look at its page. Without `at`.", object(&[("count", count())])),
        told("storefront", "published", "A work hangs.", work.clone()),
        told("storefront", "sold_out", "The last copy of a work is sold.", work),
        told("cart", "cart", "The whole cart.", reference(&CartJson::name())),
        told(
            "cart",
            "lapsing",
            "A line's hold ends within 60 s. Without `at`.",
            object(&[("line_id", id()), ("held_until", time()), ("server_time", time())]),
        ),
        told(
            "cart",
            "lapsed",
            "Lines lost their holds.",
            object(&[("lines", json!({"type": "array", "items": id()}))]),
        ),
        told(log, "status", "A status of the order changed.", order.clone()),
        told(
            log,
            "payment",
            "An attempt to pay changed.",
            object(&[("payment_id", id()), ("status", text()), ("decline_code", nullable())]),
        ),
        told(log, "document", "A document can be fetched.", document),
        told(
            log,
            "shipment",
            "A parcel is packed, on its way, or there.",
            object(&[
                ("shipment_id", id()),
                ("seller_order_id", id()),
                ("status", text()),
                ("carrier", text()),
                ("tracking_number", nullable()),
                ("tracking_url", nullable()),
                ("lines", json!({"type": "array", "items": id()})),
            ]),
        ),
        told(sales, "sale", "A line was sold. Never the buyer's details.", sale),
        told(
            sales,
            "hold",
            "Copies were taken into a cart.",
            object(&[("artwork_id", id()), ("edition_id", id()), ("quantity", count())]),
        ),
        told(
            sales,
            "wishlist",
            "A work is on so many wishlists.",
            object(&[("artwork_id", id()), ("wishlisted", count())]),
        ),
        told(sales, "review", "A buyer wrote a review.", object(&[("artwork_id", id()), ("rating", count())])),
        told("inventory", "stock", "The counters of any edition, conflated per edition.", stock),
        told("orders", "order", "Any status of any order changed.", order),
        told("presence", "presence", "Who is connected changed. Without `at`.", presence()),
    ]
}

/// What each topic's snapshot is, by how the topic's name begins.
fn starts() -> Value {
    let count = || json!({"type": "integer", "minimum": 0});
    let named = |name: &str| json!({"type": "object", "additionalProperties": reference(name)});
    let page = |item: Value| {
        let list = json!({"type": "array", "items": item});
        object(&[("items", list), ("total", json!({"type": ["integer", "null"]}))])
    };
    let edition = object(&[
        ("artwork", json!({"type": "object"})),
        ("edition", reference(&EditionJson::name())),
        ("withdrawn", count()),
        ("stock", reference(&StockJson::name())),
    ]);
    let artwork =
        object(&[("status", json!({"type": "string"})), ("editions", named(&StockJson::name())), ("viewers", count())]);
    let today = object(&[
        ("sales", count()),
        ("copies", count()),
        ("amount", reference(&MoneyJson::name())),
        ("held", count()),
        ("wishlisted", count()),
    ]);
    let start = |snapshot: Value| {
        json!({
            "type": "object",
            "properties": {
                "at": reference("Position"),
                "snapshot": snapshot,
                "resumed": {"const": true, "description": "Stands in for the snapshot: the missed events follow."},
            },
            "required": ["at"],
        })
    };
    json!({
        "type": "object",
        "patternProperties": {
            "^artwork:": start(artwork),
            "^storefront$": start(object(&[("works", count())])),
            "^cart$": start(reference(&CartJson::name())),
            "^order:": start(reference(&OrderJson::name())),
            "^seller:": start(today),
            "^inventory$": start(page(edition)),
            "^orders$": start(page(reference(&OrderJson::name()))),
            "^presence$": start(presence()),
        },
        "additionalProperties": false,
    })
}

fn presence() -> Value {
    let counts = |about: &str| json!({"type": "object", "description": about, "additionalProperties": {"type": "integer", "minimum": 0}});
    object(&[("by_role", counts("Connections by role.")), ("by_artwork", counts("People by the work they look at."))])
}

fn close_codes() -> Value {
    json!({
        "1003": "a binary frame",
        "1007": "text that is not UTF-8",
        "1009": "a frame over 16 KiB",
        "1012": "the node restarts: connect again with jitter",
        "4000": "two pings were not answered",
        "4008": "too slow: 1 MB queued, or 10 s without progress",
        "4029": "more than 60 frames in 10 s",
    })
}

fn message(topic: &str, kind: &str, about: &str, data: &Value) -> Value {
    json!({
        "summary": about,
        "payload": {
            "type": "object",
            "properties": {
                "topic": {"type": "string", "description": format!("`{topic}`")},
                "at": reference("Position"),
                "type": {"const": kind},
                "time": {"type": "string", "format": "date-time"},
                "data": data,
                "jump": {"const": true, "description": "Values between the last one and this were left out."},
            },
            "required": ["topic", "type", "time", "data"],
        },
    })
}

fn object(members: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({"type": "object", "properties": properties, "required": names})
}

fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}
