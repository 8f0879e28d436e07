//! Health: `GET /console/health`, what the node needs in words and its figures drawn.

use askama::Template;

use super::super::chrome::Chrome;
use super::ConsoleFrame;
use crate::words::decimal;

/// A sparkline's width and height.
pub const WIDTH: f64 = 240.0;
/// Its height.
pub const HEIGHT: f64 = 48.0;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_health.html")]
pub struct HealthPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What people call the node.
    pub node: String,
    /// What it needs.
    pub needs: Vec<Need>,
    /// Its figures.
    pub gauges: Vec<Gauge>,
}

/// Something the node needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// True when all is well with it.
    pub is_well: bool,
    /// In words.
    pub words: String,
}

/// A figure of the last minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// What it is called.
    pub label: String,
    /// What it is now.
    pub now: String,
    /// The least of the last minutes.
    pub least: String,
    /// The most of the last minutes.
    pub most: String,
    /// The line, as the points of an SVG polyline; empty before there are two.
    pub points: String,
}

impl Gauge {
    /// A figure from its values, the oldest first.
    #[must_use]
    pub fn new(label: &str, values: &[f64]) -> Self {
        let most = values.iter().copied().fold(0.0, f64::max);
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let last = values.last().copied().unwrap_or(0.0);
        let step = WIDTH / (values.len().max(2) - 1) as f64;
        let point = |(place, value): (usize, &f64)| {
            let height = if most > 0.0 { value / most * (HEIGHT - 4.0) } else { 0.0 };
            format!("{:.1},{:.1}", place as f64 * step, HEIGHT - 2.0 - height)
        };
        let points: Vec<String> = values.iter().enumerate().map(point).collect();
        Self {
            label: label.to_owned(),
            now: shown(last),
            least: shown(if least.is_finite() { least } else { 0.0 }),
            most: shown(most),
            points: if points.len() < 2 { String::new() } else { points.join(" ") },
        }
    }
}

/// A figure with one decimal where it has any.
fn shown(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 {
        return format!("{rounded:.0}");
    }
    format!("{rounded:.1}").replace('.', decimal().encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_line_spans_the_drawing_and_its_highest_value_touches_the_top() {
        let gauge = Gauge::new("Requests", &[0.0, 5.0, 2.55]);
        assert_eq!(gauge.points, "0.0,46.0 120.0,2.0 240.0,23.6");
        assert_eq!((gauge.now.as_str(), gauge.least.as_str(), gauge.most.as_str()), ("2.6", "0", "5"));
        let german = within(Language::German, || Gauge::new("Anfragen", &[0.0, 5.0, 2.55]));
        assert_eq!((german.points, german.now.as_str()), (gauge.points, "2,6"));
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(Gauge::new("Orders", &[]).points, "");
        assert_eq!(Gauge::new("Orders", &[1.0]).points, "");
        assert_eq!(Gauge::new("Orders", &[0.0, 0.0]).points, "0.0,46.0 240.0,46.0");
    }
}
