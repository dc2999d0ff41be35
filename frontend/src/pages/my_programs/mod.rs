//! For whoever has a client's record of their own: asking to be in a program, and what became of it.

mod ask;
mod asked;
mod open;
mod take_back;
mod words;

use domain::{
    enrollments::{EnrollmentRequest, ProgramStanding},
    ids::ChangeId,
};
use leptos::prelude::*;

use crate::{
    components::{
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    i18n::tr,
    session::use_session,
};
use asked::Asked;
use open::Open;

/// What the parts of the page share. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Page {
    requests: Reading<Vec<EnrollmentRequest>>,
    /// Where one stands with each program that is open; empty where one cannot ask for any.
    standings: Reading<Vec<ProgramStanding>>,
    /// What was asked for or taken back last: it takes the focus once it is drawn, as the button that did it is gone.
    latest: RwSignal<Option<ChangeId>>,
}

impl Page {
    fn shows(self, request: &EnrollmentRequest) {
        self.latest.set(Some(request.id));
        self.again();
    }

    fn again(self) {
        self.requests.again();
        self.standings.again();
    }
}

#[component]
pub fn MyPrograms() -> impl IntoView {
    let session = use_session();
    let part = match session.me().has_record {
        true => view! { <Mine/> }.into_any(),
        false => {
            let (title, help) = (tr!(my_programs.no_record), tr!(my_programs.no_record_help));
            view! { <Empty icon=Name::Program title help/> }.into_any()
        }
    };
    view! {
        <PageHeader title=tr!(my_programs.title) help=tr!(my_programs.help)/>
        {part}
    }
}

#[component]
fn Mine() -> impl IntoView {
    let session = use_session();
    let requests = Reading::new(move || session.enrollment_requests());
    let standings = Reading::new(move || session.program_standings());
    let page = Page { requests, standings, latest: RwSignal::new(None) };
    view! {
        <Loaded reading=requests rows=2 let:all><Asked all page/></Loaded>
        <Open page/>
    }
}
