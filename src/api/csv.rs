//! Writing comma-separated values (RFC 4180) that a spreadsheet opens without running anything.

/// What such a file is.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// A line of fields with its end.
#[must_use]
pub fn line<'t>(fields: impl IntoIterator<Item = &'t str>) -> String {
    let fields: Vec<String> = fields.into_iter().map(field).collect();
    format!("{}\r\n", fields.join(","))
}

/// A field: quoted where it has to be, and never the beginning of a formula.
fn field(text: &str) -> String {
    // What follows blanks is a formula as well, where a spreadsheet throws them away.
    let runs = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    let text = if runs { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_is_quoted_and_what_would_run_is_not_run() {
        assert_eq!(line(["a", "b c", ""]), "a,b c,\r\n");
        assert_eq!(line(["a,b", "say \"no\"", "x\ny"]), "\"a,b\",\"say \"\"no\"\"\",\"x\ny\"\r\n");
        assert_eq!(line([" =1", "\t=1"]), "' =1,'\t=1\r\n");
        assert_eq!(line(["=1+1", "-2", "@x", "+3", "a=b"]), "'=1+1,'-2,'@x,'+3,a=b\r\n");
    }
}
