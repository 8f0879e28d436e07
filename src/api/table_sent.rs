//! A table that is sent as a file, to the API or by a form of the console that rehearses it first.
//! It knows nothing of what stands in the table.

use crate::gateway::parts::{Part, Parts};
use crate::gateway::problem::Problem;

/// What was sent.
#[derive(Debug, Clone, Default)]
pub struct TableSent {
    /// The table's text, as chosen or as carried along from its rehearsal.
    pub bytes: Vec<u8>,
    /// Write nothing.
    pub dry_run: bool,
    /// The version that it was made from; a form's own field.
    pub version: Option<i64>,
    /// The entity tag of what it was made from; a form's own field, where there is no version.
    pub seen: Option<String>,
    /// The sender's name for this request; a form's own field.
    pub key: Option<String>,
}

impl TableSent {
    /// Reads the parts of a request.
    ///
    /// # Errors
    /// 422 without a table, 413, 503.
    pub async fn take(mut parts: Parts) -> Result<Self, Problem> {
        let mut sent = Self::default();
        while let Some(part) = parts.next().await? {
            match part {
                Part::Field { name, text } => match name.as_str() {
                    "dry_run" => sent.dry_run = matches!(text.trim(), "true" | "on" | "1"),
                    "version" => sent.version = text.trim().parse().ok(),
                    "seen" => sent.seen = Some(text.trim().to_owned()).filter(|seen| !seen.is_empty()),
                    "key" => sent.key = Some(text).filter(|key| !key.is_empty() && key.len() <= 64),
                    "table" => sent.bytes = text.into_bytes(),
                    _ => {}
                },
                Part::File { name, file } if name == "csv" => sent.bytes = file.bytes.to_vec(),
                Part::File { .. } => {}
            }
        }
        if sent.bytes.is_empty() {
            return Err(Problem::field("/csv", "is required"));
        }
        Ok(sent)
    }
}
