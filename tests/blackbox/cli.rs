//! The command line: what it does, and one clear line when it cannot.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Account, Engine, Guest, PASSWORD, Program, both, edition, impasto, text};

#[test]
fn check_names_the_row_that_is_wrong() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let (buyer, holder) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let order = buyer.buy(&program, &listed.editions[0], 1).await;
        holder.add(&program, &listed.editions[0], 1).await.ok(200);
        let seller = text(&artist.user["seller_id"]);
        let (order, edition) = (text(&order["id"]), listed.editions[0].clone());
        assert!(program.terminate().await.success());
        program.check();
        let clean = program.run(&["check"]);
        assert!(clean.stdout.split(|byte| *byte == b'\n').count() > 5, "it says what it has verified");

        // What is done to the data, what undoes it, and whose row it is.
        for (damage, repair, row) in [
            (
                "UPDATE stock SET available = available - 1, withdrawn = withdrawn + 1",
                "UPDATE stock SET available = available + 1, withdrawn = withdrawn - 1",
                &edition,
            ),
            (
                "UPDATE copies SET state = 'withdrawn' WHERE ordinal = 5",
                "UPDATE copies SET state = 'available' WHERE ordinal = 5",
                &edition,
            ),
            (
                "UPDATE artwork_heads SET editions_left = 0",
                "UPDATE artwork_heads SET editions_left = 1",
                &listed.artwork_id,
            ),
            (
                "UPDATE orders SET total_minor = total_minor + 1",
                "UPDATE orders SET total_minor = total_minor - 1",
                &order,
            ),
            ("UPDATE order_lines SET quantity = 2", "UPDATE order_lines SET quantity = 1", &order),
            ("UPDATE payments SET status = 'failed'", "UPDATE payments SET status = 'succeeded'", &order),
            (
                "UPDATE documents SET number = replace(number, '000001', '000002')",
                "UPDATE documents SET number = replace(number, '000002', '000001')",
                &seller,
            ),
            ("UPDATE number_series SET next = next + 1", "UPDATE number_series SET next = next - 1", &seller),
        ] {
            program.change(damage, damage);
            let found = program.run(&["check"]);
            let told = String::from_utf8_lossy(&found.stdout).into_owned();
            assert_eq!(found.status.code(), Some(1), "{damage}: {told}");
            assert!(told.contains(row.as_str()), "{damage}: {row} is not named: {told}");
            program.change(repair, repair);
            program.check();
        }
        let unbalanced = "UPDATE ledger_entries SET amount_minor = amount_minor + 1 WHERE position = 0";
        program.change(unbalanced, unbalanced);
        assert_eq!(program.run(&["check"]).status.code(), Some(1));
        let balanced = "UPDATE ledger_entries SET amount_minor = amount_minor - 1 WHERE position = 0";
        program.change(balanced, balanced);
        program.change("DELETE FROM holds", "DELETE FROM holds");
        let lost = program.run(&["check"]);
        assert_eq!(lost.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&lost.stdout).contains(&edition));
    });
}

#[test]
fn check_is_safe_beside_a_crowd() {
    both(|engine| async move {
        let program = std::sync::Arc::new(Program::start(engine).await);
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(500)])).await;
        let crowd = (0..12).map(|_| {
            let (program, edition) = (program.clone(), listed.editions[0].clone());
            tokio::spawn(async move {
                for _ in 0..6 {
                    let guest = Guest::arrive(&program).await;
                    guest.buy(&program, &edition, 1).await;
                }
            })
        });
        let crowd: Vec<_> = crowd.collect();
        while !crowd.iter().all(tokio::task::JoinHandle::is_finished) {
            let beside = program.clone();
            tokio::task::spawn_blocking(move || beside.check()).await.expect("a check");
        }
        for buyer in crowd {
            buyer.await.expect("a buyer");
        }
        assert_eq!(listed.stock(&program).await["sold"], 72);
    });
}

#[test]
fn what_cannot_start_says_why_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = folder.path().join("impasto.toml");
    let with_file = |toml: &str| {
        std::fs::write(&file, toml).expect("a file");
        let mut command = impasto(&data);
        command.arg("--config").arg(&file).args(["serve", "--no-demo", "--listen", "127.0.0.1:1"]);
        refused(&mut command)
    };
    for (toml, named) in [
        ("[holds]\nttl = 5", "holds.ttl"),
        ("colour = \"blue\"", "colour"),
        ("[holds]\nttl_s = \"long\"", "ttl_s"),
        ("[holds]\nttl_s = 0", "holds.ttl_s"),
        ("public_url = \"gallery\"", "public_url"),
        ("moderation = \"perhaps\"", "moderation"),
        ("trusted_proxies = [\"everybody\"]", "trusted_proxies"),
        ("[secrets]\nmaster = \"short\"", "secrets.master"),
        ("[database]\nurl = \"mysql://x\"", "database.url"),
        ("holds = [", "impasto.toml"),
    ] {
        let line = with_file(toml);
        assert!(line.contains(named), "{toml}: {line}");
    }
    let set = |name: &str, value: &str| {
        refused(impasto(&data).env(name, value).args(["serve", "--no-demo", "--listen", "127.0.0.1:1"]))
    };
    assert!(set("IMPASTO_HOLDS__TTL", "5").contains("IMPASTO_HOLDS__TTL"));
    assert!(set("IMPASTO_SERVER__WORKERS", "many").contains("IMPASTO_SERVER__WORKERS"));
    assert!(refused(impasto(&data).args(["serve", "--listen", "8080"])).contains("--listen"));
    assert!(
        refused(impasto(&data).args(["--config", "/nowhere/impasto.toml", "serve"])).contains("/nowhere/impasto.toml")
    );
    // None of these has made anything.
    assert!(!data.exists(), "a start that failed leaves no data folder");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    assert!(refused(impasto(&data).args(["serve", "--no-demo", "--listen", &address])).contains(&address));
    let unreachable =
        ["--database-url", "postgres://nobody@127.0.0.1:1/none", "serve", "--no-demo", "--listen", "127.0.0.1:0"];
    let line = refused(impasto(&data).args(unreachable));
    assert!(line.contains("127.0.0.1:1") || line.to_lowercase().contains("refused"), "{line}");
    std::fs::write(folder.path().join("file"), "x").expect("a file");
    refused(impasto(&folder.path().join("file")).args(["serve", "--no-demo", "--listen", "127.0.0.1:0"]));
    refused(impasto(&data).args(["--database-url", "sqlite:/nowhere/at/all/impasto.db", "check"]));
}

#[test]
fn a_secret_is_never_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    for url in ["postgres://user:hunter2hunter2@127.0.0.1:1/none", "mysql://user:hunter2hunter2@host"] {
        let line =
            refused(impasto(&data).args(["--database-url", url, "serve", "--no-demo", "--listen", "127.0.0.1:0"]));
        assert!(!line.contains("hunter2"), "{line}");
    }
}

#[test]
fn a_house_is_opened_by_one_process() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        if engine == Engine::Sqlite {
            let line = refused(impasto(&program.data()).args(["serve", "--no-demo", "--listen", "127.0.0.1:0"]));
            assert!(line.contains("in use"), "{line}");
            let create = ["admin", "create", "--email", "late@example.test"];
            assert!(refused(impasto(&program.data()).args(create)).contains("in use"));
        }
        // Looking is not opening.
        program.check();
        program.get("/readyz", &[]).await.ok(200);
    });
}

#[test]
fn test_payments_do_not_run_beside_real_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let serve = ["serve", "--no-demo", "--listen", "127.0.0.1:0"];
    for key in ["sk_live_0123456789abcdef", "rk_live_0123456789abcdef"] {
        let line = refused(
            impasto(&data)
                .envs([("IMPASTO_PAYMENTS__TEST", "true"), ("IMPASTO_PAYMENTS__STRIPE__SECRET_KEY", key)])
                .args(serve),
        );
        assert!(line.to_lowercase().contains("stripe") && !line.contains(key), "{line}");
    }
    let paypal = [
        ("IMPASTO_PAYMENTS__TEST", "true"),
        ("IMPASTO_PUBLIC_URL", "https://gallery.example"),
        ("IMPASTO_PAYMENTS__PAYPAL__CLIENT_ID", "i"),
        ("IMPASTO_PAYMENTS__PAYPAL__CLIENT_SECRET", "s"),
        ("IMPASTO_PAYMENTS__PAYPAL__LIVE", "true"),
    ];
    assert!(refused(impasto(&data).envs(paypal).args(serve)).to_lowercase().contains("paypal"));
    // Keys of two modes are of no use together, whatever else runs.
    for (secret, publishable) in [("sk_test_0123", "pk_live_0123"), ("sk_live_0123", "pk_test_0123")] {
        let keys = [
            ("IMPASTO_PAYMENTS__STRIPE__SECRET_KEY", secret),
            ("IMPASTO_PAYMENTS__STRIPE__PUBLISHABLE_KEY", publishable),
        ];
        let line = refused(impasto(&data).envs(keys).args(serve));
        assert!(line.contains("same mode") && !line.contains(secret), "{line}");
    }
    // The demo turns the test provider on by itself.
    let line = refused(impasto(&data).env("IMPASTO_PAYMENTS__STRIPE__SECRET_KEY", "sk_live_x").args([
        "serve",
        "--demo",
        "--listen",
        "127.0.0.1:0",
    ]));
    assert!(line.to_lowercase().contains("stripe"), "{line}");
}

#[test]
fn the_demo_stays_on_its_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    for arguments in [
        &["serve", "--demo", "--listen", "0.0.0.0:0"] as &[&str],
        &["serve", "--listen", "0.0.0.0:0"],
        &["serve", "--listen", "[::]:0"],
    ] {
        let line = refused(impasto(&data).args(arguments));
        assert!(line.contains("--demo-anywhere") && line.contains("--no-demo"), "{line}");
    }
}

#[test]
fn the_description_is_the_one_that_is_served() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let printed = program.run(&["openapi"]);
        assert!(printed.status.success());
        let printed: Value = serde_json::from_slice(&printed.stdout).expect("JSON");
        assert_eq!(program.get("/api/openapi.json", &[]).await.ok(200), printed);
        assert!(printed["openapi"].as_str().is_some_and(|version| version.starts_with("3.")), "{}", printed["openapi"]);
    });
}

#[test]
fn admins_are_made_on_the_command_line() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        assert!(program.terminate().await.success());
        let made = program.run(&["admin", "create", "--email", "root@example.test"]);
        let told = String::from_utf8_lossy(&made.stdout).into_owned();
        assert!(made.status.success(), "{told}{}", String::from_utf8_lossy(&made.stderr));
        let password =
            told.lines().find_map(|line| line.strip_prefix("Password: ")).expect("a password is made up and printed");
        let raised = program.run(&["admin", "create", "--email", &person.email]);
        assert!(raised.status.success(), "{}", String::from_utf8_lossy(&raised.stderr));
        let nobody = program.run(&["admin", "create", "--email", "nobody"]);
        assert!(!nobody.status.success());
        assert!(String::from_utf8_lossy(&nobody.stderr).contains("impasto: email must be an e-mail address"));

        program.restart().await;
        let credentials = json!({"email": "root@example.test", "password": password});
        let signed = program.post("/api/v1/auth/login", &[], credentials).await.ok(200);
        assert!(signed["user"]["roles"].as_array().expect("roles").contains(&json!("admin")));
        let raised = Account::sign_in(&program, &person.email).await;
        raised.get(&program, "/admin/audit").await.ok(200);
        let audit = raised.get(&program, "/admin/audit?limit=100").await.ok(200);
        assert!(
            audit.to_string().contains(&text(&person.user["id"])),
            "becoming an admin is in the audit log: {audit}"
        );
        assert!(!audit.to_string().contains(PASSWORD) && !audit.to_string().contains("argon2"));
        program.check();
    });
}

#[test]
fn migrating_twice_is_migrating_once() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        assert!(program.terminate().await.success());
        for _ in 0..2 {
            let migrated = program.run(&["migrate"]);
            assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        }
        program.restart().await;
        assert_eq!(listed.stock(&program).await["total"], 5);
        program.check();
    });
}

#[test]
fn a_database_without_a_schema_is_told_apart_from_a_broken_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = refused(impasto(&folder.path().join("data")).arg("check"));
    assert!(!line.is_empty());
    let data = folder.path().join("garbage");
    std::fs::create_dir_all(&data).expect("a folder");
    std::fs::write(data.join("impasto.db"), vec![0x5a; 40_000]).expect("a file");
    refused(impasto(&data).args(["serve", "--no-demo", "--listen", "127.0.0.1:0"]));
}

#[test]
fn secrets_of_a_house_are_for_its_owner_only() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let mode = |path: &Path| {
            use std::os::unix::fs::PermissionsExt;
            std::fs::metadata(path).expect("a file").permissions().mode() & 0o777
        };
        assert_eq!(mode(&program.data().join("master.key")), 0o600);
    });
}

#[test]
fn operators_have_an_address_of_their_own() {
    both(|engine| async move {
        let ops =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").to_string();
        let program = Program::start_with(engine, &[("IMPASTO_SERVER__OPS_LISTEN", &ops)]).await;
        let asked =
            async |path: &str| program.client().get(format!("http://{ops}{path}")).send().await.expect("an answer");
        for path in ["/healthz", "/readyz", "/metrics"] {
            assert_eq!(asked(path).await.status(), 200, "{path}");
        }
        let metrics = asked("/metrics").await.text().await.expect("text");
        for name in [
            "impasto_http_request_seconds",
            "impasto_database_up 1",
            "impasto_journal_batches_total",
            "impasto_journal_batch_commands",
            "impasto_jobs_open{kind=\"render_document\"} 0",
            "impasto_holds_live 0",
            "impasto_lane_lag_events 0",
            "impasto_actors{kind=\"session\"}",
            "impasto_live_topics",
        ] {
            assert!(metrics.contains(name), "{name}: {metrics}");
        }
        assert_eq!(asked("/api/v1/artworks").await.status(), 404, "the site is elsewhere");
        program.get("/metrics", &[]).await.problem(404, "not-found");
    });
}

/// Proxies keep connections open; a node that is asked to stop waits for what is under way and not for them.
#[test]
fn who_keeps_a_connection_open_does_not_keep_a_node_from_stopping() {
    both(|engine| async move {
        let mut program = Program::start_with(engine, &[("IMPASTO_SERVER__SHUTDOWN_S", "120")]).await;
        let address = program.url.trim_start_matches("http://").to_owned();
        let mut kept = std::net::TcpStream::connect(&address).expect("a connection");
        use std::io::{Read, Write};
        kept.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").expect("a request");
        let mut answer = [0; 64];
        assert!(kept.read(&mut answer).expect("an answer") > 0);
        let asked = std::time::Instant::now();
        assert!(program.terminate().await.success());
        assert!(asked.elapsed() < std::time::Duration::from_secs(60), "it waited for who asks nothing");
    });
}

/// The one line with which a command that must not succeed ends.
#[track_caller]
fn refused(command: &mut Command) -> String {
    let output = command.output().expect("the program runs");
    let (told, line) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!output.status.success(), "it did not refuse: {told}{line}");
    assert_eq!(line.trim_end().lines().count(), 1, "one line: {line}");
    assert!(!line.contains("panicked"), "{line}");
    line.trim_end().to_owned()
}
