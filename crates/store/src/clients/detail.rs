//! One client, as far as the reader may see.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl,
    prelude::*,
    sql_types::{Jsonb, Nullable},
};
use domain::{
    actor::Actor,
    clients::{Client, Stage, Status},
    ids::{ClientId, PhotoId},
    permission::Permission,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreResult,
    schema::{clients, follow_ups},
    scope::{self, shown_if},
    statement::computed,
    tx::ReadTx,
};

/// Which parts of a record are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    pub details: bool,
    pub ssn_last_four: bool,
}

/// What the record has beyond the card.
pub(crate) const DETAILS: [&str; 13] = [
    "language",
    "aliases",
    "date_of_birth",
    "status",
    "stage",
    "residency",
    "residency_verified_by",
    "neighborhood",
    "referral_source",
    "external_ids",
    "emergency_contact",
    "tags",
    "application_id",
];

impl Shown {
    /// For a write, which has to know what it changes. What it answers with is masked for the writer.
    const WHOLE: Self = Self { details: true, ssn_last_four: true };

    pub(crate) fn to(actor: &Actor) -> Self {
        Self {
            details: actor.may(Permission::SeeClientDetails),
            ssn_last_four: actor.may(Permission::SeeSsnLastFour),
        }
    }

    /// Names of the fields that are not.
    pub(crate) fn withheld(self) -> Vec<String> {
        let details = DETAILS.iter().filter(|_| !self.details);
        let all = details.copied().chain((!self.ssn_last_four).then_some("ssn_last_four"));
        all.map(str::to_owned).collect()
    }

    /// The whole record without what is not shown.
    pub(crate) fn of(self, whole: Client) -> Client {
        let shown = if self.details { whole } else { card(whole) };
        let ssn_last_four = shown.ssn_last_four.filter(|_| self.ssn_last_four);
        Client { ssn_last_four, withheld: self.withheld(), ..shown }
    }
}

fn card(whole: Client) -> Client {
    Client {
        language: None,
        aliases: Vec::new(),
        date_of_birth: None,
        status: None,
        stage: None,
        residency: None,
        residency_verified_by: None,
        neighborhood: None,
        referral_source: None,
        external_ids: Vec::new(),
        emergency_contact: None,
        tags: Vec::new(),
        application_id: None,
        ..whole
    }
}

/// One client in sight.
pub fn find(tx: &mut ReadTx, id: ClientId) -> StoreResult<Client> {
    let client = fetch(tx, id, Shown::to(tx.actor()))?;
    tx.saw("clients.find", [id]);
    Ok(client)
}

/// One client in sight with all that a write must know.
pub(crate) fn find_whole(tx: &mut ReadTx, id: ClientId) -> StoreResult<Client> {
    fetch(tx, id, Shown::WHOLE)
}

const CONTACT_POINTS: &str = "(select jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'label', label, \
    'may_contact', may_contact) order by position) from contact_points where client_id = clients.id)";

const ADDRESSES: &str = "(select jsonb_agg(jsonb_build_object('no_fixed_address', no_fixed_address, \
    'street', street, 'unit', unit, 'city', city, 'region', region, 'postal_code', postal_code) \
    order by position) from addresses where client_id = clients.id)";

const EXTERNAL_IDS: &str = "(select jsonb_agg(jsonb_build_object('source', source, 'value', value) \
    order by source, value) from external_ids where client_id = clients.id)";

/// As Rust sorts them, whatever the language of the database is.
const TAGS: &str =
    "(select jsonb_agg(tag order by tag collate \"C\") from client_tags where client_id = clients.id)";

fn fetch(tx: &mut ReadTx, id: ClientId, shown: Shown) -> StoreResult<Client> {
    let aggregated = computed::<Nullable<Jsonb>>;
    let next_appointment = follow_ups::table
        .filter(follow_ups::client_id.eq(clients::id))
        .filter(follow_ups::status.eq("open").and(follow_ups::due_on.ge(tx.today())))
        .select(dsl::min(follow_ups::due_on));
    let details = shown.details;
    let query = scope::clients(tx.actor()).filter(clients::id.eq(id.uuid()));
    let row: Row = tx.first(query.select((
        (clients::id, clients::version, clients::created_at, clients::updated_at),
        (clients::first_name, clients::last_name, clients::preferred_name),
        (aggregated(CONTACT_POINTS), aggregated(ADDRESSES), next_appointment.single_value(), clients::photo),
        (
            shown_if(details, clients::aliases),
            shown_if(details, clients::date_of_birth),
            shown_if(details, clients::status),
            shown_if(details, clients::stage),
        ),
        (
            shown_if(details, clients::residency),
            shown_if(details, clients::residency_verified_by),
            shown_if(details, clients::neighborhood),
            shown_if(details, clients::referral_source),
            shown_if(details, clients::language),
        ),
        (shown_if(details, aggregated(EXTERNAL_IDS)), shown_if(details, aggregated(TAGS))),
        (
            shown_if(details, clients::emergency_contact),
            shown_if(details, clients::application_id),
            shown_if(shown.ssn_last_four, clients::ssn_last_four),
        ),
    )))?;
    row.client(shown)
}

type Text = Option<String>;

#[derive(Queryable)]
struct Row {
    record: (Uuid, i32, DateTime<Utc>, DateTime<Utc>),
    names: (String, String, Text),
    contact: (Option<Value>, Option<Value>, Option<NaiveDate>, Option<Uuid>),
    person: (Option<Vec<String>>, Option<NaiveDate>, Text, Text),
    codes: (Text, Text, Text, Text, Text),
    listed: (Option<Value>, Option<Value>),
    rest: (Option<Value>, Option<Uuid>, Text),
}

impl Row {
    fn client(self, shown: Shown) -> StoreResult<Client> {
        let (id, version, created_at, updated_at) = self.record;
        let (first_name, last_name, preferred_name) = self.names;
        let (aliases, date_of_birth, status, stage) = self.person;
        let (external_ids, tags) = self.listed;
        let (emergency_contact, application_id, ssn_last_four) = self.rest;
        let (residency, residency_verified_by, neighborhood, referral_source, language) = self.codes;
        Ok(Client {
            id: id.into(),
            version,
            first_name,
            last_name,
            preferred_name,
            language,
            contact_points: read(self.contact.0)?.unwrap_or_default(),
            addresses: read(self.contact.1)?.unwrap_or_default(),
            next_appointment: self.contact.2,
            photo: self.contact.3.map(PhotoId::from),
            aliases: aliases.unwrap_or_default(),
            date_of_birth,
            status: status.and_then(|code| Status::from_code(&code)),
            stage: stage.and_then(|code| Stage::from_code(&code)),
            ssn_last_four,
            residency,
            residency_verified_by,
            neighborhood,
            referral_source,
            external_ids: read(external_ids)?.unwrap_or_default(),
            emergency_contact: read(emergency_contact)?,
            tags: read(tags)?.unwrap_or_default(),
            application_id: application_id.map(Into::into),
            created_at,
            updated_at,
            withheld: shown.withheld(),
        })
    }
}

fn read<T: DeserializeOwned>(json: Option<Value>) -> StoreResult<Option<T>> {
    Ok(json.map(serde_json::from_value).transpose()?)
}
