//! How fast works are found: makes up a gallery, asks it, and prints half, the slowest hundredth and the slowest of the
//! answers. Below a kind of query stands each that took long, with what it was given meanwhile: much time on a core is
//! work (or memory given back), much waiting is other programs, many pages are fresh memory, none of these is a lock; and
//! whether the thread that writes the index was at work.
//!
//! `cargo run --release -p impasto-search --example measure -- [works] [queries]`

#![allow(clippy::cast_precision_loss, reason = "times for people")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edit::{ArtworkText, ImageRow};
use impasto_domain::edition::{Edition, EditionKind, Stock};
use impasto_domain::ids::{ArtistId, ArtworkId, EditionId, ImageId, SellerId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::read::{ArtistName, ArtworkRecord, SellerName};
use impasto_domain::tax::TaxRegime;
use impasto_search::{ColourWish, PriceBand, Query, Search, SizeBand, Sort};
use uuid::Uuid;

/// Numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 20).unwrap_or(0) % most
    }

    /// Small numbers often, large ones seldom, as words are used.
    fn seldom(&mut self, most: usize) -> usize {
        let unit = (self.below(1 << 20) as f64 + 1.0) / f64::from(1 << 20);
        ((unit.powf(-0.6) - 1.0) * most as f64 / 60.0) as usize % most
    }
}

const MEDIUMS: [&str; 9] = [
    "Oil on linen",
    "Oil on canvas",
    "Gouache",
    "Aquatint",
    "Linocut",
    "Watercolour",
    "Cyanotype",
    "Bronze",
    "Charcoal",
];
const STYLES: [&str; 8] =
    ["Realism", "Abstract", "Impasto", "Minimalism", "Figurative", "Pop", "Constructivism", "Landscape"];
const SUBJECTS: [&str; 10] =
    ["Sea", "Mountains", "City", "Portrait", "Flowers", "Night", "Still life", "Animals", "Harbour", "Winter"];
const COLOURS: [&str; 6] = ["#2456a6", "#c0272d", "#3f7d3c", "#eac435", "#16161a", "#d8c5a0"];
const VOCABULARY: usize = 30_000;

/// A made-up word: the same number is the same word.
fn word(number: usize) -> String {
    const PARTS: [&str; 24] = [
        "har", "bour", "ti", "de", "mo", "net", "lin", "en", "sa", "ra", "wei", "ss", "ku", "lo", "ven", "dra", "pe",
        "tri", "ga", "shi", "ol", "am", "ber", "co",
    ];
    let (mut rest, mut text) = (number + PARTS.len(), String::new());
    while rest > 0 {
        text.push_str(PARTS[rest % PARTS.len()]);
        rest /= PARTS.len();
    }
    text
}

fn words(dice: &mut Dice, many: usize) -> String {
    (0..many).map(|_| word(dice.seldom(VOCABULARY))).collect::<Vec<_>>().join(" ")
}

fn work(number: usize, dice: &mut Dice) -> Arc<ArtworkRecord> {
    let id = ArtworkId(Uuid::from_u128(number as u128));
    let artist = dice.below(4_000);
    let kind = [EditionKind::Unique, EditionKind::Limited, EditionKind::Open][dice.below(3)];
    let text = ArtworkText {
        title: words(dice, 3),
        description: words(dice, 60),
        medium: MEDIUMS[dice.below(MEDIUMS.len())].to_owned(),
        styles: vec![STYLES[dice.below(STYLES.len())].to_owned()],
        subjects: vec![
            SUBJECTS[dice.below(SUBJECTS.len())].to_owned(),
            SUBJECTS[dice.below(SUBJECTS.len())].to_owned(),
        ],
        year: Some(1990 + i32::try_from(dice.below(36)).unwrap_or(0)),
        ..ArtworkText::default()
    };
    let image = ImageRow {
        id: ImageId(Uuid::nil()),
        width_px: 4,
        height_px: 3,
        alt: String::new(),
        blurhash: String::new(),
        palette: (0..4).map(|_| COLOURS[dice.below(COLOURS.len())].to_owned()).collect(),
        original_key: String::new(),
        variants: Vec::new(),
        tiles: None,
        dhash: None,
    };
    let edition = Edition {
        id: EditionId(Uuid::from_u128(number as u128)),
        artwork_id: id,
        kind,
        label: None,
        size: 10,
        artist_proofs: 0,
        width_tenth_mm: 1_000 + u32::try_from(dice.below(18_000)).unwrap_or(0),
        height_tenth_mm: 1_000 + u32::try_from(dice.below(18_000)).unwrap_or(0),
        depth_tenth_mm: 100,
        weight_g: 1_000,
        price: Money::new(5_000 + i64::try_from(dice.below(2_000_000)).unwrap_or(0), Currency::EUR),
        tax_regime: TaxRegime::Standard,
        max_per_customer: None,
        available_from: None,
        made_to_order: false,
    };
    let stock = Stock {
        edition_id: edition.id,
        artwork_id: id,
        total: Some(10),
        available: i64::try_from(dice.below(3)).unwrap_or(0),
        held: 0,
        sold: 0,
        withdrawn: 0,
        version: 1,
        next_release_at: None,
    };
    Arc::new(ArtworkRecord {
        id,
        slug: format!("work-{number}"),
        text: Arc::new(text),
        artist: ArtistName {
            id: ArtistId(Uuid::from_u128(artist as u128)),
            slug: format!("{}-{}", word(artist), word(artist * 7)),
            name: format!("{} {}", word(artist), word(artist * 7)),
        },
        seller: SellerName { id: SellerId(Uuid::nil()), slug: "house".into(), name: "The House".into() },
        status: ArtworkStatus::Published,
        rejection: None,
        images: vec![image].into(),
        editions: vec![(edition, stock)],
        wishlisted: i64::try_from(dice.below(50)).unwrap_or(0),
        rating_hundredths: None,
        reviews: 0,
        revision: 1,
        version: 1,
        published_at: chrono::DateTime::from_timestamp(i64::try_from(number).unwrap_or(0), 0),
        updated_at: chrono::DateTime::UNIX_EPOCH,
    })
}

fn settle(search: &Search) {
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() {
        runtime.block_on(search.settled());
    }
}

/// The memory of this process in MiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

fn typo(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let place = dice.below(letters.len());
    letters[place] = if letters[place] == 'x' { 'q' } else { 'x' };
    letters.into_iter().collect()
}

/// A query that takes longer is told.
const SLOW: Duration = Duration::from_millis(20);

/// What a thread has had so far, as Linux counts it; noughts elsewhere.
struct Had {
    core: Duration,
    /// Ready, without a core.
    waited: Duration,
    pages: u64,
}

impl Had {
    fn of(thread: &Path) -> Self {
        let read = |file: &str| std::fs::read_to_string(thread.join(file)).unwrap_or_default();
        let numbers =
            |text: &str| -> Vec<u64> { text.split_whitespace().map(|one| one.parse().unwrap_or(0)).collect() };
        let (times, counts) =
            (numbers(&read("schedstat")), numbers(read("stat").rsplit(')').next().unwrap_or_default()));
        let time = |place: usize| Duration::from_nanos(times.get(place).copied().unwrap_or(0));
        let count = |place: usize| counts.get(place).copied().unwrap_or(0);
        Self { core: time(0), waited: time(1), pages: count(7) + count(9) }
    }
}

/// Who is watched while queries are asked.
struct Watch<'s> {
    search: &'s Search,
    asking: PathBuf,
    writing: PathBuf,
}

impl<'s> Watch<'s> {
    fn over(search: &'s Search) -> Self {
        let mut threads =
            std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten().map(|thread| thread.path());
        let is_writer = |thread: &PathBuf| {
            std::fs::read_to_string(thread.join("comm")).is_ok_and(|name| name.trim() == "search-index")
        };
        let writing = threads.find(is_writer).unwrap_or_default();
        Self { search, asking: PathBuf::from("/proc/thread-self"), writing }
    }

    /// Asks once for each number, which answers its words and how many works they found; tells half, the slowest
    /// hundredth, the slowest, the works found on average, and what was slow.
    fn asked(&self, name: &str, numbers: impl Iterator<Item = usize>, mut ask: impl FnMut(usize) -> (String, usize)) {
        let (mut found, mut slow) = (0, Vec::new());
        let mut took: Vec<Duration> = Vec::new();
        for number in numbers {
            let before = (Had::of(&self.asking), Had::of(&self.writing), self.search.generation());
            let began = Instant::now();
            let (words, works) = ask(number);
            let time = began.elapsed();
            if time > SLOW {
                let (had, writer) = (Had::of(&self.asking), Had::of(&self.writing));
                slow.push(format!(
                    "  {:.1} ms, number {number} {words:?}: {:.1} ms on a core, {:.1} ms waiting for one, {} pages; the \
                     writer {:.1} ms on a core, {} new snapshots",
                    ms(time),
                    ms(had.core.saturating_sub(before.0.core)),
                    ms(had.waited.saturating_sub(before.0.waited)),
                    had.pages.saturating_sub(before.0.pages),
                    ms(writer.core.saturating_sub(before.1.core)),
                    self.search.generation() - before.2,
                ));
            }
            took.push(time);
            found += works;
        }
        took.sort_unstable();
        let at = |share: f64| took.get(((took.len() as f64 - 1.0) * share) as usize).map_or(0.0, |time| ms(*time));
        let average = found / took.len().max(1);
        println!("{name:<44} {:>8.2} {:>8.2} {:>8.2} {average:>9}", at(0.5), at(0.99), at(1.0));
        slow.iter().for_each(|line| println!("{line}"));
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Asks for works: the words, and how many works they found.
fn total(search: &Search, query: Query) -> (String, usize) {
    let total = search.search(&query).total;
    (query.text.unwrap_or_default(), total)
}

/// A work with another title.
fn retitled(record: &ArtworkRecord, title: String) -> Arc<ArtworkRecord> {
    let text = Arc::new(ArtworkText { title, ..(*record.text).clone() });
    Arc::new(ArtworkRecord { text, revision: record.revision + 1, ..record.clone() })
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let works = arguments.next().unwrap_or(100_000);
    let queries = arguments.next().unwrap_or(1_000);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let records: Vec<_> = (0..works).map(|number| work(number, &mut dice)).collect();
    let before = memory();
    let began = Instant::now();
    let search = Search::new();
    records.iter().for_each(|record| search.put(Arc::clone(record)));
    let shelved = began.elapsed();
    settle(&search);
    let indexed = began.elapsed();
    std::thread::sleep(Duration::from_secs(4));
    println!(
        "{works} works: compared after {:.2} s, found by words after {:.2} s, {} MiB",
        shelved.as_secs_f64(),
        indexed.as_secs_f64(),
        memory().saturating_sub(before)
    );
    println!("{:<44} {:>8} {:>8} {:>8} {:>9}", "milliseconds", "half", "99 %", "slowest", "found");
    let watch = Watch::over(&search);
    let with = |text: String| Query { text: Some(text), limit: 24, ..Query::default() };
    let mut ask = |name: &str, make: &dyn Fn(&mut Dice) -> Query| {
        watch.asked(name, 0..queries, |_| total(&search, make(&mut dice)));
    };
    ask("a word", &|dice| with(word(dice.seldom(VOCABULARY))));
    ask("a word of a title", &|dice| {
        with(records[dice.below(works)].text.title.split(' ').next().unwrap_or("").to_owned())
    });
    ask("the commonest word (oil)", &|_| with("oil".into()));
    ask("two words", &|dice| with(words(dice, 2)));
    ask("four words of a description", &|dice| {
        let text = &records[dice.below(works)].text.description;
        with(text.split(' ').skip(dice.below(50)).take(4).collect::<Vec<_>>().join(" "))
    });
    ask("an artist's name", &|dice| with(records[dice.below(works)].artist.name.clone()));
    ask("a begun word (3 letters)", &|dice| with(word(dice.seldom(VOCABULARY)).chars().take(3).collect()));
    ask("a begun word (1 letter)", &|dice| with(word(dice.seldom(VOCABULARY)).chars().take(1).collect()));
    ask("a typo", &|dice| {
        let word = word(dice.below(VOCABULARY));
        with(typo(&word, dice))
    });
    ask("a typo and a word", &|dice| {
        let typo = typo(&word(dice.below(VOCABULARY)), dice);
        with(format!("{typo} {}", word(dice.seldom(VOCABULARY))))
    });
    ask("nothing like it", &|dice| with(format!("{}qxz{}", word(dice.below(900)), word(dice.below(900)))));
    ask("a phrase of two words", &|dice| {
        let text = &records[dice.below(works)].text.description;
        with(format!("\"{}\"", text.split(' ').skip(dice.below(50)).take(2).collect::<Vec<_>>().join(" ")))
    });
    ask("a word and three facets", &|dice| Query {
        medium: Some(MEDIUMS[dice.below(MEDIUMS.len())].to_owned()),
        available: Some(true),
        price: PriceBand::parse("100000-500000"),
        ..with(word(dice.seldom(500)))
    });
    ask("facets without words", &|dice| Query {
        subject: Some(SUBJECTS[dice.below(SUBJECTS.len())].to_owned()),
        colour: ColourWish::parse("blue"),
        size: Some(SizeBand::Medium),
        sort: Sort::Price,
        limit: 24,
        ..Query::default()
    });
    ask("everything, newest first", &|_| Query { sort: Sort::Newest, limit: 24, ..Query::default() });
    watch.asked("suggestions for 2 to 6 letters", 0..queries, |number| {
        let typed: String = word(dice.seldom(VOCABULARY)).chars().take(2 + number % 5).collect();
        let told = search.suggest(&typed);
        let many = told.artists.len() + told.works.len() + told.words.len();
        (typed, many)
    });
    let before = search.generation();
    search.rebuild();
    let until_made = (0..100_000).take_while(|_| search.generation() == before);
    watch.asked("a word, until all is made anew", until_made, |_| total(&search, with(word(dice.seldom(VOCABULARY)))));
    settle(&search);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for (number, record) in records.iter().enumerate().take_while(|_| !is_over.load(Ordering::Relaxed)) {
                search.put(retitled(record, format!("Other {number}")));
                settle(&search);
            }
        });
        watch.asked("a word, while titles change", 0..queries, |_| total(&search, with(word(dice.seldom(VOCABULARY)))));
        is_over.store(true, Ordering::Relaxed);
    });
    watch.asked("a new title, until it is found", 0..50.min(queries), |number| {
        search.put(retitled(&records[number], format!("Fresh {number}")));
        settle(&search);
        total(&search, with(format!("fresh {number}")))
    });
}
