//! From an upload to what a browser gets: five widths in WebP and JPEG, tiles of what is larger than these, a palette and a
//! blurred placeholder.
//!
//! It knows no storage, no names of files and no network: bytes go in, bytes come out, and the same input gives the
//! same output. Uploads are hostile until decoded: the type is read from the content, sizes are capped from the
//! header before a pixel is decoded, and nothing but pixels survives (no EXIF, no XMP, no profile).

mod blur;
mod colour;
mod decode;
mod derive;
mod dhash;
mod encode;
mod hash;
mod jpeg;
mod limits;
mod opaque;
mod palette;
mod parallel;
mod placeholder;
mod resize;
mod sniff;
mod tiles;
mod whole;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use blur::{Blur, blur};
pub use colour::Profile;
pub use derive::{Derivatives, DeriveOptions, WIDTHS_PX, derive, derive_from_pixels};
pub use dhash::dhash_of_file;
pub use encode::{Effort, Variant};
pub use hash::content_hash;
pub use limits::{ImageError, ImageLimits};
pub use sniff::{SourceFormat, sniff};
pub use tiles::{TILE_PX, Tile, Tiles};
