//! What one thread of the generator counts: latencies by step, answers by status and problem, and named counters.
//! It does not know which scenario it serves. Threads share nothing; their figures are added up at the end.

use std::collections::BTreeMap;
use std::time::Duration;

use hdrhistogram::Histogram;

const LONGEST_US: u64 = 600_000_000;
const DIGITS: u8 = 3;

/// Latencies of one step, in microseconds.
pub(crate) struct Step {
    /// What was measured.
    pub(crate) name: &'static str,
    /// Three significant digits from 1 µs to 600 s; longer ones count as 600 s.
    pub(crate) histogram: Histogram<u64>,
}

/// How often a step was answered so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answered {
    /// What was asked.
    pub(crate) step: &'static str,
    /// Status, or 0 when no answer came.
    pub(crate) status: u16,
    /// Problem type, or the reason why no answer came; empty for success.
    pub(crate) problem: String,
    /// How often.
    pub(crate) count: u64,
}

/// The figures.
#[derive(Default)]
pub(crate) struct Stats {
    steps: Vec<Step>,
    answers: Vec<Answered>,
    counts: BTreeMap<&'static str, u64>,
}

impl Stats {
    /// Adds one latency to a step.
    pub(crate) fn record(&mut self, step: &'static str, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(LONGEST_US).clamp(1, LONGEST_US);
        if let Some(known) = self.histogram(step) {
            known.saturating_record(micros);
        }
    }

    /// Counts one answer.
    pub(crate) fn answered(&mut self, step: &'static str, status: u16, problem: &str) {
        self.answered_times(step, status, problem, 1);
    }

    /// Adds to a named counter.
    pub(crate) fn count(&mut self, name: &'static str, by: u64) {
        *self.counts.entry(name).or_default() += by;
    }

    /// A named counter's value.
    pub(crate) fn counted(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// Adds another thread's figures.
    pub(crate) fn add(&mut self, other: &Stats) {
        for step in &other.steps {
            if let Some(known) = self.histogram(step.name) {
                // Both have the same bounds, so nothing can fall outside.
                let _ = known.add(&step.histogram);
            }
        }
        for answer in &other.answers {
            self.answered_times(answer.step, answer.status, &answer.problem, answer.count);
        }
        for (name, by) in &other.counts {
            self.count(name, *by);
        }
    }

    /// The steps in the order in which they first happened.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// All kinds of answers, sorted.
    pub(crate) fn answers(&self) -> Vec<Answered> {
        let mut answers = self.answers.clone();
        answers.sort_by(|a, b| (a.step, a.status, &a.problem).cmp(&(b.step, b.status, &b.problem)));
        answers
    }

    /// All named counters.
    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    fn histogram(&mut self, name: &'static str) -> Option<&mut Histogram<u64>> {
        let at = match self.steps.iter().position(|step| step.name == name) {
            Some(at) => at,
            None => {
                // The bounds are constants that the histogram accepts (a test records through them).
                let histogram = Histogram::new_with_bounds(1, LONGEST_US, DIGITS).ok()?;
                self.steps.push(Step { name, histogram });
                self.steps.len() - 1
            }
        };
        self.steps.get_mut(at).map(|step| &mut step.histogram)
    }

    fn answered_times(&mut self, step: &'static str, status: u16, problem: &str, times: u64) {
        let known = self
            .answers
            .iter_mut()
            .find(|answer| answer.status == status && answer.step == step && answer.problem == problem);
        match known {
            Some(answer) => answer.count += times,
            None => self.answers.push(Answered { step, status, problem: problem.to_owned(), count: times }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_threads_add_up() {
        let (mut a, mut b) = (Stats::default(), Stats::default());
        a.record("hold", Duration::from_micros(100));
        b.record("hold", Duration::from_secs(10_000));
        b.record("checkout", Duration::ZERO);
        a.answered("hold", 409, "/problems/sold-out");
        b.answered("hold", 409, "/problems/sold-out");
        b.answered("hold", 200, "");
        b.count("paid", 3);
        a.add(&b);
        let step = |name: &str| &a.steps().iter().find(|step| step.name == name).unwrap().histogram;
        let hold = step("hold");
        assert_eq!((hold.len(), hold.min()), (2, 100));
        assert!(hold.max() >= LONGEST_US);
        assert_eq!(step("checkout").len(), 1);
        assert_eq!(a.counted("paid"), 3);
        let answers = a.answers();
        assert_eq!((answers[0].status, answers[0].count), (200, 1));
        assert_eq!((answers[1].status, answers[1].count), (409, 2));
    }
}
