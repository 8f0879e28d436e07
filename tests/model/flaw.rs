//! What could be built wrongly. Each flaw is one rule of the product left out; the checker must find what it breaks.

/// A rule that is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Flaw {
    /// The free copy is read when the batch is gathered, before the stock row is locked.
    ReadBeforeLock,
    /// What was carried out is not remembered: neither the batch's row nor the buyer's key is looked for.
    ForgottenAnswers,
    /// An order whose hold runs out expires at once, as if the provider had cancelled.
    ExpiredUnasked,
    /// Late money is kept though the goods are gone.
    LateMoneyKept,
    /// A worker's own writes to its job do not name its lease.
    UnfencedLease,
    /// A job counts as done when it is taken.
    DoneWhenTaken,
    /// The provider is asked under a new key each time.
    NewKeyEachTime,
}
