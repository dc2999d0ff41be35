//! The way out of the house: a mail server, or a folder.

use std::{io, net::IpAddr, time::Duration};

use domain::{mails::KeptMail, organization::PublicOrganization};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::AddressError,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{self, response::Category},
};
use secrecy::{ExposeSecret, SecretString};
use store::{
    Store,
    jobs::{Failure, Task},
    mail_folder::MailFolder,
    mail_texts, organization,
    outbox::Mail,
    tx::Caller,
};
use tokio::{
    runtime::{self, Runtime},
    time::timeout,
};

use super::letter::{self, Letter};

/// For each step of a conversation with a mail server, and for all of it: less than the lease on a mail.
const STEP: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(20);

/// Sends mail.
pub struct Post {
    /// Where people find Openhall, without a slash at its end.
    base: String,
    /// The organization's own address where none is set.
    from: Option<Mailbox>,
    way: Way,
}

enum Way {
    Server(AsyncSmtpTransport<Tokio1Executor>),
    Folder(MailFolder),
}

/// Why mail cannot be set up so. It does not repeat the setting, which holds a password.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    #[error("this is no address of a mail server: smtps://user:password@host, or smtp:// with STARTTLS")]
    Server(#[source] smtp::Error),
    #[error("this is no sender: Example Hall <hall@example.org>")]
    From(#[source] AddressError),
    #[error("the mail server cannot be reached, or does not let us in")]
    Closed(#[source] smtp::Error),
    #[error("nothing can be waited for")]
    Runtime(#[source] io::Error),
    #[error("the mail server let us in and then said nothing to the point")]
    Silent,
}

impl Post {
    /// Through a mail server. `from` is an address, with a name or without.
    pub fn server(url: &SecretString, from: &str, base: &str) -> Result<Self, PostError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&encrypted(url.expose_secret()));
        let transport = transport.map_err(PostError::Server)?.timeout(Some(STEP)).build();
        let from = from.parse().map_err(PostError::From)?;
        Ok(Self {
            base: base.trim_end_matches('/').to_owned(),
            from: Some(from),
            way: Way::Server(transport),
        })
    }

    /// Into a folder.
    pub fn folder(folder: MailFolder, base: &str) -> Self {
        Self { base: base.trim_end_matches('/').to_owned(), from: None, way: Way::Folder(folder) }
    }

    /// Whether a mail server would take mail from us now: connected to, encrypted, signed in. None is sent.
    pub fn knock(&self) -> Result<(), PostError> {
        let Way::Server(server) = &self.way else { return Ok(()) };
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(PostError::Runtime)?;
        match runtime.block_on(server.test_connection()).map_err(PostError::Closed)? {
            true => Ok(()),
            false => Err(PostError::Silent),
        }
    }

    /// Where mail is kept, if it is not sent.
    pub fn kept_in(&self) -> Option<&MailFolder> {
        match &self.way {
            Way::Server(_) => None,
            Way::Folder(folder) => Some(folder),
        }
    }

    /// Sends what a job holds. Its id is the letter's, so that a mail server may notice a repetition.
    pub(crate) fn send(&self, store: &Store, runtime: &Runtime, task: &Task) -> Result<(), Failure> {
        let mail = store.open_mail(task)?;
        let (organization, words) = store.read_public(&Caller::job(), |tx| {
            let words = mail_texts::for_reader(tx, mail.message.kind(), &mail.language)?;
            Ok((organization::public(tx)?, words))
        })?;
        let letter = letter::write(&words, &mail.message, &organization, &self.base)
            .map_err(|error| Failure::last(format!("its words: {:?}", error.kind())))?;
        let message = self.message(task, &mail, &letter, &organization)?;
        match &self.way {
            Way::Server(server) => {
                let sending = runtime.block_on(async { timeout(WHOLE, server.send(message)).await });
                let sent = sending.map_err(|_| Failure::passing("the mail server took too long"))?;
                sent.map(drop).map_err(|error| refused(&error, &mail.to))
            }
            Way::Folder(folder) => {
                let kept = KeptMail {
                    id: task.id.into(),
                    at: task.created_at,
                    to: mail.to,
                    subject: letter.subject,
                    text: letter.text,
                };
                folder.keep(&kept, &message.formatted()).map_err(|error| Failure::passing(error.to_string()))
            }
        }
    }

    fn message(
        &self,
        task: &Task,
        mail: &Mail,
        letter: &Letter,
        organization: &PublicOrganization,
    ) -> Result<Message, Failure> {
        let to: Address = mail.to.parse().map_err(|_| Failure::last("the address is none"))?;
        let own: Option<Address> = organization.email.parse().ok();
        let from = self.from(organization, own.as_ref())?;
        let domain = from.email.domain().to_owned();
        let builder = Message::builder()
            .from(from)
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .message_id(Some(format!("<{}@{domain}>", task.id)))
            .date(task.created_at.into())
            .raw_header(automatic());
        let builder = own.into_iter().fold(builder, |builder, own| builder.reply_to(Mailbox::new(None, own)));
        let body = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        builder.multipart(body).map_err(|error| Failure::last(error.to_string()))
    }

    /// The organization's name stands before an address that was set without one.
    fn from(&self, organization: &PublicOrganization, own: Option<&Address>) -> Result<Mailbox, Failure> {
        let name = Some(organization.name.clone());
        match (&self.from, own) {
            (Some(set), _) => Ok(Mailbox::new(set.name.clone().or(name), set.email.clone())),
            (None, Some(own)) => Ok(Mailbox::new(name, own.clone())),
            (None, None) => {
                let nobody = Address::new("openhall", "localhost");
                Ok(Mailbox::new(name, nobody.map_err(|_| Failure::last("there is no sender"))?))
            }
        }
    }
}

/// What a mail server said against it. It may repeat the address, which is nobody's business but the reader's. Where it
/// refuses the mailbox or the mail (55x) trying again does not help; where it refuses us, somebody may put that right.
fn refused(error: &smtp::Error, to: &str) -> Failure {
    let why = error.to_string().replace(to, "the recipient");
    let is_final = error.is_permanent()
        && error.status().is_some_and(|status| matches!(status.category, Category::MailSystem));
    Failure { why, is_final }
}

/// A password and the mail itself do not cross a network in clear text, unless somebody asks for that: `?tls=none`.
fn encrypted(url: &str) -> String {
    let plain = url.replace("?tls=none", "");
    if !url.starts_with("smtp://") || url.contains("tls=") || is_here(url) {
        return plain;
    }
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}tls=required")
}

/// Whether the server is on this machine.
fn is_here(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['/', '?']).next().unwrap_or_default();
    let host = place.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((host, _)) => host,
        None => host.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Answering machines do not answer machines (RFC 3834).
fn automatic() -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_elsewhere_is_spoken_to_in_secret() {
        for (set, meant) in [
            ("smtp://u:p@mail.example.org:587", "smtp://u:p@mail.example.org:587?tls=required"),
            ("smtps://u:p@mail.example.org", "smtps://u:p@mail.example.org"),
            ("smtp://mail:1025?tls=none", "smtp://mail:1025"),
            ("smtp://127.0.0.1:1025", "smtp://127.0.0.1:1025"),
            ("smtp://[::1]:1025", "smtp://[::1]:1025"),
            ("smtp://localhost@mail.example.org", "smtp://localhost@mail.example.org?tls=required"),
        ] {
            assert_eq!(encrypted(set), meant);
        }
    }

    #[test]
    fn a_wrong_setting_is_refused_and_not_repeated() {
        for (url, from) in [
            ("http://u:hush@mail.example.org", "hall@example.org"),
            ("hush", "hall@example.org"),
            ("smtps://u:hush@mail.example.org", "hall"),
            ("smtps://u:hush@mail.example.org", "hall@example.org\r\nBcc: all@example.org"),
        ] {
            let refused = Post::server(&SecretString::from(url), from, "https://hall.example.org");
            let words = refused.err().unwrap().to_string();
            assert!(!words.contains("hush"), "{words}");
        }
    }
}
