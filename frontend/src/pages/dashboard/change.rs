//! Moving one of my clients to another stage, without opening the record.

use domain::clients::{Client, ClientRow, Stage, StageMove};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Answer, Outcome},
    components::{failure, toast::use_toasts},
    i18n::{say, use_i18n},
    pages::{undo::use_undo, words},
    session::use_session,
};

#[component]
pub fn StageChoice(
    row: ClientRow,
    name: String,
    stage: Stage,
    focus: StoredValue<Option<String>>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let (toasts, undo) = (use_toasts(), use_undo());
    let (whom, client, seen) = (StoredValue::new(name.clone()), row.id, row.version);
    let id = format!("stage-{client}");
    let here = id.clone();
    let tell = move |to: Stage, name: String, answer: Answer<Outcome<Client>>| {
        let where_to = untrack(|| words::stage(i18n, to));
        match answer {
            Ok(Outcome::Applied(now)) => {
                let (version, back) = (now.version, StageMove { stage });
                let done = untrack(|| say!(i18n, board.moved, name = name, stage = where_to));
                undo.offer(done, move || session.move_stage(client, version, back), again);
            }
            Ok(Outcome::Proposed(_)) => {
                toasts.say(untrack(|| say!(i18n, board.proposed_now, name = name, stage = where_to)));
            }
            Err(refused) => {
                let why = untrack(|| failure::words(i18n, &refused).0);
                toasts.say(untrack(|| say!(i18n, board.not_moved, name = name, why = why)));
            }
        }
    };
    let choose = move |event| {
        let Some(to) = Stage::from_code(&event_target_value(&event)).filter(|to| *to != stage) else {
            return;
        };
        let name = whom.get_value();
        focus.set_value(Some(here.clone()));
        spawn_local(async move {
            let answer = session.move_stage(client, seen, StageMove { stage: to }).await;
            if session.is_here() {
                tell(to, name, answer);
                // Whatever came of it, the rows show how it stands now.
                again.try_run(());
            }
        });
    };
    let option = move |one: &Stage| {
        view! { <option value=one.code() selected=*one == stage>{words::stage(i18n, *one)}</option> }
    };
    view! {
        <select id=id class="select select-sm tile-stage" aria-label=say!(i18n, dashboard.stage_of, name = name) on:change=choose>
            {Stage::ALL.iter().map(option).collect_view()}
        </select>
    }
}
