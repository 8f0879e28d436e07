//! The pages: storefront, studio and console, rendered on the server.
//! They decide nothing: a handler reads a request, calls the same functions as the API, and fills a view or sends the browser on (303).

mod account;
mod artist;
mod artwork;
mod cart;
mod certificate;
mod checkout;
mod collection;
mod console;
mod copies;
mod countries;
mod delivery;
mod demo;
mod door;
mod errors;
mod gallery;
mod legal;
mod mailbox;
mod mistakes;
mod notices;
mod order;
mod postal;
mod problems;
mod recover;
mod report;
mod returns;
mod sitemap;
mod statics;
mod studio;
mod turn;
mod typed;
pub mod views;
mod visit;
mod wishlist;
mod works;

#[cfg(test)]
mod testing;

pub use errors::HouseErrorPages;

use actix_web::web::ServiceConfig;

/// Adds every page.
pub fn routes(service: &mut ServiceConfig) {
    service
        .configure(statics::routes)
        .configure(gallery::routes)
        .configure(artwork::routes)
        .configure(report::routes)
        .configure(collection::routes)
        .configure(wishlist::routes)
        .configure(artist::routes)
        .configure(cart::routes)
        .configure(checkout::routes)
        .configure(order::routes)
        .configure(certificate::routes)
        .configure(account::routes)
        .configure(door::routes)
        .configure(recover::routes)
        .configure(studio::routes)
        .configure(console::routes)
        .configure(legal::routes)
        .configure(problems::routes)
        .configure(sitemap::routes)
        .configure(mailbox::routes)
        .configure(demo::routes);
}
