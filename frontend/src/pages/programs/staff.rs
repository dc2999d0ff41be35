//! Who works in a program.

use domain::programs::Member;
use leptos::prelude::*;

use crate::{
    components::{badge::Badge, empty::Empty, icon::Name},
    i18n::{say, tr, use_i18n},
};

#[component]
pub fn Staff(staff: Vec<Member>) -> impl IntoView {
    let rows = match staff.is_empty() {
        true => {
            view! { <Empty icon=Name::People title=tr!(programs.no_staff) help=tr!(programs.no_staff_help)/> }
                .into_any()
        }
        false => {
            let rows = staff.into_iter().map(|member| view! { <Row member/> });
            view! { <ul class="rows card" aria-labelledby="staff-title">{rows.collect_view()}</ul> }
                .into_any()
        }
    };
    view! {
        <section class="section">
            <header class="section-head"><h2 id="staff-title">{tr!(programs.staff)}</h2></header>
            {rows}
        </section>
    }
}

#[component]
fn Row(member: Member) -> impl IntoView {
    let i18n = use_i18n();
    let manages = member.manages.then(|| view! { <Badge text=say!(i18n, programs.manages)/> });
    view! { <li class="row"><strong>{member.name}</strong> {manages}</li> }
}
