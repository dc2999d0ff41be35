//! index.html with the organization's name and language in it, so that a reader of the source, a search engine
//! and a screen reader know them before any script has run.

use std::io;

use domain::organization::PublicOrganization;

const LANGUAGE: &str = r#"<html lang="en">"#;
const TITLE: &str = "<title>Openhall</title>";

/// The file, cut where the two go in.
#[derive(Debug)]
pub struct Index {
    start: String,
    middle: String,
    end: String,
}

impl Index {
    pub fn read(bytes: &[u8]) -> io::Result<Self> {
        let text = str::from_utf8(bytes).map_err(io::Error::other)?;
        let (start, rest) = cut(text, LANGUAGE)?;
        let (middle, end) = cut(rest, TITLE)?;
        Ok(Self { start: start.into(), middle: middle.into(), end: end.into() })
    }

    pub fn with(&self, organization: Option<&PublicOrganization>) -> String {
        let name = organization.map_or("Openhall", |organization| &organization.name);
        let language = organization.and_then(|organization| organization.languages.first());
        let language = language.map_or("en", String::as_str);
        format!(
            "{}<html lang=\"{}\">{}<title>{}</title>{}",
            self.start,
            escaped(language),
            self.middle,
            escaped(name),
            self.end
        )
    }
}

fn cut<'a>(text: &'a str, mark: &str) -> io::Result<(&'a str, &'a str)> {
    text.split_once(mark).ok_or_else(|| io::Error::other(format!("index.html has no {mark}")))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization() -> PublicOrganization {
        PublicOrganization {
            name: "Hall & <Sons>".into(),
            mission: String::new(),
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            website: String::new(),
            accent_color: "#0b5c7a".into(),
            residency_label: String::new(),
            collects_ssn: false,
            languages: vec!["es".into(), "en".into()],
            places_people: true,
        }
    }

    #[test]
    fn the_page_has_the_name_and_the_language_of_the_organization() {
        let index = Index::read(include_bytes!("../../../../frontend/index.html")).unwrap();
        let text = index.with(Some(&organization()));
        assert!(text.contains(r#"<html lang="es">"#));
        assert!(text.contains("<title>Hall &amp; &lt;Sons&gt;</title>"));
    }

    #[test]
    fn without_the_database_the_page_still_opens() {
        let index = Index::read(format!("{LANGUAGE}{TITLE}").as_bytes()).unwrap();
        assert_eq!(index.with(None), format!("{LANGUAGE}{TITLE}"));
    }

    #[test]
    fn a_page_that_cannot_be_filled_is_refused() {
        assert!(Index::read(b"<html>").is_err());
    }
}
