//! A gallery moves from one laptop to a team's servers: what it was it is there, and it goes on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    Account, Bucket, Database, Engine, Guest, Listed, Program, Socket, edition, impasto, items, png, run, text,
};

/// What a gallery on a laptop has after a while.
struct Laptop {
    program: Program,
    admin: Account,
    artist: Account,
    buyer: Account,
    /// Has a work in the cart.
    guest: Guest,
    listed: Listed,
    order: Value,
    invoice: Vec<u8>,
    /// A public file, and its bytes.
    /// A derivative and a tile.
    images: [(String, Vec<u8>); 2],
}

impl Laptop {
    async fn lived_in() -> Self {
        let (program, admin) = Program::start_with_admin(Engine::Sqlite, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(20)])).await;
        let buyer = Account::customer(&program).await;
        let order = buyer.buy(&program, &listed.editions[0], 2).await;
        let review = json!({"rating": 5, "text": "Better than in the “picture” — 🎨"});
        buyer.post(&program, &format!("/artworks/{}/reviews", listed.artwork_id), review).await.ok(201);
        buyer.call(&program, Method::PUT, &format!("/wishlist/{}", listed.artwork_id), None).await.ok(204);
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let invoice = invoice_of(&program, &buyer, &order).await;
        let large = artist.upload(&program, &listed.artwork_id, png(3_200, 40, 9)).await.ok(201);
        let tile = text(&large["tiles"]["url"]).replace("{level}", "0").replace("{column}", "6").replace("{row}", "0");
        let served = async |url: String| {
            let file = program.get(&url, &[]).await;
            assert_eq!(file.status, 200, "{url}");
            (url, file.bytes)
        };
        let images = [served(text(&large["variants"][0]["url"])).await, served(tile).await];
        Self { program, admin, artist, buyer, guest, listed, order, invoice, images }
    }

    fn data(&self) -> PathBuf {
        self.program.data()
    }

    fn key(&self) -> String {
        std::fs::read_to_string(self.data().join("master.key")).expect("a key").trim().to_owned()
    }

    /// How its key goes along.
    fn master(&self) -> (&'static str, String) {
        ("IMPASTO_SECRETS__MASTER", format!("base64:{}", self.key()))
    }

    /// Opened on a server's database, the gallery is what it was.
    async fn is_whole_on(&self, program: &Program) {
        // The sign-in of before, the password of before, and the token that renews them.
        assert_eq!(self.buyer.get(program, "/me").await.ok(200)["email"], self.buyer.email);
        Account::sign_in(program, &self.buyer.email).await;
        let renew = json!({"refresh_token": self.artist.refresh_token});
        program.post("/api/v1/auth/refresh", &[], renew).await.ok(200);

        let id = text(&self.order["id"]);
        let order = self.buyer.get(program, &format!("/orders/{id}")).await.ok(200);
        assert_eq!((&order["number"], &order["payment_status"]), (&self.order["number"], &json!("paid")));
        assert_eq!(order["seller_orders"], self.order["seller_orders"]);
        assert!(invoice_of(program, &self.buyer, &self.order).await == self.invoice, "another invoice");
        for (image, bytes) in &self.images {
            let served = program.get(image, &[]).await;
            assert!((served.status, &served.bytes) == (200, bytes), "{image}: {}", served.status);
        }

        let cart = self.guest.get(program, "/cart").await.ok(200);
        assert_eq!(cart["lines"].as_array().map(Vec::len), Some(1), "{cart}");
        let work = self.listed.shown(program).await;
        assert_eq!((&work["stats"]["wishlisted"], &work["stats"]["reviews"]), (&json!(1), &json!(1)), "{work}");
        assert_eq!(items(&self.buyer.get(program, "/wishlist").await.ok(200)).len(), 1);
        let stock = &work["editions"][0]["stock"];
        assert_eq!((&stock["sold"], &stock["held"]), (&json!(2), &json!(1)));
    }
}

async fn invoice_of(program: &Program, whose: &Account, order: &Value) -> Vec<u8> {
    let answer = whose.get(program, &format!("/orders/{}/invoice.pdf", text(&order["id"]))).await;
    assert_eq!(answer.status, 200);
    answer.bytes
}

/// The number of an order's first invoice.
async fn invoice_number(program: &Program, whose: &Account, order: &Value) -> String {
    let order = whose.get(program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
    let documents = order["documents"].as_array().expect("documents");
    text(&documents.iter().find(|document| document["kind"] == "invoice").expect("an invoice")["number"])
}

/// `impasto move`.
fn moving(data: &Path, to: &str) -> Command {
    let mut command = impasto(data);
    command.args(["move", "--to", to]);
    command
}

/// Runs it beside what this process serves.
async fn output(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().expect("the program runs")).await.expect("an output")
}

#[track_caller]
fn told(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{out}{err}")
}

#[track_caller]
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", told(output));
    let line = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(line.trim().lines().count(), 1, "{line}");
    line
}

#[test]
fn a_gallery_is_on_the_server_what_it_was_and_goes_on() {
    run(async {
        let mut laptop = Laptop::lived_in().await;
        let sales = format!("seller:{}:sales", text(&laptop.artist.user["seller_id"]));
        let mut socket = Socket::open_as(&laptop.program, &laptop.admin.token).await;
        let since = socket.subscribe(&[&sales, "orders"]).await;
        socket.leave().await;
        let since = json!({&sales: since["topics"][&sales]["at"], "orders": since["topics"]["orders"]["at"]});
        // After what the socket was told.
        let late = Guest::arrive(&laptop.program).await.buy(&laptop.program, &laptop.listed.editions[0], 1).await;
        let number = invoice_number(&laptop.program, &laptop.buyer, &laptop.order).await;

        let database = Database::create();
        let line = refused(&output(moving(&laptop.data(), &database.url)).await);
        assert!(line.contains("in use by another process") && line.contains("stop it first"), "{line}");
        assert!(laptop.program.terminate().await.success());
        let file = laptop.data().join("impasto.db");
        let before = std::fs::read(&file).expect("a file");
        let moved = output(moving(&laptop.data(), &database.url)).await;
        let words = told(&moved);
        assert!(moved.status.success(), "{words}");
        for said in ["orders ", "ledger_entries ", "lanes ", "base64:$(cat ", "files stay in", "the way back"] {
            assert!(words.contains(said), "{said} is not said: {words}");
        }
        assert!(!words.contains(&laptop.key()), "the key itself is told");
        assert!(std::fs::read(&file).expect("a file") == before, "the source was written to");
        let again = output(moving(&laptop.data(), &database.url)).await;
        assert!(again.status.success() && told(&again).contains("already: it is verified again"), "{}", told(&again));

        let (name, key) = laptop.master();
        let media = laptop.data().join("media").display().to_string();
        let program = Program::on(database, &[(name, &key), ("IMPASTO_MEDIA__DIR", &media)]).await;
        program.check();
        let mut socket = Socket::open_as(&program, &laptop.admin.token).await;
        let resumed = socket.subscribe_since(&[&sales, "orders"], since).await;
        for topic in [sales.as_str(), "orders"] {
            assert_eq!(resumed["topics"][topic]["resumed"], true, "{topic}: {resumed}");
        }
        let missed = socket.drain().await;
        let sold: Vec<&Value> =
            missed.iter().filter(|frame| frame["topic"] == sales.as_str() && frame["type"] == "sale").collect();
        assert_eq!(sold.len(), 1, "{missed:?}");
        assert_eq!(sold[0]["data"]["order_number"], late["number"]);
        let next = laptop.buyer.buy_again(&program, &laptop.listed.editions[0]).await;
        assert_eq!(socket.event(&sales, "sale", |_| true).await["order_number"], next["number"]);
        assert_eq!(invoice_number(&program, &laptop.buyer, &next).await, plus(&number, 2));
        program.check();

        let late = output(moving(&laptop.data(), program.database_url())).await;
        assert!(late.status.success() && told(&late).contains("opened there since"), "{}", told(&late));
    });
}

#[test]
fn what_customers_have_is_theirs_on_the_server() {
    run(async {
        let mut laptop = Laptop::lived_in().await;
        assert!(laptop.program.terminate().await.success());
        let database = Database::create();
        let moved = output(moving(&laptop.data(), &database.url)).await;
        let words = told(&moved);
        assert!(moved.status.success() && !words.contains("MISSING"), "{words}");
        let mut elsewhere = moving(&laptop.data(), &database.url);
        let words = told(
            &output({
                elsewhere.env("IMPASTO_MEDIA__DIR", laptop.data().join("nowhere"));
                elsewhere
            })
            .await,
        );
        assert!(words.lines().any(|line| line.starts_with("MISSING ") && line.contains("nowhere")), "{words}");
        let (name, key) = laptop.master();
        let media = laptop.data().join("media").display().to_string();
        let program = Program::on(database, &[(name, &key), ("IMPASTO_MEDIA__DIR", &media)]).await;
        laptop.is_whole_on(&program).await;
        program.check();
    });
}

/// A table that somebody else keeps from being written holds the move up where it is then killed.
#[test]
fn a_move_that_was_killed_goes_on_where_it_was() {
    run(async {
        let mut laptop = Laptop::lived_in().await;
        // No good end here either: its log has not been brought into the file.
        laptop.program.kill();
        let database = Arc::new(Database::create());
        let elsewhere = tempfile::tempdir().expect("a folder");
        let on_it = |arguments: &[&str]| {
            let mut command = impasto(&elsewhere.path().join("data"));
            command.args(["--database-url", &database.url]).args(arguments);
            command
        };
        assert!(output(on_it(&["migrate"])).await.status.success());
        let held = database.hold("LOCK TABLE orders IN EXCLUSIVE MODE");
        let mut child = moving(&laptop.data(), &database.url)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
             AND wait_event_type = 'Lock' AND query LIKE 'COPY \"orders\"%'";
        while database.ask(waits) != "1" {
            assert!(child.try_wait().expect("a child").is_none(), "it ended by itself");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let copied =
            |table: &str| database.ask(&format!("SELECT copied FROM unfinished_move WHERE table_name = '{table}'"));
        assert!(copied("lanes").parse::<u32>().is_ok_and(|rows| rows > 0), "nothing was copied");
        assert_eq!((copied("orders").as_str(), copied("users").as_str()), ("0", "0"));

        for arguments in [&["serve", "--no-demo", "--listen", "127.0.0.1:0"] as &[&str], &["check"], &["migrate"]] {
            let line = refused(&output(on_it(arguments)).await);
            assert!(line.contains("holds an unfinished move: give impasto move again"), "{arguments:?}: {line}");
        }
        let other = elsewhere.path().join("other");
        let made = output({
            let mut command = impasto(&other);
            command.args(["admin", "create", "--email", "root@example.test"]);
            command
        });
        assert!(made.await.status.success());
        drop(held);
        let line = refused(&output(moving(&other, &database.url)).await);
        assert!(line.contains("an unfinished move of another gallery"), "{line}");

        let moved = output(moving(&laptop.data(), &database.url)).await;
        let words = told(&moved);
        assert!(moved.status.success() && words.contains("going on with the move"), "{words}");
        assert_eq!(database.ask("SELECT to_regclass('unfinished_move') IS NULL"), "t");
        let (name, key) = laptop.master();
        let media = laptop.data().join("media").display().to_string();
        let database = Arc::into_inner(database).expect("nobody else's");
        let program = Program::on(database, &[(name, &key), ("IMPASTO_MEDIA__DIR", &media)]).await;
        laptop.is_whole_on(&program).await;
        program.check();
    });
}

#[test]
fn media_go_into_a_bucket_once_and_are_served_from_there() {
    run(async {
        let mut laptop = Laptop::lived_in().await;
        assert!(laptop.program.terminate().await.success());
        let (database, bucket) = (Database::create(), Bucket::start().await);
        let with_media = || {
            let mut command = moving(&laptop.data(), &database.url);
            command.args(["--media", &bucket.url()]);
            command
        };
        let line = refused(&output(with_media()).await);
        assert!(line.contains("media.s3.access_key_id"), "{line}");
        let first = || {
            let mut command = with_media();
            command.envs(bucket.keys());
            command
        };
        let mut wrong = first();
        wrong.env("IMPASTO_MEDIA__S3__SECRET_ACCESS_KEY", "another");
        refused(&output(wrong).await);
        assert_eq!(
            database.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
            "0",
            "nothing was begun"
        );

        let moved = output(first()).await;
        let words = told(&moved);
        assert!(moved.status.success() && words.contains("set media.s3.bucket"), "{words}");
        let counted = |words: &str, area: &str| {
            let line = words.lines().find_map(|line| line.strip_prefix(&format!("media/{area}: "))).map(str::to_owned);
            line.unwrap_or_else(|| panic!("nothing about {area}: {words}"))
        };
        let files = |folder: PathBuf| {
            let found = Command::new("find").arg(folder).args(["-type", "f"]).output().expect("find");
            String::from_utf8_lossy(&found.stdout).lines().count()
        };
        for area in ["private", "public"] {
            let here = files(laptop.data().join("media").join(area));
            assert!(here > 0);
            assert!(counted(&words, area).starts_with(&format!("{here} files, ")), "{words}");
            assert!(counted(&words, area).contains(&format!(" {here} of them copied now")), "{words}");
        }
        // One file is lost, one is another: both are there again after the next time, and only they are copied.
        let stored = bucket.files().join(laptop.images[0].0.replacen("/media/", "public/", 1));
        std::fs::remove_file(&stored).unwrap_or_else(|error| panic!("{}: {error}", stored.display()));
        let again = told(&output(first()).await);
        assert!(counted(&again, "public").contains(" 1 of them copied now"), "{again}");
        assert!(counted(&again, "private").contains(" 0 of them copied now"), "{again}");

        let (name, key) = laptop.master();
        let mut settings = bucket.settings();
        settings.push((name.to_owned(), key));
        let settings: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let program = Program::on(database, &settings).await;
        laptop.is_whole_on(&program).await;
        program.check();
    });
}

#[test]
fn a_difference_is_told_and_the_move_stays_unfinished() {
    run(async {
        let mut laptop = Laptop::lived_in().await;
        assert!(laptop.program.terminate().await.success());
        let database = Database::create();
        // Somebody's own rule changes what arrives.
        let elsewhere = tempfile::tempdir().expect("a folder");
        let mut migrate = impasto(elsewhere.path());
        migrate.args(["--database-url", &database.url, "migrate"]);
        assert!(output(migrate).await.status.success());
        database.change(
            "CREATE FUNCTION louder() RETURNS trigger LANGUAGE plpgsql AS \
             'BEGIN NEW.display_name = upper(NEW.display_name); RETURN NEW; END'; \
             CREATE TRIGGER louder BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION louder()",
        );
        let moved = output(moving(&laptop.data(), &database.url)).await;
        let words = told(&moved);
        assert_eq!(moved.status.code(), Some(1), "{words}");
        let named = words.lines().find(|line| line.starts_with("DIFFERS users: ")).expect("it is told");
        assert!(named.contains("differs in display_name"), "{named}");
        assert_eq!(words.lines().filter(|line| line.starts_with("DIFFERS ")).count(), 1, "{words}");
        assert_eq!(database.ask("SELECT to_regclass('unfinished_move') IS NULL"), "f");
    });
}

#[test]
fn what_cannot_be_moved_is_told_in_one_line() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, none) = (folder.path().join("data"), folder.path().join("none"));
        let mut made = impasto(&data);
        made.args(["admin", "create", "--email", "root@example.test"]);
        assert!(output(made).await.status.success());
        let database = Database::create();
        let url = database.url.as_str();
        for (data, arguments, named) in [
            (&none, &["--to", url] as &[&str], "there is no gallery at"),
            (&data, &["--to", "sqlite:other.db"], "--to names an embedded database"),
            (&data, &["--to", "mysql://anna:hunter2@db/x"], "--to must begin with postgres://"),
            (&data, &["--to", "postgres://anna:hunter2@127.0.0.1:1/x"], "cannot be opened"),
            (&data, &["--to", url, "--media", "/srv/media"], "--media \"/srv/media\": must be s3://<bucket>"),
            (&data, &["--to", url, "--media", "s3://works/deep"], "without a path"),
            (&data, &["--to", url, "--database-url", url], "in a server's database already"),
        ] {
            let mut command = impasto(data);
            command.arg("move").args(arguments);
            let line = refused(&output(command).await);
            assert!(line.contains(named) && !line.contains("hunter2"), "{arguments:?}: {line}");
        }
        assert!(!none.exists(), "a move that failed leaves no data folder");
        let mut without = impasto(&data);
        without.arg("move");
        let usage = output(without).await;
        assert!(!usage.status.success() && told(&usage).contains("--to"), "{}", told(&usage));

        database.change("CREATE TABLE theirs (id bigint)");
        let line = refused(&output(moving(&data, url)).await);
        assert!(line.contains("is not empty (it has a table theirs)"), "{line}");
        let other = Program::start(Engine::Postgres).await;
        let line = refused(&output(moving(&data, other.database_url())).await);
        assert!(line.contains("is not empty"), "{line}");
    });
}

/// A number of a series so many later.
fn plus(number: &str, more: u32) -> String {
    let (start, last) = number.split_at(number.len() - 6);
    format!("{start}{:06}", last.parse::<u32>().expect("a number") + more)
}
