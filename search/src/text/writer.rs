//! The one thread that writes the index: takes in what has changed since it last looked, commits, and shows the result.
//!
//! One change is seen a few milliseconds later; of many that come at once, as many as there are make one commit. The
//! index lives in memory and is made from the works, so nothing of it can be lost: when it fails it is made anew.
//!
//! A snapshot that is replaced may be the last thing that holds a whole index. This thread gives its memory back, never a
//! search that happened to read it last, and not under the lock that every search takes.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use impasto_domain::read::ArtworkRecord;
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};
use tokio::sync::watch;

use super::fields::{Fields, Stems};
use super::snapshot::Snapshot;
use crate::shelf::Shelf;

/// What is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// The work of a slot: it is new, has other words, or has gone. How it is now is read from the shelf.
    Work(u32),
    /// All works: everything is made anew.
    All,
}

/// From how many changes on an index that has fewer works is made anew, which costs far less than to change it.
const MANY: usize = 2_000;

/// Memory for words that are not yet in a segment: for all works at once, so that they make few segments, and for what
/// changes. It is taken as it is used.
const FILL_BYTES: usize = 256 << 20;
const CHANGE_BYTES: usize = 16 << 20;

/// How patient the thread is: of two that want one core it gets a tenth.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Segments are joined when there are so many of about a size.
const SEGMENTS_MAX: usize = 6;

/// How long, and how often, one looks after a commit whether segments were joined.
const JOIN_LOOK: Duration = Duration::from_millis(200);
const JOIN_LOOKS: u32 = 25;

/// Between two attempts to make an index anew that failed.
const RETRY: Duration = Duration::from_secs(1);

/// The writer, as its owner holds it. When it is dropped the thread ends.
pub(crate) struct Writer {
    changes: Sender<Change>,
    sent: AtomicU64,
    shown: Arc<Shown>,
    taken: watch::Receiver<u64>,
}

/// What searches read.
struct Shown {
    snapshot: RwLock<Option<Arc<Snapshot>>>,
    /// Raised whenever there is another one.
    generation: AtomicU64,
}

impl Shown {
    /// Shows another snapshot and answers the one before, which the caller lets go of: freed in here it would keep every
    /// search waiting.
    #[must_use]
    fn replace(&self, snapshot: Snapshot) -> Option<Arc<Snapshot>> {
        let snapshot = Arc::new(snapshot);
        let past = self.snapshot.write().unwrap_or_else(PoisonError::into_inner).replace(snapshot);
        self.generation.fetch_add(1, Ordering::Release);
        past
    }
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(shelf: Arc<RwLock<Shelf>>) -> Self {
        let (changes, waiting) = channel();
        let (took, taken) = watch::channel(0);
        let shown = Arc::new(Shown { snapshot: RwLock::new(None), generation: AtomicU64::new(0) });
        let thread = Thread { shelf, shown: Arc::clone(&shown), took, past: Vec::new() };
        let started = std::thread::Builder::new().name("search-index".to_owned()).spawn(move || thread.run(&waiting));
        if let Err(error) = started {
            tracing::error!(%error, "the search index has no thread: works are not found by words");
        }
        Self { changes, sent: AtomicU64::new(0), shown, taken }
    }

    /// Has something looked at. Never waits.
    pub(crate) fn send(&self, change: Change) {
        if self.changes.send(change).is_err() {
            tracing::error!("the search index has ended: works are not found by their new words");
            return;
        }
        self.sent.fetch_add(1, Ordering::Release);
    }

    /// The index as it is now; `None` before the first commit.
    pub(crate) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.shown.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Raised whenever searches see something else than before.
    pub(crate) fn generation(&self) -> u64 {
        self.shown.generation.load(Ordering::Acquire)
    }

    /// Waits until searches see what was sent so far.
    pub(crate) async fn settled(&self) {
        let sent = self.sent.load(Ordering::Acquire);
        // Only a thread that has ended closes the channel; then there is nothing to wait for.
        let _ = self.taken.clone().wait_for(|taken| *taken >= sent).await;
    }
}

struct Thread {
    shelf: Arc<RwLock<Shelf>>,
    shown: Arc<Shown>,
    took: watch::Sender<u64>,
    /// Snapshots that are shown no more. Each turn frees those that nobody reads, so there are never more of them than
    /// searches under way, and what is kept here is what those searches keep in any case.
    past: Vec<Arc<Snapshot>>,
}

/// Why the thread woke up.
enum Woken {
    Change(Change),
    /// It is time to try again what failed.
    Again,
    /// Nobody can send any more.
    Over,
}

/// An open index.
struct Open {
    fields: Fields,
    writer: IndexWriter<TantivyDocument>,
    reader: IndexReader,
    stems: Stems,
}

/// Lets searches and purchases go before the index where there are fewer cores than there is to do: the threads that tantivy
/// starts from here are as patient. Not the last of all, since a new work is to be found within a second.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        // A thread has a niceness of its own there, and no process named means the caller.
        if let Err(error) = rustix::process::setpriority_process(None, NICE) {
            tracing::warn!(%error, "the search index is made at the priority of everything else");
        }
    }
}

impl Thread {
    fn run(mut self, waiting: &Receiver<Change>) {
        step_back();
        super::warm_up();
        let mut open = self.open_anew();
        loop {
            let changes = match self.wait(waiting, open.as_ref()) {
                Woken::Change(first) => std::iter::once(first).chain(waiting.try_iter()).collect::<Vec<_>>(),
                Woken::Again => Vec::new(),
                Woken::Over => return,
            };
            let done = match &mut open {
                Some(open) if !is_made_anew(open, &changes) => self.take_in(open, &changes),
                _ => {
                    open = self.open_anew();
                    Ok(())
                }
            };
            if let Err(error) = done {
                tracing::error!(%error, "the search index failed; it is made anew");
                open = self.open_anew();
            }
            self.took.send_modify(|known| *known += changes.len() as u64);
        }
    }

    /// Waits for the next change; meanwhile shows what joining segments has made, and frees what was read to its end.
    fn wait(&mut self, waiting: &Receiver<Change>, open: Option<&Open>) -> Woken {
        let mut looks = 0..JOIN_LOOKS;
        loop {
            self.free_past();
            if looks.next().is_none() && self.past.is_empty() {
                return waiting.recv().map_or(Woken::Over, Woken::Change);
            }
            match waiting.recv_timeout(if open.is_some() { JOIN_LOOK } else { RETRY }) {
                Ok(change) => return Woken::Change(change),
                Err(RecvTimeoutError::Disconnected) => return Woken::Over,
                Err(RecvTimeoutError::Timeout) => match open.map(|open| self.show_joined(open)) {
                    Some(Ok(())) => {}
                    Some(Err(error)) => {
                        tracing::warn!(%error, "joined segments of the search index could not be opened");
                    }
                    None => return Woken::Again,
                },
            }
        }
    }

    /// Nobody can begin to read a snapshot that is shown no more: one that only this thread holds stays so.
    fn free_past(&mut self) {
        self.past.retain(|snapshot| Arc::strong_count(snapshot) > 1);
    }

    /// Takes in how the changed works are now. Works are cheap to share, so the shelf is read for a moment only.
    fn take_in(&mut self, open: &mut Open, changes: &[Change]) -> tantivy::Result<()> {
        let works: Vec<(u32, Option<Arc<ArtworkRecord>>)> = {
            let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
            let slots = changes.iter().filter_map(|change| match change {
                Change::Work(slot) => Some(*slot),
                Change::All => None,
            });
            slots.collect::<BTreeSet<_>>().into_iter().map(|slot| (slot, shelf.at(slot).cloned())).collect()
        };
        for (slot, work) in works {
            open.delete(slot);
            if let Some(work) = work {
                open.put(slot, &work)?;
            }
        }
        open.commit()?;
        self.show(open)
    }

    /// An index of all works there are. What changes meanwhile is sent, and taken in again.
    fn open_anew(&mut self) -> Option<Open> {
        let made = Open::with(&self.all()).and_then(|open| {
            self.show(&open)?;
            Ok(open)
        });
        match made {
            Ok(open) => Some(open),
            Err(error) => {
                tracing::error!(%error, "the search index could not be made; tried again in a moment");
                None
            }
        }
    }

    fn all(&self) -> Vec<(u32, Arc<ArtworkRecord>)> {
        let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
        shelf.all().map(|(slot, work)| (slot, Arc::clone(work))).collect()
    }

    fn show(&mut self, open: &Open) -> tantivy::Result<()> {
        open.reader.reload()?;
        let snapshot = Snapshot::open(open.fields, open.reader.searcher())?;
        self.past.extend(self.shown.replace(snapshot));
        Ok(())
    }

    /// Segments that were joined in the background hold the same works: only their memory can be given back.
    fn show_joined(&mut self, open: &Open) -> tantivy::Result<()> {
        open.reader.reload()?;
        let now = open.reader.searcher().segment_readers().len();
        let known =
            self.shown.snapshot.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|s| s.segments.len());
        if known == Some(now) { Ok(()) } else { self.show(open) }
    }
}

/// Whether making everything anew is asked for, or costs less.
fn is_made_anew(open: &Open, changes: &[Change]) -> bool {
    let works = || usize::try_from(open.reader.searcher().num_docs()).unwrap_or(usize::MAX);
    changes.contains(&Change::All) || (changes.len() >= MANY && changes.len() >= works())
}

impl Open {
    /// An index of works.
    fn with(works: &[(u32, Arc<ArtworkRecord>)]) -> tantivy::Result<Self> {
        let (schema, fields) = Fields::schema();
        let index = Index::create_in_ram(schema);
        let mut stems = Stems::new();
        {
            let mut filling: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, FILL_BYTES)?;
            for (slot, work) in works {
                filling.add_document(fields.document(*slot, work, &mut stems))?;
            }
            filling.commit()?;
        }
        let writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, CHANGE_BYTES)?;
        let mut joining = LogMergePolicy::default();
        joining.set_min_num_segments(SEGMENTS_MAX);
        writer.set_merge_policy(Box::new(joining));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, writer, reader, stems })
    }

    fn put(&mut self, slot: u32, record: &ArtworkRecord) -> tantivy::Result<()> {
        let document = self.fields.document(slot, record, &mut self.stems);
        self.writer.add_document(document).map(drop)
    }

    fn delete(&self, slot: u32) {
        self.writer.delete_term(Term::from_field_u64(self.fields.slot, u64::from(slot)));
    }

    fn commit(&mut self) -> tantivy::Result<()> {
        self.writer.commit().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;
    use std::time::Instant;

    use super::*;
    use crate::testing::{Work, search_over, settle};

    /// Waits until a snapshot is freed.
    fn is_freed(snapshot: &Weak<Snapshot>) -> bool {
        let began = Instant::now();
        while snapshot.strong_count() > 0 && began.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(1));
        }
        snapshot.strong_count() == 0
    }

    #[test]
    fn who_reads_a_snapshot_last_does_not_free_it() {
        let search = search_over(&[Work::new(1, "Low Tide", "Clara Weiss")]);
        let shown = || search.writer.snapshot().unwrap();
        let change = |number| {
            search.put(Work::new(number, "Dunes", "Clara Weiss").record());
            settle(&search);
        };
        let read = shown();
        change(2);
        let read_by_nobody = Arc::downgrade(&shown());
        change(3);
        assert!(!Arc::ptr_eq(&read, &shown()));
        assert!(is_freed(&read_by_nobody), "what nobody reads is not kept");
        assert_eq!(Arc::strong_count(&read), 2, "the writer holds what is still read");
        let read_to_its_end = Arc::downgrade(&read);
        drop(read);
        assert!(is_freed(&read_to_its_end), "the writer looks again without a change");
    }

    #[test]
    fn an_index_made_anew_leaves_nothing_of_the_one_before() {
        let search = search_over(&[Work::new(1, "Low Tide", "Clara Weiss")]);
        let before = search.writer.snapshot().map(|snapshot| Arc::downgrade(&snapshot)).unwrap();
        search.rebuild();
        settle(&search);
        assert!(is_freed(&before));
        assert_eq!(crate::testing::titles(&search, "tide"), ["Low Tide"]);
    }
}
