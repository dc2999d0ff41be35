//! Facts about a forgotten password: the mail, its link, and what becomes of the account.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, MailServer, PASSWORD, Received, send};

use super::second_factor;
use crate::{
    api::mail::{AtWork, post, until},
    hard::{cookie, renew, tamper},
};

pub const NEW: &str = "seven lanterns borrow a quiet otter";

/// A server whose mail arrives.
pub struct Mailed {
    pub app: App,
    server: MailServer,
    _at_work: AtWork,
}

impl Mailed {
    pub async fn start() -> Self {
        let (app, server) = (App::start().await.unwrap(), MailServer::start().unwrap());
        let at_work = AtWork::begin(&app, post(&server));
        Self { app, server, _at_work: at_work }
    }

    /// What came to somebody, once there is so much of it.
    pub async fn letters(&self, to: &str, number: usize) -> Vec<Received> {
        let came = || self.server.received().into_iter().filter(|one| one.to == to).collect::<Vec<_>>();
        until(to, || came().len() >= number).await;
        came()
    }

    /// All mail, once nothing is left to do.
    pub async fn all(&self) -> Vec<Received> {
        let waiting = "select count(*) from jobs where state in ('waiting', 'running')";
        until("nothing waits", || self.app.database.column(waiting).unwrap() == ["0"]).await;
        self.server.received()
    }

    /// The code in the link of somebody's latest mail.
    pub async fn code(&self, to: &str, number: usize) -> String {
        code_in(self.letters(to, number).await.last().unwrap())
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.app.anybody().unwrap().post(path, body).await
    }

    pub async fn ask(&self, email: &str) -> Answer {
        self.post("/password-resets", json!({ "email": email })).await
    }

    pub async fn redeem(&self, code: &str, password: &str) -> Answer {
        self.post("/account-links/redemption", json!({ "code": code, "password": password })).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.post("/sessions", json!({ "email": email, "password": password })).await
    }
}

/// What stands behind the link's `#`. A long line may have been folded on its way.
pub fn code_in(mail: &Received) -> String {
    let text = mail.text.replace("=\r\n", "");
    let (_, rest) = text.split_once('#').unwrap();
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[actix_web::test]
async fn whoever_forgot_the_password_chooses_a_new_one_by_the_link() {
    let hall = Mailed::start().await;
    assert_eq!(hall.ask("Casey@Example.ORG").await.status, 204);
    let letter = hall.letters(Cast::Casey.email(), 1).await.remove(0);
    assert_eq!(letter.header("Subject"), "Choose a new password");
    assert!(letter.text.contains("https://hall.test/staff/reset#"), "{}", letter.text);
    let code = code_in(&letter);
    let opened = hall.post("/account-links/opening", json!({ "code": code })).await;
    assert_eq!(
        opened.json(),
        json!({
            "kind": "reset", "name": Cast::Casey.name(), "email": Cast::Casey.email(), "password_length": 15,
        })
    );
    let chosen = hall.redeem(&code, NEW).await;
    assert_eq!(chosen.status, 204, "{}", chosen.text());
    let (new, old) =
        (hall.sign_in(Cast::Casey.email(), NEW).await, hall.sign_in(Cast::Casey.email(), PASSWORD).await);
    assert_eq!((new.status, old.status), (200, 401));
    let told = hall.letters(Cast::Casey.email(), 2).await;
    assert_eq!(told[1].header("Subject"), "Your password was changed");
}

#[actix_web::test]
async fn mail_is_in_the_persons_own_language() {
    let hall = Mailed::start().await;
    tamper(&hall.app, "update users set language = 'es' where email = 'casey@example.org'");
    hall.ask(Cast::Casey.email()).await;
    let letter = hall.letters(Cast::Casey.email(), 1).await.remove(0);
    assert!(letter.text.contains("sirve una sola vez"), "{}", letter.text);
}

#[actix_web::test]
async fn strangers_and_closed_accounts_get_the_same_answer_and_no_mail() {
    let hall = Mailed::start().await;
    tamper(
        &hall.app,
        "update users set status = 'deactivated' where email = 'otto@example.org'; \
         update users set status = 'invited', password_hash = null where email = 'stan@example.org'",
    );
    let mut answers = Vec::new();
    for email in ["casey@example.org", "nobody@example.org", "otto@example.org", "stan@example.org"] {
        let answer = hall.ask(email).await;
        answers.push((answer.status, answer.text()));
    }
    answers.dedup();
    assert_eq!(answers, [(204, String::new())]);
    let all = hall.all().await;
    assert_eq!(all.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [Cast::Casey.email()]);
}

#[actix_web::test]
async fn every_session_ends_on_every_server() {
    let hall = Mailed::start().await;
    let second = hall.app.beside(&Default::default()).await.unwrap();
    let held = hall.sign_in(Cast::Casey.email(), PASSWORD).await;
    let token = held.json()["access_token"].as_str().unwrap().to_owned();
    let otto = hall.app.sign_in(Cast::Otto).unwrap();
    hall.ask(Cast::Casey.email()).await;
    let code = hall.code(Cast::Casey.email(), 1).await;
    assert_eq!(hall.redeem(&code, NEW).await.status, 204);
    for server in [&hall.app, &second] {
        assert_eq!(server.anybody().unwrap().with_token(&token).get("/me").await.status, 401);
        assert_eq!(renew(server, &cookie(&held)).await.status, 401);
    }
    assert_eq!(otto.get("/me").await.status, 200, "nobody else is signed out");
}

#[actix_web::test]
async fn the_second_factor_is_asked_for_as_before() {
    let hall = Mailed::start().await;
    let casey = hall.app.sign_in(Cast::Casey).unwrap();
    let (key, _) = second_factor::set_up(&casey).await;
    hall.ask(Cast::Casey.email()).await;
    let code = hall.code(Cast::Casey.email(), 1).await;
    assert_eq!(hall.redeem(&code, NEW).await.status, 204);
    let asked = hall.sign_in(Cast::Casey.email(), NEW).await;
    assert_eq!(asked.status, 202, "{}", asked.text());
    let step = json!({ "challenge": asked.json()["challenge"], "code": second_factor::code(&key, 1) });
    assert_eq!(hall.post("/sessions/second-step", step).await.status, 200);
}

#[actix_web::test]
async fn a_newer_link_ends_the_older_one() {
    let hall = Mailed::start().await;
    hall.ask(Cast::Casey.email()).await;
    let older = hall.code(Cast::Casey.email(), 1).await;
    hall.ask(Cast::Casey.email()).await;
    let newer = hall.code(Cast::Casey.email(), 2).await;
    assert_eq!((hall.redeem(&older, NEW).await.status, hall.redeem(&newer, NEW).await.status), (404, 204));
}

#[actix_web::test]
async fn a_change_of_the_password_or_closing_the_account_ends_the_link() {
    let hall = Mailed::start().await;
    let casey = hall.app.sign_in(Cast::Casey).unwrap();
    hall.ask(Cast::Casey.email()).await;
    let code = hall.code(Cast::Casey.email(), 1).await;
    let change = json!({ "current_password": PASSWORD, "password": NEW });
    assert_eq!(casey.put("/me/password", change).await.status, 204);
    assert_eq!(hall.redeem(&code, "five ladders paint the harbor").await.status, 404);

    hall.ask(Cast::Otto.email()).await;
    let code = hall.code(Cast::Otto.email(), 1).await;
    let (id, (store, job)) = (hall.app.user(Cast::Otto).unwrap(), hall.app.job());
    store.write_public(&job, "users.deactivate", |tx| store::users::deactivate(tx, id)).unwrap();
    store.write_public(&job, "users.reactivate", |tx| store::users::reactivate(tx, id)).unwrap();
    assert_eq!(hall.redeem(&code, NEW).await.status, 404);
}

#[actix_web::test]
async fn a_link_is_over_after_an_hour() {
    let hall = Mailed::start().await;
    hall.ask(Cast::Casey.email()).await;
    let code = hall.code(Cast::Casey.email(), 1).await;
    let lasts = "select extract(epoch from expires_at - issued_at)::int from account_links";
    assert_eq!(hall.app.database.column(lasts).unwrap(), ["3600"]);
    tamper(&hall.app, "update account_links set issued_at = now() - interval '2 hours', expires_at = now()");
    assert_eq!(hall.redeem(&code, NEW).await.status, 404);
    assert_eq!(hall.sign_in(Cast::Casey.email(), PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn a_password_that_is_refused_leaves_the_link() {
    let hall = Mailed::start().await;
    hall.ask(Cast::Casey.email()).await;
    let code = hall.code(Cast::Casey.email(), 1).await;
    for (password, told) in [("short", "too_short"), ("caseynguyen12345", "too_easy")] {
        let refused = hall.redeem(&code, password).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![format!("/password {told}")]));
    }
    assert_eq!(hall.redeem(&code, NEW).await.status, 204);
    assert_eq!(hall.redeem(&code, "five ladders paint the harbor").await.status, 404, "once");
}

#[actix_web::test]
async fn the_audit_says_so_and_the_database_has_no_code() {
    let hall = Mailed::start().await;
    hall.ask(Cast::Casey.email()).await;
    let code = hall.code(Cast::Casey.email(), 1).await;
    assert_eq!(hall.redeem(&code, NEW).await.status, 204);
    let rows = "select concat_ws(' ', principal, operation, action, entity, after -> 'password_hash') from audit \
                where operation in ('account.ask_reset', 'account.use_link') order by seq";
    assert_eq!(
        hall.app.database.column(rows).unwrap(),
        [
            "job account.ask_reset create account_links",
            "user account.use_link delete account_links",
            r#"user account.use_link update users "sealed""#,
        ]
    );
    hall.all().await;
    let mut leaks = Vec::new();
    for table in ["audit", "account_links", "jobs", "rate_limits"] {
        let query = format!("select t::text from {table} t where strpos(t::text, '{code}') > 0");
        leaks.extend(hall.app.database.column(&query).unwrap());
    }
    assert_eq!(leaks, Vec::<String>::new());
}

#[actix_web::test]
async fn a_mailbox_gets_a_few_links_an_hour_whoever_asks() {
    let app = App::start().await.unwrap();
    let mut statuses = Vec::new();
    for place in 0..7 {
        let request = app.anybody().unwrap().request(Method::POST, "/password-resets");
        let request = request.header("x-forwarded-for", crate::hard::place(place).to_string());
        statuses.push(send(request.json(&json!({ "email": "Casey@example.org" }))).await.status);
    }
    assert_eq!(statuses, [204, 204, 204, 204, 204, 429, 429]);
    let stranger = app.anybody().unwrap().post("/password-resets", json!({ "email": "x@example.org" })).await;
    assert_eq!(stranger.status, 204, "others are not kept waiting");
}

#[actix_web::test]
async fn an_address_is_one_address() {
    let app = App::start().await.unwrap();
    let anybody = app.anybody().unwrap();
    for email in [
        json!(["casey@example.org", "eve@example.org"]),
        json!("casey@example.org,eve@example.org"),
        json!("casey@example.org\r\nBcc: eve@example.org"),
        json!({ "email": "casey@example.org" }),
        json!(null),
    ] {
        let refused = anybody.post("/password-resets", json!({ "email": email })).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
    }
    let twice = anybody.request(Method::POST, "/password-resets").header("content-type", "application/json");
    let twice = send(twice.body(r#"{"email":"casey@example.org","email":"eve@example.org"}"#)).await;
    assert_eq!(twice.status, 422, "{}", twice.text());
    assert_eq!(app.database.column("select id from jobs").unwrap(), Vec::<String>::new());
}
