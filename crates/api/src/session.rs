//! The ways to the database, one for whoever is signed in and one for anybody.
//!
//! Each names a permission, and `web::block` stands here alone. A request runs in one blocking call on one
//! connection. A semaphore as large as the pool stands before the threads, so that waiting costs none; who
//! waits over three seconds is told to come back.

use std::{
    fmt,
    future::{Ready, ready},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::AUTHORIZATION,
    web::{self, Data},
};
use chrono::{DateTime, Utc};
use domain::{changes::Edit, clients::Reason, permission::Permission, problem::Code, settings::Module};
use store::{
    Store, StoreError, StoreResult,
    api_keys::Presented,
    changes,
    files::{Inspector, Vault},
    mail_folder::MailFolder,
    tx::{Caller, Disclosure, Purpose, ReadTx, Who, WriteTx},
};
use tokio::sync::Semaphore;

use crate::{
    changed::{Changed, Record},
    edge::refusals::request_id,
    problem::Refused,
    routes::ROOT,
    token::TokenKeys,
    upload::Uploads,
};

/// The longest wait for a turn at the database.
const PATIENCE: Duration = Duration::from_secs(3);

/// The longest that an answer may take. No statement takes as long: a database that has not answered by then has gone
/// silent, and waiting for it would hold everybody's connections.
const LONGEST: Duration = Duration::from_secs(40);

/// What every worker shares.
#[derive(Clone)]
pub struct State {
    pub store: Store,
    pub vault: Vault,
    pub uploads: Uploads,
    pub tokens: Arc<TokenKeys>,
    /// Where mail lies, if it is kept instead of sent.
    pub mails: Option<MailFolder>,
    turns: Arc<Semaphore>,
    within: Duration,
}

impl State {
    /// `turns` is how many requests may be at the database at once: the size of a pool.
    pub fn new(store: Store, vault: Vault, inspector: Inspector, tokens: TokenKeys, turns: usize) -> Self {
        let uploads = Uploads::new(vault.clone(), inspector);
        let (tokens, turns) = (Arc::new(tokens), Arc::new(Semaphore::new(turns)));
        Self { store, vault, uploads, tokens, mails: None, turns, within: LONGEST }
    }

    /// The same where mail is kept.
    pub fn keeping_mail(self, mails: Option<MailFolder>) -> Self {
        Self { mails, ..self }
    }

    /// The same with another limit to how long an answer may take.
    pub fn answering_within(self, within: Duration) -> Self {
        Self { within, ..self }
    }

    /// The time of tokens. Everything in the database goes by the database's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place where the server looks at the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    /// Runs one blocking call, when its turn has come.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(StoreError::Unavailable("no turn in time".into()).into()) };
        let store = self.store.clone();
        // The turn stays with the work, so that a database that hangs is not asked by more and more.
        let done = web::block(move || {
            let done = work(&store);
            drop(turn);
            done
        });
        match tokio::time::timeout(self.within, done).await {
            Ok(done) => Ok(done.map_err(Refused::internal)??),
            Err(_) => Err(StoreError::Unavailable("no answer in time".into()).into()),
        }
    }
}

/// Somebody who is signed in, as far as the token tells. Who that is, and whether they may, the database says
/// at each call.
#[derive(Clone)]
pub struct Session {
    state: Data<State>,
    caller: Caller,
}

impl FromRequest for Session {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Session {
    fn of(request: &HttpRequest) -> Result<Self, Refused> {
        let state = state(request)?;
        let token = bearer(request).ok_or_else(|| Refused::new(Code::Unauthenticated))?;
        let module = path(request).and_then(Module::of_staff);
        let caller = Caller { who: who(&state, token)?, request_id: request_id(request), module };
        Ok(Self { state, caller })
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Reads with a permission.
    pub async fn read<T: Send + 'static>(
        &self,
        permission: Permission,
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        self.read_any(&[permission], work).await
    }

    /// Reads with any one of several permissions; with none named, being signed in is enough.
    pub async fn read_any<T: Send + 'static>(
        &self,
        permissions: &[Permission],
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let (caller, permissions) = (self.caller.clone(), permissions.to_vec());
        self.state.run(move |store| store.read_any(&caller, &permissions, work)).await
    }

    /// Reads with every one of several permissions.
    pub async fn read_all<T: Send + 'static>(
        &self,
        permissions: &'static [Permission],
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let caller = self.caller.clone();
        self.state.run(move |store| store.read_all(&caller, permissions, work)).await
    }

    /// Reads what may be some seconds old: reports, exports and the audit. The same connections until there is
    /// a replica to ask.
    pub async fn read_stale<T: Send + 'static>(
        &self,
        permission: Permission,
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        self.read_any(&[permission], work).await
    }

    /// Writes with any one of several permissions. `operation` is what the audit calls it.
    pub async fn write<T: Send + 'static>(
        &self,
        permissions: &[Permission],
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let (caller, permissions) = (self.caller.clone(), permissions.to_vec());
        self.state.run(move |store| store.write(&caller, &permissions, operation, work)).await
    }

    /// Writes with every one of several permissions.
    pub async fn write_all<T: Send + 'static>(
        &self,
        permissions: &'static [Permission],
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let caller = self.caller.clone();
        self.state.run(move |store| store.write_all(&caller, permissions, operation, work)).await
    }

    /// Calls something of the store that makes its own transactions, such as changing one's password.
    pub async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store, &Caller) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let caller = self.caller.clone();
        self.state.run(move |store| work(store, &caller)).await
    }

    /// Applies an edit of a canonical record or keeps it as a proposal, whichever the caller may. `seen` is
    /// the version that the caller read.
    pub async fn change<T: Record>(&self, edit: Edit, seen: Option<i32>) -> Result<Changed<T>, Refused> {
        let operation = edit.name();
        let outcome = self.write(&[], operation, move |tx| changes::submit(tx, edit, seen)).await?;
        Changed::of(outcome)
    }

    /// Opens a secret, for a reason that stands in the audit.
    pub async fn disclose<T: Send + 'static>(
        &self,
        permission: Permission,
        operation: &'static str,
        reason: Reason,
        work: impl FnOnce(&mut Disclosure) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let caller = self.caller.clone();
        let open = move |store: &Store| {
            let purpose = Purpose { permission, operation, reason: &reason };
            store.disclose(&caller, &purpose, work)
        };
        self.state.run(open).await
    }
}

/// Anybody. A search for this type lists all that is open to the public.
#[derive(Clone)]
pub struct Public {
    pub state: Data<State>,
    caller: Caller,
}

impl FromRequest for Public {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        principal(&"public");
        let module = path(request).and_then(Module::of_public);
        let caller = Caller { who: Who::Public, request_id: request_id(request), module };
        ready(state(request).map(|state| Self { state, caller }))
    }
}

impl Public {
    /// Reads what everybody may know.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let caller = self.caller.clone();
        self.state.run(move |store| store.read_public(&caller, work)).await
    }

    /// Writes what anybody may. `operation` is what the audit calls it.
    pub async fn write<T: Send + 'static>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let caller = self.caller.clone();
        self.state.run(move |store| store.write_public(&caller, operation, work)).await
    }

    /// Calls something of the store that makes its own transaction, such as signing in.
    pub async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store, &Caller) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, Refused> {
        let caller = self.caller.clone();
        self.state.run(move |store| work(store, &caller)).await
    }
}

/// A program shows a key, a browser a token.
fn who(state: &State, shown: &str) -> Result<Who, Refused> {
    if let Some(key) = Presented::read(shown) {
        principal(&key.beginning());
        return Ok(Who::Key(key));
    }
    let claims = state.tokens.verify(shown, state.now()).map_err(|_| Refused::new(Code::Unauthenticated))?;
    principal(&claims.user);
    Ok(Who::Session(claims.session))
}

/// Says who asks in the request's line of the log: the user's id, which is nobody's name, or how the key begins.
fn principal(who: &dyn fmt::Display) {
    tracing::Span::current().record("principal", tracing::field::display(who));
}

fn state(request: &HttpRequest) -> Result<Data<State>, Refused> {
    request.app_data::<Data<State>>().cloned().ok_or_else(|| Refused::internal("the server has no state"))
}

/// The address below the API's root.
fn path(request: &HttpRequest) -> Option<&str> {
    request.path().strip_prefix(ROOT)
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
