//! What stands behind pictures until they are there. Made once a picture: a page of cards shows dozens, and asks for them
//! each time.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use impasto_domain::edit::ImageRow;
use impasto_domain::ids::ImageId;
use impasto_render::image::{Blur, blur};

/// How many are kept: about half a kilobyte each.
const KEPT_MAX: usize = 8_192;

/// A blurred picture of a few pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wash {
    /// The whole file as a `data:` address.
    pub url: Arc<str>,
    /// How many pixels it is wide.
    pub width_px: u32,
    /// How many pixels it is high.
    pub height_px: u32,
}

impl Wash {
    fn of(image: &ImageRow) -> Option<Self> {
        let Blur { width_px, height_px, png } = blur(&image.blurhash, image.width_px, image.height_px)?;
        Some(Self { url: format!("data:image/png;base64,{}", STANDARD.encode(png)).into(), width_px, height_px })
    }
}

/// What was made of a blurhash; `None` of what is none.
struct Made {
    blurhash: String,
    wash: Option<Wash>,
}

/// The washes that are kept, by picture.
#[derive(Default)]
pub(super) struct Washes {
    kept: RwLock<HashMap<ImageId, Made>>,
}

impl Washes {
    /// That of a picture: as kept, or made now.
    pub(super) fn get(&self, image: &ImageRow) -> Option<Wash> {
        if let Some(made) = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(&image.id)
            && made.blurhash == image.blurhash
        {
            return made.wash.clone();
        }
        let wash = Wash::of(image);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            // A crowd of others starts anew, which costs each of them one making.
            kept.clear();
        }
        kept.insert(image.id, Made { blurhash: image.blurhash.clone(), wash: wash.clone() });
        wash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const HASH: &str = "LEHV6nWB2yk8pyo0adR*.7kCMdnj";

    fn image(id: u128, blurhash: &str) -> ImageRow {
        ImageRow {
            id: ImageId(Uuid::from_u128(id)),
            width_px: 1_600,
            height_px: 1_200,
            alt: String::new(),
            blurhash: blurhash.to_owned(),
            palette: Vec::new(),
            original_key: String::new(),
            variants: Vec::new(),
            tiles: None,
            dhash: None,
        }
    }

    #[test]
    fn a_wash_is_made_once_and_anew_of_another_hash() {
        let washes = Washes::default();
        let first = washes.get(&image(1, HASH)).unwrap();
        assert!(first.url.starts_with("data:image/png;base64,iVBORw0KGgo"), "{}", first.url);
        assert!(first.url.len() < 210 && (first.width_px, first.height_px) == (4, 3), "{first:?}");
        assert!(Arc::ptr_eq(&first.url, &washes.get(&image(1, HASH)).unwrap().url));
        let other = washes.get(&image(1, "00H~F2")).unwrap();
        assert_ne!(other.url, first.url);
        assert_eq!(washes.get(&image(2, HASH)), Some(first));
    }

    #[test]
    fn what_is_no_blurhash_has_none() {
        let washes = Washes::default();
        for hash in ["", "L6", "LEHV6nWB2yk8", "<script>alert(1)</script>!!!"] {
            assert_eq!(washes.get(&image(1, hash)), None, "{hash}");
            assert_eq!(washes.get(&image(1, hash)), None, "{hash}");
        }
    }

    #[test]
    fn they_are_not_kept_without_end() {
        let washes = Washes::default();
        for id in 0..=KEPT_MAX as u128 {
            washes.get(&image(id, ""));
        }
        assert!(washes.kept.read().unwrap().len() <= KEPT_MAX);
    }
}
