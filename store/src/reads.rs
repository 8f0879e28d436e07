//! Read queries: what the engine, the API and the pages ask of the database.
//!
//! Each reads one committed state; lists go on from a key, never from a count. Knows nothing of who may see what.

mod answers;
mod artists;
mod artworks;
mod audit;
mod bank_transfers;
mod books;
mod carts;
mod collections;
mod copies;
mod cursor;
mod disputes;
mod events;
mod find;
mod holds;
mod hooks;
mod inventory;
mod jobs;
mod lanes;
mod ledger;
mod likeness;
mod mails;
mod media;
mod missed;
mod months;
mod needs;
mod orders;
mod payouts;
mod people;
mod reports;
mod returns;
mod reviews;
mod settings;
mod studio;
mod webhooks;

use impasto_domain::ports::ReadError;

pub use self::audit::{AuditRecord, AuditWanted};
pub use self::bank_transfers::BankTransferRecord;
pub use self::books::{BoughtWork, ResaleRecord, SoldLine};
pub use self::disputes::DisputeRecord;
pub use self::events::LanePosition;
pub use self::find::{FoundOrder, FoundWork};
pub use self::holds::HoldRecord;
pub use self::hooks::HookRecord;
pub use self::inventory::{InventoryFilter, InventoryRecord, StockState};
pub use self::jobs::{DeadJob, JobBacklog, JobRecord, JobState};
pub use self::lanes::LaneHead;
pub use self::ledger::{AccountBalance, LedgerRecord, LedgerWanted};
pub use self::likeness::UnhashedImage;
pub use self::mails::MailHead;
pub use self::media::NamedMedia;
pub use self::missed::{Feed, Missed};
pub use self::months::{ClosedMonth, HouseDocument, MonthBooks};
pub use self::needs::Needs;
pub use self::orders::{LaneCounts, OrderFilter, OrderLane};
pub use self::payouts::PaidOrder;
pub use self::people::{Account, SellerMember, SigningKey};
pub use self::reports::ReportRecord;
pub use self::returns::{ReturnRecord, ReturnsWanted};
pub use self::reviews::{OwnReviewRecord, ReviewRecord};
pub use self::settings::SettingChange;
pub use self::studio::{SaleRecord, SellerOrderRecord, SellerToday, WorkName};
pub use self::webhooks::{Untold, WebhookDelivery, WebhookFeed, WebhookTarget};

pub(crate) use self::events::events_of_lane;
pub(crate) use self::lanes::heads;

/// Why a page of a list was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// The cursor is not one that a page of this list gave.
    #[error("the cursor is not one of this list")]
    BadCursor,
    /// The database is away.
    #[error(transparent)]
    Away(#[from] ReadError),
}

impl From<sqlx::Error> for ListError {
    fn from(error: sqlx::Error) -> Self {
        Self::Away(crate::open::read_error(error))
    }
}

#[cfg(test)]
pub(crate) static ALL: &[&[&crate::sql::Sql]] = &[
    answers::ALL,
    artists::ALL,
    artworks::ALL,
    audit::ALL,
    bank_transfers::ALL,
    books::ALL,
    carts::ALL,
    collections::ALL,
    copies::ALL,
    disputes::ALL,
    events::ALL,
    find::ALL,
    holds::ALL,
    hooks::ALL,
    inventory::ALL,
    jobs::ALL,
    lanes::ALL,
    ledger::ALL,
    likeness::ALL,
    mails::ALL,
    media::ALL,
    missed::ALL,
    months::ALL,
    needs::ALL,
    orders::ALL,
    payouts::ALL,
    people::ALL,
    reports::ALL,
    returns::ALL,
    reviews::ALL,
    settings::ALL,
    studio::ALL,
    webhooks::ALL,
];
