//! What the person should know beside the questions: that the form was kept, or that it could not be.

use domain::{
    applications::{ApplicationDraft, Step},
    drafts::{SavedForm, Sent},
    intake_links::{IntakeLinkKind, OpenedBy},
    ssn::TypedSsn,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::{
    filling::{Filling, use_filling},
    opening::Again,
    saver::Standing,
    sending::receipt,
};
use crate::{
    api::{Answer, Failure, intake},
    components::{
        button::Button,
        failure::FailureAlert,
        icon::{Icon, Name},
    },
    i18n::{say, tr, use_i18n},
};

#[component]
pub fn Notices() -> impl IntoView {
    let filling = use_filling();
    view! {
        <div class="ask-notices">
            {move || filling.opened_by.get_value().and_then(|by| by_link(filling.step.get(), by))}
            {move || filling.restored.get().then(|| view! { <Restored/> })}
            {move || (filling.saver.standing() == Standing::Failed).then(|| view! { <NotSaved/> })}
            {move || filling.saver.forgotten().get().then(|| view! { <Forgotten/> })}
            {move || (filling.saver.standing() == Standing::Elsewhere).then(|| view! { <Elsewhere/> })}
            {move || filling.saver.sent().get().map(|sent| view! { <SentElsewhere sent/> })}
        </div>
    }
}

/// What a link means for whoever fills the form in, where it matters: before the first answer, and before the consent.
fn by_link(step: Step, by: OpenedBy) -> Option<AnyView> {
    if !matches!(step, Step::Personal | Step::Consent) {
        return None;
    }
    match (by.kind, by.partner) {
        (IntakeLinkKind::Assisted, _) => Some(view! { <ForSomebody/> }.into_any()),
        (IntakeLinkKind::Referral, Some(partner)) => Some(view! { <Referred partner/> }.into_any()),
        _ => None,
    }
}

/// The answers are those of the person, the way to reach them too.
#[component]
fn ForSomebody() -> impl IntoView {
    view! {
        <div class="notice notice-info">
            <Icon name=Name::Info/>
            <div>
                <p class="notice-title">{tr!(applying.assisted)}</p>
                <p>{tr!(applying.assisted_help)}</p>
            </div>
        </div>
    }
}

/// Whoever is referred knows what the partner learns.
#[component]
fn Referred(partner: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="notice notice-info">
            <Icon name=Name::Info/>
            <div>
                <p class="notice-title">{move || say!(i18n, applying.referred, partner = partner.clone())}</p>
                <p>{tr!(applying.referred_help)}</p>
            </div>
        </div>
    }
}

/// The form of an earlier visit. On a shared computer it may be somebody else's.
#[component]
fn Restored() -> impl IntoView {
    let filling = use_filling();
    let again = expect_context::<Again>();
    let pending = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let start_over = move || {
        pending.set(true);
        spawn_local(async move {
            match clear(filling).await {
                Ok(()) => again.0.run(()),
                Err(refused) => {
                    failure.set(Some(refused));
                    pending.set(false);
                }
            }
        });
    };
    view! {
        <div class="notice notice-info">
            <Icon name=Name::Info/>
            <div>
                <p class="notice-title">{tr!(applying.restored)}</p>
                <p>{tr!(applying.restored_help)}</p>
                <div class="notice-actions">
                    <Button label=tr!(applying.start_over) class="btn" pending on_click=start_over/>
                </div>
            </div>
        </div>
        <FailureAlert failure/>
    }
}

/// Takes everything away that the server keeps of the form.
async fn clear(filling: Filling) -> Answer<()> {
    filling.saver.settle().await?;
    for document in untrack(|| filling.uploads.kept()) {
        intake::remove_document(document.id).await?;
    }
    let form = ApplicationDraft { ssn: Some(TypedSsn::default()), ..ApplicationDraft::default() };
    filling.saver.replace(SavedForm { form, ..SavedForm::default() }).await
}

#[component]
fn NotSaved() -> impl IntoView {
    let saver = use_filling().saver;
    view! {
        <div class="notice notice-warning" role="alert">
            <Icon name=Name::Alert/>
            <div>
                <p class="notice-title">{tr!(applying.not_saved)}</p>
                <p>{tr!(applying.not_saved_help)}</p>
                <div class="notice-actions">
                    <Button label=tr!(applying.save_now) class="btn" on_click=move || saver.now()/>
                </div>
            </div>
        </div>
    }
}

/// Another device or tab saved the form since this one read it. Nothing is taken away unasked.
#[component]
fn Elsewhere() -> impl IntoView {
    let saver = use_filling().saver;
    let again = expect_context::<Again>();
    let pending = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let load = move || {
        saver.stop();
        again.0.run(());
    };
    let insist = move || {
        pending.set(true);
        spawn_local(async move {
            failure.try_set(saver.insist().await.err());
            pending.try_set(false);
        });
    };
    view! {
        <div class="notice notice-warning" role="alert">
            <Icon name=Name::Alert/>
            <div>
                <p class="notice-title">{tr!(applying.elsewhere)}</p>
                <p>{tr!(applying.elsewhere_help)}</p>
                <div class="notice-actions">
                    <Button label=tr!(applying.elsewhere_load) class="btn" on_click=load/>
                    <Button label=tr!(applying.elsewhere_keep) class="btn" pending on_click=insist/>
                </div>
            </div>
        </div>
        <FailureAlert failure/>
    }
}

/// The form was handed in on another device.
#[component]
fn SentElsewhere(sent: Sent) -> impl IntoView {
    view! {
        <div class="notice notice-info" role="alert">
            <Icon name=Name::Info/>
            <div>
                <p class="notice-title">{tr!(applying.sent_already)}</p>
                <p>{tr!(applying.sent_already_help)}</p>
                <A href=receipt(&sent) {..} class="link">{tr!(applying.sent_already_see)}</A>
            </div>
        </div>
    }
}

/// The draft had lain too long, so the files and the number went with it.
#[component]
fn Forgotten() -> impl IntoView {
    view! {
        <div class="notice notice-info" role="alert">
            <Icon name=Name::Info/>
            <div>
                <p class="notice-title">{tr!(applying.forgotten)}</p>
                <p>{tr!(applying.forgotten_help)}</p>
            </div>
        </div>
    }
}
