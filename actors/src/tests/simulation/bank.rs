//! What happens at the provider without the engine: customers authenticate, banks decide late, and letters (webhooks)
//! tell of it, again and again until somebody has taken them.

use impasto_domain::command::InboxKey;
use impasto_domain::ids::PaymentId;
use impasto_domain::payment::{Payment, PaymentStatus};

use super::buyers::{pick_order, pick_waiting};
use super::deed::Deed;
use super::dice::Dice;
use crate::handles::ProviderEvent;
use crate::testing::{Parts, fee_of};

/// The provider's other side.
pub(super) struct Bank {
    letters: Vec<Letter>,
    parts: Parts,
}

struct Letter {
    payment_id: PaymentId,
    inbox: InboxKey,
    event: ProviderEvent,
    taken: bool,
}

impl Bank {
    pub(super) fn new(parts: &Parts) -> Self {
        Self { letters: Vec::new(), parts: parts.clone() }
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
        let event = self.event(&payment, dice)?;
        let event_id = format!("evt_{}", self.letters.len() + 1);
        let inbox = InboxKey { provider: "test".into(), event_id, notice: None };
        self.letters.push(Letter { payment_id: payment.id, inbox, event, taken: false });
        self.letters.last().map(Letter::deed)
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

impl Letter {
    fn deed(&self) -> Deed {
        Deed::Tell { payment_id: self.payment_id, inbox: self.inbox.clone(), event: self.event.clone() }
    }
}
