//! Who does an operation, and what has to be done before, so that there is something to show.

use testkit::Cast;

/// One way in which an operation is done.
pub struct Telling {
    pub asker: Cast,
    pub before: &'static [&'static str],
}

/// The usual way, and another for an operation that may answer 202.
pub fn tellings(operation: &str, has_second_answer: bool) -> Vec<Telling> {
    let usual = Telling { asker: asker(operation), before: before(operation) };
    let second = match operation {
        // Whoever asks for themselves always waits.
        "enrollments.ask" => return vec![usual],
        "sessions.sign_in" => Telling { asker: Cast::Ada, before: SECOND_FACTOR },
        // She may only propose.
        _ => Telling { asker: Cast::Lena, before: before(operation) },
    };
    [usual].into_iter().chain(has_second_answer.then_some(second)).collect()
}

/// Ada may do nearly everything; but a note is amended by whoever wrote it, and a day is fuller with clients.
fn asker(operation: &str) -> Cast {
    match operation {
        "notes.amend" | "dashboard.show" | "follow_ups.list" | "notifications.list" => Cast::Casey,
        "changes.withdraw" => Cast::Lena,
        "enrollments.ask" | "enrollments.requests" | "enrollments.standings" | "enrollments.withdraw" => {
            Cast::Wendy
        }
        _ => Cast::Ada,
    }
}

const SECOND_FACTOR: &[&str] = &["account.begin_second_factor", "account.confirm_second_factor"];

/// The last step's answer says what the operation is about.
fn before(operation: &str) -> &'static [&'static str] {
    match operation {
        "account.confirm_second_factor" => &["account.begin_second_factor"],
        "account.renew_recovery_codes" | "account.remove_second_factor" | "account.second_factor" => {
            SECOND_FACTOR
        }
        "account.open_link" | "account.use_link" => &["account.ask_reset"],
        "api_keys.list" => &["api_keys.make"],
        "applications.forget_contact" => &["applications.contact"],
        "bulk.find" | "bulk.left_behind" | "bulk.rows" | "bulk.run" => &["bulk.plan"],
        "bulk.list" => &["bulk.plan", "bulk.run"],
        "bulk.undo" => &["bulk.plan", "bulk.run"],
        "changes.approve" => &["changes.find"],
        "changes.withdraw" => &["clients.update"],
        "configuration.import" => &["configuration.preview"],
        "custom_fields.amend" | "custom_fields.list" => &["custom_fields.add"],
        "dashboard.tiles" => &["dashboard.arrange"],
        "enrollments.discharges" => &["enrollments.discharge"],
        "enrollments.requests" | "enrollments.withdraw" => &["enrollments.ask"],
        "follow_ups.reopen" => &["follow_ups.complete"],
        "goals.reopen" => &["goals.close"],
        "goals.reopen_step" => &["goals.complete_step"],
        "intake.append" => &["intake.open", "intake.begin_upload"],
        "intake.begin_upload" | "intake.save" => &["intake.open"],
        "intake.find" | "intake.link" => &["intake.open", "intake.save"],
        "intake.open_by_link" | "intake.referral" => &["intake_links.make"],
        "intake.resume" => &["intake.open", "intake.save", "intake.link"],
        "intake_links.list" => &["intake_links.make"],
        "jobs.list" | "jobs.retry" => &["account.ask_reset"],
        "note_templates.amend" | "note_templates.list" => &["note_templates.add"],
        "notes.amend" | "notes.add" | "notes.pin" => &["notes.create"],
        "notes.unpin" => &["notes.create", "notes.pin"],
        "notes.take_back" => &["notes.review"],
        "notifications.list" => &["follow_ups.set"],
        "organization.remove_logo" => &["organization.set_logo"],
        "erasures.list" | "erasures.of_client" => &["erasures.erase"],
        "legal_holds.list_of_client" => &["legal_holds.set"],
        "restrictions.end_bypass" => &["restrictions.bypass"],
        "roles.amend" | "roles.effect" | "roles.find" | "roles.list" => &["roles.add"],
        "sessions.pass_second_step" => {
            &["account.begin_second_factor", "account.confirm_second_factor", "sessions.sign_in"]
        }
        "sessions.renew" => &["sessions.sign_in"],
        "unsent.find" => &["unsent.keep"],
        "users.invite_again" => &["users.invite"],
        "users.reactivate" => &["users.deactivate"],
        "waitlist.list_of_program" | "waitlist.offer" => &["waitlist.join"],
        "waitlist.list_of_client" | "waitlist.answer" => &["waitlist.join"],
        "views.list" => &["views.save"],
        _ => &[],
    }
}
