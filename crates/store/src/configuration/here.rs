//! What is set here, with the versions of all that a file may change.

use domain::{
    code_lists::CodeValue,
    configuration::{
        Configuration, ConfiguredDepartment, ConfiguredField, ConfiguredMail, ConfiguredProgram,
        ConfiguredRole, ConfiguredValue, known_as, profile_of, settings_of,
    },
    custom_fields::CustomField,
    departments::Department,
    mail_texts::MailText,
    note_templates::{NoteTemplate, NoteTemplateDraft},
    organization::Organization,
    patch::Patch,
    programs::{Program, ProgramFilter},
    roles::ListedRole,
    settings::SystemSettings,
};

use crate::{
    StoreResult, code_lists, custom_fields, departments, mail_texts, note_templates, organization, programs,
    roles, tx::ReadTx,
};

pub(super) struct Here {
    pub organization: Organization,
    pub settings: SystemSettings,
    /// The organization's own.
    pub roles: Vec<ListedRole>,
    pub values: Vec<CodeValue>,
    pub departments: Vec<Department>,
    pub programs: Vec<(Program, ConfiguredProgram)>,
    pub fields: Vec<CustomField>,
    /// Those that are shipped too: the organization may word them anew.
    pub mails: Vec<MailText>,
    pub templates: Vec<NoteTemplate>,
}

impl Here {
    pub(super) fn load(tx: &mut ReadTx) -> StoreResult<Self> {
        let mut roles = roles::list(tx)?;
        roles.retain(|role| role.version.is_some());
        Ok(Self {
            organization: organization::settings(tx)?,
            settings: tx.settings().clone(),
            roles,
            values: code_lists::all(tx)?,
            departments: departments::list(tx)?,
            programs: configured(tx)?,
            fields: custom_fields::list(tx)?,
            mails: mail_texts::list(tx)?,
            templates: note_templates::list(tx)?,
        })
    }

    /// As it stands in a file.
    pub(super) fn configuration(&self) -> Configuration {
        let mut all = Configuration {
            profile: profile_of(&self.organization),
            settings: settings_of(&self.settings),
            roles: self.roles.iter().map(ConfiguredRole::of).collect(),
            departments: self.departments.iter().map(department).collect(),
            programs: self.programs.iter().map(|(_, says)| says.clone()).collect(),
            custom_fields: self.fields.iter().map(ConfiguredField::of).collect(),
            mail_texts: self.mails.iter().filter(|text| text.is_own).map(ConfiguredMail::of).collect(),
            note_templates: self.templates.iter().map(template).collect(),
            ..Configuration::default()
        };
        for value in &self.values {
            all.code_lists.entry(value.list.clone()).or_default().push(ConfiguredValue::of(value));
        }
        all
    }

    pub(super) fn role(&self, name: &str) -> Option<&ListedRole> {
        self.roles.iter().find(|role| known_as(&role.name) == known_as(name))
    }

    pub(super) fn value(&self, list: &str, code: &str) -> Option<&CodeValue> {
        self.values.iter().find(|value| value.list == list && value.code == code)
    }

    pub(super) fn department(&self, name: &str) -> Option<&Department> {
        self.departments.iter().find(|department| known_as(&department.name) == known_as(name))
    }

    pub(super) fn program(&self, name: &str) -> Option<&(Program, ConfiguredProgram)> {
        self.programs.iter().find(|(program, _)| known_as(&program.name) == known_as(name))
    }

    pub(super) fn field(&self, name: &str) -> Option<&CustomField> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub(super) fn mail(&self, mail: &ConfiguredMail) -> Option<&MailText> {
        self.mails.iter().find(|text| text.kind == mail.kind && text.language == mail.language)
    }

    pub(super) fn template(&self, name: &str) -> Option<&NoteTemplate> {
        self.templates.iter().find(|template| known_as(&template.name) == known_as(name))
    }
}

fn configured(tx: &mut ReadTx) -> StoreResult<Vec<(Program, ConfiguredProgram)>> {
    let mut descriptions = programs::descriptions(tx)?;
    let says = |program: Program| {
        let says = ConfiguredProgram {
            name: program.name.clone(),
            department: Patch::to(program.department_name.clone()),
            kind: Patch::to(program.kind.clone()),
            description: Some(program.description.clone()),
            descriptions: Some(descriptions.remove(&program.id).unwrap_or_default()),
            location: Some(program.location.clone()),
            open_to_intake: Some(program.open_to_intake),
            escalate_after_days: Patch::to(program.escalate_after_days),
        };
        (program, says)
    };
    Ok(programs::list(tx, &ProgramFilter::default())?.into_iter().map(says).collect())
}

fn department(found: &Department) -> ConfiguredDepartment {
    ConfiguredDepartment { name: found.name.clone() }
}

fn template(found: &NoteTemplate) -> NoteTemplateDraft {
    NoteTemplateDraft { kind: found.kind.clone(), name: found.name.clone(), text: found.text.clone() }
}
