//! Changing a restriction's dates and reason.

use domain::{
    patch::Patch,
    permission::Permission,
    restrictions::{Restriction, RestrictionPatch},
};
use leptos::prelude::*;

use super::fields::{TermFields, Terms};
use crate::{
    api::Outcome,
    format::today,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        outcome::use_outcome,
        proposing::{BecomesProposal, Proposing},
        stale::{BothSides, Sides},
    },
    session::use_session,
};

#[component]
pub fn AmendRestriction(
    restriction: StoredValue<Restriction>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let found = restriction.get_value();
    let reasons = session.may(Permission::SeeRestrictionReasons);
    let core = Core::new("restriction");
    let terms = Terms::new(core, Some(&found));
    let was = Signal::stored(found);
    let form = Form::new(core, move || patch(&restriction.get_value(), terms));
    let done = move |answer: Outcome<Restriction>| {
        open.set(false);
        outcome.tell(&answer, say!(i18n, restrictions.amended));
        again.run(());
    };
    let save = move |(patch, now): (RestrictionPatch, Restriction)| {
        form.send_this(patch, move |patch| session.amend_restriction(now.id, now.version, patch), done);
    };
    let read = move || session.restriction(restriction.with_value(|found| found.id));
    let send = move || {
        let (id, version) = restriction.with_value(|found| (found.id, found.version));
        form.send(move |patch| session.amend_restriction(id, version, patch), done);
    };
    // Who eases a restriction without being one who lifts them proposes it.
    let lifts = session.may(Permission::LiftRestrictions) || !session.may(Permission::Restrict);
    let eases = move || restriction.with_value(|found| patch(found, terms).eases(found, today()));
    view! {
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read save/>
            <TermFields terms reasons/>
            <Proposing applied_with=&[Permission::Restrict]/>
            <Show when=move || !lifts && eases()><BecomesProposal/></Show>
            <div class="form-actions"><SendButton core label=tr!(restrictions.save)/></div>
        </FormView>
    }
}

/// Only what is different now.
fn patch(found: &Restriction, terms: Terms) -> RestrictionPatch {
    RestrictionPatch {
        start_date: Patch::between(Some(&found.start_date), terms.start.parsed()),
        end_date: Patch::between(found.end_date.as_ref(), terms.end.parsed()),
        review_date: Patch::between(found.review_date.as_ref(), terms.review.parsed()),
        reason: Patch::between(found.reason.as_ref(), terms.reason.some()),
        review_note: Patch::Keep,
    }
}
