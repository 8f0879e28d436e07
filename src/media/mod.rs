//! Media of the program: taking images in, and serving public files.

mod files;
mod intake;

pub use files::routes;
pub use intake::{Intake, IntakeError};
