//! Changing a program, and who works in it.

use domain::{
    follow_ups::FollowUp,
    ids::{ProgramId, UserId},
    page::Page,
    patch::Patch,
    permission::Permission,
    programs::{MemberDraft, ProgramDetail, ProgramPatch},
};
use leptos::prelude::*;

use super::fields::{Wish, WishFields};
use crate::{
    api::{Answer, Outcome},
    components::loaded::Reading,
    forms::{Core, Field, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        follow_ups::handover::{HandoverFields, LeftBySight, is_left},
        outcome::use_outcome,
        proposing::Proposing,
        stale::{BothSides, Sides},
    },
    session::{Session, use_session},
};

#[component]
pub fn AmendProgram(found: ProgramDetail, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("program-edit");
    let wish = Wish::new(core, Some(&found));
    let (id, version, there) = (found.program.id, found.program.version, found.staff.clone());
    let was = Signal::stored(found);
    let leavers = Memo::new(move |_| was.with(|was| leavers(wish, was)));
    let left = Reading::new(move || left_by(session, id, leavers.get()));
    let is_left = is_left(core, left);
    let any = Signal::derive(move || !leavers.with(Vec::is_empty) && is_left.get());
    let fields = HandoverFields::new(core, any, false);
    let handover = move || any.get().then(|| fields.value()).flatten();
    let form =
        Form::new(core, move || was.with(|was| ProgramPatch { follow_ups: handover(), ..patch(wish, was) }));
    let done = move |done: Outcome<ProgramDetail>| {
        core.is_saved();
        open.set(false);
        outcome.tell(&done, say!(i18n, programs.changed));
        again.run(());
    };
    let save = move |(patch, now): (ProgramPatch, ProgramDetail)| {
        form.send_this(patch, move |patch| session.amend_program(id, now.program.version, patch), done);
    };
    view! {
        <FormView core on_send=move || form.send(move |patch| session.amend_program(id, version, patch), done)>
            <BothSides form was sides=Sides::of_patch() read=move || session.program(id) save/>
            <WishFields wish there/>
            <Proposing applied_with=&[Permission::EditPrograms]/>
            <LeftBySight left fields any/>
            <div class="form-actions"><SendButton core label=tr!(programs.save)/></div>
        </FormView>
    }
}

/// What differs from the program as it was read.
fn patch(wish: Wish, was: &ProgramDetail) -> ProgramPatch {
    let program = &was.program;
    let changed = |was: &str, field: Field<String>| Some(field.trimmed()).filter(|now| now != was);
    let open = wish.open.get();
    ProgramPatch {
        name: changed(&program.name, wish.name),
        description: changed(&program.description, wish.description),
        descriptions: Some(wish.descriptions.texts()).filter(|now| *now != was.descriptions),
        location: changed(&program.location, wish.location),
        kind: Patch::between(program.kind.as_ref(), wish.kind.some()),
        department_id: Patch::between(program.department_id.as_ref(), wish.department.parsed()),
        open_to_intake: (open != program.open_to_intake).then_some(open),
        escalate_after_days: Patch::between(program.escalate_after_days.as_ref(), wish.escalate_after_days()),
        position: None,
        staff: Some(wish.members()).filter(|now| !is_same(now, was)),
        follow_ups: None,
    }
}

/// Who works there as it was read, and would not any more.
fn leavers(wish: Wish, was: &ProgramDetail) -> Vec<UserId> {
    let stays = wish.members();
    let gone = |id: &UserId| stays.iter().all(|member| member.user_id != *id);
    was.staff.iter().map(|member| member.user_id).filter(gone).collect()
}

/// What they would leave behind together. Who sees no follow-ups is told when saving.
async fn left_by(session: Session, id: ProgramId, leavers: Vec<UserId>) -> Answer<Page<FollowUp>> {
    let mut all = Page { items: Vec::new(), next: None, total: None };
    if session.may(Permission::SeeFollowUps) {
        for user in leavers {
            let page = session.left_in_program(id, user).await?;
            all.items.extend(page.items);
            all.next = all.next.or(page.next);
        }
    }
    Ok(all)
}

fn is_same(now: &[MemberDraft], was: &ProgramDetail) -> bool {
    let there = |one: &MemberDraft| {
        was.staff.iter().any(|member| member.user_id == one.user_id && member.manages == one.manages)
    };
    now.len() == was.staff.len() && now.iter().all(there)
}
