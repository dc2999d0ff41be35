//! The log's filters. They are applied together, and then stand in the address.

use domain::audit::Action;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use super::words::{self, ENTITIES};
use crate::{
    api::query::escape,
    components::{address::Address, loaded::Reading},
    forms::{Core, DateField, Field, FormView, Select, SendButton, TextField},
    i18n::{tr, use_i18n},
    pages::words::colleague,
    session::use_session,
};
use domain::permission::Permission;

#[derive(Clone, Copy)]
struct Wanted {
    q: Field<String>,
    action: Field<String>,
    entity: Field<String>,
    user: Field<String>,
    from: Field<String>,
    to: Field<String>,
}

impl Wanted {
    fn new(core: Core, address: Address) -> Self {
        let kept = |key: &str| core.text(format!("/{key}"), untrack(|| address.one(key)).unwrap_or_default());
        Self {
            q: kept("q"),
            action: kept("action"),
            entity: kept("entity"),
            user: kept("user"),
            from: kept("from").takes_day(),
            to: kept("to").takes_day(),
        }
    }

    /// Another address, of a saved view for one, fills the fields anew.
    fn follow(self, address: Address) {
        let fields = [
            ("q", self.q),
            ("action", self.action),
            ("entity", self.entity),
            ("user", self.user),
            ("from", self.from),
            ("to", self.to),
        ];
        for (key, field) in fields {
            field.signal().set(address.one(key).unwrap_or_default());
        }
    }

    /// What the address says of one client or one record stays, the latter as long as it is of that kind.
    fn query(self, address: Address) -> String {
        let record = address.one("entity_id").filter(|_| address.one("entity") == self.entity.some());
        let fields = [
            ("q", self.q.some()),
            ("action", self.action.some()),
            ("entity", self.entity.some()),
            ("user", self.user.some()),
            ("from", self.from.some()),
            ("to", self.to.some()),
            ("client", address.one("client")),
            ("entity_id", record),
        ];
        let pairs = fields.into_iter().filter_map(|(key, value)| Some(format!("{key}={}", escape(&value?))));
        pairs.collect::<Vec<_>>().join("&")
    }
}

#[component]
pub fn Filters() -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let core = Core::new("audit").passing().reading_only();
    let wanted = Wanted::new(core, address);
    Effect::new(move |_| wanted.follow(address));
    let navigate = use_navigate();
    let show = move || {
        if !core.is_fine() {
            return;
        }
        let query = untrack(|| wanted.query(address));
        navigate(&format!("/staff/audit?{query}"), Default::default());
    };
    let actions = Signal::derive(move || {
        let all = Action::ALL.iter();
        all.map(|one| (one.code().to_owned(), words::action(i18n, *one))).collect::<Vec<_>>()
    });
    let entities =
        Signal::derive(move || ENTITIES.map(|one| (one.to_owned(), words::entity(i18n, one))).to_vec());
    let one = move || address.one("entity_id").or_else(|| address.one("client")).is_some();
    view! {
        <div class="audit-filters">
            {move || one().then(|| view! { <p class="muted" role="status">{tr!(audit.of_one)}</p> })}
            <FormView core on_send=show>
                <TextField field=wanted.q label=tr!(audit.words) help=tr!(audit.words_help)/>
                <div class="form-row">
                    <Select field=wanted.action label=tr!(audit.action) choices=actions blank=tr!(audit.any)/>
                    <Select field=wanted.entity label=tr!(audit.entity) choices=entities blank=tr!(audit.any_entity)/>
                    <Person field=wanted.user/>
                    <DateField field=wanted.from label=tr!(audit.from)/>
                    <DateField field=wanted.to label=tr!(audit.to)/>
                </div>
                <div class="form-actions">
                    <SendButton core label=tr!(audit.show)/>
                    <A href="/staff/audit" {..} class="btn btn-ghost">{tr!(audit.clear)}</A>
                </div>
            </FormView>
        </div>
    }
}

/// Colleagues to choose from, those too who left, for those who may see them.
#[component]
fn Person(field: Field<String>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let may = [Permission::WriteFollowUps, Permission::AssignStaff, Permission::SeeTeam];
    session.may_any(&may).then(|| {
        let colleagues = Reading::new(move || session.colleagues_ever());
        let choices = Signal::derive(move || {
            let all = colleagues.value().unwrap_or_default().into_iter();
            all.map(|one| (one.id.to_string(), colleague(i18n, one))).collect::<Vec<_>>()
        });
        view! { <Select field label=tr!(audit.person) choices blank=tr!(audit.anybody)/> }
    })
}
