//! Media of the program: taking images in, and serving public files.

mod intake;
mod files;

pub use intake::{Intake, IntakeError};
pub use files::routes;
