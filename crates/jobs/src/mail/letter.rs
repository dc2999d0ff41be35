//! A mail's words: a template in the reader's language, filled, as plain text and as simple HTML.

use domain::organization::PublicOrganization;
use minijinja::{Environment, UndefinedBehavior, Value, context, value::Serde};
use store::outbox::Mail;

/// What a reader gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

macro_rules! templates {
    ($($language:literal: $($name:literal),*;)*) => {
        &[$($((concat!($language, "/", $name),
            include_str!(concat!("templates/", $language, "/", $name, ".txt"))),)*)*]
    };
}

/// Each begins with its subject; empty lines divide its paragraphs.
const TEMPLATES: &[(&str, &str)] = templates! {
    "en": "application_received", "new_application", "invitation", "password_reset", "password_chosen";
    "es": "application_received", "new_application", "invitation", "password_reset", "password_chosen";
    "zh-Hant": "application_received";
    "fil": "application_received";
    "vi": "application_received";
};

/// Its name ends in `.html`, so everything that is put into it is escaped.
const LAYOUT: (&str, &str) = ("layout.html", include_str!("templates/layout.html"));

/// What is not written in the reader's language is read in this one.
const USUAL: &str = "en";

/// Writes the letter. `base` is where people find Openhall.
pub(crate) fn write(
    mail: &Mail,
    organization: &PublicOrganization,
    base: &str,
) -> Result<Letter, minijinja::Error> {
    let environment = environment()?;
    let name = mail.message.template();
    let language = language(&mail.language, name);
    let template = environment.get_template(&format!("{language}/{name}"))?;
    let (organized, message) = (Value::from(Serde(organization)), Value::from(Serde(&mail.message)));
    let filled = template.render(context! { base, organization => organized, ..message })?;
    let (subject, body) = filled.split_once('\n').unwrap_or((&filled, ""));
    let subject = one_line(subject.trim_start_matches("Subject:"));
    let text = format!("{}\n\n-- \n{}\n", body.trim(), signature(organization).join("\n"));
    let paragraphs = body.split("\n\n").map(str::trim).filter(|words| !words.is_empty());
    let paragraphs: Vec<String> = paragraphs.map(str::to_owned).collect();
    let html = environment.get_template(LAYOUT.0)?.render(context! {
        language, subject => subject.as_str(), paragraphs, signature => signature(organization)
    })?;
    Ok(Letter { subject, text, html })
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in TEMPLATES.iter().chain([&LAYOUT]) {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

fn language<'a>(wanted: &'a str, template: &str) -> &'a str {
    let name = format!("{wanted}/{template}");
    if TEMPLATES.iter().any(|(one, _)| *one == name) { wanted } else { USUAL }
}

/// Who writes, and how to reach them.
fn signature(organization: &PublicOrganization) -> Vec<String> {
    let PublicOrganization { name, address, phone, email, website, .. } = organization;
    [name, address, phone, email, website].into_iter().filter(|line| !line.is_empty()).cloned().collect()
}

/// A subject that cannot become another header.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use store::outbox::Message;

    use super::*;

    /// Languages of the public pages; the staff read the first two.
    const PUBLIC: [&str; 5] = ["en", "es", "zh-Hant", "fil", "vi"];

    fn organization(name: &str) -> PublicOrganization {
        PublicOrganization {
            name: name.into(),
            mission: String::new(),
            address: "1 Main Street".into(),
            phone: "415-555-0100".into(),
            email: "hall@example.org".into(),
            website: "https://example.org".into(),
            accent_color: "#0b3d5c".into(),
            residency_label: "Local?".into(),
            collects_ssn: false,
            languages: vec!["en".into()],
            places_people: true,
        }
    }

    fn letter(language: &str, message: Message, name: &str) -> Letter {
        let mail = Mail { to: "rosa@example.org".into(), language: language.into(), message };
        write(&mail, &organization(name), "https://hall.example.org").unwrap()
    }

    fn every_message() -> Vec<Message> {
        let reference = || "K7QM-2XHD".to_owned();
        vec![
            Message::ApplicationReceived { reference: reference() },
            Message::NewApplication { reference: reference() },
            Message::Invitation { name: "Rosa".into(), code: "code".into(), hours: 72 },
            Message::PasswordReset { name: "Rosa".into(), code: "code".into() },
            Message::PasswordChosen { name: "Rosa".into() },
        ]
    }

    #[test]
    fn every_mail_has_its_words_in_the_languages_of_its_readers() {
        for message in every_message() {
            let is_public = matches!(message, Message::ApplicationReceived { .. });
            let languages: &[&str] = if is_public { &PUBLIC } else { &PUBLIC[..2] };
            let subject = |language: &&str| letter(language, message.clone(), "Mission Hall").subject;
            let subjects: BTreeSet<String> = languages.iter().map(subject).collect();
            assert_eq!(subjects.len(), languages.len(), "{}", message.template());
            assert!(!subjects.contains(""), "{}", message.template());
        }
        let names: BTreeSet<&str> = every_message().iter().map(Message::template).collect();
        assert!(
            TEMPLATES
                .iter()
                .all(|(name, _)| name.split_once('/').is_some_and(|(_, name)| names.contains(name)))
        );
    }

    #[test]
    fn a_language_without_templates_reads_english() {
        let message = || Message::ApplicationReceived { reference: "K7QM-2XHD".into() };
        assert_eq!(letter("fr", message(), "Hall"), letter("en", message(), "Hall"));
        assert_eq!(letter("", message(), "Hall"), letter("en", message(), "Hall"));
    }

    #[test]
    fn markup_in_a_name_is_text_in_the_letter() {
        let message = Message::ApplicationReceived { reference: "K7QM-2XHD".into() };
        let letter = letter("en", message, "<b>Hall</b> & \"Sons\"");
        assert!(!letter.html.contains("<b>Hall"), "{}", letter.html);
        assert!(letter.html.contains("&lt;b&gt;Hall"), "{}", letter.html);
        assert!(letter.text.contains("<b>Hall</b> & \"Sons\""), "{}", letter.text);
    }

    #[test]
    fn a_line_break_in_a_name_makes_no_second_header() {
        let message = Message::ApplicationReceived { reference: "K7QM\r\nBcc: all@example.org".into() };
        let subject = letter("en", message, "Hall").subject;
        assert!(!subject.contains(['\r', '\n']), "{subject:?}");
    }

    #[test]
    fn an_address_on_a_line_of_its_own_is_a_link() {
        let letter = letter("en", Message::NewApplication { reference: "K7QM-2XHD".into() }, "Hall");
        let link = "https://hall.example.org/staff/applications";
        let html = letter.html.replace("&#x2f;", "/");
        assert!(html.contains(&format!("<a href=\"{link}\">{link}</a>")), "{html}");
        assert!(letter.text.contains(link));
    }
}
