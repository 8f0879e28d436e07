//! Positions: how far a reader of a topic has come. Opaque to clients, exact to us.
//! Knows nothing of topics or of what was read.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// Longest position text that is looked at, in characters.
const TEXT_MAX: usize = 4096;
/// Most lanes a position text may name.
const LANES_MAX: u64 = 256;

const FORMAT_VERSION: u8 = 1;
const FORMAT_CURSORS: u8 = 2;
/// Set in the first byte when a tag follows (see [`Position::tagged_text`]).
const TAGGED: u8 = 0x40;

/// One lane of the journal: a writer that numbers its events itself, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lane(u128);

impl From<Uuid> for Lane {
    fn from(id: Uuid) -> Self {
        Lane(id.as_u128())
    }
}

impl From<u64> for Lane {
    fn from(number: u64) -> Self {
        Lane(u128::from(number))
    }
}

impl Lane {
    /// The number the lane was made from (a uuid's 128 bits, or a plain number).
    pub fn as_u128(self) -> u128 {
        self.0
    }
}

/// One cursor per lane: everything of that lane up to and including the number has been read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursors(Vec<(Lane, u64)>);

impl Cursors {
    /// Nothing read of any lane.
    pub fn new() -> Self {
        Cursors::default()
    }

    /// How far `lane` has been read; `None` where nothing is known of it.
    pub fn get(&self, lane: Lane) -> Option<u64> {
        let found = self.0.binary_search_by_key(&lane, |entry| entry.0).ok()?;
        self.0.get(found).map(|entry| entry.1)
    }

    /// Moves `lane` forward to `seq`; never back.
    pub fn advance(&mut self, lane: Lane, seq: u64) {
        match self.0.binary_search_by_key(&lane, |entry| entry.0) {
            Ok(found) => {
                if let Some(entry) = self.0.get_mut(found) {
                    entry.1 = entry.1.max(seq);
                }
            }
            Err(place) => self.0.insert(place, (lane, seq)),
        }
    }

    /// Forgets `lane`: it is closed and everybody has read it.
    pub fn retire(&mut self, lane: Lane) {
        self.0.retain(|entry| entry.0 != lane);
    }

    /// Whether everything `other` has read was read here too.
    pub fn covers(&self, other: &Cursors) -> bool {
        other.0.iter().all(|(lane, seq)| self.get(*lane).is_some_and(|own| own >= *seq))
    }

    /// Lanes in their order, each with its cursor.
    pub fn iter(&self) -> impl Iterator<Item = (Lane, u64)> + '_ {
        self.0.iter().copied()
    }

    /// How many lanes are known.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no lane is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn set(&mut self, lane: Lane, seq: u64) {
        self.retire(lane);
        self.advance(lane, seq);
    }
}

impl FromIterator<(Lane, u64)> for Cursors {
    fn from_iter<I: IntoIterator<Item = (Lane, u64)>>(entries: I) -> Self {
        let mut cursors = Cursors::new();
        for (lane, seq) in entries {
            cursors.advance(lane, seq);
        }
        cursors
    }
}

/// The number of one event in its topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Increment {
    /// The version this event brought the topic's row to.
    Version(u64),
    /// The event's own number in its lane of the journal.
    Lane {
        /// The lane that committed it.
        lane: Lane,
        /// Its number in that lane, from 1.
        seq: u64,
    },
}

/// How far a reader of a topic has come: everything up to and including this was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// For topics numbered by versions.
    Version(u64),
    /// For topics numbered by lanes.
    Cursors(Cursors),
}

/// Why a text is not a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    /// The text is not one that was ever given out.
    #[error("malformed position")]
    Malformed,
    /// The text is of a form this program does not know (an older or newer release gave it out), or names more lanes
    /// than it reads.
    #[error("position of an unknown form")]
    UnknownForm,
}

impl Position {
    /// Whether the event numbered `increment` was already seen at this position. Numbers of the other kind were not.
    pub fn includes(&self, increment: Increment) -> bool {
        match (self, increment) {
            (Position::Version(own), Increment::Version(version)) => version <= *own,
            (Position::Cursors(own), Increment::Lane { lane, seq }) => {
                own.get(lane).is_some_and(|cursor| seq <= cursor)
            }
            _ => false,
        }
    }

    /// Whether this position says nothing of any lane: the beginning, or not known.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Position::Cursors(own) if own.is_empty())
    }

    /// Whether this position says nothing at all of the event's lane.
    pub(crate) fn is_without(&self, increment: Increment) -> bool {
        match (self, increment) {
            (Position::Cursors(own), Increment::Lane { lane, .. }) => own.get(lane).is_none(),
            _ => false,
        }
    }

    /// Whether everything seen at `other` was seen here too.
    pub fn covers(&self, other: &Position) -> bool {
        match (self, other) {
            (Position::Version(own), Position::Version(other)) => own >= other,
            (Position::Cursors(own), Position::Cursors(other)) => own.covers(other),
            _ => false,
        }
    }

    /// Moves forward over the event numbered `increment`. Numbers of the other kind change nothing.
    pub fn advance(&mut self, increment: Increment) {
        match (self, increment) {
            (Position::Version(own), Increment::Version(version)) => *own = version.max(*own),
            (Position::Cursors(own), Increment::Lane { lane, seq }) => own.advance(lane, seq),
            _ => {}
        }
    }

    /// The text given to clients: base64url without padding; one position has one text.
    /// Under 1 KB for up to 28 lanes with random 128-bit names, or about 100 with small numbers.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes(0))
    }

    /// Reads a text given out before, tagged or not.
    pub fn parse(text: &str) -> Result<Position, PositionError> {
        if text.is_empty() {
            return Err(PositionError::Malformed);
        }
        if text.len() > TEXT_MAX {
            return Err(PositionError::UnknownForm);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| PositionError::Malformed)?;
        let (form, rest) = bytes.split_first().ok_or(PositionError::Malformed)?;
        let mut rest = rest;
        let position = match form & !TAGGED {
            FORMAT_VERSION => Position::Version(read_u64(&mut rest)?),
            FORMAT_CURSORS => Position::Cursors(read_cursors(&mut rest)?),
            _ => return Err(PositionError::UnknownForm),
        };
        if form & TAGGED != 0 {
            read_u64(&mut rest)?;
        }
        if rest.is_empty() { Ok(position) } else { Err(PositionError::Malformed) }
    }

    /// The position just before the event numbered `increment`, told apart by `tag`: for all but the last of several
    /// events of one topic under one number. It reads back as the position before all of them, so that a reader
    /// who was cut off between them gets them all again, and yet no two events share a text.
    pub(crate) fn tagged_text(&self, increment: Increment, tag: u64) -> String {
        let mut before = self.clone();
        match (&mut before, increment) {
            (Position::Version(own), Increment::Version(version)) => *own = version.saturating_sub(1),
            (Position::Cursors(own), Increment::Lane { lane, seq }) => own.set(lane, seq.saturating_sub(1)),
            _ => {}
        }
        URL_SAFE_NO_PAD.encode(before.bytes(tag))
    }

    fn bytes(&self, tag: u64) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16);
        let flag = if tag > 0 { TAGGED } else { 0 };
        match self {
            Position::Version(version) => {
                bytes.push(FORMAT_VERSION | flag);
                write_varint(&mut bytes, u128::from(*version));
            }
            Position::Cursors(cursors) => {
                bytes.push(FORMAT_CURSORS | flag);
                write_varint(&mut bytes, cursors.len() as u128);
                for (lane, seq) in cursors.iter() {
                    write_varint(&mut bytes, lane.0);
                    write_varint(&mut bytes, u128::from(seq));
                }
            }
        }
        if tag > 0 {
            write_varint(&mut bytes, u128::from(tag));
        }
        bytes
    }
}

/// Seven bits a byte, lowest first, the top bit set on all but the last (LEB128).
fn write_varint(bytes: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        bytes.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn read_varint(rest: &mut &[u8]) -> Result<u128, PositionError> {
    let mut value: u128 = 0;
    for shift in (0..).step_by(7) {
        let (byte, tail) = rest.split_first().ok_or(PositionError::Malformed)?;
        *rest = tail;
        let bits = u128::from(byte & 0x7f);
        if shift > 126 || (shift == 126 && bits > 3) {
            return Err(PositionError::Malformed);
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            // A trailing zero group is a second spelling of the same number.
            return if *byte == 0 && shift > 0 { Err(PositionError::Malformed) } else { Ok(value) };
        }
    }
    Err(PositionError::Malformed)
}

fn read_u64(rest: &mut &[u8]) -> Result<u64, PositionError> {
    u64::try_from(read_varint(rest)?).map_err(|_| PositionError::Malformed)
}

fn read_cursors(rest: &mut &[u8]) -> Result<Cursors, PositionError> {
    let count = read_u64(rest)?;
    if count > LANES_MAX {
        return Err(PositionError::UnknownForm);
    }
    let mut entries: Vec<(Lane, u64)> = Vec::new();
    for _ in 0..count {
        let lane = Lane(read_varint(rest)?);
        if entries.last().is_some_and(|last| last.0 >= lane) {
            return Err(PositionError::Malformed);
        }
        entries.push((lane, read_u64(rest)?));
    }
    Ok(Cursors(entries))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_position() -> impl Strategy<Value = Position> {
        let lanes = prop::collection::vec((prop_oneof![any::<u128>(), 0..300u128], any::<u64>()), 0..40);
        prop_oneof![
            any::<u64>().prop_map(Position::Version),
            lanes.prop_map(|lanes| Position::Cursors(lanes.into_iter().map(|(lane, seq)| (Lane(lane), seq)).collect())),
        ]
    }

    proptest! {
        #[test]
        fn a_position_reads_back_exactly(position in any_position()) {
            prop_assert_eq!(Position::parse(&position.text()), Ok(position));
        }

        #[test]
        fn no_text_panics_and_what_is_read_has_one_spelling(text in "[A-Za-z0-9_-]{0,60}") {
            if let Ok(position) = Position::parse(&text) && !tagged(&text) {
                prop_assert_eq!(position.text(), text);
            }
        }

        #[test]
        fn a_truncated_position_is_refused(position in any_position(), keep in 0.0..1.0f64) {
            let text = position.text();
            let cut = (text.len() as f64 * keep) as usize;
            prop_assert!(Position::parse(&text[..cut]).is_err());
        }
    }

    fn tagged(text: &str) -> bool {
        URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.first().is_some_and(|form| form & TAGGED != 0))
    }

    #[test]
    fn a_fleet_of_lanes_stays_under_a_kilobyte() {
        let lanes = |count: u128| (0..count).map(|lane| (Lane(u128::MAX - lane), 10_000_000_000)).collect();
        assert!(Position::Cursors(lanes(28)).text().len() < 1024);
        let small = (1000..1100u64).map(|lane| (Lane::from(lane), 10_000_000_000)).collect();
        assert!(Position::Cursors(small).text().len() < 1024);
    }

    #[test]
    fn text_that_was_never_given_out_is_an_error() {
        for text in ["", "!", "AQ", "AYA", "AYAA", "AQEB", "ÄÖ", "AgEBAQE"] {
            assert_eq!(Position::parse(text), Err(PositionError::Malformed), "{text}");
        }
        let unknown = URL_SAFE_NO_PAD.encode([9, 1]);
        assert_eq!(Position::parse(&unknown), Err(PositionError::UnknownForm));
        assert_eq!(Position::parse(&"A".repeat(TEXT_MAX + 1)), Err(PositionError::UnknownForm));
    }

    #[test]
    fn a_tagged_text_is_its_own_and_reads_as_the_position_before() {
        let increment = Increment::Version(8);
        let at = Position::Version(8);
        let (first, second) = (at.tagged_text(increment, 1), at.tagged_text(increment, 2));
        assert_ne!(first, second);
        assert_ne!(first, Position::Version(7).text());
        assert_eq!(Position::parse(&first), Ok(Position::Version(7)));

        let lane = Lane::from(3);
        let at = Position::Cursors([(lane, 5), (Lane::from(4), 9)].into_iter().collect());
        let before = Position::Cursors([(lane, 4), (Lane::from(4), 9)].into_iter().collect());
        assert_eq!(Position::parse(&at.tagged_text(Increment::Lane { lane, seq: 5 }, 1)), Ok(before));
    }

    #[test]
    fn a_position_includes_what_it_has_passed_and_nothing_of_unknown_lanes() {
        let (known, other) = (Lane::from(1), Lane::from(2));
        let position = Position::Cursors([(known, 5)].into_iter().collect());
        assert!(position.includes(Increment::Lane { lane: known, seq: 5 }));
        assert!(!position.includes(Increment::Lane { lane: known, seq: 6 }));
        assert!(!position.includes(Increment::Lane { lane: other, seq: 1 }));
        assert!(!position.includes(Increment::Version(1)));
        assert!(Position::Version(3).includes(Increment::Version(3)));
        assert!(!Position::Version(3).includes(Increment::Version(4)));
    }
}
