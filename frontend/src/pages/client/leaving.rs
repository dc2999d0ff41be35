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
    pages::{choices::use_code_list, enrollments::words::dates, follow_ups::handover::is_told},
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
            if chosen.get() == Status::Deceased && reason.signal().read_untracked().is_empty() {
                reason.set(DIED.to_owned());
            }
        });
        let comment = core.text("/discharge/comment", "");
        let fields = Self { last, reason, comment, all, closes, refused };
        last.needs_day_while(move || fields.is_asked());
        fields
    }

    /// Those that the end of the record would end.
    fn open(self) -> Vec<Enrollment> {
        let last = self.last.parsed().unwrap_or_else(today);
        self.all.value().unwrap_or_default().into_iter().filter(|one| one.outlasts(last)).collect()
    }

    fn is_asked(self) -> bool {
        self.closes.get() && (self.refused.get() || !self.open().is_empty())
    }

    pub fn value(self) -> Option<Departure> {
        self.is_asked().then(|| Departure {
            end_date: self.last.parsed().unwrap_or_else(today),
            reason: self.reason.get(),
            comment: self.comment.trimmed(),
        })
    }
}

/// Asks for it where the record is to be closed and there are any.
#[component]
pub fn StillEnrolled(fields: LeavingFields) -> impl IntoView {
    let i18n = use_i18n();
    let choices = use_code_list(DISCHARGE_REASONS).choices(Vec::new);
    let asked = Memo::new(move |_| fields.is_asked());
    let rows = move || {
        let line =
            |one: Enrollment| view! { <li>{format!("{} · {}", one.program_name, dates(i18n, &one))}</li> };
        fields.open().into_iter().map(line).collect_view()
    };
    view! {
        <FailureAlert failure=Signal::derive(move || fields.all.failure().filter(|_| fields.closes.get()))/>
        {move || asked.get().then(|| view! {
            <section class="bulk-part">
                <h3>{tr!(handover.programs)}</h3>
                <ul class="bulk-rows">{rows}</ul>
                <p class="muted small">{tr!(handover.programs_help)}</p>
            </section>
            <DateField field=fields.last label=tr!(enrollments.last_day) help=tr!(enrollments.last_day_help)/>
            <Select field=fields.reason label=tr!(enrollments.reason) choices/>
            <TextArea field=fields.comment label=tr!(enrollments.comment) rows=2 optional=true/>
        })}
    }
}
