//! From committed events to the frames of the live topics. Pure; knows no socket.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::event::{Committed, Event, SoldLine};
use impasto_domain::ids::{OrderId, SellerId};
use impasto_domain::money::Money;
use impasto_ws::{Increment, Lane, LiveEvent, Topic};
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::api::shapes::{CopyJson, MoneyJson, StockJson};

/// The frames of one committed event, in the order they are to be heard. Carts are not among them: their frame is
/// the whole cart, which is read first ([`super::carts`]).
#[must_use]
pub fn frames_of(committed: &Committed) -> Vec<LiveEvent> {
    let maker = Maker { committed };
    match &committed.event {
        Event::StockChanged { seller_id, stock, artwork_version, newly_held, .. } => {
            let data =
                StockFrame { edition_id: stock.edition_id.0, artwork_id: stock.artwork_id.0, stock: stock.into() };
            let key = Some(stock.edition_id.to_string());
            let artwork = Topic::Artwork(stock.artwork_id.0);
            let mut frames = vec![
                maker.versioned(artwork, *artwork_version, "stock", key.clone(), &data),
                maker.fed(Topic::Inventory, "stock", key, &data),
            ];
            if *newly_held > 0 {
                let held =
                    json!({"artwork_id": stock.artwork_id, "edition_id": stock.edition_id, "quantity": newly_held});
                frames.push(maker.fed(Topic::SellerSales(seller_id.0), "hold", None, &held));
            }
            frames
        }
        Event::PriceChanged { artwork_id, edition_id, price, artwork_version } => {
            let data = json!({"edition_id": edition_id, "price": MoneyJson::from(*price)});
            let key = Some(format!("price:{edition_id}"));
            vec![maker.versioned(Topic::Artwork(artwork_id.0), *artwork_version, "price", key, &data)]
        }
        Event::ArtworkStatusChanged { artwork_id, status, title, slug, artwork_version, .. } => {
            let data = json!({"artwork_id": artwork_id, "status": status.as_str(), "title": title, "slug": slug});
            let topic = Topic::Artwork(artwork_id.0);
            let mut frames = vec![maker.versioned(topic, *artwork_version, "status", None, &data)];
            let kind = match status {
                ArtworkStatus::Published => Some("published"),
                ArtworkStatus::SoldOut => Some("sold_out"),
                _ => None,
            };
            frames.extend(kind.map(|kind| maker.fed(Topic::Storefront, kind, None, &data)));
            frames
        }
        Event::OrderChanged {
            order_id,
            number,
            version,
            status,
            payment_status,
            fulfilment_status,
            total,
            payment,
            shipment,
            ..
        } => {
            let data = json!({
                "order_id": order_id,
                "number": number,
                "status": status.as_str(),
                "payment_status": payment_status.as_str(),
                "fulfilment_status": fulfilment_status.as_str(),
                "total": MoneyJson::from(*total),
            });
            let mut frames = Vec::with_capacity(4);
            if let Some(payment) = payment {
                let told = json!({
                    "payment_id": payment.id,
                    "status": payment.status.as_str(),
                    "decline_code": payment.decline_code,
                });
                frames.push(maker.ordered(*order_id, *version, "payment", &told));
            }
            if let Some(shipment) = shipment {
                let told = json!({
                    "shipment_id": shipment.id,
                    "seller_order_id": shipment.seller_order_id,
                    "status": shipment.status.as_str(),
                    "carrier": shipment.carrier,
                    "tracking_number": shipment.tracking_number,
                    "tracking_url": shipment.tracking_url,
                    "lines": shipment.lines,
                });
                frames.push(maker.ordered(*order_id, *version, "shipment", &told));
            }
            frames.push(maker.ordered(*order_id, *version, "status", &data));
            frames.push(maker.fed(Topic::Orders, "order", None, &data));
            frames
        }
        Event::DocumentReady { order_id, version, document_id, kind, number } => {
            let data = json!({
                "document_id": document_id,
                "kind": kind.as_str(),
                "number": number,
                "url": format!("/api/v1/documents/{document_id}"),
                "ready": true,
            });
            vec![maker.ordered(*order_id, *version, "document", &data)]
        }
        Event::SaleMade { seller_id, order_number, lines, .. } => {
            lines.iter().map(|line| maker.sale(*seller_id, order_number, line)).collect()
        }
        Event::WishlistChanged { artwork_id, seller_id, wishlisted } => {
            let data = json!({"artwork_id": artwork_id, "wishlisted": wishlisted});
            vec![maker.fed(Topic::SellerSales(seller_id.0), "wishlist", None, &data)]
        }
        Event::ReviewPosted { artwork_id, seller_id, rating } => {
            let data = json!({"artwork_id": artwork_id, "rating": rating});
            vec![maker.fed(Topic::SellerSales(seller_id.0), "review", None, &data)]
        }
        Event::ArtworkEdited { .. }
        | Event::CartChanged { .. }
        | Event::SessionRevoked { .. }
        | Event::SellerVerified { .. }
        | Event::SettingsChanged
        | Event::KeysChanged
        | Event::ReindexAsked
        | Event::Newer => Vec::new(),
    }
}

#[derive(Serialize)]
struct StockFrame {
    edition_id: uuid::Uuid,
    artwork_id: uuid::Uuid,
    #[serde(flatten)]
    stock: StockJson,
}

#[derive(Serialize)]
struct SaleFrame<'s> {
    order_number: &'s str,
    artwork: SoldArtwork<'s>,
    edition_id: uuid::Uuid,
    quantity: u32,
    amount: MoneyJson,
    copies: Vec<CopyJson>,
}

#[derive(Serialize)]
struct SoldArtwork<'s> {
    id: uuid::Uuid,
    title: &'s str,
}

struct Maker<'c> {
    committed: &'c Committed,
}

impl Maker<'_> {
    /// A frame of a topic that is positioned by the lanes.
    fn fed(&self, topic: Topic, kind: &'static str, key: Option<String>, data: &impl Serialize) -> LiveEvent {
        let lane = Lane::from(self.committed.lane.0);
        let seq = u64::try_from(self.committed.seq).unwrap_or(0);
        self.frame(topic, Some(Increment::Lane { lane, seq }), kind, key, data)
    }

    /// A frame of a topic that is positioned by a row's version.
    fn versioned(
        &self,
        topic: Topic,
        version: i64,
        kind: &'static str,
        key: Option<String>,
        data: &impl Serialize,
    ) -> LiveEvent {
        let version = u64::try_from(version).unwrap_or(0);
        self.frame(topic, Some(Increment::Version(version)), kind, key, data)
    }

    fn ordered(&self, order: OrderId, version: i64, kind: &'static str, data: &impl Serialize) -> LiveEvent {
        self.versioned(Topic::Order(order.0), version, kind, None, data)
    }

    fn sale(&self, seller_id: SellerId, order_number: &str, line: &SoldLine) -> LiveEvent {
        let amount: Money = line.amount;
        let data = SaleFrame {
            order_number,
            artwork: SoldArtwork { id: line.artwork_id.0, title: &line.title },
            edition_id: line.edition_id.0,
            quantity: line.quantity,
            amount: amount.into(),
            copies: line.copies.iter().map(CopyJson::from).collect(),
        };
        self.fed(Topic::SellerSales(seller_id.0), "sale", None, &data)
    }

    fn frame(
        &self,
        topic: Topic,
        at: Option<Increment>,
        kind: &'static str,
        key: Option<String>,
        data: &impl Serialize,
    ) -> LiveEvent {
        LiveEvent { topic, at, key, kind: kind.into(), time: self.committed.at, data: raw(data) }
    }
}

/// Plain data as JSON; it always becomes JSON, and `null` stands in if it ever does not.
pub(super) fn raw(data: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(data).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
