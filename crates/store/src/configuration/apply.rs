//! Doing what a comparison says, by the functions that the pages of the settings call.

use std::collections::BTreeMap;

use domain::{
    code_lists::{CodeValueDraft, CodeValuePatch},
    configuration::{
        Changes, Configuration, ConfiguredField, ConfiguredMail, ConfiguredProgram, ConfiguredRole,
        ConfiguredValue, Touch, known_as, order, programs_in_order,
    },
    custom_fields::{CustomFieldDraft, CustomFieldPatch},
    departments::DepartmentPatch,
    ids::{CodeValueId, DepartmentId},
    note_templates::{NoteTemplateDraft, NoteTemplatePatch},
    patch::Patch,
    problem::FieldError,
    programs::{Program, ProgramPatch},
    roles::RolePatch,
};

use super::{MOVED, here::Here};
use crate::{
    StoreError, StoreResult, code_lists, custom_fields, departments, mail_texts, note_templates,
    organization, programs, roles, settings, tx::WriteTx,
};

/// Adds and changes what the comparison names. Gives what was refused, by its place in the file; then the caller undoes
/// all of it.
pub(super) fn apply(
    tx: &mut WriteTx,
    here: &Here,
    file: &Configuration,
    changes: &Changes,
) -> StoreResult<Vec<FieldError>> {
    let mut taking = Taking { here, file, touched: changes.touched(), refused: Vec::new() };
    taking.profile(tx)?;
    taking.roles(tx)?;
    let retired = taking.lists(tx)?;
    taking.departments(tx)?;
    taking.programs(tx)?;
    // Only now: a program may have a type that is not offered any more.
    taking.retire(tx, retired)?;
    taking.fields(tx)?;
    taking.texts(tx)?;
    Ok(taking.refused)
}

struct Taking<'a> {
    here: &'a Here,
    file: &'a Configuration,
    touched: BTreeMap<&'a str, Touch>,
    refused: Vec<FieldError>,
}

/// A value that is to be retired: its place in the file, its list, itself with its version, and what the file says.
type Retiring<'a> = (String, &'a str, (CodeValueId, i32), &'a ConfiguredValue);

impl<'a> Taking<'a> {
    /// Does something about a place in the file, where something is to be done about it. What is refused as wrong is
    /// kept for the answer, and what follows goes on without it; anything else ends it all.
    fn at<T>(
        &mut self,
        tx: &mut WriteTx,
        place: &str,
        work: impl FnOnce(&mut WriteTx, Touch) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        let Some(touch) = self.touched.get(place).copied() else { return Ok(None) };
        match tx.attempt(|tx| work(tx, touch)) {
            Ok(done) => return Ok(Some(done)),
            Err(StoreError::Invalid(errors)) => {
                let below =
                    |error: FieldError| FieldError { pointer: format!("{place}{}", error.pointer), ..error };
                self.refused.extend(errors.into_iter().map(below));
            }
            // Somebody wrote, or deleted, after the comparison was made.
            Err(StoreError::Stale | StoreError::NotFound) => return Err(StoreError::Conflict(MOVED)),
            Err(error) => return Err(error),
        }
        Ok(None)
    }

    fn profile(&mut self, tx: &mut WriteTx) -> StoreResult<()> {
        let (here, file) = (self.here, self.file);
        self.at(tx, "/profile", |tx, _| organization::amend(tx, here.organization.version, &file.profile))?;
        self.at(tx, "/settings", |tx, _| settings::amend(tx, here.settings.version, &file.settings))?;
        Ok(())
    }

    fn roles(&mut self, tx: &mut WriteTx) -> StoreResult<()> {
        let (here, file) = (self.here, self.file);
        for (at, role) in file.roles.iter().enumerate() {
            self.at(tx, &format!("/roles/{at}"), |tx, touch| put_role(tx, here, role, touch))?;
        }
        Ok(())
    }

    /// Adds and words values, and puts each list in its order. Gives those that are still to be retired.
    fn lists(&mut self, tx: &mut WriteTx) -> StoreResult<Vec<Retiring<'a>>> {
        let (here, file) = (self.here, self.file);
        let mut retiring = Vec::new();
        for (list, values) in &file.code_lists {
            let mut moves = self.touched.contains_key(format!("/code_lists/{list}").as_str());
            for (at, value) in values.iter().enumerate() {
                let place = format!("/code_lists/{list}/{at}");
                moves |= self.touched.get(place.as_str()) == Some(&Touch::Adds);
                let put = self.at(tx, &place, |tx, touch| put_value(tx, here, (list, value), touch))?;
                let retired = put.filter(|_| value.retires());
                retiring.extend(retired.map(|at| (place, list.as_str(), at, value)));
            }
            if moves {
                let ours = here.values.iter().filter(|value| value.list == *list);
                let ours: Vec<String> = ours.map(|value| value.code.clone()).collect();
                let wanted: Vec<String> = values.iter().map(|value| value.code.clone()).collect();
                code_lists::arrange(tx, list, &order(&ours, &wanted))?;
            }
        }
        Ok(retiring)
    }

    fn retire(&mut self, tx: &mut WriteTx, values: Vec<Retiring>) -> StoreResult<()> {
        for (place, list, (id, version), value) in values {
            let day = value.retired_on.clone();
            let patch = CodeValuePatch {
                offered_from: value.offered_from.clone(),
                retired: day.set().is_none().then_some(true),
                retired_on: if day.set().is_some() { day } else { Patch::Keep },
                ..CodeValuePatch::default()
            };
            self.at(tx, &place, |tx, _| code_lists::amend(tx, (list, id), version, &patch))?;
        }
        Ok(())
    }

    fn departments(&mut self, tx: &mut WriteTx) -> StoreResult<()> {
        let (here, file) = (self.here, self.file);
        for (at, wanted) in file.departments.iter().enumerate() {
            self.at(tx, &format!("/departments/{at}"), |tx, touch| match touch {
                Touch::Adds => departments::add(tx, &wanted.draft()),
                Touch::Changes => {
                    let found = here.department(&wanted.name).ok_or(GONE)?;
                    let patch =
                        DepartmentPatch { name: Some(wanted.name.clone()), ..DepartmentPatch::default() };
                    departments::amend(tx, found.id, found.version, &patch)
                }
            })?;
        }
        Ok(())
    }

    fn programs(&mut self, tx: &mut WriteTx) -> StoreResult<()> {
        let (here, file) = (self.here, self.file);
        let known = departments::list(tx)?;
        for (at, wanted) in file.programs.iter().enumerate() {
            let of = |name: &String| known.iter().find(|one| known_as(&one.name) == known_as(name));
            let department = wanted.department.set().and_then(of).map(|one| one.id);
            let place = format!("/programs/{at}");
            self.at(tx, &place, |tx, touch| put_program(tx, here, (wanted, department), touch))?;
        }
        if self.touched.contains_key("/programs") {
            programs::arrange(tx, &programs_in_order(&here.configuration(), file))?;
        }
        Ok(())
    }

    fn fields(&mut self, tx: &mut WriteTx) -> StoreResult<()> {
        let (here, file) = (self.here, self.file);
        let mut moves = self.touched.contains_key("/custom_fields");
        for (at, field) in file.custom_fields.iter().enumerate() {
            let place = format!("/custom_fields/{at}");
            moves |= self.touched.get(place.as_str()) == Some(&Touch::Adds);
            self.at(tx, &place, |tx, touch| put_field(tx, here, field, touch))?;
        }
        if moves {
            let ours: Vec<String> = here.fields.iter().map(|field| field.name.clone()).collect();
            let wanted: Vec<String> = file.custom_fields.iter().map(|field| field.name.clone()).collect();
            custom_fields::arrange(tx, &order(&ours, &wanted))?;
        }
        Ok(())
    }

    fn texts(&mut self, tx: &mut WriteTx) -> StoreResult<()> {
        let (here, file) = (self.here, self.file);
        for (at, mail) in file.mail_texts.iter().enumerate() {
            self.at(tx, &format!("/mail_texts/{at}"), |tx, _| put_mail(tx, here, mail))?;
        }
        for (at, template) in file.note_templates.iter().enumerate() {
            self.at(tx, &format!("/note_templates/{at}"), |tx, touch| {
                put_template(tx, here, template, touch)
            })?;
        }
        Ok(())
    }
}

/// What the comparison found is what the same rows gave, so it is there.
const GONE: StoreError = StoreError::Conflict(MOVED);

fn put_role(tx: &mut WriteTx, here: &Here, wanted: &ConfiguredRole, touch: Touch) -> StoreResult<()> {
    let draft = wanted.draft();
    match touch {
        Touch::Adds => roles::add(tx, &draft)?,
        Touch::Changes => {
            let found = here.role(&wanted.name).ok_or(GONE)?;
            let version = found.version.unwrap_or_default();
            roles::amend(tx, found.id, version, &RolePatch::between(found, &draft))?
        }
    };
    Ok(())
}

/// A value and its version. One that was retired is offered again; one that is to be retired is, later.
fn put_value(
    tx: &mut WriteTx,
    here: &Here,
    (list, wanted): (&str, &ConfiguredValue),
    touch: Touch,
) -> StoreResult<(CodeValueId, i32)> {
    let put = match touch {
        Touch::Adds => code_lists::add(tx, list, &CodeValueDraft { retired_on: None, ..wanted.draft() })?,
        Touch::Changes => {
            let found = here.value(list, &wanted.code).ok_or(GONE)?;
            let stays = !wanted.retires();
            let patch = CodeValuePatch {
                labels: Some(wanted.labels.clone()),
                // The days of one that is to be retired come together, later.
                offered_from: if stays { wanted.offered_from.clone() } else { Patch::Keep },
                retired: stays.then_some(false),
                ..CodeValuePatch::default()
            };
            code_lists::amend(tx, (list, found.id), found.version, &patch)?
        }
    };
    Ok((put.id, put.version))
}

fn put_program(
    tx: &mut WriteTx,
    here: &Here,
    (wanted, department): (&ConfiguredProgram, Option<DepartmentId>),
    touch: Touch,
) -> StoreResult<()> {
    match touch {
        Touch::Adds => programs::add(tx, &wanted.draft(department))?,
        Touch::Changes => {
            let (found, _) = here.program(&wanted.name).ok_or(GONE)?;
            let patch = program_patch(found, wanted, department);
            programs::amend(tx, found.id, found.version, &patch)?
        }
    };
    Ok(())
}

fn program_patch(
    found: &Program,
    wanted: &ConfiguredProgram,
    department: Option<DepartmentId>,
) -> ProgramPatch {
    let days = wanted.escalate_after_days.set().copied();
    ProgramPatch {
        name: Some(wanted.name.clone()),
        description: wanted.description.clone(),
        descriptions: wanted.descriptions.clone(),
        location: wanted.location.clone(),
        kind: Patch::between(found.kind.as_ref(), wanted.kind.set().cloned()),
        department_id: Patch::between(found.department_id.as_ref(), department),
        open_to_intake: wanted.open_to_intake,
        escalate_after_days: Patch::between(found.escalate_after_days.as_ref(), days),
        position: None,
        staff: None,
        follow_ups: None,
    }
}

fn put_field(tx: &mut WriteTx, here: &Here, wanted: &ConfiguredField, touch: Touch) -> StoreResult<()> {
    let (draft, retired) = (wanted.draft(), wanted.retired.unwrap_or_default());
    let (id, version) = match touch {
        Touch::Adds if !retired => return custom_fields::add(tx, &draft).map(drop),
        Touch::Adds => custom_fields::add(tx, &draft).map(|made| (made.id, made.version))?,
        Touch::Changes => here.field(&wanted.name).map(|found| (found.id, found.version)).ok_or(GONE)?,
    };
    custom_fields::amend(tx, id, version, &as_patch(draft, retired))?;
    Ok(())
}

fn as_patch(wanted: CustomFieldDraft, retired: bool) -> CustomFieldPatch {
    CustomFieldPatch {
        labels: Some(wanted.labels),
        hints: Some(wanted.hints),
        takes: Some(wanted.takes),
        required: Some(wanted.required),
        on: Some(wanted.on),
        sensitive: Some(wanted.sensitive),
        position: None,
        retired: Some(retired),
    }
}

fn put_mail(tx: &mut WriteTx, here: &Here, wanted: &ConfiguredMail) -> StoreResult<()> {
    let version = here.mail(wanted).ok_or(GONE)?.version;
    mail_texts::amend(tx, (wanted.kind, &wanted.language), version, &wanted.patch())?;
    Ok(())
}

fn put_template(tx: &mut WriteTx, here: &Here, wanted: &NoteTemplateDraft, touch: Touch) -> StoreResult<()> {
    match touch {
        Touch::Adds => note_templates::add(tx, wanted)?,
        Touch::Changes => {
            let found = here.template(&wanted.name).ok_or(GONE)?;
            let NoteTemplateDraft { kind, name, text } = wanted.clone();
            let patch = NoteTemplatePatch { kind: Some(kind), name: Some(name), text: Some(text) };
            note_templates::amend(tx, found.id, found.version, &patch)?
        }
    };
    Ok(())
}
