//! The command line: scenarios, where the server is, how much load, how it is proven, where the report goes.
//! It does not know what a scenario does.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use uuid::Uuid;

/// Drives a running Impasto over HTTP and sockets, measures it, and proves that nothing was lost or sold twice.
#[derive(Debug, Parser)]
#[command(
    name = "impasto-loadtest",
    version,
    after_help = "Exit status: 0 proven, 1 a broken promise was found, 2 the run could not be made."
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Buyers buy as fast as they can: visitor, cart, checkout, paid
    Purchase(PurchaseArgs),
    /// All buyers want the same edition at the same moment
    Contention(ContentionArgs),
    /// Reads of details, lists and searches
    Catalogue(CatalogueArgs),
    /// Sockets watch one work while its stock changes
    Fanout(FanoutArgs),
    /// Browsing, holds, purchases, declines, abandoned carts and sockets at once; survives restarts of the server
    Mixed(MixedArgs),
    /// Prove an earlier run's history against the server as it is now
    Verify(VerifyArgs),
    /// Print reports side by side
    Table(TableArgs),
}

/// Where the server is and what is written about it.
#[derive(Debug, Clone, Args)]
pub(crate) struct ServerArgs {
    /// Base address of a node, e.g. http://127.0.0.1:8080; repeat it for several nodes
    #[arg(long, required = true)]
    pub(crate) url: Vec<String>,
    /// Longest wait for one answer, seconds
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout_s: u64,
    /// Threads of the generator
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) threads: u16,
    /// Process id of the server on this machine: its CPU seconds and memory go into the report
    #[arg(long)]
    pub(crate) server_pid: Option<u32>,
    /// Process id of the database server on this machine: its CPU seconds, with its children's, go into the report
    #[arg(long)]
    pub(crate) database_pid: Option<u32>,
    /// Write all figures to this file as JSON
    #[arg(long)]
    pub(crate) report: Option<PathBuf>,
    /// Name of this run in reports
    #[arg(long, default_value = "")]
    pub(crate) label: String,
    /// Commit of the server under test, for the report
    #[arg(long)]
    pub(crate) commit: Option<String>,
    /// No progress bar
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// How the run is proven.
#[derive(Debug, Clone, Args)]
pub(crate) struct ProofArgs {
    /// Keep the history in this file (appended to); without it, a temporary file is removed once it is proven
    #[arg(long)]
    pub(crate) history: Option<PathBuf>,
    /// Do not prove the history through the API afterwards
    #[arg(long)]
    pub(crate) no_verify: bool,
    /// How long to wait for a server that is away, and for open outcomes after the end, seconds
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) settle_s: u64,
    #[command(flatten)]
    pub(crate) admin: AdminArgs,
}

/// Who may see all orders.
#[derive(Debug, Clone, Args)]
pub(crate) struct AdminArgs {
    /// Admin's e-mail address [default: the demo's; without a demo the admin's part of the proof is left out and said so]
    #[arg(long)]
    pub(crate) admin_email: Option<String>,
    /// Admin's password
    #[arg(long, env = "IMPASTO_LOADTEST_ADMIN_PASSWORD", hide_env_values = true)]
    pub(crate) admin_password: Option<String>,
    /// Leave out the admin's part of the proof
    #[arg(long)]
    pub(crate) no_admin: bool,
}

/// What is bought.
#[derive(Debug, Clone, Args)]
pub(crate) struct StockArgs {
    /// Buy only this edition
    #[arg(long, conflicts_with = "artwork")]
    pub(crate) edition: Option<Uuid>,
    /// Buy only editions of this work
    #[arg(long)]
    pub(crate) artwork: Option<Uuid>,
    /// Editions to choose from
    #[arg(long, value_enum, default_value_t = Kind::Any)]
    pub(crate) kind: Kind,
    /// Sign in as an artist and publish a work with so many limited editions (and an open one, if open ones may be chosen) for this run
    #[arg(long, num_args = 0..=1, default_missing_value = "4", value_parser = clap::value_parser!(u16).range(1..=40), conflicts_with_all = ["edition", "artwork"])]
    pub(crate) make_stock: Option<u16>,
    /// Copies of each limited edition made
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) copies: u32,
    #[command(flatten)]
    pub(crate) artist: ArtistArgs,
}

/// Who makes stock.
#[derive(Debug, Clone, Args)]
pub(crate) struct ArtistArgs {
    /// E-mail address of the artist who makes stock
    #[arg(long, default_value = "artist@demo.impasto.test")]
    pub(crate) artist_email: String,
    /// The artist's password
    #[arg(long, default_value = "impasto-demo", env = "IMPASTO_LOADTEST_ARTIST_PASSWORD", hide_env_values = true)]
    pub(crate) artist_password: String,
}

/// Which editions may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Open ones and large limited ones first
    Any,
    /// Open editions only
    Open,
    /// Editions with counted copies only
    Limited,
}

/// When a run ends.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct EndArgs {
    /// End after so many seconds
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=604_800))]
    pub(crate) seconds: Option<u64>,
    /// End after so many orders were tried
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub(crate) orders: Option<u64>,
}

/// `purchase`.
#[derive(Debug, Clone, Args)]
pub(crate) struct PurchaseArgs {
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    #[command(flatten)]
    pub(crate) proof: ProofArgs,
    #[command(flatten)]
    pub(crate) stock: StockArgs,
    #[command(flatten)]
    pub(crate) end: EndArgs,
    /// Buyers at work at the same time
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) buyers: u32,
    /// Pause of each buyer between two purchases, milliseconds
    #[arg(long, default_value_t = 0)]
    pub(crate) think_ms: u64,
}

/// `contention`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ContentionArgs {
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    #[command(flatten)]
    pub(crate) proof: ProofArgs,
    #[command(flatten)]
    pub(crate) artist: ArtistArgs,
    /// Buyers released together
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) buyers: u32,
    /// The edition all want; without it one of --size copies is made by the artist
    #[arg(long)]
    pub(crate) edition: Option<Uuid>,
    /// Copies of the edition made: 1 makes an original
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=10_000), conflicts_with = "edition")]
    pub(crate) size: u32,
}

/// `catalogue`.
#[derive(Debug, Clone, Args)]
pub(crate) struct CatalogueArgs {
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    /// Readers at work at the same time
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) buyers: u32,
    /// End after so many seconds
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=604_800))]
    pub(crate) seconds: u64,
    /// Read only this
    #[arg(long, value_enum, default_value_t = Read::Mix)]
    pub(crate) only: Read,
    /// Works in a list
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) limit: u16,
    /// Pause of each reader between two reads, milliseconds
    #[arg(long, default_value_t = 0)]
    pub(crate) think_ms: u64,
}

/// What a reader reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Read {
    /// 60 % details, 25 % lists, 15 % searches
    Mix,
    /// One work
    Detail,
    /// A list of works
    List,
    /// A search by word
    Search,
    /// A search by the beginning of a word
    Prefix,
    /// A search by a word with a typo
    Typo,
    /// A search by word among those that are free, cheapest first
    Facets,
    /// Suggestions for the beginning of a word
    Suggest,
}

/// `fanout`.
#[derive(Debug, Clone, Args)]
pub(crate) struct FanoutArgs {
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    #[command(flatten)]
    pub(crate) artist: ArtistArgs,
    /// Sockets that watch the work
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=25_000))]
    pub(crate) sockets: u32,
    /// Stock changes to make (a hold and its release are two); 0 measures idle sockets
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub(crate) changes: u32,
    /// Changes under way at the same time: each waits until every socket knows of it
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) in_flight: u16,
    /// Changes a second, whether the sockets have followed or not; 0 waits for them
    #[arg(long, default_value_t = 0)]
    pub(crate) rate: u32,
    /// Stay connected for so many seconds before the changes begin (memory at rest is measured at its end)
    #[arg(long, default_value_t = 1)]
    pub(crate) rest_s: u64,
    /// Further public topics for each socket, e.g. storefront
    #[arg(long)]
    pub(crate) topic: Vec<String>,
    /// Authenticate each socket as a visitor of its own and subscribe to its cart too
    #[arg(long)]
    pub(crate) authenticate: bool,
    /// The edition that changes; without it one of 10 000 copies is made by the artist
    #[arg(long)]
    pub(crate) edition: Option<Uuid>,
}

/// `mixed`.
#[derive(Debug, Clone, Args)]
pub(crate) struct MixedArgs {
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    #[command(flatten)]
    pub(crate) proof: ProofArgs,
    #[command(flatten)]
    pub(crate) stock: StockArgs,
    #[command(flatten)]
    pub(crate) end: EndArgs,
    /// People at work at the same time
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) buyers: u32,
    /// Sockets that watch the works on sale
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(0..=25_000))]
    pub(crate) sockets: u32,
    /// Pause of each person between two deeds, milliseconds
    #[arg(long, default_value_t = 0)]
    pub(crate) think_ms: u64,
}

/// `verify`.
#[derive(Debug, Clone, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    /// The history to prove; repeat it for runs that ran side by side
    #[arg(long, required = true)]
    pub(crate) history: Vec<PathBuf>,
    /// Nobody else buys here: any paid order that is in no history is a finding
    #[arg(long)]
    pub(crate) exclusive: bool,
    /// How long to wait for a server that is away, seconds
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) settle_s: u64,
    #[command(flatten)]
    pub(crate) admin: AdminArgs,
}

/// `table`.
#[derive(Debug, Clone, Args)]
pub(crate) struct TableArgs {
    /// Reports written with --report
    #[arg(required = true)]
    pub(crate) reports: Vec<PathBuf>,
}

impl ServerArgs {
    /// Longest wait for one answer.
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_s)
    }
}

/// The command line as it may be shown: what follows a password flag is masked.
pub(crate) fn shown(arguments: impl Iterator<Item = String>) -> Vec<String> {
    let mut mask_next = false;
    arguments
        .map(|argument| {
            if std::mem::take(&mut mask_next) {
                return "***".to_owned();
            }
            match argument.split_once('=') {
                Some((flag, _)) if flag.ends_with("-password") => format!("{flag}=***"),
                _ => {
                    mask_next = argument.ends_with("-password");
                    argument
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_run_must_have_an_end_and_only_one() {
        let parse = |more: &[&str]| Cli::try_parse_from(["x", "purchase", "--url", "http://a"].iter().chain(more));
        assert!(parse(&[]).is_err());
        assert!(parse(&["--seconds", "1", "--orders", "2"]).is_err());
        assert!(parse(&["--seconds", "1", "--make-stock"]).is_ok());
        assert!(parse(&["--seconds", "1", "--copies", "10001"]).is_err());
    }

    #[test]
    fn passwords_do_not_reach_a_report() {
        let given = ["verify", "--admin-password", "secret", "--artist-password=secret", "--url"].map(str::to_owned);
        assert_eq!(shown(given.into_iter()), ["verify", "--admin-password", "***", "--artist-password=***", "--url"]);
    }
}
