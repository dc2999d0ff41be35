//! What the mails and their placeholders are called.

use domain::mail_texts::MailKind;

use crate::i18n::{I18n, say};

pub fn named(i18n: I18n, kind: MailKind) -> String {
    match kind {
        MailKind::ApplicationReceived => say!(i18n, mail_texts.k_application_received),
        MailKind::NewApplication => say!(i18n, mail_texts.k_new_application),
        MailKind::Invitation => say!(i18n, mail_texts.k_invitation),
        MailKind::ReferralArrived => say!(i18n, mail_texts.k_referral_arrived),
        MailKind::AlreadyWithUs => say!(i18n, mail_texts.k_already_with_us),
        MailKind::PasswordReset => say!(i18n, mail_texts.k_password_reset),
        MailKind::PasswordChosen => say!(i18n, mail_texts.k_password_chosen),
        MailKind::SecondFactorRemoved => say!(i18n, mail_texts.k_second_factor_removed),
        MailKind::Notice => say!(i18n, mail_texts.k_notice),
        MailKind::Reminder => say!(i18n, mail_texts.k_reminder),
        MailKind::Digest => say!(i18n, mail_texts.k_digest),
    }
}

/// What is put in for a placeholder.
pub fn meaning(i18n: I18n, placeholder: &str) -> String {
    match placeholder {
        "organization" => say!(i18n, mail_texts.p_organization),
        "reference" => say!(i18n, mail_texts.p_reference),
        "name" => say!(i18n, mail_texts.p_name),
        "link" => say!(i18n, mail_texts.p_link),
        "hours" => say!(i18n, mail_texts.p_hours),
        "news" => say!(i18n, mail_texts.p_news),
        "preferences" => say!(i18n, mail_texts.p_preferences),
        other => other.to_owned(),
    }
}
