//! Running the program and reading its report.

use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::server::Fake;

/// How the program ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) report: Value,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A program under way.
pub(crate) struct Running {
    child: Child,
    folder: TempDir,
}

/// Starts a scenario against the fake. `arguments` begin with the scenario's name.
pub(crate) fn start(fake: &Fake, arguments: &str) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let mut words = arguments.split_whitespace();
    let child = Command::new(env!("CARGO_BIN_EXE_impasto-loadtest"))
        .arg(words.next().unwrap())
        .args(["--url", &fake.url(), "--report"])
        .arg(folder.path().join("report.json"))
        .args(words)
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    Running { child, folder }
}

impl Running {
    /// Presses Ctrl-C.
    pub(crate) fn interrupt(&self) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end.
    pub(crate) fn end(self) -> Ended {
        let output = self.child.wait_with_output().unwrap();
        let report = std::fs::read(self.folder.path().join("report.json"))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or(Value::Null);
        Ended {
            code: output.status.code().unwrap_or(-1),
            report,
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Starts a scenario and waits for its end.
pub(crate) fn run(fake: &Fake, arguments: &str) -> Ended {
    start(fake, arguments).end()
}

impl Ended {
    /// The names of the broken rules, each once, sorted.
    pub(crate) fn rules(&self) -> Vec<String> {
        let mut rules: Vec<String> = self.report["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|finding| finding["rule"].as_str().map(str::to_owned))
            .collect();
        rules.sort();
        rules.dedup();
        rules
    }

    /// It was believed.
    #[track_caller]
    pub(crate) fn assert_proven(&self) {
        assert_eq!(self.rules(), Vec::<String>::new(), "{}{}", self.out, self.err);
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
    }

    /// The lie was found under this name.
    #[track_caller]
    pub(crate) fn assert_found(&self, rule: &str) {
        assert!(
            self.rules().iter().any(|found| found == rule),
            "{rule} not in {:?}\n{}{}",
            self.rules(),
            self.out,
            self.err
        );
        assert_eq!(self.code, 1, "{}{}", self.out, self.err);
    }

    pub(crate) fn count(&self, name: &str) -> u64 {
        self.report["counts"][name].as_u64().unwrap_or(0)
    }
}
