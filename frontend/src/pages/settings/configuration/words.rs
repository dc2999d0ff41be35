//! Parts, things, fields and problems of a configuration in words.

use domain::{
    configuration::{Entry, Part},
    mail_texts::MailKind,
    problem::FieldError,
};

use crate::{
    forms::words,
    i18n::{I18n, say},
    pages::{
        audit,
        settings::{lists, mails},
    },
};

pub(super) fn title(i18n: I18n, part: Part) -> String {
    match part {
        Part::Profile => say!(i18n, settings.profile),
        Part::Settings => say!(i18n, system.audit),
        Part::Roles => say!(i18n, roles.title),
        Part::CodeLists => say!(i18n, settings.lists),
        Part::Departments => say!(i18n, departments.title),
        Part::Programs => say!(i18n, programs.title),
        Part::CustomFields => say!(i18n, custom_fields.title),
        Part::MailTexts => say!(i18n, mail_texts.title),
        Part::NoteTemplates => say!(i18n, templates.title),
    }
}

/// What a thing is called.
pub(super) fn named(i18n: I18n, part: Part, entry: &Entry) -> String {
    let Entry { name, within, .. } = entry;
    match part {
        // The order of a list is told under the list's own name.
        Part::CodeLists if name == within => lists::words::list(i18n, within),
        Part::CodeLists => format!("{}: {name}", lists::words::list(i18n, within)),
        Part::MailTexts => {
            let mail =
                MailKind::from_code(name).map_or_else(|| name.clone(), |kind| mails::named(i18n, kind));
            format!("{mail}, {}", lists::language(within))
        }
        _ if name.is_empty() => title(i18n, part),
        _ => name.clone(),
    }
}

/// What a field is called, with what is below it: `labels.es`.
pub(super) fn field(i18n: I18n, part: Part, path: &str) -> String {
    let (head, below) = path.split_once('.').unwrap_or((path, ""));
    let name = of_setting(i18n, part, head).unwrap_or_else(|| of_thing(i18n, head));
    match below {
        "" => name,
        below => format!("{name}, {}", spoken(below)),
    }
}

/// A language by its own name; the code of a choice as it is.
fn spoken(below: &str) -> String {
    match lists::language(below) {
        "" => below.replace('.', " "),
        language => language.to_owned(),
    }
}

fn of_thing(i18n: I18n, field: &str) -> String {
    match field {
        "name" => say!(i18n, settings.name),
        "labels" => say!(i18n, configuration.f_labels),
        "hints" => say!(i18n, custom_fields.hints),
        "order" => say!(i18n, configuration.f_order),
        "retired" => say!(i18n, configuration.f_retired),
        "offered_from" => say!(i18n, settings.offered_from),
        "retired_on" => say!(i18n, settings.retires_on),
        "permissions" => say!(i18n, roles.permissions),
        "sight" => say!(i18n, roles.sight),
        "second_factor_required" => say!(i18n, roles.second_factor),
        "department" => say!(i18n, programs.department),
        "kind" => say!(i18n, programs.kind),
        "description" | "descriptions" => say!(i18n, programs.description),
        "location" => say!(i18n, programs.location),
        "escalate_after_days" => say!(i18n, programs.escalate),
        "open_to_intake" => say!(i18n, programs.open_field),
        "takes" => say!(i18n, configuration.f_takes),
        "on" => say!(i18n, custom_fields.on),
        "required" => say!(i18n, custom_fields.required),
        "sensitive" => say!(i18n, custom_fields.sensitive),
        "subject" => say!(i18n, mail_texts.subject),
        "body" | "text" => say!(i18n, mail_texts.body),
        other => audit::humanized(other),
    }
}

fn of_setting(i18n: I18n, part: Part, field: &str) -> Option<String> {
    if !matches!(part, Part::Profile | Part::Settings) {
        return None;
    }
    Some(match field {
        "mission" => say!(i18n, settings.mission),
        "address" => say!(i18n, settings.address),
        "phone" => say!(i18n, settings.phone),
        "email" => say!(i18n, settings.email),
        "website" => say!(i18n, settings.website),
        "accent_color" => say!(i18n, settings.accent),
        "header_color" => say!(i18n, settings.header),
        "residency_label" => say!(i18n, settings.residency),
        "collects_ssn" => say!(i18n, settings.collects_ssn),
        "time_zone" => say!(i18n, settings.time_zone),
        "places_people" => say!(i18n, settings.places_people),
        "second_factor_roles" => say!(i18n, roles.second_factor),
        "escalate_after_days" => say!(i18n, settings.escalate),
        "languages" => say!(i18n, settings.languages),
        "words" => say!(i18n, settings.others),
        "password_length" => say!(i18n, system.password),
        "session_idle_minutes" => say!(i18n, system.idle),
        "session_hours" => say!(i18n, system.hours),
        "file_megabytes" => say!(i18n, system.megabytes),
        "application_files" => say!(i18n, system.files),
        "draft_days" => say!(i18n, system.drafts),
        "unsent_days" => say!(i18n, system.unsent),
        "job_days" => say!(i18n, system.jobs),
        "failed_job_days" => say!(i18n, system.failed_jobs),
        "bulk_change_days" => say!(i18n, system.bulk),
        "access_years" => say!(i18n, retention.looks),
        "client_years" => say!(i18n, retention.years),
        "application_months" => say!(i18n, system.applications),
        "notification_days" => say!(i18n, system.notifications),
        "modules_off" => say!(i18n, configuration.f_modules_off),
        _ => return None,
    })
}

/// What is wrong at a place of the file, and what to do.
pub(super) fn advice(i18n: I18n, error: &FieldError) -> String {
    match error.code.as_str() {
        "unknown_permission" => say!(i18n, configuration.w_permission),
        "built_in_role" => say!(i18n, configuration.w_built_in),
        "never_changes" => say!(i18n, configuration.w_kind),
        "retire_instead" => say!(i18n, configuration.w_retire),
        "unknown_list" => say!(i18n, configuration.w_list),
        "unknown_department" => say!(i18n, configuration.w_department),
        "unknown" | "unknown_value" => say!(i18n, configuration.w_unknown),
        "unknown_field" => say!(i18n, configuration.w_field),
        "unknown_format" => say!(i18n, configuration.w_format),
        "twice" | "repeated" => say!(i18n, configuration.w_twice),
        "wrong_type" | "malformed" => say!(i18n, configuration.w_type),
        _ => say!(i18n, configuration.w_other, what = words::word(i18n, error)),
    }
}
