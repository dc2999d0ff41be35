//! Operations, kinds of record and principals in words. What an older or newer server calls otherwise is made
//! readable from its code.

use domain::audit::{Action, Entry};

use super::values::humanized;
use crate::i18n::{I18n, say};

/// Kinds of record that a filter offers.
pub const ENTITIES: [&str; 23] = [
    "clients",
    "applications",
    "notes",
    "restrictions",
    "enrollments",
    "assignments",
    "follow_ups",
    "goals",
    "documents",
    "demographics",
    "client_tags",
    "custom_values",
    "exports",
    "pending_changes",
    "users",
    "user_roles",
    "own_roles",
    "api_keys",
    "programs",
    "departments",
    "organization",
    "settings",
    "code_values",
];

pub fn action(i18n: I18n, action: Action) -> String {
    match action {
        Action::Create => say!(i18n, audit.create),
        Action::Update => say!(i18n, audit.update),
        Action::Delete => say!(i18n, audit.delete),
        Action::Disclose => say!(i18n, audit.disclose),
        Action::Refuse => say!(i18n, audit.refuse),
    }
}

pub fn entity(i18n: I18n, entity: &str) -> String {
    match entity {
        "clients" => say!(i18n, audit.e_clients),
        "applications" => say!(i18n, audit.e_applications),
        "notes" => say!(i18n, audit.e_notes),
        "note_addenda" | "addenda" => say!(i18n, audit.e_note_addenda),
        "restrictions" => say!(i18n, audit.e_restrictions),
        "enrollments" => say!(i18n, audit.e_enrollments),
        "intakes" => say!(i18n, enrollments.audit_intakes),
        "discharges" => say!(i18n, enrollments.audit_discharges),
        "waitlist_entries" => say!(i18n, waitlist.audit),
        "restriction_bypasses" => say!(i18n, restrictions.audit_bypasses),
        "legal_holds" => say!(i18n, retention.audit_holds),
        "erasures" => say!(i18n, retention.audit_erasures),
        "assignments" => say!(i18n, audit.e_assignments),
        "follow_ups" => say!(i18n, audit.e_follow_ups),
        "goals" => say!(i18n, goals.audit_goals),
        "code_values" => say!(i18n, audit.e_code_values),
        "note_templates" => say!(i18n, audit.e_note_templates),
        "goal_steps" => say!(i18n, goals.audit_steps),
        "documents" => say!(i18n, audit.e_documents),
        "demographics" => say!(i18n, audit.e_demographics),
        "custom_fields" => say!(i18n, custom_fields.title),
        "custom_values" => say!(i18n, custom_fields.of_client),
        "pending_changes" => say!(i18n, audit.e_changes),
        "users" => say!(i18n, audit.e_users),
        "account_links" => say!(i18n, sign_in.audit_links),
        "sessions" => say!(i18n, audit.e_sessions),
        "contact_points" => say!(i18n, audit.e_contact_points),
        "client_tags" => say!(i18n, clients.tags),
        "exports" => say!(i18n, exports.audit),
        "addresses" => say!(i18n, audit.e_addresses),
        "organization" => say!(i18n, audit.e_organization),
        "settings" => say!(i18n, system.audit),
        "mail_texts" => say!(i18n, mail_texts.audit),
        "departments" => say!(i18n, departments.audit),
        "programs" => say!(i18n, programs.audit),
        "program_capacities" => say!(i18n, programs.audit_capacities),
        "program_staff" => say!(i18n, programs.staff),
        "jobs" => say!(i18n, jobs.title),
        "api_keys" => say!(i18n, api_keys.audit_keys),
        "intake_links" => say!(i18n, intake_links.audit_links),
        "application_origins" => say!(i18n, intake_links.audit_origins),
        "audit" => say!(i18n, audit.title),
        "own_roles" => say!(i18n, roles.audit_roles),
        "user_roles" | "user_own_roles" => say!(i18n, roles.audit_given),
        other => humanized(other),
    }
}

/// What was done. A proposal is named as one, because nothing has been done yet.
pub fn done(i18n: I18n, entry: &Entry) -> String {
    let what = operation(i18n, &entry.operation);
    match (entry.entity.as_str(), entry.action) {
        ("pending_changes", Action::Create) => say!(i18n, audit.proposed, what = what),
        _ => what,
    }
}

/// What was asked for.
pub fn operation(i18n: I18n, operation: &str) -> String {
    match operation {
        "clients.create" => say!(i18n, audit.o_client_create),
        "clients.update" => say!(i18n, audit.o_client_update),
        "clients.export" => say!(i18n, exports.audit_taken),
        "clients.move_stage" => say!(i18n, audit.o_stage),
        "clients.disclose_ssn" => say!(i18n, audit.o_ssn),
        "sessions.ask" => say!(i18n, audit.o_password_step),
        "applications.forget" => say!(i18n, audit.o_forget_application),
        "account.begin_second_factor" => say!(i18n, audit.o_factor_begin),
        "account.confirm_second_factor" => say!(i18n, audit.o_factor_on),
        "account.remove_second_factor" | "users.forget_second_factor" => say!(i18n, audit.o_factor_off),
        "account.renew_recovery_codes" => say!(i18n, audit.o_recovery),
        "account.change_password" => say!(i18n, audit.o_password),
        "account.ask_reset" => say!(i18n, sign_in.audit_asked),
        "account.use_link" => say!(i18n, sign_in.audit_used),
        "photos.set" => say!(i18n, photos.audit_changed),
        "photos.remove" => say!(i18n, photos.audit_removed),
        "restrictions.notice_with_reason" => say!(i18n, audit.o_notice_with_reason),
        "demographics.answer" => say!(i18n, audit.o_demographics),
        "assignments.create" => say!(i18n, audit.o_assign),
        "assignments.end" => say!(i18n, audit.o_unassign),
        "restrictions.add" | "restrictions.create" => say!(i18n, audit.o_restrict),
        "restrictions.amend" | "restrictions.update" => say!(i18n, audit.o_amend),
        "restrictions.lift" => say!(i18n, audit.o_lift),
        "changes.approve" => say!(i18n, audit.o_approve),
        "changes.refuse" => say!(i18n, audit.o_refuse),
        "changes.withdraw" => say!(i18n, audit.o_withdraw),
        "audit.put_back" => say!(i18n, audit.o_put_back),
        "audit.export" => say!(i18n, audit.o_export),
        "audit.seal" => say!(i18n, audit.o_seal),
        other => of_work(i18n, other),
    }
}

fn of_work(i18n: I18n, operation: &str) -> String {
    match operation {
        "sessions.create" => say!(i18n, audit.o_sign_in),
        "sessions.end" => say!(i18n, audit.o_sign_out),
        "sessions.end_all" => say!(i18n, audit.o_sign_out_all),
        "sessions.end_copied" => say!(i18n, audit.o_sign_out_copied),
        "notes.write" | "notes.create" => say!(i18n, audit.o_note),
        "notes.amend" | "notes.update" => say!(i18n, audit.o_note_edit),
        "notes.add" | "notes.append" => say!(i18n, audit.o_note_add),
        "notes.disclose" => say!(i18n, audit.o_note_open),
        "notes.pin" => say!(i18n, audit.o_note_pin),
        "notes.unpin" => say!(i18n, audit.o_note_unpin),
        "notes.review" => say!(i18n, audit.o_note_review),
        "notes.take_back" => say!(i18n, audit.o_note_review_back),
        "note_templates.add" | "note_templates.amend" | "note_templates.remove" => {
            say!(i18n, audit.o_note_template)
        }
        "follow_ups.set" => say!(i18n, audit.o_follow_up),
        "follow_ups.reschedule" => say!(i18n, audit.o_follow_up_edit),
        "follow_ups.complete" => say!(i18n, audit.o_follow_up_done),
        "follow_ups.reopen" => say!(i18n, audit.o_follow_up_again),
        "bulk.run" => say!(i18n, bulk.audit_run),
        "bulk.undo" => say!(i18n, bulk.audit_undo),
        goal if goal.starts_with("goals.") => of_goals(i18n, goal),
        "enrollments.create" | "enrollments.enroll" => say!(i18n, enrollments.audit_enroll),
        "enrollments.ask" => say!(i18n, enrollments.audit_ask),
        "enrollments.withdraw" => say!(i18n, audit.o_withdraw),
        "enrollments.discharge" => say!(i18n, enrollments.audit_discharge),
        "enrollments.transfer" => say!(i18n, enrollments.audit_transfer),
        "enrollments.correct" => say!(i18n, enrollments.audit_correct),
        "waitlist.join" => say!(i18n, waitlist.audit_join),
        "waitlist.offer" => say!(i18n, waitlist.audit_offer),
        "waitlist.answer" => say!(i18n, waitlist.audit_answer),
        "waitlist.lapse" => say!(i18n, waitlist.audit_lapse),
        "restrictions.bypass" => say!(i18n, restrictions.audit_bypass),
        "legal_holds.set" => say!(i18n, retention.audit_hold),
        "legal_holds.lift" => say!(i18n, retention.audit_lift),
        "clients.erase" => say!(i18n, retention.audit_erase),
        "erasures.due" => say!(i18n, retention.audit_due),
        "erasures.again" => say!(i18n, retention.audit_again),
        "restrictions.end_bypass" => say!(i18n, restrictions.audit_bypass_end),
        "documents.add" | "intake.append" => say!(i18n, audit.o_upload),
        "documents.disclose" | "applications.disclose_document" => say!(i18n, audit.o_file_open),
        other => of_applications(i18n, other),
    }
}

fn of_goals(i18n: I18n, operation: &str) -> String {
    match operation {
        "goals.set" => say!(i18n, goals.audit_set),
        "goals.amend" => say!(i18n, goals.audit_amend),
        "goals.remove" => say!(i18n, goals.audit_remove),
        "goals.close" => say!(i18n, goals.audit_close),
        "goals.reopen" => say!(i18n, goals.audit_reopen),
        "goals.add_step" => say!(i18n, goals.audit_step),
        "goals.amend_step" => say!(i18n, goals.audit_step_amend),
        "goals.complete_step" => say!(i18n, goals.audit_step_done),
        "goals.reopen_step" => say!(i18n, goals.audit_step_reopen),
        "goals.remove_step" => say!(i18n, goals.audit_step_remove),
        other => humanized(&other.replace('.', ": ")),
    }
}

fn of_applications(i18n: I18n, operation: &str) -> String {
    match operation {
        "applications.export" => say!(i18n, exports.audit_taken_applications),
        "applications.submit" => say!(i18n, audit.o_submit),
        "intake_links.make" => say!(i18n, intake_links.audit_make),
        "intake_links.end" => say!(i18n, intake_links.audit_end),
        "applications.contact" => say!(i18n, audit.o_contact),
        "applications.forget_contact" => say!(i18n, audit.o_contact_back),
        "applications.accept" => say!(i18n, audit.o_accept),
        "applications.attach" => say!(i18n, audit.o_attach),
        "applications.refuse" => say!(i18n, audit.o_decline),
        "organization.amend" => say!(i18n, audit.o_organization),
        "roles.add" => say!(i18n, roles.audit_add),
        "roles.amend" => say!(i18n, roles.audit_amend),
        "roles.remove" => say!(i18n, roles.audit_remove),
        "departments.add" => say!(i18n, departments.audit_add),
        "departments.amend" => say!(i18n, departments.audit_amend),
        "departments.remove" => say!(i18n, departments.audit_remove),
        "programs.add" => say!(i18n, programs.audit_add),
        "programs.amend" => say!(i18n, programs.audit_amend),
        "programs.remove" => say!(i18n, programs.audit_remove),
        "programs.set_capacity" => say!(i18n, programs.audit_capacity),
        "programs.remove_capacity" => say!(i18n, programs.audit_capacity_removed),
        "settings.amend" => say!(i18n, system.audit_amend),
        "configuration.import" => say!(i18n, configuration.audit_import),
        "mail_texts.amend" => say!(i18n, mail_texts.audit_amend),
        "mail_texts.reset" => say!(i18n, mail_texts.audit_reset),
        "organization.set_logo" => say!(i18n, settings.audit_logo_set),
        "organization.remove_logo" => say!(i18n, settings.audit_logo_removed),
        "api_keys.make" => say!(i18n, api_keys.audit_make),
        "api_keys.revoke" => say!(i18n, api_keys.audit_revoke),
        "jobs.retry" => say!(i18n, jobs.audit_retry),
        "jobs.discard" => say!(i18n, jobs.audit_discard),
        "custom_fields.set" => say!(i18n, custom_fields.audit_set),
        "custom_fields.add" | "custom_fields.amend" | "custom_fields.remove" => {
            say!(i18n, custom_fields.audit_defined)
        }
        "code_lists.add" | "code_lists.amend" | "code_lists.remove" => say!(i18n, audit.o_code_list),
        user if user.starts_with("users.") => of_users(i18n, user),
        demo if demo.starts_with("demo.") => say!(i18n, audit.o_demo),
        other => humanized(&other.replace('.', ": ")),
    }
}

fn of_users(i18n: I18n, operation: &str) -> String {
    match operation {
        "users.invite" => say!(i18n, users.audit_invite),
        "users.invite_again" => say!(i18n, users.audit_again),
        "users.take_back" => say!(i18n, users.audit_back),
        "users.amend" => say!(i18n, users.audit_amend),
        "users.deactivate" => say!(i18n, users.audit_deactivate),
        "users.reactivate" => say!(i18n, users.audit_reactivate),
        "users.mail_reset" => say!(i18n, users.audit_reset),
        "users.add_role" => say!(i18n, users.audit_role),
        "users.end_session" | "users.end_sessions" => say!(i18n, users.audit_end),
        other => humanized(&other.replace('.', ": ")),
    }
}

/// Who did it: with which key where a program did it in their name, and whose proposal it was.
pub fn principal(i18n: I18n, entry: &Entry) -> String {
    if let Some(proposer) = entry.proposed_by.clone() {
        return say!(i18n, audit.by_approval, name = entry.principal.clone(), proposer = proposer);
    }
    if let Some(key) = entry.api_key.clone() {
        return say!(i18n, audit.by_key, name = entry.principal.clone(), key = key);
    }
    match entry.principal.as_str() {
        "job" => say!(i18n, audit.by_job),
        "public" => say!(i18n, audit.by_public),
        "link" => say!(i18n, audit.by_link),
        name => name.to_owned(),
    }
}
