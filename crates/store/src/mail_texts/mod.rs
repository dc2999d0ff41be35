//! The words of mails: the organization's own where there are some, else those that are shipped.

mod shipped;

use diesel::prelude::*;
use domain::mail_texts::{MailKind, MailText, MailTextPatch};

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    schema::mail_texts,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Every mail in every language of its readers.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<MailText>> {
    let own = rows(tx)?;
    let all =
        MailKind::ALL.iter().flat_map(|kind| kind.languages().iter().map(move |language| (*kind, *language)));
    Ok(all.map(|place| text(place, &own)).collect())
}

/// What a mail says to a reader of a language.
pub fn for_reader(tx: &mut ReadTx, kind: MailKind, wanted: &str) -> StoreResult<MailText> {
    let own = rows(tx)?;
    Ok(text((kind, kind.language(wanted)), &own))
}

/// A mail, and a language that its readers read.
type Place = (MailKind, &'static str);

/// Words a mail anew. `seen` is the version that the writer read.
pub fn amend(
    tx: &mut WriteTx,
    (kind, language): (MailKind, &str),
    seen: i32,
    patch: &MailTextPatch,
) -> StoreResult<MailText> {
    let place = known(kind, language)?;
    patch.check_for(kind, tx.today())?;
    let found = text(place, &rows(tx)?);
    unchanged(Some(seen), found.version)?;
    let now = |new: &Option<String>, found: String| {
        new.as_ref().map_or(found, |new| new.trim().replace("\r\n", "\n"))
    };
    let words = (now(&patch.subject, found.subject), now(&patch.body, found.body));
    write(tx, place, found.version, Some(words))
}

/// Goes back to the words that are shipped.
pub fn reset(tx: &mut WriteTx, (kind, language): (MailKind, &str), seen: i32) -> StoreResult<MailText> {
    let place = known(kind, language)?;
    let version = text(place, &rows(tx)?).version;
    unchanged(Some(seen), version)?;
    write(tx, place, version, None)
}

/// A language that nobody reads this mail in has no text.
fn known(kind: MailKind, language: &str) -> StoreResult<Place> {
    let found = kind.languages().iter().find(|known| **known == language);
    found.map(|language| (kind, *language)).ok_or(StoreError::NotFound)
}

/// Writes subject and body over a version. Words that were taken back leave theirs, so that somebody who read them
/// notices.
fn write(
    tx: &mut WriteTx,
    place: Place,
    version: i32,
    words: Option<(String, String)>,
) -> StoreResult<MailText> {
    let (subject, body) = words.unzip();
    let values =
        (mail_texts::subject.eq(subject), mail_texts::body.eq(body), mail_texts::version.eq(version + 1));
    let (kind, language) = place;
    let written = match version {
        0 => {
            let key = (mail_texts::kind.eq(kind.code()), mail_texts::language.eq(language));
            let insert = diesel::insert_into(mail_texts::table).values((key, values));
            tx.run(insert.on_conflict_do_nothing())?
        }
        _ => {
            let row = mail_texts::table.find((kind.code(), language));
            tx.run(diesel::update(row.filter(mail_texts::version.eq(version))).set(values))?
        }
    };
    match written {
        0 => Err(StoreError::Stale),
        _ => Ok(text(place, &rows(tx)?)),
    }
}

fn rows(tx: &mut ReadTx) -> StoreResult<Vec<Row>> {
    tx.load(Scoped::by_permission(mail_texts::table).select(Row::as_select()))
}

fn text((kind, language): Place, own: &[Row]) -> MailText {
    let row = own.iter().find(|row| row.kind == kind.code() && row.language == language);
    let version = row.map_or(0, |row| row.version);
    let worded = row.and_then(|row| Some((row.subject.clone()?, row.body.clone()?)));
    let is_own = worded.is_some();
    let (subject, body) = worded.unwrap_or_else(|| shipped::words(kind, language));
    MailText { kind, language: language.to_owned(), subject, body, is_own, version }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mail_texts)]
struct Row {
    kind: String,
    language: String,
    subject: Option<String>,
    body: Option<String>,
    version: i32,
}
