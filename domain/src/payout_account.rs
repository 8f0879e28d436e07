//! Where a seller's money goes: an account with a bank, or one with a payment provider.

use serde::{Deserialize, Serialize};

/// The longest IBAN there may be (ISO 13616).
const IBAN_MAX: usize = 34;
/// The shortest IBAN in use: Norway's.
const IBAN_MIN: usize = 15;
/// The longest account id of a provider that is taken.
const ACCOUNT_MAX: usize = 64;
/// How many characters at the end of an account may be read by everybody who sees it.
const SHOWN: usize = 4;

/// An account that money can be sent to.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayoutAccount(String);

/// Which way money goes to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutWay {
    /// By a file for the house's bank.
    Bank,
    /// By the payment provider.
    Transfer,
}

/// A text that names no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an IBAN whose check digits are right, or an account that begins with acct_")]
pub struct NoAccount;

impl PayoutWay {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Transfer => "transfer",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Bank, Self::Transfer].into_iter().find(|way| way.as_str() == name)
    }
}

impl PayoutAccount {
    /// Takes an account as people write it: an IBAN with or without blanks in either case, or a provider's account.
    ///
    /// # Errors
    /// [`NoAccount`] for anything else, also for an IBAN with a digit that is wrong.
    pub fn parse(text: &str) -> Result<Self, NoAccount> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("acct_") {
            let is_plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            let fits = !rest.is_empty() && text.len() <= ACCOUNT_MAX;
            return if is_plain && fits { Ok(Self(text.to_owned())) } else { Err(NoAccount) };
        }
        let iban: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let iban = iban.to_ascii_uppercase();
        if is_iban(&iban) { Ok(Self(iban)) } else { Err(NoAccount) }
    }

    /// The account, without blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which way money goes there.
    #[must_use]
    pub fn way(&self) -> PayoutWay {
        if self.0.starts_with("acct_") { PayoutWay::Transfer } else { PayoutWay::Bank }
    }

    /// What may be shown of it: `DE•• •••• 3000`, `acct_••••9Zk2`.
    #[must_use]
    pub fn masked(&self) -> String {
        // All of it is ASCII, so that bytes are characters.
        let last = self.0.get(self.0.len().saturating_sub(SHOWN)..).unwrap_or_default();
        match self.way() {
            PayoutWay::Transfer => format!("acct_••••{last}"),
            PayoutWay::Bank => format!("{}•• •••• {last}", self.0.get(..2).unwrap_or_default()),
        }
    }
}

impl std::fmt::Debug for PayoutAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PayoutAccount").field(&self.masked()).finish()
    }
}

impl TryFrom<String> for PayoutAccount {
    type Error = NoAccount;

    fn try_from(text: String) -> Result<Self, NoAccount> {
        Self::parse(&text)
    }
}

impl From<PayoutAccount> for String {
    fn from(account: PayoutAccount) -> Self {
        account.0
    }
}

/// ISO 13616: country, two check digits, the rest; ISO 7064, MOD 97-10 over the whole with its head at the end is 1.
fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !(IBAN_MIN..=IBAN_MAX).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let (head, rest) = bytes.split_at(4);
    let formed = head.iter().take(2).all(u8::is_ascii_uppercase) && head.iter().skip(2).all(u8::is_ascii_digit);
    let remainder = rest.iter().chain(head).fold(0_u32, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        _ => (sum * 100 + u32::from(byte.to_ascii_uppercase().saturating_sub(b'A')) + 10) % 97,
    });
    formed && remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of ISO 13616's registry.
    const IBANS: [&str; 6] = [
        "DE89 3704 0044 0532 0130 00",
        "FR14 2004 1010 0505 0001 3M02 606",
        "AT611904300234573201",
        "gb29 nwbk 6016 1331 9268 19",
        "NO9386011117947",
        "CH9300762011623852957",
    ];

    #[test]
    fn ibans_of_the_registry_are_taken_and_each_wrong_digit_is_found() {
        for iban in IBANS {
            let account = PayoutAccount::parse(iban).unwrap();
            assert_eq!(account.way(), PayoutWay::Bank);
            let plain = account.as_str().to_owned();
            for place in 4..plain.len() {
                let mut wrong = plain.clone().into_bytes();
                if wrong[place].is_ascii_digit() {
                    wrong[place] = b'0' + (wrong[place] - b'0' + 1) % 10;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_eq!(PayoutAccount::parse(&wrong), Err(NoAccount), "{wrong}");
                }
            }
        }
    }

    #[test]
    fn what_names_no_account_is_refused() {
        for text in
            ["", "DE", "acct_", "acct_1 2", "acct_=cmd", "12893704004405320130", "DÉ89370400440532013000", "cash"]
        {
            assert_eq!(PayoutAccount::parse(text), Err(NoAccount), "{text}");
        }
    }

    #[test]
    fn accounts_are_shown_by_their_ends_only() {
        let bank = PayoutAccount::parse(IBANS[0]).unwrap();
        assert_eq!(bank.masked(), "DE•• •••• 3000");
        assert!(!format!("{bank:?}").contains("37040044"));
        let provider = PayoutAccount::parse("acct_1032D82eZvKYlo2C").unwrap();
        assert_eq!((provider.masked().as_str(), provider.way()), ("acct_••••lo2C", PayoutWay::Transfer));
    }
}
