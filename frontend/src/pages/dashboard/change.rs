//! Moving one of my clients to another stage, without opening the record.

use domain::{
    clients::{Client, ClientRow, Stage, StageMove},
    ids::ClientId,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Answer, Outcome},
    components::{
        failure,
        toast::{Toaster, use_toasts},
    },
    i18n::{I18n, say, use_i18n},
    pages::{
        undo::{Undo, use_undo},
        words,
    },
    session::{Session, use_session},
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
    let telling = Telling { i18n, session, toasts: use_toasts(), undo: use_undo(), again };
    let (whom, client, seen) = (StoredValue::new(name.clone()), row.id, row.version);
    let id = format!("stage-{client}");
    let here = id.clone();
    let choose = move |event| {
        let Some(to) = Stage::from_code(&event_target_value(&event)).filter(|to| *to != stage) else {
            return;
        };
        let moved = Moved { client, name: whom.get_value(), from: stage, to };
        focus.set_value(Some(here.clone()));
        spawn_local(async move {
            let answer = session.move_stage(client, seen, StageMove { stage: to }).await;
            if session.is_here() {
                telling.tell(moved, answer);
                // Whatever came of it, the rows show how it stands now.
                again.try_run(());
            }
        });
    };
    view! {
        <select id=id class="select select-sm tile-stage" aria-label=say!(i18n, dashboard.stage_of, name = name) on:change=choose>
            {options(i18n, stage)}
        </select>
    }
}

fn options(i18n: I18n, stage: Stage) -> impl IntoView {
    let option = move |one: &Stage| {
        view! { <option value=one.code() selected=*one == stage>{words::stage(i18n, *one)}</option> }
    };
    Stage::ALL.iter().map(option).collect_view()
}

/// A client who was to go from one stage to another.
struct Moved {
    client: ClientId,
    name: String,
    from: Stage,
    to: Stage,
}

/// How somebody hears what came of it.
#[derive(Clone, Copy)]
struct Telling {
    i18n: I18n,
    session: Session,
    toasts: Toaster,
    undo: Undo,
    again: Callback<()>,
}

impl Telling {
    fn tell(self, moved: Moved, answer: Answer<Outcome<Client>>) {
        let Self { i18n, session, toasts, undo, again } = self;
        let Moved { client, name, from, to } = moved;
        let stage = untrack(|| words::stage(i18n, to));
        match answer {
            Ok(Outcome::Applied(now)) => {
                let (version, back) = (now.version, StageMove { stage: from });
                let done = untrack(|| say!(i18n, board.moved, name = name, stage = stage));
                undo.offer(done, move || session.move_stage(client, version, back), again);
            }
            Ok(Outcome::Proposed(_)) => {
                toasts.say(untrack(|| say!(i18n, board.proposed_now, name = name, stage = stage)));
            }
            Err(refused) => {
                let why = untrack(|| failure::words(i18n, &refused).0);
                toasts.say(untrack(|| say!(i18n, board.not_moved, name = name, why = why)));
            }
        }
    }
}
