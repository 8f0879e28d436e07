//! Named places where a test makes an actor fall. In the program itself there is nothing here.

/// Places where work can be cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// A session has a request and has not reached the store.
    SessionBefore,
    /// A session has its answer and has not passed it on.
    SessionAfter,
    /// An inventory actor has a request.
    Inventory,
    /// A checkout has the provider's answer and has not stored it.
    CheckoutAsked,
    /// A checkout has stored the provider's answer and has not told it.
    CheckoutStored,
    /// The checkout supervisor looks for jobs.
    CheckoutPoll,
    /// The invoice supervisor has a request.
    Invoice,
    /// The invoice supervisor looks for jobs.
    InvoicePoll,
    /// The notification supervisor looks for mails.
    Mail,
    /// The presence actor has news.
    Presence,
    /// The presence actor looks for news.
    PresenceRound,
    /// The sweeper looks for due editions.
    Sweep,
}

/// Falls planned by a test.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    #[cfg(test)]
    planned: std::sync::Mutex<std::collections::HashMap<Place, u32>>,
    #[cfg(test)]
    everywhere: std::sync::atomic::AtomicBool,
}

impl Faults {
    /// Falls here if a test has planned it.
    #[cfg(not(test))]
    #[inline]
    pub(crate) fn hit(&self, _place: Place) {}

    #[cfg(test)]
    pub(crate) fn hit(&self, place: Place) {
        let falls = {
            let mut planned = self.planned.lock().unwrap();
            match planned.get_mut(&place) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    true
                }
                _ => false,
            }
        };
        let everywhere = self.everywhere.load(std::sync::atomic::Ordering::SeqCst);
        assert!(!falls && !everywhere, "planned fall at {place:?}");
    }

    /// From now on whoever comes to any place falls.
    #[cfg(test)]
    pub(crate) fn plan_everywhere(&self) {
        self.everywhere.store(true, std::sync::atomic::Ordering::SeqCst);
    }

    /// Plans no more falls.
    #[cfg(test)]
    pub(crate) fn plan_none(&self) {
        self.planned.lock().unwrap().clear();
    }

    /// Plans `times` falls at a place.
    #[cfg(test)]
    pub(crate) fn plan(&self, place: Place, times: u32) {
        self.planned.lock().unwrap().insert(place, times);
    }

    /// Falls still to come.
    #[cfg(test)]
    pub(crate) fn left(&self, place: Place) -> u32 {
        self.planned.lock().unwrap().get(&place).copied().unwrap_or(0)
    }
}
