//! Failures of the engine and of media as problems.

use impasto_actors::EngineError;
use impasto_domain::ports::MediaError;
use impasto_render::image::ImageError;
use impasto_store::ListError;

use crate::gateway::problem::{Problem, ProblemType};
use crate::media::IntakeError;

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => refusal.into(),
            EngineError::Busy { retry_after_s } => Self::unavailable(retry_after_s),
            EngineError::Unavailable(reason) => {
                tracing::warn!(%reason, "the engine could not answer");
                Self::unavailable(2)
            }
        }
    }
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::BadCursor => Self::field("/cursor", "is not a cursor of this list"),
            ListError::Away(error) => error.into(),
        }
    }
}

impl From<MediaError> for Problem {
    fn from(error: MediaError) -> Self {
        tracing::error!(%error, "media failed");
        Self::unavailable(5)
    }
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Image(image) => image_problem(&image),
            IntakeError::Media(media) => media.into(),
            IntakeError::Busy => Self::unavailable(3),
            IntakeError::Lost => Self::internal(&error),
        }
    }
}

fn image_problem(error: &ImageError) -> Problem {
    if error.is_unsupported() {
        Problem::new(ProblemType::UnsupportedMediaType).detail(error.to_string())
    } else if error.is_too_large() {
        Problem::new(ProblemType::TooLarge).detail(error.to_string())
    } else {
        Problem::field("/file", error.to_string())
    }
}
