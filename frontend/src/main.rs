//! The single-page app. Starts it, and nothing else.

mod api;
mod app;
mod components;
mod format;
mod forms;
mod i18n;
mod pages;
mod preferences;
mod routes;
mod session;
mod signals;
mod wait;
mod zone;

fn main() {
    #[cfg(feature = "panic-messages")]
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
