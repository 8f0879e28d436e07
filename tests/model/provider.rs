//! The payment provider: a machine of its own that nobody can roll back.
//!
//! It knows each attempt by its key, so asking again is answered as before. It may decide at once or later, it tells
//! its word by itself up to a number of times, and it may charge after all what it had declined or cancelled.

use std::collections::BTreeMap;

use crate::ids::PaymentId;

/// What the provider has made of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Standing {
    /// It has never heard of it.
    Unasked,
    /// It takes its time, as a bank transfer or a customer's authentication does.
    Undecided,
    Charged,
    Declined,
    Cancelled,
}

/// How the provider takes a call about something it has not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mood {
    /// There is nothing to choose: it says what it said before.
    AsBefore,
    Approves,
    Refuses,
    /// Not yet; or, asked to cancel, that the money is on its way.
    Delays,
}

/// An attempt on the provider's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Account {
    pub(crate) standing: Standing,
    pub(crate) charges: u8,
    pub(crate) refunds: u8,
    /// How often it will still tell its word by itself.
    pub(crate) tellings: u8,
}

/// All attempts the provider was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Provider {
    pub(crate) accounts: BTreeMap<PaymentId, Account>,
    tellings: u8,
}

impl Account {
    /// Money the house has of it.
    pub(crate) fn kept(self) -> u8 {
        self.charges.saturating_sub(self.refunds)
    }

    fn become_as(&mut self, standing: Standing) {
        self.standing = standing;
        self.charges += u8::from(standing == Standing::Charged);
    }
}

impl Provider {
    pub(crate) fn telling(tellings: u8) -> Self {
        Self { accounts: BTreeMap::new(), tellings }
    }

    pub(crate) fn standing(&self, payment: PaymentId) -> Standing {
        self.accounts.get(&payment).map_or(Standing::Unasked, |account| account.standing)
    }

    /// How it may take a call that asks for the money.
    pub(crate) fn moods_to_charge(&self, payment: PaymentId) -> &'static [Mood] {
        match self.standing(payment) {
            Standing::Unasked => &[Mood::Approves, Mood::Refuses, Mood::Delays],
            _ => &[Mood::AsBefore],
        }
    }

    /// How it may take a call to cancel.
    pub(crate) fn moods_to_cancel(&self, payment: PaymentId) -> &'static [Mood] {
        match self.standing(payment) {
            Standing::Undecided => &[Mood::Refuses, Mood::Delays],
            _ => &[Mood::AsBefore],
        }
    }

    /// Asks for the money, or how far it is.
    pub(crate) fn charge(&mut self, payment: PaymentId, mood: Mood, known_key: bool) -> Standing {
        let account = self.account(payment);
        match (account.standing, mood) {
            (Standing::Unasked, Mood::Approves) => account.become_as(Standing::Charged),
            (Standing::Unasked, Mood::Refuses) => account.become_as(Standing::Declined),
            (Standing::Unasked, _) => account.become_as(Standing::Undecided),
            (Standing::Charged, _) if !known_key => account.become_as(Standing::Charged),
            _ => {}
        }
        account.standing
    }

    /// Calls the attempt back, if that is still possible.
    pub(crate) fn cancel(&mut self, payment: PaymentId, mood: Mood) -> Standing {
        let account = self.account(payment);
        match (account.standing, mood) {
            (Standing::Unasked, _) | (Standing::Undecided, Mood::Refuses) => account.become_as(Standing::Cancelled),
            _ => {}
        }
        account.standing
    }

    /// Gives the money back, once.
    pub(crate) fn refund(&mut self, payment: PaymentId) {
        self.account(payment).refunds = 1;
    }

    /// Decides what it took its time for.
    pub(crate) fn decide(&mut self, payment: PaymentId, standing: Standing) {
        self.account(payment).become_as(standing);
    }

    /// Charges what it had refused, and says so.
    pub(crate) fn change_its_mind(&mut self, payment: PaymentId) {
        let account = self.account(payment);
        account.become_as(Standing::Charged);
        account.tellings = account.tellings.max(1);
    }

    /// Tells its word by itself.
    pub(crate) fn tell(&mut self, payment: PaymentId) -> Standing {
        let account = self.account(payment);
        account.tellings = account.tellings.saturating_sub(1);
        account.standing
    }

    fn account(&mut self, payment: PaymentId) -> &mut Account {
        let new = Account { standing: Standing::Unasked, charges: 0, refunds: 0, tellings: self.tellings };
        self.accounts.entry(payment).or_insert(new)
    }
}
