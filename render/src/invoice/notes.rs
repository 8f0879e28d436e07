//! What the law or the seller wants said besides.

use impasto_domain::tax::TaxRegime;

use super::draft::{BODY, CONTENT_PT, Draft, LABEL, LEFT_PT};
use crate::document::shape::Style;
use crate::document::sheets::{Meaning, ROOT, Role};

const LEADING_PT: f32 = 13.4;

pub(super) fn draw(draft: &mut Draft<'_>) {
    let texts = texts_of(draft);
    if texts.is_empty() {
        return;
    }
    let style = Style { size_pt: 9.8, ..BODY };
    draft.y_pt += 34.0;
    draft.make_room(3.0 * LEADING_PT);
    let words = draft.words.notes;
    let label = draft.line(words, LABEL);
    draft.sheets.labelled(ROOT, Role::Heading(2, words.to_owned()), LEFT_PT, draft.y_pt, label, LABEL.ink);
    draft.y_pt += 4.0;
    for text in texts {
        let id = draft.sheets.element(ROOT, Role::Paragraph);
        for line in draft.wrap(&text, style, CONTENT_PT * 0.8) {
            draft.make_room(LEADING_PT);
            draft.y_pt += LEADING_PT;
            draft.sheets.text(LEFT_PT, draft.y_pt, line, style.ink, Meaning::Content(id));
        }
        draft.y_pt += 4.0;
    }
}

/// The wording of each regime used (Article 226(11) to (14)), who issued it for the seller, the seller's own remarks.
fn texts_of(draft: &Draft<'_>) -> Vec<String> {
    let (data, words) = (draft.data, draft.words);
    let regimes = [TaxRegime::MarginArt, TaxRegime::ReverseCharge, TaxRegime::ExemptSmallBusiness, TaxRegime::Export];
    let mut texts: Vec<String> = regimes
        .into_iter()
        .filter(|regime| data.vat_summary.iter().any(|row| row.regime == *regime))
        .filter_map(|regime| words.of_regime(regime))
        .map(|wording| wording.note.to_owned())
        .collect();
    texts.extend(data.self_billed.then(|| words.self_billing.to_owned()));
    texts.extend(data.issued_by.as_ref().map(|issuer| full_stop(format!("{} {issuer}", words.issued_by))));
    texts.extend(data.notes.iter().filter(|note| !note.trim().is_empty()).cloned());
    texts
}

/// Ends a sentence, unless its last word (`B.V.`) already does.
fn full_stop(mut text: String) -> String {
    if !text.trim_end().ends_with('.') {
        text.push('.');
    }
    text
}
