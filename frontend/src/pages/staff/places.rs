//! Where this person may go: the menu's places, and what else the search finds.

use domain::{permission::Permission, settings::Module};

use crate::{
    components::icon::Name,
    i18n::{Text, tr},
    pages::settings,
    session::Session,
};

/// A page, or an action that has an address.
#[derive(Clone, Copy)]
pub struct Place {
    pub href: &'static str,
    pub icon: Name,
    pub label: Text,
}

/// Where the API is tried out: a page of the server's own, not one of this app.
pub const EXPLORER: &str = "/docs";

/// Where whoever has a record of their own asks to be in programs.
pub const MY_PROGRAMS: &str = "/staff/programs/mine";

/// What any one of some permissions opens.
type Opened = (&'static [Permission], Place);

fn place(wanted: &'static [Permission], href: &'static str, icon: Name, label: Text) -> Opened {
    (wanted, Place { href, icon, label })
}

fn open_to(session: Session, all: impl IntoIterator<Item = Opened>) -> Vec<Place> {
    let has_record = session.me().has_record;
    let is_open = |(wanted, place): &Opened| {
        session.may_any(wanted)
            && module(place.href).is_none_or(|module| session.uses(module))
            && (has_record || place.href != MY_PROGRAMS)
    };
    all.into_iter().filter(is_open).map(|(_, place)| place).collect()
}

/// The part that a place belongs to, where it is one that can be switched off.
fn module(href: &str) -> Option<Module> {
    match href {
        "/staff/board" => Some(Module::Board),
        "/staff/bulk-changes" => Some(Module::BulkChanges),
        "/staff/keys" => Some(Module::ApiKeys),
        "/staff/intake-links" => Some(Module::Intake),
        _ => None,
    }
}

/// The menu, in the order of the day. Only in a component's body.
pub fn menu(session: Session) -> Vec<Place> {
    use Permission::*;
    let all = [
        place(&[SeeClients], "/staff", Name::Home, tr!(shell.today)),
        place(&[SeeApplications], "/staff/applications", Name::Inbox, tr!(shell.applications)),
        place(&[SeeClients], "/staff/clients", Name::People, tr!(shell.clients)),
        place(&[SeeFollowUps], "/staff/follow-ups", Name::Task, tr!(shell.follow_ups)),
        place(&[SeeClientDetails], "/staff/board", Name::Columns, tr!(board.title)),
        place(&[ReviewNotes], "/staff/notes", Name::Note, tr!(notes.title)),
        place(&[SeeRestrictions], "/staff/restrictions", Name::Restriction, tr!(shell.restrictions)),
        place(
            &[ReviewProposals, ProposeEdits, ProposeLifting],
            "/staff/changes",
            Name::Change,
            tr!(shell.changes),
        ),
        place(&[SeePrograms], "/staff/programs", Name::Program, tr!(programs.title)),
        place(&[UsePortal], MY_PROGRAMS, Name::Program, tr!(my_programs.title)),
        place(&[SeeAudit], "/staff/audit", Name::Scroll, tr!(shell.audit)),
        place(&[SeeEqualOpportunity], "/staff/equal-opportunity", Name::People, tr!(equal_opportunity.title)),
        place(&[ManageUsers], "/staff/users", Name::Person, tr!(users.title)),
        place(&[ManageRoles], "/staff/roles", Name::Lock, tr!(roles.title)),
        place(&[ManageIntakeLinks], "/staff/intake-links", Name::Mail, tr!(intake_links.title)),
        place(settings::READERS, "/staff/settings", Name::Sliders, tr!(settings.title)),
        place(&[ManageApiKeys], "/staff/keys", Name::Lock, tr!(api_keys.title)),
        place(&[ManageBackgroundWork], "/staff/jobs", Name::Clock, tr!(jobs.title)),
    ];
    open_to(session, all)
}

/// Where somebody begins who has no page for the morning: at the first place of the menu, or with their account. Only in a
/// component's body.
pub fn first_place(session: Session) -> &'static str {
    menu(session).first().map_or("/staff/account", |place| place.href)
}

/// Whether somebody has nothing here but what they asked for themselves. They read it in any language of the public pages.
pub fn is_participant(session: Session) -> bool {
    first_place(session) == MY_PROGRAMS
}

/// The menu and more, for the search. Only in a component's body.
pub fn places(session: Session) -> Vec<Place> {
    use Permission::*;
    let more = [
        place(&[CreateClients, ProposeEdits], "/staff/clients/new", Name::PersonPlus, tr!(shell.new_client)),
        place(
            &[AssignStaff, SetStage, EditClients, ProposeEdits],
            "/staff/bulk-changes",
            Name::People,
            tr!(bulk.mine),
        ),
        place(&[SeeFollowUps], "/staff/follow-ups?show=overdue", Name::Clock, tr!(shell.overdue)),
        place(&[ReadNotes], "/staff/notes?show=mine", Name::Note, tr!(notes.my_notes)),
        place(&[ManageRoles, ManageUsers], "/staff/roles/why", Name::Info, tr!(roles.why)),
        place(&[SeeTeam], "/staff/follow-ups?show=team", Name::Task, tr!(shell.team_follow_ups)),
        place(&[ManageApiKeys, EditOrganization], EXPLORER, Name::Columns, tr!(api_keys.explorer)),
    ];
    let own = [
        Place { href: "/staff/sessions", icon: Name::Monitor, label: tr!(sessions.title) },
        Place { href: "/staff/account", icon: Name::Lock, label: tr!(account.title) },
    ];
    menu(session).into_iter().chain(open_to(session, more)).chain(own).collect()
}
