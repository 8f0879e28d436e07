//! File uploads: one multipart part in memory, within the file's own limit and the house's memory for all of them.
//! Knows nothing of images. What a page's form sends beside its file is read by `file_form`.

use std::pin::Pin;
use std::sync::Arc;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::payload::{self, BODY_TIMEOUT, BodyCap};
use super::problem::{Problem, ProblemType};
use super::request_key::RequestKey;
use super::shared::shared;

/// What the parts' heads and boundaries may take beside the file itself.
pub(super) const OVERHEAD_BYTES: usize = 64 << 10;

/// Memory is counted in pieces of this size.
const PIECE_BYTES: usize = 64 << 10;

/// The memory of all uploads under way.
pub struct UploadMemory(pub(super) Arc<Semaphore>);

impl UploadMemory {
    /// So many bytes, rounded up.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes.div_ceil(PIECE_BYTES).min(Semaphore::MAX_PERMITS))))
    }
}

/// The part `file` of a multipart body, whole. Other parts are skipped. Its memory counts until it is dropped.
///
/// Refuses with 415 (not multipart), 413 (larger than `media.max_bytes`), 400 (cannot be read), 422 (no part `file`),
/// 503 (too many uploads at once).
pub struct Upload {
    /// The bytes.
    pub bytes: Bytes,
    /// The name that the sender gives it; only for people.
    pub file_name: Option<String>,
    /// The caller's key, over path and bytes; forms of pages have none.
    pub key: Option<RequestKey>,
    _memory: Vec<OwnedSemaphorePermit>,
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        let found = shared(&request).map(|shared| (shared.config.media.max_bytes, Arc::clone(&shared.uploads.0)));
        if let Ok((cap, _)) = found {
            request.extensions_mut().insert(BodyCap(cap + OVERHEAD_BYTES));
        }
        Box::pin(async move {
            let (cap, memory) = found?;
            let declared = payload::declared_length(request.headers());
            if declared.is_some_and(|length| length > (cap + OVERHEAD_BYTES) as u64) {
                return Err(payload::too_large(cap));
            }
            let content_type = request.content_type().to_ascii_lowercase();
            if content_type != "multipart/form-data" {
                let detail = "The body must be multipart/form-data with a part named file.";
                return Err(Problem::new(ProblemType::UnsupportedMediaType).detail(detail));
            }
            let multipart = Multipart::new(request.headers(), payload);
            let upload = read(multipart, cap, &memory).await?;
            let key = key_of(&request, &upload.bytes).await?;
            Ok(Upload { key, ..upload })
        })
    }
}

/// The key of an upload. What its fingerprint is made of is the hash of the file: multipart boundaries differ from one
/// sending to the next.
async fn key_of(request: &HttpRequest, bytes: &Bytes) -> Result<Option<RequestKey>, Problem> {
    if !request.headers().contains_key("idempotency-key") {
        return Ok(None);
    }
    let bytes = bytes.clone();
    // Some sixty megabytes take a tenth of a second, which belongs on no serving thread.
    let digest = actix_web::web::block(move || Sha256::digest(&bytes)).await;
    let digest = digest.map_err(|_| Problem::unavailable(1))?;
    RequestKey::read(request, &digest)
}

async fn read(mut parts: Multipart, cap: usize, memory: &Arc<Semaphore>) -> Result<Upload, Problem> {
    let mut found: Option<Upload> = None;
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| unreadable(&error))?;
        match (part.name(), &found) {
            (Some("file"), None) => found = Some(read_file(part, cap, memory).await?),
            (Some("file"), Some(_)) => return Err(Problem::field("/file", "is given twice")),
            _ => skip(part).await?,
        }
    }
    found.ok_or_else(|| Problem::field("/file", "is required"))
}

pub(super) async fn read_file(mut part: Field, cap: usize, memory: &Arc<Semaphore>) -> Result<Upload, Problem> {
    let file_name = part.content_disposition().and_then(|head| head.get_filename()).map(str::to_owned);
    let mut bytes = BytesMut::new();
    let mut permits: Vec<OwnedSemaphorePermit> = Vec::new();
    while let Some(chunk) = next(&mut part).await? {
        let length = bytes.len() + chunk.len();
        if length > cap {
            return Err(payload::too_large(cap));
        }
        let missing = length.div_ceil(PIECE_BYTES).saturating_sub(permits.len());
        for _ in 0..missing {
            let permit = Arc::clone(memory).try_acquire_owned();
            let busy = || Problem::unavailable(2).detail("Too many files are being uploaded at this moment.");
            permits.push(permit.map_err(|_| busy())?);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Upload { bytes: bytes.freeze(), file_name, key: None, _memory: permits })
}

async fn skip(mut part: Field) -> Result<(), Problem> {
    let mut length = 0;
    while let Some(chunk) = next(&mut part).await? {
        length += chunk.len();
        if length > OVERHEAD_BYTES {
            return Err(payload::too_large(OVERHEAD_BYTES));
        }
    }
    Ok(())
}

pub(super) async fn next(part: &mut Field) -> Result<Option<Bytes>, Problem> {
    match actix_web::rt::time::timeout(BODY_TIMEOUT, part.next()).await {
        Ok(Some(chunk)) => chunk.map(Some).map_err(|error| unreadable(&error)),
        Ok(None) => Ok(None),
        Err(_) => Err(Problem::malformed("The file took too long to arrive.")),
    }
}

pub(super) fn unreadable(error: &MultipartError) -> Problem {
    Problem::malformed(format!("The multipart body could not be read: {error}."))
}
