//! Tables that are sent out as CSV (RFC 4180), page by page as they are read, so that a long one needs no memory.
//! Knows no table: each brings its heading and how a page becomes lines; how a line is written is `api::csv`'s.

use std::pin::Pin;

use actix_web::HttpResponse;
use bytes::Bytes;
use futures_util::stream::{self, Stream};

pub use crate::api::csv::line;
use crate::gateway::problem::Problem;

/// A page of lines, and where the next one starts.
pub struct Lines {
    /// The lines, each with its end.
    pub text: String,
    /// Where to go on.
    pub next: Option<String>,
}

type Reading = Pin<Box<dyn Future<Output = Result<Lines, Problem>>>>;

/// A table as an answer. `read` reads the page at a cursor; the first one is read before the answer begins, so that what is
/// wrong with the request is still told. Later failures end the connection: half a table must not look whole.
///
/// # Errors
/// What the first page said.
pub async fn csv(
    name: &str,
    heading: &[&str],
    read: impl Fn(Option<String>) -> Reading + 'static,
) -> Result<HttpResponse, Problem> {
    let first = read(None).await?;
    let begun = Bytes::from(format!("\u{feff}{}{}", line(heading.iter().copied()), first.text));
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Content-Disposition", format!("attachment; filename=\"{name}\"")))
        .insert_header(("Cache-Control", "private, no-store"))
        .streaming(rest(begun, first.next, read)))
}

fn rest(
    begun: Bytes,
    next: Option<String>,
    read: impl Fn(Option<String>) -> Reading + 'static,
) -> impl Stream<Item = Result<Bytes, actix_web::Error>> {
    let begin = (Some(begun), next, read);
    stream::try_unfold(begin, |(begun, next, read)| async move {
        if let Some(begun) = begun {
            return Ok(Some((begun, (None, next, read))));
        }
        let Some(cursor) = next else { return Ok(None) };
        let page = read(Some(cursor)).await.map_err(actix_web::Error::from)?;
        Ok(Some((Bytes::from(page.text), (None, page.next, read))))
    })
}
