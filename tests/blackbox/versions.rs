//! Two versions of the program run together during an upgrade: the older one lives with what the newer one adds to the
//! schema, and with what it writes, and stops where something it needs is taken away.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Account, Engine, Guest, MASTER, Program, Socket, both, edition, run, text};

/// What a newer program's migration does that only adds.
const EXPANDS: &str = "ALTER TABLE orders ADD COLUMN gift_note text; \
     ALTER TABLE editions ADD COLUMN lent integer NOT NULL DEFAULT 0; \
     ALTER TABLE jobs ADD COLUMN urgency text; \
     CREATE TABLE gift_cards (id text NOT NULL PRIMARY KEY, order_id text); \
     CREATE INDEX orders_gifts ON orders (gift_note) WHERE gift_note IS NOT NULL;";

/// That such a migration was applied.
fn applied(version: u32, name: &str, now: &str, checksum: &str) -> String {
    format!(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
         VALUES ({version}, '{name}', {now}, true, {checksum}, 1);"
    )
}

fn on_sqlite(version: u32, name: &str) -> String {
    applied(version, name, "'2030-01-01T00:00:00Z'", "x'00'")
}

fn on_postgres(version: u32, name: &str) -> String {
    applied(version, name, "now()", "'\\x00'")
}

#[test]
fn an_older_program_starts_on_what_a_newer_one_has_added_to_and_not_on_what_it_took_away() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(25)])).await;
        Guest::arrive(&program).await.buy(&program, &work.editions[0], 1).await;
        program.terminate().await;
        let (name, version) = ("gift cards", 9_001);
        program.change(
            &format!("{EXPANDS} {}", on_sqlite(version, name)),
            &format!("BEGIN; {EXPANDS} {} COMMIT;", on_postgres(version, name)),
        );
        let migrated = program.run(&["migrate"]);
        assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        program.restart().await;
        Guest::arrive(&program).await.buy(&program, &work.editions[0], 2).await;
        assert_eq!(work.stock(&program).await["sold"], 3);
        program.check();
        program.terminate().await;

        let (name, version) = ("contract old prices", 9_002);
        program.change(&on_sqlite(version, name), &on_postgres(version, name));
        for command in [vec!["migrate"], vec!["check"], vec!["serve", "--no-demo", "--listen", "127.0.0.1:0"]] {
            let refused = program.run(&command);
            let told = String::from_utf8_lossy(&refused.stderr).into_owned();
            assert!(!refused.status.success(), "{command:?}");
            assert_eq!(told.lines().count(), 1, "{command:?}: {told}");
            assert!(told.contains("9002 (contract old prices)"), "{command:?}: {told}");
        }
    });
}

#[test]
fn nodes_of_two_versions_serve_one_house() {
    run(async {
        let mut older = Program::start_with(Engine::Postgres, &[MASTER]).await;
        let artist = Account::artist(&older).await;
        let work = artist.list(&older, json!([edition(1_000)])).await;
        let shoppers: Vec<_> = (0..8).map(|_| shop(&older, &work.editions[0], 12)).collect();
        let upgrade = async {
            older.change("", &format!("BEGIN; {EXPANDS} {} COMMIT;", on_postgres(9_001, "gift cards")));
        };
        let (bought, ()) = futures_util::future::join(futures_util::future::join_all(shoppers), upgrade).await;
        assert_eq!(bought.into_iter().sum::<usize>(), 96);

        // What the newer node tells and promises; the third event is of a kind that both know.
        let seller = text(&artist.user["seller_id"]);
        let sales = format!("seller:{seller}:sales");
        let mut listener = Socket::open_as(&older, &artist.token).await;
        listener.subscribe(&[&sales]).await;
        let lane = "00000000-0000-7000-8000-00000000000a";
        let wished = json!({
            "event": "wishlist_changed", "seller_id": seller, "artwork_id": work.artwork_id, "wishlisted": 77,
            "as_a_gift": true,
        });
        let told = [
            ("gift_card_sold", json!({"event": "gift_card_sold", "amount": 5})),
            ("stock_changed", json!({"event": "stock_changed", "counters": "in another shape"})),
            ("wishlist_changed", wished),
        ];
        let events: String =
            told.iter().zip(1..).map(|((kind, data), seq)| event(lane, seq, kind, data, &seller)).collect();
        older.change(
            "",
            &format!(
                "BEGIN; INSERT INTO lanes (id, node, opened_at, seen_at, batch_id, forgotten_seq) \
                 VALUES ('{lane}', 'newer', now(), now(), '{lane}', 0); {events} \
                 INSERT INTO jobs (id, kind, subject, task, run_at, attempts, dead, created_at, urgency) \
                 VALUES ('{lane}', 'send_gift_card', '{lane}', '{{\"task\": \"send_gift_card\"}}', now(), 0, false, now(), 'high'); \
                 COMMIT;"
            ),
        );
        listener.event(&sales, "wishlist", |wished| wished["wishlisted"] == 77).await;
        older.kill_and_restart().await;
        let beside = older.beside().await;
        for program in [&older, &beside] {
            assert_eq!(shop(program, &work.editions[0], 3).await, 3);
            program.check();
        }
        // The promise waits for those who know how to keep it.
        assert_eq!(older.ask("SELECT kind, attempts FROM jobs WHERE kind = 'send_gift_card'"), "send_gift_card|0");

        // What the older nodes need is taken away: they say that they are of no use.
        older.change("", &on_postgres(9_002, "contract old prices"));
        for program in [&older, &beside] {
            loop {
                let ready = program.get("/readyz", &[]).await;
                if ready.status == 503 {
                    assert_eq!(ready.body["conditions"]["migrated"], false, "{}", ready.body);
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    });
}

/// Buys so many copies, one after the other; answers how many.
async fn shop(program: &Program, edition: &str, times: usize) -> usize {
    for _ in 0..times {
        Guest::arrive(program).await.buy(program, edition, 1).await;
    }
    times
}

fn event(lane: &str, seq: i64, kind: &str, data: &Value, seller: &str) -> String {
    format!(
        "INSERT INTO events (lane, seq, at, kind, seller_id, data) \
         VALUES ('{lane}', {seq}, now(), '{kind}', '{seller}', '{data}'); "
    )
}
