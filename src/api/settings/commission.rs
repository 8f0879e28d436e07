//! The commission: percent on the wire, hundredths of a percent in the house.

use crate::gateway::fields::Fields;

/// Percent as basis points, checked.
pub(in crate::api) fn basis_points(fields: &mut Fields, pointer: &str, percent: f64) -> u32 {
    let points = percent * 100.0;
    let whole = (points - points.round()).abs() < 1e-6;
    let good = (0.0..=100.0).contains(&percent) && whole;
    fields.check(good, pointer, "must be between 0 and 100, with at most two decimals");
    // Checked just now: what is refused is never used.
    if good { points.round() as u32 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commission_is_a_share_in_hundredths_of_a_percent() {
        let mut fields = Fields::new();
        for (percent, points) in [(0.0, 0), (12.5, 1_250), (0.07, 7), (100.0, 10_000)] {
            assert_eq!(basis_points(&mut fields, "/commission_percent", percent), points);
        }
        assert!(fields.is_good());
        for wrong in [-0.01, 100.01, 1.234, f64::NAN, f64::INFINITY] {
            let mut fields = Fields::new();
            basis_points(&mut fields, "/commission_percent", wrong);
            assert!(!fields.is_good(), "{wrong}");
        }
    }
}
