//! The words that come with Openhall: one file for each mail and language, its first line the subject.

use domain::mail_texts::MailKind;

macro_rules! texts {
    ($($language:literal: $($kind:literal),*;)*) => {
        &[$($(($language, $kind, include_str!(concat!($language, "/", $kind, ".txt"))),)*)*]
    };
}

const TEXTS: &[(&str, &str, &str)] = texts! {
    "en": "application_received", "new_application", "referral_arrived", "already_with_us", "invitation",
        "password_reset", "password_chosen", "second_factor_removed", "notice", "reminder", "digest";
    "es": "application_received", "new_application", "referral_arrived", "already_with_us", "invitation",
        "password_reset", "password_chosen", "second_factor_removed", "notice", "reminder", "digest";
    "zh-Hant": "application_received", "referral_arrived", "already_with_us";
    "fil": "application_received", "referral_arrived", "already_with_us";
    "vi": "application_received", "referral_arrived", "already_with_us";
};

/// Subject and body. That there are some for each mail in each language of its readers, the tests say.
pub(super) fn words(kind: MailKind, language: &str) -> (String, String) {
    let found = TEXTS.iter().find(|(of, name, _)| *of == language && *name == kind.code());
    let text = found.map_or("", |(_, _, text)| text);
    let (subject, body) = text.split_once('\n').unwrap_or((text, ""));
    (subject.trim().to_owned(), body.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;
    use domain::mail_texts::MailTextPatch;

    use super::*;

    #[test]
    fn every_mail_has_its_words_in_the_languages_of_its_readers() {
        for kind in MailKind::ALL {
            let subjects: BTreeSet<String> =
                kind.languages().iter().map(|language| words(*kind, language).0).collect();
            assert_eq!(subjects.len(), kind.languages().len(), "{}", kind.code());
        }
        let wanted: usize = MailKind::ALL.iter().map(|kind| kind.languages().len()).sum();
        assert_eq!(TEXTS.len(), wanted);
    }

    #[test]
    fn what_is_shipped_keeps_to_the_rules_for_ones_own_words() {
        for kind in MailKind::ALL {
            for language in kind.languages() {
                let (subject, body) = words(*kind, language);
                let patch = MailTextPatch { subject: Some(subject), body: Some(body) };
                assert_eq!(
                    patch.check_for(*kind, NaiveDate::default()),
                    Ok(()),
                    "{} {language}",
                    kind.code()
                );
            }
        }
    }
}
