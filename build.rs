//! Lists the files of `web/static` for the program to carry inside itself, with one fingerprint over all of them, and the
//! messages of `locales`.
//! Knows nothing of how they are served.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    println!("cargo::rerun-if-changed=web/static");
    println!("cargo::rerun-if-changed=locales");
    fs::write(out.join("static_files.rs"), statics(&manifest.join("web/static"), &out)?)?;
    fs::write(out.join("locales.rs"), locales(&manifest.join("locales"))?)
}

/// The list of the messages' files: language, name, text.
fn locales(root: &Path) -> io::Result<String> {
    let mut names = Vec::new();
    list(root, "", &mut names)?;
    names.sort();
    let mut code = String::from("pub(super) const LOCALES: &[(&str, &str, &str)] = &[\n");
    for name in names.iter().filter(|name| name.ends_with(".ftl")) {
        let (tag, _) = name.split_once('/').ok_or_else(|| io::Error::other(format!("{name} lies in no language")))?;
        let path = format!("/locales/{name}");
        writeln!(code, "    ({tag:?}, {name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),")
            .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// The style sheets that every page has, in their order: they are served as one file, which is one answer instead of five
/// and packs better.
const SITE: [&str; 5] = ["css/fonts.css", "css/base.css", "css/frame.css", "css/forms.css", "css/art.css"];

/// Its name.
const SITE_NAME: &str = "css/site.css";

/// The list of the static files, and their fingerprint.
fn statics(root: &Path, out: &Path) -> io::Result<String> {
    let mut names = Vec::new();
    list(root, "", &mut names)?;
    names.retain(|name| !SITE.contains(&name.as_str()));
    names.push(SITE_NAME.to_owned());
    names.sort();
    fs::write(out.join("site.css"), site(root)?)?;
    let mut everything = Fnv::default();
    let mut code = String::from("pub(super) const FILES: &[File] = &[\n");
    for name in &names {
        let (bytes, path) = if name == SITE_NAME {
            (site(root)?, "concat!(env!(\"OUT_DIR\"), \"/site.css\")".to_owned())
        } else {
            let path = format!("/web/static/{name}");
            (fs::read(root.join(name))?, format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?})"))
        };
        let mut own = Fnv::default();
        own.take(&bytes);
        everything.take(name.as_bytes());
        everything.take(&bytes);
        let tag = format!("\\\"{:016x}\\\"", own.0);
        writeln!(code, "    File {{ name: {name:?}, etag: \"{tag}\", bytes: include_bytes!({path}) }},")
            .map_err(io::Error::other)?;
    }
    let fingerprint = everything.0;
    writeln!(
        code,
        "];\npub(super) const FINGERPRINT: &str = \"{fingerprint:016x}\";\npub(super) const BASE: &str = \"/static/{fingerprint:016x}\";",
    )
    .map_err(io::Error::other)?;
    Ok(code)
}

/// The sheets of every page, one after the other.
fn site(root: &Path) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    for name in SITE {
        all.extend(fs::read(root.join(name))?);
    }
    Ok(all)
}

/// The files below a folder, as paths with `/`; hidden ones are left out.
fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name =
            entry.file_name().into_string().map_err(|name| io::Error::other(format!("{name:?} is not UTF-8")))?;
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{prefix}{name}/"), names)?;
        } else {
            names.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

/// FNV-1a (Fowler, Noll, Vo) in 64 bits: tells versions of our own files apart, which nobody tries to forge.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
