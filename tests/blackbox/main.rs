//! Black-box suites: the program is started as its users start it, and driven over HTTP and sockets only.
//!
//! Every suite runs on SQLite and on PostgreSQL (`IMPASTO_TEST_POSTGRES`, else the local one). The binary is the one
//! cargo built for these tests. Stored rows are made older with the databases' own command lines, `sqlite3` and `psql`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod harness;

mod account_rooms;
mod artworks;
mod backup;
mod bad_input;
mod books;
mod catalogue;
mod certificates;
mod checkout;
mod cli;
mod console;
mod contention;
mod cookies;
mod copies;
mod demo;
mod described;
mod door;
mod fair_shares;
mod gallery;
mod holds;
mod house_floor;
mod house_people;
mod house_review;
mod house_settings;
mod house_tables;
mod identity;
mod images;
mod import;
mod jobs;
mod languages;
mod live;
mod live_crowd;
mod live_limits;
mod live_nodes;
mod live_resume;
mod lives;
mod lost_orders;
mod mailed;
mod mails;
mod many_nodes;
mod move_house;
mod numbers;
mod opinions;
mod payouts;
mod paypal;
mod quotes;
mod refunds;
mod repeats;
mod restart;
mod returns;
mod search;
mod search_engines;
mod sellers;
mod shipments;
mod shipping_tables;
mod sockets;
mod staff;
mod stock_by_hand;
mod stock_import;
mod stripe;
mod studio;
mod tax;
mod telemetry;
mod tokens;
mod tracking;
mod versions;
mod walk;
mod webhook_nodes;
mod webhooks;
mod work_pages;
