//! What an operation is tried on.

use testkit::{App, Served};

/// Which record an address names, as Casey, Cole, Stan and Vera see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// The address names nobody.
    Any,
    /// María, or something of hers: on the caseload.
    Caseload,
    /// Darnell, or something of his: on somebody else's.
    Outside,
    /// The participant's own record.
    Own,
    /// Something of Darnell's under María's address.
    WrongParent,
}

/// What an address is about: the client, or a record of a client.
const OF_CLIENTS: [&str; 11] = [
    "/audit/{",
    "/clients/{",
    "/restrictions/{",
    "/notes/{",
    "/follow-ups/{",
    "/goals/{",
    "/documents/{",
    "/changes/{",
    "/enrollments/{",
    "/legal-holds/{",
    "/waitlist/{",
];

impl Object {
    /// On what an address is tried.
    pub fn of(path: &str) -> Vec<Self> {
        let path = path.trim_start_matches("/api/v1");
        let ids = path.matches('{').count();
        match () {
            () if ["/clients/{", "/goals/{"].iter().any(|start| path.starts_with(start)) && ids == 2 => {
                vec![Self::Caseload, Self::Outside, Self::WrongParent]
            }
            () if path.starts_with("/clients/{") => vec![Self::Caseload, Self::Outside, Self::Own],
            () if OF_CLIENTS.iter().any(|start| path.starts_with(start)) => {
                vec![Self::Caseload, Self::Outside]
            }
            () => vec![Self::Any],
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Caseload => "caseload",
            Self::Outside => "outside",
            Self::Own => "own",
            Self::WrongParent => "wrong parent",
        }
    }
}

/// An address with its ids filled in, and the version of what it names.
pub fn address(app: &App, path: &str, object: Object) -> (String, i64) {
    let person = match object {
        Object::Any | Object::Caseload | Object::WrongParent => Served::Maria,
        Object::Outside => Served::Darnell,
        Object::Own => Served::WendyHerself,
    };
    // Whose record was erased is found by no name any more.
    let erased = || app.database.column("select client_id from erasures").unwrap().remove(0);
    let client = app.client(person).map_or_else(|_| erased(), |id| id.to_string());
    let below = if object == Object::WrongParent {
        app.client(Served::Darnell).unwrap().to_string()
    } else {
        client.clone()
    };
    let mut filled = Vec::new();
    let mut version = 1;
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        if !part.starts_with('{') {
            filled.push((*part).to_owned());
            continue;
        }
        let of = parts[..at].iter().rev().find(|part| !part.starts_with('{')).copied().unwrap_or_default();
        let owner = if at > 2 { &below } else { &client };
        let (id, found) = record(app, of, part, parts.get(at + 1).copied().unwrap_or_default(), owner);
        filled.push(id);
        version = found;
    }
    (filled.join("/"), version)
}

/// An entry that changed a client, made here where there is none, and the client's version.
fn entry(app: &App, client: &str) -> String {
    let changed = format!(
        "entity = 'clients' and action = 'update' and client_id = '{client}' and after ? 'neighborhood'"
    );
    if app.database.column(&format!("select seq from audit where {changed}")).unwrap().is_empty() {
        let change = format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             update clients set neighborhood = case neighborhood when 'mission' then 'bayview' else 'mission' end \
             where id = '{client}'; commit"
        );
        app.database.run(&change).unwrap();
    }
    format!(
        "select seq || ' ' || version from audit join clients on clients.id = client_id where {changed} order by seq"
    )
}

/// A legal hold that is set, made here where there is none.
fn hold(app: &App, client: &str) -> String {
    let set =
        format!("select id || ' 1' from legal_holds where client_id = '{client}' and lifted_at is null");
    if app.database.column(&set).unwrap().is_empty() {
        let make = format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into legal_holds (id, client_id, reason) values (gen_random_uuid(), '{client}', 'Subpoena'); commit"
        );
        app.database.run(&make).unwrap();
    }
    set
}

/// The id and version of a record of a kind, of a client.
fn record(app: &App, kind: &str, name: &str, verb: &str, client: &str) -> (String, i64) {
    let nobody = || ("0190a000-0000-7000-8000-000000000000".to_owned(), 1);
    let query = match (kind, name) {
        ("audit", _) => entry(app, client),
        ("legal-holds", _) => hold(app, client),
        ("clients", _) => format!("select id || ' ' || version from clients where id = '{client}'"),
        ("drafts", _) => return ("note-0190a000-0000-7000-8000-000000000000".to_owned(), 1),
        ("users" | "staff", _) => {
            "select id || ' ' || version from users where email = 'casey@example.org'".into()
        }
        ("mail-texts", "{kind}") => return ("invitation".to_owned(), 0),
        ("mail-texts", _) => {
            let version = "select version from mail_texts where kind = 'invitation' and language = 'en'";
            let version =
                app.database.column(version).unwrap().first().map_or(0, |version| version.parse().unwrap());
            return ("en".to_owned(), version);
        }
        ("permissions", _) => return ("see_clients".to_owned(), 1),
        ("api-keys", _) => "select id || ' 1' from api_keys where revoked_at is null order by made_at".into(),
        ("intake-links", _) => "select id || ' 1' from intake_links order by made_at".into(),
        ("roles", _) => "select id || ' ' || version from own_roles order by name".into(),
        ("code-lists", "{list}") => return ("gender".to_owned(), 1),
        ("code-lists", _) => {
            "select id || ' ' || version from code_values where list = 'gender' order by position desc".into()
        }
        ("custom-fields", _) => {
            "select id || ' ' || version from custom_fields order by position desc".into()
        }
        ("departments", _) => "select id || ' ' || version from departments order by id".into(),
        ("programs", _) => "select id || ' ' || version from programs order by position".into(),
        ("restrictions", _) => format!(
            "select id || ' ' || version from restrictions where client_id = '{client}' and lifted_at is null"
        ),
        ("bypasses", _) => format!(
            "select id || ' 1' from restriction_bypasses where client_id = '{client}' and ended_at is null"
        ),
        ("waitlist", _) => format!(
            "select id || ' ' || version from waitlist_entries where client_id = '{client}' and status in ('waiting', 'offered')"
        ),
        ("enrollments", _) => {
            format!(
                "select id || ' ' || version from enrollments where client_id = '{client}' order by start_date desc"
            )
        }
        ("notes", _) => {
            let confidential = verb == "disclosure";
            format!(
                "select id || ' ' || version from notes where client_id = '{client}' and confidential = {confidential} order by written_at desc"
            )
        }
        ("follow-ups", _) => format!(
            "select id || ' ' || version from follow_ups where client_id = '{client}' and status = 'open'"
        ),
        ("goals", _) => format!(
            "select id || ' ' || version from goals where client_id = '{client}' and status = 'open' order by id"
        ),
        ("steps", _) => format!(
            "select id || ' ' || version from goal_steps where client_id = '{client}' and done_on is null order by id"
        ),
        ("documents", _) if client.is_empty() => return nobody(),
        ("documents", _) => format!(
            "select id || ' 1' from documents where client_id = '{client}' or application_id is not null order by client_id nulls last"
        ),
        ("assignments", _) => {
            format!("select id || ' 1' from assignments where client_id = '{client}' and ended_at is null")
        }
        ("enrollment-requests", _) => {
            "select pending_changes.id || ' ' || pending_changes.version from pending_changes join users on users.id = requested_by \
             and users.client_id = pending_changes.client_id where pending_changes.status = 'pending'"
                .into()
        }
        ("changes", _) => format!(
            "select id || ' ' || version from pending_changes where client_id = '{client}' and status = 'pending'"
        ),
        ("applications", _) => {
            "select id || ' ' || version from applications where status = 'new' order by submitted_at".into()
        }
        _ => return nobody(),
    };
    let Some(found) = app.database.column(&format!("{query} limit 1")).unwrap().into_iter().next() else {
        return nobody();
    };
    let (id, version) = found.split_once(' ').unwrap();
    (id.to_owned(), version.parse().unwrap())
}
