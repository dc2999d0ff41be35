//! Mail, through a server that speaks SMTP and one that misbehaves.

use std::time::{Duration, Instant};

use jobs::{Jobs, Outside, mail::Post};
use secrecy::SecretString;
use serde_json::{Value, json};
use store::{audit::heads::Heads, erasures::kept::Kept, mail_folder::MailFolder};
use testkit::{App, MailServer, Mood, Received};

use super::applicant::{Applicant, form, form_with, start};

pub fn post(server: &MailServer) -> Post {
    Post::server(&SecretString::from(server.url()), "post@hall.test", "https://hall.test/").unwrap()
}

/// The threads of a server, which end with the value.
pub struct AtWork(Option<Jobs>);

impl AtWork {
    pub fn begin(app: &App, post: Post) -> Self {
        // What is due in the demonstration brings no mail: facts count theirs.
        let reminded = "update users set reminded_on = today(), digest_on = today()";
        let all = format!("begin; select begin_as('job', null, 'test', null, null); {reminded}; commit");
        app.database.run(&all).unwrap();
        std::fs::create_dir_all(app.database.files()).unwrap();
        let heads = Heads::open(app.database.files().join("heads")).unwrap();
        let erasures = Kept::open(app.database.files().join("erasures")).unwrap();
        let outside = Outside { heads, erasures };
        Self(Some(Jobs::start(app.state.store.clone(), app.state.vault.clone(), post, outside).unwrap()))
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.take().unwrap().stop();
    }
}

async fn hand_in(app: &App, form: &Value) -> String {
    let answer = Applicant::new(app).submit(form).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["reference"].as_str().unwrap().to_owned()
}

fn mails(app: &App, columns: &str) -> Vec<String> {
    let query = format!("select concat_ws(' ', {columns}) from jobs where kind = 'mail' order by subject");
    app.database.column(&query).unwrap()
}

pub async fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn to<'a>(all: &'a [Received], address: &str) -> Vec<&'a Received> {
    all.iter().filter(|mail| mail.to == address).collect()
}

#[actix_web::test]
async fn who_applies_is_told_so_in_their_language_and_the_organization_too() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    app.database.run("begin; select begin_as('job', null, 'test', null, null); update organization set email = 'hall@example.org'; commit").unwrap();
    let reference = hand_in(&app, &form()).await;
    assert_eq!(mails(&app, "subject, state"), ["application_received waiting", "new_application waiting"]);
    let ids = app.database.column("select id from jobs where subject = 'application_received'").unwrap();

    let _at_work = AtWork::begin(&app, post(&server));
    until("both are sent", || mails(&app, "state") == ["done", "done"]).await;
    let all = server.received();
    let told = to(&all, "lucia.ferrer@example.org");
    assert_eq!((told.len(), all.len()), (1, 2));
    assert_eq!(told[0].header("Subject"), format!("Hemos recibido su solicitud {reference}"));
    assert_eq!(told[0].header("Message-ID"), format!("<{}@hall.test>", ids[0]));
    assert_eq!(told[0].header("Auto-Submitted"), "auto-generated");
    assert!(told[0].header("From").contains("<post@hall.test>"), "{}", told[0].text);
    assert!(told[0].text.contains("multipart/alternative") && told[0].text.contains("text/html"));
    let organization = to(&all, "hall@example.org");
    assert_eq!(organization[0].header("Subject"), format!("New application {reference}"));
    assert!(!organization[0].text.contains("Ferrer"), "{}", organization[0].text);
    assert!(
        organization[0].text.contains("https://hall.test/staff/applications"),
        "{}",
        organization[0].text
    );
}

/// As it is shipped, nobody has chosen anything and the organization has no address.
#[actix_web::test]
async fn who_reviews_is_mailed_about_a_new_application_without_anybody_setting_something() {
    let app = start().await;
    let told = "update notifications set mailed_at = now()";
    app.database
        .run(&format!("begin; select begin_as('job', null, 'test', null, null); {told}; commit"))
        .unwrap();
    hand_in(&app, &form()).await;
    assert_eq!(mails(&app, "subject"), ["application_received"], "not one by one: anybody can hand in forms");
    assert_eq!(app.state.store.send_digests().unwrap(), 5, "Ada, Cora, Casey, Otto and Cole");
    assert_eq!(app.state.store.send_digests().unwrap(), 0);
}

#[actix_web::test]
async fn the_organization_reads_its_mail_in_its_own_first_language() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    app.database.run("begin; select begin_as('job', null, 'test', null, null); update organization set email = 'hall@example.org', languages = '{es,en}'; commit").unwrap();
    let reference = hand_in(&app, &form()).await;
    let _at_work = AtWork::begin(&app, post(&server));
    until("both are sent", || mails(&app, "state") == ["done", "done"]).await;
    let all = server.received();
    let organization = to(&all, "hall@example.org");
    assert_eq!(organization[0].header("Subject"), format!("Nueva solicitud {reference}"));
}

#[actix_web::test]
async fn who_gave_no_address_gets_no_mail() {
    let app = start().await;
    hand_in(&app, &form_with("email", json!(""))).await;
    assert!(!mails(&app, "subject").contains(&"application_received".to_owned()));
}

#[actix_web::test]
async fn whoever_writes_somebodys_address_into_the_form_does_not_fill_their_mailbox() {
    let app = start().await;
    for spelling in [
        "lucia.ferrer@example.org",
        "Lucia.Ferrer@Example.org",
        "lucia.ferrer@example.org",
        "LUCIA.ferrer@example.org",
    ] {
        hand_in(&app, &form_with("email", json!(spelling))).await;
    }
    hand_in(&app, &form_with("email", json!("somebody.else@example.org"))).await;
    let told = mails(&app, "subject").into_iter().filter(|subject| subject == "application_received");
    assert_eq!(told.count(), 3 + 1);
}

#[actix_web::test]
async fn nothing_of_a_mail_stands_readable_in_the_database() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    hand_in(&app, &form()).await;
    let row = || {
        app.database.column("select jobs::text || encode(payload_sealed, 'escape') from jobs where subject = 'application_received'").unwrap()
    };
    assert!(!row()[0].contains("lucia"), "{}", row()[0]);
    let _at_work = AtWork::begin(&app, post(&server));
    until("it is sent", || mails(&app, "state").iter().all(|state| state == "done")).await;
    assert_eq!(
        app.database.column("select count(*) from jobs where payload_sealed is not null").unwrap(),
        ["0"]
    );
}

#[actix_web::test]
async fn a_mail_server_that_is_busy_is_asked_again() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    server.becomes(Mood::Refuses("451 4.3.0 <lucia.ferrer@example.org> later"));
    hand_in(&app, &form()).await;
    app.database.run("delete from jobs where subject <> 'application_received'").unwrap();
    let _at_work = AtWork::begin(&app, post(&server));
    until("it failed once", || mails(&app, "state, attempts") == ["waiting 1"]).await;
    let why = mails(&app, "last_error").remove(0);
    assert!(why.contains("451") && why.contains("the recipient") && !why.contains("lucia"), "{why}");
    assert!(server.received().is_empty());
    server.becomes(Mood::Fine);
    app.database.run("update jobs set due_at = now()").unwrap();
    until("it is sent", || mails(&app, "state, attempts") == ["done 2"]).await;
    assert_eq!(server.received().len(), 1);
}

#[actix_web::test]
async fn a_mailbox_that_does_not_exist_is_not_tried_again_and_a_refused_sender_is() {
    for (words, state) in [("550 5.1.1 no such user", "dead"), ("530 5.7.0 sign in first", "waiting")] {
        let (app, server) = (start().await, MailServer::start().unwrap());
        server.becomes(Mood::Refuses(words));
        hand_in(&app, &form()).await;
        app.database.run("delete from jobs where subject <> 'application_received'").unwrap();
        let _at_work = AtWork::begin(&app, post(&server));
        until(words, || mails(&app, "state, attempts") == [format!("{state} 1")]).await;
    }
}

#[actix_web::test]
async fn a_mail_server_that_hangs_or_hangs_up_is_asked_again_with_the_same_id() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    server.becomes(Mood::HangsUp);
    hand_in(&app, &form()).await;
    app.database.run("delete from jobs where subject <> 'application_received'").unwrap();
    let _at_work = AtWork::begin(&app, post(&server));
    until("it hung up", || mails(&app, "state, attempts") == ["waiting 1"]).await;
    server.becomes(Mood::Silent);
    app.database.run("update jobs set due_at = now()").unwrap();
    until("it hung", || mails(&app, "state, attempts") == ["waiting 2"]).await;
    server.becomes(Mood::Fine);
    app.database.run("update jobs set due_at = now()").unwrap();
    until("it is sent", || mails(&app, "state, attempts") == ["done 3"]).await;
    let all = server.received();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].header("Message-ID"), all[1].header("Message-ID"));
}

#[actix_web::test]
async fn without_a_mail_server_mail_lies_in_a_folder() {
    let (app, place) = (start().await, tempfile::tempdir().unwrap());
    let folder = MailFolder::new(place.path().join("mails"));
    let reference = hand_in(&app, &form_with("language", json!("en"))).await;
    let _at_work = AtWork::begin(&app, Post::folder(folder.clone(), "http://127.0.0.1:8080"));
    until("it is kept", || mails(&app, "state").iter().all(|state| state == "done")).await;
    let kept = folder.latest().unwrap();
    let mail = kept.iter().find(|mail| mail.to == "lucia.ferrer@example.org").unwrap();
    assert_eq!(mail.subject, format!("We have your application {reference}"));
    let whole = std::fs::read_to_string(place.path().join(format!("mails/{}.eml", mail.id))).unwrap();
    assert!(whole.contains("To: lucia.ferrer@example.org"), "{whole}");
}
