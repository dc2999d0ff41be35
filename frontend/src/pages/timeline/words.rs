//! Events in words, and their drawings.

use domain::{
    clients::Stage,
    timeline::{Event, EventKind},
};

use crate::{
    components::icon::Name,
    i18n::{I18n, say},
    pages::{notes::NoteTypes, words},
};

pub fn kind(i18n: I18n, kind: EventKind) -> String {
    match kind {
        EventKind::Note => say!(i18n, timeline.note),
        EventKind::Stage => say!(i18n, timeline.stage),
        EventKind::Enrollment => say!(i18n, timeline.enrollment),
        EventKind::Restriction => say!(i18n, timeline.restriction),
        EventKind::Document => say!(i18n, timeline.document),
        EventKind::FollowUp => say!(i18n, timeline.follow_up),
        EventKind::Goal => say!(i18n, timeline.goal),
        EventKind::Assignment => say!(i18n, timeline.assignment),
        EventKind::Application => say!(i18n, timeline.application),
    }
}

pub fn icon(kind: EventKind) -> Name {
    match kind {
        EventKind::Note => Name::Note,
        EventKind::Stage => Name::Stage,
        EventKind::Enrollment => Name::Program,
        EventKind::Restriction => Name::Restriction,
        EventKind::Document => Name::Document,
        EventKind::FollowUp => Name::Task,
        EventKind::Goal => Name::Scroll,
        EventKind::Assignment => Name::Person,
        EventKind::Application => Name::Inbox,
    }
}

/// What happened.
pub fn event(i18n: I18n, types: NoteTypes, event: &Event) -> String {
    let about = event.about.clone().unwrap_or_default();
    match event.kind {
        EventKind::Note if event.confidential => say!(i18n, timeline.confidential_note),
        EventKind::Note => say!(i18n, timeline.wrote_note, kind = types.word(&event.what)),
        EventKind::Stage => match Stage::from_code(&event.what) {
            Some(stage) => say!(i18n, timeline.moved_to, stage = words::stage(i18n, stage)),
            None => other(i18n, event),
        },
        EventKind::Restriction => restriction(i18n, event),
        EventKind::Document => say!(i18n, timeline.uploaded, name = about),
        _ => of_work(i18n, event, about),
    }
}

/// What happened, where there is no room for what it was about.
pub fn short(i18n: I18n, types: NoteTypes, event: &Event) -> String {
    match event.kind {
        EventKind::Document => say!(i18n, timeline.file_added),
        EventKind::Restriction => say!(i18n, timeline.restriction_added),
        _ => self::event(i18n, types, event),
    }
}

fn restriction(i18n: I18n, event: &Event) -> String {
    let reach = event.about.clone().unwrap_or_else(|| say!(i18n, timeline.all_services));
    match event.what.as_str() {
        "lifted" => say!(i18n, timeline.lifted, reach = reach),
        "ended" => say!(i18n, timeline.restriction_ended, reach = reach),
        _ => say!(i18n, timeline.restricted, reach = reach),
    }
}

fn of_work(i18n: I18n, event: &Event, about: String) -> String {
    match (event.kind, event.what.as_str()) {
        (EventKind::Enrollment, "started") => say!(i18n, timeline.enrolled, program = about),
        (EventKind::Enrollment, "ended") => say!(i18n, timeline.left, program = about),
        (EventKind::FollowUp, "done") => say!(i18n, timeline.done),
        (EventKind::FollowUp, "planned") => say!(i18n, timeline.planned),
        (EventKind::FollowUp, "cancelled") => say!(i18n, timeline.cancelled),
        (EventKind::Goal, "set") => say!(i18n, timeline.goal_set, title = about),
        (EventKind::Goal, "reached") => say!(i18n, timeline.goal_reached, title = about),
        (EventKind::Goal, "given_up") => say!(i18n, timeline.goal_given_up, title = about),
        (EventKind::Assignment, "started") => say!(i18n, timeline.assigned, name = about),
        (EventKind::Assignment, "ended") => say!(i18n, timeline.unassigned, name = about),
        (EventKind::Application, "accepted") => say!(i18n, timeline.accepted),
        (EventKind::Application, "attached") => say!(i18n, timeline.attached),
        (EventKind::Application, "declined") => say!(i18n, timeline.declined),
        (EventKind::Application, "submitted") => say!(i18n, timeline.applied),
        _ => other(i18n, event),
    }
}

/// An event of a newer server.
fn other(i18n: I18n, event: &Event) -> String {
    say!(i18n, timeline.other, kind = kind(i18n, event.kind), what = event.what.replace('_', " "))
}
