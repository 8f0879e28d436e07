//! Multipart bodies that are worked on as they come: one part at a time is in memory, so that many files may follow each other.
//! Knows nothing of what the parts are for.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use tokio::sync::Semaphore;

use super::payload::{self, BodyCap};
use super::problem::{Problem, ProblemType};
use super::shared::shared;
use super::upload::{Upload, next, read_file, unreadable};

/// What one text field may take.
const TEXT_BYTES_MAX: usize = 256 << 10;

/// The parts of a multipart body, as they come. Refuses with 415 what is not multipart.
pub struct Parts {
    inner: Multipart,
    cap: usize,
    memory: Arc<Semaphore>,
}

/// One part.
pub enum Part {
    /// A text field.
    Field {
        /// Its name.
        name: String,
        /// What was typed.
        text: String,
    },
    /// A file that was chosen; an empty one counts as none.
    File {
        /// Its field's name.
        name: String,
        /// The file.
        file: Upload,
    },
}

impl FromRequest for Parts {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        let found = shared(request).map(|shared| (shared.config.media.max_bytes, Arc::clone(&shared.uploads.0)));
        if let Ok((cap, _)) = found {
            request.extensions_mut().insert(BodyCap(cap));
        }
        ready(found.and_then(|(cap, memory)| {
            if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
                let detail = "The body must be multipart/form-data.";
                return Err(Problem::new(ProblemType::UnsupportedMediaType).detail(detail));
            }
            Ok(Self { inner: Multipart::new(request.headers(), payload), cap, memory })
        }))
    }
}

impl Parts {
    /// The next part; `None` after the last.
    ///
    /// # Errors
    /// 413 for a file larger than `media.max_bytes` or a field of too much text, 400 for what cannot be read, 503 when too
    /// many uploads are under way.
    pub async fn next(&mut self) -> Result<Option<Part>, Problem> {
        while let Some(part) = self.inner.next().await {
            let part = part.map_err(|error| unreadable(&error))?;
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.content_disposition().is_some_and(|head| head.get_filename().is_some());
            if !is_file {
                return Ok(Some(Part::Field { name, text: text(part).await? }));
            }
            let file = read_file(part, self.cap, &self.memory).await?;
            if !file.bytes.is_empty() {
                return Ok(Some(Part::File { name, file }));
            }
        }
        Ok(None)
    }
}

async fn text(mut part: Field) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(&mut part).await? {
        if bytes.len() + chunk.len() > TEXT_BYTES_MAX {
            return Err(payload::too_large(TEXT_BYTES_MAX));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Problem::malformed("A field of the form is not UTF-8."))
}
