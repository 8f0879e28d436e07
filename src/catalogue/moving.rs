//! Which works were held or sold last, as events tell it. What was before this node started is not known.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use impasto_domain::ids::ArtworkId;

/// The most works that are kept.
const KEPT_MAX: usize = 48;

/// Works with the time of their last hold or sale, the last one first.
#[derive(Default)]
pub(super) struct Moving {
    moved: VecDeque<(ArtworkId, DateTime<Utc>)>,
}

impl Moving {
    /// A work was held or sold.
    pub(super) fn moved(&mut self, id: ArtworkId, at: DateTime<Utc>) {
        self.moved.retain(|(known, _)| *known != id);
        self.moved.push_front((id, at));
        self.moved.truncate(KEPT_MAX);
    }

    /// The works that moved since then, the last one first.
    pub(super) fn since(&self, since: DateTime<Utc>) -> Vec<ArtworkId> {
        self.moved.iter().filter(|(_, at)| *at >= since).map(|(id, _)| *id).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_work_is_told_once_and_what_is_long_ago_is_not() {
        let mut moving = Moving::default();
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        for number in 0..100_u8 {
            moving.moved(ArtworkId(Uuid::from_u128(u128::from(number % 60))), at(i64::from(number)));
        }
        let told = moving.since(at(90));
        assert_eq!(told.len(), 10);
        assert_eq!(told[0], ArtworkId(Uuid::from_u128(39)));
        assert_eq!(moving.since(at(0)).len(), KEPT_MAX);
    }
}
