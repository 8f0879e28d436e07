//! The chart of the day: what was taken by the hour, beside the same day of last week. It rises: each point is the sum so far.
//! Days are those of UTC, as the figures are.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use impasto_domain::ids::SellerId;
use impasto_domain::money::{Currency, Money};

use super::super::views::studio::{Chart, ChartRow};
use super::super::visit::Visit;
use super::super::works;
use super::fill;
use crate::gateway::problem::Problem;
use crate::words::t;

/// The drawing: 720 units wide, its ground at 220 and its top at 20.
const WIDTH: f64 = 720.0;
const GROUND: f64 = 220.0;
const TOP: f64 = 20.0;

/// The hours at which the table tells the sums.
const ROWS_AT: [i64; 6] = [4, 8, 12, 16, 20, 24];

/// When something was paid, and how much of it there is in minor units.
type Sale = (DateTime<Utc>, i64);

/// The chart of a seller.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn of(visit: &Visit, seller_id: SellerId) -> Result<Chart, Problem> {
    let now = visit.now();
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let week_ago = midnight - TimeDelta::days(7);
    let store = &visit.app.store;
    let sold = store.seller_sold_between(seller_id, midnight, midnight + TimeDelta::days(1)).await?;
    let before = store.seller_sold_between(seller_id, week_ago, week_ago + TimeDelta::days(1)).await?;
    let amounts = |rows: Vec<(DateTime<Utc>, i64, i64)>| rows.into_iter().map(|(at, _, minor)| (at, minor)).collect();
    let (sold, before): (Vec<Sale>, Vec<Sale>) = (amounts(sold), amounts(before));
    Ok(draw((&sold, midnight), (&before, week_ago), now, fill::currency(visit, seller_id)))
}

/// Draws the sales of two days, each with its midnight.
fn draw(
    today: (&[Sale], DateTime<Utc>),
    before: (&[Sale], DateTime<Utc>),
    now: DateTime<Utc>,
    currency: Currency,
) -> Chart {
    let money = |minor: i64| works::money(Money::new(minor, currency));
    let (sum_today, sum_before) = (sum_by(today, now), sum_by(before, before.1 + TimeDelta::days(1)));
    let highest = sum_today.max(sum_before).max(1);
    let so_far = sum_by(before, before.1 + (now - today.1));
    let hour = |at: i64| TimeDelta::hours(at);
    let row = |at: i64| ChartRow {
        label: t("studio-chart-by").with("hour", format!("{at:02}")).into(),
        before: money(sum_by(before, before.1 + hour(at))),
        today: if today.1 + hour(at - 4) > now { String::new() } else { money(sum_by(today, today.1 + hour(at))) },
    };
    let summary = match (sum_today, sum_before) {
        (0, 0) => t("studio-chart-nothing").into(),
        _ => t("studio-chart-sum")
            .with("today", money(sum_today))
            .with("then", money(so_far))
            .with("before", money(sum_before))
            .into(),
    };
    Chart {
        today: line(today, now, highest),
        before: line(before, before.1 + TimeDelta::days(1), highest),
        end: (sum_today > 0).then(|| (number(x(now - today.1)), number(y(sum_today, highest)))),
        top: if sum_today.max(sum_before) == 0 { String::new() } else { money(highest) },
        summary,
        rows: ROWS_AT.into_iter().map(row).collect(),
    }
}

fn sum_by((sales, _): (&[Sale], DateTime<Utc>), until: DateTime<Utc>) -> i64 {
    sales.iter().filter(|(at, _)| *at < until).map(|(_, minor)| *minor).sum()
}

/// A line that goes along the ground, and up at each sale.
fn line((sales, midnight): (&[Sale], DateTime<Utc>), until: DateTime<Utc>, highest: i64) -> String {
    let mut points = vec![(0.0, GROUND)];
    let mut sum = 0;
    for (at, minor) in sales.iter().filter(|(at, _)| *at < until) {
        let across = x(*at - midnight);
        points.push((across, y(sum, highest)));
        sum += minor;
        points.push((across, y(sum, highest)));
    }
    points.push((x(until - midnight), y(sum, highest)));
    points.iter().map(|(across, up)| format!("{},{}", number(*across), number(*up))).collect::<Vec<_>>().join(" ")
}

fn x(since_midnight: TimeDelta) -> f64 {
    // A day has 86 400 seconds, which floating point holds exactly.
    (since_midnight.num_seconds() as f64 / 86_400.0).clamp(0.0, 1.0) * WIDTH
}

fn y(sum: i64, highest: i64) -> f64 {
    // Only for drawing: the sums themselves are told in whole minor units.
    GROUND - (sum as f64 / highest as f64).clamp(0.0, 1.0) * (GROUND - TOP)
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day) + TimeDelta::hours(hour)
    }

    #[test]
    fn a_line_rises_at_each_sale_and_ends_now() {
        let sales = [(at(7, 6), 10_000), (at(7, 12), 10_000)];
        let chart = draw((&sales, at(7, 0)), (&[(at(0, 1), 5_000)], at(0, 0)), at(7, 18), Currency::EUR);
        assert_eq!(chart.today, "0.0,220.0 180.0,220.0 180.0,120.0 360.0,120.0 360.0,20.0 540.0,20.0");
        assert_eq!(chart.end, Some(("540.0".to_owned(), "20.0".to_owned())));
        assert!(chart.before.ends_with("720.0,170.0"), "{}", chart.before);
        assert_eq!(chart.top, "€200");
        assert!(chart.summary.starts_with("€200 so far today; by this time on the same day of last week it was €50"));
    }

    #[test]
    fn hours_to_come_are_left_empty_and_a_day_without_sales_stays_on_the_ground() {
        let chart = draw((&[], at(7, 0)), (&[], at(0, 0)), at(7, 9), Currency::EUR);
        let told: Vec<bool> = chart.rows.iter().map(|row| !row.today.is_empty()).collect();
        assert_eq!(told, [true, true, true, false, false, false]);
        assert_eq!((chart.end, chart.top.as_str()), (None, ""));
        assert!(chart.before.split(' ').all(|point| point.ends_with(",220.0")));
    }
}
