//! The star of dependencies: everyone may know `domain`, nobody knows a neighbour, only the program knows all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

const CRATES: [&str; 9] = ["domain", "store", "actors", "ws", "redis", "render", "integrations", "search", "loadtest"];

/// Dependencies of a crate besides dev-dependencies, as its manifest names them.
fn dependencies(folder: &str) -> BTreeSet<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
    let mut section = String::new();
    let mut names = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name.to_owned();
        } else if section == "dependencies"
            && let Some((name, _)) = line.split_once(['.', '=', ' '])
        {
            names.insert(name.to_owned());
        }
    }
    names
}

#[test]
fn nobody_knows_a_neighbour() {
    for folder in CRATES {
        let own: BTreeSet<String> =
            dependencies(folder).into_iter().filter(|name| name.starts_with("impasto-")).collect();
        let allowed: BTreeSet<String> = match folder {
            "domain" | "loadtest" => BTreeSet::new(),
            _ => BTreeSet::from(["impasto-domain".to_owned()]),
        };
        assert!(own.is_subset(&allowed), "{folder} knows {own:?}");
    }
}

#[test]
fn the_domain_is_pure() {
    let known = dependencies("domain");
    for banned in ["tokio", "actix", "actix-web", "sqlx", "reqwest", "rand", "futures-util"] {
        assert!(!known.contains(banned), "domain knows {banned}");
    }
}

#[test]
fn each_room_leaves_out_what_it_must_not_know() {
    for (folder, banned) in [
        ("actors", &["sqlx", "actix-web", "actix-http", "redis", "askama", "reqwest"][..]),
        ("store", &["actix", "actix-web", "redis", "reqwest"]),
        ("ws", &["sqlx", "redis", "askama", "actix-web"]),
        ("render", &["tokio", "sqlx", "actix", "actix-web"]),
        ("redis", &["sqlx", "actix", "actix-web"]),
        ("integrations", &["sqlx", "actix", "actix-web"]),
        ("search", &["sqlx", "actix", "actix-web", "redis", "askama", "utoipa"]),
    ] {
        let known = dependencies(folder);
        for name in banned {
            assert!(!known.contains(*name), "{folder} knows {name}");
        }
    }
}
