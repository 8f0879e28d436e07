//! Facts of the machine and of processes on it, read from /proc: what a report needs to be comparable.
//! It does not know what the processes do.

use std::fs;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

// USER_HZ: the unit of times in /proc/<pid>/stat, 100 on every Linux architecture this runs on.
const TICKS_PER_S: f64 = 100.0;

/// The machine.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// Cores this process may use.
    pub(crate) cores: usize,
    /// Processor's name.
    pub(crate) processor: String,
    /// Memory, MiB.
    pub(crate) memory_mib: u64,
    /// Kernel release.
    pub(crate) kernel: String,
    /// Commit of the server under test, if it was given.
    pub(crate) commit: Option<String>,
}

/// CPU time and memory of one process at one moment.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// User and system time, seconds.
    pub(crate) cpu_s: f64,
    /// Resident memory, KiB.
    pub(crate) rss_kib: u64,
    /// Its highest so far, KiB.
    pub(crate) rss_peak_kib: u64,
}

/// What one process used between two moments.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Used {
    /// CPU seconds, user and system.
    pub(crate) cpu_s: f64,
    /// Resident memory before, KiB.
    pub(crate) rss_before_kib: u64,
    /// Resident memory after, KiB.
    pub(crate) rss_after_kib: u64,
    /// Highest resident memory since the process began, KiB.
    pub(crate) rss_peak_kib: u64,
}

/// The processes a run watches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watched {
    server: Option<u32>,
    database: Option<u32>,
}

/// One look at the watched processes; a process that is gone has none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    server: Option<Usage>,
    database: Option<Usage>,
    generator: Option<Usage>,
}

/// What the watched processes used in a run.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Consumption {
    /// The server.
    pub(crate) server: Option<Used>,
    /// The database server with its children.
    pub(crate) database: Option<Used>,
    /// This program.
    pub(crate) generator: Option<Used>,
}

impl Watched {
    /// Watches the given processes and this one. A process that does not exist is an error.
    pub(crate) fn new(server: Option<u32>, database: Option<u32>) -> Result<Self, Failure> {
        for (flag, pid) in [("--server-pid", server), ("--database-pid", database)] {
            if let Some(pid) = pid
                && usage(pid).is_none()
            {
                return Err(Failure::Usage(format!("{flag} {pid}: there is no such process on this machine")));
            }
        }
        Ok(Self { server, database })
    }

    /// Looks now.
    pub(crate) fn look(&self) -> Look {
        Look {
            server: self.server.and_then(usage),
            database: self.database.and_then(usage_with_children),
            generator: usage(std::process::id()),
        }
    }
}

impl Look {
    /// What was used between this look and a later one.
    pub(crate) fn until(&self, later: &Look) -> Consumption {
        let used = |before: Option<Usage>, after: Option<Usage>| {
            let (before, after) = (before?, after?);
            Some(Used {
                cpu_s: (after.cpu_s - before.cpu_s).max(0.0),
                rss_before_kib: before.rss_kib,
                rss_after_kib: after.rss_kib,
                rss_peak_kib: after.rss_peak_kib,
            })
        };
        Consumption {
            server: used(self.server, later.server),
            database: used(self.database, later.database),
            generator: used(self.generator, later.generator),
        }
    }

    /// The server's resident memory, KiB.
    pub(crate) fn server_rss_kib(&self) -> Option<u64> {
        self.server.map(|usage| usage.rss_kib)
    }
}

/// Reads what the machine is.
pub(crate) fn machine(commit: Option<String>) -> Machine {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    Machine {
        cores: std::thread::available_parallelism().map_or(0, usize::from),
        processor: field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        memory_mib: field(&read("/proc/meminfo"), "MemTotal").and_then(|text| kib(&text)).unwrap_or(0) / 1024,
        kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        commit,
    }
}

/// How many files this process may open.
pub(crate) fn open_files_limit() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

fn usage(pid: u32) -> Option<Usage> {
    let stat = Stat::read(pid)?;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let memory = |name| field(&status, name).and_then(|text| kib(&text)).unwrap_or(0);
    Some(Usage { cpu_s: stat.own_ticks / TICKS_PER_S, rss_kib: memory("VmRSS"), rss_peak_kib: memory("VmHWM") })
}

fn usage_with_children(pid: u32) -> Option<Usage> {
    let mut whole = usage(pid)?;
    // Children that ended count in their parent; living ones are looked up.
    whole.cpu_s += Stat::read(pid)?.ended_children_ticks / TICKS_PER_S;
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        let Some(child) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if Stat::read(child).is_some_and(|stat| stat.parent == pid)
            && let Some(usage) = usage(child)
        {
            whole.cpu_s += usage.cpu_s;
            whole.rss_kib += usage.rss_kib;
        }
    }
    Some(whole)
}

struct Stat {
    parent: u32,
    own_ticks: f64,
    ended_children_ticks: f64,
}

impl Stat {
    fn read(pid: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    // proc_pid_stat(5). The second field is the name in brackets and may hold anything, so fields are counted from its end.
    fn parse(stat: &str) -> Option<Self> {
        let fields: Vec<&str> = stat.get(stat.rfind(')')? + 1..)?.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            own_ticks: ticks(11)? + ticks(12)?,
            ended_children_ticks: ticks(13)? + ticks(14)?,
        })
    }
}

fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

fn kib(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_behind_a_name_with_spaces_and_brackets() {
        let stat = Stat::parse("12 (a b) c) S 7 1 1 0 -1 4 0 0 0 0 150 50 30 20 20 0 1 0 5 6 7").unwrap();
        assert_eq!((stat.parent, stat.own_ticks, stat.ended_children_ticks), (7, 200.0, 50.0));
        assert!(Stat::parse("nonsense").is_none());
    }

    #[test]
    fn this_process_uses_memory_and_a_missing_one_is_refused() {
        let watched = Watched::new(Some(std::process::id()), None).unwrap();
        let first = watched.look();
        let used = first.until(&watched.look()).server.unwrap();
        assert!(used.rss_before_kib > 0 && used.cpu_s >= 0.0);
        assert!(Watched::new(Some(u32::MAX), None).is_err());
    }

    #[test]
    fn the_machine_has_cores_and_memory() {
        let machine = machine(Some("abc".to_owned()));
        assert!(machine.cores > 0 && machine.memory_mib > 0);
        assert!(open_files_limit().unwrap() > 0);
    }
}
