//! Works from a table: `POST /studio/import` takes a CSV file and the pictures it names, and makes a draft of each line, or says what
//! is wrong with it.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use impasto_domain::edit::ImageRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::studio::{may_hand_in, seller_of};
use crate::app::App;
use crate::gateway::Upload;
use crate::gateway::fields::nfc;
use crate::gateway::parts::{Part, Parts};
use crate::gateway::problem::{FieldError, Problem, ProblemType};
use crate::identity::{Allowed, Claims, permission};
use crate::import::{
    ImportPlan, ImportReport, KnownWorks, LINES_MAX, PICTURES_MAX, TABLE_BYTES_MAX, Table, carry_out, look_over,
    read_lines,
};
use crate::media::IntakeError;

/// How often it is looked for a place while other uploads have all places, and how long is waited in between.
const BUSY_TRIES: u32 = 60;
const BUSY_PAUSE: Duration = Duration::from_millis(500);

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(import);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(import))]
pub struct Doc;

/// What became of an import, or would.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Import)]
pub struct ImportJson {
    /// Whether it was a rehearsal: nothing was written.
    pub dry_run: bool,
    /// Works that were made, or would be.
    pub works: usize,
    /// Lines that were left out, as their works are here already.
    pub known: usize,
    /// Lines that were refused.
    pub failed: usize,
    /// Each line, in the order of the file.
    pub lines: Vec<ImportLineJson>,
    /// Pictures that were sent and that no line names.
    pub unused_images: Vec<String>,
}

/// What became of a line, or would.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportLine)]
pub struct ImportLineJson {
    /// The number of the line in the file; the head is line 1.
    pub line: usize,
    /// The title that stands there.
    pub title: String,
    /// The work that was made.
    pub artwork_id: Option<Uuid>,
    /// Whether it was handed in as well.
    pub handed_in: bool,
    /// Whether the line was left out, as its work is here already: same title, date and medium, and artist where the line names one.
    pub known: bool,
    /// What is wrong, each with its column as the pointer; then nothing of the line was written.
    pub errors: Vec<FieldError>,
}

/// What a form says beside its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Write nothing.
    pub dry_run: bool,
    /// Hand works in that have all they need.
    pub submit: bool,
    /// Make works again that are here already.
    pub again: bool,
    /// For a rehearsal: names of pictures that will be sent.
    pub image_names: BTreeSet<String>,
}

/// Makes a draft of each line of a table. The parts come in this order: the fields `dry_run` (`true` writes nothing), `submit`
/// (`true` hands in what has all it needs), `again` (`true` makes works that are here already a second time) and `image_names` (for a rehearsal: names of pictures, one a line), then the
/// file `csv` (UTF-8, at most 10 000 lines), then the pictures as `image`, each found by its file name.
#[utoipa::path(post, path = "/api/v1/studio/import", tag = "studio",
    request_body(content_type = "multipart/form-data", description = "dry_run, submit, again, image_names, csv, image …"),
    responses((status = 200, body = ImportJson), (status = 413), (status = 415), (status = 422)))]
#[post("/studio/import")]
async fn import(app: Data<App>, who: Allowed<permission::Studio>, parts: Parts) -> Result<HttpResponse, Problem> {
    let (options, report) = import_parts(&app, &who, ImportOptions::default(), parts).await?;
    Ok(HttpResponse::Ok().json(ImportJson::of(&options, &report)))
}

/// Takes the parts of an import as they come, and carries it out; fields among them add to the options. What is written is written even if the sender goes away.
///
/// # Errors
/// 422 for a table that is not understood or comes after pictures, 413, 503.
pub async fn import_parts(
    app: &Data<App>,
    user: &Claims,
    mut options: ImportOptions,
    mut parts: Parts,
) -> Result<(ImportOptions, ImportReport), Problem> {
    let mut pictures = Pictures::default();
    let mut plan: Option<ImportPlan> = None;
    while let Some(part) = parts.next().await? {
        let (name, file) = match part {
            Part::Field { name, text } => {
                options.take(&name, &text);
                continue;
            }
            Part::File { name, file } => (name, file),
        };
        let Some(known) = &plan else {
            if name != "csv" {
                return Err(Problem::field("/csv", "must come before the pictures"));
            }
            plan = Some(read_table(app, user, &options, file).await?);
            continue;
        };
        if name == "csv" {
            return Err(Problem::field("/csv", "is given twice"));
        }
        pictures.take(app, known, options.dry_run, file).await?;
    }
    let plan = plan.ok_or_else(|| Problem::field("/csv", "is required"))?;
    if options.dry_run {
        let sent = pictures.sent.iter().chain(&options.image_names).cloned().collect();
        return Ok((options, plan.rehearse(&sent, &pictures.refused)));
    }
    let app = Data::clone(app);
    let written = actix_web::rt::spawn(async move {
        let mut report = carry_out(&app, plan, pictures.images, pictures.refused).await;
        report.unused.extend(pictures.unused);
        report
    });
    let report = written.await.map_err(|_| Problem::unavailable(1))?;
    Ok((options, report))
}

async fn read_table(
    app: &Data<App>,
    user: &Claims,
    options: &ImportOptions,
    file: Upload,
) -> Result<ImportPlan, Problem> {
    let seller_id = seller_of(user)?;
    if file.bytes.len() > TABLE_BYTES_MAX {
        return Err(Problem::new(ProblemType::TooLarge)
            .detail(format!("The table is larger than {} MB.", TABLE_BYTES_MAX >> 20)));
    }
    if options.submit && !may_hand_in(app, seller_id).await? {
        return Err(Problem::field("/submit", "needs the seller's address, which stands on invoices"));
    }
    let artists = app.store.artists_of_seller(seller_id).await?;
    let seller = super::seller::stored(app, seller_id).await?;
    let here = if options.again { Vec::new() } else { app.store.work_names_of_seller(seller_id).await? };
    let (app, by, submit) = (Data::clone(app), user.user_id, options.submit);
    // Ten thousand lines take a good part of a second, which belongs on no serving thread.
    let looked = web::block(move || {
        let table = Table::read(&file.bytes, LINES_MAX).map_err(|error| error.to_string())?;
        let mut lines = read_lines(&table, &artists, seller.currency)?;
        for line in &mut lines {
            for name in &mut line.images {
                *name = plain(name);
            }
        }
        Ok::<_, String>(look_over(&app, (seller_id, by), submit, lines, KnownWorks::of(here)))
    });
    let looked = looked.await.map_err(|_| Problem::unavailable(1))?;
    looked.map_err(|why| Problem::field("/csv", why))
}

/// The pictures of an import, by their plain names.
#[derive(Default)]
struct Pictures {
    sent: BTreeSet<String>,
    images: HashMap<String, ImageRow>,
    refused: HashMap<String, String>,
    unused: Vec<String>,
}

impl Pictures {
    async fn take(&mut self, app: &App, plan: &ImportPlan, dry_run: bool, file: Upload) -> Result<(), Problem> {
        let name = plain(file.file_name.as_deref().unwrap_or_default());
        if self.sent.len() == PICTURES_MAX {
            return Err(Problem::field("/image", format!("takes at most {PICTURES_MAX} pictures at once")));
        }
        if !self.sent.insert(name.clone()) {
            self.refused.insert(name, "was sent twice".to_owned());
            return Ok(());
        }
        if dry_run {
            return Ok(());
        }
        if !plan.wants(&name) {
            // What only a refused line names is not stored, but somebody meant it.
            if !plan.names(&name) {
                self.unused.push(name);
            }
            return Ok(());
        }
        match take_in(app, file).await {
            Ok(image) => drop(self.images.insert(name, image)),
            Err(IntakeError::Image(error)) => drop(self.refused.insert(name, error.to_string())),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

/// Derives and stores a picture, waiting for a place while others have them all.
async fn take_in(app: &App, file: Upload) -> Result<ImageRow, IntakeError> {
    for _ in 0..BUSY_TRIES {
        if app.studio_media.has_place() {
            break;
        }
        actix_web::rt::time::sleep(BUSY_PAUSE).await;
    }
    app.studio_media.take_in(app.mint(), file, String::new()).await
}

impl ImportOptions {
    fn take(&mut self, name: &str, text: &str) {
        let is_yes = matches!(text.trim(), "true" | "on" | "1");
        match name {
            "dry_run" => self.dry_run = is_yes,
            "submit" => self.submit = is_yes,
            "again" => self.again = is_yes,
            "image_names" => {
                self.image_names = text.lines().map(plain).filter(|name| !name.is_empty()).take(PICTURES_MAX).collect();
            }
            _ => {}
        }
    }
}

/// How names of pictures are compared: without folders, in one normal form, without regard to case.
fn plain(name: &str) -> String {
    nfc(name.rsplit(['/', '\\']).next().unwrap_or_default().trim()).to_lowercase()
}

impl ImportJson {
    fn of(options: &ImportOptions, report: &ImportReport) -> Self {
        let failed = report.lines.iter().filter(|line| !line.errors.is_empty()).count();
        let line = |line: &crate::import::LineReport| ImportLineJson {
            line: line.line,
            title: line.title.clone(),
            artwork_id: line.artwork_id.map(|id| id.0),
            handed_in: line.handed_in,
            known: line.is_known,
            errors: line.errors.clone(),
        };
        let known = report.lines.iter().filter(|line| line.is_known).count();
        Self {
            dry_run: options.dry_run,
            works: report.lines.len() - failed - known,
            known,
            failed,
            lines: report.lines.iter().map(line).collect(),
            unused_images: report.unused.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pictures_are_compared_as_people_see_them() {
        assert_eq!(plain("C:\\Pictures\\Low Tide.JPG"), "low tide.jpg");
        assert_eq!(plain("e\u{301}te\u{301}.png"), plain("ÉTÉ.png"));
    }

    #[test]
    fn options_are_read_as_forms_send_them() {
        let mut options = ImportOptions::default();
        options.take("dry_run", "true");
        options.take("image_names", "a.jpg\n\nB.jpg\n");
        options.take("colour", "red");
        assert!(options.dry_run && !options.submit);
        assert_eq!(options.image_names.into_iter().collect::<Vec<_>>(), ["a.jpg", "b.jpg"]);
    }
}
