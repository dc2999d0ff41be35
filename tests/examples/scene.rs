//! A server of one's own, and what its answers gave for the next request.

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, MailServer, Visitor, send};
use uuid::Uuid;

use super::{steady::Steady, words};
use crate::{
    api::{
        account::{links::code_in, second_factor},
        mail::{AtWork, post, until},
    },
    hard,
    policy::{Probe, bodies, objects},
};

pub struct Scene {
    app: App,
    visitors: Vec<(Cast, Visitor)>,
    /// Where somebody needs what stands in a mail.
    mail: Option<(MailServer, AtWork)>,
    /// The steps before the last: what they answered, and the version.
    last: Option<Value>,
    version: i64,
    cookie: Option<String>,
    /// Of the second factor, once it was begun.
    key: Option<String>,
}

impl Scene {
    pub async fn new(operation: &str) -> Self {
        let app = App::start().await.unwrap();
        let mail = words::comes_by_mail(operation).then(|| {
            let server = MailServer::start().unwrap();
            let at_work = AtWork::begin(&app, post(&server));
            (server, at_work)
        });
        Self { app, visitors: Vec::new(), mail, last: None, version: 0, cookie: None, key: None }
    }

    /// What was answered before is of no account for what comes now.
    pub fn begin_anew(&mut self) {
        (self.last, self.version, self.cookie) = (None, 0, None);
    }

    /// Does one operation on the way to another. Gives its body, or null, and its answer.
    pub async fn ask(&mut self, probe: &Probe, asker: Cast, target: &str) -> (Value, Answer) {
        words::prepare(&self.app, &probe.operation);
        let body = self.body(&probe.operation, target).await;
        let request = self.request(probe, asker);
        let request = match &body {
            Some(body) => request.json(body),
            None => bodies::dress(&probe.operation, request, &self.app),
        };
        let answer = send(request).await;
        self.remember(&answer);
        (body.unwrap_or_default(), answer)
    }

    /// The same in every run.
    pub fn steady(&self, told: &Value) -> Value {
        Steady::of(&self.app).told(told)
    }

    fn request(&mut self, probe: &Probe, asker: Cast) -> RequestBuilder {
        let (path, version) = self.address(probe);
        let request = self.visitor(asker).request(probe.method.clone(), &path);
        let request = request.header("if-match", format!("\"{version}\"")).header("x-openhall", "1");
        let request = request.header("idempotency-key", Uuid::new_v4().to_string());
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Signed in once, however much they do.
    fn visitor(&mut self, asker: Cast) -> &Visitor {
        let at = self.visitors.iter().position(|(one, _)| *one == asker).unwrap_or_else(|| {
            self.visitors.push((asker, self.app.sign_in(asker).unwrap()));
            self.visitors.len() - 1
        });
        &self.visitors[at].1
    }

    /// What the step before made or changed is what the next one is about.
    fn address(&self, probe: &Probe) -> (String, i64) {
        let (path, version) = objects::address(&self.app, &probe.path, probe.object);
        let version = if self.version > 0 { self.version } else { version };
        let subject = words::subject(&self.app, &probe.operation);
        let last = self.last.as_ref();
        if probe.operation == "configuration.import" {
            return (format!("{path}?version={}", last.unwrap()["version"].as_str().unwrap()), version);
        }
        let named: Vec<_> = probe.path.split('/').collect();
        let at = named.iter().rposition(|part| part.starts_with('{'));
        let (Some(id), Some(at)) = (subject.as_deref().or_else(|| last?["id"].as_str()), at) else {
            return (path, version);
        };
        let mut parts: Vec<_> = path.split('/').collect();
        parts[at] = id;
        (parts.join("/"), version)
    }

    async fn body(&self, operation: &str, target: &str) -> Option<Value> {
        let said = words::body(operation, target, &self.app);
        let mut body = said.or_else(|| bodies::body(operation, Some(&self.app)))?;
        if let Some(code) = self.code(operation).await {
            body["code"] = json!(code);
        }
        if let Some(challenge) = self.last.as_ref().filter(|last| last["challenge"].is_string()) {
            body["challenge"] = challenge["challenge"].clone();
        }
        // What is approved is what was shown a step before.
        if let Some(shown) = self.last.as_ref().filter(|_| operation == "changes.approve") {
            body["seen"] = shown["digest"].clone();
        }
        Some(body)
    }

    /// What opens something: shown by an app, mailed, or told by the step before.
    async fn code(&self, operation: &str) -> Option<String> {
        let told = |name: &str| Some(self.last.as_ref()?[name].as_str()?.to_owned());
        match operation {
            "account.confirm_second_factor" => Some(second_factor::code(self.key.as_ref()?, 0)),
            "sessions.pass_second_step" => Some(second_factor::code(self.key.as_ref()?, 1)),
            "account.open_link" | "account.use_link" => self.mailed().await,
            "intake.open_by_link" | "intake.resume" => told("code"),
            "intake.referral" => told("status_code"),
            _ => None,
        }
    }

    async fn mailed(&self) -> Option<String> {
        let (server, _) = self.mail.as_ref()?;
        until("the mail", || !server.received().is_empty()).await;
        Some(code_in(server.received().last()?))
    }

    fn remember(&mut self, answer: &Answer) {
        let said = answer.json();
        if said["drawing"].is_object() {
            self.key = said["key"].as_str().map(str::to_owned);
        }
        if !answer.header("set-cookie").is_empty() {
            self.cookie = Some(hard::cookie(answer));
        }
        (self.version, self.last) = (answer.version(), Some(said));
    }
}
