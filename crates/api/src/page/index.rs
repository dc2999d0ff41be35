//! index.html with the organization's name, languages and mission in it, so that a reader of the source, a search
//! engine and a screen reader know them before any script has run, and the page in which languages it may speak.

use std::io;

use domain::organization::PublicOrganization;

const LANGUAGE: &str = r#"<html lang="en">"#;
const TITLE: &str = "<title>Openhall</title>";
const DESCRIPTION: &str = r#"<meta name="description" content="Apply for services and programs.">"#;

/// The file, cut where the three go in.
#[derive(Debug)]
pub struct Index {
    start: String,
    before_title: String,
    before_description: String,
    end: String,
}

impl Index {
    pub fn read(bytes: &[u8]) -> io::Result<Self> {
        let text = str::from_utf8(bytes).map_err(io::Error::other)?;
        let (start, rest) = cut(text, LANGUAGE)?;
        let (before_title, rest) = cut(rest, TITLE)?;
        let (before_description, end) = cut(rest, DESCRIPTION)?;
        Ok(Self {
            start: start.into(),
            before_title: before_title.into(),
            before_description: before_description.into(),
            end: end.into(),
        })
    }

    /// Filled in; what the organization does not say stays as the file has it.
    pub fn with(&self, organization: Option<&PublicOrganization>) -> String {
        let Self { start, before_title, before_description, end } = self;
        let said = organization.map(|organization| {
            [
                spoken(&organization.languages),
                format!("<title>{}</title>", escaped(&organization.name)),
                description(&organization.mission),
            ]
        });
        let [html, title, description] =
            said.unwrap_or_else(|| [LANGUAGE, TITLE, DESCRIPTION].map(str::to_owned));
        [start, &html, before_title, &title, before_description, &description, end]
            .map(String::as_str)
            .concat()
    }
}

/// The first language is the page's own until a script has run; `data-languages` names them all.
fn spoken(languages: &[String]) -> String {
    let first = languages.first().map_or("en", String::as_str);
    format!("<html lang=\"{}\" data-languages=\"{}\">", escaped(first), escaped(&languages.join(" ")))
}

fn description(mission: &str) -> String {
    if mission.is_empty() {
        return DESCRIPTION.to_owned();
    }
    format!("<meta name=\"description\" content=\"{}\">", escaped(mission))
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
            mission: "Work, with \"dignity\".".into(),
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
    fn the_page_says_what_the_organization_says_of_itself() {
        let index = Index::read(include_bytes!("../../../../frontend/index.html")).unwrap();
        let text = index.with(Some(&organization()));
        assert!(text.contains(r#"<html lang="es" data-languages="es en">"#));
        assert!(text.contains("<title>Hall &amp; &lt;Sons&gt;</title>"));
        assert!(text.contains(r#"name="description" content="Work, with &quot;dignity&quot;.">"#));
        let silent = PublicOrganization { mission: String::new(), ..organization() };
        assert!(index.with(Some(&silent)).contains(DESCRIPTION));
    }

    #[test]
    fn without_the_database_the_page_still_opens() {
        let file = format!("{LANGUAGE}{TITLE}{DESCRIPTION}");
        assert_eq!(Index::read(file.as_bytes()).unwrap().with(None), file);
    }

    #[test]
    fn a_page_that_cannot_be_filled_is_refused() {
        assert!(Index::read(b"<html>").is_err());
    }
}
