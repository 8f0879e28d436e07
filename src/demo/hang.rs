//! Hanging the demo gallery: sellers, artists, accounts, then every work painted, derived and published.
//!
//! Every step is skipped when it is done already, so a gallery that was left half-hung is completed by the next start. What
//! people have changed or taken away since it was hung stays so.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{TryStreamExt, stream};
use impasto_domain::address::{Address, Country};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::collection::CollectionDraft;
use impasto_domain::command::Command;
use impasto_domain::edit::{ArtworkText, Edit, NewArtist};
use impasto_domain::edition::{Edition, EditionKind};
use impasto_domain::ids::{ArtworkId, CollectionId, EditionId, ImageId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::ports::{Journal, JournalError, ReadError};
use impasto_domain::refusal::Refusal;
use impasto_domain::seller::Seller;
use impasto_domain::tax::TaxRegime;
use impasto_store::ListError;
use impasto_store::reads::AuditWanted;

use super::catalogue::{self, Catalogue, Work};
use super::ids::id;
use super::own_post;
use super::painter::Painter;
use super::people::{ACCOUNTS, admit, user_id};
use crate::app::App;
use crate::media::IntakeError;

/// Why the gallery could not be hung; the next start goes on.
#[derive(Debug, thiserror::Error)]
pub enum HangError {
    /// A write.
    #[error("the demo could not be written: {0}")]
    Journal(#[from] JournalError),
    /// A read.
    #[error("the demo could not be read: {0}")]
    Read(#[from] ReadError),
    /// A read of a list.
    #[error("the demo could not be read: {0}")]
    List(#[from] ListError),
    /// A file.
    #[error("an image of the demo could not be stored: {0}")]
    Image(#[from] IntakeError),
    /// The catalogue names something the program does not know.
    #[error("the demo's catalogue is wrong: {0}")]
    Catalogue(String),
    /// A painted work could not be handed over.
    #[error("a painted work could not be handed over: {0}")]
    Painter(std::io::Error),
}

/// Hangs what is not hung yet. `password_hash` is that of the demo's password; `progress` hears of each work.
///
/// # Errors
/// [`HangError`]; what hangs by then stays.
pub async fn hang(
    app: &App,
    password_hash: &str,
    painter: &Painter,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<(), HangError> {
    let catalogue = catalogue::catalogue();
    let journal = &*app.journal;
    for artist in catalogue.artists {
        let mut seller = seller_of(&catalogue, artist.seller)?;
        if artist.account_email.is_some() {
            seller.shipping = Some(own_post::table(&seller, &app.rules().shipping));
        }
        let new = NewArtist {
            id: id("artist", artist.slug),
            slug: artist.slug.to_owned(),
            name: artist.name.to_owned(),
            bio: artist.bio.to_owned(),
            country: Country::parse(artist.country),
            born: Some(artist.born),
            seller,
        };
        if app.store.artist(&new.id.to_string()).await?.is_none() {
            submit(journal, Edit::AddArtist(Box::new(new))).await?;
        }
    }
    admit(journal, &catalogue, password_hash).await?;
    let done = AtomicUsize::new(0);
    let total = catalogue.works.len();
    let at_once = std::thread::available_parallelism().map_or(2, usize::from);
    let tell = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
    stream::iter(catalogue.works.iter().map(|work| Ok((*work, &catalogue))))
        .try_for_each_concurrent(at_once, |(work, catalogue)| async {
            hang_work(app, catalogue, painter, work).await?;
            tell();
            Ok::<_, HangError>(())
        })
        .await?;
    // Back to front: the newest stands first.
    for collection in catalogue.collections.iter().rev() {
        gather(app, collection).await?;
    }
    Ok(())
}

/// Hangs works together, unless that was done before.
async fn gather(app: &App, collection: &catalogue::Collection) -> Result<(), HangError> {
    let collection_id: CollectionId = id("collection", collection.slug);
    if was_hung(app, collection_id).await? {
        return Ok(());
    }
    let edit = Edit::PutCollection {
        id: collection_id,
        slug: collection.slug.to_owned(),
        draft: Box::new(CollectionDraft {
            title: collection.title.to_owned(),
            words: collection.words.to_owned(),
            works: collection.works.iter().map(|slug| id("artwork", slug)).collect(),
            published: true,
        }),
        revision: None,
        is_new: true,
        by: user_id(ACCOUNTS[0].email),
    };
    match submit(&*app.journal, edit).await {
        // Another node has hung it meanwhile.
        Ok(()) | Err(JournalError::Refused(Refusal::Conflict { .. })) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether a collection was ever hung: one that staff took away since is not hung again. Its row is gone then; the audit log,
/// which nothing shortens, has the line of its hanging.
async fn was_hung(app: &App, id: CollectionId) -> Result<bool, HangError> {
    let about = AuditWanted { subject: Some(id.0), ..AuditWanted::default() };
    Ok(!app.store.audit_wanted(&about, None, 1).await?.items.is_empty())
}

async fn hang_work(app: &App, catalogue: &Catalogue, painter: &Painter, work: &'static Work) -> Result<(), HangError> {
    let artwork_id: ArtworkId = id("artwork", work.slug);
    let artist = catalogue.artists.iter().find(|artist| artist.slug == work.artist);
    let artist = artist.ok_or_else(|| HangError::Catalogue(format!("no artist {}", work.artist)))?;
    let known = app.store.artwork(&artwork_id.to_string()).await?;
    if known.as_ref().is_some_and(|record| record.status != ArtworkStatus::Draft) {
        return Ok(());
    }
    let seller = seller_of(catalogue, artist.seller)?;
    if known.is_none() {
        let editions =
            work.editions.iter().enumerate().map(|(place, edition)| edition_of(work, artwork_id, place, edition));
        let edit = Edit::CreateArtwork {
            id: artwork_id,
            seller_id: seller.id,
            artist_id: Some(id("artist", artist.slug)),
            slug: work.slug.to_owned(),
            text: Box::new(text_of(work)),
            editions: editions.collect::<Result<_, _>>()?,
            images: Vec::new(),
        };
        submit(&*app.journal, edit).await?;
    }
    if known.is_none_or(|record| record.images.is_empty()) {
        let derived = painter.paint(work).await?;
        let largest = derived.variants.iter().rev().find(|variant| variant.content_type == "image/jpeg");
        let original = largest.map(|variant| variant.bytes.clone()).unwrap_or_default();
        let image_id: ImageId = id("image", work.slug);
        let image =
            app.studio_media.store(image_id, (&original, "jpg", "image/jpeg"), derived, work.alt.to_owned()).await?;
        let edit = Edit::AddImage { artwork_id, seller_id: Some(seller.id), image: Box::new(image) };
        submit(&*app.journal, edit).await?;
    }
    let by = user_id(ACCOUNTS[0].email);
    let wanted = ArtworkMove::Submit;
    let command = Command::MoveArtwork { artwork_id, wanted, by, seller_id: Some(seller.id), reason: None };
    app.journal.submit(command.into()).await?;
    Ok(())
}

async fn submit(journal: &dyn Journal, edit: Edit) -> Result<(), JournalError> {
    journal.submit(Command::Edit(Box::new(edit)).into()).await.map(drop)
}

fn seller_of(catalogue: &Catalogue, slug: &str) -> Result<Seller, HangError> {
    let wrong = || HangError::Catalogue(format!("no seller {slug}"));
    let seller = catalogue.sellers.iter().find(|seller| seller.slug == slug).ok_or_else(wrong)?;
    let address = &seller.address;
    Ok(Seller {
        id: id("seller", seller.slug),
        slug: seller.slug.to_owned(),
        name: seller.name.to_owned(),
        legal_name: seller.legal_name.to_owned(),
        address: Address {
            name: seller.legal_name.to_owned(),
            line1: address.line1.to_owned(),
            line2: address.line2.map(str::to_owned),
            city: address.city.to_owned(),
            postal_code: address.postal_code.to_owned(),
            region: None,
            country: Country::parse(address.country).ok_or_else(wrong)?,
        },
        vat_id: Some(seller.vat_id.to_owned()),
        tax_number: None,
        email: seller.email.to_owned(),
        currency: Currency::EUR,
        commission_basis_points: seller.commission_basis_points,
        series_prefix: seller.series_prefix.to_owned(),
        verified: true,
        trader: Some(true),
        shipping: None,
        payout_account: None,
    })
}

fn text_of(work: &Work) -> ArtworkText {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    ArtworkText {
        title: work.title.to_owned(),
        description: work.description.to_owned(),
        year: Some(work.year),
        date_text: work.date_text.map(str::to_owned),
        medium: work.medium.to_owned(),
        styles: owned(work.styles),
        subjects: owned(work.subjects),
        provenance: owned(work.provenance),
        signed: work.signed,
        condition: Some(work.condition.to_owned()),
        framed: work.framed,
    }
}

fn edition_of(
    work: &Work,
    artwork_id: ArtworkId,
    place: usize,
    edition: &catalogue::Edition,
) -> Result<Edition, HangError> {
    let wrong = || HangError::Catalogue(format!("edition {place} of {}", work.slug));
    // The catalogue's sizes are small positive numbers; a test holds that.
    let scaled = |value: f64, scale: f64| (value * scale).round() as u32;
    let edition_id: EditionId = id("edition", &format!("{}/{place}", work.slug));
    Ok(Edition {
        id: edition_id,
        artwork_id,
        kind: EditionKind::parse(edition.kind.as_str()).ok_or_else(wrong)?,
        label: Some(edition.label.to_owned()),
        size: edition.size.unwrap_or(0),
        artist_proofs: edition.artist_proofs,
        width_tenth_mm: scaled(edition.width_cm, 100.0),
        height_tenth_mm: scaled(edition.height_cm, 100.0),
        depth_tenth_mm: scaled(edition.depth_cm, 100.0),
        weight_g: scaled(edition.weight_kg, 1_000.0),
        price: Money::new(edition.price_minor, Currency::EUR),
        tax_regime: TaxRegime::parse(edition.tax_regime.as_str()).ok_or_else(wrong)?,
        max_per_customer: edition.max_per_customer,
        available_from: None,
        made_to_order: false,
    })
}
