//! The catalogue of the demo gallery: who sells, who made it, what hangs and what it costs.
//!
//! Plain data; knows no other module of the program. Names, addresses, numbers and works are invented.

mod artists;
mod collections;
mod model;
mod reviews;
mod sellers;
#[cfg(test)]
mod tests;
mod works;

pub use model::{
    Address, Artist, Catalogue, Collection, Edition, EditionKind, Picture, Review, Seller, TaxRegime, Work,
};

/// Everything that hangs in the demo gallery. Works come in the order in which they are to be hung: one of each artist
/// in turn, so that a first page shows all of them.
pub fn catalogue() -> Catalogue {
    let walls = works::WALLS;
    let longest = walls.iter().map(|wall| wall.len()).max().unwrap_or(0);
    let works = (0..longest).flat_map(|i| walls.iter().filter_map(move |wall| wall.get(i))).collect();
    Catalogue {
        sellers: sellers::SELLERS,
        artists: artists::ARTISTS,
        works,
        reviews: reviews::REVIEWS,
        collections: collections::COLLECTIONS,
    }
}
