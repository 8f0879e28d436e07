//! Payouts: sellers are paid what completed orders owe them, once, by the bank or by a provider; what fails is payable again.

use std::io::Write;
use std::process::Command;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Engine, Guest, Program, both, edition, items, text};

const IBAN: &str = "DE89 3704 0044 0532 0130 00";

/// A house with somebody who runs it, and a seller with two completed orders and an account.
async fn open(engine: Engine, account: &str) -> (Program, Account, Account) {
    let (mut program, admin) = Program::start_with_admin(engine, &[]).await;
    let artist = Account::artist(&program).await;
    let listed = artist.list(&program, json!([edition(25)])).await;
    for _ in 0..2 {
        Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
    }
    let body = json!({"account": account});
    artist.call(&program, Method::PUT, "/studio/payout-account", Some(body)).await.ok(200);
    let waits = artist.get(&program, "/studio/payouts/balance").await.ok(200);
    assert_eq!(waits["balances"][0]["payable"]["amount"], 0, "nothing is payable before it has arrived: {waits}");
    assert_eq!(waits["balances"][0]["orders"][0]["held_because"], "not_delivered");
    program.terminate().await;
    let complete = "UPDATE orders SET status = 'completed', fulfilment_status = 'delivered'";
    program.change(complete, complete);
    program.restart().await;
    (program, admin, artist)
}

async fn start(program: &Program, admin: &Account, key: &str, body: Value) -> Answer {
    let headers = [("authorization", admin.bearer()), ("idempotency-key", key.to_owned())];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    program.send(Method::POST, "/api/v1/admin/payouts/runs", &headers, Some(body)).await
}

/// The text of a PDF, as poppler reads it.
fn words_of(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(pdf).expect("written");
    let read = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(file.path()).arg("-").output();
    let read = read.expect("pdftotext, of poppler-utils");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8_lossy(&read.stdout).into_owned()
}

/// A body with another value at a place.
fn with(body: &Value, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    *body.pointer_mut(pointer).expect("such a place") = value;
    body
}

async fn preview(program: &Program, admin: &Account) -> Value {
    admin.get(program, "/admin/payouts/preview").await.ok(200)
}

#[test]
fn two_runs_at_once_pay_an_order_once() {
    both(|engine| async move {
        let (program, admin, artist) = open(engine, IBAN).await;
        let seen = preview(&program, &admin).await;
        let seller = &seen["sellers"][0];
        assert_eq!((&seller["will_be_paid"], &seller["account"]), (&json!(true), &json!("DE•• •••• 3000")));
        assert_eq!(seller["orders"].as_array().map(Vec::len), Some(2));
        let wanted = json!({"payouts": [{"seller_id": seller["seller_id"], "amount": seller["payable"]}]});
        let (one, other) = tokio::join!(
            start(&program, &admin, "one", wanted.clone()),
            start(&program, &admin, "other", wanted.clone())
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{} {}", one.body, other.body);
        // Asked again under the same key it is the same run.
        let (key, first) = if one.status == 201 { ("one", one) } else { ("other", other) };
        let again = start(&program, &admin, key, wanted).await.ok(201);
        assert_eq!(again["id"], first.body["id"]);
        let payouts = again["payouts"].as_array().expect("payouts");
        assert_eq!((payouts.len(), &payouts[0]["amount"]), (1, &seller["payable"]));
        assert_eq!(payouts[0]["state"], "pending");
        let empty = preview(&program, &admin).await;
        assert_eq!(empty["sellers"].as_array().map(Vec::len), Some(0), "{empty}");
        let own = artist.get(&program, "/studio/payouts").await.ok(200);
        let id = text(&items(&own)[0]["id"]);
        let whole = artist.get(&program, &format!("/studio/payouts/{id}")).await.ok(200);
        assert_eq!(whole["orders"].as_array().map(Vec::len), Some(2));
        program.check();
    });
}

#[test]
fn the_bank_gets_a_file_and_what_fails_is_payable_again() {
    both(|engine| async move {
        let (program, admin, _) = open(engine, IBAN).await;
        let before = preview(&program, &admin).await;
        admin.post(&program, "/admin/payouts/runs", json!({})).await.problem(400, "idempotency-key-required");
        let run = start(&program, &admin, "run", json!({})).await.ok(201);
        let path = format!("/admin/payouts/runs/{}", text(&run["id"]));
        let bearer = admin.bearer();
        let file = program.get(&format!("/api/v1{path}/bank.csv"), &[("authorization", &bearer)]).await;
        let file = String::from_utf8(file.bytes).expect("text");
        assert!(file.contains("DE89370400440532013000") && file.contains("PAYOUT "), "{file}");
        assert_eq!(file.lines().count(), 2, "{file}");
        let sent = admin.act(&program, &format!("{path}/sent")).await.ok(200);
        assert_eq!((&sent["sent"], &sent["pending"]), (&json!(1), &json!(0)));
        let payout = format!("/admin/payouts/{}", text(&run["payouts"][0]["id"]));
        admin.post(&program, &format!("{payout}/failed"), json!({"reason": " "})).await.invalid(&["/reason"]);
        let failed =
            admin.post(&program, &format!("{payout}/failed"), json!({"reason": "Account closed"})).await.ok(200);
        assert_eq!((&failed["state"], &failed["failure"]), (&json!("failed"), &json!("Account closed")));
        let after = preview(&program, &admin).await;
        assert_eq!(after["sellers"][0]["payable"], before["sellers"][0]["payable"]);
        program.check();
        let run = start(&program, &admin, "second", json!({})).await.ok(201);
        let path = format!("/admin/payouts/runs/{}/paid", text(&run["id"]));
        let paid = admin.act(&program, &path).await.ok(200);
        assert_eq!((&paid["paid"], &paid["failed"]), (&json!(1), &json!(0)));
        assert_eq!(admin.act(&program, &format!("{payout}/paid")).await.status, 409, "what failed stays so");
        program.check();
    });
}

#[test]
fn a_provider_sends_refuses_or_loses_its_answer() {
    both(|engine| async move {
        for (account, state) in [("acct_1", "paid"), ("acct_refused_1", "failed"), ("acct_lost_1", "paid")] {
            let (program, admin, _) = open(engine, account).await;
            let run = start(&program, &admin, "run", json!({})).await.ok(201);
            let path = format!("/admin/payouts/{}", text(&run["payouts"][0]["id"]));
            loop {
                let payout = admin.get(&program, &path).await.ok(200);
                if payout["state"] != "pending" {
                    assert_eq!(payout["state"], state, "{account}: {payout}");
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            program.check();
        }
    });
}

#[test]
fn an_account_is_checked_and_only_its_owner_sets_it() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let put = async |account: Value| {
            artist.call(&program, Method::PUT, "/studio/payout-account", Some(json!({"account": account}))).await
        };
        for wrong in ["DE89 3704 0044 0532 0130 01", "acct_", "cash"] {
            put(json!(wrong)).await.invalid(&["/account"]);
        }
        let told = put(json!(IBAN)).await.ok(200);
        assert_eq!(told["account"], "DE•• •••• 3000");
        let log = admin.get(&program, "/admin/audit").await.ok(200);
        assert!(log.to_string().contains("3000") && !log.to_string().contains("37040044"), "{log}");
        assert_eq!(put(Value::Null).await.ok(200)["account"], Value::Null);
        program.check();
    });
}

const TRANSFERS: &str = "/admin/ledger/bank-transfers";

/// What the test provider paid to the bank is entered, once; the body and the answer.
async fn enter_transfer(program: &Program, admin: &Account) -> (Value, Value) {
    let came = json!({"provider": "test", "amount": {"amount": 10_000, "currency": "EUR"}, "reference": "po_1",
        "on": "2026-05-31"});
    let entered = admin.post(program, TRANSFERS, came.clone()).await.ok(200);
    let (again, other) = tokio::join!(
        admin.post(program, TRANSFERS, came.clone()),
        admin.post(program, TRANSFERS, with(&came, "/amount/amount", json!(10_001)))
    );
    assert_eq!(again.ok(200)["id"], entered["id"], "once");
    other.problem(409, "conflict");
    for (pointer, wrong) in [
        ("/provider", json!("nobody")),
        ("/amount/amount", json!(0)),
        ("/amount/currency", json!("XXY")),
        ("/reference", json!(" ")),
        ("/on", json!("2026-05-32")),
    ] {
        admin.post(program, TRANSFERS, with(&came, pointer, wrong)).await.invalid(&[pointer]);
    }
    (came, entered)
}

/// It stands in the closed month, which takes no other.
async fn has_transfer(program: &Program, admin: &Account, (came, entered): (&Value, &Value), closed: &Value) {
    let bank = closed["accounts"].as_array().expect("accounts").iter().find(|one| one["account"] == "bank");
    assert_eq!(bank.expect("the bank")["debit"]["amount"], 10_000);
    assert_eq!(closed["bank_transfers"], json!([entered]));
    let late = with(&with(came, "/reference", json!("po_2")), "/on", json!("2026-05-01"));
    admin.post(program, TRANSFERS, late).await.problem(409, "conflict");
    let log = admin.get(program, "/admin/audit").await.ok(200);
    assert!(log.to_string().contains("bank_transfer.enter"), "{log}");
}

/// The figures of a closed month as tables.
async fn has_tables(program: &Program, admin: &Account, path: &str, closed: &Value) {
    let staff = admin.bearer();
    let columns = [("trial-balance", "accounts", "account"), ("vat", "vat", "country")];
    for (name, rows, column) in columns {
        let table = program.get(&format!("/api/v1{path}/{name}.csv"), &[("authorization", &staff)]).await;
        let table = String::from_utf8(table.bytes).expect("text");
        let rows = closed[rows].as_array().expect("rows");
        assert_eq!(table.lines().count(), rows.len() + 1, "{table}");
        for row in rows {
            assert!(table.contains(&format!(",{},", text(&row[column]))), "{row} in {table}");
        }
    }
}

#[test]
fn a_month_is_closed_with_an_invoice_and_a_statement() {
    both(|engine| async move {
        let (mut program, admin, artist) = open(engine, IBAN).await;
        // Everything happened three months ago.
        program.terminate().await;
        program.change(
            "UPDATE ledger_entries SET at = '2026-05-10T10:00:00.000+00:00'; \
             UPDATE documents SET issued_at = '2026-05-10T10:00:00.000+00:00'",
            "UPDATE ledger_entries SET at = '2026-05-10T10:00:00Z'; UPDATE documents SET issued_at = '2026-05-10T10:00:00Z'",
        );
        program.restart().await;
        let path = "/admin/months/2026-05";
        admin.act(&program, &format!("{path}/close")).await.problem(409, "conflict");
        let seen = admin.get(&program, path).await.ok(200);
        assert!(seen["not_closed_because"].is_string(), "the house has not said who it is: {seen}");
        let house = json!({
            "legal_name": "Impasto House GmbH", "address_lines": ["Am Deich 1", "28199 Bremen"], "country": "DE",
            "vat_id": "DE123456789", "series_prefix": "HC", "outside_note": "Not taxable in Germany.",
        });
        admin.call(&program, Method::PUT, "/admin/house-identity", Some(house)).await.ok(200);
        let (came, entered) = enter_transfer(&program, &admin).await;
        let closed = admin.act(&program, &format!("{path}/close")).await.ok(200);
        has_transfer(&program, &admin, (&came, &entered), &closed).await;
        assert!(closed["closed_at"].is_string(), "{closed}");
        let documents = closed["documents"].as_array().expect("documents");
        let number = text(&documents[0]["number"]);
        assert!(number.starts_with("HC-") && number.ends_with("-000001"), "{number}");
        let of = |kind: &str| closed["vat"].as_array().expect("vat").iter().any(|row| row["of"] == kind);
        assert!(of("sellers") && of("house"), "{closed}");
        program.check();

        has_tables(&program, &admin, path, &closed).await;
        let own = artist.get(&program, "/studio/statements").await.ok(200);
        assert_eq!(items(&own).len(), 2, "{own}");
        let bearer = artist.bearer();
        for document in items(&own) {
            let first = program.get(&text(&document["url"]), &[("authorization", &bearer)]).await;
            let second = program.get(&text(&document["url"]), &[("authorization", &bearer)]).await;
            assert!(first.bytes.starts_with(b"%PDF") && first.bytes == second.bytes, "the same page each time");
        }
        let statement = items(&own).iter().find(|one| one["kind"] == "statement").expect("a statement");
        let invoice = items(&own).iter().find(|one| one["kind"] == "commission_invoice").expect("an invoice");
        for (document, due) in [
            (statement, ["Kontoauszug", "Mai 2026", "Impasto House GmbH", "Saldo am Ende"]),
            (invoice, ["Rechnung", number.as_str(), "DE123456789", "Provision auf Verkäufe"]),
        ] {
            let url = format!("{}?lang=de", text(&document["url"]));
            let words = words_of(&program.get(&url, &[("authorization", &bearer)]).await.bytes);
            for due in due {
                assert!(words.contains(due), "{due} in {words}");
            }
        }
        let table = format!("/api/v1/studio/house-documents/{}/table.csv", text(&statement["id"]));
        let table = program.get(&table, &[("authorization", &bearer)]).await;
        let table = String::from_utf8(table.bytes).expect("text");
        assert_eq!(table.lines().filter(|line| line.contains(",sale,")).count(), 2, "{table}");
        assert!(table.contains("opening") && table.contains("closing"), "{table}");

        admin.act(&program, &format!("{path}/close")).await.problem(409, "conflict");
        let list = json!({"provider": "test", "table": "reference,amount,currency\nnowhere,10,EUR\n"});
        let found = admin.post(&program, &format!("{path}/reconcile"), list).await.ok(200);
        let differences = found["differences"].as_array().expect("differences");
        assert!(differences.iter().any(|one| one["reference"] == "nowhere" && one["house_taken"].is_null()), "{found}");
        assert!(differences.len() >= 2, "what the provider does not know is told as well: {found}");
        // A payout of the next month is on the next statement; this one stays as it is.
        start(&program, &admin, "run", json!({})).await.ok(201);
        program.check();
    });
}
