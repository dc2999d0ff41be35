//! The single-page app. Starts it, and nothing else.

mod app;
mod pages;
mod routes;

fn main() {
    #[cfg(feature = "panic-messages")]
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
