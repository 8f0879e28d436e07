//! The colour that stands out: two of them, each of which can be read on its paper.

use impasto_domain::contrast::{DARK_PAPER, LIGHT_PAPER, READABLE_MIN, Rgb};
use impasto_domain::settings::Accent;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::gateway::fields::Fields;

/// The colour that stands out, one for each theme: each can be read on its paper, a contrast of 4.5 to 1 or more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccentJson {
    /// `#rrggbb`, on light paper.
    pub light: String,
    /// `#rrggbb`, on dark paper.
    pub dark: String,
}

/// Both colours can be read on their paper, which is told in words otherwise.
pub(super) fn check_accent(fields: &mut Fields, accent: &AccentJson) -> Accent {
    for (name, colour, paper) in [("light", &accent.light, LIGHT_PAPER), ("dark", &accent.dark, DARK_PAPER)] {
        let pointer = format!("/accent/{name}");
        let (Some(colour), Some(paper)) = (Rgb::parse(colour), Rgb::parse(paper)) else {
            fields.add(pointer, "must be a colour as #rrggbb");
            continue;
        };
        let contrast = colour.contrast(paper);
        let wish = if name == "light" { "a darker one" } else { "a lighter one" };
        let message = format!(
            "cannot be read on the {name} paper: its contrast is {contrast:.1} to 1, and text needs {READABLE_MIN} to 1; take {wish}"
        );
        fields.check(contrast >= READABLE_MIN, pointer, message);
    }
    Accent { light: accent.light.to_lowercase(), dark: accent.dark.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(light: &str, dark: &str) -> Vec<(String, String)> {
        let mut fields = Fields::new();
        check_accent(&mut fields, &AccentJson { light: light.to_owned(), dark: dark.to_owned() });
        let problem = fields.finish().unwrap_err();
        problem.field_errors().iter().map(|error| (error.pointer.clone(), error.message.clone())).collect()
    }

    #[test]
    fn an_accent_that_cannot_be_read_is_refused_in_words() {
        let mut fields = Fields::new();
        let good = AccentJson { light: "#2456A6".to_owned(), dark: "#9ec1ff".to_owned() };
        assert_eq!(check_accent(&mut fields, &good).light, "#2456a6");
        assert!(fields.is_good());
        let told = errors("#9ec1ff", "#2456a6");
        assert_eq!((told[0].0.as_str(), told[1].0.as_str()), ("/accent/light", "/accent/dark"));
        assert!(told[0].1.contains("take a darker one") && told[1].1.contains("take a lighter one"), "{told:?}");
        assert!(errors("blue", "#9ec1ff")[0].1.contains("#rrggbb"));
    }

    #[test]
    fn the_papers_are_those_of_the_pages() {
        let css = include_str!("../../../web/static/css/base.css");
        let papers: Vec<&str> = css.split("--paper: ").skip(1).filter_map(|rest| rest.split(';').next()).collect();
        assert_eq!(papers.get(..2), Some(&[LIGHT_PAPER, DARK_PAPER][..]), "the third is what printers use");
    }
}
