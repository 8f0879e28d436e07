//! The description of the socket for those who write clients: an AsyncAPI 3 document with every message.
//! Knows nothing of who serves it.

use serde_json::{Value, json};

/// The AsyncAPI 3.0 document of the live layer, as served at `/api/asyncapi.json`.
pub fn asyncapi() -> Value {
    let sent: Vec<Value> = client_messages().into_iter().map(|(name, _)| reference(name)).collect();
    let received: Vec<Value> = server_messages().into_iter().map(|(name, _)| reference(name)).collect();
    let all: serde_json::Map<String, Value> = client_messages()
        .into_iter()
        .chain(server_messages())
        .map(|(name, message)| (name.to_owned(), message))
        .collect();
    let channel: serde_json::Map<String, Value> =
        all.keys().map(|name| (name.clone(), json!({ "$ref": format!("#/components/messages/{name}") }))).collect();
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Impasto live",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
        },
        "defaultContentType": "application/json",
        "channels": {
            "socket": {
                "address": "/ws",
                "title": "The socket",
                "description": "Text frames of JSON, one message each. A client's frames are handled in order.",
                "messages": channel,
                "bindings": { "ws": { "method": "GET", "bindingVersion": "0.1.0" } },
            },
        },
        "operations": {
            "clientSays": {
                "action": "receive",
                "channel": { "$ref": "#/channels/socket" },
                "summary": "What a client may say.",
                "messages": sent,
            },
            "serverSays": {
                "action": "send",
                "channel": { "$ref": "#/channels/socket" },
                "summary": "What the server says.",
                "messages": received,
            },
        },
        "components": { "messages": all, "schemas": schemas() },
    })
}

const DESCRIPTION: &str = "\
Greeting: the server says `hello`. Authentication: by the cookies of an allowed origin, or by `auth`, again in place when \
`auth_expiring` comes; an ended token loses only private topics (`unsubscribed`).\n\n\
Topics: `artwork:<id>` (state, all), `storefront` (log, all), `cart` (state, its owner), `order:<id>` (log, its owner and \
admins), `seller:<id>:sales` (log, its members and admins), `inventory` (state, admins), `orders` (log, admins), `presence` \
(state, admins). State topics: the newest value counts and intermediate ones may be skipped. Log topics: nothing is left out.\n\n\
Positions (`at`) are opaque: compare them for equality, send the last one back as `since`. `subscribed` comes before its topics' \
events, with a snapshot, or with `resumed` and then the missed events. On `lagged` subscribe again with `since`. `heartbeat` names \
the last position of quiet topics: where it differs from the last `at` received, subscribe again with `since`. Frames without \
`at` are worth knowing only now.\n\n\
Limits: 16 KiB a frame (1009), 60 frames in 10 s (4029), 300 topics a socket (that topic is refused with `too-large`).\n\n\
Close codes: 4000 no pong twice, 4008 too slow (1 MB queued, or 10 s without progress), 4029 too many frames, 1003 binary, \
1009 frame too big, 1012 restart: connect again with jitter.\n\n\
Without a socket: `GET /api/v1/live?topics=a,b&since=a@position,b@position` answers with the same frames.";

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/channels/socket/messages/{name}") })
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn message(summary: &str, op: &str, mut properties: Value, required: &[&str]) -> Value {
    let mut needs = vec!["op"];
    needs.extend_from_slice(required);
    if let Some(properties) = properties.as_object_mut() {
        properties.insert("op".to_owned(), json!({ "const": op }));
    }
    json!({
        "summary": summary,
        "payload": { "type": "object", "properties": properties, "required": needs },
    })
}

fn client_messages() -> Vec<(&'static str, Value)> {
    let topics = json!({ "type": "array", "minItems": 1, "items": schema("Topic") });
    vec![
        (
            "auth",
            message(
                "Says who the socket speaks for, from now on.",
                "auth",
                json!({ "id": schema("RequestId"), "token": { "type": "string", "description": "A JWT or a visitor token." } }),
                &["token"],
            ),
        ),
        (
            "subscribe",
            message(
                "Listens to topics, from a position where one is given.",
                "subscribe",
                json!({
                    "id": schema("RequestId"),
                    "topics": topics,
                    "since": { "type": "object", "additionalProperties": schema("Position") },
                }),
                &["topics"],
            ),
        ),
        (
            "unsubscribe",
            message(
                "Listens no more. Not answered.",
                "unsubscribe",
                json!({ "id": schema("RequestId"), "topics": topics }),
                &["topics"],
            ),
        ),
        (
            "view",
            message(
                "Shows an artwork's page in a visible tab: counts as a viewer until `unview`, another `view` or the end.",
                "view",
                json!({ "id": schema("RequestId"), "artwork_id": { "type": "string", "format": "uuid" } }),
                &["artwork_id"],
            ),
        ),
        ("unview", message("Shows it no more.", "unview", json!({ "id": schema("RequestId") }), &[])),
        ("ping", message("Answered by `pong`.", "ping", json!({ "id": schema("RequestId") }), &[])),
    ]
}

fn server_messages() -> Vec<(&'static str, Value)> {
    let time = json!({ "type": "string", "format": "date-time" });
    vec![
        (
            "hello",
            message(
                "The greeting.",
                "hello",
                json!({
                    "connection_id": { "type": "string", "format": "uuid" },
                    "server_time": time,
                    "heartbeat_s": { "type": "integer", "description": "Seconds between heartbeats." },
                }),
                &["connection_id", "server_time", "heartbeat_s"],
            ),
        ),
        (
            "authed",
            message(
                "The token was taken.",
                "authed",
                json!({ "id": schema("RequestId"), "expires_at": { "type": ["string", "null"], "format": "date-time" } }),
                &["expires_at"],
            ),
        ),
        (
            "auth_expiring",
            message(
                "The token ends within 60 s: say `auth` again.",
                "auth_expiring",
                json!({ "expires_at": time }),
                &["expires_at"],
            ),
        ),
        (
            "subscribed",
            message(
                "Where each granted topic starts. Its events follow.",
                "subscribed",
                json!({
                    "id": schema("RequestId"),
                    "topics": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "properties": {
                                "at": schema("Position"),
                                "snapshot": { "type": "object" },
                                "resumed": { "const": true },
                            },
                            "required": ["at"],
                        },
                    },
                }),
                &["topics"],
            ),
        ),
        (
            "unsubscribed",
            message(
                "The socket lost a topic: its token ended, was revoked, or grants it no more.",
                "unsubscribed",
                json!({ "topic": schema("Topic"), "type": schema("ProblemType") }),
                &["topic", "type"],
            ),
        ),
        (
            "error",
            message(
                "A request, or one topic of it, is refused. The socket stays open.",
                "error",
                json!({
                    "id": schema("RequestId"),
                    "topic": schema("Topic"),
                    "type": schema("ProblemType"),
                    "detail": { "type": "string" },
                }),
                &["type"],
            ),
        ),
        (
            "lagged",
            message(
                "Events did not fit: subscribe again with `since`.",
                "lagged",
                json!({ "topic": schema("Topic") }),
                &["topic"],
            ),
        ),
        (
            "heartbeat",
            message(
                "The last position of quiet topics.",
                "heartbeat",
                json!({ "topics": { "type": "object", "additionalProperties": schema("Position") } }),
                &["topics"],
            ),
        ),
        ("pong", message("The answer to `ping`.", "pong", json!({ "id": schema("RequestId") }), &[])),
        (
            "event",
            json!({
                "summary": "Something happened on a topic.",
                "payload": {
                    "type": "object",
                    "properties": {
                        "topic": schema("Topic"),
                        "at": schema("Position"),
                        "type": { "type": "string", "description": EVENT_TYPES },
                        "time": time,
                        "data": { "type": "object" },
                        "jump": { "const": true, "description": "Values between the last one and this were left out." },
                    },
                    "required": ["topic", "type", "time", "data"],
                },
            }),
        ),
    ]
}

const EVENT_TYPES: &str = "\
artwork: stock, price, status, viewers; storefront: published, sold_out; cart: cart, lapsing, lapsed; \
order: status, payment, document, shipment; seller sales: sale, hold, wishlist, review; inventory: stock; orders: order.";

fn schemas() -> Value {
    json!({
        "RequestId": { "type": ["string", "integer"], "description": "The request's own name; given back with its answer." },
        "Topic": { "type": "string", "examples": ["artwork:0190f5a8-7b2e-7c11-8a3e-0123456789ab", "cart", "storefront"] },
        "Position": { "type": "string", "maxLength": 1024, "description": "Opaque; under 1 KB." },
        "ProblemType": { "type": "string", "examples": ["/problems/unauthenticated", "/problems/forbidden", "/problems/malformed"] },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(target)) = members.get("$ref") {
                    found.insert(target.clone());
                }
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = asyncapi();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 20);
        for target in found {
            assert!(document.pointer(&target[1..]).is_some(), "{target}");
        }
    }

    #[test]
    fn every_message_is_said_by_one_side() {
        let document = asyncapi();
        let said = ["clientSays", "serverSays"]
            .map(|side| document["operations"][side]["messages"].as_array().unwrap().len())
            .iter()
            .sum::<usize>();
        assert_eq!(said, document["components"]["messages"].as_object().unwrap().len());
    }
}
