//! Facts about roles: built-in ones stay as they are, own ones can be made, and nobody gives more than they have.

use domain::{
    ids::OwnRoleId,
    permission::Permission,
    role::RoleId,
    roles::{ListedRole, RoleDetail, RoleEffect, RoleSight, Why},
    settings::Module,
};
use serde_json::{Value, json};
use store::roles;
use testkit::{Answer, App, Cast, Served, Visitor};

/// A role as somebody wishes it.
fn desk() -> Value {
    json!({ "name": "Front desk lead", "description": "Opens the doors", "sight": "everyone",
        "permissions": ["see_clients", "see_restrictions", "see_audit"] })
}

async fn make(app: &App, body: Value) -> ListedRole {
    let made = app.sign_in(Cast::Ada).unwrap().post("/roles", body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.read()
}

fn own(role: &ListedRole) -> OwnRoleId {
    match role.id {
        RoleId::Own(id) => id,
        RoleId::BuiltIn(_) => panic!("{role:?}"),
    }
}

/// As an administrator does on the page of the user.
fn give(app: &App, person: Cast, wanted: &[RoleId]) {
    let ((store, job), user) = (app.job(), app.user(person).unwrap());
    store.write_public(&job, "users.set_roles", |tx| roles::set_held(tx, user, wanted)).unwrap();
}

async fn amend(visitor: &Visitor, role: &ListedRole, body: Value) -> Answer {
    visitor.patch(&format!("/roles/{}", role.id), role.version.unwrap_or(1).into(), body).await
}

#[actix_web::test]
async fn the_list_has_the_built_in_roles_with_how_many_hold_each() {
    let app = App::start().await.unwrap();
    make(&app, desk()).await;
    let all: Vec<ListedRole> = app.sign_in(Cast::Ada).unwrap().get("/roles").await.read();
    assert_eq!(all.len(), 17);
    let of = |id: &str| all.iter().find(|role| role.id.to_string() == id).unwrap();
    assert_eq!((of("case_manager").holders, of("case_manager").version), (2, None));
    assert_eq!((of("volunteer").sight, of("analyst").sight), (RoleSight::Card, RoleSight::Everyone));
    assert_eq!((all[16].name.as_str(), all[16].holders), ("Front desk lead", 0));
}

#[actix_web::test]
async fn an_own_role_acts_at_the_next_request_and_so_does_its_end() {
    let app = App::start().await.unwrap();
    let role = make(&app, desk()).await;
    let rita = app.sign_in(Cast::Rita).unwrap();
    assert_eq!(rita.get("/audit").await.status, 403);
    give(&app, Cast::Rita, &[role.id, domain::role::Role::Recruiter.into()]);
    assert_eq!(rita.get("/audit").await.status, 200);
    let maria = app.client(Served::Maria).unwrap();
    assert_eq!(rita.get(&format!("/clients/{maria}")).await.status, 200);
    let me = rita.get("/me").await.json();
    let names: Vec<_> = me["roles"].as_array().unwrap().iter().map(|role| role["name"].clone()).collect();
    assert_eq!(names, ["Recruiter", "Front desk lead"]);
    give(&app, Cast::Rita, &[domain::role::Role::Recruiter.into()]);
    assert_eq!(rita.get("/audit").await.status, 403);
    assert_eq!(rita.get(&format!("/clients/{maria}")).await.status, 404);
}

#[actix_web::test]
async fn built_in_and_own_rights_unite() {
    let app = App::start().await.unwrap();
    let role = make(&app, json!({ "name": "Reader", "sight": "nobody", "permissions": ["see_audit"] })).await;
    give(&app, Cast::Casey, &[domain::role::Role::CaseManager.into(), role.id]);
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (maria, darnell) = (app.client(Served::Maria).unwrap(), app.client(Served::Darnell).unwrap());
    assert_eq!(casey.get("/audit").await.status, 200);
    assert_eq!(casey.get(&format!("/clients/{maria}")).await.status, 200);
    assert_eq!(casey.get(&format!("/clients/{darnell}")).await.status, 404);
}

#[actix_web::test]
async fn names_are_unlike_each_other_in_whatever_capitals() {
    let app = App::start().await.unwrap();
    let first = make(&app, desk()).await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    for name in ["FRONT DESK LEAD", "administrator", " Case Manager "] {
        let mut body = desk();
        body["name"] = json!(name);
        let refused = ada.post("/roles", body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["/name taken".to_owned()]), "{name}");
    }
    let second =
        make(&app, json!({ "name": "Other", "sight": "nobody", "permissions": ["see_reports"] })).await;
    let refused = amend(&ada, &second, json!({ "name": "front desk LEAD" })).await;
    assert_eq!(refused.fields(), ["/name taken"]);
    assert_eq!(amend(&ada, &first, json!({ "name": "FRONT desk lead" })).await.status, 200);
}

#[actix_web::test]
async fn what_is_no_role_is_refused_by_field() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let wish = |field: &str, value: Value| {
        let mut body = desk();
        body[field] = value;
        body
    };
    for (body, expected) in [
        (wish("name", json!("")), "/name required"),
        (wish("name", json!("a\u{202e}b")), "/name invisible_characters"),
        (wish("permissions", json!([])), "/permissions required"),
        (wish("permissions", json!(["fly"])), "/permissions/0 unknown_value"),
        (wish("sight", json!("card")), "/permissions beyond_card"),
        (wish("sight", json!("everything")), "/sight unknown_value"),
        (wish("version", json!(3)), "/version unknown_field"),
    ] {
        let refused = ada.post("/roles", body.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{body}");
    }
}

#[actix_web::test]
async fn nobody_puts_more_into_a_role_than_they_have() {
    let app = App::start().await.unwrap();
    let keeper = json!({ "name": "Keeper of roles", "sight": "caseload",
        "permissions": ["manage_roles", "see_clients", "see_client_details"] });
    let keeper = make(&app, keeper).await;
    let strong = make(&app, desk()).await;
    give(&app, Cast::Stan, &[keeper.id]);
    let stan = app.sign_in(Cast::Stan).unwrap();
    let ask = |sight: &str, permissions: Value| json!({ "name": "Mine", "sight": sight, "permissions": permissions });
    let more = stan.post("/roles", ask("caseload", json!(["see_clients", "manage_users"]))).await;
    assert_eq!(more.fields(), ["/permissions more_than_own"]);
    let wider = stan.post("/roles", ask("everyone", json!(["see_clients"]))).await;
    assert_eq!(wider.fields(), ["/sight more_than_own"]);
    let made = stan.post("/roles", ask("card", json!(["see_clients"]))).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let own = amend(&stan, &keeper, json!({ "permissions": ["manage_roles", "disclose_ssn"] })).await;
    assert_eq!(own.fields(), ["/permissions more_than_own"]);
    // What was there may stay, and may be taken out.
    let less = amend(&stan, &strong, json!({ "permissions": ["see_clients", "see_audit"] })).await;
    assert_eq!(less.status, 200, "{}", less.text());
}

#[actix_web::test]
async fn nobody_gives_a_role_that_may_do_more_than_they_do() {
    let app = App::start().await.unwrap();
    let helper =
        json!({ "name": "Helper", "sight": "caseload", "permissions": ["manage_users", "see_clients"] });
    let helper = make(&app, helper).await;
    give(&app, Cast::Stan, &[helper.id]);
    let (stan, rita) = (app.sign_in(Cast::Stan).unwrap(), app.user(Cast::Rita).unwrap());
    let session = app.database.column("select id from sessions order by created_at desc limit 1").unwrap();
    let who = store::tx::Who::Session(session[0].parse().unwrap());
    let caller = store::tx::Caller::of(who);
    let try_to = |wanted: RoleId| {
        let work = |tx: &mut store::tx::WriteTx| roles::give(tx, rita, &[wanted]);
        app.state.store.write(&caller, &[Permission::ManageUsers], "users.amend", work)
    };
    for more in [domain::role::Role::Administrator, domain::role::Role::Analyst] {
        assert!(matches!(try_to(more.into()), Err(store::StoreError::NotYours(_))), "{more:?}");
    }
    assert!(try_to(helper.id).is_ok());
    assert!(try_to(RoleId::Own(uuid::Uuid::nil().into())).is_err());
    drop(stan);
}

/// A role of the portal may have thousands.
#[actix_web::test]
async fn a_hundred_of_those_who_hold_a_role_are_named() {
    let app = App::start().await.unwrap();
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into users (id, name, email) select gen_random_uuid(), 'P' || n, 'p' || n || '@example.org' \
                 from generate_series(1, 120) as n; \
             insert into user_roles (user_id, role) select id, 'ttw_participant' from users where email ~ '^p[0-9]+@'; \
             commit",
        )
        .unwrap();
    let found: RoleDetail = app.sign_in(Cast::Ada).unwrap().get("/roles/ttw_participant").await.read();
    assert_eq!((found.held_by.len(), found.role.holders), (100, 121));
}

#[actix_web::test]
async fn a_change_shows_whom_it_affects_before_it_is_made() {
    let app = App::start().await.unwrap();
    let role = make(&app, desk()).await;
    give(&app, Cast::Rita, &[role.id]);
    give(&app, Cast::Cora, &[domain::role::Role::ClientDataCoordinator.into(), role.id]);
    let ada = app.sign_in(Cast::Ada).unwrap();
    let patch = json!({ "permissions": ["see_clients", "see_reports"], "sight": "caseload" });
    let effect = ada.post(&format!("/roles/{}/effect", role.id), patch.clone()).await;
    assert_eq!(effect.status, 200, "{}", effect.text());
    let effect: RoleEffect = effect.read();
    // Cora has all of it from her other role.
    assert_eq!((effect.affected.len(), effect.unaffected), (1, 1));
    let rita = &effect.affected[0];
    let codes = |all: domain::permission::Permissions| all.iter().map(|one| one.code()).collect::<Vec<_>>();
    assert_eq!((rita.name.as_str(), codes(rita.gains)), ("Rita Rossi", vec!["see_reports"]));
    assert_eq!(codes(rita.loses), ["see_restrictions", "see_audit"]);
    assert_eq!((rita.sight_before, rita.sight_after), (RoleSight::Everyone, RoleSight::Caseload));
    let before: RoleDetail = ada.get(&format!("/roles/{}", role.id)).await.read();
    assert_eq!(before.role, ListedRole { holders: 2, ..role.clone() });
    assert_eq!(amend(&ada, &role, patch).await.status, 200);
    assert_eq!(app.sign_in(Cast::Rita).unwrap().get("/audit").await.status, 403);
}

#[actix_web::test]
async fn a_role_that_somebody_holds_cannot_go_and_the_answer_says_who() {
    let app = App::start().await.unwrap();
    let role = make(&app, desk()).await;
    give(&app, Cast::Rita, &[role.id]);
    let (ada, path) = (app.sign_in(Cast::Ada).unwrap(), format!("/roles/{}", role.id));
    let refused = ada.delete(&path).await;
    assert_eq!((refused.status, refused.code()), (409, "conflict".to_owned()));
    assert!(refused.text().contains("Rita Rossi"), "{}", refused.text());
    give(&app, Cast::Rita, &[domain::role::Role::Recruiter.into()]);
    assert_eq!(ada.delete(&path).await.status, 204);
    assert_eq!((ada.get(&path).await.status, ada.delete(&path).await.status), (404, 404));
}

#[actix_web::test]
async fn a_built_in_role_is_never_changed() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let wish = json!({ "permissions": ["see_clients"] });
    assert_eq!(ada.patch("/roles/staff", 1, wish.clone()).await.status, 409);
    assert_eq!(ada.post("/roles/staff/effect", wish).await.status, 409);
    assert_eq!(ada.delete("/roles/staff").await.status, 409);
    assert_eq!(ada.get("/roles/staff").await.status, 200);
    assert_eq!(ada.get("/roles/nonsense").await.status, 404);
}

#[actix_web::test]
async fn a_stale_change_of_a_role_is_refused() {
    let app = App::start().await.unwrap();
    let (ada, role) = (app.sign_in(Cast::Ada).unwrap(), make(&app, desk()).await);
    assert_eq!(amend(&ada, &role, json!({ "description": "Locks up" })).await.version(), 2);
    assert_eq!(amend(&ada, &role, json!({ "description": "Late" })).await.code(), "stale_version");
    assert_eq!(amend(&ada, &role, json!({})).await.fields(), [" nothing_to_change"]);
}

#[actix_web::test]
async fn changes_of_roles_and_of_holders_are_in_the_audit() {
    let app = App::start().await.unwrap();
    let (ada, role) = (app.sign_in(Cast::Ada).unwrap(), make(&app, desk()).await);
    amend(&ada, &role, json!({ "permissions": ["see_clients"] })).await;
    give(&app, Cast::Rita, &[role.id]);
    let lines = "select concat_ws(' ', principal, operation, action, entity) from audit \
                 where entity in ('own_roles', 'user_own_roles') order by seq";
    assert_eq!(
        app.database.column(lines).unwrap(),
        [
            "user roles.add create own_roles",
            "user roles.amend update own_roles",
            "job users.set_roles create user_own_roles",
        ]
    );
}

#[actix_web::test]
async fn an_own_role_can_require_a_second_factor() {
    let app = App::start().await.unwrap();
    let role = make(&app, desk()).await;
    give(&app, Cast::Rita, &[role.id]);
    let (ada, rita) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Rita).unwrap());
    let wish = json!({ "second_factor_required": true });
    let effect: RoleEffect = ada.post(&format!("/roles/{}/effect", role.id), wish.clone()).await.read();
    assert!(effect.affected[0].has_to_set_up_second_factor);
    assert_eq!(rita.get("/audit").await.status, 200);
    assert_eq!(amend(&ada, &role, wish).await.status, 200);
    assert_eq!(rita.get("/audit").await.code(), "second_factor_required");
}

#[actix_web::test]
async fn whoever_gets_an_own_role_can_be_given_clients() {
    let app = App::start().await.unwrap();
    let role = json!({ "name": "Mentor", "sight": "caseload",
        "permissions": ["see_clients", "see_client_details", "see_follow_ups"] });
    let role = make(&app, role).await;
    let (cora, hugo) = (app.sign_in(Cast::Cora).unwrap(), app.user(Cast::Hugo).unwrap());
    let maria = app.client(Served::Maria).unwrap();
    let path = format!("/clients/{maria}/assignments");
    assert_eq!(cora.post(&path, json!({ "user_id": hugo })).await.status, 422);
    give(&app, Cast::Hugo, &[role.id]);
    let assigned = cora.post(&path, json!({ "user_id": hugo })).await;
    assert_eq!(assigned.status, 201, "{}", assigned.text());
    assert_eq!(app.sign_in(Cast::Hugo).unwrap().get(&format!("/clients/{maria}")).await.status, 200);
}

#[actix_web::test]
async fn roles_are_the_administrators_matter() {
    let app = App::start().await.unwrap();
    let role = make(&app, desk()).await;
    for person in Cast::ALL.iter().filter(|person| **person != Cast::Ada) {
        let visitor = app.sign_in(*person).unwrap();
        assert_eq!(visitor.get("/roles").await.status, 403, "{person:?}");
        assert_eq!(visitor.post("/roles", desk()).await.status, 403, "{person:?}");
        assert_eq!(visitor.delete(&format!("/roles/{}", own(&role))).await.status, 403, "{person:?}");
    }
}

async fn why(app: &App, person: Cast, rest: &str) -> Why {
    let path = format!("/users/{}/permissions/{rest}", app.user(person).unwrap());
    let answer = app.sign_in(Cast::Ada).unwrap().get(&path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read()
}

fn names(roles: &[domain::roles::RoleName]) -> Vec<&str> {
    roles.iter().map(|role| role.name.as_str()).collect()
}

#[actix_web::test]
async fn why_names_the_role_that_grants_or_those_that_would() {
    let app = App::start().await.unwrap();
    make(&app, desk()).await;
    let granted = why(&app, Cast::Casey, "edit_clients").await;
    assert!(granted.allowed);
    assert_eq!(names(&granted.granted_by), ["Case Manager"]);
    assert!(granted.would_be_granted_by.is_empty());
    let missing = why(&app, Cast::Casey, "see_audit").await;
    assert!(!missing.allowed && missing.granted_by.is_empty());
    let would = ["Administrator", "Client Data Coordinator", "Analyst", "Front desk lead"];
    assert_eq!(names(&missing.would_be_granted_by), would);
}

#[actix_web::test]
async fn why_tells_a_client_outside_of_somebodys_sight() {
    let app = App::start().await.unwrap();
    let (maria, darnell) = (app.client(Served::Maria).unwrap(), app.client(Served::Darnell).unwrap());
    let seen = why(&app, Cast::Casey, &format!("edit_clients?client={maria}")).await;
    assert!(seen.allowed && seen.client.unwrap().in_sight);
    let outside = why(&app, Cast::Casey, &format!("edit_clients?client={darnell}")).await;
    assert!(!outside.allowed && !outside.granted_by.is_empty());
    let client = outside.client.unwrap();
    assert_eq!((client.in_sight, client.name.as_str()), (false, "Darnell Washington"));
    let unknown = format!(
        "/users/{}/permissions/see_clients?client={}",
        app.user(Cast::Casey).unwrap(),
        uuid::Uuid::nil()
    );
    assert_eq!(app.sign_in(Cast::Ada).unwrap().get(&unknown).await.status, 404);
}

#[actix_web::test]
async fn why_tells_a_closed_account_and_a_missing_second_factor() {
    let app = App::start().await.unwrap();
    let change = |sql: &str| {
        let begun = "select begin_as('job', null, 'test', null, null)";
        app.database.run(&format!("begin; {begun}; {sql}; commit")).unwrap();
    };
    change("update organization set second_factor_roles = '{analyst}'");
    let lacking = why(&app, Cast::Ana, "see_audit").await;
    assert!(lacking.lacks_second_factor && !lacking.allowed && !lacking.granted_by.is_empty());
    change("update users set status = 'deactivated' where email = 'casey@example.org'");
    let closed = why(&app, Cast::Casey, "edit_clients").await;
    assert_eq!(closed.account, domain::roles::AccountState::Deactivated);
    assert!(!closed.allowed);
}

#[actix_web::test]
async fn why_tells_that_nobody_may_where_numbers_or_a_part_are_switched_off() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert!(why(&app, Cast::Ada, "disclose_ssn").await.allowed);
    let version = ada.get("/organization/settings").await.version();
    let without = json!({ "collects_ssn": false });
    assert_eq!(ada.patch("/organization/settings", version, without).await.status, 200);
    for permission in ["disclose_ssn", "see_ssn_last_four"] {
        let found = why(&app, Cast::Ada, permission).await;
        assert!(found.not_collected && !found.allowed && !found.granted_by.is_empty(), "{permission}");
    }
    let (version, off) =
        (ada.get("/settings").await.version(), json!({ "modules_off": ["goals", "intake"] }));
    assert_eq!(ada.patch("/settings", version, off).await.status, 200);
    let goals = why(&app, Cast::Casey, "write_goals").await;
    assert!(goals.module_off == Some(Module::Goals) && !goals.allowed);
    assert_eq!(why(&app, Cast::Ada, "manage_intake_links").await.module_off, Some(Module::Intake));
    assert!(why(&app, Cast::Casey, "edit_clients").await.allowed);
}

#[actix_web::test]
async fn who_sees_no_clients_reads_what_the_pages_of_their_role_need() {
    let app = App::start().await.unwrap();
    let mine = [
        Permission::ManageRoles,
        Permission::EditCodeLists,
        Permission::EditOrganization,
        Permission::EditPrograms,
    ];
    let nia = app.colleague("Nia", RoleSight::Nobody, &mine).unwrap();
    let needed =
        ["/code-lists/referral_source", "/custom-fields", "/note-templates", "/departments", "/colleagues"];
    let worker = app.sign_in(Cast::Tess).unwrap();
    for path in needed {
        assert_eq!((nia.get(path).await.status, worker.get(path).await.status), (200, 403), "{path}");
    }
    for path in ["/notifications", "/notifications/preferences", "/me/views"] {
        assert_eq!((nia.get(path).await.status, worker.get(path).await.status), (200, 200), "{path}");
    }
    assert_eq!(worker.post("/notifications/reading", json!({})).await.status, 204);
    assert_eq!(nia.get("/clients").await.status, 403);
}

#[actix_web::test]
async fn why_is_asked_by_administrators_about_what_there_is() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let casey = app.user(Cast::Casey).unwrap();
    assert_eq!(ada.get(&format!("/users/{casey}/permissions/fly")).await.status, 404);
    assert_eq!(ada.get(&format!("/users/{}/permissions/see_clients", uuid::Uuid::nil())).await.status, 404);
    for person in [Cast::Cora, Cast::Casey, Cast::Ana] {
        let path = format!("/users/{casey}/permissions/see_clients");
        assert_eq!(app.sign_in(person).unwrap().get(&path).await.status, 403, "{person:?}");
    }
}

/// A role or a file from before seeing applications had a name of its own says the one alone.
#[actix_web::test]
async fn a_role_that_reviews_applications_is_named_among_those_that_show_them() {
    let app = App::start().await.unwrap();
    let body = json!({ "name": "Intake desk", "sight": "nobody", "permissions": ["review_applications"] });
    let role = make(&app, body).await;
    let both = [Permission::SeeApplications, Permission::ReviewApplications];
    assert_eq!(role.permissions.iter().collect::<Vec<_>>(), both);
    let missing = why(&app, Cast::Stan, "see_applications").await;
    let would = names(&missing.would_be_granted_by);
    assert!(would.contains(&"Analyst") && would.contains(&"Intake desk"), "{would:?}");
    // Taking the one out alone takes nothing from anybody, and the preview says so.
    give(&app, Cast::Rita, &[role.id]);
    let (ada, wish) = (app.sign_in(Cast::Ada).unwrap(), json!({ "permissions": ["review_applications"] }));
    let effect: RoleEffect = ada.post(&format!("/roles/{}/effect", role.id), wish.clone()).await.read();
    assert_eq!((effect.affected.len(), effect.unaffected), (0, 1));
    let amended = amend(&ada, &role, wish).await;
    assert_eq!(amended.status, 200, "{}", amended.text());
    assert_eq!(amended.read::<ListedRole>().permissions, role.permissions);
}

#[actix_web::test]
async fn of_many_who_keep_a_role_from_going_a_few_are_named_and_all_are_counted() {
    let app = App::start().await.unwrap();
    let role = make(&app, desk()).await;
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into users (id, name, email) select gen_random_uuid(), 'P' || n, 'p' || n || '@example.org' \
                 from generate_series(1, 120) as n; \
             insert into user_own_roles (user_id, role_id) select id, '{}' from users where email ~ '^p[0-9]+@'; \
             commit",
            own(&role)
        ))
        .unwrap();
    let refused = app.sign_in(Cast::Ada).unwrap().delete(&format!("/roles/{}", role.id)).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text().contains("P1, ") && refused.text().contains(" and 115 more"),
        "{}",
        refused.text()
    );
}
