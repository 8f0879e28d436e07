//! Breaks text into lines.
//!
//! Knows widths and words; a word that is wider than the column is broken where it must be. Knows no page.

use super::shape::{Line, Shaper, Style};

/// Lines no wider than `width_pt`; none for text without anything visible. Every line ends in a space unless it breaks
/// a word, and the space is not counted in its width: who reads the text out of the file finds whole words.
pub(crate) fn wrap(shaper: &mut Shaper, text: &str, style: Style, width_pt: f32) -> Vec<Line> {
    let mut rows: Vec<String> = Vec::new();
    let (mut row, mut row_pt) = (String::new(), 0.0);
    let space_pt = shaper.width_pt(" ", style);
    for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        let word_pt = shaper.width_pt(word, style);
        if !row.is_empty() && row_pt + space_pt + word_pt <= width_pt {
            row.push(' ');
            row.push_str(word);
            row_pt += space_pt + word_pt;
            continue;
        }
        if !row.is_empty() {
            rows.push(format!("{row} "));
        }
        row = if word_pt <= width_pt { word.to_owned() } else { break_word(shaper, word, style, width_pt, &mut rows) };
        row_pt = shaper.width_pt(&row, style);
    }
    if !row.is_empty() {
        rows.push(format!("{row} "));
    }
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let mut line = shaper.line(&row, style);
        if row.ends_with(' ') {
            line.width_pt -= space_pt;
        }
        // What is left of a word of invisible characters is a space of no width.
        if line.width_pt <= 0.001 {
            continue;
        }
        lines.push(line);
    }
    lines
}

/// As many lines as there is room for; where some are left out, the last one ends in an ellipsis.
pub(crate) fn shortened(shaper: &mut Shaper, mut lines: Vec<Line>, style: Style, lines_max: usize) -> Vec<Line> {
    if lines.len() <= lines_max {
        return lines;
    }
    lines.truncate(lines_max);
    if let Some(last) = lines.last_mut() {
        let text: String = last.runs.iter().map(|run| run.text.as_str()).collect();
        let room_pt = last.width_pt;
        let mut kept: Vec<char> = text.chars().collect();
        // Room for the mark itself, however narrow the letters before it are.
        loop {
            kept.pop();
            let start: String = kept.iter().collect();
            *last = shaper.line(&format!("{}…", start.trim_end()), style);
            if last.width_pt <= room_pt || kept.is_empty() {
                break;
            }
        }
    }
    lines
}

/// Puts full rows of an overlong word into `rows` and gives what is left. Breaks after a hyphen or slash where one
/// falls into the row, else between any two characters; never before a combining mark.
fn break_word(shaper: &mut Shaper, word: &str, style: Style, width_pt: f32, rows: &mut Vec<String>) -> String {
    let mut rest = word;
    while shaper.width_pt(rest, style) > width_pt {
        let cuts: Vec<usize> =
            rest.char_indices().filter(|(at, character)| *at > 0 && !is_mark(*character)).map(|(at, _)| at).collect();
        // The widest start of the word that fits; at least one character, whatever the column.
        let fitting = cuts.partition_point(|at| shaper.width_pt(&rest[..*at], style) <= width_pt);
        let Some(mut cut) = cuts.get(fitting.saturating_sub(1)).copied() else {
            break;
        };
        let start = &rest[..cut];
        if let Some((at, mark)) = start.char_indices().rev().find(|(_, c)| matches!(c, '-' | '/' | '–' | '_')) {
            let after = at + mark.len_utf8();
            if after * 3 > cut {
                cut = after;
            }
        }
        rows.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    rest.to_owned()
}

const fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

#[cfg(test)]
mod tests {
    use super::super::fonts::{Face, faces};
    use super::super::shape::Ink;
    use super::*;
    use proptest::prelude::*;

    const STYLE: Style = Style::new(Face::Regular, 10.0, Ink::Black);

    fn rows(text: &str, width_pt: f32) -> Vec<String> {
        let mut shaper = Shaper::new(faces().unwrap());
        let text_of = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
        wrap(&mut shaper, text, STYLE, width_pt).iter().map(text_of).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(rows("the quick brown fox", 60.0), ["the quick ", "brown fox "]);
        assert_eq!(rows("  spaced \n out  ", 200.0), ["spaced out "]);
        assert!(rows(" \n ", 50.0).is_empty());
    }

    #[test]
    fn an_overlong_word_is_broken_at_its_hyphen() {
        assert_eq!(rows("Untitled-Composition", 60.0), ["Untitled-", "Composition "]);
    }

    #[test]
    fn what_is_left_out_is_seen_and_takes_no_more_room() {
        let mut shaper = Shaper::new(faces().unwrap());
        for words in ["one two three four ", "iiii ", "WW.. "] {
            let text = words.repeat(9);
            let lines = wrap(&mut shaper, &text, STYLE, 30.0);
            assert!(lines.len() > 2, "{text}");
            let room_pt = lines[1].width_pt;
            let kept = shortened(&mut shaper, lines, STYLE, 2);
            assert_eq!(kept.len(), 2);
            assert!(kept[1].width_pt <= room_pt, "{text}: {} is wider than {room_pt}", kept[1].width_pt);
            assert!(kept[1].runs.last().is_some_and(|run| run.text.ends_with('…')), "{text}");
        }
        let whole = wrap(&mut shaper, "one two", STYLE, 200.0);
        assert_eq!(shortened(&mut shaper, whole, STYLE, 1).len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_sticks_out(text in "[a-zà-ž ]{0,80}[A-Z]{0,60}[ -/]{0,10}", width in 30.0_f32..300.0) {
            let mut shaper = Shaper::new(faces().unwrap());
            let lines = wrap(&mut shaper, &text, STYLE, width);
            prop_assert!(lines.iter().all(|line| line.width_pt <= width + 0.5));
            let seen: String = lines.iter().flat_map(|l| &l.runs).flat_map(|r| r.text.chars()).filter(|c| *c != ' ').collect();
            let due: String = text.chars().filter(|c| *c != ' ').collect();
            prop_assert_eq!(seen, due);
        }
    }
}
