//! Multipart forms of the pages: text fields and a few files, within the limits that uploads have.
//! Knows nothing of a particular form.

use std::pin::Pin;
use std::sync::Arc;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use tokio::sync::Semaphore;

use super::payload::{self, BodyCap};
use super::problem::{Problem, ProblemType};
use super::shared::shared;
use super::upload::{OVERHEAD_BYTES, Upload, next, read_file, unreadable};

/// The most text fields a form may have.
const FIELDS_MAX: usize = 500;

/// The most files a form may have.
pub const FILES_MAX: usize = 12;

/// So many files of the largest size may come together.
const LARGE_FILES_MAX: usize = 2;

/// What all text fields together may take.
const TEXT_BYTES_MAX: usize = 256 << 10;

/// A multipart form, whole.
///
/// Refuses with 415 (not multipart), 413 (a file larger than `media.max_bytes`, all files more than twice that, or too
/// much text), 400 (cannot be read), 422 (too many files), 503 (too many uploads at once).
pub struct FileForm {
    /// Text fields in the order they came.
    pub fields: Vec<(String, String)>,
    /// The files with their fields' names, in the order they came: an empty one counts as none.
    pub files: Vec<(String, Upload)>,
}

impl FromRequest for FileForm {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        let found = shared(&request).map(|shared| (shared.config.media.max_bytes, Arc::clone(&shared.uploads.0)));
        if let Ok((cap, _)) = found {
            request.extensions_mut().insert(BodyCap(whole(cap)));
        }
        Box::pin(async move {
            let (cap, memory) = found?;
            let declared = payload::declared_length(request.headers());
            if declared.is_some_and(|length| length > whole(cap) as u64) {
                return Err(payload::too_large(whole(cap)));
            }
            if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
                let detail = "The body must be multipart/form-data.";
                return Err(Problem::new(ProblemType::UnsupportedMediaType).detail(detail));
            }
            read(Multipart::new(request.headers(), payload), cap, &memory).await
        })
    }
}

/// The most bytes of a whole form.
fn whole(cap: usize) -> usize {
    LARGE_FILES_MAX * cap + TEXT_BYTES_MAX + OVERHEAD_BYTES
}

async fn read(mut parts: Multipart, cap: usize, memory: &Arc<Semaphore>) -> Result<FileForm, Problem> {
    let mut form = FileForm { fields: Vec::new(), files: Vec::new() };
    let mut left = TEXT_BYTES_MAX;
    let mut room = LARGE_FILES_MAX * cap;
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| unreadable(&error))?;
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.content_disposition().is_some_and(|head| head.get_filename().is_some());
        if is_file {
            let file = read_file(part, cap.min(room), memory).await?;
            if file.bytes.is_empty() {
                continue;
            }
            if form.files.len() == FILES_MAX {
                return Err(Problem::field(format!("/{name}"), format!("takes at most {FILES_MAX} files at once")));
            }
            room -= file.bytes.len();
            form.files.push((name, file));
        } else {
            if form.fields.len() == FIELDS_MAX {
                return Err(
                    Problem::new(ProblemType::TooLarge).detail(format!("At most {FIELDS_MAX} fields are taken here."))
                );
            }
            let text = read_text(part, &mut left).await?;
            form.fields.push((name, text));
        }
    }
    Ok(form)
}

async fn read_text(mut part: Field, left: &mut usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(&mut part).await? {
        *left = left.checked_sub(chunk.len()).ok_or_else(|| payload::too_large(TEXT_BYTES_MAX))?;
        bytes.extend_from_slice(&chunk);
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::malformed("A field of the form is not UTF-8."))?;
    if text.contains('\0') {
        return Err(Problem::malformed("A field of the form contains a control character."));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
    use bytes::Bytes;

    async fn sent(body: &str) -> Result<FileForm, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"));
        let body = body.replace('\n', "\r\n");
        let stream = futures_util::stream::iter([Ok::<_, actix_web::error::PayloadError>(Bytes::from(body))]);
        read(Multipart::new(&headers, stream), 16, &Arc::new(Semaphore::new(64))).await
    }

    #[actix_web::test]
    async fn fields_and_one_file_are_read_and_an_empty_file_is_none() {
        let form = sent(
            "--x\nContent-Disposition: form-data; name=\"title\"\n\nÉté\n\
             --x\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\nContent-Type: image/png\n\nPNG\n\
             --x\nContent-Disposition: form-data; name=\"other\"; filename=\"\"\nContent-Type: application/octet-stream\n\n\n--x--\n",
        )
        .await
        .unwrap();
        assert_eq!(form.fields, [("title".to_owned(), "Été".to_owned())]);
        let [(name, file)] = &form.files[..] else { panic!("{} files", form.files.len()) };
        assert_eq!((name.as_str(), &file.bytes[..]), ("image", &b"PNG"[..]));
    }

    #[actix_web::test]
    async fn several_files_are_read_up_to_their_number_and_their_bytes() {
        let file = |name: &str, bytes: &str| {
            format!("--x\nContent-Disposition: form-data; name=\"image\"; filename=\"{name}\"\n\n{bytes}\n")
        };
        let large = format!("{}--x--\n", file("a", "12345678901234567"));
        assert_eq!(sent(&large).await.err().unwrap().kind(), Some(ProblemType::TooLarge));
        let two = format!("{}{}--x--\n", file("a", "1234567890123456"), file("b", "1234567890123456"));
        assert_eq!(sent(&two).await.unwrap().files.len(), 2);
        let three =
            format!("{}{}{}--x--\n", file("a", "1234567890123456"), file("b", "1234567890123456"), file("c", "1"));
        assert_eq!(sent(&three).await.err().unwrap().kind(), Some(ProblemType::TooLarge));
        let many = format!("{}--x--\n", file("a", "1").repeat(FILES_MAX + 1));
        assert_eq!(sent(&many).await.err().unwrap().status(), 422);
    }
}
