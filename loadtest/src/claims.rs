//! What a history claims: every checkout with what was acknowledged for it, gathered line by line, and the lies that show without asking the server.
//! It does not know HTTP; `verify/` holds the claims against the server.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use uuid::Uuid;

use crate::failure::Failure;
use crate::findings::Findings;
use crate::history::{Answer, Ask, Line, read};
use crate::holds::Holds;

/// What is known of one checkout.
#[derive(Debug)]
pub(crate) struct Claim {
    /// What was asked.
    pub(crate) ask: Ask,
    /// What was acknowledged.
    pub(crate) outcome: Outcome,
}

/// What was acknowledged for a checkout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing: the order may exist or not.
    Unknown,
    /// It was refused: no order may exist.
    Refused(String),
    /// An order.
    Ordered(Answer, Promise),
}

/// What was said of an order's payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// Under way: it may be paid or not.
    Open,
    /// Declined: it may not be paid.
    Declined,
    /// It is paid.
    Paid,
}

/// All claims of one or more histories.
#[derive(Default)]
pub(crate) struct Claims {
    /// The checkouts in the order in which they were asked.
    pub(crate) claims: Vec<Claim>,
    /// The runs' ids.
    pub(crate) runs: BTreeSet<String>,
    /// Editions that only these runs know, with their works.
    pub(crate) made: HashMap<Uuid, Uuid>,
    /// Lines read.
    pub(crate) lines: usize,
    by_key: HashMap<Uuid, usize>,
    by_email: HashMap<String, usize>,
    holds: Holds,
    findings: Findings,
}

impl Claims {
    /// Reads histories and judges what they contradict by themselves.
    pub(crate) fn read(paths: &[impl AsRef<Path>]) -> Result<(Self, Findings), Failure> {
        let mut claims = Self::default();
        for path in paths {
            claims.lines += read(path.as_ref(), |_, line| claims.take(line))?;
        }
        let mut findings = std::mem::take(&mut claims.findings);
        findings.append(claims.judge());
        Ok((claims, findings))
    }

    /// The checkout that used this e-mail address.
    pub(crate) fn by_email(&self, email: &str) -> Option<&Claim> {
        self.claims.get(*self.by_email.get(email)?)
    }

    /// The address is of one of these runs.
    pub(crate) fn is_ours(&self, email: &str) -> bool {
        let run = email.strip_prefix("lt-").and_then(|rest| rest.split('-').next());
        run.is_some_and(|run| self.runs.contains(run))
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Run { run, .. } => {
                self.runs.insert(run);
            }
            Line::Made { artwork, edition } => {
                self.made.insert(edition, artwork);
            }
            Line::Held { owner, edition, copies, sent_us, at_us, for_us } => {
                self.holds.held(owner, edition, &copies, sent_us, at_us, for_us)
            }
            Line::Releasing { owner, edition, at_us } => self.holds.releasing(owner, edition, at_us),
            Line::Asked(ask) => self.asked(ask),
            Line::Placed(answer) => self.ordered(answer, Promise::Open),
            Line::Declined(answer) => self.ordered(answer, Promise::Declined),
            Line::Paid(answer) => self.ordered(answer, Promise::Paid),
            Line::Refused { key, problem, at_us, .. } => self.refused(key, problem, at_us),
            Line::PayingAgain { key } => {
                if let Some(Claim { outcome: Outcome::Ordered(_, promise), .. }) = self.claim(key) {
                    *promise = Promise::Open;
                }
            }
            Line::Unanswered { .. } => {}
        }
    }

    fn asked(&mut self, ask: Ask) {
        let at = self.claims.len();
        self.by_key.insert(ask.key, at);
        self.by_email.insert(ask.email.clone(), at);
        self.claims.push(Claim { ask, outcome: Outcome::Unknown });
    }

    fn ordered(&mut self, answer: Answer, promise: Promise) {
        let Some(at) = self.by_key.get(&answer.key).copied() else {
            self.findings.add(
                "answer-without-question",
                format!("key {} has order {} but was never asked", answer.key, answer.order),
            );
            return;
        };
        let Some(claim) = self.claims.get_mut(at) else { return };
        if promise == Promise::Paid {
            self.holds.sold(claim.ask.owner, &answer.copies, answer.at_us);
        }
        match &mut claim.outcome {
            Outcome::Ordered(first, known) if first.order == answer.order => {
                if (&first.number, first.amount, &first.currency, &first.copies)
                    != (&answer.number, answer.amount, &answer.currency, &answer.copies)
                {
                    self.findings
                        .add("answer-changed", format!("key {}: first {first:?}, then {answer:?}", answer.key));
                }
                // A repeated answer is the first one again, so it cannot take a later "paid" back.
                if *known != Promise::Paid {
                    *known = promise;
                }
            }
            Outcome::Ordered(first, _) => {
                let detail = format!(
                    "key {} gave order {} ({}) and order {} ({})",
                    answer.key, first.order, first.number, answer.order, answer.number
                );
                self.findings.add("key-gave-two-orders", detail);
            }
            Outcome::Refused(problem) => {
                let detail = format!("key {} was refused with {problem}, then gave order {}", answer.key, answer.order);
                self.findings.add("key-answered-differently", detail);
            }
            Outcome::Unknown => claim.outcome = Outcome::Ordered(answer, promise),
        }
    }

    fn refused(&mut self, key: Uuid, problem: String, at_us: i64) {
        let Some(at) = self.by_key.get(&key).copied() else { return };
        let Some(claim) = self.claims.get_mut(at) else { return };
        let lost_hold =
            ["sold-out", "hold-lapsed", "cart-changed", "cart-empty"].iter().any(|name| problem.ends_with(name));
        if lost_hold && self.holds.promised(claim.ask.owner, claim.ask.edition, at_us) {
            let detail = format!(
                "owner {} was refused the checkout with {problem} while its hold on edition {} was promised",
                claim.ask.owner, claim.ask.edition
            );
            self.findings.add("hold-not-kept", detail);
        }
        match &claim.outcome {
            Outcome::Unknown => claim.outcome = Outcome::Refused(problem),
            Outcome::Refused(_) => {}
            Outcome::Ordered(answer, _) => {
                let detail = format!("key {key} gave order {}, then was refused with {problem}", answer.order);
                self.findings.add("key-answered-differently", detail);
            }
        }
    }

    fn claim(&mut self, key: Uuid) -> Option<&mut Claim> {
        self.claims.get_mut(*self.by_key.get(&key)?)
    }

    fn judge(&self) -> Findings {
        let mut findings = Findings::default();
        let mut sold = Sold::default();
        let (mut orders, mut numbers) = (HashMap::new(), HashMap::new());
        for claim in &self.claims {
            let Outcome::Ordered(answer, promise) = &claim.outcome else { continue };
            if let Some(other) = orders.insert(answer.order, claim.ask.key) {
                findings.add(
                    "order-answered-twice",
                    format!("order {} was given to key {other} and to key {}", answer.order, claim.ask.key),
                );
            }
            if let Some(other) = numbers.insert(answer.number.clone(), answer.order) {
                findings.add(
                    "number-given-twice",
                    format!("number {} belongs to orders {other} and {}", answer.number, answer.order),
                );
            }
            if *promise == Promise::Paid {
                let labelled = answer.copies.iter().map(|copy| (copy.id, copy.label.as_deref()));
                sold.add(answer.order, claim.ask.edition, claim.ask.quantity, labelled, &mut findings);
            }
        }
        self.holds.judge(&mut findings);
        findings
    }
}

/// Which copies were sold to which order: a copy or its label sold twice shows here.
#[derive(Default)]
pub(crate) struct Sold {
    copies: HashMap<Uuid, Uuid>,
    labels: HashMap<(Uuid, String), Uuid>,
    quantities: HashMap<Uuid, u64>,
}

impl Sold {
    /// Adds one line of a paid order.
    pub(crate) fn add<'a>(
        &mut self,
        order: Uuid,
        edition: Uuid,
        quantity: u32,
        copies: impl Iterator<Item = (Uuid, Option<&'a str>)>,
        findings: &mut Findings,
    ) {
        *self.quantities.entry(edition).or_default() += u64::from(quantity);
        for (copy, label) in copies {
            if let Some(other) = self.copies.insert(copy, order) {
                let name = label.unwrap_or("without a label");
                findings.add(
                    "sold-twice",
                    format!("copy {copy} ({name}) of edition {edition} is in orders {other} and {order}"),
                );
            } else if let Some(label) = label
                && let Some(other) = self.labels.insert((edition, label.to_owned()), order)
            {
                findings.add(
                    "label-sold-twice",
                    format!("copy {label} of edition {edition} is in orders {other} and {order} under two ids"),
                );
            }
        }
    }

    /// Pieces of an edition that were sold.
    pub(crate) fn quantity(&self, edition: Uuid) -> u64 {
        self.quantities.get(&edition).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
