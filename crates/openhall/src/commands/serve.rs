//! `openhall serve`

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use actix_web::{dev, rt::System};
use anyhow::{Context, Result};
use api::{
    listen::{Listening, bind, listen},
    page::Page,
    server::{Server, Settings},
    session::State,
    token::TokenKeys,
};
use clap::Args;
use jobs::{Jobs, Outside};
use secrecy::SecretString;
use store::{
    audit::heads::Heads, erasures::kept::Kept, files::Inspector, profiles::Profile, rate_limits::Limits,
};
use tokio::signal::unix::{SignalKind, signal};

use super::{Required, demo, profile};
use crate::{config::Config, erased, mail::Mail, opened::Opened, secret};

/// Serves the page and the API
///
/// Migrates the database first where it may (a private PostgreSQL, or a MIGRATION_URL). SIGTERM stops it: it
/// says that it is not ready, waits for the balancer to notice, finishes what it has, and goes.
#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    config: Config,
    #[command(flatten)]
    http: Http,
    #[command(flatten)]
    mail: Mail,
    /// What a new database begins with: mission or neutral
    #[arg(long, env = "OPENHALL_PROFILE", value_parser = profile)]
    profile: Option<Profile>,
    #[command(flatten)]
    second_factor: Required,
    /// Fills an empty database with the demo agency and prints who may sign in
    #[arg(long, conflicts_with = "require_second_factor")]
    demo: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "HTTP")]
pub(super) struct Http {
    /// Where to listen. TLS belongs to a proxy in front
    #[arg(long, env = "OPENHALL_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The built page, as `cargo xtask page` makes it; the API alone when absent
    #[arg(long, env = "OPENHALL_PAGE", value_name = "FOLDER")]
    pub(super) page: Option<PathBuf>,
    /// Threads that read and answer; as many as cores when absent
    #[arg(long, env = "OPENHALL_WORKERS", value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    workers: Option<u16>,
    /// Database connections for reading, and as many again for writing
    #[arg(long, env = "OPENHALL_CONNECTIONS", default_value_t = 16, value_name = "COUNT",
          value_parser = clap::value_parser!(u32).range(1..=500))]
    connections: u32,
    /// Connections of browsers at once, for each worker
    #[arg(long, env = "OPENHALL_MAX_CONNECTIONS", default_value_t = 10_000, value_name = "COUNT")]
    max_connections: u32,
    /// Proxies of yours in front of this server, whose X-Forwarded-For is believed
    #[arg(long, env = "OPENHALL_PROXIES", default_value_t = 0, value_name = "COUNT")]
    proxies: u8,
    /// How often one address may try to sign in, begin, upload and hand in, in percent of the usual: the hall of
    /// an agency is one address
    #[arg(long, env = "OPENHALL_PER_ADDRESS", default_value_t = 100, value_name = "PERCENT")]
    per_address: u32,
    /// Other origins whose pages may call the API, such as https://hall.example.org; may be repeated
    #[arg(long = "origin", env = "OPENHALL_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    origins: Vec<String>,
    /// The token of a metrics collector; without one only this machine may collect
    #[arg(long, env = "OPENHALL_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true, value_parser = secret::parse)]
    metrics_token: Option<SecretString>,
    /// A file that holds the metrics token
    #[arg(long, env = "OPENHALL_METRICS_TOKEN_FILE", value_name = "FILE", conflicts_with = "metrics_token")]
    metrics_token_file: Option<PathBuf>,
    /// Seconds between saying "not ready" and stopping, for the balancer to notice
    #[arg(long, env = "OPENHALL_DRAIN", default_value_t = 0, value_name = "SECONDS")]
    drain: u64,
}

impl Serve {
    pub fn run(self) -> Result<()> {
        let settings = self.http.settings()?;
        let page = self.http.page.as_deref().map(|folder| {
            Page::read(folder).with_context(|| format!("cannot serve the page in {}", folder.display()))
        });
        let page = page.transpose()?;
        let post = self.mail.post(&self.config, self.http.listen)?;
        let opened = Opened::with_connections(&self.config, self.http.connections)?;
        erased::again(&self.config, &opened.database)?;
        self.fill(&opened)?;
        let Opened { database, keyring, store, vault } = opened;
        let store = store.with_limits(Limits::default().per_place(self.http.per_address));
        let mails = post.kept_in().cloned();
        let heads = Heads::open(self.config.heads()).context("cannot read the heads of the audit log")?;
        let erasures = Kept::open(self.config.erasures()).context("cannot read the ledger of erasures")?;
        let jobs = Jobs::start(store.clone(), vault.clone(), post, Outside { heads, erasures })?;
        let state = State::new(
            store,
            vault,
            inspector(),
            TokenKeys::new(&keyring)?,
            usize::try_from(self.http.connections)?,
        );
        let state = state.keeping_mail(mails);
        let served = System::new().block_on(self.http.serve(Server::new(settings, state, page)?));
        jobs.stop();
        database.close()?;
        served
    }

    fn fill(&self, opened: &Opened) -> Result<()> {
        if !self.demo {
            return opened.give_profile(self.profile.unwrap_or_default(), self.second_factor.chosen());
        }
        if !demo::is_loaded(&self.config) {
            demo::load(&self.config, opened, self.profile.unwrap_or(Profile::Mission))?;
        }
        println!("{}", demo::sign_ins(&self.config)?);
        Ok(())
    }
}

/// The program that runs here, also when a newer one was put in its place meanwhile.
fn inspector() -> Inspector {
    Inspector::apart("/proc/self/exe")
}

impl Http {
    /// What the server is to do with requests; a metrics token that can be guessed or read nowhere is an error.
    pub(super) fn settings(&self) -> Result<Settings> {
        let token = secret::given(self.metrics_token.as_ref(), self.metrics_token_file.as_deref())?;
        token.iter().try_for_each(|token| secret::refuse_weak_token("the metrics token", token))?;
        let origins = self.origins.iter().filter(|origin| !origin.is_empty()).cloned().collect();
        Ok(Settings { hops: self.proxies, origins, metrics_token: token })
    }

    async fn serve(&self, server: Server) -> Result<()> {
        let how = Listening {
            workers: self.workers.map(usize::from),
            connections: usize::try_from(self.max_connections)?,
            ..Listening::default()
        };
        let listener = bind(self.listen).with_context(|| format!("cannot listen on {}", self.listen))?;
        let address = listener.local_addr()?;
        let running = listen(&server, listener, how)?;
        let stopping = actix_web::rt::spawn(stop_when_told(running.handle(), server, self.drain));
        println!("Openhall listens on http://{address}");
        running.await.context("the server failed")?;
        stopping.abort();
        Ok(())
    }
}

/// The first signal stops politely, a second one at once.
async fn stop_when_told(handle: dev::ServerHandle, server: Server, drain: u64) -> Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    tracing::info!(drain, "stopping");
    server.begin_stopping();
    tokio::select! {
        () = tokio::time::sleep(Duration::from_secs(drain)) => {}
        _ = interrupt.recv() => {}
    }
    let impatient = handle.clone();
    actix_web::rt::spawn(async move {
        interrupt.recv().await;
        impatient.stop(false).await;
    });
    handle.stop(true).await;
    Ok(())
}
