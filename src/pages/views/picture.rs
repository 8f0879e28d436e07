//! A picture of a work with its sizes and what stands in its place until it has loaded.
//! It does not know how the sizes were made.

use std::sync::Arc;

/// One file of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFile {
    /// Its address.
    pub url: String,
    /// Its width in pixels.
    pub width_px: u32,
    /// Its media type: `image/webp` or `image/jpeg`.
    pub kind: String,
}

/// A picture, ready for a `<picture>` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The original's width in pixels; with the height it reserves the right space.
    pub width_px: u32,
    /// The original's height in pixels.
    pub height_px: u32,
    /// What the picture shows, for those who do not see it; never empty for a work.
    pub alt: String,
    /// The picture's leading colour, `#rrggbb`.
    pub colour: String,
    /// A blur of the picture, which stands in its place until it has loaded; without one the colour does.
    pub wash: Option<PictureWash>,
    /// The WebP files as a `srcset`; empty when there are none.
    pub webp_srcset: String,
    /// The JPEG files as a `srcset`.
    pub jpeg_srcset: String,
    /// The JPEG for browsers that choose nothing: the widest up to 1024 pixels, else the narrowest.
    pub src: String,
    /// The narrowest JPEG, where the picture is no more than a mark.
    pub narrowest: String,
    /// The widest JPEG, for a closer look.
    pub full: String,
    /// How wide that is in pixels.
    pub full_width_px: u32,
    /// Tiles for a look closer than that, of a picture that is larger than its widest file.
    pub tiles: Option<PictureTiles>,
}

/// A picture of a few pixels, drawn as large as the one that is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureWash {
    /// The file itself, as a `data:` address.
    pub url: Arc<str>,
    /// How many pixels it is wide.
    pub width_px: u32,
    /// How many pixels it is high.
    pub height_px: u32,
}

/// The tiles of a large picture. Level 0 is as large as the picture, each further one half as large, rounded up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureTiles {
    /// The address of a tile once `{level}`, `{column}` and `{row}` are put in.
    pub url: String,
    /// The side of a tile in pixels.
    pub side_px: u32,
    /// How many levels.
    pub levels: u32,
}

impl Picture {
    /// A picture from its files in any order. `colour` that is not `#rrggbb` becomes a neutral grey. `None` when there is no JPEG to fall back on.
    #[must_use]
    pub fn new(width_px: u32, height_px: u32, alt: &str, colour: &str, files: &[PictureFile]) -> Option<Self> {
        let jpeg = of_kind(files, "image/jpeg");
        let widest = jpeg.last()?;
        let narrowest = jpeg.first()?;
        let src = jpeg.iter().rev().find(|file| file.width_px <= 1024).unwrap_or(narrowest);
        Some(Self {
            width_px,
            height_px,
            alt: alt.to_owned(),
            colour: if is_colour(colour) { colour } else { "#d9d6d0" }.to_owned(),
            wash: None,
            webp_srcset: srcset(&of_kind(files, "image/webp")),
            jpeg_srcset: srcset(&jpeg),
            src: src.url.clone(),
            narrowest: narrowest.url.clone(),
            full: widest.url.clone(),
            full_width_px: widest.width_px,
            tiles: None,
        })
    }

    /// The picture with a blur of it.
    #[must_use]
    pub fn with_wash(self, wash: Option<PictureWash>) -> Self {
        Self { wash, ..self }
    }

    /// The picture with tiles.
    #[must_use]
    pub fn with_tiles(self, tiles: Option<PictureTiles>) -> Self {
        Self { tiles, ..self }
    }
}

impl Picture {
    /// The picture as a card shows it, of which a page has dozens: files that are wider than any card are left out, and
    /// browsers that know no WebP get one file.
    #[must_use]
    pub fn for_card(self) -> Self {
        const WIDEST_PX: u32 = 1_024;
        let is_narrow = |entry: &&str| {
            let width = entry.rsplit(' ').next().and_then(|width| width.trim_end_matches('w').parse::<u32>().ok());
            width.is_some_and(|width| width <= WIDEST_PX)
        };
        let webp: Vec<&str> = self.webp_srcset.split(", ").filter(is_narrow).collect();
        if webp.is_empty() {
            return self;
        }
        Self { webp_srcset: webp.join(", "), jpeg_srcset: String::new(), ..self }
    }

    /// The class that tells the style sheet the picture's shape: width over height in hundredths, in steps of five from `r-30` to `r-300`.
    /// It bounds the height of tall pictures without cropping any and without a style attribute (css/art.css has the steps).
    #[must_use]
    pub fn ratio_class(&self) -> String {
        let hundredths = u64::from(self.width_px) * 100 / u64::from(self.height_px.max(1));
        let step = (hundredths + 2) / 5 * 5;
        format!("r-{}", step.clamp(30, 300))
    }
}

/// True for `#rrggbb` in hexadecimal digits: the only form in which a colour gets into a page.
#[must_use]
pub fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn of_kind<'a>(files: &'a [PictureFile], kind: &str) -> Vec<&'a PictureFile> {
    let mut files: Vec<_> = files.iter().filter(|file| file.kind == kind).collect();
    files.sort_by_key(|file| file.width_px);
    files
}

fn srcset(files: &[&PictureFile]) -> String {
    let entries: Vec<String> = files.iter().map(|file| format!("{} {}w", file.url, file.width_px)).collect();
    entries.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(width_px: u32, kind: &str) -> PictureFile {
        PictureFile { url: format!("/media/{width_px}"), width_px, kind: kind.to_owned() }
    }

    #[test]
    fn the_files_are_listed_from_narrow_to_wide_by_type() {
        let files = [file(1600, "image/jpeg"), file(320, "image/webp"), file(640, "image/jpeg")];
        let picture = Picture::new(1600, 1200, "A field", "#aabbcc", &files).unwrap();
        assert_eq!(picture.jpeg_srcset, "/media/640 640w, /media/1600 1600w");
        assert_eq!(picture.webp_srcset, "/media/320 320w");
        assert_eq!(picture.src, "/media/640");
        assert_eq!(picture.full, "/media/1600");
    }

    #[test]
    fn a_card_leaves_out_what_is_wider_than_it() {
        let files = [320, 1024, 1600].map(|width| file(width, "image/webp"));
        let all = [&files[..], &[file(640, "image/jpeg"), file(1600, "image/jpeg")]].concat();
        let card = Picture::new(1600, 1200, "", "#aabbcc", &all).unwrap().for_card();
        assert_eq!(card.webp_srcset, "/media/320 320w, /media/1024 1024w");
        assert_eq!((card.src.as_str(), card.jpeg_srcset.as_str()), ("/media/640", ""));
        let jpeg_only = Picture::new(1600, 1200, "", "#aabbcc", &[file(1600, "image/jpeg")]).unwrap();
        assert_eq!(jpeg_only.clone().for_card(), jpeg_only);
    }

    #[test]
    fn the_shape_is_named_in_steps_and_within_bounds() {
        let class = |width_px, height_px| {
            Picture::new(width_px, height_px, "", "", &[file(9, "image/jpeg")]).unwrap().ratio_class()
        };
        assert_eq!(class(1600, 1200), "r-135");
        assert_eq!(class(1000, 1000), "r-100");
        assert_eq!(class(100, 9000), "r-30");
        assert_eq!(class(9000, 0), "r-300");
    }

    #[test]
    fn a_picture_without_a_jpeg_is_none() {
        assert_eq!(Picture::new(9, 9, "", "#000000", &[file(9, "image/webp")]), None);
    }

    #[test]
    fn a_colour_that_is_none_becomes_neutral() {
        let files = [file(2400, "image/jpeg")];
        let picture = Picture::new(9, 9, "", "red\"><script>", &files).unwrap();
        assert_eq!(picture.colour, "#d9d6d0");
        assert_eq!(picture.src, "/media/2400");
    }
}
