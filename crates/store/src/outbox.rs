//! Mail that is to be sent. It is written in the transaction of its cause, so that there is neither a mail about something
//! that never happened nor something that nobody was told of.
//!
//! A mail is a job: it has no row of its own, because nothing of it stays once it is sent. Until then it is sealed: it
//! says who is told, and may hold a link that opens something.

use diesel::{
    pg::{Pg, PgConnection},
    query_builder::{QueryFragment, QueryId},
    query_dsl::methods::ExecuteDsl,
};
use domain::{jobs::Kind, mail_texts::MailKind};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, StoreResult,
    jobs::{NewJob, Task, place},
    new_id,
    schema::jobs,
    tx::{Write, WriteTx},
};

/// One mail to one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// One address, from the database or from the form that this mail confirms.
    pub to: String,
    /// Of the reader; English where there is no text in it.
    pub language: String,
    pub message: Message,
}

/// What is told. The words stand in `mail_texts`, in each language of the readers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum Message {
    /// To whoever handed in an application. Nothing of the form stands in it: the address may be a stranger's.
    ApplicationReceived { reference: String },
    /// To the organization.
    NewApplication { reference: String },
    /// To a partner who referred somebody, by the number of the referral. Nothing of the person stands in it.
    ReferralArrived { reference: String },
    /// To a client in whose name somebody has applied again, most likely they themselves.
    AlreadyWithUs,
    /// To somebody who is to choose a first password.
    Invitation { name: String, code: String, hours: i64 },
    /// To somebody who forgot their password.
    PasswordReset { name: String, code: String },
    /// To somebody whose password was changed by a link: if it was not they, they have to know.
    PasswordChosen { name: String },
    /// To somebody whose second step an administrator took away: if they did not ask for it, they have to know.
    SecondFactorRemoved { name: String },
    /// To somebody who wants to hear of this at once; `kind` is a notification's.
    Notice { kind: String },
    /// To somebody who has something to do: how many follow-ups are due today, and how many are overdue.
    Reminder { today: i64, overdue: i64 },
    /// To somebody who wants one mail a day: what was not read since the last one.
    Digest { noticed: Vec<Noticed> },
}

/// How often something of a kind happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    pub kind: String,
    pub count: i64,
}

impl Message {
    /// Which mail it is.
    pub fn kind(&self) -> MailKind {
        match self {
            Self::ApplicationReceived { .. } => MailKind::ApplicationReceived,
            Self::NewApplication { .. } => MailKind::NewApplication,
            Self::ReferralArrived { .. } => MailKind::ReferralArrived,
            Self::AlreadyWithUs => MailKind::AlreadyWithUs,
            Self::Invitation { .. } => MailKind::Invitation,
            Self::PasswordReset { .. } => MailKind::PasswordReset,
            Self::PasswordChosen { .. } => MailKind::PasswordChosen,
            Self::SecondFactorRemoved { .. } => MailKind::SecondFactorRemoved,
            Self::Notice { .. } => MailKind::Notice,
            Self::Reminder { .. } => MailKind::Reminder,
            Self::Digest { .. } => MailKind::Digest,
        }
    }
}

/// Sends a mail once this transaction is done, and never where it is not.
pub fn send(tx: &mut WriteTx, mail: &Mail) -> StoreResult<()> {
    let sending = sending(tx, std::slice::from_ref(mail))?;
    tx.run(sending)?;
    Ok(())
}

/// The same, to be written with something else.
pub(crate) fn sending(
    tx: &WriteTx,
    mails: &[Mail],
) -> StoreResult<impl Write + QueryFragment<Pg> + QueryId + ExecuteDsl<PgConnection> + use<>> {
    let rows = mails.iter().map(|mail| {
        let id = new_id();
        let sealed = tx.sealer().seal(&place(id), &serde_json::to_vec(mail)?)?;
        Ok(NewJob {
            id,
            subject: mail.message.kind().code(),
            payload_sealed: Some(sealed),
            ..NewJob::of(Kind::Mail)
        })
    });
    let rows = rows.collect::<StoreResult<Vec<NewJob>>>()?;
    Ok(diesel::insert_into(jobs::table).values(rows))
}

impl Store {
    /// What is to be sent.
    pub fn open_mail(&self, task: &Task) -> StoreResult<Mail> {
        let sealed = task.payload_sealed.as_ref();
        let sealed = sealed.ok_or_else(|| StoreError::Internal("a mail without its content".into()))?;
        Ok(serde_json::from_slice(&self.sealer.open(&place(task.id), sealed)?)?)
    }
}
