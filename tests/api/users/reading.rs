//! Who is there, and how they stand.

use domain::{
    page::Page,
    role::Role,
    users::{State, User},
};
use testkit::{Cast, Visitor};

use super::{ada, read};
use crate::hard::tamper;

async fn list(who: &Visitor, query: &str) -> Page<User> {
    who.get(&format!("/users{query}")).await.read()
}

fn names(page: &Page<User>) -> Vec<&str> {
    page.items.iter().map(|user| user.name.as_str()).collect()
}

#[actix_web::test]
async fn everybody_stands_there_by_name_page_after_page() {
    let (_app, ada) = ada().await;
    let whole = list(&ada, "?limit=100").await;
    assert_eq!(whole.items.len(), Cast::ALL.len());
    assert_eq!(whole.total.unwrap().count as usize, Cast::ALL.len());
    let (mut seen, mut next) = (Vec::new(), Some(String::new()));
    while let Some(cursor) = next {
        let cursor = if cursor.is_empty() { String::new() } else { format!("&cursor={cursor}") };
        let page = list(&ada, &format!("?limit=5{cursor}")).await;
        seen.extend(page.items.iter().map(|user| user.name.clone()));
        next = page.next;
    }
    assert_eq!(seen, names(&whole));
}

#[actix_web::test]
async fn filters_narrow_by_role_side_state_and_words() {
    let (app, ada) = ada().await;
    tamper(&app, "update users set status = 'deactivated' where email = 'otto@example.org'");
    assert_eq!(names(&list(&ada, "?role=case_manager").await), ["Casey Nguyen", "Otto Brandt"]);
    assert_eq!(names(&list(&ada, "?role=volunteer&role=analyst").await), ["Ana Reyes", "Vera Santos"]);
    assert_eq!(names(&list(&ada, "?kind=employer").await), ["Hana Kim", "Hugo Weber", "Rita Rossi"]);
    assert_eq!(list(&ada, "?kind=portal").await.total.unwrap().count, 4);
    assert_eq!(names(&list(&ada, "?state=deactivated").await), ["Otto Brandt"]);
    assert_eq!(names(&list(&ada, "?q=NGUYEN").await), ["Casey Nguyen"]);
    assert_eq!(names(&list(&ada, "?q=vera@").await), ["Vera Santos"]);
    assert_eq!(names(&list(&ada, "?q=%25").await), Vec::<&str>::new(), "a sign is a sign");
    assert_eq!(ada.get("/users?rank=high").await.status, 422);
}

#[actix_web::test]
async fn one_reads_what_would_be_left_behind() {
    let (app, ada) = ada().await;
    let casey = read(&ada, &app, Cast::Casey).await;
    let count = |query: &str| app.database.column(query).unwrap()[0].parse::<i64>().unwrap();
    let hers = "user_id = (select id from users where email = 'casey@example.org')";
    let clients = count(&format!("select count(*) from assignments where {hers} and ended_at is null"));
    let open = count(&format!(
        "select count(*) from follow_ups where {} and status = 'open'",
        hers.replace("user_id", "assignee_id")
    ));
    assert!(clients >= 2 && open >= 1, "{clients} {open}");
    assert_eq!((casey.clients, casey.open_follow_ups), (clients, open));
    assert_eq!(
        (casey.state, casey.roles.clone(), casey.invited_until),
        (State::Active, vec![Role::CaseManager.into()], None)
    );
}

#[actix_web::test]
async fn who_does_not_manage_accounts_sees_none() {
    let (app, _ada) = ada().await;
    let id = app.user(Cast::Otto).unwrap();
    for person in [Cast::Cora, Cast::Max, Cast::Casey, Cast::Ana] {
        let visitor = app.sign_in(person).unwrap();
        assert_eq!(visitor.get("/users").await.status, 403, "{}", person.name());
        assert_eq!(visitor.get(&format!("/users/{id}")).await.status, 403, "{}", person.name());
    }
}
