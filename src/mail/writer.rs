//! From a letter to a mail: what it is about is read from the store, and its kind finds the words.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::identity::User;
use impasto_domain::ids::{ArtworkId, MailId, OrderId, ReturnId, UserId};
use impasto_domain::mail::{Letter, LetterSecret, Mail};
use impasto_domain::order::{Order, OrderPaymentStatus, OrderStatus};
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Clock, MailWriter, PortFuture, Reads, WriteFailure};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::returns::ReturnStatus;
use impasto_store::Store;

use super::sheet::Sheet;
use super::words::{self, Bought, House, Person, Wish};
use crate::gateway::profile::Profile;
use crate::identity::secrets::HouseSecrets;
use crate::identity::{mailed, order_key};
use crate::words::{Language, within};

/// Writes letters out.
pub struct LetterWriter {
    /// What they are about.
    pub store: Store,
    /// What their links are made with.
    pub secrets: HouseSecrets,
    /// Dates links.
    pub clock: Arc<dyn Clock>,
    /// What staff have named the gallery.
    pub profile: Profile,
    /// The gallery's name where they have not.
    pub site_name: String,
    /// Where links lead, without a slash at the end.
    pub site_url: String,
}

/// Whom a mail goes to, and what it says.
type Written = Option<(String, Sheet)>;

impl MailWriter for LetterWriter {
    fn write<'a>(&'a self, id: MailId, letter: &'a Letter) -> PortFuture<'a, Result<Option<Mail>, WriteFailure>> {
        Box::pin(async move {
            let Some((to, sheet)) = self.sheet(letter).await? else { return Ok(None) };
            let html = sheet.html().map_err(|error| WriteFailure::Impossible(error.to_string()))?;
            let text = sheet.text();
            Ok(Some(Mail { id, kind: letter.kind().to_owned(), to, subject: sheet.subject, text, html }))
        })
    }
}

impl LetterWriter {
    async fn sheet(&self, letter: &Letter) -> Result<Written, WriteFailure> {
        let house = self.house();
        match letter {
            Letter::VerifyEmail { user_id, secret } => {
                let Some((user, url)) = self.link(*user_id, secret, "verify-email").await? else { return Ok(None) };
                if user.email_verified {
                    return Ok(None);
                }
                let sheet = to(&user, |person| words::verify_email(&house, person, &url, secret.expires_at));
                Ok(Some((user.email, sheet)))
            }
            Letter::ResetPassword { user_id, secret } => {
                let Some((user, url)) = self.link(*user_id, secret, "reset-password").await? else { return Ok(None) };
                let sheet = to(&user, |person| words::reset_password(&house, person, &url, secret.expires_at));
                Ok(Some((user.email, sheet)))
            }
            Letter::ConfirmEmail { user_id, email, secret } => {
                let Some((user, url)) = self.link(*user_id, secret, "verify-email").await? else { return Ok(None) };
                let sheet = to(&user, |person| words::confirm_email(&house, person, email, &url, secret.expires_at));
                Ok(Some((email.clone(), sheet)))
            }
            Letter::EmailChanged { user_id, email } => {
                let user = self.store.user(*user_id).await?;
                Ok(user.map(|user| (email.clone(), to(&user, |person| words::email_changed(&house, person)))))
            }
            Letter::EmailInUse { user_id } => {
                let user = self.store.user(*user_id).await?.filter(|user| !user.suspended);
                Ok(user.map(|user| (user.email.clone(), to(&user, |person| words::email_in_use(&house, person)))))
            }
            Letter::PasswordChanged { user_id } => {
                let user = self.store.user(*user_id).await?;
                Ok(user.map(|user| (user.email.clone(), to(&user, |person| words::password_changed(&house, person)))))
            }
            Letter::ReviewAsked { order_id } => self.review_asked(*order_id).await,
            Letter::WishFree { user_id, artwork_id } => self.wish_free(*user_id, *artwork_id).await,
            Letter::OrderPlaced { order_id }
            | Letter::OrderPaid { order_id }
            | Letter::PaymentFailed { order_id, .. }
            | Letter::OrderShipped { order_id, .. }
            | Letter::OrderCancelled { order_id }
            | Letter::OrderRefunded { order_id, .. }
            | Letter::OrderLink { order_id } => self.about_order(*order_id, letter).await,
            Letter::ReturnAnnounced { order_id, return_id } | Letter::ReturnAnswered { order_id, return_id } => {
                self.about_return(*order_id, *return_id, letter).await
            }
        }
    }

    async fn about_order(&self, order_id: OrderId, letter: &Letter) -> Result<Written, WriteFailure> {
        let Some(order) = self.store.order(order_id).await? else { return Ok(None) };
        let url = self.way_to(&order, matches!(letter, Letter::OrderLink { .. }));
        let sheet = about(&self.house(), &Bought { order: &order, url: &url }, letter);
        Ok(sheet.map(|sheet| (order.head.email.clone(), sheet)))
    }

    /// To the address that the statement named: the receipt has to reach who made it.
    async fn about_return(&self, order_id: OrderId, id: ReturnId, letter: &Letter) -> Result<Written, WriteFailure> {
        let Some(order) = self.store.order(order_id).await? else { return Ok(None) };
        let Some(back) = order.returns.iter().find(|back| back.id == id) else { return Ok(None) };
        // Another address than the order's is not given the way into it.
        let is_own = back.email.trim().eq_ignore_ascii_case(order.head.email.trim());
        let page = format!("{}/orders/{}", self.site_url, order.head.id);
        let url = if is_own { self.way_to(&order, false) } else { page };
        let (house, bought) = (self.house(), Bought { order: &order, url: &url });
        let sheet = within(Language::of_locale(&order.head.locale), || match letter {
            Letter::ReturnAnnounced { .. } => Some(words::return_announced(&house, &bought, back)),
            // Paid back meanwhile: another mail says so.
            _ if back.status == ReturnStatus::Refunded => None,
            _ => Some(words::return_answered(&house, &bought, back)),
        });
        Ok(sheet.map(|sheet| (back.email.clone(), sheet)))
    }

    /// Asks for the works that hang and have no review of the buyer's yet; when there are none, it asks for nothing.
    async fn review_asked(&self, order_id: OrderId) -> Result<Written, WriteFailure> {
        let Some(order) = self.store.order(order_id).await? else { return Ok(None) };
        let Owner::User(user_id) = order.head.owner else { return Ok(None) };
        if order.head.payment_status != OrderPaymentStatus::Paid {
            return Ok(None);
        }
        let Some(user) = self.store.user(user_id).await?.filter(|user| !user.suspended) else { return Ok(None) };
        let reviewed = self.store.reviewed_by(user_id).await?;
        let mut open: Vec<(String, String)> = Vec::new();
        for line in order.lines().filter(|line| !reviewed.contains(&line.artwork_id)) {
            let record = self.store.artwork(&line.artwork_id.to_string()).await?;
            let hangs =
                |status| matches!(status, ArtworkStatus::Published | ArtworkStatus::Paused | ArtworkStatus::SoldOut);
            let Some(record) = record.filter(|record| hangs(record.status)) else { continue };
            let page = (record.text.title.clone(), format!("{}/artworks/{}", self.site_url, record.slug));
            if !open.contains(&page) {
                open.push(page);
            }
        }
        let url = self.way_to(&order, false);
        let bought = Bought { order: &order, url: &url };
        let sheet = to(&user, |person| words::review_asked(&self.house(), person, &bought, &open));
        Ok(sheet.map(|sheet| (user.email.clone(), sheet)))
    }

    /// Tells of a work on the wish list that can be had; when it is taken again meanwhile, or off the list, it tells nothing.
    async fn wish_free(&self, user_id: UserId, artwork_id: ArtworkId) -> Result<Written, WriteFailure> {
        let Some(user) = self.store.user(user_id).await?.filter(|user| !user.suspended) else { return Ok(None) };
        if !self.store.wished(user_id).await?.contains(&artwork_id) {
            return Ok(None);
        }
        let record = self.store.artwork(&artwork_id.to_string()).await?;
        let Some(record) = record.filter(ArtworkRecord::is_available) else { return Ok(None) };
        let wish = Wish {
            title: &record.text.title,
            artist: &record.artist.name,
            url: &format!("{}/artworks/{}", self.site_url, record.slug),
            list_url: &format!("{}/wishlist", self.site_url),
        };
        let sheet = to(&user, |person| words::wish_free(&self.house(), person, &wish));
        Ok(Some((user.email, sheet)))
    }

    /// The page of an order; who has no account gets the key to it along.
    fn way_to(&self, order: &Order, with_key: bool) -> String {
        let page = format!("{}/orders/{}", self.site_url, order.head.id);
        match order.head.owner {
            Owner::User(_) if !with_key => page,
            _ => format!("{page}?key={}", order_key::sign(&self.secrets, order.head.id, self.clock.now())),
        }
    }

    /// A person with a link for them; `None` when either has ended.
    async fn link(
        &self,
        user_id: UserId,
        secret: &LetterSecret,
        page: &str,
    ) -> Result<Option<(User, String)>, WriteFailure> {
        if self.is_over(secret.expires_at) {
            return Ok(None);
        }
        let Some(user) = self.store.user(user_id).await?.filter(|user| !user.suspended) else { return Ok(None) };
        let token = mailed::link_token(&self.secrets, secret);
        let token = token.map_err(|error| WriteFailure::Impossible(format!("its link: {error}")))?;
        Ok(Some((user, format!("{}/{page}?token={token}", self.site_url))))
    }

    fn is_over(&self, ends: DateTime<Utc>) -> bool {
        ends <= self.clock.now()
    }

    fn house(&self) -> House<'_> {
        House { name: self.profile.site_name(&self.site_name), url: &self.site_url }
    }
}

/// What is said to somebody with an account, in their language.
fn to<S>(user: &User, say: impl FnOnce(&Person<'_>) -> S) -> S {
    within(Language::of_locale(&user.locale), || say(&Person { name: &user.display_name, email: &user.email }))
}

/// What is said of an order, in its own language; `None` when there is nothing left to say.
fn about(house: &House<'_>, bought: &Bought<'_>, letter: &Letter) -> Option<Sheet> {
    use OrderPaymentStatus as P;
    let head = &bought.order.head;
    within(Language::of_locale(&head.locale), || match letter {
        // Paid or over meanwhile: another mail says so.
        Letter::OrderPlaced { .. } if !matches!(head.payment_status, P::Pending | P::RequiresAction) => None,
        Letter::OrderPlaced { .. } if head.status != OrderStatus::Open => None,
        Letter::OrderPlaced { .. } => Some(words::order_placed(house, bought)),
        Letter::OrderPaid { .. } => Some(words::order_paid(house, bought)),
        // Another attempt has brought the money, or is about to.
        Letter::PaymentFailed { .. } if head.payment_status != P::Failed => None,
        Letter::PaymentFailed { .. } => Some(words::payment_failed(house, bought)),
        Letter::OrderShipped { shipment_id, .. } => {
            let parcel = bought.order.shipments.iter().find(|parcel| parcel.id == *shipment_id);
            parcel.map(|parcel| words::order_shipped(house, bought, parcel))
        }
        Letter::OrderCancelled { .. } => Some(words::order_cancelled(house, bought)),
        Letter::OrderRefunded { amount_minor, .. } => Some(words::order_refunded(house, bought, *amount_minor)),
        Letter::OrderLink { .. } => Some(words::order_link(house, bought)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    /// The confirmation of an order that was placed in a language.
    fn confirmation(locale: &str) -> Sheet {
        let mut order = samples::order().unwrap();
        locale.clone_into(&mut order.head.locale);
        let house = House { name: "Galerie".to_owned(), url: "https://gallery.example" };
        let bought = Bought { order: &order, url: "https://gallery.example/orders/1" };
        about(&house, &bought, &Letter::OrderPaid { order_id: order.head.id }).unwrap()
    }

    fn assert_says(sheet: &Sheet, subject: &str, words: &[&str]) {
        assert_eq!(sheet.subject, subject);
        let (text, html) = (sheet.text(), sheet.html().unwrap());
        assert!(html.contains(&format!("<html lang=\"{}\">", sheet.language.tag())));
        for words in words {
            assert!(text.contains(words), "{words} is not in:\n{text}");
            assert!(html.contains(words), "{words} is not in:\n{html}");
        }
    }

    #[test]
    fn an_order_is_written_about_in_its_own_language() {
        let german = ["Bestellung IM-2026-000417", "23. November 2026", "1.510,40\u{a0}\u{20ac}", "Nr. 7 von 25"];
        assert_says(&confirmation("de"), "Bestellung IM-2026-000417 ist bestätigt", &german);
        let french = ["Commande IM-2026-000417", "23 novembre 2026", "1\u{202f}510,40\u{a0}\u{20ac}", "sur 25"];
        assert_says(&confirmation("fr-CH"), "La commande IM-2026-000417 est confirmée", &french);
        let english = ["Order IM-2026-000417", "23 November 2026", "\u{20ac}1,510.40", "No. 7 of 25"];
        for locale in ["en", "", "pl"] {
            assert_says(&confirmation(locale), "Order IM-2026-000417 is confirmed", &english);
        }
    }
}
