//! Where search engines find a page: its own address, and those of the same page in each language.
//! It does not know the page.

/// The addresses of a page, all of them full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnAddress {
    /// The page's own one, without what only orders or pages it; it names a language where the request did.
    pub url: String,
    /// The same page in each language and, last, in that of whoever asks; empty where there is no choice.
    pub languages: Vec<Alternate>,
}

/// The same page for those who speak a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// The language's tag, or `x-default` for everybody else.
    pub tag: &'static str,
    /// The address.
    pub url: String,
}
