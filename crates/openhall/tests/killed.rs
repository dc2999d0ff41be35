//! A server that is killed leaves nothing half done.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use diesel::{Connection, PgConnection, connection::SimpleConnection};
use serde_json::{Value, json};
use testkit::{Cast, Database, PASSWORD, Process, Served, cast};

fn start(database: &Database, folder: &std::path::Path) -> Process {
    Process::start(env!("CARGO_BIN_EXE_openhall"), database, folder, &[]).unwrap()
}

async fn token(server: &Process, person: Cast) -> String {
    let body = json!({ "email": person.email(), "password": PASSWORD });
    let answer = reqwest::Client::new().post(server.url("/sessions")).header("x-openhall", "1").json(&body);
    let answer: Value = answer.send().await.unwrap().json().await.unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

fn accept(server: &Process, token: &str, application: &str) -> reqwest::RequestBuilder {
    let url = server.url(&format!("/applications/{application}/acceptance"));
    reqwest::Client::new().post(url).bearer_auth(token).header("if-match", "\"1\"")
}

#[tokio::test]
async fn a_kill_in_the_middle_of_accepting_leaves_no_client() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let server = start(&database, folder.path());
    let casey = token(&server, Cast::Casey).await;
    let application =
        database.column("select id from applications where status = 'new' limit 1").unwrap().remove(0);
    let clients = database.column("select count(*) from clients").unwrap();

    let mut lock = PgConnection::establish(&database.superuser_url()).unwrap();
    lock.batch_execute("begin; lock table stage_moves in access exclusive mode").unwrap();
    let accepting = tokio::spawn(accept(&server, &casey, &application).send());
    until(|| {
        let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        database.column(waiting).unwrap() == ["1"]
    })
    .await;
    server.kill().unwrap();
    lock.batch_execute("rollback").unwrap();
    assert!(accepting.await.unwrap().is_err());

    until(|| database.column("select count(*) from clients").unwrap() == clients).await;
    let status = format!("select status from applications where id = '{application}'");
    assert_eq!(database.column(&status).unwrap(), ["new"]);

    let server = start(&database, folder.path());
    let casey = token(&server, Cast::Casey).await;
    assert_eq!(accept(&server, &casey, &application).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_an_upload_leaves_no_document() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let server = start(&database, folder.path());
    let casey = token(&server, Cast::Casey).await;
    let maria = maria(&database);
    let before = database.column("select count(*) from documents").unwrap();

    let mut stream = TcpStream::connect(server.address()).unwrap();
    let head = format!(
        "POST /api/v1/clients/{maria}/documents HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {casey}\r\n\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: 5000000\r\n\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"resume.txt\"\r\n\
         content-type: text/plain\r\n\r\n",
        server.address()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&vec![b'a'; 1_000_000]).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    server.kill().unwrap();
    let mut rest = Vec::new();
    assert!(!matches!(stream.read_to_end(&mut rest), Ok(n) if n > 0), "the upload was answered");

    assert_eq!(database.column("select count(*) from documents").unwrap(), before);
    let server = start(&database, folder.path());
    let casey = token(&server, Cast::Casey).await;
    let form = reqwest::multipart::Part::text("My resume.\n").file_name("resume.txt");
    let form = reqwest::multipart::Form::new().part("file", form);
    let again =
        reqwest::Client::new().post(server.url(&format!("/clients/{maria}/documents"))).bearer_auth(casey);
    assert_eq!(again.multipart(form).send().await.unwrap().status(), 201);
}

fn maria(database: &Database) -> String {
    let query = format!("select id from clients where first_name = '{}'", Served::Maria.first_name());
    database.column(&query).unwrap().remove(0)
}

async fn until(mut happened: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it did not happen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
