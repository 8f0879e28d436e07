//! Tables that are sent out as CSV (RFC 4180), page by page as they are read, so that a long one needs no memory.
//! Knows no table: each brings its heading and how a page becomes lines.

use std::pin::Pin;

use actix_web::HttpResponse;
use bytes::Bytes;
use futures_util::stream::{self, Stream};

use crate::gateway::problem::Problem;

/// A page of lines, and where the next one starts.
pub struct Lines {
    /// The lines, each with its end.
    pub text: String,
    /// Where to go on.
    pub next: Option<String>,
}

type Reading = Pin<Box<dyn Future<Output = Result<Lines, Problem>>>>;

/// One line of a table: cells are quoted where they must be, and what a spreadsheet would take for a formula is made text.
#[must_use]
pub fn line<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

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

fn cell(text: &str) -> String {
    // A leading sign or at-sign is a formula to a spreadsheet, and so is what follows blanks that it throws away.
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r', '\t']) || text.starts_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_line() {
        for (text, written) in [
            ("Low Tide", "Low Tide"),
            ("Low Tide, Evening", "\"Low Tide, Evening\""),
            ("the \"red\" room", "\"the \"\"red\"\" room\""),
            ("=HYPERLINK(\"http://evil.example\")", "\"'=HYPERLINK(\"\"http://evil.example\"\")\""),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "\"' =1\""),
            ("\t=1", "\"'\t=1\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
        assert_eq!(line(["a", "b,c"]), "a,\"b,c\"\r\n");
    }
}
