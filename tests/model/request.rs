//! What a buyer asks for, and what it is answered.

/// A request of a session. Each is sent under its own idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Request {
    /// Hold a copy.
    Hold,
    /// Order what is held, and start the first attempt to pay.
    Order,
    /// Start another attempt to pay.
    PayAgain,
    /// Call the order off.
    Cancel,
}

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Answer {
    Granted,
    /// Sold out, lapsed, too late: nothing was changed.
    Refused,
}
