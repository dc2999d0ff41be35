//! What notifications are called in a mail, and where their readers look. The page words its own inbox.

use domain::notifications::Kind;
use store::outbox::Noticed;

/// What happened, in English or in Spanish: the languages of the staff's mails.
pub(super) fn called(kind: &str, language: &str) -> &'static str {
    let (english, spanish) = Kind::from_code(kind).map_or(UNKNOWN, words);
    if language == "es" { spanish } else { english }
}

/// For a kind that this server does not know, because a newer one wrote the mail.
const UNKNOWN: (&str, &str) = ("There is news for you", "Hay novedades para usted");

fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::NewApplication => ("A new application has come in", "Llegó una solicitud nueva"),
        Kind::ClientAssigned => ("A client was assigned to you", "Se le asignó una persona"),
        Kind::ClientsAssigned => ("Several clients were assigned to you", "Se le asignaron varias personas"),
        Kind::FollowUpAssigned => ("A follow-up was given to you", "Se le dio un seguimiento"),
        Kind::FollowUpsAssigned => {
            ("Follow-ups of a colleague were given to you", "Se le dieron seguimientos de un colega")
        }
        Kind::FollowUpsDue => {
            ("Follow-ups of yours are due or overdue", "Tiene seguimientos para hoy o atrasados")
        }
        Kind::FollowUpsEscalated => {
            ("Follow-ups stay undone and need you", "Hay seguimientos sin hacer que le necesitan")
        }
        Kind::RestrictionReviewDue => {
            ("A restriction is due to be looked at again", "Hay una restricción que toca volver a revisar")
        }
        Kind::NoteReviewed => (
            "A supervisor wrote something on a note of yours",
            "Una supervisora o un supervisor escribió sobre una nota suya",
        ),
        Kind::NoteMentioned => ("A colleague mentioned you in a note", "Un colega le mencionó en una nota"),
        Kind::ChangeApproved => {
            ("A change that you proposed was approved", "Se aprobó un cambio que usted propuso")
        }
        Kind::ChangePartlyApproved => (
            "A change that you proposed was approved in part",
            "Se aprobó en parte un cambio que usted propuso",
        ),
        Kind::ChangeRefused => {
            ("A change that you proposed was declined", "Se rechazó un cambio que usted propuso")
        }
        Kind::BulkChangeEnded => {
            ("A change of several clients has ended", "Terminó un cambio de varias personas")
        }
        Kind::OffersLapsed => (
            "Nobody answered an offered place in a program in time",
            "Nadie respondió a tiempo a una plaza ofrecida en un programa",
        ),
        Kind::RequestAnswered => (
            "You asked to be in a program, and there is an answer",
            "Usted pidió estar en un programa, y hay una respuesta",
        ),
        Kind::RolesChanged => ("What you may do here was changed", "Cambió lo que usted puede hacer aquí"),
    }
}

/// Each kind with how often it happened, a paragraph each.
pub(super) fn counted(noticed: &[Noticed], language: &str) -> String {
    let line = |one: &Noticed| format!("{} × {}", one.count, called(&one.kind, language));
    noticed.iter().map(line).collect::<Vec<_>>().join("\n\n")
}

/// For today, overdue, and overdue where those for today stand before it: for one, and for more.
type Due = [(&'static str, &'static str); 3];

const DUE_IN_ENGLISH: Due = [
    ("follow-up is due today", "follow-ups are due today"),
    ("follow-up is overdue", "follow-ups are overdue"),
    ("is overdue", "are overdue"),
];

const DUE_IN_SPANISH: Due = [
    ("seguimiento es para hoy", "seguimientos son para hoy"),
    ("seguimiento está atrasado", "seguimientos están atrasados"),
    ("está atrasado", "están atrasados"),
];

/// How many follow-ups are due today and how many are overdue; what there is none of is not named.
pub(super) fn due(today: i64, overdue: i64, language: &str) -> String {
    let [of_today, of_before, before_too] = if language == "es" { DUE_IN_SPANISH } else { DUE_IN_ENGLISH };
    match (today, overdue) {
        (_, 0) => number(today, of_today),
        (0, _) => number(overdue, of_before),
        _ => format!("{}, {}", number(today, of_today), number(overdue, before_too)),
    }
}

fn number(n: i64, (one, more): (&str, &str)) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// The page that shows what happened.
pub(super) fn page(kind: &str) -> &'static str {
    match Kind::from_code(kind) {
        Some(Kind::NewApplication) => "/staff/applications",
        Some(Kind::ClientAssigned | Kind::ClientsAssigned) => "/staff/clients",
        Some(Kind::FollowUpAssigned | Kind::FollowUpsAssigned | Kind::FollowUpsDue) => "/staff/follow-ups",
        Some(Kind::FollowUpsEscalated) => "/staff/follow-ups?show=team-escalated",
        Some(Kind::RestrictionReviewDue) => "/staff/restrictions?state=review_due",
        Some(Kind::NoteReviewed) => "/staff/notes?show=mine",
        Some(Kind::ChangeApproved | Kind::ChangePartlyApproved | Kind::ChangeRefused) => {
            "/staff/changes?status=mine"
        }
        Some(Kind::BulkChangeEnded) => "/staff/bulk-changes",
        Some(Kind::OffersLapsed) => "/staff/programs",
        Some(Kind::RequestAnswered) => "/staff/programs/mine",
        Some(Kind::RolesChanged) => "/staff/account",
        Some(Kind::NoteMentioned) | None => "/staff/inbox",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_of_news_has_its_own_words_in_both_languages() {
        let both = ["en", "es"].into_iter();
        let all: BTreeSet<&str> = both
            .flat_map(|language| Kind::ALL.iter().map(move |kind| called(kind.code(), language)))
            .collect();
        assert_eq!(all.len(), 2 * Kind::ALL.len());
        assert_eq!(called("something_newer", "en"), UNKNOWN.0);
    }

    #[test]
    fn a_reminder_counts_what_there_is() {
        assert_eq!(due(3, 1, "en"), "3 follow-ups are due today, 1 is overdue");
        assert_eq!(due(1, 0, "en"), "1 follow-up is due today");
        assert_eq!(due(0, 2, "es"), "2 seguimientos están atrasados");
    }

    #[test]
    fn a_digest_counts_each_kind_in_a_paragraph_of_its_own() {
        let noticed = [("note_mentioned", 2), ("client_assigned", 1)]
            .map(|(kind, count)| Noticed { kind: kind.to_owned(), count });
        assert_eq!(
            counted(&noticed, "es"),
            "2 × Un colega le mencionó en una nota\n\n1 × Se le asignó una persona"
        );
    }
}
