//! Samples of the console's rooms.

use super::super::console::inventory::{InventoryPage, InventoryRow};
use super::super::console::orders::{OrderRow, OrdersPage};
use super::super::console::review::ReviewRow;
use super::super::console::{ConsoleFrame, NeedsPage};
use super::super::moment::Moment;
use super::super::stock::EditionKind;
use super::super::studio::RoomLink;
use super::{TITLES, eur, id, now, picture, signed_in, stock_of};

/// The console around a page.
pub(super) fn console_frame(here: &str) -> ConsoleFrame {
    let rooms = [
        ("/console", "Needs you", Some(3)),
        ("/console/orders", "Orders", None),
        ("/console/inventory", "Inventory", None),
        ("/console/review", "Review", Some(1)),
        ("/console/mail", "Mails", None),
    ];
    let link = |(url, label, count): (&str, &str, Option<u64>)| RoomLink {
        url: url.to_owned(),
        label: label.to_owned(),
        count,
        is_here: url == here,
    };
    ConsoleFrame { rooms: rooms.into_iter().map(link).collect() }
}

/// What needs somebody.
pub fn console() -> NeedsPage {
    NeedsPage {
        chrome: signed_in("/console"),
        frame: console_frame("/console"),
        sales_paused: false,
        can_switch_sales: true,
        reviews: reviews(),
    }
}

/// The stock.
pub fn console_inventory() -> InventoryPage {
    InventoryPage {
        chrome: signed_in("/console/inventory"),
        frame: console_frame("/console/inventory"),
        query: String::new(),
        inventory: (0..8)
            .flat_map(|index| {
                let (title, artist, ..) = TITLES[index];
                stock_of(index).into_iter().map(move |stock| InventoryRow {
                    title: title.to_owned(),
                    url: format!("/artworks/work-{index}"),
                    artist_name: artist.to_owned(),
                    edition: match stock.kind {
                        EditionKind::Unique => "original".to_owned(),
                        EditionKind::Limited => "edition of 25".to_owned(),
                        EditionKind::Open => "poster, open edition".to_owned(),
                    },
                    price: eur(24_000),
                    stock,
                })
            })
            .collect(),
        next_url: Some("/console/inventory?cursor=x".to_owned()),
    }
}

/// The orders.
pub fn console_orders() -> OrdersPage {
    OrdersPage {
        chrome: signed_in("/console/orders"),
        frame: console_frame("/console/orders"),
        orders: (0..4)
            .map(|index| OrderRow {
                id: id(60 + index),
                number: format!("2026-00012{index}"),
                placed: Moment::new(now()),
                email: "buyer@example.org".to_owned(),
                status: ["open", "open", "completed", "cancelled"][index].to_owned(),
                payment_status: ["requires_action", "paid", "paid", "failed"][index].to_owned(),
                fulfilment_status: ["unfulfilled", "shipped", "delivered", "unfulfilled"][index].to_owned(),
                total: eur(75_650),
            })
            .collect(),
        next_url: None,
    }
}

fn reviews() -> Vec<ReviewRow> {
    vec![ReviewRow {
        id: id(6),
        title: TITLES[6].0.to_owned(),
        detail: format!("{}, {}", TITLES[6].1, TITLES[6].3),
        picture: Some(picture(6)),
    }]
}
