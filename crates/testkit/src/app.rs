//! The real server on a port of its own, over a database of its own.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use actix_web::dev::ServerHandle;
use anyhow::{Context, Result};
use api::{
    edge::pace::Pace,
    listen::{Listening, bind, listen},
    page::Page,
    server::{Server, Settings as Edge},
    session::State,
    token::TokenKeys,
};
use domain::{
    ids::{ClientId, SessionId, UserId},
    permission::Permission,
    roles::RoleSight,
};
use store::{
    Settings, Store,
    crypt::{Keyring, Sealer},
    demo::{Cast, Served},
    files::{Inspector, Vault},
    mail_folder::MailFolder,
    profiles::Profile,
    rate_limits::Limits,
    tx::Caller,
};
use uuid::Uuid;

use crate::{Database, Visitor};

/// One keyring for all tests, so that what a template sealed opens in its clones.
pub const KEYRING: &str = include_str!("keyring");

/// The password of everybody in the cast.
pub const PASSWORD: &str = "correct horse battery staple";

/// How a server differs from the usual one.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    pub edge: Edge,
    pub limits: Limits,
    pub pace: Pace,
    /// Where the database is found, if not where it is: on a line that a test can cut.
    pub through: Option<SocketAddr>,
    /// The folder of a built page.
    pub page: Option<PathBuf>,
    /// Where mail is kept instead of sent.
    pub mails: Option<MailFolder>,
    /// How long an answer may take, if not as long as usual.
    pub within: Option<Duration>,
}

/// A running server. Stops when it is dropped; its database goes with the last server over it.
pub struct App {
    pub database: Arc<Database>,
    pub state: State,
    root: String,
    handle: ServerHandle,
}

impl App {
    /// The demo agency with the whole cast.
    pub async fn start() -> Result<Self> {
        Self::over(cast()?).await
    }

    /// A server over a database.
    pub async fn over(database: Database) -> Result<Self> {
        Self::set_up(Arc::new(database), &Setup::default()).await
    }

    /// Another server over the same database, as a second machine would be.
    pub async fn beside(&self, setup: &Setup) -> Result<Self> {
        Self::set_up(Arc::clone(&self.database), setup).await
    }

    /// A server over a database, unlike the usual one.
    pub async fn set_up(database: Arc<Database>, setup: &Setup) -> Result<Self> {
        let url = match setup.through {
            Some(line) => database.web_url_through(line),
            None => database.web_url(),
        };
        let patience = if setup.through.is_some() { SHORT } else { LONG };
        let (store, vault) = open(&database, url, patience)?;
        let store = store.with_limits(setup.limits);
        let state = State::new(store, vault, Inspector::here(), TokenKeys::new(&keyring()?)?, 4);
        let state = state.keeping_mail(setup.mails.clone());
        let state = match setup.within {
            Some(within) => state.answering_within(within),
            None => state,
        };
        let page = setup.page.as_deref().map(Page::read).transpose()?;
        let server = Server::new(setup.edge.clone(), state.clone(), page)?;
        let listener = bind("127.0.0.1:0".parse()?)?;
        let root = format!("http://{}", listener.local_addr()?);
        let how = Listening { workers: Some(1), pace: setup.pace, ..Listening::default() };
        let running = listen(&server, listener, how)?;
        let handle = running.handle();
        actix_web::rt::spawn(running);
        Ok(Self { database, state, root, handle })
    }

    /// Somebody who is not signed in.
    pub fn anybody(&self) -> Result<Visitor> {
        Visitor::new(self.root.clone(), None)
    }

    /// A member of the cast, signed in. The session is made behind the server's back: signing in has tests of
    /// its own, and a hash would cost each test a tenth of a second.
    pub fn sign_in(&self, person: Cast) -> Result<Visitor> {
        self.sign_in_as(self.user(person)?)
    }

    /// Anybody with an account, signed in.
    pub fn sign_in_as(&self, user: UserId) -> Result<Visitor> {
        let session = SessionId::from(Uuid::now_v7());
        self.database.run(&format!(
            "begin; select begin_as('job', null, 'testkit.sign_in', null, null); \
             insert into sessions (id, user_id, expires_at) values ('{session}', '{user}', now() + interval '1 hour'); \
             commit",
        ))?;
        let (token, _) = self.state.tokens.issue(user, session, self.state.now())?;
        Visitor::new(self.root.clone(), Some(token))
    }

    /// Somebody new whose one role is the organization's own, signed in.
    pub fn colleague(&self, name: &str, sight: RoleSight, permissions: &[Permission]) -> Result<Visitor> {
        let (role, user) = (Uuid::now_v7(), UserId::from(Uuid::now_v7()));
        let codes: Vec<&str> = permissions.iter().map(|permission| permission.code()).collect();
        let (sight, codes) = (sight.code(), codes.join(","));
        self.database.run(&format!(
            "begin; select begin_as('job', null, 'testkit.colleague', null, null); \
             insert into users (id, name, email) values ('{user}', '{name}', lower('{name}@example.org')); \
             insert into own_roles (id, name, sight, permissions) values \
                 ('{role}', 'Like {name}', '{sight}', '{{{codes}}}'); \
             insert into user_own_roles values ('{user}', '{role}'); commit"
        ))?;
        self.sign_in_as(user)
    }

    /// Where the server listens.
    pub fn root(&self) -> &str {
        &self.root
    }

    pub fn user(&self, person: Cast) -> Result<UserId> {
        let found =
            self.database.column(&format!("select id from users where email = '{}'", person.email()))?;
        Ok(found.first().context(person.name())?.parse()?)
    }

    pub fn client(&self, person: Served) -> Result<ClientId> {
        let (first, last) = (person.first_name(), person.last_name());
        let query = format!("select id from clients where first_name = '{first}' and last_name = '{last}'");
        Ok(self.database.column(&query)?.first().context(first)?.parse()?)
    }

    /// Acts as the server itself.
    pub fn job(&self) -> (&Store, Caller) {
        (&self.state.store, Caller::job())
    }
}

impl Drop for App {
    fn drop(&mut self) {
        // The handle's future only waits; the command to stop is given at once.
        drop(self.handle.stop(false));
    }
}

/// A database with the demo agency and the whole cast, and no server over it.
pub fn cast() -> Result<Database> {
    Database::filled("cast", |database| {
        let (store, vault) = open(database, database.web_url(), LONG)?;
        let passwords = |_: Cast| PASSWORD.to_owned();
        Ok(store::demo::load(&store, &vault, Profile::Mission, &passwords)?)
    })
}

fn keyring() -> Result<Keyring> {
    Ok(Keyring::parse(KEYRING)?)
}

/// How long one waits for a connection: as a server does, and as a busy machine of tests may need.
const SHORT: Duration = Duration::from_secs(3);
const LONG: Duration = Duration::from_secs(10);

fn open(database: &Database, database_url: String, patience: Duration) -> Result<(Store, Vault)> {
    let sealer = Arc::new(Sealer::new(&keyring()?)?);
    let settings = Settings { database_url, connections: 4, patience };
    let vault = Vault::local(&database.files(), Arc::clone(&sealer))?;
    Ok((Store::new(&settings, sealer), vault))
}
