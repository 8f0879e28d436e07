//! The documentation of the configuration, made from the keys themselves.
//! Knows nothing of a running program.

use super::key::{Key, Kind};
use super::sections::Config;

/// `docs/configuration.md`: every key with its variable, default and meaning.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::from(INTRODUCTION);
    let mut section = "";
    text.push_str("\n## Without a section\n");
    text.push_str(HEAD);
    for key in &Config::keys() {
        let of = key.path.rsplit_once('.').map_or("", |(section, _)| section);
        if of != section {
            section = of;
            text.push_str(&format!("\n## `[{section}]`\n"));
            text.push_str(HEAD);
        }
        text.push_str(&row(key));
    }
    text
}

const HEAD: &str = "\n| key | variable | kind | default | what it does |\n| --- | --- | --- | --- | --- |\n";

const INTRODUCTION: &str = r#"# Configuration

Impasto starts with nothing configured. What is set comes from four places; a later one wins over an earlier one:

1. the defaults below;
2. the file `impasto.toml` in the working folder, or the one that `--config` (or `IMPASTO_CONFIG`) names;
3. variables of the environment, `IMPASTO_<SECTION>__<KEY>`; lists are separated by commas;
4. flags.

An unknown key, an unknown `IMPASTO_` variable or a bad value stops the start with one line that says what and where.
`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_SERVICE_NAME` are the defaults of three keys in
`[telemetry]`, unless `OTEL_SDK_DISABLED` is `true`.
(`IMPASTO_TEST_…`, `IMPASTO_BENCH_…` and `IMPASTO_LOADTEST_…` belong to the test suites and tools and are left alone.)

| flag | sets |
| --- | --- |
| `--config <file>` | the file to read |
| `--data <folder>` | `data` |
| `--database-url <url>` | `database.url` |
| `serve --listen <address:port>` | `server.listen` |
| `serve --ops-listen <address:port>` | `server.ops_listen` |
| `serve --redis-url <url>` | `redis.url` |
| `serve --workers <n>` | `server.workers` |
| `serve --demo` / `serve --no-demo` | `demo.enabled` |
| `serve --demo-anywhere` | `demo.anywhere` |

A gallery of your own behind a proxy, as an example:

```toml
public_url = "https://gallery.example"
trusted_proxies = ["10.0.0.0/8"]

[server]
listen = "0.0.0.0:8080"
ops_listen = "127.0.0.1:9090"

[demo]
enabled = false

[database]
url = "postgres://impasto:secret@db/impasto"

[secrets]
master = "the output of: openssl rand -base64 32"
```
"#;

fn row(key: &Key) -> String {
    let kind = match key.kind {
        Kind::Text => "text",
        Kind::Secret => "secret",
        Kind::Number | Kind::Fraction => "number",
        Kind::Bool => "true, false",
        Kind::List => "list",
    };
    let default = if key.default.is_empty() { "unset".to_owned() } else { format!("`{}`", key.default) };
    format!("| `{}` | `{}` | {kind} | {default} | {} |\n", key.path, key.variable(), key.about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_every_key_as_the_code_has_it() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md");
        if std::env::var_os("IMPASTO_TEST_WRITE_DOCS").is_some() {
            std::fs::write(file, markdown()).unwrap();
        }
        let written = std::fs::read_to_string(file).unwrap_or_default();
        assert!(
            written == markdown(),
            "docs/configuration.md is not what the code says: write it anew with IMPASTO_TEST_WRITE_DOCS=1 cargo test -p impasto the_documentation_names"
        );
    }
}
