//! The fields that making and changing a role share.

use domain::{
    permission::Permissions,
    roles::{RoleDraft, RoleSight},
};
use leptos::prelude::*;

use super::{
    permissions::{PermissionChecks, chosen, codes},
    words,
};
use crate::{
    forms::{Check, Core, Field, Radios, TextArea, TextField},
    i18n::{tr, use_i18n},
    session::use_session,
};

/// A role in the making. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct RoleForm {
    name: Field<String>,
    description: Field<String>,
    sight: Field<String>,
    second_factor: Field<bool>,
    pub permissions: Field<Vec<String>>,
}

impl RoleForm {
    pub fn new(core: Core, from: &RoleDraft) -> Self {
        Self {
            name: core.text("/name", from.name.clone()),
            description: core.text("/description", from.description.clone()),
            sight: core.text("/sight", from.sight.code()),
            second_factor: core.mark("/second_factor_required", from.second_factor_required),
            permissions: core.field("/permissions", codes(from.permissions)),
        }
    }

    pub fn draft(self) -> RoleDraft {
        RoleDraft {
            name: self.name.trimmed(),
            description: self.description.trimmed(),
            sight: RoleSight::from_code(&self.sight.get()).unwrap_or_default(),
            permissions: chosen(self.permissions),
            second_factor_required: self.second_factor.get(),
        }
    }
}

#[component]
pub fn RoleFields(form: RoleForm) -> impl IntoView {
    let i18n = use_i18n();
    let sights = Signal::derive(move || {
        let sights = RoleSight::ALL.iter().rev();
        sights.map(|sight| (sight.code().to_owned(), words::sight(i18n, *sight))).collect::<Vec<_>>()
    });
    let offered: Permissions = use_session().me().permissions;
    view! {
        <TextField field=form.name label=tr!(roles.name)/>
        <TextArea field=form.description label=tr!(roles.description) rows=2 optional=true/>
        <Radios field=form.sight label=tr!(roles.sight) choices=sights/>
        <PermissionChecks field=form.permissions label=tr!(roles.permissions) help=tr!(roles.permissions_help) offered/>
        <Check field=form.second_factor label=tr!(roles.second_factor)/>
    }
}
