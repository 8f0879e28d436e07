//! Samples of the console's rooms.

use super::super::cart::TotalRow;
use super::super::console::books::{BalanceRow, BooksPage, CurrencyBalance, EntryRow};
use super::super::console::disputes::{DisputeRow, DisputesPage};
use super::super::console::holds::{HoldRow, HoldsPage};
use super::super::console::inventory::{InventoryPage, InventoryRow};
use super::super::console::jobs::{JobRow, JobsPage, Lane};
use super::super::console::order::{
    DisputeLine, Document, Happened, Line, OrderPage, Part, Payment, RefundAmount, RefundCopy, RefundForm, RefundLine,
    RefundPage, RefundRow, Status,
};
use super::super::console::orders::{OrderRow, OrdersPage};
use super::super::console::review::ReviewRow;
use super::super::console::webhook_inbox::{NoticeRow, WebhookInboxPage};
use super::super::console::{ConsoleFrame, Need, NeedAction, NeedsPage, NeedsSection};
use super::super::form::{Choice, Errors, FieldError};
use super::super::moment::{Deadline, Moment};
use super::super::stock::EditionKind;
use super::super::studio::RoomLink;
use super::{TITLES, eur, id, now, picture, signed_in, stock_of};

/// The console around a page.
pub(super) fn console_frame(here: &str) -> ConsoleFrame {
    let rooms = [
        ("/console", "Needs you", Some(3)),
        ("/console/orders", "Orders", None),
        ("/console/inventory", "Inventory", None),
        ("/console/holds", "Holds", None),
        ("/console/jobs", "Jobs", Some(2)),
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
        sections: vec![
            NeedsSection {
                key: "stuck".to_owned(),
                title: "Payments stuck".to_owned(),
                needs: vec![Need {
                    what: "Take a payment".to_owned(),
                    detail: "4 tries: no answer in time".to_owned(),
                    action: NeedAction::Open {
                        url: "/console/orders/x".to_owned(),
                        label: "Open the order".to_owned(),
                    },
                }],
            },
            NeedsSection {
                key: "sellers".to_owned(),
                title: "Sellers to verify".to_owned(),
                needs: vec![Need {
                    what: "Marek Dvořák".to_owned(),
                    detail: "Marek Dvořák s.r.o., Praha".to_owned(),
                    action: NeedAction::Send {
                        url: "/console/sellers/x/verify".to_owned(),
                        back: "/console".to_owned(),
                        label: "Verify".to_owned(),
                    },
                }],
            },
        ],
        sales_paused: false,
        can_switch_sales: true,
        reviews: reviews(),
    }
}

/// Nothing needs anybody.
pub fn console_quiet() -> NeedsPage {
    NeedsPage { sections: Vec::new(), reviews: Vec::new(), sales_paused: true, ..console() }
}

/// Holds of one edition.
pub fn console_holds() -> HoldsPage {
    HoldsPage {
        chrome: signed_in("/console/holds"),
        frame: console_frame("/console/holds"),
        edition: Some("Low Tide, Evening, Giclée print".to_owned()),
        is_unknown: true,
        holds: (0..3)
            .map(|number| HoldRow {
                id: id(500 + number),
                owner: "Visitor 0193f0a2".to_owned(),
                title: TITLES[0].0.to_owned(),
                url: "/artworks/low-tide".to_owned(),
                edition: "Giclée print".to_owned(),
                edition_url: "/console/holds?edition=x".to_owned(),
                copies: format!("No. {} of 25", number + 1),
                placed: Moment::new(now()),
                until: Deadline::new(now()),
                order: (number == 1).then(|| ("IM-7XK2-0000-9QPR".to_owned(), "/console/orders/x".to_owned())),
            })
            .collect(),
        next_url: Some("/console/holds?cursor=x".to_owned()),
    }
}

/// The stock.
pub fn console_inventory() -> InventoryPage {
    InventoryPage {
        chrome: signed_in("/console/inventory"),
        frame: console_frame("/console/inventory"),
        query: String::new(),
        seller: "Mor".to_owned(),
        kinds: choices(&["", "unique", "limited", "open"]),
        states: choices(&["", "free", "held"]),
        total: 10_000,
        api_url: "/api/v1/admin/inventory?seller=Mor".to_owned(),
        next_cursor: "x".to_owned(),
        csv_url: "/console/inventory.csv?seller=Mor".to_owned(),
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
        lanes: lanes(&[("all", "All"), ("to_pay", "To pay"), ("to_ship", "To ship")]),
        lane: "to_pay".to_owned(),
        query: "jo@example.org".to_owned(),
        from: "2026-11-01".to_owned(),
        until: "soon".to_owned(),
        wrong: "The last day must be a day, such as 2026-11-30.".to_owned(),
        none: "Nobody has yet to pay.".to_owned(),
        csv_url: "/console/orders.csv?lane=to_pay".to_owned(),
        orders: (0..4)
            .map(|index| OrderRow {
                id: id(60 + index),
                number: format!("2026-00012{index}"),
                placed: Moment::new(now()),
                leaves: "Leaves by 5 January 2026".to_owned(),
                is_late: index == 0,
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

/// One order, with the form of a refund that was not filled in as it must be.
pub fn console_order() -> OrderPage {
    OrderPage {
        chrome: signed_in("/console/orders/x"),
        frame: console_frame("/console/orders"),
        id: id(60),
        number: "IM-7XK2-0000-9QPR".to_owned(),
        placed: Moment::new(now()),
        statuses: ["open", "partially_refunded", "unfulfilled"].map(Status::new).to_vec(),
        email: "jo.weber@example.org".to_owned(),
        buyer: "Visitor 00000812".to_owned(),
        shipping_address: ["Jo Weber", "Lange Straße 4", "10115 Berlin", "Germany"].map(str::to_owned).to_vec(),
        billing_address: Vec::new(),
        parts: vec![Part {
            seller: "Inês Moreau".to_owned(),
            lines: vec![Line {
                title: TITLES[0].0.to_owned(),
                url: Some("/artworks/low-tide".to_owned()),
                detail: "Inês Moreau, Giclée print".to_owned(),
                copies: vec!["No. 7 of 25".to_owned(), "No. 8 of 25".to_owned()],
                quantity: 3,
                price: eur(72_000),
                refunded: "1 refunded, 1 back in stock".to_owned(),
            }],
            delivery: "Standard, €9.90".to_owned(),
            leaves: "Leaves by 5 January 2026".to_owned(),
            commission: eur(10_800),
            parcels: vec!["On its way with DHL, 00340434".to_owned()],
            slip_url: "/api/v1/studio/orders/0193f0a2/packing-slip.pdf".to_owned(),
        }],
        totals: sums(),
        payments: vec![Payment {
            id: id(61),
            text: "Test payment: requires action".to_owned(),
            reference: "test_0193f0a2".to_owned(),
            amount: eur(72_990),
            at: Moment::new(now()),
            can_ask: true,
        }],
        refunds: vec![RefundRow {
            text: "Given back".to_owned(),
            amount: eur(24_000),
            reason: "Torn corner".to_owned(),
            at: Moment::new(now()),
        }],
        disputes: vec![DisputeLine {
            status: "Open".to_owned(),
            detail: "PP-D-4012, merchandise or service not received".to_owned(),
            amount: eur(48_990),
            due: "Evidence until 10 December 2026".to_owned(),
            at: Moment::new(now()),
        }],
        documents: vec![Document {
            name: "Credit note INE-C2026-000001".to_owned(),
            url: "/api/v1/documents/x".to_owned(),
            page_url: None,
        }],
        jobs: vec![job(0)],
        timeline: vec![Happened { at: Moment::new(now()), text: "Refunded".to_owned() }],
        refund: Some(RefundForm {
            errors: Errors {
                summary: None,
                fields: vec![FieldError {
                    field: format!("line-{}", id(62)),
                    message: "The number of copies must be from 1 to 2.".to_owned(),
                }],
            },
            left: eur(48_990),
            currency: "EUR".to_owned(),
            lines: vec![
                RefundLine {
                    id: id(62),
                    title: TITLES[0].0.to_owned(),
                    detail: "Inês Moreau, Giclée print".to_owned(),
                    left: 2,
                    price: eur(24_000),
                    quantity: String::new(),
                    copies: (7..9)
                        .map(|number| RefundCopy {
                            id: id(70 + number),
                            label: format!("No. {number} of 25"),
                            is_chosen: number == 7,
                        })
                        .collect(),
                    goods: "not sent yet".to_owned(),
                },
                RefundLine {
                    id: id(63),
                    title: TITLES[2].0.to_owned(),
                    detail: "Aino Salmela, poster".to_owned(),
                    left: 2,
                    price: eur(2_400),
                    quantity: "5".to_owned(),
                    copies: Vec::new(),
                    goods: "has left".to_owned(),
                },
            ],
            shipping_left: eur(990),
            can_restock: true,
            reason: "Torn corner".to_owned(),
            ..RefundForm::default()
        }),
        can_cancel: true,
    }
}

/// A refund before it is made.
pub fn console_refund() -> RefundPage {
    RefundPage {
        chrome: signed_in("/console/orders/x/refund/preview"),
        frame: console_frame("/console/orders"),
        id: id(60),
        number: "IM-7XK2-0000-9QPR".to_owned(),
        email: "jo.weber@example.org".to_owned(),
        rows: vec![RefundAmount {
            what: TITLES[0].0.to_owned(),
            how_many: "1 copy".to_owned(),
            tax: "€15.70 (7 %)".to_owned(),
            amount: eur(24_000),
        }],
        totals: sums(),
        total: eur(24_000),
        left_after: eur(24_990),
        restocked: vec!["Low Tide, Evening: No. 7 of 25".to_owned()],
        credit_notes: vec![format!("Credit note of Inês Moreau: {}", eur(24_000))],
        provider: "Card (Stripe)".to_owned(),
        reason: "Torn corner".to_owned(),
        fields: vec![("reason".to_owned(), "Torn corner".to_owned())],
        idempotency_key: id(90),
    }
}

/// Jobs that were given up.
pub fn console_jobs() -> JobsPage {
    JobsPage {
        chrome: signed_in("/console/jobs"),
        frame: console_frame("/console/jobs"),
        lanes: lanes(&[("dead", "Given up"), ("failing", "Failing"), ("open", "Open")]),
        none: "No job was given up.".to_owned(),
        jobs: (0..3).map(job).collect(),
        next_url: Some("/console/jobs?state=dead&cursor=x".to_owned()),
    }
}

/// No job was given up.
pub fn console_jobs_none() -> JobsPage {
    JobsPage { jobs: Vec::new(), next_url: None, ..console_jobs() }
}

/// What banks took back.
pub fn console_disputes() -> DisputesPage {
    let dispute = |number: usize, status: &str, is_open: bool| DisputeRow {
        order: format!("IM-7XK2-0000-9QP{number}"),
        order_url: format!("/console/orders/{}", id(60)),
        case: format!("PayPal, PP-D-401{number}"),
        reason: "merchandise or service not received".to_owned(),
        status: status.to_owned(),
        amount: eur(48_990),
        evidence_due: is_open.then(|| Moment::new(now())),
        at: Moment::new(now()),
    };
    DisputesPage {
        chrome: signed_in("/console/disputes"),
        frame: console_frame("/console/disputes"),
        lanes: lanes(&[("open", "Open"), ("won", "Won"), ("lost", "Lost")]),
        disputes: vec![dispute(0, "Open", true), dispute(1, "Lost", false)],
        next_url: Some("/console/disputes?cursor=x".to_owned()),
    }
}

/// The books of a house that sold one work.
pub fn console_books() -> BooksPage {
    let row = |account: &str, class: &str, minor: i64| BalanceRow {
        account: account.to_owned(),
        class: class.to_owned(),
        debit: eur(minor.max(0)),
        credit: eur((-minor).max(0)),
        balance: eur(minor),
    };
    let entry = |account: &str, seller: &str, minor: i64| EntryRow {
        account: account.to_owned(),
        seller: seller.to_owned(),
        reason: "Sale".to_owned(),
        order: "IM-7XK2-0000-9QPR".to_owned(),
        order_url: Some(format!("/console/orders/{}", id(60))),
        debit: if minor > 0 { eur(minor) } else { String::new() },
        credit: if minor < 0 { eur(-minor) } else { String::new() },
        at: Moment::new(now()),
    };
    BooksPage {
        chrome: signed_in("/console/books"),
        frame: console_frame("/console/books"),
        errors: Errors::default(),
        at: "2026-11-30".to_owned(),
        balances: vec![CurrencyBalance {
            currency: "EUR".to_owned(),
            rows: vec![
                row("With payment providers", "what the house has", 72_990),
                row("Owed to sellers", "what the house owes", -57_480),
                row("Tax in sellers’ sales", "what the house owes", -4_710),
                row("Commission", "what the house earns", -10_800),
            ],
            debit: eur(72_990),
            credit: eur(72_990),
        }],
        accounts: vec![Choice { value: String::new(), label: "Every account".to_owned(), selected: true }],
        seller: String::new(),
        order: String::new(),
        from: String::new(),
        to: String::new(),
        entries: vec![entry("With payment providers", "", 72_990), entry("Owed to sellers", "Inês Moreau", -57_480)],
        next_url: Some("/console/books?cursor=x".to_owned()),
        file_url: "/console/books.csv".to_owned(),
    }
}

/// What providers told.
pub fn console_webhook_inbox() -> WebhookInboxPage {
    let hook = |number: usize, kind: &str, outcome: &str, can_redeliver| NoticeRow {
        id: id(600 + number),
        kind: kind.to_owned(),
        provider: "PayPal".to_owned(),
        event_id: format!("WH-2WR32451HC0233532-67976317FL454371{number}"),
        outcome: outcome.to_owned(),
        at: Moment::new(now()),
        deliveries: if number == 0 { 1 } else { 3 },
        can_redeliver,
    };
    WebhookInboxPage {
        chrome: signed_in("/console/webhook-inbox"),
        frame: console_frame("/console/jobs"),
        lanes: lanes(&[("webhooks", "Providers’ notices"), ("dead", "Given up")]),
        hooks: vec![
            hook(0, "CUSTOMER.DISPUTE.CREATED", "Of a kind that is not known here", true),
            hook(1, "PAYMENT.CAPTURE.COMPLETED", "Done", false),
        ],
        next_url: Some("/console/webhook-inbox?cursor=x".to_owned()),
    }
}

/// Lists of a room, the first of which is shown.
pub(super) fn lanes(known: &[(&str, &str)]) -> Vec<Lane> {
    let lane = |(place, (key, label)): (usize, &(&str, &str))| Lane {
        key: (*key).to_owned(),
        url: format!("/console/x?lane={key}"),
        label: (*label).to_owned(),
        count: if place == 0 { "3".to_owned() } else { String::new() },
        is_here: place == 0,
    };
    known.iter().enumerate().map(lane).collect()
}

fn choices(words: &[&str]) -> Vec<Choice> {
    let choice = |word: &&str| {
        let label = if word.is_empty() { "Any" } else { *word };
        Choice { value: (*word).to_owned(), label: label.to_owned(), selected: word.is_empty() }
    };
    words.iter().map(choice).collect()
}

fn job(number: usize) -> JobRow {
    JobRow {
        id: id(400 + number),
        what: ["Give money back", "Make a document", "Send a mail"][number % 3].to_owned(),
        kind: ["refund_payment", "render_document", "send_mail"][number % 3].to_owned(),
        order_url: (number == 0).then(|| "/console/orders/x".to_owned()),
        state: "Given up".to_owned(),
        at: Moment::new(now()),
        attempts: 12,
        last_error: "refused by the provider: insufficient_balance".to_owned(),
        can_retry: true,
        can_drop: number == 2,
    }
}

fn sums() -> Vec<TotalRow> {
    let row = |label: &str, value: String, strong: bool| TotalRow { label: label.to_owned(), value, strong };
    vec![row("Works", eur(72_000), false), row("Delivery", eur(990), false), row("Total", eur(72_990), true)]
}

fn reviews() -> Vec<ReviewRow> {
    vec![ReviewRow {
        id: id(6),
        title: TITLES[6].0.to_owned(),
        detail: format!("{}, {}", TITLES[6].1, TITLES[6].3),
        picture: Some(picture(6)),
    }]
}
