//! Arguments and flags, and which keys of the configuration they set.
//! Knows nothing of what the commands do.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{Flags, Sources};

/// A real-time art marketplace engine: storefront, studio and console in one program.
///
/// Without a command it serves. Every flag is also a key of the configuration file and of the environment
/// (docs/configuration.md).
#[derive(Debug, Parser)]
#[command(name = "impasto", version, propagate_version = true)]
pub struct Cli {
    /// The configuration file [default: impasto.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE", env = "IMPASTO_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// The data folder [default: impasto-data]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data: Option<String>,
    /// sqlite:<file> or postgres://… [default: impasto.db in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve storefront, studio, console, API and sockets (what happens without a command)
    Serve(ServeArgs),
    /// Bring the database to this program's schema
    Migrate,
    /// Look after admins
    Admin {
        /// What to do.
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Look after the signing keys
    Keys {
        /// What to do.
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Hang the demo gallery in an empty database, or complete it
    Demo {
        /// Take it down: archive its works, shut its accounts
        #[arg(long)]
        remove: bool,
        /// Paint one of its works and write the files to standard output: how hanging has its works painted
        #[arg(long, hide = true, value_name = "SLUG", conflicts_with = "remove")]
        paint: Option<String>,
    },
    /// Have every running node make its search index anew (one that starts does so in any case)
    Reindex,
    /// Check every invariant of the stored data; safe beside a running server
    Check,
    /// Copy the gallery (embedded database, media on disk, master key) into a new folder, while it serves
    Backup {
        /// The folder, which must not be there yet or be empty
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Put a backup into an empty data folder, verify every file, and check it
    Restore {
        /// The folder that impasto backup has written
        #[arg(long, value_name = "FOLDER")]
        from: PathBuf,
    },
    /// Move the gallery from its embedded database to a server's; given again, it goes on where it was
    Move {
        /// postgres://…, an empty database
        #[arg(long, value_name = "URL")]
        to: String,
        /// s3://<bucket>, to copy the media there as well; its keys and its endpoint are those of media.s3
        #[arg(long, value_name = "S3-URL")]
        media: Option<String>,
    },
    /// Check certificates of authenticity, without the gallery that gave them
    Certificate {
        /// What to do.
        #[command(subcommand)]
        command: CertificateCommand,
    },
    /// Print the description of the HTTP API (OpenAPI, JSON)
    Openapi,
}

/// What can be done about admins.
#[derive(Debug, Clone, Subcommand)]
pub enum AdminCommand {
    /// Make an admin account, or an existing account an admin
    Create(AdminArgs),
}

/// What can be done about signing keys.
#[derive(Debug, Clone, Subcommand)]
pub enum KeysCommand {
    /// Sign with a new key from a minute from now, on all nodes; what the old one signed stays good until it is over
    Rotate {
        /// The key of visitor tokens instead of that of access tokens
        #[arg(long)]
        visitors: bool,
    },
}

/// What can be done about certificates.
#[derive(Debug, Clone, Subcommand)]
pub enum CertificateCommand {
    /// Say whether a certificate was signed with a key; ends with 0 if it was, with 1 if not
    Verify {
        /// The public key of the house, as its certificates' pages show it
        #[arg(long, value_name = "PUBLIC KEY", allow_hyphen_values = true)]
        key: String,
        /// What /api/v1/certificates/{id} has answered; - reads it from standard input
        #[arg(value_name = "FILE", default_value = "-")]
        file: PathBuf,
    },
}

/// Who becomes an admin.
#[derive(Debug, Clone, Args)]
pub struct AdminArgs {
    /// E-mail address
    #[arg(long)]
    pub email: String,
    /// The name others see
    #[arg(long, default_value = "Admin")]
    pub name: String,
    /// Read the password of a new account from standard input instead of making one up and printing it
    #[arg(long)]
    pub password_stdin: bool,
}

/// Flags of `serve`.
#[derive(Debug, Default, Args)]
pub struct ServeArgs {
    /// Address and port of the site [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// Address and port for metrics and health [default: none]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub ops_listen: Option<String>,
    /// redis://…, to join several nodes
    #[arg(long, value_name = "URL")]
    pub redis_url: Option<String>,
    /// Worker threads; 0 is one for each core
    #[arg(long, value_name = "N")]
    pub workers: Option<String>,
    /// Hang the demo gallery [default: in an empty database]
    #[arg(long, overrides_with = "no_demo")]
    pub demo: bool,
    /// Start without the demo gallery
    #[arg(long, overrides_with = "demo")]
    pub no_demo: bool,
    /// Let the demo, whose passwords everybody knows, listen beyond this machine
    #[arg(long)]
    pub demo_anywhere: bool,
}

impl Default for Command {
    fn default() -> Self {
        Self::Serve(ServeArgs::default())
    }
}

impl Cli {
    /// Where the configuration comes from: the file, this process's environment, these flags.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let mut flags = Flags::default();
        flags.set("--data", "data", self.data.clone());
        flags.set("--database-url", "database.url", self.database_url.clone());
        if let Some(Command::Serve(serve)) = &self.command {
            flags.set("--listen", "server.listen", serve.listen.clone());
            flags.set("--ops-listen", "server.ops_listen", serve.ops_listen.clone());
            flags.set("--redis-url", "redis.url", serve.redis_url.clone());
            flags.set("--workers", "server.workers", serve.workers.clone());
            flags.set("--demo", "demo.enabled", serve.demo.then(|| "true".to_owned()));
            flags.set("--no-demo", "demo.enabled", serve.no_demo.then(|| "false".to_owned()));
            flags.set("--demo-anywhere", "demo.anywhere", serve.demo_anywhere.then(|| "true".to_owned()));
        }
        // A variable that is not UTF-8 cannot be one of ours.
        let variables = std::env::vars_os();
        let variables =
            variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Sources { file: self.config.clone(), variables: variables.collect(), flags }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parsed(arguments: &[&str]) -> Cli {
        Cli::try_parse_from([&["impasto"], arguments].concat()).unwrap()
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_flags_stand_before_and_behind_the_command() {
        assert_eq!(parsed(&["--data", "x"]).data.as_deref(), Some("x"));
        assert_eq!(parsed(&["check", "--data", "x"]).data.as_deref(), Some("x"));
    }

    #[test]
    fn flags_set_the_keys_of_the_contract() {
        let cli = parsed(&[
            "serve",
            "--data",
            "d",
            "--database-url",
            "sqlite:x.db",
            "--listen",
            "127.0.0.1:9000",
            "--ops-listen",
            "127.0.0.1:9001",
            "--workers",
            "3",
            "--no-demo",
            "--demo-anywhere",
        ]);
        let sources = Sources { variables: Vec::new(), ..cli.sources() };
        let config = sources.load().unwrap();
        assert_eq!(config.data, PathBuf::from("d"));
        assert_eq!(config.database_url().reveal(), "sqlite:x.db");
        assert_eq!(config.server.listen.0.port(), 9000);
        assert_eq!(config.server.ops_listen.unwrap().0.port(), 9001);
        assert_eq!((config.server.workers, config.demo.enabled, config.demo.anywhere), (3, Some(false), true));
    }

    #[test]
    fn the_last_word_about_the_demo_counts() {
        let demo = |arguments: &[&str]| {
            let sources = Sources { variables: Vec::new(), ..parsed(arguments).sources() };
            sources.load().unwrap().demo.enabled
        };
        assert_eq!(demo(&["serve"]), None);
        assert_eq!(demo(&["serve", "--no-demo", "--demo"]), Some(true));
        assert_eq!(demo(&["serve", "--demo", "--no-demo"]), Some(false));
    }
}
