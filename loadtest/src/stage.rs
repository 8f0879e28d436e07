//! What every scenario needs before it begins and after it ended: the nodes, a history, the report with its proof.
//! It does not know what happens in between.

use std::sync::Arc;
use std::time::Duration;

use crate::args::{ProofArgs, ServerArgs, StockArgs, shown};
use crate::caller::Caller;
use crate::clock;
use crate::failure::Failure;
use crate::history::History;
use crate::http::{Client, Request, Target};
use crate::machine::{Look, Watched, machine};
use crate::make_stock::{self, Wanted};
use crate::person::Run;
use crate::report::Report;
use crate::run::{Gate, SharedTally, Tally, block_on};
use crate::stock::{self, Pool};
use crate::verify::{self, Asking};

// Making stock writes ten thousands of rows and a picture's derivatives; it is not what is measured.
const SETUP_TIMEOUT: Duration = Duration::from_secs(120);

/// A reachable server and an opened report.
pub(crate) struct Stage {
    /// The nodes.
    pub(crate) targets: Arc<[Target]>,
    /// The flags about the server.
    pub(crate) server: ServerArgs,
    /// The report so far.
    pub(crate) report: Report,
    watched: Watched,
}

impl Stage {
    /// Resolves the nodes and asks one of them whether it is ready.
    pub(crate) fn enter(server: &ServerArgs, scenario: &str, people: u64) -> Result<Self, Failure> {
        let targets: Arc<[Target]> =
            server.url.iter().map(|url| Target::parse(url)).collect::<Result<Vec<_>, _>>()?.into();
        let watched = Watched::new(server.server_pid, server.database_pid)?;
        block_on(probe(&targets, server.timeout()))??;
        let report = Report {
            scenario: scenario.to_owned(),
            label: server.label.clone(),
            started_at: clock::rfc3339(clock::now_us()),
            arguments: shown(std::env::args().skip(1)),
            people,
            machine: machine(server.commit.clone()),
            passed: true,
            ..Report::default()
        };
        Ok(Self { targets, server: server.clone(), report, watched })
    }

    /// Opens the run's history.
    pub(crate) fn open_history(&self, proof: &ProofArgs) -> Result<Arc<Run>, Failure> {
        let id = Run::new_id();
        let history = History::open(proof.history.as_deref(), &id)?;
        Ok(Run::begin(history, id, &self.report.scenario))
    }

    /// What there is to buy; made first if that was asked for.
    pub(crate) fn pool(&self, wanted: &StockArgs, run: &Run) -> Result<Pool, Failure> {
        use crate::args::Kind;
        block_on(async {
            let mut caller = self.setup_caller();
            let Some(limited) = wanted.make_stock else {
                return stock::discover(&mut caller, wanted).await;
            };
            let made = Wanted {
                limited: if wanted.kind == Kind::Open { 0 } else { limited },
                copies: wanted.copies,
                open: wanted.kind != Kind::Limited,
            };
            Ok(Pool::new(make_stock::make(&mut caller, &wanted.artist, made, Some(&run.history)).await?))
        })?
    }

    /// A caller for what comes before the load; its figures are dropped.
    pub(crate) fn setup_caller(&self) -> Caller {
        let client = Client::new(self.targets.clone(), 0, SETUP_TIMEOUT);
        Caller::new(client, SharedTally::default(), Gate::open(None, None, Duration::ZERO))
    }

    /// The processes a run watches.
    pub(crate) fn watched(&self) -> Watched {
        self.watched
    }

    /// Looks at the watched processes.
    pub(crate) fn look(&self) -> Look {
        self.watched.look()
    }

    /// Puts the load's figures into the report.
    pub(crate) fn measured(&mut self, before: &Look, tally: Tally, unit: &str, units: u64, took: Duration) {
        let consumption = before.until(&self.look());
        self.report.take(tally, unit, units, took);
        self.report.consume(consumption);
    }

    /// Proves the history, unless told not to.
    pub(crate) fn prove(&mut self, run: &Run, proof: &ProofArgs) -> Result<(), Failure> {
        run.history.check()?;
        let path = run.history.path().to_owned();
        if proof.no_verify {
            self.report.notes.push(format!("nothing was compared (--no-verify); the history is {}", path.display()));
            return Ok(());
        }
        let asking = Asking::after_run(self.targets.clone(), &self.server, proof);
        let proved = block_on(verify::prove(&[&path], &asking))?
            .map_err(|failure| Failure::Setup(format!("{failure}; the history is {}", path.display())))?;
        self.report.prove(proved);
        if self.report.passed {
            run.history.discard_if_temporary();
        } else {
            self.report.notes.push(format!("the history is {}", path.display()));
        }
        Ok(())
    }

    /// Prints the summary, writes the report, and says whether all is well.
    pub(crate) fn finish(self) -> Result<bool, Failure> {
        println!("{}", self.report.summary());
        if let Some(path) = &self.server.report {
            self.report.write(path)?;
        }
        Ok(self.report.passed)
    }
}

async fn probe(targets: &Arc<[Target]>, timeout: Duration) -> Result<(), Failure> {
    let mut last = None;
    for (node, target) in targets.iter().enumerate() {
        let mut client = Client::new(targets.clone(), node, timeout);
        let reason = match client.send(&Request::get("/readyz", &[])).await {
            Ok(answer) if answer.status == 200 => return Ok(()),
            Ok(answer) => format!("/readyz answers {}", answer.status),
            Err(error) => error.to_string(),
        };
        last = Some(Failure::Unreachable { url: target.url.clone(), reason });
    }
    Err(last.unwrap_or_else(|| Failure::Usage("no --url".to_owned())))
}
