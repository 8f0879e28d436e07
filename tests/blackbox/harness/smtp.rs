//! A mail server of somebody else's making (aiosmtpd), and what it was sent.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::program::free_port;
use super::text;

/// How long a mail may take, two looks of the program and some pauses after refusals included.
const PATIENCE: Duration = Duration::from_secs(90);

/// How the server wants its connections secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tls {
    None,
    Starttls,
    Implicit,
}

/// A mail server that may be up or away. Dropping it ends it.
pub(crate) struct Smtp {
    port: u16,
    tls: Tls,
    folder: tempfile::TempDir,
    child: Option<Child>,
}

impl Smtp {
    /// A server that is up.
    pub(crate) fn start(tls: Tls) -> Self {
        let mut server = Self::away(tls);
        server.come_up();
        server
    }

    /// A server that is not up yet.
    pub(crate) fn away(tls: Tls) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        if tls != Tls::None {
            let path = |name: &str| folder.path().join(name).display().to_string();
            let made = Command::new("openssl")
                .args(["req", "-new", "-x509", "-nodes", "-days", "30", "-subj", "/CN=localhost"])
                .args(["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "subjectAltName=DNS:localhost"])
                .args(["-keyout", &path("key.pem"), "-out", &path("certificate.pem")])
                .stderr(Stdio::null())
                .status()
                .expect("openssl");
            assert!(made.success());
        }
        Self { port: free_port(), tls, folder, child: None }
    }

    pub(crate) fn come_up(&mut self) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/blackbox/harness/smtp_sink.py");
        let tls = match self.tls {
            Tls::None => "none",
            Tls::Starttls => "starttls",
            Tls::Implicit => "implicit",
        };
        let path = |name: &str| self.folder.path().join(name);
        let (user, password) = self.credentials().unwrap_or_default();
        let mut child = Command::new(python())
            .arg(script)
            .arg(path("mails.jsonl"))
            .args([&self.port.to_string(), tls])
            .args([path("certificate.pem"), path("key.pem")])
            .args([user, password])
            .stdout(Stdio::piped())
            .spawn()
            .expect("python");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("the server answers");
        assert_eq!(line.trim(), "ready", "the mail server did not come up; scripts/test installs aiosmtpd");
        self.child = Some(child);
    }

    /// What a program that sends its mails here is started with.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = vec![
            ("IMPASTO_MAIL__FROM", "Galerie Zoë <hello@gallery.example>".to_owned()),
            ("IMPASTO_MAIL__SMTP__HOST", "localhost".to_owned()),
            ("IMPASTO_MAIL__SMTP__PORT", self.port.to_string()),
            ("IMPASTO_PUBLIC_URL", "https://gallery.example".to_owned()),
        ];
        let tls = match self.tls {
            Tls::None => "none",
            Tls::Starttls => "starttls",
            Tls::Implicit => "implicit",
        };
        settings.push(("IMPASTO_MAIL__SMTP__TLS", tls.to_owned()));
        if self.tls != Tls::None {
            let certificate = self.folder.path().join("certificate.pem").display().to_string();
            settings.push(("IMPASTO_MAIL__SMTP__CA_FILE", certificate));
        }
        if let Some((user, password)) = self.credentials() {
            settings.push(("IMPASTO_MAIL__SMTP__USER", user.to_owned()));
            settings.push(("IMPASTO_MAIL__SMTP__PASSWORD", password.to_owned()));
        }
        settings
    }

    /// What was sent here so far, in its order.
    pub(crate) fn mails(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("mails.jsonl")).unwrap_or_default();
        // A line that is being written has no end yet.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        whole.lines().map(|line| serde_json::from_str(line).expect("a mail")).collect()
    }

    /// The mails to an address.
    pub(crate) fn to(&self, address: &str) -> Vec<Value> {
        self.mails().into_iter().filter(|mail| mail["to"][0] == address).collect()
    }

    /// Waits for a mail to an address whose subject has these words.
    pub(crate) async fn wait_for(&self, address: &str, words: &str) -> Value {
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            let is_it = |mail: &Value| text(&mail["headers"]["Subject"]).contains(words);
            if let Some(mail) = self.to(address).into_iter().find(is_it) {
                return mail;
            }
            assert!(tokio::time::Instant::now() < until, "no mail to {address} about {words}: {:#?}", self.mails());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A server that does not secure its connections asks for no password either.
    fn credentials(&self) -> Option<(&'static str, &'static str)> {
        (self.tls != Tls::None).then_some(("gallery", "open sesame"))
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The secret of the first link in a mail's text.
#[track_caller]
pub(crate) fn token_in(mail: &Value) -> String {
    link_in(mail, "token=")
}

/// What stands behind `mark` in the first link of a mail's text.
#[track_caller]
pub(crate) fn link_in(mail: &Value, mark: &str) -> String {
    let words = text(&mail["text"]);
    let (_, rest) = words.split_once(mark).unwrap_or_else(|| panic!("no {mark} in {words}"));
    rest.split_whitespace().next().expect("something behind it").to_owned()
}

/// The Python that has aiosmtpd: a virtual environment that `scripts/test` makes.
fn python() -> PathBuf {
    if let Some(named) = std::env::var_os("IMPASTO_TEST_SMTP_PYTHON") {
        return named.into();
    }
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home).expect("a home");
    cache.join("impasto/smtp/bin/python3")
}
