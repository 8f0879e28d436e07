//! What an artist who registers starts with: a profile and a seller of one.
//! Knows nothing of passwords or tokens.

use impasto_domain::address::{Address, Country};
use impasto_domain::edit::NewArtist;
use impasto_domain::ids::{ArtistId, Mint, SellerId};
use impasto_domain::money::Currency;
use impasto_domain::seller::Seller;

use crate::gateway::shared::Shared;

/// The profile and the seller of somebody who registers as an artist. Address, tax number and VAT id are for them to
/// fill in; until then the seller sits in the house's own country.
pub(super) fn new(shared: &Shared, mint: &mut Mint, display_name: &str, email: &str) -> NewArtist {
    let sellers = &shared.config.sellers;
    let (id, seller_id): (ArtistId, SellerId) = (mint.mint(), mint.mint());
    let slug = slug(display_name);
    let currency = shared.config.site.currencies.first().and_then(|code| Currency::from_code(code));
    let seller = Seller {
        id: seller_id,
        slug: slug.clone(),
        name: display_name.to_owned(),
        legal_name: display_name.to_owned(),
        address: address(shared, display_name),
        vat_id: None,
        tax_number: None,
        email: email.to_owned(),
        currency: currency.unwrap_or(Currency::EUR),
        commission_basis_points: shared
            .profile
            .get()
            .commission_basis_points
            .unwrap_or(sellers.commission_basis_points),
        series_prefix: series_prefix(&slug, seller_id),
        verified: sellers.verified_at_once.unwrap_or(shared.is_demo),
        trader: None,
        shipping: None,
        payout_account: None,
    };
    NewArtist { id, slug, name: display_name.to_owned(), bio: String::new(), country: None, born: None, seller }
}

/// Where a new seller sits. In a trial house an example, so that its documents are whole; elsewhere nothing is made up,
/// and nothing can be handed in before it is given.
fn address(shared: &Shared, display_name: &str) -> Address {
    let example = shared.config.is_trial(shared.is_demo);
    let line = |text: &str| if example { text.to_owned() } else { String::new() };
    Address {
        name: display_name.to_owned(),
        line1: line("1 Example Street"),
        line2: None,
        city: line("Exampletown"),
        postal_code: line("00000"),
        region: None,
        country: shared.config.sellers.country(),
    }
}

impl crate::config::Sellers {
    /// The country of sellers that have not given theirs.
    #[must_use]
    pub fn country(&self) -> Country {
        // Checked when the configuration was loaded; the fallback is the default's.
        let country = Country::parse(&self.default_country).or_else(|| Country::parse("DE"));
        #[expect(clippy::expect_used, reason = "a constant of the list of countries")]
        country.expect("DE is a country")
    }
}

/// A slug to start from: lower-case letters and digits of any script, joined by single hyphens; `artist` when there
/// are none. Never the text of an id.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            slug.push_str(folded(letter).unwrap_or(letter.encode_utf8(&mut [0; 4])));
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.chars().take(60).collect();
    match slug.trim_end_matches('-') {
        "" => "artist".to_owned(),
        // An address that reads as an id would be looked up as one.
        id if uuid::Uuid::parse_str(id).is_ok() => format!("no-{id}"),
        slug => slug.to_owned(),
    }
}

/// Letters that are usually written otherwise in addresses.
fn folded(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ł' => "l",
        'ñ' | 'ń' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ś' | 'š' => "s",
        'ù' | 'ú' | 'û' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// The prefix of a seller's document numbers: up to three letters of the name and five characters of its id (Crockford's
/// base 32, from the id's random end), so that no two sellers share one.
fn series_prefix(slug: &str, id: SellerId) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letters = slug.chars().filter(char::is_ascii_alphabetic).take(3).map(|c| c.to_ascii_uppercase());
    let bits = id.0.as_u128();
    let digits = (0..5).rev().map(|place| {
        let index = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
        char::from(DIGITS.get(index).copied().unwrap_or(b'0'))
    });
    letters.chain(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn slugs_are_readable_addresses() {
        assert_eq!(slug("Käthe  O'Neill & Söhne!"), "kaethe-o-neill-soehne");
        assert_eq!(slug("Łucja Żółć"), "lucja-zolc");
        assert_eq!(slug("草間"), "草間");
        assert_eq!(slug("***"), "artist");
        assert_eq!(slug("0123456789abcdef 0123456789abcdef"), "0123456789abcdef-0123456789abcdef");
        assert_eq!(slug("0123456789abcdef0123456789ABCDEF"), "no-0123456789abcdef0123456789abcdef");
        assert_eq!(slug(&format!("{} b", "a".repeat(59))), "a".repeat(59));
    }

    #[test]
    fn a_series_prefix_is_of_the_name_and_the_id() {
        let one = series_prefix("ada-berg", SellerId(Uuid::from_u128(31)));
        assert_eq!(one, "ADA0000Z");
        assert_ne!(one, series_prefix("ada-berg", SellerId(Uuid::from_u128(30))));
    }
}
