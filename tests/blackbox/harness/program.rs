//! The program under test: started, asked, killed, started again on the same data.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use super::engine::{self, Database, Engine};
use super::{Account, Answer, PASSWORD, Smtp};

/// What every suite starts with: an empty house where test payments are on and works are published at once.
const HOUSE: [(&str, &str); 13] = [
    ("IMPASTO_PAYMENTS__TEST", "true"),
    ("IMPASTO_MODERATION", "off"),
    ("IMPASTO_SELLERS__VERIFIED_AT_ONCE", "true"),
    ("IMPASTO_LIMITS__ADDRESS_PER_SECOND", "1000000"),
    ("IMPASTO_LIMITS__ADDRESS_BURST", "1000000"),
    ("IMPASTO_LIMITS__OWNER_PER_SECOND", "1000000"),
    ("IMPASTO_LIMITS__OWNER_BURST", "1000000"),
    ("IMPASTO_LIMITS__HOLDS_PER_ADDRESS", "1000000"),
    ("IMPASTO_LIMITS__SOCKETS_PER_ADDRESS", "10000"),
    ("IMPASTO_LOG__ACCESS", "off"),
    ("IMPASTO_LOG__LEVEL", "warn"),
    // The cheapest hash that is worth the name: these suites sign in often.
    ("IMPASTO_IDENTITY__ARGON2_MEMORY_KIB", "8192"),
    ("IMPASTO_IDENTITY__ARGON2_PASSES", "1"),
];

/// A running program with its data. Dropping it ends it and removes everything.
pub(crate) struct Program {
    pub(crate) url: String,
    child: Child,
    client: reqwest::Client,
    house: House,
}

/// Everything a program keeps between two starts.
struct House {
    port: u16,
    settings: Vec<(String, String)>,
    /// The database, dropped with the house that made it.
    database: Option<Database>,
    database_url: Option<String>,
    /// Whether a file that may not grow is an error to it, and not its end.
    is_bounded: bool,
    /// Whether the demo gallery hangs in it.
    is_demo: bool,
    folder: tempfile::TempDir,
}

impl Program {
    /// Starts an empty house where test payments are on and works are published at once.
    pub(crate) async fn start(engine: Engine) -> Self {
        Self::start_with(engine, &[]).await
    }

    /// The same with settings of its own (`IMPASTO_…`).
    pub(crate) async fn start_with(engine: Engine, settings: &[(&str, &str)]) -> Self {
        Self::open(House::new(engine, settings)).await
    }

    /// The same in a house that sends its mails to a server.
    pub(crate) async fn start_with_mails(engine: Engine, server: &Smtp) -> Self {
        let settings = server.settings();
        let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Self::start_with(engine, &settings).await
    }

    /// The same with somebody who runs the house, made on the command line as there is no other way.
    pub(crate) async fn start_with_admin(engine: Engine, settings: &[(&str, &str)]) -> (Self, Account) {
        let house = House::new(engine, settings);
        let email = "admin@example.test";
        let made = house.run(&["admin", "create", "--email", email, "--password-stdin"], PASSWORD);
        assert!(made.status.success(), "admin create: {}", String::from_utf8_lossy(&made.stderr));
        let program = Self::open(house).await;
        let admin = Account::sign_in(&program, email).await;
        (program, admin)
    }

    /// A house that reaches the server of its database through a proxy: `proxy` makes one before a `host:port` and
    /// answers its port on this machine.
    #[allow(dead_code, reason = "for the suites of faults")]
    pub(crate) async fn start_behind(settings: &[(&str, &str)], proxy: impl AsyncFnOnce(String) -> u16) -> Self {
        let mut house = House::new(Engine::Postgres, settings);
        let url = house.database_url.take().expect("a server's database");
        let (scheme, rest) = url.split_once("://").expect("a scheme");
        let (address, name) = rest.rsplit_once('/').expect("a database");
        let (user, server) = address.rsplit_once('@').expect("a user");
        let port = proxy(server.to_owned()).await;
        house.database_url = Some(format!("{scheme}://{user}@127.0.0.1:{port}/{name}"));
        Self::open(house).await
    }

    /// A house on a database of a server of somebody's own.
    #[allow(dead_code, reason = "for the suites of faults")]
    pub(crate) async fn start_on(database_url: &str, settings: &[(&str, &str)]) -> Self {
        let mut house = House::new(Engine::Sqlite, settings);
        house.database_url = Some(database_url.to_owned());
        Self::open(house).await
    }

    /// A house whose files may be kept from growing (`prlimit --fsize`).
    #[allow(dead_code, reason = "for the suites of faults")]
    pub(crate) async fn start_bounded(engine: Engine, settings: &[(&str, &str)]) -> Self {
        let mut house = House::new(engine, settings);
        house.is_bounded = true;
        Self::open(house).await
    }

    /// A house with the demo gallery, ready when all of it hangs.
    pub(crate) async fn start_demo(engine: Engine) -> Self {
        let mut house = House::new(engine, &[]);
        house.is_demo = true;
        Self::open(house).await
    }

    /// A house that is opened from a backup.
    pub(crate) async fn restored(from: &Path) -> Self {
        let house = House::new(Engine::Sqlite, &[]);
        let restored = house.run(&["restore", "--from", &from.display().to_string()], "");
        assert!(restored.status.success(), "restore: {}", String::from_utf8_lossy(&restored.stderr));
        Self::open(house).await
    }

    /// A house on a database that is there already, with a data folder of its own.
    pub(crate) async fn on(database: Database, settings: &[(&str, &str)]) -> Self {
        let house = House {
            database_url: Some(database.url.clone()),
            database: Some(database),
            ..House::new(Engine::Sqlite, settings)
        };
        Self::open(house).await
    }

    /// Another node of the same house: same database, same media, a data folder of its own. Both must have been given the
    /// same master secret.
    pub(crate) async fn beside(&self) -> Self {
        let media = self.data().join("media").display().to_string();
        let settings = self.house.settings.iter().cloned();
        let house = House {
            port: free_port(),
            settings: settings.chain([("IMPASTO_MEDIA__DIR".to_owned(), media)]).collect(),
            database: None,
            database_url: self.house.database_url.clone(),
            is_bounded: self.house.is_bounded,
            is_demo: self.house.is_demo,
            folder: tempfile::tempdir().expect("a folder"),
        };
        Self::open(house).await
    }

    async fn open(house: House) -> Self {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let url = format!("http://127.0.0.1:{}", house.port);
        let mut program = Self { url, child: house.serve(), client, house };
        program.wait_until_ready().await;
        program
    }

    /// Ends the process as a power cut would, and starts it again on the same data.
    pub(crate) async fn kill_and_restart(&mut self) {
        self.kill();
        self.restart().await;
    }

    /// Ends the process as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process ends");
    }

    /// Starts it again on the same data and port.
    pub(crate) async fn restart(&mut self) {
        self.child = self.house.serve();
        self.wait_until_ready().await;
    }

    /// Asks it to stop.
    pub(crate) fn ask_to_stop(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().expect("kill");
        assert!(asked.success(), "the process has ended before it was asked to");
    }

    /// Asks it to stop, and waits for its end.
    pub(crate) async fn terminate(&mut self) -> ExitStatus {
        self.ask_to_stop();
        self.wait_for_end().await
    }

    /// Waits for its end.
    pub(crate) async fn wait_for_end(&mut self) -> ExitStatus {
        loop {
            if let Some(status) = self.child.try_wait().expect("the process can be waited for") {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Runs another subcommand on the same data.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.house.run(arguments, "")
    }

    /// `impasto check` finds nothing wrong.
    pub(crate) fn check(&self) {
        let output = self.run(&["check"]);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "check: {text}{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Changes the database behind the program's back; it must have been stopped. The statement is for both engines,
    /// or one for each: embedded first.
    pub(crate) fn change(&self, embedded: &str, postgres: &str) {
        match &self.house.database {
            Some(database) => database.change(postgres),
            None => engine::change_file(&self.data().join("impasto.db"), embedded),
        }
    }

    /// What its server's database answers, rows of columns joined by `|`.
    pub(crate) fn ask(&self, query: &str) -> String {
        engine::ask(self.house.database_url.as_deref().expect("a server's database"), query)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.house.data()
    }

    /// The address of its server's database.
    #[track_caller]
    pub(crate) fn database_url(&self) -> &str {
        self.house.database_url.as_deref().expect("a server's database")
    }

    /// The most memory that the process has ever had at once, in KiB.
    pub(crate) fn peak_memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, None).await
    }

    pub(crate) async fn post(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
        self.send(Method::POST, path, headers, Some(body)).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let request = self.request(method, path, headers);
        self.answer(if let Some(body) = body { request.json(&body) } else { request }).await
    }

    /// A form of a page, as its browser sends it.
    pub(crate) async fn submit(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request =
            self.request(Method::POST, path, headers).header("content-type", "application/x-www-form-urlencoded");
        self.answer(request.body(body)).await
    }

    /// A request without a body.
    pub(crate) fn request(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    }

    /// Sends a request.
    pub(crate) async fn answer(&self, request: reqwest::RequestBuilder) -> Answer {
        Answer::of(request.send().await.expect("an answer")).await
    }

    async fn wait_until_ready(&mut self) {
        loop {
            if let Some(status) = self.child.try_wait().expect("the process can be waited for") {
                panic!("the program ended with {status} before it was ready");
            }
            let ready = self.client.get(format!("{}/readyz", self.url)).send().await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl House {
    fn new(engine: Engine, settings: &[(&str, &str)]) -> Self {
        let settings = HOUSE.iter().chain(settings);
        let database = (engine == Engine::Postgres).then(Database::create);
        Self {
            port: free_port(),
            settings: settings.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            database_url: database.as_ref().map(|database| database.url.clone()),
            database,
            is_bounded: false,
            is_demo: false,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn serve(&self) -> Child {
        let listen = format!("127.0.0.1:{}", self.port);
        let demo = if self.is_demo { "--demo" } else { "--no-demo" };
        let mut command = self.command(&["serve", demo, "--workers", "2", "--listen", &listen]);
        if self.is_bounded {
            command = without_signal(&command);
        }
        command.stdout(Stdio::null()).spawn().expect("the program starts")
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // Who does not read it has ended already; what it ended with is what counts.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = impasto(&self.data());
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        command.args(arguments).envs(self.settings.iter().cloned());
        command
    }
}

/// The program on a data folder, in an environment without any setting of its own.
pub(crate) fn impasto(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_impasto"));
    let inherited = std::env::vars_os().map(|(name, _)| name);
    let counts = |name: &str| name.starts_with("IMPASTO_") || name.starts_with("OTEL_");
    for name in inherited.filter(|name| counts(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    // A configuration file that happens to lie where the tests run must not count.
    command.current_dir(std::env::temp_dir()).arg("--data").arg(data);
    command
}

/// The same command with SIGXFSZ ignored, so that a file that may not grow is an error as a full disk is.
fn without_signal(command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    shell
}

/// A port that nobody listens on. Taken from below the ports that outgoing connections get, so that it is still free
/// when the program is started again.
pub(super) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = (std::process::id() % 11_000) as u16;
    loop {
        let port = 20_000 + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
