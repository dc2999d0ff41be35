//! The slices of the API as the documentation shows them.

use serde_json::{Map, Value, json};

use super::id_of;

/// The slices in the order of the work, with the words over them.
pub(super) const TAGS: &[(&str, &str, &str)] = &[
    ("intake", "Intake", "The public form: a draft that survives a reload, its files, and handing it in."),
    ("applications", "Applications", "What came in by the form, and what becomes of it."),
    (
        "equal_opportunity",
        "Equal opportunity",
        "What applicants answered for the record that the law asks for, counted.",
    ),
    ("intake_links", "Intake links", "Links to the form: for anybody, for one person, for partners."),
    ("sessions", "Signing in", "Sessions: sign in, renew, sign out, who I am."),
    ("account", "My account", "The password that I sign in with, and the second factor."),
    ("dashboard", "Dashboard", "The work of the day."),
    ("notifications", "Notifications", "What happened that concerns me."),
    ("unsent", "Unsent texts", "What I have begun to write and not sent yet."),
    ("views", "Saved views", "My own filters of lists."),
    ("clients", "Clients", "The people served: the canonical record."),
    ("photos", "Photos", "Faces, so that the front desk recognizes a person."),
    ("demographics", "Demographics", "Answers about a client, each given, declined, unknown or not asked."),
    ("custom_fields", "Custom fields", "What the organization asks and keeps beyond what every agency does."),
    ("board", "Board", "Where in the journey everybody stands, and for how long."),
    ("bulk", "Bulk changes", "One change of many clients: planned first, then run, and taken back."),
    ("exports", "Exports", "Clients, and applications, as a file for a spreadsheet."),
    ("timeline", "Timeline", "Everything that happened with a client, in order."),
    ("enrollments", "Enrollments", "Who takes part in which program."),
    (
        "waitlist",
        "Waiting lists",
        "Who waits for a place in which program, in order, and to whom one is offered.",
    ),
    ("assignments", "Assignments", "Who works with which client."),
    ("restrictions", "Restrictions", "Who is kept from which services, for how long and why."),
    ("legal_holds", "Legal holds", "What keeps a client's record from being erased."),
    ("erasures", "Erasures", "Records of clients that were erased, by which rule and why."),
    ("notes", "Notes", "Case notes, confidential ones too."),
    ("note_templates", "Note templates", "What a note of a kind begins with."),
    ("follow_ups", "Follow-ups", "What is to be done, by whom and when."),
    ("goals", "Goals", "The service plan: what a client wants to reach, and the steps that lead there."),
    ("documents", "Documents", "Files of clients."),
    ("changes", "Proposed changes", "Edits that wait for somebody else's review."),
    ("audit", "Audit", "Who changed what, when and why."),
    ("disclosures", "Disclosures", "Who saw a client's record, and why."),
    ("departments", "Departments", "What programs belong to."),
    (
        "programs",
        "Programs",
        "Trainings and services: who works in them, and how many people fit on which day.",
    ),
    ("users", "People", "The people who work here: accounts, invitations, sessions."),
    ("roles", "Roles", "Who may do what: built-in roles, and the organization's own."),
    ("api_keys", "API keys", "Keys of programs that call this API, for a purpose and a time."),
    ("code_lists", "Code lists", "The choices that forms offer."),
    ("organization", "Organization", "The profile of this installation."),
    (
        "settings",
        "Settings",
        "Signing in, sessions, files, how long things are kept, and which parts are in use.",
    ),
    ("mail_texts", "Mail texts", "The words of mails, shipped and the organization's own."),
    (
        "configuration",
        "Configuration file",
        "All that an administrator sets, as one file that another installation can take.",
    ),
    (
        "jobs",
        "Background work",
        "What the server does by itself: mail, and what comes every hour or every day.",
    ),
];

/// An operation stands under its slice.
pub(super) fn add(operation: &mut Map<String, Value>) {
    let id = id_of(operation);
    let slice = id.split_once('.').map_or(id, |(slice, _)| slice);
    if let Some((_, name, _)) = TAGS.iter().find(|(tag, ..)| *tag == slice) {
        operation.insert("tags".into(), json!([name]));
    }
}
