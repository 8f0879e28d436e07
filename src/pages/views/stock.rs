//! Stock as a visitor sees it: the dot of the art trade (empty: free, half: reserved, full: sold), always with words beside it.
//! It does not decide anything: it words the counts it is given. `web/static/js/stock-words.js` is its twin in the browser, and
//! `web/tests/text-cases.json` holds the cases that both must pass.

use crate::words::t;

/// The kinds of edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionKind {
    /// One piece.
    Unique,
    /// Numbered copies and artist's proofs.
    Limited,
    /// As many as are asked for; no counts.
    Open,
}

impl EditionKind {
    /// The API's word: `unique`, `limited` or `open`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Limited => "limited",
            Self::Open => "open",
        }
    }

    /// The kind behind the API's word; `None` for any other word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "unique" => Some(Self::Unique),
            "limited" => Some(Self::Limited),
            "open" => Some(Self::Open),
            _ => None,
        }
    }
}

/// What the dot shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockState {
    /// At least one copy can be held now.
    Free,
    /// None is free, but somebody's hold may still lapse.
    Reserved,
    /// Everything is sold.
    Sold,
    /// Neither free nor held nor sold: withdrawn.
    Gone,
}

impl StockState {
    /// The class suffix in the style sheet: `free`, `reserved`, `sold` or `gone`.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Reserved => "reserved",
            Self::Sold => "sold",
            Self::Gone => "gone",
        }
    }
}

/// The stock of one edition with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockView {
    /// The artwork's id; its topic carries the changes.
    pub artwork_id: String,
    /// The edition's id.
    pub edition_id: String,
    /// The edition's kind.
    pub kind: EditionKind,
    /// What the dot shows.
    pub state: StockState,
    /// The words beside the dot.
    pub text: String,
    /// Copies that can be held now; 0 for open editions, which do not count.
    pub available: u32,
    /// Copies held for somebody.
    pub held: u32,
    /// Copies sold.
    pub sold: u32,
    /// All copies, withdrawn ones too; 0 for open editions.
    pub total: u32,
    /// The stock's version; only a higher one may replace what is shown.
    pub version: u64,
}

/// The stock of a whole artwork, as its card shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockSummary {
    /// The artwork's id; its topic carries the changes.
    pub artwork_id: String,
    /// What the dot shows.
    pub state: StockState,
    /// The words beside the dot.
    pub text: String,
    /// The editions it sums up.
    pub editions: Vec<StockView>,
}

/// The counts of an edition, as the engine gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Copies that can be held now.
    pub available: u32,
    /// Copies held for somebody.
    pub held: u32,
    /// Copies sold.
    pub sold: u32,
    /// All copies, withdrawn ones too.
    pub total: u32,
    /// The stock's version.
    pub version: u64,
}

impl StockView {
    /// The view of one edition's counts.
    #[must_use]
    pub fn new(artwork_id: &str, edition_id: &str, kind: EditionKind, counts: Counts) -> Self {
        let state = state_of(kind, counts);
        Self {
            artwork_id: artwork_id.to_owned(),
            edition_id: edition_id.to_owned(),
            kind,
            state,
            text: words(kind, state, counts),
            available: counts.available,
            held: counts.held,
            sold: counts.sold,
            total: counts.total,
            version: counts.version,
        }
    }

    /// True when a copy can be held now.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.state == StockState::Free
    }

    /// Copies that are neither free nor held nor sold.
    #[must_use]
    pub fn withdrawn(&self) -> u32 {
        self.total.saturating_sub(self.available).saturating_sub(self.held).saturating_sub(self.sold)
    }

    /// The edition as the scripts read it from the page: `id:kind:available:held:sold:total:version`.
    #[must_use]
    pub fn packed(&self) -> String {
        format!(
            "{}:{}:{}:{}:{}:{}:{}",
            self.edition_id,
            self.kind.word(),
            self.available,
            self.held,
            self.sold,
            self.total,
            self.version
        )
    }
}

impl StockSummary {
    /// The summary over an artwork's editions. One edition speaks for itself; of several, the best state wins and the words say how many share it.
    #[must_use]
    pub fn new(artwork_id: &str, editions: Vec<StockView>) -> Self {
        let (state, text) = match editions.as_slice() {
            [] => (StockState::Gone, t("stock-not-for-sale").to_string()),
            [only] => (only.state, only.text.clone()),
            many => summarised(many),
        };
        Self { artwork_id: artwork_id.to_owned(), state, text, editions }
    }

    /// All editions as the scripts read them, separated by blanks.
    #[must_use]
    pub fn packed(&self) -> String {
        let all: Vec<String> = self.editions.iter().map(StockView::packed).collect();
        all.join(" ")
    }
}

fn state_of(kind: EditionKind, counts: Counts) -> StockState {
    if kind == EditionKind::Open || counts.available > 0 {
        StockState::Free
    } else if counts.held > 0 {
        StockState::Reserved
    } else if counts.sold > 0 {
        StockState::Sold
    } else {
        StockState::Gone
    }
}

fn words(kind: EditionKind, state: StockState, counts: Counts) -> String {
    let id = match (kind, state) {
        (EditionKind::Open, _) => "stock-open",
        (EditionKind::Unique, StockState::Free) => "stock-free",
        (EditionKind::Unique, StockState::Reserved) => "stock-reserved",
        (EditionKind::Unique, StockState::Sold) => "stock-sold",
        (EditionKind::Limited, StockState::Free) => {
            return t("stock-some").with("available", counts.available).with("total", counts.total).into();
        }
        (EditionKind::Limited, StockState::Reserved) => "stock-all-reserved",
        (EditionKind::Limited, StockState::Sold) => "stock-sold-out",
        (_, StockState::Gone) => "stock-gone",
    };
    t(id).into()
}

fn summarised(editions: &[StockView]) -> (StockState, String) {
    let free = editions.iter().filter(|edition| edition.is_free()).count();
    let has = |state| editions.iter().any(|edition| edition.state == state);
    if free == editions.len() {
        (StockState::Free, t("stock-free").into())
    } else if free > 0 {
        (StockState::Free, t("stock-editions").with("free", free).with("total", editions.len()).into())
    } else if has(StockState::Reserved) {
        (StockState::Reserved, t("stock-reserved").into())
    } else if has(StockState::Sold) {
        (StockState::Sold, t("stock-sold").into())
    } else {
        (StockState::Gone, t("stock-gone").into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::words::{Language, within};

    fn cases(group: &str) -> Vec<Value> {
        let text = include_str!("../../../web/tests/text-cases.json");
        let all: Value = serde_json::from_str(text).unwrap();
        let cases = all[group].as_array().unwrap().clone();
        assert!(!cases.is_empty(), "the group {group} holds no case");
        cases
    }

    fn spoken(case: &Value) -> Language {
        Language::of_tag(case["language"].as_str().unwrap_or("en")).unwrap()
    }

    fn view(case: &Value) -> StockView {
        let count = |name: &str| u32::try_from(case[name].as_u64().unwrap()).unwrap();
        let kind = EditionKind::from_word(case["kind"].as_str().unwrap()).unwrap();
        let counts = Counts {
            available: count("available"),
            held: count("held"),
            sold: count("sold"),
            total: count("total"),
            version: 3,
        };
        StockView::new("work", "edition", kind, counts)
    }

    #[test]
    fn an_edition_is_worded_as_the_shared_cases_say() {
        for case in cases("stock") {
            let view = within(spoken(&case), || view(&case));
            assert_eq!(view.text, case["text"].as_str().unwrap(), "{case}");
            assert_eq!(view.state.class(), case["state"].as_str().unwrap(), "{case}");
        }
    }

    #[test]
    fn an_artwork_is_summed_up_as_the_shared_cases_say() {
        for case in cases("summary") {
            let editions = case["editions"].as_array().unwrap().iter().map(view);
            let summary = within(spoken(&case), || StockSummary::new("work", editions.collect()));
            assert_eq!(summary.text, case["text"].as_str().unwrap(), "{case}");
            assert_eq!(summary.state.class(), case["state"].as_str().unwrap(), "{case}");
        }
    }

    #[test]
    fn what_is_in_no_other_state_is_withdrawn() {
        let counts = Counts { available: 3, held: 1, sold: 4, total: 10, version: 9 };
        let view = StockView::new("a", "e", EditionKind::Limited, counts);
        assert_eq!(view.withdrawn(), 2);
        assert_eq!(view.packed(), "e:limited:3:1:4:10:9");
    }
}
