//! A client's plan: the open goals first.

use domain::{
    goals::{Goal, GoalFilter, Status},
    page::Page,
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{add::AddGoal, card::GoalCard, words};
use crate::{
    components::{
        address::Address,
        dialog::Dialog,
        empty::Empty,
        filters::Chip,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        paging::{Paging, Place},
    },
    i18n::{say, tr, use_i18n},
    pages::client::use_record,
    session::use_session,
};

/// What the parts of a plan share. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Something was changed: read the plan again.
    pub again: Callback<()>,
    /// What had the focus when the plan was changed, and has it again when it is drawn anew.
    focus: StoredValue<Option<String>>,
}

impl Plan {
    pub fn come_back_to(self, id: &str) {
        self.focus.set_value(Some(id.to_owned()));
    }

    /// Reads the plan again, and then comes back to a place.
    pub fn again_at(self, id: String) -> Callback<()> {
        Callback::new(move |()| {
            self.come_back_to(&id);
            self.again.run(());
        })
    }

    fn focus(self) {
        let Some(id) = self.focus.try_update_value(Option::take).flatten() else { return };
        request_animation_frame(move || {
            let element = document().get_element_by_id(&id);
            if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                // Focusing an element that is there cannot fail.
                drop(element.focus());
            }
        });
    }
}

#[component]
pub fn PlanOfClient() -> impl IntoView {
    let (i18n, session, record, address) = (use_i18n(), use_session(), use_record(), Address::here());
    let reading = Reading::new(move || {
        let status = address.codes("status", Status::from_code);
        session.goals(record.id(), GoalFilter { status, cursor: address.one("cursor"), limit: None })
    });
    let again = Callback::new(move |()| reading.again());
    let plan = Plan { again, focus: StoredValue::new(None) };
    let adding = RwSignal::new(false);
    let may = session.may(Permission::WriteGoals);
    let title = Signal::derive(move || say!(i18n, goals.add_title, name = record.called()));
    let href = move || format!("/staff/clients/{}/plan/paper", record.id());
    view! {
        <section class="section">
            <header class="section-head">
                <h2>{tr!(goals.title)}</h2>
                <div class="row-actions">
                    <A href {..} class="btn btn-sm btn-ghost"><Icon name=Name::Printer/> {tr!(goals.print)}</A>
                    {may.then(|| view! {
                        <button class="btn btn-sm" type="button" on:click=move |_| adding.set(true)>
                            <Icon name=Name::Plus/> {tr!(goals.add)}
                        </button>
                    })}
                </div>
            </header>
            <ByStatus reading/>
            <Loaded reading let:page><Cards page plan/></Loaded>
        </section>
        <Dialog open=adding title><AddGoal client=record.id() open=adding again/></Dialog>
    }
}

/// Open, reached or given up. Where there is no goal there is nothing to narrow.
#[component]
fn ByStatus(reading: Reading<Page<Goal>>) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let any = Memo::new(move |was: Option<&bool>| {
        was == Some(&true)
            || address.one("status").is_some()
            || reading.value().is_some_and(|page| !page.items.is_empty())
    });
    let chips = move || {
        let chip = |status: &Status| {
            let (value, status) = (status.code(), *status);
            let label = Signal::derive(move || words::status(i18n, status));
            view! { <Chip key="status" value label/> }
        };
        Status::ALL.iter().map(chip).collect_view()
    };
    move || {
        any.get().then(
            || view! { <div class="chips" role="group" aria-label=tr!(goals.by_status)>{chips()}</div> },
        )
    }
}

#[component]
fn Cards(page: Page<Goal>, plan: Plan) -> impl IntoView {
    if page.items.is_empty() && Address::here().one("status").is_some() {
        return view! { <Empty icon=Name::Scroll title=tr!(goals.none_like)/> }.into_any();
    }
    if page.items.is_empty() {
        return view! { <Empty icon=Name::Scroll title=tr!(goals.none) help=tr!(goals.none_help)/> }
            .into_any();
    }
    let place = Place::from(&page);
    let mut all = page.items;
    all.sort_by_key(|goal| !goal.is_open());
    plan.focus();
    let cards = all.into_iter().map(|goal| view! { <GoalCard goal plan/> });
    view! { <ul class="goals">{cards.collect_view()}</ul> <Paging place/> }.into_any()
}
