//! Reads of details, lists and searches over kept connections: how many a second, how fast, at what cost.
//! It does not buy; every hundredth answer is read in full to be sure that it is the one asked for.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::api::{Artwork, BASE, Page, encode};
use crate::args::{CatalogueArgs, Read};
use crate::failure::Failure;
use crate::http::{Client, Request};
use crate::progress::Progress;
use crate::run::{Gate, Life, SharedTally, block_on, drive};
use crate::stage::Stage;
use crate::stock::first_works;

const LOOKED_AT: u64 = 100;
const MOST_WORDS: usize = 200;
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(100);

/// What can be read, made once.
struct Paths {
    details: Vec<(String, String)>,
    lists: Vec<String>,
    searches: Vec<String>,
    prefixes: Vec<String>,
    typos: Vec<String>,
    facets: Vec<String>,
    suggestions: Vec<String>,
    only: Read,
}

/// Runs it.
pub(crate) fn run(args: &CatalogueArgs) -> Result<bool, Failure> {
    let mut stage = Stage::enter(&args.server, "catalogue", u64::from(args.buyers))?;
    let works = block_on(async { first_works(&mut stage.setup_caller()).await })??;
    if works.is_empty() {
        return Err(Failure::Setup("the catalogue is empty: start the server with its demo gallery".to_owned()));
    }
    let paths = Arc::new(paths(&works, args));
    let progress = Progress::new("reads", None, args.server.quiet);
    let gate = Gate::open(Some(args.seconds), None, Duration::ZERO);
    let before = stage.look();
    let life = {
        let (targets, gate, timeout, think) =
            (stage.targets.clone(), gate.clone(), args.server.timeout(), Duration::from_millis(args.think_ms));
        move |number: usize, tally: SharedTally| -> Life {
            let client = Client::new(targets.clone(), number, timeout);
            Box::pin(read_until_over(client, number, paths.clone(), gate.clone(), tally, think))
        }
    };
    let tally = drive(&gate, args.server.threads.into(), args.buyers as usize, &progress, life)?;
    let reads = tally.stats.counted("read");
    stage.measured(&before, tally, "reads", reads, gate.elapsed());
    if reads == 0 {
        stage.report.notes.push("not one read was answered with 200".to_owned());
        stage.report.passed = false;
    }
    stage.finish()
}

async fn read_until_over(
    mut client: Client,
    number: usize,
    paths: Arc<Paths>,
    gate: Arc<Gate>,
    tally: SharedTally,
    think: Duration,
) {
    let mut turn = number.wrapping_mul(7919);
    let mut reads = 0_u64;
    while gate.next() {
        turn = turn.wrapping_add(1);
        let Some((step, path, id)) = paths.pick(turn) else { return };
        let began = Instant::now();
        let answered = client.send(&Request::get(path, &[])).await;
        let took = began.elapsed();
        gate.live.requests.fetch_add(1, Ordering::Relaxed);
        let status = {
            let tally = &mut *tally.borrow_mut();
            match answered {
                Ok(answer) => {
                    tally.stats.record(step, took);
                    tally.stats.answered(step, answer.status, "");
                    if answer.status == 200
                        && reads.is_multiple_of(LOOKED_AT)
                        && let Some(wrong) = wrong_answer(answer.body, id)
                    {
                        tally.findings.add("wrong-read", format!("GET {path}: {wrong}"));
                    }
                    answer.status
                }
                Err(error) => {
                    tally.stats.answered(step, 0, error.kind());
                    0
                }
            }
        };
        if status == 200 {
            reads += 1;
            gate.live.units.fetch_add(1, Ordering::Relaxed);
        } else {
            gate.live.errors.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(PAUSE_AFTER_ERROR).await;
        }
        if !think.is_zero() {
            tokio::time::sleep(think).await;
        }
    }
    tally.borrow_mut().stats.count("read", reads);
}

impl Paths {
    /// The `turn`th read: its step, path, and the id it must answer with (details only).
    fn pick(&self, turn: usize) -> Option<(&'static str, &str, Option<&str>)> {
        let read = match self.only {
            // A fixed pattern of 20 in a scattered order: 12 details, 5 lists, 3 searches.
            Read::Mix => match (turn * 7) % 20 {
                0..12 => Read::Detail,
                12..17 => Read::List,
                _ => Read::Search,
            },
            only => only,
        };
        // Scattered, so that neighbours in time do not read the same work.
        let spread = turn.wrapping_mul(2_654_435_761) >> 4;
        let one = |paths: &[String]| spread.checked_rem(paths.len()).unwrap_or(0);
        match read {
            Read::List => self.lists.get(one(&self.lists)).map(|path| ("list", path.as_str(), None)),
            Read::Search => self.searches.get(one(&self.searches)).map(|path| ("search", path.as_str(), None)),
            Read::Prefix => self.prefixes.get(one(&self.prefixes)).map(|path| ("prefix", path.as_str(), None)),
            Read::Typo => self.typos.get(one(&self.typos)).map(|path| ("typo", path.as_str(), None)),
            Read::Facets => self.facets.get(one(&self.facets)).map(|path| ("facets", path.as_str(), None)),
            Read::Suggest => self.suggestions.get(one(&self.suggestions)).map(|path| ("suggest", path.as_str(), None)),
            Read::Detail | Read::Mix => {
                let (path, id) = self.details.get(spread.checked_rem(self.details.len())?)?;
                Some(("detail", path, Some(id)))
            }
        }
    }
}

fn paths(works: &[Artwork], args: &CatalogueArgs) -> Paths {
    // Half of the readers come by id, half by the address people see.
    let details = works
        .iter()
        .enumerate()
        .map(|(number, work)| {
            let id = work.id.to_string();
            let name = if number % 2 == 0 || work.slug.is_empty() { id.clone() } else { encode(&work.slug) };
            (format!("{BASE}/artworks/{name}"), id)
        })
        .collect();
    let lists = ["newest", "price", "-price", "size", "popular"]
        .iter()
        .map(|sort| format!("{BASE}/artworks?limit={}&sort={sort}", args.limit))
        .collect();
    let mut words: Vec<String> = works
        .iter()
        .flat_map(|work| work.title.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 4)
        .map(str::to_lowercase)
        .collect();
    words.sort();
    words.dedup();
    words.truncate(MOST_WORDS);
    if words.is_empty() {
        words.push("art".to_owned());
    }
    let search = |word: &str| format!("{BASE}/artworks?limit={}&q={}", args.limit, encode(word));
    let each = |make: &dyn Fn(&str) -> String| words.iter().map(|word| make(word)).collect();
    Paths {
        details,
        lists,
        searches: each(&search),
        prefixes: each(&|word| search(&begun(word))),
        typos: each(&|word| search(&misspelt(word))),
        facets: each(&|word| format!("{}&available=true&sort=price", search(word))),
        suggestions: each(&|word| format!("{BASE}/search/suggest?q={}", encode(&begun(word)))),
        only: args.only,
    }
}

/// The first letters of a word.
fn begun(word: &str) -> String {
    word.chars().take(3).collect()
}

/// A word with its second and third letters swapped, or with another one there where these are the same.
fn misspelt(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if let [_, second, third, ..] = letters.as_mut_slice() {
        if second == third {
            *second = 'x';
        } else {
            std::mem::swap(second, third);
        }
    }
    letters.into_iter().collect()
}

/// What an answer with suggestions has.
#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "only its shape is looked at")]
struct Suggested {
    artists: Vec<Value>,
    artworks: Vec<Value>,
    words: Vec<String>,
}

/// What is wrong with an answer, if anything.
fn wrong_answer(body: &[u8], id: Option<&str>) -> Option<String> {
    match id {
        None if serde_json::from_slice::<Suggested>(body).is_ok() => None,
        Some(id) => match serde_json::from_slice::<Artwork>(body) {
            Ok(work) if work.id.to_string() == id => None,
            Ok(work) => Some(format!("another work came: {}", work.id)),
            Err(error) => Some(error.to_string()),
        },
        None => serde_json::from_slice::<Page<Value>>(body).err().map(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mix_is_sixty_twentyfive_fifteen() {
        let paths = Paths {
            details: vec![("d".into(), "i".into())],
            lists: vec!["l".into()],
            searches: vec!["s".into()],
            prefixes: Vec::new(),
            typos: Vec::new(),
            facets: Vec::new(),
            suggestions: Vec::new(),
            only: Read::Mix,
        };
        let of = |step: &str| (0..2000).filter(|turn| paths.pick(*turn).unwrap().0 == step).count();
        assert_eq!((of("detail"), of("list"), of("search")), (1200, 500, 300));
    }

    #[test]
    fn a_typo_is_another_word_of_the_same_length() {
        assert_eq!(
            (misspelt("tide").as_str(), misspelt("keeper").as_str(), begun("été").as_str()),
            ("tdie", "kxeper", "été")
        );
    }

    #[test]
    fn an_answer_about_another_work_is_noticed() {
        let body = br#"{"id":"0190b1f0-0000-7000-8000-000000000001"}"#;
        assert_eq!(wrong_answer(body, Some("0190b1f0-0000-7000-8000-000000000001")), None);
        assert!(wrong_answer(body, Some("0190b1f0-0000-7000-8000-000000000002")).is_some());
        assert!(wrong_answer(b"{}", None).is_some());
        assert_eq!(wrong_answer(br#"{"items":[],"next_cursor":null}"#, None), None);
        assert_eq!(wrong_answer(br#"{"artists":[],"artworks":[],"words":["tide"]}"#, None), None);
    }
}
