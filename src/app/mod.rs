//! The program, joined: which adapter stands behind which port is known here and nowhere else.

mod build;
mod clock;
mod copies;
pub mod defaults;
mod figures;
mod house;
mod keys;
mod likeness;
mod merge;
mod opinions;
mod payday;
mod people;
mod pulse;
mod render;
pub mod schema;
pub mod server;
mod slips;
mod takers;

pub use build::{BuildError, Program, node_name, open_existing_store, open_media, open_store};
pub use clock::{RandomSeeds, SystemClock};
pub use copies::{CopyLook, EditionCopies};
pub use figures::Figures;
pub use house::{COLLECTIONS_SHOWN, House};
pub use likeness::{Likeness, Similar};
pub use payday::Payday;
pub use pulse::{EVERY as PULSE_EVERY, Happened, Pulse, Series};
pub use server::serve;
pub use slips::Slips;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_actors::{ClientKey, Engine};
use impasto_domain::cart::CartState;
use impasto_domain::ids::{EditionId, Mint, SellerId};
use impasto_domain::money::Currency;
use impasto_domain::ports::hooks::HookReader;
use impasto_domain::ports::transfers::Transfers;
use impasto_domain::ports::{Claims, Clock, Journal, MediaStore, Reads};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::seller::Seller;
use impasto_domain::settings::HouseRules;
use impasto_store::Store;
use impasto_ws::LiveBus;
use uuid::Uuid;

use crate::api::shapes::{CartJson, SummaryJson};
use crate::catalogue::Catalogue;
use crate::demo::Crowds;
use crate::gateway::client::Client;
use crate::gateway::problem::Problem;
use crate::identity::Identity;
use crate::media::Intake;
use crate::webhooks::Bell;
use crate::words;

/// What handlers reach: the engine for what decides, the store for what reads, the catalogue for what everybody sees.
pub struct App {
    /// Carts, checkout, orders, stock.
    pub engine: Engine,
    /// Every public work.
    pub catalogue: Arc<Catalogue>,
    /// Read queries.
    pub store: Store,
    /// Plain edits.
    pub journal: Arc<dyn Journal>,
    /// Reads of carts and orders.
    pub reads: Arc<dyn Reads>,
    /// Files.
    pub media: Arc<dyn MediaStore>,
    /// Uploads.
    pub studio_media: Intake,
    /// The live layer.
    pub bus: LiveBus,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Payment providers that are configured.
    pub providers: Vec<&'static str>,
    /// Whether cards can be entered on a page of this house, in a frame of Stripe's.
    pub takes_cards_here: bool,
    /// Providers whose notices are believed.
    pub hooks: Vec<Arc<dyn HookReader>>,
    /// Currencies that prices may have; the first is the default.
    pub currencies: Vec<Currency>,
    /// The most bytes of an uploaded image.
    pub upload_bytes_max: usize,
    /// Rules of the house and sellers, as last read.
    pub house: House,
    /// Who among the staff has what in hand.
    pub claims: Arc<dyn Claims>,
    /// The hashing of pictures that have no hash yet.
    pub likeness: Likeness,
    /// The node's figures of the last minutes.
    pub pulse: Arc<Pulse>,
    /// Simulated buyers of the demo.
    pub crowds: Crowds,
    /// The rendering of packing slips.
    pub slips: Slips,
    /// What wakes those who tell endpoints of others what happens.
    pub webhooks: Arc<Bell>,
    /// Who sends money to sellers, where there is anybody.
    pub transfers: Option<Arc<dyn Transfers>>,
    /// What wakes those who have payouts sent.
    pub payouts: Payday,
}

impl App {
    /// A fresh id.
    #[must_use]
    pub fn mint<T: From<Uuid>>(&self) -> T {
        Mint::new(self.clock.now(), rand::random()).mint()
    }

    /// The rules of the house.
    #[must_use]
    pub fn rules(&self) -> Arc<HouseRules> {
        self.house.rules()
    }

    /// All sellers.
    #[must_use]
    pub fn sellers(&self) -> Arc<HashMap<SellerId, Arc<Seller>>> {
        self.house.sellers()
    }

    /// A cart as clients see it.
    #[must_use]
    pub fn cart_json(&self, state: &CartState, now: DateTime<Utc>) -> CartJson {
        let record = |id| self.catalogue.by_edition(EditionId(id)).map(|entry| Arc::clone(&entry.record));
        let (rules, sellers) = (self.rules(), self.sellers());
        let tax = |id, gross_minor| {
            let entry = self.catalogue.by_edition(id)?;
            let (edition, _) = entry.record.editions.iter().find(|(edition, _)| edition.id == id)?;
            let home = sellers.get(&entry.record.seller.id)?.country();
            let (medium, today) = (entry.record.text.medium.as_str(), now.date_naive());
            let regime = rules.art.regime(edition, Some(medium), home, today);
            let tax = rules.tax.decide(gross_minor, regime, home, home.into(), today);
            tax.map(|tax| tax.tax_minor)
        };
        let tax = |id, gross_minor| tax(id, gross_minor).unwrap_or(0);
        CartJson::of(state, now, self.currency(), &record, &tax, &|key| self.catalogue.public_url(key))
    }

    /// The currency of whoever has none yet.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currencies.first().copied().unwrap_or(Currency::EUR)
    }

    /// What the hold budget counts a client by.
    #[must_use]
    pub fn client_key(&self, client: &Client) -> ClientKey {
        if client.is_exempt { ClientKey::EXEMPT } else { ClientKey::of(client.address) }
    }

    /// The language of somebody's documents and mails: that of their account, and who has none is written to in the
    /// language they are spoken to.
    #[must_use]
    pub fn locale_of<'i>(&self, identity: &'i Identity) -> &'i str {
        identity.user.as_deref().map_or_else(|| words::current().tag(), |user| user.locale.as_str())
    }

    /// Today's figures of a seller, as the topic and the API tell them.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn sales_snapshot(&self, seller_id: SellerId) -> Result<SummaryJson, Problem> {
        let today = self.store.seller_today(seller_id, self.clock.now()).await?;
        Ok(SummaryJson::from(&today))
    }

    /// Reads a work again into the catalogue and waits until its words are found, so that the caller's next read sees
    /// what it just did.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn refresh(&self, id: impasto_domain::ids::ArtworkId) -> Result<(), Problem> {
        self.read_again(id).await?;
        self.catalogue.settled().await;
        Ok(())
    }

    /// Reads the public works of an artist again, as [`Self::refresh`] does one.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn refresh_artist(&self, id: impasto_domain::ids::ArtistId) -> Result<(), Problem> {
        for work in self.catalogue.of_artist(id) {
            self.read_again(work).await?;
        }
        self.catalogue.settled().await;
        Ok(())
    }

    /// Reads a work again into the catalogue; its words are found a few milliseconds later.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn read_again(&self, id: impasto_domain::ids::ArtworkId) -> Result<(), Problem> {
        loop {
            let Some(record) = self.store.artwork(&id.to_string()).await? else {
                self.catalogue.remove(id);
                return Ok(());
            };
            // A sale between the read and here has made the record old: the next read sees the sale as well.
            if self.hang(record).await? {
                return Ok(());
            }
        }
    }

    /// Reads every public work again and makes the search index anew. Searches go on meanwhile.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn reindex(&self) -> Result<(), Problem> {
        let known = self.catalogue.ids();
        let mut stored = std::collections::HashSet::new();
        for record in self.store.public_artworks().await? {
            stored.insert(record.id);
            // What is known here is newer where this was read too early.
            self.hang(record).await?;
        }
        for gone in known.into_iter().filter(|id| !stored.contains(id)) {
            // It may hang only since the works were read.
            self.read_again(gone).await?;
        }
        self.catalogue.rebuild();
        self.catalogue.settled().await;
        tracing::info!(works = self.catalogue.len(), "the search index was made anew");
        Ok(())
    }

    /// Takes a work that was just read into the catalogue. Answers `false` when what is known there is newer.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn hang(&self, record: ArtworkRecord) -> Result<bool, Problem> {
        self.house.learn(&self.store, record.seller.id).await?;
        Ok(self.catalogue.put(record))
    }
}
