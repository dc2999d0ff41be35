//! States, sides, roles and refusals in words.

use domain::{
    role::RoleId,
    roles::{ListedRole, given_by},
    users::{Kind, State, User, Why},
};
use leptos::prelude::*;

use crate::{
    components::{badge::Tone, loaded::Reading},
    i18n::{I18n, say, use_i18n},
    pages::roles::words::named,
    session::{Session, use_session},
};

pub fn state(i18n: I18n, user: &User) -> (String, Tone) {
    match user.state {
        State::Invited if user.invited_until.is_none() => (say!(i18n, users.link_over), Tone::Warning),
        State::Invited => (say!(i18n, users.invited), Tone::Info),
        State::Active => (say!(i18n, users.active), Tone::Success),
        State::Deactivated => (say!(i18n, users.deactivated), Tone::Plain),
    }
}

pub fn kind(i18n: I18n, kind: Kind) -> String {
    match kind {
        Kind::Staff => say!(i18n, users.staff),
        Kind::Employer => say!(i18n, users.employer),
        Kind::Portal => say!(i18n, users.portal),
    }
}

/// Roles to choose from, the organization's own among them. Only in a component's body.
pub fn choices() -> Signal<Vec<(String, String)>> {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || session.roles());
    let choice = move |role: ListedRole| (role.id.to_string(), named(i18n, role.id, &role.name));
    Signal::derive(move || reading.value().unwrap_or_default().into_iter().map(choice).collect())
}

/// Roles that this person may give: nobody gives more than they have. Only in a component's body.
pub fn to_give() -> Signal<Vec<(String, String)>> {
    let session = use_session();
    given_of(Reading::new(move || session.roles()))
}

/// The same of roles that were read already.
pub fn given_of(reading: Reading<Vec<ListedRole>>) -> Signal<Vec<(String, String)>> {
    let (i18n, session) = (use_i18n(), use_session());
    let choice = move |role: ListedRole| (role.id.to_string(), named(i18n, role.id, &role.name));
    Signal::derive(move || {
        let all = reading.value().unwrap_or_default();
        given_by(&session.me().roles, &all).into_iter().map(choice).collect()
    })
}

/// Whether this person may do as much as somebody, and so change their account: by their roles, and by the client
/// whose record is theirs.
pub fn is_in_reach(session: Session, user: &User, all: &[ListedRole]) -> bool {
    let given = given_by(&session.me().roles, all);
    !user.has_record_out_of_sight() && user.roles.iter().all(|role| given.iter().any(|one| one.id == role.id))
}

/// Those of the choices that were chosen.
pub fn chosen_roles(codes: &[String]) -> Vec<RoleId> {
    codes.iter().filter_map(|code| code.parse().ok()).collect()
}

/// Why something is not done to somebody.
pub fn why(i18n: I18n, why: Why) -> String {
    match why {
        Why::Name => say!(i18n, users.why_name),
        Why::Email => say!(i18n, users.why_email),
        Why::Taken => say!(i18n, users.why_taken),
        Why::Twice => say!(i18n, users.why_twice),
        Why::NotFound => say!(i18n, users.why_not_found),
        Why::Stale => say!(i18n, users.why_stale),
        Why::Already => say!(i18n, users.why_already),
        Why::Yourself => say!(i18n, users.why_yourself),
        Why::LastAdministrator => say!(i18n, users.why_last_administrator),
        Why::MayMore => say!(i18n, users.why_may_more),
    }
}

/// What somebody would leave behind: "has 12 open follow-ups and 30 clients". Nothing where there is nothing.
pub fn left_behind(i18n: I18n, user: &User) -> Option<String> {
    let follow_ups = match user.open_follow_ups {
        0 => None,
        1 => Some(say!(i18n, users.one_follow_up)),
        n => Some(say!(i18n, users.follow_ups, n = n)),
    };
    let clients = match user.clients {
        0 => None,
        1 => Some(say!(i18n, users.one_client)),
        n => Some(say!(i18n, users.clients, n = n)),
    };
    let what = match (follow_ups, clients) {
        (Some(one), Some(other)) => say!(i18n, users.both, one = one, other = other),
        (one, other) => one.or(other)?,
    };
    Some(say!(i18n, users.has, name = user.name.clone(), what = what))
}
