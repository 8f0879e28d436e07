//! Who and what there is, by number.

/// A buyer, with the one session and the at most one order it has in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Buyer(pub(crate) u8);

/// A node: one lane and one worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node(pub(crate) u8);

impl Node {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self(0), Self(1)];

    /// Its place among both.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The other one.
    pub(crate) fn other(self) -> Self {
        Self(1 - self.0)
    }
}

/// A copy of the one edition that is for sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CopyNo(pub(crate) u8);

/// One attempt to pay a buyer's order; also the key the provider is asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PaymentId {
    /// Whose order it pays.
    pub(crate) order: Buyer,
    /// Which attempt, from 0.
    pub(crate) attempt: u8,
}
