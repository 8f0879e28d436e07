//! The databases a suite runs on.

use std::future::Future;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A fresh PostgreSQL database, dropped with it.
pub(crate) struct Database {
    pub(crate) url: String,
    name: String,
}

impl Database {
    pub(crate) fn create() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("impasto_blackbox_{}_{number}", std::process::id());
        psql(&format!("CREATE DATABASE {name}"));
        Self { url: format!("{}/{name}", server()), name }
    }

    /// Changes it behind the program's back.
    pub(crate) fn change(&self, statement: &str) {
        run_psql(&self.url, statement);
    }

    /// What a query answers, one line a row.
    #[allow(dead_code, reason = "for the suites that look into it")]
    pub(crate) fn ask(&self, query: &str) -> String {
        let mut command = Command::new("psql");
        let output = command.args([&self.url, "-tA", "-c", query]).output().expect("psql");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Keeps a transaction with a statement open until it is dropped.
    #[allow(dead_code, reason = "for the suites that stop something in the middle")]
    pub(crate) fn hold(&self, statement: &str) -> Held {
        let mut command = Command::new("psql");
        command.args([&self.url, "-v", "ON_ERROR_STOP=1", "-qAt"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("psql");
        let mut stdin = child.stdin.take().expect("a pipe");
        writeln!(stdin, "BEGIN; {statement}; SELECT 'held';").expect("psql reads");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("psql answers");
        assert_eq!(line.trim(), "held");
        Held { child, _stdin: stdin }
    }
}

/// An open transaction.
pub(crate) struct Held {
    child: Child,
    _stdin: std::process::ChildStdin,
}

impl Drop for Held {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server's database answers: columns joined by `|`, a row a line.
pub(crate) fn ask(url: &str, query: &str) -> String {
    let asked = Command::new("psql").args([url, "-v", "ON_ERROR_STOP=1", "-qtA", "-c", query]).output();
    let answer = asked.unwrap_or_else(|error| panic!("psql: {error}"));
    assert!(answer.status.success(), "{query}: {}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8_lossy(&answer.stdout).trim().to_owned()
}

/// Changes an embedded database that nobody has open.
pub(crate) fn change_file(file: &Path, statement: &str) {
    let mut command = Command::new("sqlite3");
    run(command.arg("-bail").arg(file).arg(statement), statement);
}

impl Drop for Database {
    fn drop(&mut self) {
        psql(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn server() -> String {
    let server = std::env::var("IMPASTO_TEST_POSTGRES").unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".into());
    server.trim_end_matches('/').to_owned()
}

fn psql(statement: &str) {
    run_psql(&format!("{}/postgres", server()), statement);
}

fn run_psql(url: &str, statement: &str) {
    let mut command = Command::new("psql");
    run(command.args([url, "-v", "ON_ERROR_STOP=1", "-q", "-c", statement]), statement);
}

fn run(command: &mut Command, statement: &str) {
    let output = command.output().expect("the command line of the database is needed for these suites");
    assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs a suite on both engines, one after the other.
pub(crate) fn both<F: Future<Output = ()>>(suite: impl Fn(Engine) -> F) {
    let runtime = runtime();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        runtime.block_on(suite(engine));
    }
}

/// Runs a suite on both engines at once: for suites that wait most of their time.
pub(crate) fn at_once<F: Future<Output = ()>>(suite: impl Fn(Engine) -> F) {
    runtime().block_on(async {
        tokio::join!(suite(Engine::Sqlite), suite(Engine::Postgres));
    });
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}
