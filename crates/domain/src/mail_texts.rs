//! The words of mails: shipped in each language of their readers, and worded anew by the organization where it wants to.
//!
//! A text has placeholders with names, `{reference}`, and no other language in it: whoever words a mail cannot make the
//! server do anything but put these in.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    organization::LANGUAGES,
    problem::FieldError,
    validate::{self, Draft},
};

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// To whoever handed in an application.
    ApplicationReceived,
    /// To the organization.
    NewApplication,
    /// To a partner who referred somebody.
    ReferralArrived,
    /// To a client in whose name somebody has applied.
    AlreadyWithUs,
    /// To somebody who is to choose a first password.
    Invitation,
    /// To somebody who forgot their password.
    PasswordReset,
    /// To somebody whose password was changed by a link.
    PasswordChosen,
    /// To somebody whose second step an administrator took away.
    SecondFactorRemoved,
    /// To a member of the staff who wants to hear of something at once.
    Notice,
    /// To a member of the staff: how many follow-ups are due, once a morning.
    Reminder,
    /// To a member of the staff: once a day, what they have not read.
    Digest,
}
codes!(MailKind: ApplicationReceived "application_received", NewApplication "new_application",
    ReferralArrived "referral_arrived", AlreadyWithUs "already_with_us", Invitation "invitation",
    PasswordReset "password_reset", PasswordChosen "password_chosen",
    SecondFactorRemoved "second_factor_removed", Notice "notice", Reminder "reminder", Digest "digest");

/// Placeholders that an address to open is put in for.
const ADDRESSES: [&str; 2] = ["link", "preferences"];

impl MailKind {
    /// What can be put into its text.
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::ApplicationReceived | Self::ReferralArrived => &["organization", "reference"],
            Self::NewApplication => &["organization", "reference", "link"],
            Self::AlreadyWithUs => &["organization"],
            Self::Invitation => &["organization", "name", "link", "hours"],
            Self::PasswordReset => &["organization", "name", "link"],
            Self::PasswordChosen | Self::SecondFactorRemoved => &["organization", "name"],
            Self::Notice | Self::Reminder | Self::Digest => &["organization", "news", "link", "preferences"],
        }
    }

    /// Without these the mail would be of no use. They stand in the body.
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            Self::ApplicationReceived | Self::NewApplication | Self::ReferralArrived => &["reference"],
            Self::Invitation | Self::PasswordReset => &["link"],
            Self::PasswordChosen | Self::SecondFactorRemoved | Self::AlreadyWithUs => &[],
            Self::Notice | Self::Reminder | Self::Digest => &["news"],
        }
    }

    /// In which its readers may read it: the public and partners in all, the staff in the first two.
    pub fn languages(self) -> &'static [&'static str] {
        match self {
            Self::ApplicationReceived | Self::ReferralArrived | Self::AlreadyWithUs => &LANGUAGES,
            _ => LANGUAGES.split_at(2).0,
        }
    }

    /// The reader's language where there is a text in it, else English.
    pub fn language(self, wanted: &str) -> &'static str {
        let languages = self.languages();
        languages.iter().copied().find(|language| *language == wanted).unwrap_or(LANGUAGES[0])
    }

    /// An example of each value, for a preview.
    pub fn example(self, placeholder: &str) -> &'static str {
        match (self, placeholder) {
            (_, "reference") => "K7QM-2XHD",
            (_, "name") => "Rosa Luz",
            (_, "hours") => "72",
            (Self::Notice, "news") => "A client was assigned to you",
            (Self::Digest, "news") => "2 × A client was assigned to you",
            (Self::Reminder, "news") => "3 follow-ups are due today, 1 is overdue",
            (Self::Reminder, "link") => "https://example.org/staff/follow-ups",
            (Self::Digest, "link") => "https://example.org/staff/inbox",
            (Self::Notice, "link") => "https://example.org/staff/clients",
            (_, "preferences") => "https://example.org/staff/account/notifications",
            (Self::NewApplication, "link") => "https://example.org/staff/applications",
            (_, "link") => "https://example.org/staff/welcome#…",
            _ => "",
        }
    }
}

/// What a mail says now in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailText {
    pub kind: MailKind,
    pub language: String,
    pub subject: String,
    /// Empty lines divide its paragraphs.
    pub body: String,
    /// The organization worded it; otherwise it is the one that is shipped.
    pub is_own: bool,
    /// 0 where nobody ever worded it.
    pub version: i32,
}

/// Other words for a mail. What may be put in depends on the mail: see [`MailKind::placeholders`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MailTextPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 150), custom(function = validate::line))]
    pub subject: Option<String>,
    /// Empty lines divide its paragraphs. A paragraph that is nothing but `{link}` becomes a link.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 5000), custom(function = validate::paragraph))]
    pub body: Option<String>,
}

impl Draft for MailTextPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
    }
}

impl MailTextPatch {
    /// What is wrong with it as words for this mail.
    pub fn check_for(&self, kind: MailKind, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let mut errors = self.check(today).err().unwrap_or_default();
        let (subject, body) = (self.subject.as_deref().unwrap_or_default(), self.body.as_deref());
        for (pointer, text) in [("/subject", subject), ("/body", body.unwrap_or_default())] {
            let unknown = names(text).into_iter().find(|name| !kind.placeholders().contains(&name.as_str()));
            errors.extend(unknown.map(|_| FieldError::new(pointer, "placeholder")));
        }
        // A subject is shown on locked screens, and some mail programs open what looks like an address.
        if names(subject).iter().any(|name| ADDRESSES.contains(&name.as_str())) {
            errors.push(FieldError::new("/subject", "link_in_subject"));
        }
        if body.is_some_and(|body| !body.is_empty() && lacks(kind, body)) {
            errors.push(FieldError::new("/body", "placeholder_missing"));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// Whether a body is of no use to its reader.
fn lacks(kind: MailKind, body: &str) -> bool {
    let given = names(body);
    kind.needed().iter().any(|needed| given.iter().all(|name| name != needed))
}

/// Puts values in. A name that is not among them stays as it stands, and what is put in is not looked at again.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next(rest) {
        filled.push_str(before);
        match value(name) {
            Some(value) => filled.push_str(&value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The names of the placeholders in a text.
pub fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, name, after)) = next(rest) {
        found.push(name.to_owned());
        rest = after;
    }
    found
}

/// What stands before the first placeholder, its name, and what follows it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, behind) = text.split_once('{')?;
    let (name, after) = behind.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(kind: MailKind, subject: &str, body: &str) -> Vec<String> {
        let patch = MailTextPatch { subject: Some(subject.into()), body: Some(body.into()) };
        let errors = patch.check_for(kind, NaiveDate::default()).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_text_is_filled_by_name_and_once() {
        let value = |name: &str| match name {
            "name" => Some("{link}".to_owned()),
            "link" => Some("https://hall".to_owned()),
            _ => None,
        };
        assert_eq!(fill("Hello {name}: {link} {other} {", value), "Hello {link}: https://hall {other} {");
        assert_eq!(fill("", value), "");
    }

    #[test]
    fn each_mail_knows_its_own_placeholders() {
        let invitation = MailKind::Invitation;
        assert_eq!(
            wrong(invitation, "Welcome to {organization}", "Hello {name}\n\n{link}"),
            Vec::<String>::new()
        );
        assert_eq!(wrong(invitation, "{reference}", "{link}"), ["/subject placeholder"]);
        assert_eq!(wrong(invitation, "Welcome", "{link} {{ name }}"), ["/body placeholder"]);
        assert_eq!(wrong(MailKind::PasswordChosen, "Changed", "Hello {name}"), Vec::<String>::new());
    }

    #[test]
    fn a_mail_without_its_link_is_refused() {
        let reset = MailKind::PasswordReset;
        assert_eq!(wrong(reset, "Forgotten", "Come and see us."), ["/body placeholder_missing"]);
        assert_eq!(wrong(reset, "{link}", "{link}"), ["/subject link_in_subject"]);
        assert_eq!(wrong(reset, "", ""), ["/body required", "/subject required"]);
    }

    #[test]
    fn what_is_needed_can_be_put_in() {
        for kind in MailKind::ALL {
            assert!(kind.needed().iter().all(|name| kind.placeholders().contains(name)), "{}", kind.code());
            let example = |name: &&&str| **name == "organization" || !kind.example(name).is_empty();
            assert!(kind.placeholders().iter().all(|name| example(&name)), "{}", kind.code());
        }
    }

    #[test]
    fn who_reads_another_language_reads_english() {
        assert_eq!(MailKind::ApplicationReceived.language("vi"), "vi");
        assert_eq!(MailKind::Invitation.language("vi"), "en");
        assert_eq!(MailKind::Invitation.language("es"), "es");
    }
}
