//! Why somebody is not enrolled, in words that name the figures.

use domain::problem::FieldError;
use serde_json::Value;

/// Says it where the error is one of these.
pub(super) fn why_not(error: &FieldError) -> Option<String> {
    let param = |name: &str| error.params.get(name);
    let text = |name: &str| param(name).and_then(Value::as_str);
    let number = |name: &str| param(name).and_then(Value::as_i64).unwrap_or_default();
    Some(match error.code.as_str() {
        "full" => format!(
            "{} of {} places are taken on {}. Choose another day or program, put the person on the waiting list, or have \
             somebody who may override the capacity enroll them with `override_reason`.",
            number("taken"),
            number("capacity"),
            text("on").unwrap_or_default()
        ),
        "others_wait" => format!(
            "Waiting for a place in this program before this person: {}. Offer the place to the next in order, put the \
             person on the waiting list, or have somebody who may override the capacity enroll them with `override_reason`.",
            number("waiting")
        ),
        "restricted" => match text("reason") {
            Some(reason) => format!(
                "A restriction is in force{}: {reason}. It has to be lifted, or bypassed for this program, first.",
                text("until").map(|day| format!(" until {day}")).unwrap_or_default()
            ),
            None => "The person cannot be enrolled now. Speak to a supervisor.".to_owned(),
        },
        "overlaps" => format!(
            "The person is in this program from {} {}. In one program they are once at a time.",
            text("from").unwrap_or("another day"),
            text("to").map_or("on".to_owned(), |day| format!("to {day}"))
        ),
        _ => return None,
    })
}
