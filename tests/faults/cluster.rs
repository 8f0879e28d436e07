//! A PostgreSQL of the test's own, which may be stopped, killed and started as it likes.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A running server; dropping it ends it and removes everything.
pub(crate) struct Cluster {
    folder: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
}

impl Cluster {
    /// A fresh one; none where PostgreSQL's own programs are not installed.
    pub(crate) fn start() -> Option<Self> {
        let Some(bin) = binaries() else {
            eprintln!("no initdb in /usr/lib/postgresql: left out");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let cluster = Self { folder, bin, port: port.expect("a port").port() };
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(cluster.folder.path()));
        }
        let data = cluster.data();
        let words = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"];
        run(cluster.command("initdb").arg("-D").arg(&data).args(words));
        cluster.begin();
        Some(cluster)
    }

    /// The address of its own database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends every connection, writes everything down, and starts again.
    pub(crate) fn restart(&self) {
        self.end("fast");
        self.begin();
    }

    /// Dies in the middle of what it does, and starts again with what its journal has.
    pub(crate) fn crash(&self) {
        self.end("immediate");
        self.begin();
    }

    fn begin(&self) {
        let settings = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60",
            self.port
        );
        let log = self.folder.path().join("log");
        run(self
            .command("pg_ctl")
            .arg("-D")
            .arg(self.data())
            .arg("-l")
            .arg(log)
            .args(["-w", "-o", &settings, "start"]));
    }

    fn end(&self, mode: &str) {
        run(self.command("pg_ctl").arg("-D").arg(self.data()).args(["-w", "-m", mode, "stop"]));
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of its programs. The server refuses to run as root.
    fn command(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        if !is_root() {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        // It may have ended already.
        let _ = stop.arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]).output();
    }
}

/// Where the newest server's programs are.
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    folders.filter(|folder| folder.join("initdb").is_file()).max_by_key(|folder| version_of(folder))
}

fn version_of(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

fn is_root() -> bool {
    // Root alone may read this.
    std::fs::read("/etc/shadow").is_ok()
}

fn run(command: &mut Command) {
    // What it says goes to a file of its own: a server would keep a pipe open for as long as it lives.
    let status = command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null()).status();
    let status = status.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}
