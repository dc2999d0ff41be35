//! Whether a person is known already. One function, in front of which everything asks that takes somebody in.
//!
//! Candidates are found among all clients by what an index can find: the keyed hash of the social security number,
//! the day of birth, an email, a phone. Then [`linkage`] compares each with the person and gives the reasons.

use chrono::NaiveDate;
use diesel::sql_types::{Array, Binary, Bool, Date, Nullable, Text, Uuid as SqlUuid};
use domain::{
    applications::{LikelyClient, LikelyClientCard, LikenessReason},
    clients::{ContactKind, SharedContacts, display_name},
    ids::ClientId,
    permission::Permission,
    validate::Draft,
};
use linkage::Person;
use uuid::Uuid;

use crate::{StoreResult, scope, tx::ReadTx};

/// What is known of the person who is looked for.
pub use linkage::Person as Identity;

/// More than these nobody reads.
const MOST: usize = 20;

/// `$5` orders those who share a day of birth, of which there may be thousands on a first of January: the names
/// most like are compared.
fn candidates(marked: &str) -> String {
    format!(
        "select clients.id, {marked}, first_name, last_name, preferred_name, aliases, date_of_birth, ssn_index,
            array(select value from contact_points
                  where client_id = clients.id and kind = 'phone' order by position) as phones,
            array(select value from contact_points
                  where client_id = clients.id and kind = 'email' order by position) as emails,
            exists (select from restrictions where client_id = clients.id and lifted_at is null
                    and start_date <= today() and coalesce(end_date, 'infinity') >= today()) as restricted
        from clients
        where status <> 'merged' and clients.id in (
            (select id from clients where ssn_index = $1)
            union (select id from clients where date_of_birth = $2 order by similarity(name_key, $5) desc limit 200)
            union (select client_id from contact_points where kind = 'email' and value_key = any($3) limit 200)
            union (select client_id from contact_points where kind = 'phone' and value_key = any($4) limit 200))"
    )
}

/// Clients who may be this person, the likeliest first. Of a record outside the reader's sight it is told that there
/// is one, and nothing else: neither the reasons nor how alike the names are.
pub fn likely_clients(tx: &mut ReadTx, who: &Identity) -> StoreResult<Vec<LikelyClient>> {
    let found = look(tx, who, "applications.likely_clients")?;
    Ok(found.into_iter().map(|found| found.told(tx)).collect())
}

/// Clients who have one of these phones or emails. That somebody out of sight has it is told to those alone who take people
/// in: they would make a second record otherwise.
pub fn sharing(tx: &mut ReadTx, asked: &SharedContacts) -> StoreResult<Vec<LikelyClient>> {
    asked.check(tx.today())?;
    let of = |kind: ContactKind| -> Vec<String> {
        let points = asked.contact_points.iter().filter(|point| point.kind == kind);
        points.map(|point| point.value.clone()).collect()
    };
    let who =
        Identity { phones: of(ContactKind::Phone), emails: of(ContactKind::Email), ..Identity::default() };
    let hidden_too = tx.may(Permission::CreateClients);
    let mut found = look(tx, &who, "clients.sharing")?;
    found.retain(|found| Some(ClientId::from(found.row.id)) != asked.client);
    found.retain(|found| found.row.in_sight || hidden_too);
    Ok(found.into_iter().map(|found| found.told(tx)).collect())
}

fn look(tx: &mut ReadTx, who: &Identity, operation: &'static str) -> StoreResult<Vec<Found>> {
    let keys = |texts: &[String], key: fn(&str) -> String| -> Vec<String> {
        texts.iter().map(|text| key(text)).filter(|key| !key.is_empty()).collect()
    };
    let names = linkage::name(&format!("{} {}", who.last_name, who.first_name));
    let query = scope::marked(tx.actor(), "clients.id", candidates)?
        .prepared()
        .bind::<Nullable<Binary>, _>(who.ssn_index.clone())
        .bind::<Nullable<Date>, _>(who.date_of_birth)
        .bind::<Array<Text>, _>(keys(&who.emails, linkage::email))
        .bind::<Array<Text>, _>(keys(&who.phones, linkage::phone))
        .bind::<Text, _>(names);
    let rows: Vec<Row> = tx.load(query)?;
    let mut found: Vec<Found> = rows.into_iter().filter_map(|row| row.compared(who)).collect();
    found.sort_by_key(Found::rank);
    found.truncate(MOST);
    let seen = found.iter().filter(|found| found.row.in_sight).map(|found| ClientId::from(found.row.id));
    tx.saw(operation, seen.collect::<Vec<_>>());
    Ok(found)
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Bool)]
    in_sight: bool,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    preferred_name: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    aliases: Vec<String>,
    #[diesel(sql_type = Nullable<Date>)]
    date_of_birth: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Binary>)]
    ssn_index: Option<Vec<u8>>,
    #[diesel(sql_type = Array<Text>)]
    phones: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    emails: Vec<String>,
    #[diesel(sql_type = Bool)]
    restricted: bool,
}

impl Row {
    /// The row with its reasons, where there are any.
    fn compared(self, who: &Identity) -> Option<Found> {
        let person = Person {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            preferred_name: self.preferred_name.clone(),
            aliases: self.aliases.clone(),
            date_of_birth: self.date_of_birth,
            ssn_index: self.ssn_index.clone(),
            phones: self.phones.clone(),
            emails: self.emails.clone(),
        };
        let comparison = linkage::compare(who, &person);
        let reasons: Vec<_> = comparison.reasons.into_iter().map(reason).collect();
        (!reasons.is_empty()).then_some(Found { row: self, reasons, name_likeness: comparison.name_likeness })
    }
}

struct Found {
    row: Row,
    reasons: Vec<LikenessReason>,
    name_likeness: u8,
}

impl Found {
    /// In sight first, so that their place tells nothing of those that are not.
    fn rank(&self) -> impl Ord + use<> {
        let same_number = self.reasons.contains(&LikenessReason::SameSsn);
        let weight = (same_number, self.reasons.len(), self.name_likeness);
        std::cmp::Reverse((self.row.in_sight, weight, self.row.id))
    }

    fn told(self, tx: &ReadTx) -> LikelyClient {
        if !self.row.in_sight {
            return LikelyClient { client: None, reasons: Vec::new(), name_likeness: 0 };
        }
        let row = self.row;
        let card = LikelyClientCard {
            id: row.id.into(),
            name: display_name(row.preferred_name.as_deref(), &row.first_name, &row.last_name),
            date_of_birth: row.date_of_birth.filter(|_| tx.may(Permission::SeeClientDetails)),
            phone: row.phones.into_iter().next(),
            email: row.emails.into_iter().next(),
            restricted: row.restricted && tx.may(Permission::SeeRestrictions),
        };
        LikelyClient { client: Some(card), reasons: self.reasons, name_likeness: self.name_likeness }
    }
}

fn reason(reason: linkage::Reason) -> LikenessReason {
    match reason {
        linkage::Reason::SameSsn => LikenessReason::SameSsn,
        linkage::Reason::SameBirthSimilarName => LikenessReason::SameBirthSimilarName,
        linkage::Reason::SameEmail => LikenessReason::SameEmail,
        linkage::Reason::SamePhone => LikenessReason::SamePhone,
    }
}
