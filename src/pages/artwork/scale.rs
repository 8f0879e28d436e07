//! A work drawn to scale beside a person: what 40 × 30 cm is on a wall.
//! Pure: lengths in, places of a drawing out.

use impasto_domain::edition::Edition;

use super::super::views::artwork::ScaleView;
use super::super::views::picture::Picture;
use super::super::works;
use crate::api::shapes::cm;
use crate::words::t;

/// The height of the person, centimetres.
const PERSON_CM: f64 = 170.0;
/// How high the middle of a work hangs, centimetres above the floor.
const EYE_CM: f64 = 150.0;
/// The room left above the floor, around the work and at the edges, centimetres.
const MARGIN_CM: f64 = 15.0;
/// How much room the person takes from left to right.
const PERSON_WIDTH_CM: f64 = 60.0;

/// The drawing of an edition; `None` without a size.
pub(super) fn scale(edition: &Edition, picture: Option<&Picture>) -> Option<ScaleView> {
    let (width, height) = (cm(edition.width_tenth_mm), cm(edition.height_tenth_mm));
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    // Hung at the height of the eyes; what is too high for that stands on the floor.
    let above_floor = (EYE_CM - height / 2.0).max(0.0);
    let room_height = (above_floor + height).max(PERSON_CM) + MARGIN_CM;
    let left = MARGIN_CM + PERSON_WIDTH_CM + 2.0 * MARGIN_CM;
    Some(ScaleView {
        width: rounded(left + width + MARGIN_CM),
        height: rounded(room_height),
        floor: rounded(room_height),
        person_x: rounded(MARGIN_CM),
        person_y: rounded(room_height - PERSON_CM),
        work_x: rounded(left),
        work_y: rounded(room_height - above_floor - height),
        work_width: rounded(width),
        work_height: rounded(height),
        image: picture.map(|picture| picture.narrowest.clone()),
        words: t("work-scale-words").with("size", works::edition_size(edition)).into(),
    })
}

/// To the millimetre: nobody sees more.
fn rounded(cm: f64) -> f64 {
    (cm * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::record;
    use super::*;

    fn drawn(width_cm: u32, height_cm: u32) -> ScaleView {
        let mut edition = record("Tide").editions.remove(0).0;
        (edition.width_tenth_mm, edition.height_tenth_mm) = (width_cm * 100, height_cm * 100);
        scale(&edition, None).unwrap()
    }

    #[test]
    fn small_and_large_works_lie_within_the_drawing_at_the_height_of_the_eyes() {
        for (width, height) in [(3, 3), (40, 30), (120, 180), (300, 300), (600, 20), (20, 600)] {
            let view = drawn(width, height);
            assert!(view.work_x >= 0.0 && view.work_y >= 0.0, "{view:?}");
            assert!(view.work_x + view.work_width <= view.width, "{view:?}");
            assert!(view.work_y + view.work_height <= view.floor, "{view:?}");
            assert!(view.person_y > 0.0 && view.work_x > view.person_x + PERSON_WIDTH_CM, "{view:?}");
            let middle = view.floor - (view.work_y + view.work_height / 2.0);
            assert!((middle - EYE_CM).abs() < 0.2 || height > 300, "{middle}");
        }
        assert!((drawn(20, 600).work_y + 600.0 - drawn(20, 600).floor).abs() < 0.2, "it stands on the floor");
    }

    #[test]
    fn an_edition_without_a_size_is_not_drawn() {
        let mut edition = record("Tide").editions.remove(0).0;
        edition.width_tenth_mm = 0;
        assert!(scale(&edition, None).is_none());
    }
}
