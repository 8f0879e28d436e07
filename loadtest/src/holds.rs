//! The holds a history claims, as spans of time per copy, and the rule that two owners' promises for one copy never overlap.
//! It does not know orders, only that a sold copy stays sold.

use std::collections::HashMap;

use uuid::Uuid;

use crate::api::Copy;
use crate::findings::Findings;

#[derive(Debug, Clone, Copy)]
struct Span {
    owner: Uuid,
    edition: Uuid,
    /// The hold was decided between these two.
    sent_us: i64,
    at_us: i64,
    /// Until here the hold is surely alive.
    until_us: i64,
}

/// The holds. All times by the generator's clock, microseconds.
#[derive(Default)]
pub(crate) struct Holds {
    spans: HashMap<Uuid, Vec<Span>>,
    sold: HashMap<Uuid, (Uuid, i64)>,
    last: HashMap<(Uuid, Uuid), (Vec<Uuid>, i64)>,
}

impl Holds {
    /// A hold was acknowledged. `for_us` runs from the server's clock at its answer, which is not before `sent_us`: so the deadline is not before `sent_us + for_us`.
    pub(crate) fn held(&mut self, owner: Uuid, edition: Uuid, copies: &[Copy], sent_us: i64, at_us: i64, for_us: i64) {
        let until_us = sent_us.saturating_add(for_us);
        for copy in copies {
            self.spans.entry(copy.id).or_default().push(Span { owner, edition, sent_us, at_us, until_us });
        }
        self.last.insert((owner, edition), (copies.iter().map(|copy| copy.id).collect(), until_us));
    }

    /// The owner is about to give the copies back.
    pub(crate) fn releasing(&mut self, owner: Uuid, edition: Uuid, at_us: i64) {
        let Some((copies, _)) = self.last.remove(&(owner, edition)) else { return };
        for copy in copies {
            let Some(span) =
                self.spans.get_mut(&copy).and_then(|spans| spans.iter_mut().rev().find(|span| span.owner == owner))
            else {
                continue;
            };
            span.until_us = span.until_us.min(at_us);
        }
    }

    /// The copies were acknowledged as paid.
    pub(crate) fn sold(&mut self, owner: Uuid, copies: &[Copy], at_us: i64) {
        for copy in copies {
            self.sold.entry(copy.id).or_insert((owner, at_us));
        }
    }

    /// At this moment a hold of the owner on the edition was surely alive.
    pub(crate) fn promised(&self, owner: Uuid, edition: Uuid, at_us: i64) -> bool {
        self.last.get(&(owner, edition)).is_some_and(|(_, until_us)| at_us <= *until_us)
    }

    /// Finds promises that contradict each other whatever the moment of decision inside each request was.
    pub(crate) fn judge(&self, findings: &mut Findings) {
        for (copy, spans) in &self.spans {
            let mut spans = spans.clone();
            spans.sort_by_key(|span| span.at_us);
            let mut alive: Vec<Span> = Vec::new();
            for span in spans {
                alive.retain(|earlier| earlier.until_us >= span.at_us);
                if let Some(earlier) =
                    alive.iter().find(|earlier| earlier.owner != span.owner && span.sent_us >= earlier.at_us)
                {
                    let detail = format!(
                        "copy {copy} of edition {} was held for owner {} and given to owner {} as well",
                        span.edition, earlier.owner, span.owner
                    );
                    findings.add("held-twice", detail);
                }
                if let Some((buyer, sold_us)) = self.sold.get(copy)
                    && *buyer != span.owner
                    && span.sent_us > *sold_us
                {
                    let detail = format!(
                        "copy {copy} of edition {} was sold to owner {buyer} and later held for owner {}",
                        span.edition, span.owner
                    );
                    findings.add("held-though-sold", detail);
                }
                alive.push(span);
            }
        }
    }
}
