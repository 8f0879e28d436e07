//! Traces: a request's way through gateway, actors, journal and events reaches a collector, and nothing secret does.

use std::time::Duration;

use opentelemetry_proto::tonic::trace::v1::Span;
use serde_json::json;
use tokio::net::TcpListener;

use super::harness::{Account, Collector, PASSWORD, Program, attribute, both, edition, impasto, purchase};

const ENDPOINT: &str = "IMPASTO_TELEMETRY__OTLP_ENDPOINT";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

fn traceparent(flags: &str) -> String {
    format!("00-{TRACE}-{CALLER}-{flags}")
}

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The span of a name in the caller's trace.
fn in_trace<'s>(spans: &'s [Span], name: &str) -> Option<&'s Span> {
    spans.iter().find(|span| span.name == name && hex(&span.trace_id) == TRACE)
}

/// The spans below another.
fn below<'s>(spans: &'s [Span], parent: &Span, name: &str) -> Option<&'s Span> {
    let is_it =
        |span: &&Span| span.name == name && span.trace_id == parent.trace_id && span.parent_span_id == parent.span_id;
    spans.iter().find(is_it)
}

fn links_to(span: &Span, other: &Span) -> bool {
    span.links.iter().any(|link| link.trace_id == other.trace_id && link.span_id == other.span_id)
}

/// Buys the first edition in the caller's trace; answers the order's id.
async fn buy_traced(program: &Program, customer: &Account, edition: &str, flags: &str) -> String {
    let (bearer, traceparent) = (customer.bearer(), traceparent(flags));
    let mut headers = vec![("authorization", bearer.as_str()), ("traceparent", traceparent.as_str())];
    let item = json!({"edition_id": edition, "quantity": 1});
    program.post("/api/v1/cart/items", &headers, item).await.ok(200);
    headers.push(("idempotency-key", "traced"));
    let placed = program.post("/api/v1/checkout", &headers, purchase("tok_ok")).await.ok(201);
    assert_eq!(placed["order"]["payment_status"], "paid", "{placed}");
    super::harness::text(&placed["order"]["id"])
}

#[test]
fn a_purchase_is_one_trace_from_the_door_to_the_events() {
    both(|engine| async move {
        let collector = Collector::start().await;
        let settings = [
            (ENDPOINT, collector.url.as_str()),
            ("IMPASTO_TELEMETRY__OTLP_HEADERS", "x-house=a%20key"),
            ("IMPASTO_TELEMETRY__SERVICE_NAME", "gallery"),
        ];
        let mut program = Program::start_with(engine, &settings).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let customer = Account::customer(&program).await;
        let order_id = buy_traced(&program, &customer, &listed.editions[0], "01").await;
        let shown = [("authorization", customer.bearer()), ("traceparent", traceparent("01"))];
        let shown: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
        program.get(&format!("/api/v1/orders/{order_id}"), &shown).await.ok(200);
        // Before they would be sent by themselves: what was told last leaves with the program.
        assert!(program.terminate().await.success());

        let spans = collector.spans();
        let named = |name: &str| {
            in_trace(&spans, name).unwrap_or_else(|| {
                let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
                panic!("no {name:?} among {names:?}")
            })
        };
        let under = |parent: &Span, name: &str| {
            below(&spans, parent, name).unwrap_or_else(|| panic!("no {name:?} under {:?}", parent.name)).clone()
        };
        let door = named("POST /api/v1/cart/items");
        assert_eq!(hex(&door.parent_span_id), CALLER);
        assert_eq!(attribute(&door.attributes, "http.request.method").as_deref(), Some("POST"));
        assert_eq!(attribute(&door.attributes, "http.route").as_deref(), Some("/api/v1/cart/items"));
        assert_eq!(attribute(&door.attributes, "http.response.status_code").as_deref(), Some("200"));
        let session = under(door, "session add");
        let inventory = under(&session, "inventory");
        let hold = under(&inventory, "journal submit");

        let door = named("POST /api/v1/checkout");
        let session = under(door, "session place_order");
        let order = under(&session, "journal submit");
        let saga = under(door, "checkout");
        under(&saga, "payment drive");
        let sale = under(&saga, "journal submit");
        named("GET /api/v1/orders/{id}");

        for submitted in [&hold, &order, &sale] {
            let batch = spans.iter().find(|span| span.name == "journal batch" && links_to(span, submitted));
            let batch = batch.expect("a batch that knows its submission");
            assert!(links_to(submitted, batch), "and the other way round");
            assert_ne!(hex(&batch.trace_id), TRACE);
            for figure in ["commands", "statements", "rows"] {
                let value = attribute(&batch.attributes, figure).and_then(|value| value.parse::<u64>().ok());
                assert!(value.is_some_and(|value| value > 0), "{figure}: {value:?}");
            }
            under(batch, "journal commit");
            let events = under(batch, "events publish");
            for figure in ["position", "events", "frames"] {
                let value = attribute(&events.attributes, figure).and_then(|value| value.parse::<u64>().ok());
                assert!(value.is_some_and(|value| value > 0), "{figure}: {value:?}");
            }
        }

        assert_eq!(attribute(&collector.resources(), "service.name").as_deref(), Some("gallery"));
        let heads = collector.heads();
        assert!(heads.iter().all(|head| head.starts_with("POST /v1/traces ") && head.contains("x-house: a key")));
        let bytes = collector.bytes();
        let secrets = [&customer.email, &customer.token, &customer.refresh_token, &artist.email, &artist.token];
        let others = ["zoe@example.test", "Lange Straße", "tok_ok", PASSWORD, &listed.artwork_id, "127.0.0.1"];
        for secret in secrets.map(String::as_str).into_iter().chain(others) {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} was sent");
        }
    });
}

#[test]
fn a_trusted_proxy_decides_what_is_traced() {
    both(|engine| async move {
        let collector = Collector::start().await;
        let settings = [
            (ENDPOINT, collector.url.as_str()),
            ("IMPASTO_TELEMETRY__SAMPLE_RATIO", "0"),
            ("IMPASTO_TRUSTED_PROXIES", "127.0.0.1"),
        ];
        let mut program = Program::start_with(engine, &settings).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let unsampled = traceparent("00").replace(TRACE, "00000000000000000000000000000001");
        program.get("/api/v1/artworks", &[("traceparent", &unsampled)]).await.ok(200);
        let customer = Account::customer(&program).await;
        buy_traced(&program, &customer, &listed.editions[0], "01").await;
        assert!(program.terminate().await.success());
        let spans = collector.spans();
        assert!(in_trace(&spans, "POST /api/v1/checkout").is_some());
        for span in &spans {
            let of_a_batch = ["journal batch", "journal commit", "events publish"].contains(&span.name.as_str());
            assert!(of_a_batch || hex(&span.trace_id) == TRACE, "{}", span.name);
        }
    });
}

#[test]
fn strangers_do_not_decide_what_is_traced() {
    both(|engine| async move {
        let collector = Collector::start().await;
        let settings = [(ENDPOINT, collector.url.as_str()), ("IMPASTO_TELEMETRY__SAMPLE_RATIO", "0")];
        let mut program = Program::start_with(engine, &settings).await;
        program.get("/api/v1/artworks", &[("traceparent", &traceparent("01"))]).await.ok(200);
        assert!(program.terminate().await.success());
        assert!(collector.bytes().is_empty());
    });
}

#[test]
fn what_is_no_traceparent_begins_a_trace() {
    both(|engine| async move {
        let collector = Collector::start().await;
        let mut program = Program::start_with(engine, &[(ENDPOINT, &collector.url)]).await;
        let bad = traceparent("01").to_uppercase();
        program.get("/api/v1/artworks", &[("traceparent", &bad)]).await.ok(200);
        assert!(program.terminate().await.success());
        let spans = collector.spans();
        let listing = spans.iter().find(|span| span.name == "GET /api/v1/artworks").expect("a span");
        assert!(listing.parent_span_id.is_empty());
        assert!(!listing.trace_id.iter().all(|byte| *byte == 0) && hex(&listing.trace_id) != TRACE);
    });
}

#[test]
fn spans_are_sent_while_the_program_runs() {
    both(|engine| async move {
        let collector = Collector::start().await;
        let program = Program::start_with(engine, &[(ENDPOINT, &collector.url)]).await;
        program.get("/api/v1/artworks", &[("traceparent", &traceparent("01"))]).await.ok(200);
        collector.wait_for(|spans| in_trace(spans, "GET /api/v1/artworks").map(|_| ())).await;
        // Another after the connection has been idle.
        tokio::time::sleep(Duration::from_millis(100)).await;
        program.get("/api/v1/config", &[("traceparent", &traceparent("01"))]).await.ok(200);
        collector.wait_for(|spans| in_trace(spans, "GET /api/v1/config").map(|_| ())).await;
    });
}

#[test]
fn a_collector_that_is_away_or_silent_harms_no_request() {
    both(|engine| async move {
        let away = {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            format!("http://{}", listener.local_addr().expect("an address"))
        };
        // Its connections are taken by the kernel, and nobody ever reads.
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let mute = format!("http://{}", silent.local_addr().expect("an address"));
        for endpoint in [away, mute] {
            let settings = [(ENDPOINT, endpoint.as_str()), ("IMPASTO_SERVER__SHUTDOWN_S", "2")];
            let mut program = Program::start_with(engine, &settings).await;
            let artist = Account::artist(&program).await;
            let listed = artist.list(&program, json!([edition(5)])).await;
            let customer = Account::customer(&program).await;
            buy_traced(&program, &customer, &listed.editions[0], "01").await;
            assert!(program.terminate().await.success(), "{endpoint}");
            program.check();
        }
    });
}

#[test]
fn a_bad_endpoint_is_one_line_that_names_its_key() {
    let folder = tempfile::tempdir().unwrap();
    for (variable, value) in [(ENDPOINT, "collector:4318"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://collector:4317")] {
        let mut command = impasto(folder.path());
        let output = command.args(["serve", "--no-demo"]).env(variable, value).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success());
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains(variable) && text.contains("telemetry.otlp_endpoint") && text.contains(value), "{text}");
    }
}
