//! The shapes of the JSON API, and how each is made from what the engine knows.
//!
//! Wire types live here and nowhere else: the domain promises nothing to strangers.

mod artwork;
mod cart;
mod lists;
mod money;
mod order;
mod quote;

pub use artwork::{ArtistJson, ArtworkJson, EditionJson, ImageJson, NameJson, StatsJson, StockJson, VariantJson};
pub use cart::{ArtworkCard, CartJson, CartLineJson, CopyJson};
pub use lists::{audit_page, holds_page, inventory_page, reviews_page, sales_page, sales_today, seller_orders_page};
pub use money::{MoneyJson, TotalsJson, cm};
pub use order::{
    AddressJson, DocumentJson, OrderJson, OrderLineJson, PaymentJson, SellerOrderJson, ShipmentJson, TaxJson,
    TimelineJson,
};
pub use quote::{MethodJson, QuoteJson, TaxSumJson};
