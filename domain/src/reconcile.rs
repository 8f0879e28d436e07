//! What a provider says it took, gave back and kept, against what the house knows: differences are listed, nothing is changed.

use std::collections::BTreeMap;

use crate::money::Currency;

/// Money that moved at a provider.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProviderMove {
    /// The provider's own name for the payment.
    pub reference: String,
    /// The currency's code.
    pub currency: String,
    /// How much, minor units: more than nothing came in, less went back.
    pub amount_minor: i64,
}

impl ProviderMove {
    /// A move.
    #[must_use]
    pub fn new(reference: &str, currency: Currency, amount_minor: i64) -> Self {
        Self { reference: reference.to_owned(), currency: currency.code().to_owned(), amount_minor }
    }
}

/// Where the two do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The provider's name for the payment.
    pub reference: String,
    /// The currency's code.
    pub currency: String,
    /// What the provider says came in and went back, minor units; nothing when it does not know it.
    pub theirs: Option<Sums>,
    /// The same as the house has it.
    pub ours: Option<Sums>,
}

/// What came in for a payment and what went back, minor units; neither is negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Came in.
    pub taken_minor: i64,
    /// Went back.
    pub returned_minor: i64,
}

/// Every payment on which the provider and the house do not agree, in the order of their references.
#[must_use]
pub fn differences(theirs: &[ProviderMove], ours: &[ProviderMove]) -> Vec<Difference> {
    let (theirs, ours) = (summed(theirs), summed(ours));
    let mut keys: Vec<&(String, String)> = theirs.keys().chain(ours.keys()).collect();
    keys.sort();
    keys.dedup();
    let differs = |key: &&(String, String)| theirs.get(*key) != ours.get(*key);
    keys.into_iter()
        .filter(differs)
        .map(|key| Difference {
            reference: key.0.clone(),
            currency: key.1.clone(),
            theirs: theirs.get(key).copied(),
            ours: ours.get(key).copied(),
        })
        .collect()
}

fn summed(moves: &[ProviderMove]) -> BTreeMap<(String, String), Sums> {
    let mut sums: BTreeMap<(String, String), Sums> = BTreeMap::new();
    for one in moves {
        let sum = sums.entry((one.reference.clone(), one.currency.clone())).or_default();
        if one.amount_minor >= 0 {
            sum.taken_minor = sum.taken_minor.saturating_add(one.amount_minor);
        } else {
            sum.returned_minor = sum.returned_minor.saturating_sub(one.amount_minor);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(reference: &str, amount_minor: i64) -> ProviderMove {
        ProviderMove::new(reference, Currency::EUR, amount_minor)
    }

    #[test]
    fn what_agrees_is_not_named_and_what_differs_is() {
        let ours = [of("a", 100), of("a", -30), of("b", 200), of("c", 300)];
        let theirs = [of("a", -10), of("a", 100), of("a", -20), of("b", 201), of("d", 5)];
        let found = differences(&theirs, &ours);
        let names: Vec<&str> = found.iter().map(|one| one.reference.as_str()).collect();
        assert_eq!(names, ["b", "c", "d"]);
        assert_eq!(found[0].theirs, Some(Sums { taken_minor: 201, returned_minor: 0 }));
        assert_eq!((found[1].theirs, found[2].ours), (None, None));
        assert!(differences(&ours, &ours).is_empty());
        let pounds = [ProviderMove::new("b", Currency::GBP, 200)];
        assert_eq!(differences(&pounds, &[of("b", 200)]).len(), 2, "currencies do not mix");
    }
}
