//! What happens at the provider without the engine: customers authenticate, banks decide late, take money back and keep it
//! or not, and letters (webhooks) tell of it, again and again until somebody has taken them.

use std::collections::BTreeMap;

use impasto_domain::command::InboxKey;
use impasto_domain::dispute::{Dispute, DisputeStatus};
use impasto_domain::ids::PaymentId;
use impasto_domain::money::Money;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::hooks::DisputeNotice;

use super::buyers::{pick_order, pick_waiting};
use super::deed::Deed;
use super::dice::Dice;
use crate::handles::{DisputeWord, ProviderEvent};
use crate::testing::{Parts, ensure, fee_of};

/// What the provider asks for a case, minor units.
pub(super) const DISPUTE_FEE_MINOR: i64 = 1_500;

/// The provider's other side.
pub(super) struct Bank {
    letters: Vec<Letter>,
    cases: BTreeMap<PaymentId, Case>,
    parts: Parts,
}

/// Money that a customer's bank has taken back.
struct Case {
    payment: Payment,
    reference: String,
    amount: Money,
    /// Whether the house gets it back; nothing while nobody has decided that.
    won: Option<bool>,
}

struct Letter {
    payment_id: PaymentId,
    inbox: InboxKey,
    event: ProviderEvent,
    taken: bool,
}

impl Bank {
    pub(super) fn new(parts: &Parts) -> Self {
        Self { letters: Vec::new(), cases: BTreeMap::new(), parts: parts.clone() }
    }

    /// A customer authenticates; many come back to the shop and ask how far it is.
    pub(super) fn authorise(&self, dice: &mut Dice) -> Option<Deed> {
        let deed = self.parts.journal.peek(|state| pick_waiting(state, dice))?;
        let Deed::Confirm { payment_id, .. } = &deed else { return None };
        self.parts.provider.authorise(*payment_id);
        dice.percent(60).then_some(deed)
    }

    /// Something happens to a payment, and mostly a letter is written about it. Without one it is for the house to ask,
    /// which it does as long as it was not told a last word.
    pub(super) fn decide(&mut self, dice: &mut Dice) -> Option<Deed> {
        let payment = self.parts.journal.peek(|state| {
            // Rather to an order that somebody tries to pay in several ways.
            let several = pick_order(state, dice, |order| order.payments.len() > 1).filter(|_| dice.percent(50));
            let order = several.or_else(|| pick_order(state, dice, |_| true))?;
            dice.pick(&order.payments).cloned()
        })?;
        if payment.status.is_open() && self.parts.provider.is_undecided(&payment) && dice.percent(40) {
            self.parts.provider.take(payment.id);
            return None;
        }
        let is_known = matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded);
        if is_known && dice.percent(30) {
            return self.dispute(&payment, dice);
        }
        let event = self.event(&payment, dice)?;
        Some(self.write(payment.id, event))
    }

    /// Writes a letter.
    fn write(&mut self, payment_id: PaymentId, event: ProviderEvent) -> Deed {
        let event_id = format!("evt_{}", self.letters.len() + 1);
        let inbox = InboxKey { provider: "test".into(), event_id, notice: None };
        let letter = Letter { payment_id, inbox, event, taken: false };
        let deed = letter.deed();
        self.letters.push(letter);
        deed
    }

    /// A customer's bank takes money back, or decides the case, or writes once more. Some of its letters lie about for a
    /// while, so that the end of a case may be heard before its beginning.
    fn dispute(&mut self, payment: &Payment, dice: &mut Dice) -> Option<Deed> {
        let deed = match self.cases.get(&payment.id) {
            None => {
                let whole = payment.amount.amount_minor;
                let minor = if dice.percent(70) { whole } else { (whole / 2).max(1) };
                let case = Case {
                    payment: payment.clone(),
                    reference: format!("case_{}", self.cases.len() + 1),
                    amount: Money::new(minor, payment.amount.currency),
                    won: None,
                };
                let opened = case.opened();
                self.cases.insert(payment.id, case);
                self.write(payment.id, opened)
            }
            Some(case) if case.won.is_some() || dice.percent(20) => {
                let opened = case.opened();
                self.write(payment.id, opened)
            }
            Some(_) => self.close(payment.id, dice.percent(50))?,
        };
        dice.percent(70).then_some(deed)
    }

    /// A case is decided.
    fn close(&mut self, payment_id: PaymentId, won: bool) -> Option<Deed> {
        let case = self.cases.get_mut(&payment_id)?;
        case.won = Some(won);
        if !won {
            self.parts.provider.lose(&case.payment, case.amount.amount_minor);
        }
        let closed = DisputeWord::Closed { reference: case.reference.clone(), won };
        Some(self.write(payment_id, ProviderEvent::Dispute(closed)))
    }

    /// No case stays open for ever.
    pub(super) fn close_all(&mut self, dice: &mut Dice) {
        let open: Vec<PaymentId> =
            self.cases.iter().filter(|(_, case)| case.won.is_none()).map(|(payment_id, _)| *payment_id).collect();
        for payment_id in open {
            self.close(payment_id, dice.percent(50));
        }
    }

    /// In the end the house knows each case once, as the bank does.
    ///
    /// # Errors
    /// What it does not know.
    pub(super) fn check_cases(&self) -> Result<(), String> {
        self.parts.journal.peek(|state| {
            let known: Vec<&Dispute> = state.orders.values().flat_map(|order| &order.disputes).collect();
            ensure!(known.len() == self.cases.len(), "{} cases are known of {}", known.len(), self.cases.len());
            for (payment_id, case) in &self.cases {
                let status = if case.won == Some(true) { DisputeStatus::Won } else { DisputeStatus::Lost };
                let is_known = known.iter().any(|known| {
                    (known.payment_id, known.status, known.amount) == (*payment_id, status, case.amount)
                        && known.reference == case.reference
                });
                ensure!(is_known, "{} is not known as {status:?}: {known:?}", case.reference);
            }
            Ok(())
        })
    }

    fn event(&self, payment: &Payment, dice: &mut Dice) -> Option<ProviderEvent> {
        let provider = &self.parts.provider;
        let provider_ref = Some(format!("ref_{}", payment.id));
        if provider.took(payment.id) {
            return Some(ProviderEvent::Succeeded { provider_ref, fee: fee_of(payment) });
        }
        let changes_its_mind = match payment.status {
            PaymentStatus::Failed => dice.percent(50),
            PaymentStatus::Pending | PaymentStatus::RequiresAction => dice.percent(60),
            PaymentStatus::Succeeded | PaymentStatus::Refunded => false,
        };
        if changes_its_mind {
            provider.take(payment.id);
            return Some(ProviderEvent::Succeeded { provider_ref, fee: fee_of(payment) });
        }
        payment.status.is_open().then(|| {
            provider.decline(payment.id);
            ProviderEvent::Failed { code: "bank_says_no".into() }
        })
    }

    /// Sends a letter again: one that nobody took, or sometimes any.
    pub(super) fn send_again(&self, dice: &mut Dice) -> Option<Deed> {
        let any = dice.percent(20);
        let letters: Vec<&Letter> = self.letters.iter().filter(|letter| any || !letter.taken).collect();
        dice.pick(&letters).map(|letter| letter.deed())
    }

    /// Somebody has taken a letter.
    pub(super) fn taken(&mut self, inbox: &InboxKey) {
        self.letters.iter_mut().filter(|letter| letter.inbox == *inbox).for_each(|letter| letter.taken = true);
    }

    /// Letters that nobody has taken.
    pub(super) fn untaken(&self) -> Vec<Deed> {
        self.letters.iter().filter(|letter| !letter.taken).map(Letter::deed).collect()
    }
}

impl Case {
    fn opened(&self) -> ProviderEvent {
        ProviderEvent::Dispute(DisputeWord::Opened(DisputeNotice {
            reference: self.reference.clone(),
            reason: "fraudulent".to_owned(),
            amount: self.amount,
            fee: Some(Money::new(DISPUTE_FEE_MINOR, self.amount.currency)),
            evidence_due_at: None,
        }))
    }
}

impl Letter {
    fn deed(&self) -> Deed {
        Deed::Tell { payment_id: self.payment_id, inbox: self.inbox.clone(), event: self.event.clone() }
    }
}
