//! Making stock for a run: signs in as an artist, publishes a work with the wanted editions, through the public API only.
//! It does not buy.

use serde::de::IgnoredAny;
use serde_json::json;

use crate::api::{Artwork, BASE, Login};
use crate::args::ArtistArgs;
use crate::caller::{CallError, Caller};
use crate::failure::Failure;
use crate::history::{History, Line};
use crate::http::Request;
use crate::png;
use crate::stock::Pick;

const WIDTH_PX: u32 = 800;
const HEIGHT_PX: u32 = 600;
const MOST_EDITIONS: u16 = 8;
const BOUNDARY: &str = "impasto-loadtest-7f3a9c";

/// Which editions a new work gets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Limited editions.
    pub(crate) limited: u16,
    /// Copies of each limited edition; 1 makes originals.
    pub(crate) copies: u32,
    /// An open edition too.
    pub(crate) open: bool,
}

/// Publishes works with the wanted editions and says what can be bought. If a history is given it learns which editions belong to this run alone.
pub(crate) async fn make(
    caller: &mut Caller,
    artist: &ArtistArgs,
    wanted: Wanted,
    history: Option<&History>,
) -> Result<Vec<Pick>, Failure> {
    let login = json!({"email": artist.artist_email, "password": artist.artist_password}).to_string();
    let path = format!("{BASE}/auth/login");
    let Login { access_token } = caller
        .call("login", &Request::json("POST", &path, &[], login.as_bytes()))
        .await
        .map_err(failed("signing in as the artist (--artist-email, --artist-password)"))?;
    let bearer = format!("Bearer {access_token}");
    let mut picks = Vec::new();
    for part in parts(wanted) {
        let work = publish(caller, &[("authorization", &bearer)], part).await?;
        for edition in &work.editions {
            if let Some(history) = history {
                history.append(&Line::Made { artwork: work.id, edition: edition.id });
            }
            picks.push(Pick::new(work.id, edition));
        }
    }
    Ok(picks)
}

/// One work from draft to the shop window.
async fn publish(caller: &mut Caller, headers: &[(&str, &str)], wanted: Wanted) -> Result<Artwork, Failure> {
    let body = artwork_body(wanted).to_string();
    let path = format!("{BASE}/artworks");
    let draft: Artwork = caller
        .call("make artwork", &Request::json("POST", &path, headers, body.as_bytes()))
        .await
        .map_err(failed("making the work"))?;
    let path = format!("{BASE}/artworks/{}/images", draft.id);
    let upload = multipart(&png::gradient(WIDTH_PX, HEIGHT_PX, rand::random()));
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request { method: "POST", path: &path, headers, content_type: &content_type, body: &upload };
    let _: IgnoredAny = caller.call("make image", &request).await.map_err(failed("uploading its image"))?;
    let path = format!("{BASE}/artworks/{}/submit", draft.id);
    let submitted: Artwork =
        caller.call("submit", &Request::json("POST", &path, headers, b"")).await.map_err(failed("submitting it"))?;
    if submitted.status != "published" {
        return Err(Failure::Setup(format!(
            "the work made for this run is {}: switch moderation off, or name an --edition",
            submitted.status
        )));
    }
    let path = format!("{BASE}/artworks/{}", draft.id);
    caller.call("artwork", &Request::get(&path, headers)).await.map_err(failed("reading it"))
}

/// Several works, none with more editions than a person would make.
fn parts(wanted: Wanted) -> Vec<Wanted> {
    let mut left = wanted.limited;
    let mut parts = vec![];
    loop {
        let limited = left.min(MOST_EDITIONS);
        left -= limited;
        parts.push(Wanted { limited, open: wanted.open && parts.is_empty(), ..wanted });
        if left == 0 {
            return parts;
        }
    }
}

fn failed(doing: &str) -> impl FnOnce(CallError) -> Failure {
    let doing = doing.to_owned();
    move |error| Failure::Setup(format!("no stock could be made: {doing}: {error}"))
}

fn artwork_body(wanted: Wanted) -> serde_json::Value {
    let edition = |kind: &str, label: String, size: Option<u32>| {
        let mut edition = json!({
            "kind": kind, "label": label, "width_cm": 40, "height_cm": 30, "depth_cm": 1, "weight_kg": 0.5,
            "price": {"amount": 12_500, "currency": "EUR"}, "tax_regime": "standard",
        });
        if let (Some(size), Some(fields)) = (size, edition.as_object_mut()) {
            fields.insert("size".to_owned(), json!(size));
        }
        edition
    };
    let mut editions = Vec::new();
    for number in 1..=wanted.limited {
        editions.push(if wanted.copies == 1 {
            edition("unique", format!("Original {number}"), None)
        } else {
            edition("limited", format!("Print {number}"), Some(wanted.copies))
        });
    }
    if wanted.open {
        editions.push(edition("open", "Poster".to_owned(), None));
    }
    json!({
        "title": "Load test study", "description": "A gradient, made to be bought many times.", "year": 2025,
        "medium": "Print", "styles": ["Abstract"], "subjects": ["Study"], "editions": editions,
    })
}

fn multipart(image: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(image.len() + 256);
    body.extend_from_slice(
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"study.png\"\r\nContent-Type: image/png\r\n\r\n").as_bytes(),
    );
    body.extend_from_slice(image);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_editions_are_spread_over_works() {
        let split = |limited, open| -> Vec<(u16, bool)> {
            parts(Wanted { limited, copies: 9, open }).iter().map(|part| (part.limited, part.open)).collect()
        };
        assert_eq!(split(19, true), [(8, true), (8, false), (3, false)]);
        assert_eq!(split(8, false), [(8, false)]);
        assert_eq!(split(0, true), [(0, true)]);
    }

    #[test]
    fn a_work_has_the_wanted_editions() {
        let body = artwork_body(Wanted { limited: 2, copies: 25, open: true });
        let kinds: Vec<_> =
            body["editions"].as_array().unwrap().iter().map(|edition| edition["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["limited", "limited", "open"]);
        assert_eq!(body["editions"][0]["size"], 25);
        let body = artwork_body(Wanted { limited: 1, copies: 1, open: false });
        assert_eq!(body["editions"][0]["kind"], "unique");
        assert!(body["editions"][0].get("size").is_none());
    }
}
