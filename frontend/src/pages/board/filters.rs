//! Whose clients stand on the board.

use domain::permission::Permission;
use leptos::prelude::*;

use crate::{
    components::{filters::OneOf, loaded::Reading},
    i18n::{say, tr, use_i18n},
    pages::by_program::ByProgram,
    session::use_session,
};

#[component]
pub fn Filters() -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let me = session.me();
    let people = Reading::new(move || session.colleagues());
    let people = Signal::derive(move || {
        let mine = (me.id.to_string(), say!(i18n, filters.me, name = me.name.clone()));
        let others = people.value().unwrap_or_default().into_iter().filter(|one| one.id != me.id);
        std::iter::once(mine).chain(others.map(|one| (one.id.to_string(), one.name))).collect::<Vec<_>>()
    });
    let programs = session.may(Permission::SeePrograms) && session.may(Permission::SeeEnrollments);
    view! {
        <div class="board-filters no-print">
            <OneOf key="assignee" label=tr!(filters.assignee) any=tr!(filters.anybody) options=people/>
            {programs.then(|| view! { <ByProgram/> })}
        </div>
    }
}
