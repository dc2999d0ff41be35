//! A new client.

use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment};
use domain::{
    clients::{Client, ClientDraft, Stage},
    ids::{ApplicationId, ClientId, UserId},
};

use super::{
    entering, lists,
    tags::{self, sorted},
};
use crate::{
    StoreResult,
    batch::Batch,
    canonical::{
        assignments,
        codes::{self, Retired, Use},
        demographics,
    },
    clients::{Keys, Shown},
    custom_fields::{self, Owner},
    new_id,
    schema::clients,
    ssn::{Incoming, SealedSsn, client_place},
    tx::{Write, WriteTx},
};

/// Who is to be made a client of.
pub(crate) struct NewClient<'a> {
    pub draft: &'a ClientDraft,
    pub ssn: Option<&'a Incoming>,
    /// Where the record comes from.
    pub application: Option<ApplicationId>,
    /// Who works with the client from the beginning.
    pub worker: Option<UserId>,
}

/// Makes the record with all that stands around it, in one round. What an application chose may have been retired
/// since; it was offered then, so it is taken.
pub(crate) fn create(tx: &mut WriteTx, new: NewClient) -> StoreResult<Client> {
    let NewClient { draft, ssn, application, worker } = new;
    let retired = if application.is_some() { Retired::Taken } else { Retired::Refused };
    codes::check(tx, &uses(draft), retired)?;
    let fields = match application {
        // They were checked when they were asked; those that are not kept on clients stay behind.
        Some(_) => custom_fields::kept_on_clients(tx, &draft.fields)?,
        None => custom_fields::check_client(tx, &draft.fields)?,
    };
    let id = ClientId::from(new_id());
    let ssn = ssn.map(|ssn| ssn.sealed_for(tx.sealer(), client_place(id))).transpose()?;
    let client = Client { application_id: application, ..client(tx, id, draft, ssn.as_ref()) };
    let mut all = Batch::of(insert(&client, ssn.as_ref())?)
        .with(lists::new_contacts(&client))
        .with(lists::new_addresses(&client))
        .with(tags::new_tags(&client))
        .with(demographics::new_answers(tx, id, &draft.answers))
        .with(entering(tx, id, Stage::default()));
    if let Some(user) = worker {
        all = all.with(assignments::taking_on(tx, id, user));
    }
    tx.run(all)?;
    lists::add_external_ids(tx, id, &client.external_ids, &[])?;
    let values = draft.fields.iter().map(|(name, value)| (name, Some(value)));
    custom_fields::write(tx, Owner::Client(id), &fields, values)?;
    Ok(Shown::to(tx.actor()).of(client))
}

fn uses(draft: &ClientDraft) -> Vec<Use<'_>> {
    let fields = [
        ("residency", "/residency", &draft.residency),
        ("residency_proof", "/residency_verified_by", &draft.residency_verified_by),
        ("neighborhood", "/neighborhood", &draft.neighborhood),
        ("referral_source", "/referral_source", &draft.referral_source),
    ];
    let used = fields.into_iter().filter_map(|(list, pointer, code)| {
        Some(Use { list, code: code.as_deref()?, pointer: pointer.to_owned(), on: None })
    });
    let used = used.chain(tags::uses(&draft.tags, &[]));
    used.chain(codes::of_answers(draft.answers.iter().enumerate())).collect()
}

fn client(tx: &WriteTx, id: ClientId, draft: &ClientDraft, ssn: Option<&SealedSsn>) -> Client {
    let draft = draft.clone();
    Client {
        id,
        version: 1,
        first_name: draft.first_name,
        last_name: draft.last_name,
        preferred_name: draft.preferred_name.filter(|name| !name.is_empty()),
        language: draft.language,
        contact_points: draft.contact_points,
        addresses: draft.addresses,
        next_appointment: None,
        photo: None,
        aliases: draft.aliases,
        date_of_birth: draft.date_of_birth,
        status: Some(draft.status),
        stage: Some(Stage::default()),
        ssn_last_four: ssn.map(|ssn| ssn.last_four.clone()),
        residency: draft.residency,
        residency_verified_by: draft.residency_verified_by,
        neighborhood: draft.neighborhood,
        referral_source: draft.referral_source,
        external_ids: draft.external_ids,
        emergency_contact: draft.emergency_contact,
        tags: sorted(draft.tags),
        application_id: None,
        created_at: tx.now(),
        updated_at: tx.now(),
        withheld: Vec::new(),
    }
}

fn insert<'a>(
    client: &'a Client,
    ssn: Option<&'a SealedSsn>,
) -> StoreResult<impl Write + QueryFragment<Pg> + 'a> {
    let keys = Keys::of(client);
    let emergency = client.emergency_contact.as_ref().map(serde_json::to_value).transpose()?;
    Ok(diesel::insert_into(clients::table).values((
        (
            clients::id.eq(client.id.uuid()),
            clients::status.eq(client.status.unwrap_or_default().code()),
            clients::first_name.eq(&client.first_name),
            clients::last_name.eq(&client.last_name),
            clients::preferred_name.eq(&client.preferred_name),
            clients::language.eq(&client.language),
            clients::aliases.eq(&client.aliases),
            clients::date_of_birth.eq(client.date_of_birth),
        ),
        (
            clients::residency.eq(&client.residency),
            clients::residency_verified_by.eq(&client.residency_verified_by),
            clients::neighborhood.eq(&client.neighborhood),
            clients::referral_source.eq(&client.referral_source),
            clients::emergency_contact.eq(emergency),
            clients::application_id.eq(client.application_id.map(|id| id.uuid())),
        ),
        (
            clients::ssn_sealed.eq(ssn.map(|ssn| ssn.sealed.as_slice())),
            clients::ssn_last_four.eq(ssn.map(|ssn| ssn.last_four.as_str())),
            clients::ssn_index.eq(ssn.map(|ssn| ssn.index.as_slice())),
        ),
        (clients::name_key.eq(keys.name), clients::search_key.eq(keys.search)),
        (clients::created_at.eq(client.created_at), clients::updated_at.eq(client.updated_at)),
    )))
}
