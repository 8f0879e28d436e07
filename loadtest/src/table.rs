//! Reports side by side: one row for each file written with --report.
//! It does not judge the figures.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::report::{Report, StepFigures};

/// The table's text.
pub(crate) fn table(paths: &[PathBuf]) -> Result<String, Failure> {
    let mut rows = vec![
        [
            "label",
            "scenario",
            "people",
            "unit",
            "units",
            "per s",
            "p50 ms",
            "p99 ms",
            "max ms",
            "server ms/unit",
            "db ms/unit",
            "gen ms/unit",
            "MiB before",
            "MiB after",
            "verdict",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for path in paths {
        let text = std::fs::read(path).map_err(|error| Failure::file(path, error))?;
        let report: Report = serde_json::from_slice(&text).map_err(|error| Failure::file(path, error))?;
        rows.push(row(&report));
    }
    Ok(aligned(&rows))
}

fn row(report: &Report) -> Vec<String> {
    let step = headline(report);
    let millis =
        |pick: fn(&StepFigures) -> u64| step.map_or_else(dash, |step| format!("{:.2}", pick(step) as f64 / 1000.0));
    let cost = |ms: Option<f64>| ms.map_or_else(dash, |ms| format!("{ms:.3}"));
    let memory = |kib: Option<u64>| kib.map_or_else(dash, |kib| format!("{:.1}", kib as f64 / 1024.0));
    let server = report.consumption.server;
    let verdict = match (report.passed, report.checked.is_some()) {
        (true, true) => "proven",
        (true, false) => "ok",
        (false, _) => "FAILED",
    };
    vec![
        report.label.clone(),
        report.scenario.clone(),
        report.people.to_string(),
        report.unit.clone(),
        report.units.to_string(),
        format!("{:.1}", report.per_second),
        millis(|step| step.p50_us),
        millis(|step| step.p99_us),
        millis(|step| step.max_us),
        cost(report.server_cpu_ms_per_unit),
        cost(report.database_cpu_ms_per_unit),
        cost(report.generator_cpu_ms_per_unit),
        memory(server.map(|used| used.rss_before_kib)),
        memory(server.map(|used| used.rss_after_kib)),
        verdict.to_owned(),
    ]
}

/// The step that stands for the scenario: its whole path, or what was done most often.
fn headline(report: &Report) -> Option<&StepFigures> {
    let whole = |name: &str| report.steps.iter().find(|step| step.name == name);
    whole("whole purchase")
        .or_else(|| whole("commit to last"))
        .or_else(|| report.steps.iter().max_by_key(|step| step.count))
}

fn dash() -> String {
    "-".to_owned()
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_report_is_a_row_with_its_whole_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let step =
            |name: &str, p99_us| StepFigures { name: name.to_owned(), count: 1, p99_us, ..StepFigures::default() };
        let report = Report {
            label: "sqlite 16".to_owned(),
            scenario: "purchase".to_owned(),
            steps: vec![step("hold", 1), step("whole purchase", 77_000)],
            passed: true,
            ..Report::default()
        };
        report.write(&path).unwrap();
        let text = table(&[path]).unwrap();
        assert!(text.lines().nth(1).unwrap().contains("sqlite 16"), "{text}");
        assert!(text.contains("77.00"), "{text}");
        assert!(table(&[folder.path().join("absent")]).is_err());
    }
}
