//! Who may see, save and take the file.

use domain::{
    configuration::NEEDED,
    permission::Permission,
    roles::{ListedRole, RoleSight},
};
use serde_json::json;
use testkit::{App, Cast, Visitor};

use super::{exported, import, previewed, problems, taken};

/// Robin, who has every permission that the file takes, and few others.
fn robin(app: &App) -> Visitor {
    let permissions = [NEEDED.as_slice(), &[Permission::SeeReports]].concat();
    app.colleague("Robin", RoleSight::Nobody, &permissions).unwrap()
}

#[actix_web::test]
async fn nobody_gives_more_by_a_file_than_they_have() {
    let app = App::start().await.unwrap();
    let robin = robin(&app);
    let role = |sight: &str, permission: &str| json!({ "format": 1, "roles": [{ "name": "Friend", "sight": sight, "permissions": [permission] }] });
    let more = role("nobody", "disclose_ssn");
    let preview = previewed(&robin, &more).await;
    assert_eq!(problems(&preview), ["/roles/0/permissions more_than_own"]);
    assert_eq!(
        import(&robin, &more, &preview.version).await.fields(),
        ["/roles/0/permissions more_than_own"]
    );
    assert_eq!(
        problems(&previewed(&robin, &role("everyone", "see_reports")).await),
        ["/roles/0/sight more_than_own"]
    );
    taken(&robin, &role("nobody", "see_reports")).await;
    let all: Vec<ListedRole> = robin.get("/roles").await.read();
    assert!(all.iter().any(|role| role.name == "Friend" && role.permissions.iter().count() == 1));
}

#[actix_web::test]
async fn it_takes_every_permission_of_its_parts() {
    let app = App::start().await.unwrap();
    let file = json!({ "format": 1 });
    for person in [Cast::Cora, Cast::Max, Cast::Casey] {
        let who = app.sign_in(person).unwrap();
        let statuses = [
            who.get("/configuration").await.status,
            who.post("/configuration/preview", file.clone()).await.status,
            import(&who, &file, "x").await.status,
        ];
        assert_eq!(statuses, [403; 3], "{}", person.name());
    }
    let robin = robin(&app);
    exported(&robin).await;
    for missing in NEEDED {
        let others: Vec<Permission> = NEEDED.into_iter().filter(|one| *one != missing).collect();
        let who = app.colleague(missing.code(), RoleSight::Nobody, &others).unwrap();
        let statuses = [
            who.get("/configuration").await.status,
            who.post("/configuration/preview", file.clone()).await.status,
            import(&who, &file, "x").await.status,
        ];
        assert_eq!(statuses, [403; 3], "{missing:?}");
    }
}
