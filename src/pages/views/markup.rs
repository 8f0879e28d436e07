//! A little markup for texts that staff write: headings behind `#`, lists behind `-`, `**strong**`, `*emphasis*`, `[links](/path)`.
//! It makes no HTML: a template writes out the parts, so nothing in a text can be anything but text.

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading below the page's own.
    Heading(Vec<Span>),
    /// A heading below such a one.
    Subheading(Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list, one entry a line.
    List(Vec<Vec<Span>>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// Words that weigh.
    Strong(String),
    /// Words with a stress.
    Emphasis(String),
    /// Words that lead somewhere: into this site, to another over TLS, or to a mailbox.
    Link(Link),
}

/// Words that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where to.
    pub url: String,
    /// The words.
    pub text: String,
}

/// The parts of a text.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut list: Vec<Vec<Span>> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        let entry = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        if entry.is_none() && !list.is_empty() {
            blocks.push(Block::List(std::mem::take(&mut list)));
        }
        let heading = line.strip_prefix("## ").map(|rest| (true, rest));
        let heading = heading.or_else(|| line.strip_prefix("# ").map(|rest| (false, rest)));
        if (line.is_empty() || entry.is_some() || heading.is_some()) && !words.is_empty() {
            blocks.push(Block::Paragraph(spans(&words.join(" "))));
            words.clear();
        }
        match (entry, heading) {
            (Some(entry), _) => list.push(spans(entry)),
            (None, Some((true, rest))) => blocks.push(Block::Subheading(spans(rest))),
            (None, Some((false, rest))) => blocks.push(Block::Heading(spans(rest))),
            (None, None) if !line.is_empty() => words.push(line),
            (None, None) => {}
        }
    }
    blocks
}

/// The pieces of a line. Marks without a partner are text.
fn spans(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut text = String::new();
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let found = marked(rest);
        if let Some((span, length)) = found {
            if !text.is_empty() {
                spans.push(Span::Text(std::mem::take(&mut text)));
            }
            spans.push(span);
            rest = &rest[length..];
        } else {
            text.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    if !text.is_empty() {
        spans.push(Span::Text(text));
    }
    spans
}

/// A marked piece at the beginning of a text, with its length in bytes.
fn marked(text: &str) -> Option<(Span, usize)> {
    if let Some(rest) = text.strip_prefix("**") {
        let end = rest.find("**").filter(|end| *end > 0)?;
        return Some((Span::Strong(rest[..end].to_owned()), end + 4));
    }
    if let Some(rest) = text.strip_prefix('*') {
        let end = rest.find('*').filter(|end| *end > 0)?;
        return Some((Span::Emphasis(rest[..end].to_owned()), end + 2));
    }
    let rest = text.strip_prefix('[')?;
    let (words, rest) = rest.split_once("](")?;
    let (url, _) = rest.split_once(')')?;
    let is_whole = !words.is_empty() && !words.contains(['[', ']']) && leads_somewhere(url);
    is_whole.then(|| (Span::Link(Link { url: url.to_owned(), text: words.to_owned() }), words.len() + url.len() + 4))
}

fn leads_somewhere(url: &str) -> bool {
    let is_own = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let is_known = ["https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
    (is_own || is_known) && !url.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Span {
        Span::Text(words.to_owned())
    }

    #[test]
    fn headings_lists_and_paragraphs_stand_apart() {
        let found = blocks("# Terms\nWe sell\nworks.\n\n- one\n- two\n## More\nEnd");
        assert_eq!(
            found,
            [
                Block::Heading(vec![text("Terms")]),
                Block::Paragraph(vec![text("We sell works.")]),
                Block::List(vec![vec![text("one")], vec![text("two")]]),
                Block::Subheading(vec![text("More")]),
                Block::Paragraph(vec![text("End")]),
            ]
        );
        assert_eq!(blocks(" \n\n"), []);
    }

    #[test]
    fn marks_make_pieces_and_lonely_ones_are_text() {
        let found = spans("a **b** *c* [d](https://e.example/f?g=1) [h](/legal/terms) ** x");
        assert_eq!(
            found,
            [
                text("a "),
                Span::Strong("b".to_owned()),
                text(" "),
                Span::Emphasis("c".to_owned()),
                text(" "),
                Span::Link(Link { url: "https://e.example/f?g=1".to_owned(), text: "d".to_owned() }),
                text(" "),
                Span::Link(Link { url: "/legal/terms".to_owned(), text: "h".to_owned() }),
                text(" ** x"),
            ]
        );
    }

    #[test]
    fn links_lead_nowhere_dangerous() {
        for url in
            ["javascript:alert(1", "//evil.example", "/\\evil.example", "data:text/html,x", "http://plain.example"]
        {
            let line = format!("[x]({url})");
            assert!(spans(&line).iter().all(|span| matches!(span, Span::Text(_))), "{url}");
        }
        assert_eq!(spans("<b>[x]"), [text("<b>[x]")]);
    }
}
