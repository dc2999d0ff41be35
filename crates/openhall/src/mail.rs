//! How mail leaves.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use jobs::mail::Post;
use secrecy::SecretString;
use store::mail_folder::MailFolder;

use crate::{config::Config, secret};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Mail")]
pub struct Mail {
    /// The mail server: smtps://user:password@host, or smtp://user:password@host for STARTTLS (with ?tls=none for
    /// neither). Without one, mail is kept in STATE_DIR/mails
    #[arg(long, env = "OPENHALL_SMTP_URL", value_name = "URL", hide_env_values = true, value_parser = secret::parse)]
    smtp_url: Option<SecretString>,
    /// A file that holds the OPENHALL_SMTP_URL, and goes before it
    #[arg(long, env = "OPENHALL_SMTP_URL_FILE", value_name = "FILE")]
    smtp_url_file: Option<PathBuf>,
    /// Who mail is from, such as hall@example.org; the organization's name is put before it
    #[arg(long, env = "OPENHALL_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Where people find Openhall, such as https://hall.example.org: links in mail begin with it
    #[arg(long, env = "OPENHALL_URL", value_name = "URL")]
    url: Option<String>,
}

impl Mail {
    /// The way out: the mail server, or the folder where there is none.
    pub fn post(&self, config: &Config, listen: SocketAddr) -> Result<Post> {
        let Some(server) = secret::given(self.smtp_url.as_ref(), self.smtp_url_file.as_deref())? else {
            let base = self.base()?.unwrap_or_else(|| format!("http://{listen}"));
            return Ok(Post::folder(MailFolder::new(config.mails()), &base));
        };
        let from = given(self.mail_from.as_deref());
        let from = from.context("mail needs a sender: OPENHALL_MAIL_FROM=hall@example.org")?;
        let base = self.base()?;
        let base = base.context(
            "links in mail need to know where people find Openhall: OPENHALL_URL=https://hall.example.org",
        )?;
        Post::server(&server, from, &base).context("mail cannot be sent")
    }

    fn base(&self) -> Result<Option<String>> {
        match given(self.url.as_deref()) {
            Some(url) if !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)) => {
                bail!("OPENHALL_URL begins with https:// or http://")
            }
            url => Ok(url.map(str::to_owned)),
        }
    }
}

/// Empty counts as not given, as compose files pass it.
fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
