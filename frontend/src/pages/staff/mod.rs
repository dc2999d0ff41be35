//! The work of the staff: the lazy door, the route table, and what stands around every page of it.

mod arrival;
mod guard;
mod house;
mod inbox;
mod lapsed;
mod news;
mod person;
mod places;
mod rail;
mod refused;
mod search;
mod shell;
mod speak;

use leptos::prelude::*;
use leptos_router::components::{Outlet, ParentRoute, Route, Routes};
use leptos_router::path;

use crate::components::toast::Toasts;
use crate::forms::words;
use crate::pages::{
    account::{Account, NewsPreferences},
    applications::{Applications, ReviewPage},
    assignments::TeamOfClient,
    audit::{Audit, HistoryOfClient},
    board::BoardPage,
    changes::{ChangePage, Changes},
    client::{Details, EditDetails, RecordPage, Summary},
    clients::{BulkChanges, BulkPage, Clients, NewClient},
    custom_fields::EditFields,
    dashboard::Dashboard,
    demographics::{DemographicsOfClient, EditDemographics, EmploymentOfClient},
    documents::DocumentsOfClient,
    enrollments::{DischargesOfClient, EnrollmentsOfClient, IntakesOfClient},
    equal_opportunity::EqualOpportunity,
    follow_ups::{FollowUps, FollowUpsOfClient},
    goals::{PlanOfClient, PlanOnPaper},
    intake_links::IntakeLinks,
    jobs::Jobs,
    keys::ApiKeys,
    my_programs::MyPrograms,
    not_found::NotFound,
    notes::{AllNotes, NotesOfClient},
    programs::{ProgramOrder, ProgramPage, Programs},
    restrictions::{Restrictions, RestrictionsOfClient},
    roles::{Matrix, NewRole, RolePage, RolesFrame, WhyNot},
    sessions::Sessions,
    settings::{
        AnyList, Begin, ConfigurationPage, Departments, FieldPage, FieldsPage, Lists, MailTexts, ModulesPage,
        NewField, NoteTemplates, ProfilePage, RetentionPage, Settings, SignInSettings,
    },
    sign_in::{ForgotPage, LinkPage, SignInPage},
    timeline::Timeline,
    users::{UserPage, Users},
};
use arrival::provide_arrival;
use guard::Guarded;

pub use arrival::use_arrival;
pub use guard::Out;
pub use house::{House, use_house};
pub use inbox::words as told;
pub use person::use_sign_out;
pub use places::first_place;
pub use speak::speak;

/// The group's page at its address.
pub fn view() -> AnyView {
    view! { <Toasts><StaffPages/></Toasts> }.into_any()
}

#[component]
fn StaffPages() -> impl IntoView {
    words::know(refused::word);
    provide_arrival();
    view! {
        <div class="face-work">
            <Routes fallback=|| ()>
                <Route path=path!("/staff/sign-in") view=SignInPage/>
                <Route path=path!("/staff/forgot") view=ForgotPage/>
                <Route path=path!("/staff/reset") view=LinkPage/>
                <Route path=path!("/staff/welcome") view=LinkPage/>
                <ParentRoute path=path!("/staff") view=Guarded>
                    <Route path=path!("") view=Dashboard/>
                    <Route path=path!("applications") view=Applications/>
                    <Route path=path!("applications/:id") view=ReviewPage/>
                    <Route path=path!("clients") view=Clients/>
                    <Route path=path!("clients/new") view=NewClient/>
                    <RecordRoutes/>
                    <Route path=path!("board") view=BoardPage/>
                    <Route path=path!("follow-ups") view=FollowUps/>
                    <Route path=path!("notes") view=AllNotes/>
                    <Route path=path!("restrictions") view=Restrictions/>
                    <ChangeRoutes/>
                    <BulkRoutes/>
                    <Route path=path!("audit") view=Audit/>
                    <Route path=path!("jobs") view=Jobs/>
                    <Route path=path!("equal-opportunity") view=EqualOpportunity/>
                    <UserRoutes/>
                    <RoleRoutes/>
                    <ProgramRoutes/>
                    <SettingsRoutes/>
                    <Route path=path!("intake-links") view=IntakeLinks/>
                    <Route path=path!("keys") view=ApiKeys/>
                    <Route path=path!("sessions") view=Sessions/>
                    <Route path=path!("inbox") view=news::News/>
                    <AccountRoutes/>
                    <Route path=path!("*rest") view=NotFound/>
                </ParentRoute>
            </Routes>
        </div>
    }
}

/// What one signs in with, and how one is told of things.
#[component(transparent)]
fn AccountRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("account") view=Outlet>
            <Route path=path!("") view=Account/>
            <Route path=path!("notifications") view=NewsPreferences/>
        </ParentRoute>
    }
    .into_inner()
}

/// Proposals, and one of them.
#[component(transparent)]
fn ChangeRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("changes") view=Outlet>
            <Route path=path!("") view=Changes/>
            <Route path=path!(":id") view=ChangePage/>
        </ParentRoute>
    }
    .into_inner()
}

/// One's own changes of many clients, and one of them.
#[component(transparent)]
fn BulkRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("bulk-changes") view=Outlet>
            <Route path=path!("") view=BulkChanges/>
            <Route path=path!(":id") view=BulkPage/>
        </ParentRoute>
    }
    .into_inner()
}

/// The people, and one person's account.
#[component(transparent)]
fn UserRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("users") view=Outlet>
            <Route path=path!("") view=Users/>
            <Route path=path!(":id") view=UserPage/>
        </ParentRoute>
    }
    .into_inner()
}

/// The tabs of a client's record.
#[component(transparent)]
fn RecordRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("clients/:id") view=RecordPage>
            <Route path=path!("") view=Timeline/>
            <Route path=path!("details") view=Details/>
            <Route path=path!("details/edit") view=EditDetails/>
            <Route path=path!("fields/edit") view=EditFields/>
            <Route path=path!("summary") view=Summary/>
            <Route path=path!("notes") view=NotesOfClient/>
            <Route path=path!("follow-ups") view=FollowUpsOfClient/>
            <Route path=path!("plan") view=PlanOfClient/>
            <Route path=path!("plan/paper") view=PlanOnPaper/>
            <Route path=path!("demographics") view=DemographicsOfClient/>
            <Route path=path!("demographics/edit") view=EditDemographics/>
            <Route path=path!("employment") view=EmploymentOfClient/>
            <Route path=path!("intakes") view=IntakesOfClient/>
            <Route path=path!("enrollments") view=EnrollmentsOfClient/>
            <Route path=path!("discharges") view=DischargesOfClient/>
            <Route path=path!("restrictions") view=RestrictionsOfClient/>
            <Route path=path!("documents") view=DocumentsOfClient/>
            <Route path=path!("team") view=TeamOfClient/>
            <Route path=path!("history") view=HistoryOfClient/>
        </ParentRoute>
    }
    .into_inner()
}

/// The matrix, its roles, and what keeps somebody from something.
#[component(transparent)]
fn RoleRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("roles") view=RolesFrame>
            <Route path=path!("") view=Matrix/>
            <Route path=path!("new") view=NewRole/>
            <Route path=path!("why") view=WhyNot/>
            <Route path=path!(":id") view=RolePage/>
        </ParentRoute>
    }
    .into_inner()
}

/// The programs, their order, what somebody asks for themselves, and one of them.
#[component(transparent)]
fn ProgramRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("programs") view=Outlet>
            <Route path=path!("") view=Programs/>
            <Route path=path!("order") view=ProgramOrder/>
            <Route path=path!("mine") view=MyPrograms/>
            <Route path=path!(":id") view=ProgramPage/>
        </ParentRoute>
    }
    .into_inner()
}

/// The parts of the settings.
#[component(transparent)]
fn SettingsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("settings") view=Settings>
            <Route path=path!("") view=Begin/>
            <Route path=path!("profile") view=ProfilePage/>
            <Route path=path!("lists") view=AnyList/>
            <Route path=path!("lists/:list") view=Lists/>
            <Route path=path!("fields") view=FieldsPage/>
            <Route path=path!("fields/new") view=NewField/>
            <Route path=path!("fields/:id") view=FieldPage/>
            <Route path=path!("templates") view=NoteTemplates/>
            <Route path=path!("departments") view=Departments/>
            <Route path=path!("sign-in") view=SignInSettings/>
            <Route path=path!("retention") view=RetentionPage/>
            <Route path=path!("modules") view=ModulesPage/>
            <Route path=path!("mails") view=MailTexts/>
            <Route path=path!("file") view=ConfigurationPage/>
        </ParentRoute>
    }
    .into_inner()
}
