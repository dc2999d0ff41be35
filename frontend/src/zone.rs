//! The organization's day, for those who are signed in: what a form fills in is counted as the server counts it.

use std::cell::RefCell;

use chrono::NaiveDate;
use js_sys::{Date, Function, Object, Reflect};
use wasm_bindgen::JsCast;

use crate::format;

thread_local! {
    /// The time zone of whoever is signed in here last.
    static ZONE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on today is the day in this zone.
pub fn keep(zone: &str) {
    ZONE.with_borrow_mut(|kept| zone.clone_into(kept));
    format::tell_today_by(today);
}

/// Where the browser does not know the zone, its own day is the best there is.
fn today() -> NaiveDate {
    ZONE.with_borrow(|zone| today_in(zone)).unwrap_or_else(format::today_here)
}

/// By the browser's own calendar, which throws at a zone that it does not know. Swedes write days as machines do.
fn today_in(zone: &str) -> Option<NaiveDate> {
    let (now, options) = (Date::new_0(), Object::new());
    Reflect::set(&options, &"timeZone".into(), &zone.into()).ok()?;
    let worded = Reflect::get(&now, &"toLocaleDateString".into()).ok()?.dyn_into::<Function>().ok()?;
    let day = worded.call2(&now, &"sv-SE".into(), &options).ok()?;
    day.as_string()?.parse().ok()
}
