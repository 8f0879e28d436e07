//! Why a run could not be made or could not be proven: one line each, for the person who typed the command.
//! It does not know lies of the server: those are findings (`findings.rs`), not failures.

/// A run that could not start or could not be carried to its end. The program exits with 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line asks for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// Nobody answers where the server should be.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The base address as given.
        url: String,
        /// What the operating system or the client said.
        reason: String,
    },
    /// The server answers, but not what this scenario needs to begin.
    #[error("{0}")]
    Setup(String),
    /// A file of the run (history, report) could not be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file's path.
        path: String,
        /// What went wrong.
        reason: String,
    },
    /// The generator itself broke: never the server's fault.
    #[error("the generator failed: {0}")]
    Generator(String),
}

impl Failure {
    /// A failure about one file.
    pub(crate) fn file(path: &std::path::Path, reason: impl std::fmt::Display) -> Self {
        Self::File { path: path.display().to_string(), reason: reason.to_string() }
    }
}
