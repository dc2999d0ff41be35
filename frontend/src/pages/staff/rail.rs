//! The menu: only what this person may use, in the order of their day.

use domain::permission::Permission;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::icon::{Icon, Name},
    i18n::{Text, tr},
    session::{Session, use_session},
};

#[derive(Clone, Copy)]
struct Item {
    href: &'static str,
    icon: Name,
    label: Text,
}

/// Places that this person may go to.
fn items(session: Session) -> Vec<Item> {
    let item = |href, icon, label| Item { href, icon, label };
    let proposals = [Permission::ReviewProposals, Permission::ProposeEdits, Permission::ProposeLifting];
    let all = [
        (&[Permission::SeeClients][..], item("/staff", Name::Home, tr!(shell.today))),
        (
            &[Permission::ReviewApplications],
            item("/staff/applications", Name::Inbox, tr!(shell.applications)),
        ),
        (&[Permission::SeeClients], item("/staff/clients", Name::People, tr!(shell.clients))),
        (&[Permission::SeeFollowUps], item("/staff/follow-ups", Name::Task, tr!(shell.follow_ups))),
        (
            &[Permission::SeeRestrictions],
            item("/staff/restrictions", Name::Restriction, tr!(shell.restrictions)),
        ),
        (&proposals, item("/staff/changes", Name::Change, tr!(shell.changes))),
        (&[Permission::SeeAudit], item("/staff/audit", Name::Scroll, tr!(shell.audit))),
    ];
    all.into_iter().filter(|(wanted, _)| session.may_any(wanted)).map(|(_, item)| item).collect()
}

#[component]
pub fn Rail(narrow: RwSignal<bool>) -> impl IntoView {
    let menu = tr!(shell.main_menu);
    let (shrink, widen) = (tr!(shell.narrow_menu), tr!(shell.widen_menu));
    let toggle = Signal::derive(move || if narrow.get() { widen.get() } else { shrink.get() });
    view! {
        <nav class="rail" aria-label=menu>
            <div class="rail-head">
                <A href="/staff" {..} class="rail-brand">"Openhall"</A>
                <button
                    class="btn btn-ghost btn-square btn-sm"
                    type="button"
                    aria-label=toggle
                    title=toggle
                    aria-expanded=move || (!narrow.get()).to_string()
                    on:click=move |_| narrow.update(|narrow| *narrow = !*narrow)
                >
                    <Icon name=Name::PanelLeft/>
                </button>
            </div>
            {items(use_session()).into_iter().map(|item| view! { <RailLink item/> }).collect_view()}
        </nav>
    }
}

#[component]
fn RailLink(item: Item) -> impl IntoView {
    let Item { href, icon, label } = item;
    view! {
        <A href exact={href == "/staff"} {..} class="rail-link" title=label>
            <Icon name=icon/> <span class="rail-word">{label}</span>
        </A>
    }
}

/// How many places have room beside each other on a phone.
const ROOM: usize = 4;

#[component]
pub fn BottomBar() -> impl IntoView {
    let menu = tr!(shell.main_menu);
    let mut first = items(use_session());
    let rest = if first.len() > ROOM + 1 { first.split_off(ROOM) } else { Vec::new() };
    view! {
        <nav class="bottom-bar" aria-label=menu>
            {first.into_iter().map(|item| view! { <BarLink item/> }).collect_view()}
            {(!rest.is_empty()).then(|| view! { <More items=rest/> })}
        </nav>
    }
}

#[component]
fn BarLink(item: Item) -> impl IntoView {
    let Item { href, icon, label } = item;
    view! { <A href exact={href == "/staff"} {..} class="bar-link"><Icon name=icon/> <span>{label}</span></A> }
}

#[component]
fn More(items: Vec<Item>) -> impl IntoView {
    let label = tr!(shell.more);
    let open = RwSignal::new(false);
    let links = StoredValue::new(items);
    let sheet = move || {
        open.get().then(|| {
            view! {
                <div class="bar-sheet" on:click=move |_| open.set(false)>
                    {links.get_value().into_iter().map(|item| view! { <RailLink item/> }).collect_view()}
                </div>
            }
        })
    };
    view! {
        <button class="bar-link" type="button" aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)>
            <Icon name=Name::Menu/> <span>{label}</span>
        </button>
        {sheet}
    }
}
