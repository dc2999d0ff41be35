//! A mail's words: a text in the reader's language, filled, as plain text and as simple HTML.

use domain::{
    mail_texts::{MailText, fill},
    organization::PublicOrganization,
};
use minijinja::{Environment, UndefinedBehavior, context};
use store::outbox::Message;

use super::news;

/// What a reader gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Its name ends in `.html`, so everything that is put into it is escaped.
const LAYOUT: (&str, &str) = ("layout.html", include_str!("templates/layout.html"));

/// Writes the letter. `base` is where people find Openhall.
pub(crate) fn write(
    words: &MailText,
    message: &Message,
    organization: &PublicOrganization,
    base: &str,
) -> Result<Letter, minijinja::Error> {
    let value = |name: &str| match name {
        "organization" => Some(organization.name.clone()),
        other => value(message, (base, &words.language), other),
    };
    let (subject, body) = (one_line(&fill(&words.subject, value)), fill(&words.body, value));
    let text = format!("{}\n\n-- \n{}\n", body.trim(), signature(organization).join("\n"));
    let paragraphs = body.split("\n\n").map(str::trim).filter(|words| !words.is_empty());
    let paragraphs: Vec<String> = paragraphs.map(str::to_owned).collect();
    let html = environment()?.get_template(LAYOUT.0)?.render(context! {
        language => words.language.as_str(), subject => subject.as_str(), paragraphs,
        signature => signature(organization)
    })?;
    Ok(Letter { subject, text, html })
}

/// What a message puts in under a name, for readers at an address and of a language.
fn value(message: &Message, (base, language): (&str, &str), name: &str) -> Option<String> {
    let (reference, person, code, hours) = match message {
        Message::ApplicationReceived { reference }
        | Message::NewApplication { reference }
        | Message::ReferralArrived { reference } => (Some(reference), None, None, None),
        Message::AlreadyWithUs => (None, None, None, None),
        Message::Invitation { name, code, hours } => (None, Some(name), Some(code), Some(hours)),
        Message::PasswordReset { name, code } => (None, Some(name), Some(code), None),
        Message::PasswordChosen { name } | Message::SecondFactorRemoved { name } => {
            (None, Some(name), None, None)
        }
        Message::Notice { .. } | Message::Reminder { .. } | Message::Digest { .. } => {
            (None, None, None, None)
        }
    };
    match name {
        "reference" => reference.cloned(),
        "name" => person.cloned(),
        "hours" => hours.map(ToString::to_string),
        "news" => what_happened(message, language),
        "preferences" => Some(format!("{base}/staff/account/notifications")),
        "link" => link(message, base, code.map_or("", String::as_str)),
        _ => None,
    }
}

/// The code stands behind the `#`, where neither a server nor a log sees it.
fn link(message: &Message, base: &str, code: &str) -> Option<String> {
    match message {
        Message::NewApplication { .. } => Some(format!("{base}/staff/applications")),
        Message::Invitation { .. } => Some(format!("{base}/staff/welcome#{code}")),
        Message::PasswordReset { .. } => Some(format!("{base}/staff/reset#{code}")),
        Message::Notice { kind } => Some(format!("{base}{}", news::page(kind))),
        Message::Reminder { .. } => Some(format!("{base}/staff/follow-ups")),
        Message::Digest { .. } => Some(format!("{base}/staff/inbox")),
        Message::ApplicationReceived { .. }
        | Message::ReferralArrived { .. }
        | Message::AlreadyWithUs
        | Message::PasswordChosen { .. }
        | Message::SecondFactorRemoved { .. } => None,
    }
}

fn what_happened(message: &Message, language: &str) -> Option<String> {
    match message {
        Message::Notice { kind } => Some(news::called(kind, language).to_owned()),
        Message::Reminder { today, overdue } => Some(news::due(*today, *overdue, language)),
        Message::Digest { noticed } => Some(news::counted(noticed, language)),
        _ => None,
    }
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_template(LAYOUT.0, LAYOUT.1)?;
    Ok(environment)
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
    use domain::mail_texts::MailKind;
    use store::outbox::Noticed;

    use super::*;

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

    /// A letter of these words.
    fn letter(message: &Message, subject: &str, body: &str, name: &str) -> Letter {
        let words = MailText {
            kind: message.kind(),
            language: "en".into(),
            subject: subject.into(),
            body: body.into(),
            is_own: false,
            version: 0,
        };
        write(&words, message, &organization(name), "https://hall.example.org").unwrap()
    }

    fn received() -> Message {
        Message::ApplicationReceived { reference: "K7QM-2XHD".into() }
    }

    #[test]
    fn every_message_has_a_value_for_each_name_that_its_text_may_have() {
        let (name, code) = (|| "Rosa".to_owned(), || "code".to_owned());
        let all = [
            received(),
            Message::NewApplication { reference: "K7QM-2XHD".into() },
            Message::ReferralArrived { reference: "K7QM-2XHD".into() },
            Message::AlreadyWithUs,
            Message::Invitation { name: name(), code: code(), hours: 72 },
            Message::PasswordReset { name: name(), code: code() },
            Message::PasswordChosen { name: name() },
            Message::SecondFactorRemoved { name: name() },
            Message::Notice { kind: "client_assigned".into() },
            Message::Reminder { today: 3, overdue: 1 },
            Message::Digest { noticed: vec![Noticed { kind: "note_mentioned".into(), count: 2 }] },
        ];
        assert_eq!(all.len(), MailKind::ALL.len());
        for message in all {
            let names = message.kind().placeholders().iter().map(|name| format!("{{{name}}}"));
            let body = names.collect::<Vec<_>>().join(" ");
            let text = letter(&message, "Hello", &body, "Hall").text;
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }

    #[test]
    fn markup_in_a_name_is_text_in_the_letter() {
        let letter = letter(&received(), "Hello", "From {organization}", "<b>Hall</b> & \"Sons\"");
        assert!(!letter.html.contains("<b>Hall"), "{}", letter.html);
        assert!(letter.html.contains("&lt;b&gt;Hall"), "{}", letter.html);
        assert!(letter.text.contains("<b>Hall</b> & \"Sons\""), "{}", letter.text);
    }

    #[test]
    fn a_line_break_in_a_value_makes_no_second_header() {
        let message = Message::ApplicationReceived { reference: "K7QM\r\nBcc: all@example.org".into() };
        let subject = letter(&message, "Yours: {reference}", "Thank you", "Hall").subject;
        assert!(!subject.contains(['\r', '\n']), "{subject:?}");
    }

    #[test]
    fn an_address_on_a_line_of_its_own_is_a_link() {
        let message = Message::NewApplication { reference: "K7QM-2XHD".into() };
        let letter = letter(&message, "New", "Look here:\n\n{link}", "Hall");
        let link = "https://hall.example.org/staff/applications";
        let html = letter.html.replace("&#x2f;", "/");
        assert!(html.contains(&format!("<a href=\"{link}\">{link}</a>")), "{html}");
        assert!(letter.text.contains(link));
    }

    #[test]
    fn words_of_the_organization_cannot_ask_for_more_than_their_names() {
        let letter = letter(&received(), "{{ 7 * 7 }}", "{% for x in y %}{code}", "Hall");
        assert_eq!(letter.subject, "{{ 7 * 7 }}");
        assert!(letter.text.starts_with("{% for x in y %}{code}"), "{}", letter.text);
    }
}
