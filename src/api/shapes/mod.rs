//! The shapes of the JSON API, and how each is made from what the engine knows.
//!
//! Wire types live here and nowhere else: the domain promises nothing to strangers.

mod art;
mod artwork;
mod cart;
mod copies;
mod lists;
mod money;
mod names;
mod order;
mod page;
mod quote;
mod refund;
mod returns;
mod shipping_extras;
mod tables;

pub use art::{ArtRulesJson, EditionLimitJson, ResaleBandJson, ResaleRuleJson, TaxNoteJson};
pub use artwork::{ArtistJson, ArtworkJson, EditionJson, ImageJson, NameJson, StatsJson, StockJson, VariantJson};
pub use cart::{ArtworkCard, CartJson, CartLineJson, CopyJson};
pub use copies::{CopiesJson, CopyRunJson};
pub use lists::{
    AuditJson, HoldJson, HoldsJson, InventoryJson, PersonJson, ReviewJson, SaleJson, StudioOrderJson, SummaryJson,
    inventory_page,
};
pub use money::{MoneyJson, TotalsJson, cm};
pub use names::{
    ArtworkStatusName, FulfilmentStatusName, MemberRoleName, OrderPaymentStatusName, OrderStatusName, RoleName,
};
pub use order::{
    AddressJson, DocumentJson, OrderJson, OrderLineJson, PaymentJson, PickupPlaceJson, SellerOrderJson,
    ShipmentEventJson, ShipmentJson, TaxJson, TimelineJson,
};
pub use page::PageJson;
pub use quote::{MethodJson, QuoteJson, TaxSumJson};
pub use refund::{RefundJson, RefundPreviewJson, taxes};
pub use returns::{ReturnJson, ReturnLineJson, ReturnRowJson, WithdrawalJson, return_lines};
pub use shipping_extras::{CrateJson, InsuranceJson, PickupJson};
pub use tables::{ShippingBandJson, ShippingMethodJson, ShippingTableJson, TaxRateJson, TaxTableJson};
