//! Tracking numbers: the carriers whose numbers are known, the check digits in them, and where a parcel is followed.
//!
//! A number is refused only where its form says that it has a check digit and that digit is wrong: carriers have more
//! kinds of numbers than these, and what is not known here is taken as it is. No rule but that of UPS looks at letters.
//!
//! The rules are those of the carriers' and the postal union's own papers, as gathered with examples in
//! `github.com/jkeen/tracking_number_data`; the vectors of the tests are from there and from S10 itself.

/// A carrier whose numbers are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// DHL, parcels and express.
    Dhl,
    /// UPS.
    Ups,
    /// FedEx.
    Fedex,
    /// DPD: no check digit that is printed with every number.
    Dpd,
    /// GLS: no rule that is known for certain.
    Gls,
    /// The postal service of the United States.
    Usps,
    /// Royal Mail.
    RoyalMail,
    /// La Poste and Colissimo.
    LaPoste,
    /// Deutsche Post.
    DeutschePost,
    /// Österreichische Post.
    AustrianPost,
    /// Die Schweizerische Post.
    SwissPost,
}

impl Carrier {
    /// Every one.
    pub const ALL: [Self; 11] = [
        Self::Dhl,
        Self::Ups,
        Self::Fedex,
        Self::Dpd,
        Self::Gls,
        Self::Usps,
        Self::RoyalMail,
        Self::LaPoste,
        Self::DeutschePost,
        Self::AustrianPost,
        Self::SwissPost,
    ];

    /// Its name in addresses and configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dhl => "dhl",
            Self::Ups => "ups",
            Self::Fedex => "fedex",
            Self::Dpd => "dpd",
            Self::Gls => "gls",
            Self::Usps => "usps",
            Self::RoyalMail => "royal-mail",
            Self::LaPoste => "la-poste",
            Self::DeutschePost => "deutsche-post",
            Self::AustrianPost => "austrian-post",
            Self::SwissPost => "swiss-post",
        }
    }

    /// The carrier of a name as people write it: `DHL Express`, `Royal Mail`, `la-poste`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let plain = |letter: char| if letter.is_alphanumeric() { letter } else { ' ' };
        let name: String = name.to_lowercase().chars().map(plain).collect();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(match name.as_str() {
            "dhl" | "dhl express" | "dhl paket" => Self::Dhl,
            "ups" => Self::Ups,
            "fedex" | "fedex express" => Self::Fedex,
            "dpd" => Self::Dpd,
            "gls" => Self::Gls,
            "usps" => Self::Usps,
            "royal mail" => Self::RoyalMail,
            "la poste" | "colissimo" => Self::LaPoste,
            "deutsche post" => Self::DeutschePost,
            "austrian post" | "österreichische post" => Self::AustrianPost,
            "swiss post" | "die post" | "la poste suisse" => Self::SwissPost,
            _ => return None,
        })
    }

    /// Whether a number may be one of this carrier's: false for one whose form has a check digit that is wrong, and for
    /// what begins as a number of UPS and is longer or shorter than one.
    #[must_use]
    pub fn may_be(self, number: &str) -> bool {
        let number = compact(number);
        match self {
            Self::Ups => !number.starts_with("1Z") || has_ups_digit(&number),
            Self::Fedex => !is_digits(&number, 12) || has_fedex_digit(&number),
            Self::Dhl => (!is_digits(&number, 10) || has_dhl_digit(&number)) && may_be_s10(&number),
            Self::Usps => (!is_usps(&number) || has_usps_digit(&number)) && may_be_s10(&number),
            Self::RoyalMail | Self::LaPoste | Self::DeutschePost | Self::AustrianPost | Self::SwissPost => {
                may_be_s10(&number)
            }
            Self::Dpd | Self::Gls => true,
        }
    }

    /// The carrier's own page about a number; `None` for a number that has more in it than letters, digits and hyphens.
    #[must_use]
    pub fn url(self, number: &str) -> Option<String> {
        let number: String = number.chars().filter(|letter| !letter.is_whitespace()).collect();
        // What goes into an address is letters and digits only; no carrier's numbers have anything else in them.
        if number.is_empty() || !number.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
            return None;
        }
        let before = match self {
            Self::Dhl => "https://www.dhl.com/global-en/home/tracking.html?tracking-id=",
            Self::Ups => "https://www.ups.com/track?tracknum=",
            Self::Fedex => "https://www.fedex.com/fedextrack/?trknbr=",
            Self::Dpd => "https://tracking.dpd.de/status/en_DE/parcel/",
            Self::Gls => "https://gls-group.com/track/",
            Self::Usps => "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
            Self::RoyalMail => "https://www.royalmail.com/track-your-item#/tracking-results/",
            Self::LaPoste => "https://www.laposte.fr/outils/suivre-vos-envois?code=",
            Self::DeutschePost => "https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode=",
            Self::AustrianPost => "https://www.post.at/sv/sendungsdetails?snr=",
            Self::SwissPost => "https://service.post.ch/ekp-web/ui/entry/search/",
        };
        Some(format!("{before}{number}"))
    }
}

/// A number without spaces and hyphens and with capital letters: as it is compared.
#[must_use]
pub fn compact(number: &str) -> String {
    let letters = number.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Whether two names are the same carrier's: known ones by who they are, others as they are written.
#[must_use]
pub fn is_same_carrier(one: &str, other: &str) -> bool {
    match (Carrier::of_name(one), Carrier::of_name(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.trim().to_lowercase() == other.trim().to_lowercase(),
        _ => false,
    }
}

fn is_digits(number: &str, count: usize) -> bool {
    number.len() == count && number.bytes().all(|letter| letter.is_ascii_digit())
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|letter| letter.to_digit(10)).collect()
}

/// The Universal Postal Union's S10 (S10-12, "Identification of postal items: 13-character identifier"): two letters,
/// eight digits, a check digit, the country. True for what is not of that form.
fn may_be_s10(number: &str) -> bool {
    let is_letter = |place: usize| number.as_bytes().get(place).is_some_and(u8::is_ascii_uppercase);
    let is_s10 = number.len() == 13
        && [0, 1, 11, 12].into_iter().all(is_letter)
        && number.get(2..11).is_some_and(|serial| is_digits(serial, 9));
    !is_s10 || number.get(2..11).is_some_and(has_s10_digit)
}

/// S10, 5.2.2: weights 8 6 4 2 3 5 9 7, eleven less the remainder by eleven; 10 is written 0, and 11 is written 5.
fn has_s10_digit(serial: &str) -> bool {
    let digits = digits(serial);
    let Some((check, digits)) = digits.split_last() else { return false };
    let sum: u32 = digits.iter().zip([8, 6, 4, 2, 3, 5, 9, 7]).map(|(digit, weight)| digit * weight).sum();
    let due = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        digit => digit,
    };
    *check == due
}

/// UPS ("Guide to labeling", 1Z tracking number): of the fifteen characters behind `1Z` every second counts twice, a
/// letter as (its code - 3) modulo 10, and the last digit fills the sum up to the next ten.
fn has_ups_digit(number: &str) -> bool {
    let Some(rest) = number.strip_prefix("1Z").filter(|rest| rest.len() == 16 && rest.is_ascii()) else { return false };
    let value = |letter: u8| match letter {
        b'0'..=b'9' => Some(u32::from(letter - b'0')),
        b'A'..=b'Z' => Some((u32::from(letter) - 3) % 10),
        _ => None,
    };
    let Some(values) = rest.bytes().map(value).collect::<Option<Vec<u32>>>() else { return false };
    let Some((check, values)) = values.split_last() else { return false };
    let weights = [1, 2].into_iter().cycle();
    let sum: u32 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    // The check digit itself is never a letter.
    rest.ends_with(|letter: char| letter.is_ascii_digit()) && (sum + check).is_multiple_of(10)
}

/// FedEx Express, twelve digits: weights 3 1 7 repeated, remainder by eleven, of which 10 is written 0.
fn has_fedex_digit(number: &str) -> bool {
    let digits = digits(number);
    let Some((check, digits)) = digits.split_last() else { return false };
    let weights = [3, 1, 7].into_iter().cycle();
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    *check == sum % 11 % 10
}

/// DHL Express, ten digits of a waybill: the first nine as one number, remainder by seven.
fn has_dhl_digit(number: &str) -> bool {
    let digits = digits(number);
    let Some((check, digits)) = digits.split_last() else { return false };
    *check == digits.iter().fold(0, |rest, digit| (rest * 10 + digit) % 7)
}

/// The Intelligent Mail package barcode of the USPS without a postal code before it.
fn is_usps(number: &str) -> bool {
    is_digits(number, 22) && number.starts_with('9')
}

/// USPS (Publication 199, "Intelligent Mail Package Barcode"): from the right the digits before the last weigh 3 and 1 in
/// turn, and the last fills the sum up to the next ten.
fn has_usps_digit(number: &str) -> bool {
    let digits = digits(number);
    let Some((check, digits)) = digits.split_last() else { return false };
    let weights = [3, 1].into_iter().cycle();
    let sum: u32 = digits.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
    (sum + check).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers that their carriers or the rules' papers show.
    const VALID: [(Carrier, &str); 16] = [
        (Carrier::RoyalMail, "RB123456785GB"),
        (Carrier::LaPoste, "RB 123 456 785 FR"),
        (Carrier::DeutschePost, "rb123456785de"),
        (Carrier::Ups, "1Z5R89390357567127"),
        (Carrier::Ups, "1Z 999 AA1 01 2345 6784"),
        (Carrier::Fedex, "986578788855"),
        (Carrier::Fedex, "477179081230"),
        (Carrier::Fedex, "799531274483"),
        (Carrier::Dhl, "3318810025"),
        (Carrier::Dhl, "3318810014"),
        (Carrier::Usps, "9400 1112 0255 5842 3326 69"),
        // Forms without a check digit that is known.
        (Carrier::Dhl, "JJD000390007882823226"),
        (Carrier::Dhl, "00340434161094021501"),
        (Carrier::Dpd, "01505011111111"),
        (Carrier::Gls, "12345678901"),
        (Carrier::Usps, "4201002334249200190132607600833457"),
    ];

    #[test]
    fn numbers_of_the_carriers_are_taken() {
        for (carrier, number) in VALID {
            assert!(carrier.may_be(number), "{carrier:?} {number}");
        }
    }

    #[test]
    fn a_wrong_check_digit_is_never_taken() {
        for (carrier, number) in VALID.iter().take(11) {
            let number = compact(number);
            // The check digit of S10 stands before the country.
            let place = if number.ends_with(|letter: char| letter.is_ascii_digit()) { number.len() - 1 } else { 10 };
            for digit in b'0'..=b'9' {
                let mut wrong = number.clone().into_bytes();
                let right = wrong[place] == digit;
                wrong[place] = digit;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(carrier.may_be(&wrong), right, "{carrier:?} {wrong}");
            }
        }
    }

    #[test]
    fn what_begins_as_a_number_of_ups_is_as_long_as_one() {
        for number in ["1Z", "1Z5R8939035756712", "1Z5R893903575671277", "1Z5R8939035756712é", "1Z5R8939035756712Q"] {
            assert!(!Carrier::Ups.may_be(number), "{number}");
        }
        assert!(Carrier::Ups.may_be("T9999999999"));
    }

    #[test]
    fn carriers_are_known_however_they_are_written() {
        for carrier in Carrier::ALL {
            assert_eq!(Carrier::of_name(carrier.as_str()), Some(carrier));
            assert!(carrier.url("A1").is_some_and(|url| url.starts_with("https://") && url.ends_with("A1")));
        }
        assert_eq!(Carrier::of_name(" Dhl  EXPRESS "), Some(Carrier::Dhl));
        assert_eq!(Carrier::of_name("By hand"), None);
        assert!(is_same_carrier("La Poste", "la-poste") && is_same_carrier("Art & Co", "art & co "));
        assert!(!is_same_carrier("DHL", "Art & Co") && !is_same_carrier("DHL", "UPS"));
    }

    /// A number with its right last digit, which each rule finds for any digits before it.
    fn completed(carrier: Carrier, start: &str, end: &str) -> Vec<String> {
        (0..10).map(|digit| format!("{start}{digit}{end}")).filter(|number| carrier.may_be(number)).collect()
    }

    fn with_digit(number: &str, place: usize, digit: u8) -> String {
        let mut changed = number.to_owned().into_bytes();
        changed[place] = b'0' + digit;
        String::from_utf8(changed).unwrap()
    }

    proptest! {
        #[test]
        fn any_digits_have_exactly_one_check_digit(serial in "[0-9]{8}", account in "[0-9A-Z]{15}", more in "[0-9]{21}") {
            prop_assert_eq!(completed(Carrier::RoyalMail, &format!("RB{serial}"), "GB").len(), 1);
            prop_assert_eq!(completed(Carrier::Ups, &format!("1Z{account}"), "").len(), 1);
            prop_assert_eq!(completed(Carrier::Fedex, &more[..11], "").len(), 1);
            prop_assert_eq!(completed(Carrier::Dhl, &more[..9], "").len(), 1);
            prop_assert_eq!(completed(Carrier::Usps, &format!("9{}", &more[..20]), "").len(), 1);
        }

        /// What each rule promises of one digit that is wrong, and no more than that.
        #[test]
        fn one_wrong_digit_is_found_where_the_rule_promises_it(
            serial in "[0-9]{21}", place in 0_usize..20, step in 1_u8..10,
        ) {
            let other = |number: &str, place: usize| {
                let now = number.as_bytes()[place] - b'0';
                with_digit(number, place, (now + step) % 10)
            };
            let differs_by = |number: &str, place: usize, by: u8| {
                let now = number.as_bytes()[place] - b'0';
                now.abs_diff((now + step) % 10) == by
            };
            // Weights 3 and 1 have no divisor in common with ten: every single digit.
            let usps = completed(Carrier::Usps, &format!("9{}", &serial[..20]), "").remove(0);
            prop_assert!(!Carrier::Usps.may_be(&other(&usps, 1 + place)));
            // Every second digit of UPS counts twice: there a difference of five is not seen.
            let ups = completed(Carrier::Ups, &format!("1Z{}", &serial[..15]), "").remove(0);
            let at = place % 15;
            if at % 2 == 0 || !differs_by(&ups, 2 + at, 5) {
                prop_assert!(!Carrier::Ups.may_be(&other(&ups, 2 + at)));
            }
            // Modulo seven a difference of seven is not seen.
            let dhl = completed(Carrier::Dhl, &serial[..9], "").remove(0);
            if !differs_by(&dhl, place % 9, 7) {
                prop_assert!(!Carrier::Dhl.may_be(&other(&dhl, place % 9)));
            }
            // Eleven remainders are ten digits: two of them are written alike, so that those alone are mistaken.
            let fedex = completed(Carrier::Fedex, &serial[..11], "").remove(0);
            if !fedex.ends_with('0') {
                prop_assert!(!Carrier::Fedex.may_be(&other(&fedex, place % 11)));
            }
            let s10 = completed(Carrier::RoyalMail, &format!("RB{}", &serial[..8]), "GB").remove(0);
            if s10.as_bytes()[10] != b'5' {
                prop_assert!(!Carrier::RoyalMail.may_be(&other(&s10, 2 + place % 8)));
            }
        }

        #[test]
        fn any_text_is_judged(text in ".{0,40}") {
            for carrier in Carrier::ALL {
                let _judged = (carrier.may_be(&text), carrier.url(&text));
            }
        }
    }
}
