//! Loading: defaults, then the file, then the environment, then flags, and one clear line when something does not fit.
//! Knows where values come from; knows nothing of what they mean.

use std::path::{Path, PathBuf};

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::check::ConfigError;
use super::key::{Key, Kind};
use super::sections::Config;

/// Where values come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file that was asked for; it must exist. Without one `impasto.toml` is read if it is there.
    pub file: Option<PathBuf>,
    /// Variables of the environment; those that do not begin with `IMPASTO_` are ignored.
    pub variables: Vec<(String, String)>,
    /// What flags said.
    pub flags: Flags,
}

/// Values that flags set, under the dotted path of their key.
#[derive(Debug, Clone, Default)]
pub struct Flags(Vec<(&'static str, &'static str, String)>);

impl Flags {
    /// Notes that `flag` (`--listen`) sets the key at `path` (`server.listen`).
    pub fn set(&mut self, flag: &'static str, path: &'static str, value: Option<String>) {
        if let Some(value) = value {
            self.0.push((flag, path, value));
        }
    }
}

impl Sources {
    /// Reads them, checks every value and how they fit together.
    ///
    /// # Errors
    /// One line that names the key, where it was set and what is wrong with it.
    pub fn load(self) -> Result<Config, ConfigError> {
        let keys = Config::keys();
        let mut figment = Figment::new();
        for set in standard(&keys, &self.variables)? {
            figment = figment.merge(set);
        }
        if let Some(file) = file_of(self.file)? {
            figment = figment.merge(Toml::file_exact(&file).profile(Profile::Default));
        }
        for (name, value) in self.variables {
            if let Some(set) = from_variable(&keys, &name, &value)? {
                figment = figment.merge(set);
            }
        }
        for (flag, path, value) in self.flags.0 {
            let key = keys.iter().find(|key| key.path == path);
            let key = key.ok_or_else(|| ConfigError(format!("{flag} sets no key of the configuration")))?;
            figment = figment.merge(Set::new(flag.to_owned(), key, &value)?);
        }
        let config: Config = figment.extract().map_err(|error| explain(&error))?;
        config.check()?;
        Ok(config)
    }
}

/// Variables that begin with `IMPASTO_` but are none of the program's: those of its test suites and of its tools.
const FOREIGN: &[&str] = &[
    "IMPASTO_TEST_",
    "IMPASTO_BENCH_",
    "IMPASTO_SCALE_",
    "IMPASTO_LOADTEST_",
    "IMPASTO_CLUSTER_",
    "IMPASTO_FAULTS_",
    "IMPASTO_SIMULATION_",
    "IMPASTO_BIN",
];

/// Variables that other programs of a house are given as well, with the keys whose defaults they are.
const STANDARD: [(&str, &str); 3] = [
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry.otlp_endpoint"),
    ("OTEL_EXPORTER_OTLP_HEADERS", "telemetry.otlp_headers"),
    ("OTEL_SERVICE_NAME", "telemetry.service_name"),
];

/// What the standard variables say. An empty one counts as unset, as their specification has it.
fn standard(keys: &[Key], variables: &[(String, String)]) -> Result<Vec<Set>, ConfigError> {
    let value_of = |wanted: &str| {
        let found = variables.iter().find(|(name, value)| name == wanted && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    };
    if value_of("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Ok(Vec::new());
    }
    let set = STANDARD.iter().filter_map(|(name, path)| {
        let key = keys.iter().find(|key| key.path == *path)?;
        value_of(name).map(|value| Set::new((*name).to_owned(), key, value))
    });
    set.collect()
}

fn from_variable(keys: &[Key], name: &str, value: &str) -> Result<Option<Set>, ConfigError> {
    let ours = name.starts_with("IMPASTO_") && !FOREIGN.iter().any(|prefix| name.starts_with(prefix));
    // The file itself is named by a flag or a variable, not by a key inside it.
    if !ours || name == "IMPASTO_CONFIG" {
        return Ok(None);
    }
    let Some(key) = keys.iter().find(|key| key.variable() == name) else {
        let near = nearest(name, keys.iter().map(Key::variable));
        return Err(ConfigError(format!("unknown variable {name}{near}")));
    };
    Set::new(name.to_owned(), key, value).map(Some)
}

fn file_of(asked: Option<PathBuf>) -> Result<Option<PathBuf>, ConfigError> {
    if let Some(file) = asked {
        return match file.metadata() {
            Ok(found) if found.is_file() => Ok(Some(file)),
            Ok(_) => Err(ConfigError(format!("the configuration file {} is not a file", file.display()))),
            Err(error) => {
                Err(ConfigError(format!("the configuration file {} cannot be read: {error}", file.display())))
            }
        };
    }
    let usual = Path::new("impasto.toml");
    Ok(usual.is_file().then(|| usual.to_path_buf()))
}

/// One value from a variable or a flag.
struct Set {
    source: String,
    path: &'static str,
    value: Value,
}

impl Set {
    fn new(source: String, key: &Key, text: &str) -> Result<Self, ConfigError> {
        let misfit = |form: &str| ConfigError(format!("{source}: {text:?} {form}"));
        let value = match key.kind {
            Kind::Text | Kind::Secret => Value::from(text),
            Kind::Number => Value::from(text.trim().parse::<u64>().map_err(|_| misfit("must be a whole number"))?),
            Kind::Fraction => Value::from(text.trim().parse::<f64>().map_err(|_| misfit("must be a number"))?),
            Kind::Bool => Value::from(text.trim().parse::<bool>().map_err(|_| misfit("must be true or false"))?),
            Kind::List => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                Value::from(items.map(Value::from).collect::<Vec<_>>())
            }
        };
        Ok(Self { source, path: key.path, value })
    }
}

impl Provider for Set {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.source.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let nested = figment::util::nest(self.path, self.value.clone());
        let dict = nested.into_dict().unwrap_or_default();
        Ok(Profile::Default.collect(dict))
    }
}

/// figment's error as one line: where, which key, what.
fn explain(error: &figment::Error) -> ConfigError {
    use figment::error::Kind as K;
    let place = match &error.metadata {
        Some(metadata) => match metadata.source.as_ref().and_then(figment::Source::file_path) {
            Some(file) => file.display().to_string(),
            None => metadata.name.to_string(),
        },
        None => "configuration".to_owned(),
    };
    let path = error.path.join(".");
    let told = match &error.kind {
        K::UnknownField(name, known) => {
            let path = if path.ends_with(name.as_str()) || path.is_empty() {
                if path.is_empty() { name.clone() } else { path }
            } else {
                format!("{path}.{name}")
            };
            let near = nearest(name, known.iter().map(|known| (*known).to_owned()));
            return ConfigError(format!("{place}: unknown key {path}{near}"));
        }
        // Text that is no TOML at all: several lines with a drawing; the first says where, the last what.
        K::Message(text) if path.is_empty() => {
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            match lines.as_slice() {
                [first, .., last] => format!("{first}: {last}"),
                lines => lines.concat(),
            }
        }
        kind => kind.to_string(),
    };
    let colon = if path.is_empty() { "" } else { ": " };
    ConfigError(format!("{place}: {path}{colon}{told}"))
}

/// "; did you mean …?" when a known name is near.
fn nearest(name: &str, known: impl Iterator<Item = String>) -> String {
    let near = known.map(|known| (distance(name, &known), known)).min();
    match near {
        Some((steps, known)) if steps <= 3.max(name.len() / 4) => format!("; did you mean {known}?"),
        _ => String::new(),
    }
}

/// Levenshtein's distance in bytes: insertions, deletions and replacements.
fn distance(left: &str, right: &str) -> usize {
    let right = right.as_bytes();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.bytes().enumerate() {
        let mut diagonal = i;
        let mut last = i + 1;
        for (j, b) in right.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let best = (diagonal + usize::from(a != *b)).min(last + 1).min(above + 1);
            if let Some(cell) = row.get_mut(j) {
                *cell = last;
            }
            diagonal = above;
            last = best;
        }
        if let Some(cell) = row.last_mut() {
            *cell = last;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::Telemetry;
    use super::*;

    fn load(
        toml: &str,
        variables: &[(&str, &str)],
        flags: &[(&'static str, &'static str, &str)],
    ) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("impasto.toml");
        std::fs::write(&file, toml).unwrap();
        let mut set = Flags::default();
        for (flag, path, value) in flags {
            set.set(flag, path, Some((*value).to_owned()));
        }
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Sources { file: Some(file), variables, flags: set }.load().map_err(|error| {
            let text = error.to_string();
            assert_eq!(text.lines().count(), 1, "{text}");
            text
        })
    }

    #[test]
    fn later_sources_win_over_earlier_ones() {
        let toml =
            "public_url = \"https://a.example\"\n[holds]\nttl_s = 60\nextension_s = 61\n[limits]\njson_bytes = 2000";
        let config = load(
            toml,
            &[("IMPASTO_HOLDS__TTL_S", "70"), ("IMPASTO_LIMITS__JSON_BYTES", "3000"), ("PATH", "/bin")],
            &[("--holds", "holds.ttl_s", "80")],
        )
        .unwrap();
        assert_eq!((config.holds.ttl_s, config.holds.extension_s, config.limits.json_bytes), (80, 61, 3000));
        assert_eq!(config.holds.payment_extension_s, 900);
        assert_eq!(config.public_url.unwrap().origin(), "https://a.example");
    }

    #[test]
    fn every_key_can_be_set_by_its_variable() {
        for key in Config::keys() {
            let value = match (key.path, key.kind) {
                (
                    "public_url"
                    | "media.s3.public_url"
                    | "payments.paypal.base_url"
                    | "payments.stripe.base_url"
                    | "cors.allowed_origins",
                    _,
                ) => "https://a.example",
                ("payments.stripe.secret_key", _) => "sk_test_0123",
                ("payments.stripe.publishable_key", _) => "pk_test_0123",
                ("payments.stripe.webhook_secret" | "payments.stripe.webhook_secrets", _) => "whsec_0123456789",
                ("trusted_proxies", _) => "10.0.0.0/8,::1",
                ("trusted_proxy_header", _) => "forwarded",
                ("moderation", _) => "off",
                ("server.listen" | "server.ops_listen", _) => "127.0.0.1:9000",
                ("database.url", _) => "sqlite:x.db",
                ("redis.url", _) => "redis://127.0.0.1",
                ("site.currencies", _) => "EUR,USD",
                ("site.locales", _) => "en",
                ("sellers.default_country", _) => "FR",
                ("mail.from", _) => "a@example.test",
                ("mail.smtp.tls", _) => "implicit",
                ("log.format", _) => "json",
                ("log.access", _) => "off",
                ("telemetry.otlp_endpoint", _) => "http://127.0.0.1:4318",
                ("telemetry.otlp_headers", _) => "x-key=0123",
                // A secret made of digits must stay the text it is.
                ("secrets.master" | "tracking.webhook_secrets", _) => "00000000000000000000000000000000",
                (
                    "server.drain_s"
                    | "server.shutdown_s"
                    | "server.heartbeat_s"
                    | "payments.paypal.timeout_s"
                    | "payments.stripe.timeout_s"
                    | "webhooks.give_up_hours",
                    _,
                ) => "60",
                (_, Kind::Number) => "1024",
                (_, Kind::Fraction) => "0.25",
                (_, Kind::Bool) => "true",
                (_, Kind::List | Kind::Text | Kind::Secret) => "0123",
            };
            let mut variables = vec![(key.variable(), value.to_owned())];
            // Some keys are good only beside others.
            let beside = match key.path {
                "redis.url" => Some(("IMPASTO_DATABASE__URL", "postgres://db/impasto")),
                "media.s3.access_key_id" => Some(("IMPASTO_MEDIA__S3__SECRET_ACCESS_KEY", "s")),
                "media.s3.secret_access_key" => Some(("IMPASTO_MEDIA__S3__ACCESS_KEY_ID", "i")),
                "payments.paypal.client_secret" => Some(("IMPASTO_PAYMENTS__PAYPAL__CLIENT_ID", "i")),
                "mail.smtp.host" => Some(("IMPASTO_MAIL__FROM", "a@example.test")),
                "mail.smtp.user" => Some(("IMPASTO_MAIL__SMTP__PASSWORD", "p")),
                "mail.smtp.password" => Some(("IMPASTO_MAIL__SMTP__USER", "u")),
                _ => None,
            };
            variables.extend(beside.map(|(name, value)| (name.to_owned(), value.to_owned())));
            let config = Sources { file: None, variables, flags: Flags::default() }.load();
            let config = config.unwrap_or_else(|error| panic!("{}: {error}", key.path));
            let shown = serde_json::to_value(&config).unwrap();
            let set = key.path.split('.').fold(&shown, |value, name| &value[name]);
            assert!(!set.is_null(), "{} was not set", key.path);
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest_known_one() {
        let error = load("[holds]\nttl = 5", &[], &[]).unwrap_err();
        assert!(error.contains("impasto.toml: unknown key holds.ttl; did you mean ttl_s?"), "{error}");
        let error = load("colour = 1", &[], &[]).unwrap_err();
        assert!(error.contains("unknown key colour"), "{error}");
        let error = load("", &[("IMPASTO_HOLDS__TTLS", "5")], &[]).unwrap_err();
        assert_eq!(error, "unknown variable IMPASTO_HOLDS__TTLS; did you mean IMPASTO_HOLDS__TTL_S?");
        assert!(load("", &[("IMPASTO_TEST_POSTGRES", "x")], &[]).is_ok());
    }

    #[test]
    fn a_bad_value_is_named_with_its_key_and_its_place() {
        let error = load("[holds]\nttl_s = \"long\"", &[], &[]).unwrap_err();
        assert!(error.contains("impasto.toml: holds.ttl_s: "), "{error}");
        let error = load("public_url = \"gallery\"", &[], &[]).unwrap_err();
        assert!(error.contains("public_url: \"gallery\" must be http:// or https://"), "{error}");
        let error = load("", &[("IMPASTO_SERVER__WORKERS", "many")], &[]).unwrap_err();
        assert_eq!(error, "IMPASTO_SERVER__WORKERS: \"many\" must be a whole number");
        let error = load("", &[], &[("--listen", "server.listen", "8080")]).unwrap_err();
        assert!(error.starts_with("--listen: server.listen: \"8080\" must be an address and port"), "{error}");
        let error = load("holds = [", &[], &[]).unwrap_err();
        assert!(error.contains("impasto.toml"), "{error}");
    }

    #[test]
    fn standard_variables_are_defaults_that_everything_else_wins_over() {
        let standard = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%20b"),
            ("OTEL_SERVICE_NAME", "gallery"),
        ];
        let telemetry = load("", &standard, &[]).unwrap().telemetry;
        assert_eq!(telemetry.otlp_endpoint.unwrap().traces(), "http://collector:4318/v1/traces");
        assert_eq!(telemetry.otlp_headers.unwrap().reveal(), "x-key=a%20b");
        assert_eq!(telemetry.service_name, "gallery");
        let file = "[telemetry]\notlp_endpoint = \"http://here:4318\"\nsample_ratio = 0.5";
        let telemetry = load(file, &standard, &[]).unwrap().telemetry;
        assert_eq!(telemetry.otlp_endpoint.unwrap().traces(), "http://here:4318/v1/traces");
        assert_eq!(telemetry.sample_ratio.share(), 0.5);
        let off = load("", &[standard[0], ("OTEL_SDK_DISABLED", "true")], &[]).unwrap();
        assert_eq!(off.telemetry, Telemetry::default());
        assert_eq!(load("", &[("OTEL_EXPORTER_OTLP_ENDPOINT", "")], &[]).unwrap().telemetry, Telemetry::default());
        let error = load("", &[("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")], &[]).unwrap_err();
        assert!(
            error.starts_with("OTEL_EXPORTER_OTLP_ENDPOINT: telemetry.otlp_endpoint: \"collector:4318\" "),
            "{error}"
        );
    }

    #[test]
    fn a_bad_collector_is_named_with_its_key() {
        let error = load("[telemetry]\notlp_endpoint = \"127.0.0.1:4318\"", &[], &[]).unwrap_err();
        assert!(error.contains("impasto.toml: telemetry.otlp_endpoint: \"127.0.0.1:4318\" must be"), "{error}");
        let error = load("[telemetry]\nsample_ratio = 2", &[], &[]).unwrap_err();
        assert!(error.contains("telemetry.sample_ratio: 2 must be a number from 0 to 1"), "{error}");
        let error = load("", &[("IMPASTO_TELEMETRY__SAMPLE_RATIO", "half")], &[]).unwrap_err();
        assert_eq!(error, "IMPASTO_TELEMETRY__SAMPLE_RATIO: \"half\" must be a number");
        let error = load("", &[("IMPASTO_TELEMETRY__OTLP_HEADERS", "hunter2")], &[]).unwrap_err();
        assert!(error.starts_with("telemetry.otlp_headers must be") && !error.contains("hunter2"), "{error}");
    }

    #[test]
    fn a_file_that_was_asked_for_must_be_there() {
        let sources = Sources { file: Some("/nowhere/impasto.toml".into()), ..Sources::default() };
        assert!(sources.load().unwrap_err().to_string().contains("/nowhere/impasto.toml"));
    }

    #[test]
    fn the_distance_counts_single_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
