//! Editing the record's details: everything, or phones, emails and addresses alone.

use domain::{
    clients::{Client, ClientPatch, EmergencyContact},
    code_lists::TAGS,
    organization::LANGUAGES,
    patch::Patch,
    permission::Permission,
    ssn::TypedSsn,
    unsent::Form as Unsent,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use super::{
    Record,
    addresses::{AddressFields, AddressRows, address_rows},
    fields::{Coded, CodedFields, Emergency, EmergencyFields, NameFields, Names},
    numbers::{NumberFields, NumberRows, number_rows},
    rows::{ContactFields, ContactRows, contact_rows},
    shared::SharedWith,
    use_record,
};
use crate::{
    api::Outcome,
    forms::{Birth, BirthField, Checks, Core, Field, Form, FormView, Kind, Select, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        choices::use_code_list,
        outcome::use_outcome,
        proposing::Proposing,
        settings::language,
        stale::{BothSides, Sides},
        unsent::{BroughtBack, KeptMark, keep_edit},
    },
    session::use_session,
};

/// All fields of the form.
#[derive(Clone, Copy)]
struct Fields {
    names: Names,
    born: Field<Birth>,
    language: Field<String>,
    ssn: Field<String>,
    contacts: ContactRows,
    addresses: AddressRows,
    coded: Coded,
    emergency: Emergency,
    tags: Field<Vec<String>>,
    numbers: NumberRows,
}

impl Fields {
    fn new(core: Core, client: &Client) -> Self {
        Self {
            names: Names::new(core, client),
            born: core.birth("/date_of_birth", client.date_of_birth),
            language: core.text("/language", client.language.clone().unwrap_or_default()),
            ssn: core.secret("/ssn"),
            contacts: contact_rows(core, client.contact_points.clone()),
            addresses: address_rows(core, client.addresses.clone()),
            coded: Coded::new(core, client),
            emergency: Emergency::new(core, client.emergency_contact.clone()),
            tags: tags(core, client),
            numbers: number_rows(core, client.external_ids.clone()),
        }
    }

    /// Only what is different from the record as it was read.
    fn patch(self, was: &Client, whole: bool) -> ClientPatch {
        let contact = ClientPatch {
            contact_points: Patch::between(Some(&was.contact_points), Some(self.contacts.points())),
            addresses: Patch::between(Some(&was.addresses), Some(self.addresses.addresses())),
            ..ClientPatch::default()
        };
        if !whole {
            return contact;
        }
        let changed = |was: &Option<String>, field: Field<String>| Patch::between(was.as_ref(), field.some());
        let names = self.names;
        ClientPatch {
            first_name: Patch::between(Some(&was.first_name), names.first.some()),
            last_name: Patch::between(Some(&was.last_name), Some(names.last.trimmed())),
            preferred_name: changed(&was.preferred_name, names.preferred),
            language: changed(&was.language, self.language),
            aliases: Patch::between(Some(&was.aliases), Some(names.aliases())),
            date_of_birth: Patch::between(was.date_of_birth.as_ref(), self.born.date()),
            ssn: self.ssn.some().map_or(Patch::Keep, |typed| Patch::Set(TypedSsn::new(typed))),
            residency: changed(&was.residency, self.coded.residency),
            residency_verified_by: changed(&was.residency_verified_by, self.coded.verified_by),
            neighborhood: changed(&was.neighborhood, self.coded.neighborhood),
            referral_source: changed(&was.referral_source, self.coded.referral),
            emergency_contact: Patch::<EmergencyContact>::between(
                was.emergency_contact.as_ref(),
                self.emergency.contact(),
            ),
            tags: Patch::between(Some(&was.tags), Some(sorted(self.tags.get()))),
            external_ids: Patch::between(Some(&was.external_ids), Some(self.numbers.ids())),
            ..contact
        }
    }
}

/// The tags of the record, kept with what is typed.
fn tags(core: Core, client: &Client) -> Field<Vec<String>> {
    let field = core.field("/tags", client.tags.clone());
    let chosen = field.signal();
    let read = |text: &str| text.split(' ').filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    core.remember_as("/tags", move || chosen.read().join(" "), move |text| chosen.set(read(text)));
    field
}

/// In the order in which the record has them.
fn sorted(mut tags: Vec<String>) -> Vec<String> {
    tags.sort();
    tags
}

#[component]
pub fn EditDetails() -> impl IntoView {
    let record = use_record();
    // Made once: a change that comes in meanwhile must not take away what is typed.
    untrack(|| record.client()).map(|client| view! { <EditForm client record/> })
}

#[component]
fn EditForm(client: Client, record: Record) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let whole = session.may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    let core = Core::new("details");
    let fields = Fields::new(core, &client);
    let keeping = keep_edit(core, Unsent::Details, client.id, client.version);
    let (id, before) = (client.id, client.contact_points.clone());
    let was = Signal::stored(client);
    let form = Form::placing(
        core,
        move || fields.patch(&was.read(), whole),
        move |_, error| fields.addresses.place(fields.numbers.place(fields.contacts.place(error))),
    );
    let back = format!("/staff/clients/{}/details", record.id());
    let (leave, navigate) = (back.clone(), use_navigate());
    let done = Callback::new(move |answer: Outcome<Client>| {
        keeping.sent();
        outcome.tell(&answer, untrack(|| say!(i18n, clients.saved)));
        record.again();
        navigate(&leave, Default::default());
    });
    let save = move |(patch, now): (ClientPatch, Client)| {
        let then = move |answer| done.run(answer);
        form.send_this(patch, move |patch| session.change_client(now.id, now.version, patch), then);
    };
    let send = move || {
        let (id, version) = (record.id(), was.read_untracked().version);
        form.send(move |patch| session.change_client(id, version, patch), move |answer| done.run(answer));
    };
    let read = move || session.client(record.id());
    let rest = whole.then(|| view! { <Whole fields was=was.get_untracked()/> });
    view! {
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read save/>
            <BroughtBack keeping/>
            {rest}
            <fieldset class="form-part"><legend>{tr!(clients.contact_title)}</legend><ContactFields rows=fields.contacts/>
                <SharedWith core rows=fields.contacts client=Some(id) before/></fieldset>
            <fieldset class="form-part"><legend>{tr!(clients.address)}</legend><AddressFields rows=fields.addresses/></fieldset>
            <KeptMark keeping/>
            <Proposing applied_with=&[Permission::EditClients, Permission::EditContactDetails]/>
            <div class="form-actions">
                <SendButton core label=tr!(clients.save)/>
                <A href={back} {..} class="btn btn-ghost">{tr!(unsent.later)}</A>
            </div>
        </FormView>
    }
}

/// Everything but phones, emails and addresses.
#[component]
fn Whole(fields: Fields, was: Client) -> impl IntoView {
    let ssn = (was.ssn_last_four.is_some() || was.withheld.is_empty()).then(|| {
        let help =
            if was.ssn_last_four.is_some() { tr!(clients.ssn_replace_help) } else { tr!(clients.ssn_help) };
        view! { <TextField field=fields.ssn label=tr!(clients.ssn) help kind=Kind::Digits optional=true/> }
    });
    let list = use_code_list(TAGS);
    let choices = list.choices(move || fields.tags.get());
    // An organization without tags is not asked for them.
    let has_tags = Memo::new(move |_| !choices.read().is_empty());
    let tags = move || {
        has_tags.get().then(|| {
            view! {
                <fieldset class="form-part">
                    <legend>{tr!(clients.tags)}</legend>
                    <Checks field=fields.tags label=tr!(clients.tags_ask) choices optional=true/>
                </fieldset>
            }
        })
    };
    let languages = LANGUAGES.map(|code| (code.to_owned(), language(code).to_owned()));
    view! {
        <fieldset class="form-part">
            <legend>{tr!(clients.names)}</legend>
            <NameFields names=fields.names/>
            <BirthField field=fields.born label=tr!(clients.date_of_birth) optional=true/>
            <Select field=fields.language label=tr!(clients.language) help=tr!(clients.language_help)
                choices=Signal::stored(languages.to_vec()) blank=tr!(common.not_known)/>
            {ssn}
        </fieldset>
        <fieldset class="form-part"><legend>{tr!(clients.residency_title)}</legend><CodedFields coded=fields.coded/></fieldset>
        <fieldset class="form-part"><legend>{tr!(clients.emergency)}</legend><EmergencyFields part=fields.emergency/></fieldset>
        <fieldset class="form-part"><legend>{tr!(clients.external_ids)}</legend><NumberFields rows=fields.numbers/></fieldset>
        {tags}
    }
}
