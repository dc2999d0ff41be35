//! Recovery codes, shown once.

use leptos::prelude::*;

use crate::{
    components::{
        button::Button,
        copy::Copy,
        icon::{Icon, Name},
    },
    i18n::tr,
};

#[component]
pub fn Recovery(codes: Vec<String>, done: Callback<()>) -> impl IntoView {
    let text = codes.join("\n");
    let rows = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <div class="notice notice-success" role="status">
            <Icon name=Name::CheckCircle/>
            <div><p class="notice-title">{tr!(account.keep_codes)}</p> <p>{tr!(account.keep_codes_help)}</p></div>
        </div>
        <ol class="codes">{rows}</ol>
        <div class="form-actions">
            <Copy text label=tr!(account.copy_codes) done=tr!(account.copied)/>
            // Printing shows the browser's own dialog, which cannot fail.
            <Button label=tr!(common.print) class="btn btn-tall" on_click=|| drop(window().print())/>
            <Button label=tr!(account.kept) class="btn btn-primary" on_click=move || done.run(())/>
        </div>
    }
}
