//! What every page shows around its own content: the header, the notice under it, the footer, and what the scripts need to start.
//! It does not know which page it surrounds, apart from its path.

/// The frame of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chrome {
    /// The gallery's name, in the header and in every title.
    pub site_name: String,
    /// Where the static files live, without a trailing slash: `/static`, or `/static/<fingerprint>` when they are served as immutable.
    /// Style sheets and modules refer to each other relatively, so both work.
    pub static_base: String,
    /// The path of this page with its query, for the return after signing in.
    pub path: String,
    /// Who is signed in, if anybody.
    pub user: Option<SignedInUser>,
    /// True when the request carried a user or a visitor: only then is there a cart to listen to.
    pub has_owner: bool,
    /// How many lines the cart has.
    pub cart_count: u32,
    /// True in the demonstration gallery, where nothing is charged.
    pub demo: bool,
    /// The server's clock when the page was made, RFC 3339 UTC; the countdowns start from it.
    pub server_time: String,
    /// One sentence about what the last form did, if there is something to say.
    pub notice: Option<Notice>,
    /// The house's picture of itself, in place of its name.
    pub logo: Option<Logo>,
    /// True when the house has a colour that stands out.
    pub has_accent: bool,
    /// The legal pages that there are.
    pub legal: Vec<LegalLink>,
}

/// The house's picture of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its address.
    pub url: String,
    /// Pixels.
    pub width_px: u32,
    /// Pixels.
    pub height_px: u32,
}

/// A legal page in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalLink {
    /// Its address.
    pub url: String,
    /// What it is called.
    pub label: String,
}

/// The signed-in user, as far as the header shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInUser {
    /// The name the user chose.
    pub display_name: String,
    /// True when the user has a studio.
    pub is_artist: bool,
    /// True when the user may open the console.
    pub is_admin: bool,
}

/// One sentence under the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// How a sentence is meant; it chooses the mark in front of it, never the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something the reader may like to know.
    Plain,
    /// Something went well.
    Good,
    /// Something was refused.
    Bad,
}

impl Tone {
    /// The class suffix in the style sheet: `plain`, `good` or `bad`.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

impl Notice {
    /// The sentence behind the `?notice=<code>` that a form's 303 puts into the next page's address. Only these codes have one, so a crafted
    /// link cannot put words into the gallery's mouth; an unknown code is `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (tone, text) = match code {
            "added" => (Tone::Good, "It is in your cart and held for you."),
            "removed" => (Tone::Plain, "Removed. The work is free for others again."),
            "updated" => (Tone::Good, "Your cart is up to date."),
            "extended" => (Tone::Good, "You have five more minutes."),
            "reheld" => (Tone::Good, "It is held for you again."),
            "sold-out" => (Tone::Bad, "Somebody was quicker: no copy is free at the moment."),
            "number-taken" => {
                (Tone::Bad, "Somebody was quicker with that number. Nothing was held; please choose another.")
            }
            "no-such-number" => (Tone::Bad, "This edition has no such number. Nothing was held."),
            "hold-limit" => (Tone::Bad, "You already hold as many works as one visitor may. Buy or remove one first."),
            "hold-lapsed" => (Tone::Bad, "That hold had already run out."),
            "customer-limit" => (Tone::Bad, "The artist allows fewer copies of this edition for each customer."),
            "currency-mix" => (Tone::Bad, "A cart takes one currency only. Finish this purchase first."),
            "sales-paused" => {
                (Tone::Bad, "The gallery takes no new reservations at the moment. What you hold you can still buy.")
            }
            "total-changed" => (Tone::Bad, "The total has changed. Nothing was charged; please look again."),
            "not-acceptable" => (Tone::Bad, "That was not filled in as it must be. Nothing was changed."),
            "gone" => (Tone::Plain, "That is no longer there."),
            "too-fast" => (Tone::Bad, "That was a little fast. Nothing was changed; please try again in a moment."),
            "in-cart" => (Tone::Plain, "It is in your cart already."),
            "ordered" => (Tone::Plain, "That order was placed before; here it is. Nothing was ordered twice."),
            "not-extendable" => (Tone::Bad, "A hold can be extended once only."),
            "cart-changed" => (Tone::Bad, "Your cart changed before the order was placed. Nothing was charged."),
            "cart-empty" => (Tone::Plain, "Your cart is empty."),
            "wished" => (Tone::Good, "It is on your wish list."),
            "unwished" => (Tone::Plain, "It is off your wish list."),
            "reviewed" => (Tone::Good, "Thank you. Your review stands below."),
            "reviewed-before" => (Tone::Plain, "You have reviewed this work before."),
            "not-bought" => (Tone::Bad, "Only those who bought a work may review it."),
            "continued" => (Tone::Plain, "What had run out is out of your cart. The rest is held for you."),
            "signed-in" => (Tone::Good, "You are signed in."),
            "signed-out" => (Tone::Plain, "You are signed out."),
            "link-sent" => (
                Tone::Good,
                "If there is an account with that address, a link is on its way to it. It is good for an hour.",
            ),
            "password-set" => (Tone::Good, "Your new password is set. Please sign in with it."),
            "password-changed" => (Tone::Good, "Your password is changed. You are signed out everywhere else."),
            "email-proven" => (Tone::Good, "Thank you. Your address is confirmed."),
            "proof-sent" => (Tone::Good, "A mail with a link is on its way to you. It is good for a day."),
            "session-ended" => (Tone::Good, "That sign-in is ended."),
            "order-link-sent" => {
                (Tone::Good, "If that order was placed with that address, a link to it is on its way there.")
            }
            "link-ended" => {
                (Tone::Bad, "This link is not good any more. Ask for a new one with the number and the e-mail address.")
            }
            "claimed" => (Tone::Good, "The order is in your account now."),
            "not-proven" => (Tone::Bad, "Please confirm your e-mail address first; your profile has the button."),
            "address-saved" => (Tone::Good, "The address is saved."),
            "address-removed" => (Tone::Plain, "The address is removed."),
            "welcome" => (Tone::Good, "Welcome. Your account is ready."),
            "cancelled" => (Tone::Plain, "The order is cancelled. What was paid goes back to you."),
            "not-cancellable" => (Tone::Bad, "This order can no longer be cancelled here. Please write to the seller."),
            "authorized" => (Tone::Good, "The payment is authorised."),
            "declined" => (Tone::Bad, "The payment was declined. Your works are still held; you can try again."),
            "paid" => (Tone::Good, "Thank you. The payment went through."),
            "saved" => (Tone::Good, "Saved."),
            "submitted" => (Tone::Good, "Submitted."),
            "published" => (Tone::Good, "Published: the work hangs in the gallery now."),
            "paused" => (Tone::Plain, "Paused: the work is out of sight."),
            "resumed" => (Tone::Good, "The work hangs in the gallery again."),
            "not-verified" => {
                (Tone::Plain, "Saved as a draft. The gallery has yet to verify you before your works can hang.")
            }
            "sold-elsewhere" => (Tone::Good, "Noted as sold elsewhere: nobody can buy that copy here any more."),
            "restocked" => (Tone::Good, "Back for sale."),
            "archived" => (Tone::Plain, "Archived: the work has left the gallery."),
            "held-by-others" => {
                (Tone::Bad, "Copies of it are held at the moment. Pause it, and archive it once they are free.")
            }
            "shipped" => (Tone::Good, "Noted: the parcel is on its way, and the buyer sees it."),
            "delivered" => (Tone::Good, "Noted: the parcel has arrived."),
            "artist-added" => (Tone::Good, "The artist is added: works can be made under the name."),
            "member-added" => (Tone::Good, "Added: they have the studio from their next sign-in on."),
            "last-owner" => (Tone::Bad, "A seller keeps an owner: make somebody else one first."),
            "pictures-added" => (Tone::Good, "The pictures hang."),
            "picture-moved" => (Tone::Good, "The pictures have their new order."),
            "picture-removed" => (Tone::Plain, "The picture is taken away."),
            "last-picture" => (Tone::Bad, "A work that is shown or in review keeps a picture: add another one first."),
            "incomplete" => (Tone::Bad, "Something is still missing before the work can hang; see beside it."),
            "seller-verified" => (Tone::Good, "Verified: what they hand in may hang."),
            "hold-released" => (Tone::Good, "Let go: the copies are free again."),
            "hold-pays" => (Tone::Bad, "That hold belongs to an order. Call the order off instead."),
            "asked" => (Tone::Good, "The provider has answered; the payment is as it stands below."),
            "still-open" => (Tone::Plain, "The provider has no last word yet. It is asked again by itself."),
            "called-off" => (Tone::Plain, "The order is called off. What was paid goes back to the buyer."),
            "money-back" => {
                (Tone::Good, "The refund is decided. The money goes back, and a credit note is on its way.")
            }
            "job-retried" => (Tone::Good, "It is tried now."),
            "job-dropped" => (Tone::Plain, "Forgotten, with your reason in the audit log."),
            "adjusted" => (Tone::Good, "The stock is adjusted."),
            "approved" => (Tone::Good, "Approved: the work hangs in the gallery now."),
            "sent-back" => (Tone::Plain, "Sent back to the artist, with your reason."),
            "reason-missing" => (Tone::Bad, "Please say what is wrong: the artist needs a reason."),
            "reported" => (Tone::Good, "Thank you: the gallery looks at it."),
            "report-words" => (Tone::Bad, "Please say what is wrong, in words where nothing on the list fits."),
            "report-decided" => (Tone::Good, "Decided."),
            "collection-saved" => (Tone::Good, "The collection is saved."),
            "collection-removed" => (Tone::Plain, "The collection is taken away; its works stay."),
            "collection-changed" => {
                (Tone::Bad, "Somebody changed the collection meanwhile. Nothing was saved; this is how it is now.")
            }
            "settings-saved" => (Tone::Good, "Saved. It counts from now on."),
            "brought-back" => (Tone::Good, "Brought back as it was."),
            "settings-changed" => {
                (Tone::Bad, "Somebody changed the settings meanwhile. Nothing was saved; this is how they are now.")
            }
            "roles-given" => (Tone::Good, "The roles are given. New ones count from the next sign-in on."),
            "shut-out" => (Tone::Plain, "Shut out, and signed out everywhere."),
            "let-in" => (Tone::Good, "Let in again."),
            "signed-out-everywhere" => (Tone::Plain, "Signed out on every device."),
            "not-oneself" => {
                (Tone::Bad, "Nobody shuts themselves out or takes the admin\u{2019}s role from themselves.")
            }
            "sales-stopped" => (Tone::Plain, "Sales are paused. What is held can still be bought."),
            "sales-resumed" => (Tone::Good, "Sales go on."),
            "refused" => (Tone::Bad, "That is not possible in the present state. Nothing was changed."),
            "busy" => (Tone::Bad, "The gallery is very busy. Nothing was changed; please try again in a moment."),
            _ => return None,
        };
        Some(Self { tone, text: text.to_owned() })
    }
}

impl Chrome {
    /// The address of a static file, e.g. `file("css/base.css")`.
    #[must_use]
    pub fn file(&self, path: &str) -> String {
        format!("{}/{path}", self.static_base)
    }

    /// The path of this page, encoded for the `next` parameter of a link.
    #[must_use]
    pub fn return_path(&self) -> String {
        let mut text = String::with_capacity(self.path.len());
        for byte in self.path.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
        text
    }

    /// True when this page lies at or under `path`; the header marks that link as the current one.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        let here = self.path.split('?').next().unwrap_or_default();
        here == path || (path != "/" && here.starts_with(path))
    }
}
