//! Media stores: the same promises on local disk and in S3, held by one contract suite.

mod disk;
mod key;
mod s3;

pub use disk::DiskMedia;
pub use key::check_key;
pub use s3::{S3Media, S3Settings};
