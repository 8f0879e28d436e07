//! The report: all figures of a run, as JSON for machines and as a table for people.
//! It does not measure.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::findings::{Finding, Findings};
use crate::machine::{Consumption, Machine};
use crate::run::Tally;
use crate::stats::Stats;
use crate::verify::{Checked, Proof};

const SHOWN_FINDINGS: usize = 20;

/// All figures of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Report {
    /// `purchase`, `contention`, …
    pub(crate) scenario: String,
    /// Name given with --label.
    pub(crate) label: String,
    /// RFC 3339.
    pub(crate) started_at: String,
    /// The command line, passwords masked.
    pub(crate) arguments: Vec<String>,
    /// People (buyers, readers, sockets) at work.
    pub(crate) people: u64,
    /// How long the load lasted, seconds.
    pub(crate) duration_s: f64,
    /// What the rate counts: `orders`, `reads`, `deliveries`, `deeds`.
    pub(crate) unit: String,
    /// How many were done.
    pub(crate) units: u64,
    /// Units a second.
    pub(crate) per_second: f64,
    /// Latencies by step.
    pub(crate) steps: Vec<StepFigures>,
    /// Answers by step, status and problem.
    pub(crate) answers: Vec<AnswerFigures>,
    /// Further counters of the scenario.
    pub(crate) counts: BTreeMap<String, u64>,
    /// The machine.
    pub(crate) machine: Machine,
    /// CPU and memory of server, database and generator.
    pub(crate) consumption: Consumption,
    /// CPU milliseconds per unit: server.
    pub(crate) server_cpu_ms_per_unit: Option<f64>,
    /// CPU milliseconds per unit: database.
    pub(crate) database_cpu_ms_per_unit: Option<f64>,
    /// CPU milliseconds per unit: this program.
    pub(crate) generator_cpu_ms_per_unit: Option<f64>,
    /// What the proof looked at; none if nothing was proven.
    pub(crate) checked: Option<Checked>,
    /// Broken promises in all.
    pub(crate) findings_total: u64,
    /// The first 500 of them.
    pub(crate) findings: Vec<Finding>,
    /// Remarks.
    pub(crate) notes: Vec<String>,
    /// `true`: nothing was found broken.
    pub(crate) passed: bool,
}

/// Latencies of one step, microseconds.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct StepFigures {
    /// What was measured.
    pub(crate) name: String,
    /// How often.
    pub(crate) count: u64,
    /// Mean.
    pub(crate) mean_us: f64,
    /// Median.
    pub(crate) p50_us: u64,
    /// 90th percentile.
    pub(crate) p90_us: u64,
    /// 99th percentile.
    pub(crate) p99_us: u64,
    /// 99.9th percentile.
    pub(crate) p999_us: u64,
    /// Longest.
    pub(crate) max_us: u64,
}

/// One kind of answer.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct AnswerFigures {
    /// The step.
    pub(crate) step: String,
    /// Status; 0 when no answer came.
    pub(crate) status: u16,
    /// Problem type, or why no answer came.
    pub(crate) problem: String,
    /// How often.
    pub(crate) count: u64,
}

impl Report {
    /// Puts a run's tally in.
    pub(crate) fn take(&mut self, tally: Tally, unit: &str, units: u64, took: Duration) {
        self.duration_s = took.as_secs_f64();
        self.unit = unit.to_owned();
        self.units = units;
        self.per_second = units as f64 / self.duration_s.max(1e-9);
        self.steps = steps(&tally.stats);
        self.answers = tally
            .stats
            .answers()
            .into_iter()
            .map(|answer| AnswerFigures {
                step: answer.step.to_owned(),
                status: answer.status,
                problem: answer.problem,
                count: answer.count,
            })
            .collect();
        self.counts = tally.stats.counts().iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        self.find(tally.findings);
    }

    /// Puts what the processes used in.
    pub(crate) fn consume(&mut self, consumption: Consumption) {
        let units = self.units;
        let per_unit = |used: Option<crate::machine::Used>| {
            used.filter(|_| units > 0).map(|used| used.cpu_s * 1000.0 / units as f64)
        };
        self.server_cpu_ms_per_unit = per_unit(consumption.server);
        self.database_cpu_ms_per_unit = per_unit(consumption.database);
        self.generator_cpu_ms_per_unit = per_unit(consumption.generator);
        self.consumption = consumption;
    }

    /// Puts a proof in.
    pub(crate) fn prove(&mut self, proof: Proof) {
        self.checked = Some(proof.checked);
        self.notes.extend(proof.notes);
        self.find(proof.findings);
    }

    /// Adds broken promises.
    pub(crate) fn find(&mut self, findings: Findings) {
        self.findings_total += findings.total();
        self.findings.extend(findings.kept().iter().cloned());
        self.passed = self.findings_total == 0;
    }

    /// Writes the JSON.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(|error| Failure::file(path, error))?;
        std::fs::write(path, text + "\n").map_err(|error| Failure::file(path, error))
    }

    /// The table for people.
    pub(crate) fn summary(&self) -> String {
        let mut out = String::new();
        // Writing into a String cannot fail.
        let _ = self.write_summary(&mut out);
        out
    }

    fn write_summary(&self, out: &mut String) -> std::fmt::Result {
        if !self.unit.is_empty() {
            writeln!(
                out,
                "{}: {} {} in {:.2} s = {:.1}/s, {} people",
                self.scenario, self.units, self.unit, self.duration_s, self.per_second, self.people
            )?;
        }
        if !self.steps.is_empty() {
            writeln!(
                out,
                "\n{:<22} {:>9} {:>10} {:>10} {:>10} {:>10} {:>10}",
                "latency, ms", "count", "p50", "p90", "p99", "p99.9", "max"
            )?;
        }
        for step in &self.steps {
            write!(out, "{:<22} {:>9}", step.name, step.count)?;
            for micros in [step.p50_us, step.p90_us, step.p99_us, step.p999_us, step.max_us] {
                write!(out, " {:>10.3}", micros as f64 / 1000.0)?;
            }
            writeln!(out)?;
        }
        if !self.answers.is_empty() {
            writeln!(out, "\n{:<22} {:>6} {:>9}  problem", "answers", "status", "count")?;
        }
        for answer in &self.answers {
            let status = if answer.status == 0 { "none".to_owned() } else { answer.status.to_string() };
            writeln!(out, "{:<22} {status:>6} {:>9}  {}", answer.step, answer.count, answer.problem)?;
        }
        if !self.counts.is_empty() {
            writeln!(out)?;
        }
        for (name, count) in &self.counts {
            writeln!(out, "{name:<29} {count:>9}")?;
        }
        self.write_consumption(out)?;
        self.write_verdict(out)
    }

    fn write_consumption(&self, out: &mut String) -> std::fmt::Result {
        let rows = [
            ("server", self.consumption.server, self.server_cpu_ms_per_unit),
            ("database", self.consumption.database, self.database_cpu_ms_per_unit),
            ("generator", self.consumption.generator, self.generator_cpu_ms_per_unit),
        ];
        for (name, used, per_unit) in rows {
            let Some(used) = used.filter(|_| !self.unit.is_empty()) else { continue };
            if name == "server"
                || (name == "generator" && self.consumption.server.is_none() && self.consumption.database.is_none())
            {
                writeln!(out)?;
            }
            let mib = |kib: u64| kib as f64 / 1024.0;
            write!(out, "{name:<10} {:.2} CPU s", used.cpu_s)?;
            if let Some(per_unit) = per_unit {
                write!(out, " ({per_unit:.4} ms per unit)")?;
            }
            writeln!(
                out,
                ", {:.1} MiB before, {:.1} after, {:.1} at most",
                mib(used.rss_before_kib),
                mib(used.rss_after_kib),
                mib(used.rss_peak_kib)
            )?;
        }
        Ok(())
    }

    fn write_verdict(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out)?;
        for note in &self.notes {
            writeln!(out, "note: {note}")?;
        }
        if let Some(checked) = &self.checked {
            let admin =
                checked.admin_orders.map_or_else(|| "not asked".to_owned(), |orders| format!("{orders} orders"));
            writeln!(
                out,
                "compared: {} checkouts of {} owners, {} orders ({} paid, {} pending, {} without an answer), {} editions, admin's list: {admin}",
                checked.checkouts,
                checked.owners,
                checked.orders,
                checked.paid,
                checked.pending,
                checked.unanswered_but_made,
                checked.editions
            )?;
        }
        for finding in self.findings.iter().take(SHOWN_FINDINGS) {
            writeln!(out, "BROKEN {}: {}", finding.rule, finding.detail)?;
        }
        let hidden = self.findings_total.saturating_sub(SHOWN_FINDINGS.min(self.findings.len()) as u64);
        if hidden > 0 {
            writeln!(out, "… and {hidden} more")?;
        }
        match (self.passed, self.checked.is_some()) {
            (true, true) => writeln!(out, "PROVEN: nothing was lost, nothing was sold twice"),
            (true, false) => writeln!(out, "done"),
            (false, _) => writeln!(out, "FAILED: {} broken promises", self.findings_total),
        }
    }
}

fn steps(stats: &Stats) -> Vec<StepFigures> {
    stats
        .steps()
        .iter()
        .map(|step| {
            let at = |quantile| step.histogram.value_at_quantile(quantile);
            StepFigures {
                name: step.name.to_owned(),
                count: step.histogram.len(),
                mean_us: step.histogram.mean(),
                p50_us: at(0.5),
                p90_us: at(0.9),
                p99_us: at(0.99),
                p999_us: at(0.999),
                max_us: step.histogram.max(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_comes_back_from_its_file_and_says_what_is_broken() {
        let mut tally = Tally::default();
        tally.stats.record("hold", Duration::from_millis(2));
        tally.stats.answered("hold", 409, "/problems/sold-out");
        tally.findings.add("sold-twice", "copy 7/25".to_owned());
        let mut report = Report { scenario: "purchase".to_owned(), people: 3, ..Report::default() };
        report.take(tally, "orders", 10, Duration::from_secs(5));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.json");
        report.write(&path).unwrap();
        let read: Report = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!((read.per_second, read.passed, read.findings_total), (2.0, false, 1));
        let text = read.summary();
        assert!(text.contains("BROKEN sold-twice: copy 7/25") && text.contains("FAILED: 1"), "{text}");
        assert!(text.contains("409") && text.contains("2.000"), "{text}");
    }
}
