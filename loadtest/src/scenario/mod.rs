//! The scenarios: who does what, when. Each makes one report and says whether all is well.

pub(crate) mod catalogue;
pub(crate) mod contention;
pub(crate) mod fanout;
pub(crate) mod mixed;
pub(crate) mod purchase;
