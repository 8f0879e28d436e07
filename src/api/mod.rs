//! The JSON API: one file a resource, its wire shapes in [`shapes`].

pub mod address;
pub mod admin;
pub mod artwork_input;
pub mod artworks;
pub mod audit;
pub mod auth;
pub mod bank_transfers;
pub mod books;
pub mod cart;
pub mod certificates;
pub mod checkout;
pub mod collections;
pub mod config;
pub mod copies;
pub mod csv;
pub mod disputes;
pub mod edition_input;
pub mod find;
pub mod health;
pub mod health_board;
pub mod images;
pub mod import;
pub mod jobs;
pub mod ledger;
pub mod mailed;
pub mod me;
pub mod members;
pub mod metrics;
pub mod months;
pub mod numbers;
pub mod openapi;
pub mod order_links;
pub mod orders;
pub mod packing_slips;
pub mod payouts;
pub mod people;
mod problems;
pub mod refunds;
pub mod reports;
pub mod return_photos;
pub mod returns;
pub mod review;
pub mod search;
pub mod seller;
pub mod seller_shipping;
pub mod seller_terms;
pub mod sellers;
pub mod settings;
pub mod shapes;
pub mod shipments;
pub mod stock_book;
pub mod stock_import;
pub mod studio;
pub mod studio_payouts;
pub mod table_sent;
pub mod tracking;
pub mod user;
pub mod visitors;
pub mod webhook_inbox;
pub mod webhooks;
pub mod well_known;
pub mod wishlist;

use actix_web::web::ServiceConfig;

/// The routes of works, carts, orders, the studio and the console, below `/api/v1`.
pub fn routes(service: &mut ServiceConfig) {
    service
        .configure(artworks::routes)
        .configure(search::routes)
        .configure(wishlist::routes)
        .configure(copies::routes)
        .configure(cart::routes)
        .configure(checkout::routes)
        .configure(order_links::routes)
        .configure(orders::routes)
        .configure(certificates::routes)
        .configure(seller::routes)
        .configure(sellers::routes)
        .configure(seller_terms::routes)
        .configure(seller_shipping::routes)
        .configure(members::routes)
        .configure(studio::routes)
        .configure(books::routes)
        .configure(stock_book::routes)
        .configure(shipments::routes)
        .configure(packing_slips::routes)
        .configure(tracking::routes)
        .configure(images::routes)
        .configure(import::routes)
        .configure(admin::routes)
        .configure(stock_import::routes)
        .configure(audit::routes)
        .configure(collections::routes)
        .configure(find::routes)
        .configure(health_board::routes)
        .configure(reports::routes)
        .configure(refunds::routes)
        .configure(returns::routes)
        .configure(disputes::routes)
        .configure(ledger::routes)
        .configure(bank_transfers::routes)
        .configure(return_photos::routes)
        .configure(jobs::routes)
        .configure(webhooks::routes)
        .configure(payouts::routes)
        .configure(studio_payouts::routes)
        .configure(months::routes)
        .configure(people::routes)
        .configure(review::routes)
        .configure(settings::routes)
        .configure(webhook_inbox::routes);
}
