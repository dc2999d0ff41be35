//! How somebody whose record is closed leaves the programs that they are in.

use domain::{
    clients::Status,
    enrollments::{DISCHARGE_REASONS, Departure, Enrollment},
    ids::ClientId,
    permission::Permission,
};
use leptos::prelude::*;

use crate::{
    components::{failure::FailureAlert, loaded::Reading},
    format::today,
    forms::{Core, DateField, Field, Select, TextArea},
    i18n::{tr, use_i18n},
    pages::{
        choices::use_code_list,
        enrollments::{WRITERS, words::dates},
        follow_ups::handover::is_told,
    },
    session::use_session,
};

/// What the shipped list calls it; where another list has another code, one is chosen.
const DIED: &str = "deceased";

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct LeavingFields {
    last: Field<String>,
    reason: Field<String>,
    comment: Field<String>,
    all: Reading<Vec<Enrollment>>,
    /// Whether the record is to be closed.
    closes: Signal<bool>,
    /// It turned out that there are programs, which the reader may not see.
    refused: Signal<bool>,
    /// Whether the reader may discharge, or propose it.
    discharges: bool,
}

impl LeavingFields {
    pub fn new(core: Core, client: ClientId, closes: Signal<bool>, chosen: Signal<Status>) -> Self {
        let session = use_session();
        let reads = session.may(Permission::SeeEnrollments);
        let all = Reading::new(move || async move {
            if reads { session.enrollments(client).await } else { Ok(Vec::new()) }
        });
        let refused = is_told(core, "still_enrolled", false);
        let last = core.text("/discharge/end_date", today().to_string());
        let reason = core.text("/discharge/reason", "");
        Effect::new(move |_| {
            let (died, now) = (chosen.get() == Status::Deceased, reason.signal().get_untracked());
            if let Some(follows) = follows(died, &now) {
                reason.set(follows.to_owned());
            }
        });
        let comment = core.text("/discharge/comment", "");
        let discharges = session.may_any(&WRITERS);
        let fields = Self { last, reason, comment, all, closes, refused, discharges };
        last.needs_day_while(move || fields.is_asked());
        fields
    }

    /// Those that the end of the record would end.
    fn open(self) -> Vec<Enrollment> {
        let last = self.last.parsed().unwrap_or_else(today);
        self.all.value().unwrap_or_default().into_iter().filter(|one| one.outlasts(last)).collect()
    }

    /// Whether the record cannot be closed as long as nobody says how the person leaves.
    fn is_left(self) -> bool {
        self.closes.get() && (self.refused.get() || !self.open().is_empty())
    }

    fn is_asked(self) -> bool {
        self.discharges && self.is_left()
    }

    pub fn value(self) -> Option<Departure> {
        self.is_asked().then(|| Departure {
            end_date: self.last.parsed().unwrap_or_else(today),
            reason: self.reason.get(),
            comment: self.comment.trimmed(),
        })
    }
}

/// What the reason becomes with the status: that of the dead where none was chosen, and none again for somebody who lives.
fn follows(died: bool, reason: &str) -> Option<&'static str> {
    match (died, reason) {
        (true, "") => Some(DIED),
        (false, DIED) => Some(""),
        _ => None,
    }
}

/// Asks for it where the record is to be closed and there are any.
#[component]
pub fn StillEnrolled(fields: LeavingFields) -> impl IntoView {
    let left = Memo::new(move |_| fields.is_left());
    view! {
        <FailureAlert failure=Signal::derive(move || fields.all.failure().filter(|_| fields.closes.get()))/>
        {move || left.get().then(|| match fields.discharges {
            true => view! { <Programs fields/> <HowTheyLeave fields/> }.into_any(),
            false => view! { <Programs fields/> <p class="muted">{tr!(handover.others_discharge)}</p> }.into_any(),
        })}
    }
}

/// Those that the reader sees, where they see any.
#[component]
fn Programs(fields: LeavingFields) -> impl IntoView {
    let i18n = use_i18n();
    let any = Memo::new(move |_| !fields.open().is_empty());
    let rows = move || {
        let line =
            |one: Enrollment| view! { <li>{format!("{} · {}", one.program_name, dates(i18n, &one))}</li> };
        fields.open().into_iter().map(line).collect_view()
    };
    move || {
        any.get().then(|| {
            view! {
                <section class="bulk-part">
                    <h3>{tr!(handover.programs)}</h3>
                    <ul class="bulk-rows">{rows}</ul>
                    <p class="muted small">{tr!(handover.programs_help)}</p>
                </section>
            }
        })
    }
}

#[component]
fn HowTheyLeave(fields: LeavingFields) -> impl IntoView {
    let choices = use_code_list(DISCHARGE_REASONS).choices(Vec::new);
    view! {
        <DateField field=fields.last label=tr!(enrollments.last_day) help=tr!(enrollments.last_day_help)/>
        <Select field=fields.reason label=tr!(enrollments.reason) choices/>
        <TextArea field=fields.comment label=tr!(enrollments.comment) rows=2 optional=true/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lives_after_all_does_not_leave_as_deceased() {
        let (died, lives) = (true, false);
        assert_eq!(follows(died, ""), Some(DIED));
        assert_eq!(follows(lives, DIED), Some(""));
        assert_eq!((follows(died, "moved_away"), follows(lives, "moved_away")), (None, None));
    }
}
