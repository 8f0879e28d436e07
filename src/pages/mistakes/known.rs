//! The sentences of the API that are known, and the messages that say them to a reader.
//! It does not know which form they are for.

use crate::words::{Language, Message, current, decimal, t};

/// What is wrong with a field. `{name}` stands for what differs; what is more particular comes first.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("must not be empty before everybody sees it", "mistake-empty-shown"),
    ("must not be empty", "mistake-empty"),
    ("must be one line without control characters", "mistake-one-line"),
    ("must not contain control characters", "mistake-control"),
    ("must have at most {most} characters", "mistake-characters"),
    ("must have at most {most} copies together", "mistake-copies-together"),
    ("must have at most {most} entries", "mistake-entries"),
    ("must have 1 to {most} entries", "mistake-entries-some"),
    ("must be an e-mail address", "mistake-email-form"),
    ("must be between 0 and 100, with at most two decimals", "mistake-percent"),
    ("must be between -{least} and {most}, and not 0", "mistake-not-zero"),
    ("must be between {least} and {most}", "mistake-between"),
    ("must be from 1 to {most} minor units of {currency}: that is what can still be given back", "mistake-refundable"),
    ("must be from {least} to {most}", "mistake-from-to"),
    ("must be at least {least}", "mistake-at-least"),
    ("must be at most {most}", "mistake-at-most"),
    ("must be more than 0 and at most {most} kilograms", "mistake-kilograms"),
    ("must be more than 0 and at most {most} centimetres", "mistake-centimetres"),
    ("must be a number, such as 40.5", "mistake-number-such"),
    ("must be a number", "mistake-number"),
    ("must be a whole number, plus or minus", "mistake-whole-number-signed"),
    ("must be a whole number", "mistake-whole-number"),
    ("must be an amount, such as 1250 or 1250.50", "mistake-amount"),
    ("must be an amount, such as 25 or 25.50", "mistake-sum"),
    ("must be yes or no", "mistake-yes-or-no"),
    ("must be a year, such as {year}", "mistake-year"),
    ("must be a day, such as {day}", "mistake-day"),
    ("must be an address that begins with https://", "mistake-https"),
    ("must be an address of this site or of an allowed origin", "mistake-return-address"),
    ("must be a sum in the payment's currency", "mistake-dispute-sum"),
    ("must be an id", "mistake-id"),
    ("must be an id or an e-mail address", "mistake-id-or-email"),
    ("must be chosen", "mistake-chosen"),
    ("must be a country", "mistake-country"),
    ("must be an ISO 3166-1 alpha-2 country code", "mistake-country-code"),
    ("must be a country code of two letters, such as DE", "mistake-country-letters"),
    ("must be an ISO 4217 currency code", "mistake-currency-code"),
    ("is not known", "mistake-not-known"),
    ("must be a VAT id with its country prefix", "mistake-vat-id"),
    ("does not have the form of the VAT ids of its country", "mistake-vat-id-form"),
    ("has a check digit that does not fit: look at the number again", "mistake-vat-id-digit"),
    ("is not a payment provider of this house", "mistake-provider"),
    ("is not a test token", "mistake-test-token"),
    ("is not a way to pay by Stripe in this house", "mistake-stripe-way"),
    ("must not be negative", "mistake-negative"),
    ("is required", "mistake-required"),
    ("is given twice", "mistake-given-twice"),
    ("is named twice", "mistake-named-twice"),
    ("is there twice: same country, regime and day", "mistake-rate-twice"),
    ("is there twice", "mistake-there-twice"),
    ("must be one of the house's currencies", "mistake-house-currency"),
    ("must be one of {list}", "mistake-one-of"),
    ("is not the account’s password", "mistake-password-wrong"),
    ("is needed on invoices before the work can be submitted", "mistake-needed-invoices"),
    ("is needed before the work can be submitted", "mistake-needed-submit"),
    ("is needed for what is sold", "mistake-needed-sold"),
    ("cannot be taken away once a work was submitted", "mistake-stays"),
    ("is for limited editions", "mistake-limited-only"),
    ("are for limited editions", "mistake-limited-only-proofs"),
    ("must all be in one currency", "mistake-one-currency"),
    ("must be unique, limited or open", "mistake-edition-kind"),
    ("must be standard, reduced_art, margin_art or exempt_small_business", "mistake-tax-regime"),
    ("must be standard or reduced_art", "mistake-tax-regime-rate"),
    ("cannot change", "mistake-no-change"),
    ("is not an artist of this seller", "mistake-not-artist"),
    ("is not an artist of yours: add the profile first", "mistake-not-artist-yours"),
    ("has no account here", "mistake-no-account"),
    ("must be owner or member", "mistake-role"),
    ("must rise, and only the last has none", "mistake-bands-rise"),
    ("is not a regime of tax", "mistake-no-regime"),
    ("has no tax rate in this house's table", "mistake-no-tax-rate"),
    ("takes at most {most} files at once", "mistake-files"),
    ("takes at most {most} pictures at once", "mistake-pictures"),
    ("is not text in UTF-8: save the table as \"CSV UTF-8\"", "mistake-not-utf8"),
    ("is empty", "mistake-no-content"),
    ("has a quotation mark in line {line} that is never closed", "mistake-quotation"),
    ("has more than {most} lines", "mistake-lines"),
    ("has columns that are not known here: {names}", "mistake-columns"),
    ("has no column named {column} in its first line", "mistake-no-column"),
    ("must come before the pictures", "mistake-before-pictures"),
    ("is not a currency's code", "mistake-not-currency-code"),
    ("must name what is in the parcel", "mistake-parcel-empty"),
    ("is no number of this carrier: a digit is wrong or missing", "mistake-tracking-number"),
    ("is not a line of this part of the order", "mistake-not-part-line"),
    ("was made to order: the right of withdrawal does not apply to it", "mistake-made-to-order"),
    ("was withdrawn from or given back already", "mistake-returned-already"),
    ("has not left yet", "mistake-not-left"),
    ("must name a line", "mistake-name-line"),
    ("is not a line of this return", "mistake-not-return-line"),
    ("is not a part of this order", "mistake-not-order-part"),
    ("is for a refund", "mistake-refund-only"),
    ("is for what was damaged: a withdrawal is paid back whole", "mistake-damage-only"),
    ("must be received, refund or refuse", "mistake-return-answer"),
    ("must have one whose id is standard", "mistake-standard-method"),
    ("must be 1 to 40 lower-case letters, digits, - or _", "mistake-method-id"),
    ("must be home, eu, world or a country code of two letters", "mistake-zone"),
    ("has a price already", "mistake-has-price"),
    ("must be prices, such as EUR 9.50, USD 10", "mistake-prices"),
    ("must be {name}, as in a line before it", "mistake-method-name"),
    ("must be a colour as #rrggbb", "mistake-colour"),
    (
        "cannot be read on the light paper: its contrast is {contrast} to 1, and text needs {least} to 1; take a darker one",
        "mistake-contrast-light",
    ),
    (
        "cannot be read on the dark paper: its contrast is {contrast} to 1, and text needs {least} to 1; take a lighter one",
        "mistake-contrast-dark",
    ),
    ("has no picture in it", "mistake-no-picture"),
    ("cannot go together with lines", "mistake-not-with-lines"),
    ("cannot go together with a sum", "mistake-not-with-sum"),
    ("is not a currency", "mistake-not-currency"),
    ("must be {currency}, as the order is", "mistake-order-currency"),
    ("comes to nothing: there is no money to give back for it", "mistake-comes-to-nothing"),
    ("nothing of it can go back to stock: it has left and not come back", "mistake-restock-left"),
    ("needs the lines whose copies go back", "mistake-restock-lines"),
    ("cannot go back to stock", "mistake-restock-not"),
    ("must name a line, unless only shipping is given back", "mistake-refund-line"),
    ("must name as many copies of this line as are refunded", "mistake-refund-copies"),
    ("has been refunded whole", "mistake-refunded-whole"),
    ("is not a line of this order", "mistake-not-order-line"),
    ("is no work of this house", "mistake-not-work"),
    ("is not a copy of this edition", "mistake-not-copy"),
    ("is not an edition", "mistake-not-edition"),
    ("is not one of the known words", "mistake-known-words"),
    ("is not a cursor of this list", "mistake-not-cursor"),
    ("must say what is wrong", "mistake-say-wrong"),
    ("is not an edition of this work", "mistake-not-works-edition"),
    ("is no edition here", "mistake-no-edition"),
    ("must be an edition's id, as in the inventory's own table", "mistake-edition-id"),
    ("stands in a line before", "mistake-line-before"),
    ("names a copy twice", "mistake-copy-twice"),
    ("names the column {column} twice", "mistake-column-twice"),
    ("changes nothing: its column {column} is empty in every line", "mistake-changes-nothing"),
    ("must name a copy", "mistake-name-copy"),
    ("must be as many as the numbers", "mistake-as-many"),
    ("must be copied, misleading, offensive, prohibited or other", "mistake-report-reason"),
    ("must be open, resolved or dismissed", "mistake-report-status"),
    ("must be customer, artist, moderator, fulfilment or admin", "mistake-roles"),
    ("must be dead, failing or open", "mistake-job-state"),
    ("must be in_transit, delivered, exception or returned", "mistake-parcel-status"),
    ("must not be in the future", "mistake-future"),
    ("must be free, held, sold_out or withdrawn", "mistake-stock-state"),
    ("must be small, medium, large or oversized", "mistake-size-band"),
    ("must be a band of prices: from-below", "mistake-price-band"),
    ("must be #rrggbb or a colour's name", "mistake-colour-or-name"),
    ("must be a length in centimetres", "mistake-length"),
    ("is not a status of works", "mistake-not-status"),
    ("does not go together with a status", "mistake-not-with-status"),
    ("is not an order of this list", "mistake-not-order-of-list"),
    ("is not a quote of this house", "mistake-not-quote"),
    ("needs the seller's address, which stands on invoices", "mistake-needs-seller-address"),
    ("must be an object", "mistake-object"),
    ("is not a known field", "mistake-unknown-field"),
    ("is out of range", "mistake-out-of-range"),
    ("was not written: {why}", "mistake-not-written"),
];

/// What says everything by itself. `{why}` stands for another sentence of this table.
pub(super) const WHOLE: &[(&str, &str)] = &[
    ("This needs a signature that is right and not older than five minutes", "mistake-signature"),
    ("Not allowed: the account is suspended", "mistake-not-allowed-suspended"),
    ("Not allowed: the account's e-mail address must be proven first", "mistake-not-allowed-unproven"),
    ("Not allowed: only those who bought the work may review it", "mistake-not-allowed-review"),
    ("Not allowed: the account may not give roles any more", "mistake-not-allowed-roles"),
    ("{name}: was sent twice", "mistake-picture-twice"),
    // What is wrong with one of several: after its name.
    ("{name}: {why}", "mistake-of-one"),
    ("{seller} does not ship to {country}", "mistake-no-shipping"),
    ("{seller} has no delivery prices in {currency}", "mistake-no-prices"),
    ("the house has no tax rate for {country}, where {seller} sells from", "mistake-house-tax"),
    (
        "{title} cannot be resold in {currency}: its artist's right is in another currency",
        "mistake-resale-currency",
    ),
    ("shipping method {method} is not on offer", "mistake-no-method"),
    ("The password must have at least 10 characters", "mistake-weak-short"),
    ("The password is one of the most common ones", "mistake-weak-common"),
    ("The password only repeats or counts", "mistake-weak-counts"),
    ("The password must not be the name or the e-mail address", "mistake-weak-name"),
    ("a limited edition has at least one numbered copy", "mistake-numbered-copy"),
    ("an edition has at most {most} copies, proofs included", "mistake-edition-size"),
    ("only the price can change once a work was submitted", "mistake-price-only"),
    ("only known editions can change once a work was submitted", "mistake-known-editions"),
    ("the file has {bytes} bytes, more than {most}", "mistake-file-bytes"),
    ("{width} × {height} pixels are more than allowed", "mistake-file-pixels"),
    ("an empty file is not accepted: send JPEG, PNG, WebP or TIFF", "mistake-file-empty"),
    ("a camera's raw file is not accepted: send JPEG, PNG, WebP or TIFF", "mistake-file-raw"),
    ("AVIF, HEIC or video is not accepted: send JPEG, PNG, WebP or TIFF", "mistake-file-film"),
    ("this file is not accepted: send JPEG, PNG, WebP or TIFF", "mistake-file-strange"),
    ("{found} is not accepted: send JPEG, PNG, WebP or TIFF", "mistake-file-kind"),
    ("this kind of {format} cannot be read: {detail}", "mistake-file-flavour"),
    ("the {format} file is incomplete", "mistake-file-incomplete"),
    ("the {format} file is damaged: {detail}", "mistake-file-damaged"),
    ("The table is larger than {most} MB", "mistake-table-large"),
    ("At most {most} bytes are taken here", "mistake-body-large"),
    ("A field of the form is not UTF-8", "mistake-field-utf8"),
    ("At most {most} addresses are kept", "mistake-addresses"),
    ("The e-mail address is proven already", "mistake-proven"),
    ("This gallery sends no mails, so an address cannot be proven here", "mistake-no-mails"),
    ("The cart was changed by another request at the same time; look at it again", "mistake-cart-race"),
    ("A cart has at most {most} lines", "mistake-cart-lines"),
    ("A payment of this order is under way", "mistake-payment-under-way"),
    ("The hold was extended before; it can be extended once", "mistake-hold-once"),
    ("The order still waits for its money", "mistake-waits-money"),
    ("The seller has not been verified yet", "mistake-not-verified"),
    ("{held} copies of it are held; wait until they are sold or released", "mistake-copies-held"),
    ("A work has at most {most} images", "mistake-images"),
    ("A work that is shown or in review keeps an image", "mistake-keeps-image"),
    ("Editions can only be replaced before the work is submitted", "mistake-editions-before"),
    ("The work is archived", "mistake-archived"),
    ("An open edition has no counted stock", "mistake-open-stock"),
    ("Only {count} copies are withdrawn; an edition never grows past its size", "mistake-withdrawn"),
    ("A seller has at most {most} artists", "mistake-artists"),
    ("A seller has at most {most} members", "mistake-members"),
    ("There is such an artist already", "mistake-artist-known"),
    ("That person belongs to another seller", "mistake-other-seller"),
    ("A seller keeps an owner: make somebody else one first", "mistake-keeps-owner"),
    ("That was refunded, and its copies went back to stock", "mistake-sent-refunded"),
    ("That has left in another parcel already", "mistake-sent-already"),
    ("The withdrawal period ended on {day}", "mistake-period-over"),
    ("That was withdrawn from or given back already", "mistake-returned-whole"),
    ("The seller is a private person, and the right of withdrawal is one against traders", "mistake-private-seller"),
    ("An order has at most {most} returns", "mistake-returns"),
    ("A return of the order has not been answered yet", "mistake-return-open"),
    ("The withdrawal period is not over", "mistake-period-running"),
    ("The buyer has withdrawn from it", "mistake-sent-withdrawn"),
    ("The account has no permission for this", "mistake-no-permission"),
    ("A change with cookies must come from this site's own pages", "mistake-other-site"),
    ("You are not a member of a seller", "mistake-not-member"),
    ("Only an owner of the seller may do that", "mistake-owner-only"),
    ("The account is suspended", "mistake-suspended"),
    ("The body must be {type}", "mistake-body-type"),
    ("The body must not be compressed", "mistake-body-compressed"),
    ("The body is not UTF-8", "mistake-body-utf8"),
    ("The body is not valid JSON: {error}", "mistake-body-json"),
    ("The body took too long to arrive", "mistake-body-slow"),
    ("The body could not be read: {error}", "mistake-body-unread"),
    ("The multipart body could not be read: {error}", "mistake-parts-unread"),
    ("The file took too long to arrive", "mistake-file-slow"),
    ("A parameter is not UTF-8", "mistake-parameter-utf8"),
    ("A field of the form contains a control character", "mistake-field-control"),
    ("At most {most} fields are taken here", "mistake-fields-most"),
    ("At most {most} sockets of one address are open at once", "mistake-sockets"),
    ("Idempotency-Key must be one value of 1 to 255 visible ASCII characters", "mistake-key"),
    ("Sockets are for this site's own pages", "mistake-socket-site"),
    ("The e-mail address or the password is wrong", "mistake-sign-in"),
    ("The refresh token is not valid. Please sign in again", "mistake-refresh"),
    ("The cookies cannot be read", "mistake-cookies-unread"),
    ("The cookies speak for nobody", "mistake-cookies-nobody"),
    ("The token is not valid", "mistake-token"),
    ("The token has expired", "mistake-token-expired"),
    ("The sign-in of this token has ended", "mistake-token-ended"),
    ("This needs an access token, or a visitor token in X-Visitor", "mistake-needs-visitor"),
    ("This needs an access token, a visitor token in X-Visitor, or the key of a mail", "mistake-needs-key"),
    ("This needs an access token or a refresh token", "mistake-needs-refresh"),
    ("This needs an access token", "mistake-needs-token"),
    ("There were too many failed attempts to sign in. Wait a moment and try again", "mistake-sign-in-often"),
    ("There were too many mails of this kind. Wait a minute and try again", "mistake-mails-often"),
    ("Too many people are signing in at this moment", "mistake-sign-in-busy"),
    ("Too many files are being uploaded at this moment", "mistake-uploads-busy"),
    ("Not available for a moment", "mistake-unavailable"),
    ("Internal Server Error", "mistake-broke"),
    ("There is no such edition", "mistake-no-such-edition"),
    ("There is a review of yours already", "mistake-reviewed"),
    ("There is such a collection already", "mistake-collection-known"),
    ("There is such an endpoint already", "mistake-webhook-known"),
    ("There are as many endpoints as a house may have", "mistake-webhooks-many"),
    ("It is being delivered at the moment", "mistake-webhook-busy"),
    ("Nobody shuts themselves out", "mistake-shut-out-oneself"),
    ("Nobody takes the admin's role from themselves", "mistake-admin-oneself"),
    ("The profile is another's, or the user has one already", "mistake-profile-taken"),
    ("Another seller has this slug or this prefix of numbers", "mistake-seller-taken"),
    ("Another seller has this prefix of document numbers", "mistake-prefix-taken"),
    ("Somebody works on it at the moment", "mistake-job-leased"),
    ("Another job has promised the same; forget this one", "mistake-job-doubled"),
    ("It is not given up; what is tried again cannot be forgotten", "mistake-job-not-dead"),
    ("Money or a document waits for it; have it tried again instead", "mistake-job-kept"),
    ("There is no payment provider {provider} here", "mistake-no-provider"),
    ("Not for sale before {time}", "mistake-not-before"),
    ("The hold belongs to an order; cancel the order instead", "mistake-hold-of-order"),
    ("The withdrawn copies are not at hand", "mistake-withdrawn-away"),
    ("Only {count} copies are free", "mistake-only-free"),
    ("The line has more fields than the head: a field with a comma needs quotes", "mistake-line-fields"),
    ("At most {most} pictures are taken for one work", "mistake-line-pictures"),
    ("A variant could not be encoded: {error}", "mistake-file-unencoded"),
    ("{name} was not sent with the table", "mistake-picture-missing"),
];

/// What the engine notes of a job that failed.
pub(super) const JOBS: &[(&str, &str)] = &[
    ("no answer in time", "console-jobs-error-no-answer"),
    ("no answer", "console-jobs-error-none"),
    ("it took longer than its lease", "console-jobs-error-lease"),
    ("refused by the provider: {code}", "console-jobs-error-refused"),
    ("there is no provider {provider} on this node", "console-jobs-error-no-provider"),
    ("the order has no such payment", "console-jobs-error-no-payment"),
    ("this is no job about money", "console-jobs-error-not-money"),
    ("the provider's word could not be stored: {error}", "console-jobs-error-not-stored"),
    ("its words did not come in time", "console-jobs-error-no-words"),
    ("the mail server did not answer in time", "console-jobs-error-server"),
    ("the mail cannot be written: {error}", "console-jobs-error-unwritten"),
    ("the mail was refused: {error}", "console-jobs-error-mail-refused"),
    ("the mail could not be handed over: {error}", "console-jobs-error-mail-stuck"),
    ("the document could not be rendered: {error}", "console-jobs-error-not-rendered"),
    ("the renderer fell: {error}", "console-jobs-error-renderer"),
    ("its writer fell: {error}", "console-jobs-error-writer"),
    ("the address is refused: {reason}", "console-jobs-error-webhook-refused"),
    ("the endpoint could not be reached: {error}", "console-jobs-error-webhook-unreached"),
    ("the endpoint did not answer in time", "console-jobs-error-webhook-late"),
    ("the endpoint answered {status}", "console-jobs-error-webhook-answered"),
    ("the endpoint is not enabled", "console-jobs-error-webhook-not-enabled"),
    ("its secret cannot be opened with this master secret; give it another", "console-jobs-error-webhook-sealed"),
    ("it cannot be understood: {error}", "console-jobs-error-strange"),
    ("the database is unavailable: {error}", "console-jobs-error-database"),
    ("the journal's queue is full", "console-jobs-error-queue"),
];

/// The message of a sentence, with what it names; `None` for one that is not in the table. Capitals are as good as small
/// letters.
pub(super) fn message(table: &'static [(&'static str, &'static str)], sentence: &str) -> Option<Message<'static>> {
    table.iter().find_map(|(pattern, id)| {
        let mut values = values(pattern, sentence)?.into_iter();
        values.try_fold(t(id), |message, (name, value)| put(message, name, value))
    })
}

/// A message with what a sentence names: `why` is a sentence of its own, which must be known; `count` and `held` choose the
/// plural.
fn put(message: Message<'static>, name: &'static str, value: &str) -> Option<Message<'static>> {
    Some(match (name, value.parse::<u64>()) {
        ("why", _) => message.with(name, within(value)?),
        ("count" | "held", Ok(count)) => message.with(name, count),
        _ => message.with(name, figure(value)),
    })
}

/// A whole sentence as it stands within another, after a colon.
fn within(sentence: &str) -> Option<String> {
    let whole = message(WHOLE, sentence.trim_end_matches('.'))?.to_string();
    let text = whole.trim_end_matches('.');
    let mut letters = text.chars();
    match letters.next() {
        // German begins a sentence after a colon with a capital.
        Some(first) if current() != Language::German && sentence.starts_with(char::is_lowercase) => {
            Some(first.to_lowercase().chain(letters).collect())
        }
        _ => Some(text.to_owned()),
    }
}

/// What stands in a sentence at the places of a pattern.
fn values<'s>(pattern: &'static str, sentence: &'s str) -> Option<Vec<(&'static str, &'s str)>> {
    let mut values = Vec::new();
    let (mut pattern, mut rest) = (pattern, sentence);
    while let Some((before, place)) = pattern.split_once('{') {
        rest = behind(rest, before)?;
        let (name, after) = place.split_once('}')?;
        let next = after.split('{').next().unwrap_or_default();
        let end = if next.is_empty() { rest.len() } else { rest.find(next)? };
        let (value, left) = rest.split_at(end);
        values.push((name, value));
        (pattern, rest) = (after, left);
    }
    behind(rest, pattern).filter(|rest| rest.is_empty()).map(|_| values)
}

/// What follows a beginning.
fn behind<'s>(text: &'s str, beginning: &str) -> Option<&'s str> {
    let (start, rest) = text.split_at_checked(beginning.len())?;
    start.eq_ignore_ascii_case(beginning).then_some(rest)
}

/// A number as the language writes its fraction; everything else as it is.
fn figure(value: &str) -> String {
    if value.parse::<f64>().is_ok() { value.replace('.', decimal().encode_utf8(&mut [0; 4])) } else { value.to_owned() }
}
