//! What every page shows around its own content: the header, the notice under it, the footer, and what the scripts need to start.
//! It does not know which page it surrounds, apart from its path.

use crate::words::t;

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
    /// The languages of the house, where there are several.
    pub languages: Vec<LanguageLink>,
}

/// A way to this page in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageLink {
    /// Its tag: `de`.
    pub tag: &'static str,
    /// What it calls itself.
    pub name: &'static str,
    /// The page's address that chooses it.
    pub url: String,
    /// True for the one that is spoken.
    pub current: bool,
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
        let tone = match code {
            "added"
            | "updated"
            | "extended"
            | "reheld"
            | "wished"
            | "reviewed"
            | "signed-in"
            | "link-sent"
            | "password-set"
            | "password-changed"
            | "email-proven"
            | "proof-sent"
            | "session-ended"
            | "order-link-sent"
            | "claimed"
            | "address-saved"
            | "welcome"
            | "authorized"
            | "paid"
            | "saved"
            | "submitted"
            | "published"
            | "resumed"
            | "sold-elsewhere"
            | "restocked"
            | "shipped"
            | "delivered"
            | "artist-added"
            | "member-added"
            | "pictures-added"
            | "picture-moved"
            | "seller-verified"
            | "hold-released"
            | "asked"
            | "money-back"
            | "job-retried"
            | "redelivered"
            | "adjusted"
            | "approved"
            | "reported"
            | "report-decided"
            | "collection-saved"
            | "settings-saved"
            | "brought-back"
            | "roles-given"
            | "let-in"
            | "commission-saved"
            | "sales-resumed"
            | "webhook-saved"
            | "webhook-pinged"
            | "webhook-replayed"
            | "reheld-all"
            | "withdrawn"
            | "damage-told"
            | "return-answered"
            | "payouts-started"
            | "payouts-sent"
            | "payouts-paid"
            | "payout-account-saved"
            | "month-closed"
            | "bank-transfer-entered" => Tone::Good,
            "sold-out"
            | "number-taken"
            | "no-such-number"
            | "hold-limit"
            | "hold-lapsed"
            | "customer-limit"
            | "currency-mix"
            | "sales-paused"
            | "total-changed"
            | "not-acceptable"
            | "too-fast"
            | "not-extendable"
            | "cart-changed"
            | "not-bought"
            | "link-ended"
            | "not-proven"
            | "not-cancellable"
            | "declined"
            | "held-by-others"
            | "last-owner"
            | "last-picture"
            | "incomplete"
            | "hold-pays"
            | "reason-missing"
            | "report-words"
            | "collection-changed"
            | "webhook-changed"
            | "settings-changed"
            | "commission-changed"
            | "not-oneself"
            | "refused"
            | "busy"
            | "payouts-changed"
            | "payouts-not-confirmed"
            | "month-not-confirmed" => Tone::Bad,
            "removed"
            | "gone"
            | "in-cart"
            | "ordered"
            | "cart-empty"
            | "unwished"
            | "reviewed-before"
            | "reheld-other"
            | "reheld-some"
            | "reheld-limit"
            | "continued"
            | "signed-out"
            | "address-removed"
            | "cancelled"
            | "nothing-to-return"
            | "paused"
            | "not-verified"
            | "archived"
            | "picture-removed"
            | "still-open"
            | "called-off"
            | "job-dropped"
            | "sent-back"
            | "collection-removed"
            | "webhook-removed"
            | "payouts-failed"
            | "shut-out"
            | "signed-out-everywhere"
            | "sales-stopped" => Tone::Plain,
            _ => return None,
        };
        let text = t(&format!("notice-{code}")).into();
        Some(Self { tone, text })
    }
}

impl Chrome {
    /// The address of a static file, e.g. `file("css/site.css")`.
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
