//! The closed list of problem types: the one table of what can go wrong at the edge, with status, title and words.
//! Knows nothing of requests, responses or the business.

use actix_web::http::StatusCode;
use serde::Serialize;

macro_rules! problem_types {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $status:ident, $title:literal, $about:literal;)+) => {
        /// What kind of thing went wrong. Every answer of status 400 or more names one, by its slug behind `/problems/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemType {
            $($(#[$doc])* $name,)+
        }

        impl ProblemType {
            /// All of them, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The last segment of its address.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            /// Its address, the member `type`: `/problems/<slug>`.
            #[must_use]
            pub const fn uri(self) -> &'static str {
                match self { $(Self::$name => concat!("/problems/", $slug),)+ }
            }

            /// The status it always comes with.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)+ }
            }

            /// The member `title`: the same for every occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// What it means and what to do, for the page at its address.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)+ }
            }
        }
    };
}

problem_types! {
    /// The request cannot be read.
    Malformed = "malformed", BAD_REQUEST, "The request cannot be read",
        "The body is not valid JSON, is cut off, or a header does not have its form. Repeating it unchanged will not help.";
    /// It can be read, but fields are not acceptable.
    InvalidFields = "invalid-fields", UNPROCESSABLE_ENTITY, "Some fields are not acceptable",
        "The member errors names each field by a JSON pointer and says what is wrong with it. Unknown fields are errors too.";
    /// No token, or one that is not valid.
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Please sign in",
        "The call needs a valid access token or visitor token. Access tokens last a quarter of an hour: refresh and try again.";
    /// Known, but not allowed.
    Forbidden = "forbidden", FORBIDDEN, "Not allowed",
        "The account has no permission for this, or a browser sent a change from another site.";
    /// Absent, or not the caller's.
    NotFound = "not-found", NOT_FOUND, "There is no such thing",
        "Nothing is known under this address, or it belongs to somebody else.";
    /// The present state does not allow it.
    Conflict = "conflict", CONFLICT, "The present state does not allow it",
        "Read the present state and decide again.";
    /// The entity tag is not the present one.
    PreconditionFailed = "precondition-failed", PRECONDITION_FAILED, "It has changed since it was read",
        "Somebody else has changed it since it was read. Read it again, apply the change to what is there now and send the new If-Match.";
    /// The body is too large.
    TooLarge = "too-large", PAYLOAD_TOO_LARGE, "The body is too large",
        "The body or the file is larger than the limit. Nothing was changed.";
    /// The body has a type that is not taken here.
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "This content type is not taken here",
        "The Content-Type, or the content of the file, is not one of those that this call takes.";
    /// Too many requests.
    RateLimited = "rate-limited", TOO_MANY_REQUESTS, "Too many requests",
        "There were too many requests in a short time. Wait for the seconds that Retry-After gives.";
    /// A queue is full or the database is away.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Not available for a moment",
        "The house is very busy or a part of it is restarting. Wait for the seconds that Retry-After gives; repeating with the same Idempotency-Key is safe.";
    /// Not enough copies are free.
    SoldOut = "sold-out", CONFLICT, "Not enough copies are free",
        "The member available says how many copies are free, next_release_at when the next hold ends, if one is known.";
    /// The owner holds as much as it may.
    HoldLimit = "hold-limit", CONFLICT, "The limit of live holds is reached",
        "Buy or remove something first, or wait until retry_at.";
    /// The hold has run out.
    HoldLapsed = "hold-lapsed", CONFLICT, "The hold has run out",
        "The copies are free for others again. Put them into the cart again if they are still there.";
    /// Lines of the cart changed before the order was placed.
    CartChanged = "cart-changed", CONFLICT, "The cart has changed",
        "The member lines names the lines of the cart that lost their holds or changed. Nothing was charged.";
    /// There is nothing to buy.
    CartEmpty = "cart-empty", CONFLICT, "The cart is empty",
        "There is nothing in the cart to order.";
    /// The total is not the expected one.
    TotalChanged = "total-changed", CONFLICT, "The total has changed",
        "The order would cost something else than expected_total: the member total says what. Nothing was charged.";
    /// One cart has one currency.
    CurrencyMix = "currency-mix", CONFLICT, "A cart has one currency",
        "The edition is sold in another currency than what lies in the cart. Finish that purchase first.";
    /// The key was used with another request.
    IdempotencyMismatch = "idempotency-mismatch", UNPROCESSABLE_ENTITY, "The idempotency key was used with another request",
        "Every key stands for one request. Use a new key for a new request.";
    /// The status has no such move.
    InvalidTransition = "invalid-transition", CONFLICT, "This move is not possible from the present status",
        "The members from and to name the present and the wanted status.";
    /// No new holds for now.
    SalesPaused = "sales-paused", CONFLICT, "Sales are paused",
        "The house takes no new holds at the moment. What is held may still be bought.";
    /// The password is too easy to guess.
    WeakPassword = "weak-password", UNPROCESSABLE_ENTITY, "The password is too weak",
        "A password has at least 10 characters and is none of the common ones.";
    /// The e-mail address has an account.
    EmailTaken = "email-taken", CONFLICT, "The e-mail address has an account",
        "Sign in with it, or register with another address.";
    /// The address exists, the method does not.
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "This address does not take that method",
        "The header Allow names the methods it takes.";
    /// Past its time.
    Expired = "expired", GONE, "It has expired",
        "The token, link or quote is past its time.";
    /// The call requires an idempotency key.
    IdempotencyKeyRequired = "idempotency-key-required", BAD_REQUEST, "An Idempotency-Key is required",
        "Calls that may move money need the header Idempotency-Key with a value of the caller's own, new for each request.";
    /// One customer may not have so many.
    CustomerLimit = "customer-limit", CONFLICT, "One customer may not have so many",
        "The member max_per_customer says how many copies of this edition one customer may have.";
}

impl ProblemType {
    /// The type with that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }

    /// The general type for a status that some layer below answered with; `None` for a status without one.
    #[must_use]
    pub fn from_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            StatusCode::BAD_REQUEST => Self::Malformed,
            StatusCode::UNAUTHORIZED => Self::Unauthenticated,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::CONFLICT => Self::Conflict,
            StatusCode::GONE => Self::Expired,
            StatusCode::PRECONDITION_FAILED => Self::PreconditionFailed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::UNPROCESSABLE_ENTITY => Self::InvalidFields,
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            _ => return None,
        })
    }
}

impl Serialize for ProblemType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.uri())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_contract_is_there_once_and_found_by_its_slug() {
        let contract = "malformed invalid-fields unauthenticated forbidden not-found conflict precondition-failed too-large \
            unsupported-media-type rate-limited unavailable sold-out hold-limit hold-lapsed cart-changed cart-empty \
            total-changed currency-mix idempotency-mismatch invalid-transition sales-paused weak-password email-taken \
            method-not-allowed expired idempotency-key-required customer-limit";
        let ours: Vec<&str> = ProblemType::ALL.iter().map(|kind| kind.slug()).collect();
        assert_eq!(ours, contract.split_whitespace().collect::<Vec<_>>());
        for kind in ProblemType::ALL {
            assert_eq!(ProblemType::from_slug(kind.slug()), Some(*kind));
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
        }
    }

    #[test]
    fn the_general_type_of_a_status_has_that_status() {
        for code in 400..600 {
            let status = StatusCode::from_u16(code).unwrap();
            if let Some(kind) = ProblemType::from_status(status) {
                assert_eq!(kind.status(), status);
            }
        }
    }
}
