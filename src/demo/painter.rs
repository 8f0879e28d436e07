//! Painting a work of the demo: in a process of its own where that can be had. Pixels, brushes and encoders leave some
//! hundred megabytes with the allocator, and a server would keep them for as long as it runs; a process takes them along.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::Stdio;

use impasto_render::image::{Derivatives, DeriveOptions, Effort, ImageError, Profile, Variant, derive_from_pixels};
use impasto_render::painting::{PaintSpec, Style, paint};
use serde::{Deserialize, Serialize};

use super::catalogue::{self, Work};
use super::hang::HangError;
use crate::media::IntakeError;

/// Where works are painted.
#[derive(Debug, Clone)]
pub enum Painter {
    /// In this process.
    Here,
    /// By this program, run with the given arguments and the work's slug; it writes what [`paint_to`] does.
    Beside {
        /// The program.
        program: PathBuf,
        /// What stands before the slug.
        arguments: Vec<OsString>,
    },
}

/// What comes before the files.
#[derive(Serialize, Deserialize)]
struct Head {
    width_px: u32,
    height_px: u32,
    palette: Vec<String>,
    blurhash: String,
    dhash: u64,
    files: Vec<FileHead>,
}

#[derive(Serialize, Deserialize)]
struct FileHead {
    width_px: u32,
    height_px: u32,
    is_webp: bool,
    bytes: usize,
}

impl Painter {
    /// Paints a work and derives its files, off the serving threads.
    ///
    /// # Errors
    /// [`HangError::Catalogue`] for a style that nobody knows, [`HangError::Image`].
    pub(super) async fn paint(&self, work: &'static Work) -> Result<Derivatives, HangError> {
        if let Self::Beside { program, arguments } = self {
            let mut command = tokio::process::Command::new(program);
            command.args(arguments).arg(work.slug).stdin(Stdio::null()).stderr(Stdio::inherit()).kill_on_drop(true);
            match command.output().await.and_then(|output| read(&mut output.stdout.as_slice())) {
                Ok(derived) => return Ok(derived),
                Err(error) => tracing::warn!(%error, work = work.slug, "no process paints; painting here"),
            }
        }
        let painted = tokio::task::spawn_blocking(move || painted(work)).await;
        painted.map_err(|_| IntakeError::Lost)?
    }
}

/// Paints the work of that slug and writes a line of JSON about it, then its files one behind the other.
///
/// # Errors
/// [`HangError`]; what is written by then is not whole.
pub fn paint_to(slug: &str, out: &mut dyn Write) -> Result<(), HangError> {
    let unknown = || HangError::Catalogue(format!("no work {slug}"));
    let work = catalogue::catalogue().works.into_iter().find(|work| work.slug == slug).ok_or_else(unknown)?;
    write(&painted(work)?, out).map_err(HangError::Painter)
}

/// Paints and derives without the detour over a file.
fn painted(work: &Work) -> Result<Derivatives, HangError> {
    let artist = catalogue::catalogue().artists.iter().find(|artist| artist.slug == work.artist);
    let style = artist.and_then(|artist| Style::from_name(artist.style));
    let spec = PaintSpec {
        style: style.ok_or_else(|| HangError::Catalogue(format!("no style for {}", work.slug)))?,
        seed: work.picture.seed,
        width_px: work.picture.width_px,
        height_px: work.picture.height_px,
    };
    let options = DeriveOptions { effort: Effort::Fast, ..DeriveOptions::default() };
    derive_from_pixels(&paint(&spec), &options).map_err(|error: ImageError| IntakeError::Image(error).into())
}

fn write(derived: &Derivatives, out: &mut dyn Write) -> io::Result<()> {
    let files = derived.variants.iter().map(|file| FileHead {
        width_px: file.width,
        height_px: file.height,
        is_webp: file.extension() == "webp",
        bytes: file.bytes.len(),
    });
    let head = Head {
        width_px: derived.width,
        height_px: derived.height,
        palette: derived.palette.clone(),
        blurhash: derived.blurhash.clone(),
        dhash: derived.dhash,
        files: files.collect(),
    };
    serde_json::to_writer(&mut *out, &head)?;
    out.write_all(b"\n")?;
    for file in &derived.variants {
        out.write_all(&file.bytes)?;
    }
    out.flush()
}

fn read(from: &mut &[u8]) -> io::Result<Derivatives> {
    let end = from.iter().position(|byte| *byte == b'\n').ok_or(io::ErrorKind::UnexpectedEof)?;
    let (head, files) = from.split_at(end + 1);
    let head: Head = serde_json::from_slice(head)?;
    *from = files;
    let mut variants = Vec::with_capacity(head.files.len());
    for file in &head.files {
        let mut bytes = vec![0; file.bytes.min(from.len())];
        from.read_exact(&mut bytes)?;
        if bytes.len() < file.bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let content_type = if file.is_webp { "image/webp" } else { "image/jpeg" };
        variants.push(Variant { width: file.width_px, height: file.height_px, content_type, bytes });
    }
    let Head { width_px: width, height_px: height, palette, blurhash, dhash, files: _ } = head;
    Ok(Derivatives {
        source: None,
        width,
        height,
        profile: Profile::Absent,
        palette,
        blurhash,
        dhash,
        variants,
        tiles: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived() -> Derivatives {
        let file =
            |width, content_type, bytes: &[u8]| Variant { width, height: 30, content_type, bytes: bytes.to_vec() };
        Derivatives {
            source: None,
            width: 400,
            height: 300,
            profile: Profile::Absent,
            palette: vec!["#2456a6".to_owned()],
            blurhash: "L6".to_owned(),
            dhash: u64::MAX - 5,
            variants: vec![file(40, "image/webp", b"RIFF\n"), file(40, "image/jpeg", b"\n\xff\xd8")],
            tiles: None,
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_half_of_it_is_an_error() {
        let mut written = Vec::new();
        write(&derived(), &mut written).unwrap();
        assert_eq!(read(&mut written.as_slice()).unwrap(), derived());
        for cut in [0, 10, written.len() - 1] {
            assert!(read(&mut &written[..cut]).is_err());
        }
    }

    #[test]
    fn a_strange_slug_is_told() {
        assert!(matches!(paint_to("nothing", &mut Vec::new()), Err(HangError::Catalogue(_))));
    }
}
