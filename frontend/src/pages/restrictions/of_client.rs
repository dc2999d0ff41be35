//! A client's restrictions, those in force first, with what one may do about them.

use domain::{
    ids::RestrictionId,
    page::Page,
    permission::Permission,
    restrictions::{Restriction, RestrictionFilter, State},
};
use leptos::prelude::*;

use super::{
    add::AddRestriction,
    amend::AmendRestriction,
    bypass::{BypassRestriction, Bypasses},
    lift::LiftRestriction,
    notice::{NOTICE, NoticeOf},
    review::ReviewRestriction,
    words::{dates, reach, reason},
};
use crate::{
    components::{
        address::Address,
        badge::{Badge, Tone},
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        paging::{Paging, Place},
    },
    format::{self, today},
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        audit::HistoryLink,
        client::{WaitingHere, use_record},
        words,
    },
    session::use_session,
};

/// The list, or the notice that the address asks for.
#[component]
pub fn RestrictionsOfClient() -> impl IntoView {
    let address = Address::here();
    let asked = Memo::new(move |_| address.parsed::<RestrictionId>(NOTICE));
    move || match asked.get() {
        Some(id) => view! { <NoticeOf id/> }.into_any(),
        None => view! { <OfClient/> }.into_any(),
    }
}

#[component]
fn OfClient() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let reading = Reading::new(move || session.restrictions_of(record.id(), RestrictionFilter::default()));
    let again = Callback::new(move |()| {
        reading.again();
        record.again();
    });
    let adding = RwSignal::new(false);
    let may = session.may_any(&[Permission::Restrict, Permission::ProposeEdits]);
    let title = Signal::derive(move || say!(i18n, restrictions.add_title, name = record.called()));
    view! {
        <section class="section">
            <header class="section-head">
                <h2>{tr!(restrictions.of_client)}</h2>
                {may.then(|| view! {
                    <button class="btn btn-sm" type="button" on:click=move |_| adding.set(true)>
                        <Icon name=Name::Plus/> {tr!(restrictions.add)}
                    </button>
                })}
            </header>
            <WaitingHere edits=&["restrictions.create", "restrictions.update", "restrictions.lift"]/>
            <Loaded reading let:page><Cards page again/></Loaded>
        </section>
        <Dialog open=adding title><AddRestriction client=record.id() open=adding again/></Dialog>
    }
}

#[component]
fn Cards(page: Page<Restriction>, again: Callback<()>) -> impl IntoView {
    if page.items.is_empty() {
        let (title, help) = (tr!(restrictions.none_of_client), tr!(restrictions.none_of_client_help));
        return view! { <Empty icon=Name::CheckCircle title help/> }.into_any();
    }
    let place = Place::from(&page);
    let mut all = page.items;
    all.sort_by_key(|restriction| order(restriction.state));
    let cards = all.into_iter().map(|restriction| view! { <Card restriction again/> });
    view! { <ul class="rows card">{cards.collect_view()}</ul> <Paging place/> }.into_any()
}

/// What matters now comes first.
fn order(state: State) -> u8 {
    match state {
        State::Active => 0,
        State::Upcoming => 1,
        State::Expired | State::Lifted => 2,
    }
}

#[component]
fn Card(restriction: Restriction, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let state = restriction.state;
    let kept = StoredValue::new(restriction.clone());
    let due = restriction.is_review_due(today());
    let due =
        due.then(|| view! { <Badge tone=Tone::Warning text=say!(i18n, restrictions.review_due_badge)/> });
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <Badge tone=words::restriction_tone(state) text=words::restriction_state(i18n, state)/>
                    <strong>{reach(i18n, &restriction)}</strong>
                    <span class="muted">{dates(i18n, &restriction)}</span>
                    {due}
                </div>
                <p class="prewrap">{reason(i18n, &restriction)}</p>
                <p class="muted small">{history(i18n, &restriction)}</p>
                <Bypasses restriction=kept again/>
            </div>
            <Actions restriction again/>
        </li>
    }
}

/// Who added it, when it is reviewed, and how it ended.
fn history(i18n: I18n, restriction: &Restriction) -> String {
    let moment = |at| format::moment(i18n, at);
    let added = restriction
        .created_by
        .clone()
        .map(|who| say!(i18n, restrictions.added_by, who = who, when = moment(restriction.created_at)));
    let review =
        restriction.review_date.map(|day| say!(i18n, restrictions.review, day = format::day(i18n, day)));
    let lifted = restriction.lifted_by.clone().zip(restriction.lifted_at);
    let lifted = lifted.map(|(who, at)| say!(i18n, restrictions.lifted_by, who = who, when = moment(at)));
    let parts = [added, review, reviewed(i18n, restriction), lifted, restriction.lifting_reason.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Who last looked at it again, and what they found.
fn reviewed(i18n: I18n, restriction: &Restriction) -> Option<String> {
    let (who, at) = restriction.reviewed_by.clone().zip(restriction.reviewed_at)?;
    let (when, note) = (format::moment(i18n, at), restriction.review_note.clone().unwrap_or_default());
    Some(say!(i18n, restrictions.reviewed_by, who = who, when = when, note = note))
}

#[component]
fn Actions(restriction: Restriction, again: Callback<()>) -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    let (amending, lifting) = (RwSignal::new(false), RwSignal::new(false));
    let (bypassing, reviewing) = (RwSignal::new(false), RwSignal::new(false));
    let open = matches!(restriction.state, State::Active | State::Upcoming);
    let may_amend = session.may_any(&[Permission::Restrict, Permission::ProposeEdits]);
    let may_lift = session.may_any(&[
        Permission::LiftRestrictions,
        Permission::ProposeLifting,
        Permission::ProposeEdits,
    ]);
    let may_bypass = session.may(Permission::BypassRestrictions);
    // One that has not begun has nothing to be reviewed yet.
    let may_review =
        restriction.state == State::Active && may_amend && session.may(Permission::SeeRestrictionReasons);
    let notice = address.with(NOTICE, Some(&restriction.id.to_string()));
    let notice_label = say!(i18n, restrictions.notice_named, reach = reach(i18n, &restriction));
    let named = reach(use_i18n(), &restriction);
    let restriction = StoredValue::new(restriction);
    view! {
        <div class="row-actions">
            <HistoryLink entity="restrictions" id=restriction.with_value(|one| one.id.to_string()) named=named/>
            {open.then(|| view! {
                <a class="btn btn-sm btn-ghost" href=notice aria-label=notice_label>
                    <Icon name=Name::Printer/> {tr!(restrictions.notice)}
                </a>
            })}
            {may_review.then(|| view! {
                <button class="btn btn-sm" type="button" on:click=move |_| reviewing.set(true)>
                    {tr!(restrictions.note_review)}
                </button>
            })}
            {(open && may_amend).then(|| view! {
                <button class="btn btn-sm" type="button" on:click=move |_| amending.set(true)>
                    {tr!(restrictions.amend)}
                </button>
            })}
            {(open && may_lift).then(|| view! {
                <button class="btn btn-sm" type="button" on:click=move |_| lifting.set(true)>
                    {tr!(restrictions.lift)}
                </button>
            })}
            {(open && may_bypass).then(|| view! {
                <button class="btn btn-sm" type="button" on:click=move |_| bypassing.set(true)>
                    {tr!(restrictions.bypass)}
                </button>
            })}
            <Dialog open=bypassing title=tr!(restrictions.bypass_title)>
                <BypassRestriction restriction open=bypassing again/>
            </Dialog>
            <Dialog open=amending title=tr!(restrictions.amend_title)>
                <AmendRestriction restriction open=amending again/>
            </Dialog>
            <Dialog open=reviewing title=tr!(restrictions.note_review_title)>
                <ReviewRestriction restriction open=reviewing again/>
            </Dialog>
            <Dialog open=lifting title=tr!(restrictions.lift_title)>
                <LiftRestriction restriction open=lifting again/>
            </Dialog>
        </div>
    }
}
