//! Carrying an import out: what is sent is looked over first, then the lines that are good are written, some at a time.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use actix_web::web::Data;
use futures_util::StreamExt;
use impasto_domain::artwork::ArtworkMove;
use impasto_domain::command::Command;
use impasto_domain::edit::{ArtworkText, Edit, ImageRow};
use impasto_domain::edition::Edition;
use impasto_domain::ids::{ArtistId, ArtworkId, SellerId, UserId};

use super::known::KnownWorks;
use super::line::{ImportLine, column_of};
use crate::api::studio::has_all_words;
use crate::app::App;
use crate::gateway::problem::{FieldError, Problem};

/// How many lines are written at once: the journal puts what comes together into one commit.
const AT_ONCE: usize = 64;

/// What a line is to become.
struct Ready {
    id: ArtworkId,
    artist_id: Option<ArtistId>,
    text: ArtworkText,
    editions: Vec<Edition>,
    images: Vec<String>,
    alt: String,
    /// Whether it has all that the storefront needs.
    is_complete: bool,
}

/// What a line turned out to be.
enum Looked {
    Good(Box<Ready>),
    Wrong(Vec<FieldError>),
    /// Its work is here already.
    Known,
}

/// What became of a line, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineReport {
    /// The number of the line in the file.
    pub line: usize,
    /// The title as it stands there.
    pub title: String,
    /// The work that was made; `None` in a rehearsal and for a line that was refused.
    pub artwork_id: Option<ArtworkId>,
    /// Whether the work was handed in, too.
    pub handed_in: bool,
    /// Whether the line was left out because its work is here already.
    pub is_known: bool,
    /// What is wrong with the line, by column.
    pub errors: Vec<FieldError>,
}

/// What became of an import, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Each line, in the order of the file.
    pub lines: Vec<LineReport>,
    /// Pictures that were sent and that no line names.
    pub unused: Vec<String>,
}

/// An import that was looked over.
pub struct ImportPlan {
    seller_id: SellerId,
    by: UserId,
    submit: bool,
    lines: Vec<(ImportLine, Looked)>,
    /// The pictures that lines without a mistake name.
    wanted: BTreeSet<String>,
    /// The pictures that any line names.
    named: BTreeSet<String>,
}

impl ImportPlan {
    /// Whether a line without a mistake names that picture.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.wanted.contains(name)
    }

    /// What would become of it with these pictures: nothing is written.
    #[must_use]
    pub fn rehearse(&self, sent: &BTreeSet<String>, refused: &HashMap<String, String>) -> ImportReport {
        let lines = self.lines.iter().map(|(line, ready)| match ready {
            Looked::Known => known(line),
            Looked::Wrong(errors) => report(line, None, false, errors.clone()),
            Looked::Good(ready) => {
                let errors = pictures_wrong(&ready.images, |name| sent.contains(name), refused);
                report(line, None, false, errors)
            }
        });
        ImportReport { lines: lines.collect(), unused: self.unused(sent) }
    }

    /// Whether any line names that picture, be it good or not.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.named.contains(name)
    }

    fn unused(&self, sent: &BTreeSet<String>) -> Vec<String> {
        sent.iter().filter(|name| !self.named.contains(*name)).cloned().collect()
    }
}

/// Looks every line over by the API's own checks, and leaves out what is `known`. CPU work: off the threads that serve.
#[must_use]
pub fn look_over(
    app: &App,
    (seller_id, by): (SellerId, UserId),
    submit: bool,
    lines: Vec<ImportLine>,
    mut known: KnownWorks,
) -> ImportPlan {
    let looked = lines.into_iter().map(|line| {
        let id: ArtworkId = app.mint();
        let mut errors = line.wrong.clone();
        let checked = line.input.check(app, id);
        if let Err(problem) = &checked {
            let new: Vec<FieldError> =
                by_column(problem).filter(|error| errors.iter().all(|known| known.pointer != error.pointer)).collect();
            errors.extend(new);
        }
        let artist_id = line.input.artist_id.map(ArtistId);
        let ready = match checked {
            Ok((text, _)) if errors.is_empty() && known.take(&text, artist_id) => Looked::Known,
            Ok((text, editions)) if errors.is_empty() => Looked::Good(Box::new(Ready {
                id,
                artist_id,
                is_complete: has_all_words(&text) && !editions.is_empty() && !line.images.is_empty(),
                text,
                editions,
                images: line.images.clone(),
                alt: line.alt.clone(),
            })),
            _ => Looked::Wrong(errors),
        };
        (line, ready)
    });
    let lines: Vec<_> = looked.collect();
    let good = lines.iter().filter_map(|(_, looked): &(ImportLine, Looked)| match looked {
        Looked::Good(ready) => Some(ready),
        Looked::Wrong(_) | Looked::Known => None,
    });
    let wanted = good.flat_map(|ready| ready.images.iter().cloned()).collect();
    let named = lines.iter().flat_map(|(line, _)| line.images.iter().cloned()).collect();
    ImportPlan { seller_id, by, submit, lines, wanted, named }
}

/// Writes the lines that are good; `images` are the pictures that were sent and taken, `refused` those that were not.
/// Each work is written whole, or not at all.
pub async fn carry_out(
    app: &Data<App>,
    plan: ImportPlan,
    images: HashMap<String, ImageRow>,
    refused: HashMap<String, String>,
) -> ImportReport {
    let sent: BTreeSet<String> = images.keys().chain(refused.keys()).cloned().collect();
    let unused = plan.unused(&sent);
    let ImportPlan { seller_id, by, submit, lines, .. } = plan;
    let shared = Arc::new((images, refused));
    let written = futures_util::stream::iter(lines).map(|(line, ready)| {
        let (app, shared) = (Data::clone(app), Arc::clone(&shared));
        async move {
            let ready = match ready {
                Looked::Good(ready) => *ready,
                Looked::Wrong(errors) => return report(&line, None, false, errors),
                Looked::Known => return known(&line),
            };
            let (images, refused) = &*shared;
            let wrong = pictures_wrong(&ready.images, |name| images.contains_key(name), refused);
            if !wrong.is_empty() {
                return report(&line, None, false, wrong);
            }
            write(&app, seller_id, by, submit, &line, ready, images).await
        }
    });
    ImportReport { lines: written.buffered(AT_ONCE).collect().await, unused }
}

async fn write(
    app: &App,
    seller_id: SellerId,
    by: UserId,
    submit: bool,
    line: &ImportLine,
    ready: Ready,
    images: &HashMap<String, ImageRow>,
) -> LineReport {
    let hung = ready.images.iter().enumerate().filter_map(|(place, name)| {
        // A picture without words of its own is named by title and artist where it is shown.
        let alt = if place == 0 { ready.alt.clone() } else { String::new() };
        // The same file may hang on two works: each has a picture of its own.
        images.get(name).map(|image| ImageRow { id: app.mint(), alt, ..image.clone() })
    });
    let edit = Edit::CreateArtwork {
        id: ready.id,
        seller_id,
        artist_id: ready.artist_id,
        slug: crate::identity::slug(&ready.text.title),
        text: Box::new(ready.text),
        editions: ready.editions,
        images: hung.collect(),
    };
    if let Err(error) = app.journal.submit(Command::Edit(Box::new(edit)).into()).await {
        return report(line, None, false, unwritten(&error.into()));
    }
    if !submit || !ready.is_complete {
        return report(line, Some(ready.id), false, Vec::new());
    }
    let wanted = ArtworkMove::Submit;
    let moved = app.engine.inventory().move_artwork(ready.id, wanted, by, Some(seller_id), None, None).await;
    let handed_in = moved.is_ok() && app.refresh(ready.id).await.is_ok();
    report(line, Some(ready.id), handed_in, Vec::new())
}

/// The fields that a problem names, by column.
fn by_column(problem: &Problem) -> impl Iterator<Item = FieldError> + '_ {
    problem
        .field_errors()
        .iter()
        .map(|error| FieldError { pointer: format!("/{}", column_of(&error.pointer)), message: error.message.clone() })
}

/// Why a line that was good came to nothing.
fn unwritten(problem: &Problem) -> Vec<FieldError> {
    let fields: Vec<FieldError> = by_column(problem).collect();
    if !fields.is_empty() {
        return fields;
    }
    let why = problem.detail_text().unwrap_or_else(|| problem.title()).trim_end_matches('.');
    vec![FieldError { pointer: "/title".to_owned(), message: format!("was not written: {why}") }]
}

fn pictures_wrong(
    names: &[String],
    is_there: impl Fn(&str) -> bool,
    refused: &HashMap<String, String>,
) -> Vec<FieldError> {
    let wrong = |name: &String| match refused.get(name) {
        Some(why) => Some(format!("{name}: {why}")),
        None if is_there(name) => None,
        None => Some(format!("{name} was not sent with the table")),
    };
    let told = names.iter().filter_map(wrong);
    told.map(|message| FieldError { pointer: "/images".to_owned(), message }).collect()
}

fn report(line: &ImportLine, artwork_id: Option<ArtworkId>, handed_in: bool, errors: Vec<FieldError>) -> LineReport {
    let title = line.input.title.chars().take(200).collect();
    LineReport { line: line.line, title, artwork_id, handed_in, is_known: false, errors }
}

/// The report of a line whose work is here already.
fn known(line: &ImportLine) -> LineReport {
    LineReport { is_known: true, ..report(line, None, false, Vec::new()) }
}
