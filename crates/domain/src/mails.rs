//! Mail that was kept instead of sent, because there is no mail server.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{actor::Actor, ids::JobId, permission::Permissions, role::Role, roles::RoleSight};

/// One mail, as its reader would see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptMail {
    /// Of the job that sent it.
    pub id: JobId,
    pub at: DateTime<Utc>,
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// The latest mails of the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailFolder {
    /// False where mail goes out through a mail server: then none is kept.
    pub keeps_mail: bool,
    /// At most a hundred, newest first.
    pub latest: Vec<KeptMail>,
}

impl MailFolder {
    /// As somebody may read it: what stands behind the `#` of a link opens an account, an administrator's too, and whoever
    /// reads it has that account's power. So only those read it who may do everything already.
    pub fn shown_to(self, reader: &Actor) -> Self {
        if reader.may_give(Permissions::of_roles(&[Role::Administrator]), RoleSight::Everyone) {
            return self;
        }
        let closed = |mail: KeptMail| KeptMail { text: without_codes(&mail.text), ..mail };
        Self { latest: self.latest.into_iter().map(closed).collect(), ..self }
    }
}

fn without_codes(text: &str) -> String {
    let mut pieces = text.split('#');
    let before = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(before, |shown, piece| {
        let rest = piece.find(char::is_whitespace).map_or("", |end| &piece[end..]);
        format!("{shown}#…{rest}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_link_its_code_is_left_out_and_nothing_else() {
        let text =
            "Choose a password:\nhttps://hall.test/staff/reset#Ab-_9 .\nYour hall\nhttps://hall.test/#zz";
        let shown = "Choose a password:\nhttps://hall.test/staff/reset#… .\nYour hall\nhttps://hall.test/#…";
        assert_eq!(without_codes(text), shown);
        assert_eq!(without_codes("No link"), "No link");
    }
}
