//! The closed lists of words behind statuses and kinds, for the API's description. The words themselves are the
//! domain's; a test holds the two together.

use utoipa::ToSchema;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident { $($word:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, ToSchema)]
        #[schema(rename_all = "snake_case")]
        #[allow(dead_code, missing_docs, unreachable_pub, reason = "describes words that the domain writes")]
        pub enum $name { $($word),+ }
    )+};
}

names! {
    /// Where a work stands.
    ArtworkStatusName { Draft, InReview, Rejected, Published, Paused, SoldOut, Archived }
    /// What is sold of a work.
    EditionKindName { Unique, Limited, Open }
    /// How a copy of an edition looks to whoever asks.
    CopyLookName { Free, Yours, Held, Sold, Withdrawn }
    /// What became of a line of a cart.
    LineStatusName { Held, Lapsed, SoldOut, PriceChanged }
    /// Whether an order goes on.
    OrderStatusName { Open, Completed, Cancelled, Expired }
    /// Where the money of an order stands.
    OrderPaymentStatusName { Pending, RequiresAction, Paid, PartiallyRefunded, Refunded, Disputed, Failed }
    /// Where the goods of an order stand.
    FulfilmentStatusName { Unfulfilled, PartiallyShipped, Shipped, Delivered, Returned }
    /// What became of an attempt to pay.
    PaymentStatusName { Pending, RequiresAction, Succeeded, Failed, Refunded }
    /// Whether the provider has given money back.
    RefundStatusName { Pending, Refunded }
    /// Why something comes back.
    ReturnKindName { Withdrawal, Damage }
    /// Where a return stands.
    ReturnStatusName { Announced, Received, Refunded, Refused }
    /// Where a parcel is.
    ShipmentStatusName { Packed, InTransit, Delivered, Exception, Returned }
    /// What a document is.
    DocumentKindName { Invoice, CreditNote, Certificate, PackingSlip }
    /// Who holds and buys.
    OwnerKindName { User, Visitor }
    /// What somebody may do.
    RoleName { Customer, Artist, Admin, Moderator, Fulfilment }
    /// What a member of a seller may do there.
    MemberRoleName { Owner, Member }
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::artwork::ArtworkStatus;
    use impasto_domain::document::DocumentKind;
    use impasto_domain::edition::EditionKind;
    use impasto_domain::identity::Role;
    use impasto_domain::order::{FulfilmentStatus, OrderPaymentStatus, OrderStatus};
    use impasto_domain::payment::PaymentStatus;
    use impasto_domain::refund::RefundStatus;
    use utoipa::PartialSchema;

    fn words<T: PartialSchema>() -> Vec<String> {
        let schema = serde_json::to_value(T::schema()).unwrap();
        serde_json::from_value(schema["enum"].clone()).unwrap()
    }

    fn known<T: PartialSchema, S>(parse: impl Fn(&str) -> Option<S>) {
        for word in words::<T>() {
            assert!(parse(&word).is_some(), "{word}");
        }
    }

    #[test]
    fn every_described_word_is_one_of_the_domains() {
        known::<ArtworkStatusName, _>(ArtworkStatus::parse);
        known::<EditionKindName, _>(EditionKind::parse);
        known::<OrderStatusName, _>(OrderStatus::parse);
        known::<OrderPaymentStatusName, _>(OrderPaymentStatus::parse);
        known::<FulfilmentStatusName, _>(FulfilmentStatus::parse);
        known::<PaymentStatusName, _>(PaymentStatus::parse);
        known::<RefundStatusName, _>(RefundStatus::parse);
        known::<ReturnKindName, _>(impasto_domain::returns::ReturnKind::parse);
        known::<ReturnStatusName, _>(impasto_domain::returns::ReturnStatus::parse);
        let documents =
            [DocumentKind::Invoice, DocumentKind::CreditNote, DocumentKind::Certificate, DocumentKind::PackingSlip];
        assert_eq!(words::<DocumentKindName>(), documents.map(|kind| kind.as_str().to_owned()));
        known::<RoleName, _>(Role::parse);
        known::<MemberRoleName, _>(impasto_domain::seller::MemberRole::parse);
    }
}
