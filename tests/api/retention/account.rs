//! What becomes of the account that has, or once had, the record of somebody who is erased.

use serde_json::{Value, json};
use testkit::{App, Cast, Served};

use super::{erase, set_free};

/// Ada changes somebody's account.
async fn amend(app: &App, person: Cast, patch: Value) {
    let (ada, path) = (app.sign_in(Cast::Ada).unwrap(), format!("/users/{}", app.user(person).unwrap()));
    let changed = ada.patch(&path, ada.get(&path).await.version(), patch).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
}

/// Lines of the log, and accounts, that say whose own Olena's record was.
fn telling(app: &App, olena: &str) -> (usize, usize) {
    let count = |query: &str| app.database.column(query).unwrap().len();
    let lines = "select seq from audit where entity = 'users' and concat(before, after) like";
    (
        count(&format!("{lines} '%{olena}%'")),
        count(&format!("select id from users where client_id = '{olena}'")),
    )
}

async fn erased(app: &App, olena: &str) {
    set_free(app, olena);
    let erased = erase(&app.sign_in(Cast::Cora).unwrap(), olena).await;
    assert_eq!(erased.status, 200, "{}", erased.text());
    assert_eq!(telling(app, olena), (0, 0));
}

#[actix_web::test]
async fn of_an_account_that_once_had_it_nothing_tells_so() {
    let app = App::start().await.unwrap();
    let (olena, emil) = (app.client(Served::Olena).unwrap().to_string(), app.sign_in(Cast::Emil).unwrap());
    amend(&app, Cast::Emil, json!({ "client_id": olena })).await;
    amend(&app, Cast::Emil, json!({ "client_id": null, "name": "Emil B." })).await;
    assert_eq!(telling(&app, &olena), (2, 0));
    erased(&app, &olena).await;
    assert_eq!(emil.get("/me").await.json()["name"], "Emil B.", "the account is his, and stays");
    let left =
        "select count(*) from audit where entity = 'users' and operation = 'users.amend' and after is null";
    assert_eq!(app.database.column(left).unwrap(), ["2"], "that he was changed, and when");
}

#[actix_web::test]
async fn who_works_here_too_keeps_the_account_and_nothing_tells_who_they_were() {
    let app = App::start().await.unwrap();
    let (olena, cole) = (app.client(Served::Olena).unwrap().to_string(), app.sign_in(Cast::Cole).unwrap());
    amend(&app, Cast::Cole, json!({ "roles": ["counselor", "employee"], "client_id": olena })).await;
    erased(&app, &olena).await;
    assert_eq!(cole.get("/me").await.json()["name"], "Cole Adeyemi");
}

#[actix_web::test]
async fn the_persons_own_account_goes_with_the_record() {
    let app = App::start().await.unwrap();
    let (olena, emil) = (app.client(Served::Olena).unwrap().to_string(), app.sign_in(Cast::Emil).unwrap());
    amend(&app, Cast::Emil, json!({ "client_id": olena })).await;
    erased(&app, &olena).await;
    assert_eq!(emil.get("/me").await.status, 401);
    assert_eq!(app.database.column("select id from users where name = 'Emil Berg'").unwrap(), [""; 0]);
}
