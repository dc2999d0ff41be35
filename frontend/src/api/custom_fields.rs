//! Custom fields.

use domain::{
    custom_fields::{ClientFields, CustomField, CustomFieldDraft, CustomFieldPatch, FieldsPatch},
    ids::{ClientId, CustomFieldId},
    problem::{Code, Problem},
};

use super::{Answer, Call, Failure, Outcome};
use crate::session::Session;

impl Session {
    /// All of them, retired ones included, because old records still have values of them.
    pub async fn custom_fields(self) -> Answer<Vec<CustomField>> {
        self.read(Call::get("/custom-fields")).await
    }

    /// One of them, which comes with the others.
    pub async fn custom_field(self, id: CustomFieldId) -> Answer<CustomField> {
        let found = self.custom_fields().await?.into_iter().find(|field| field.id == id);
        found.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::NotFound))))
    }

    pub async fn add_custom_field(self, draft: CustomFieldDraft) -> Answer<CustomField> {
        self.read(Call::post("/custom-fields").json(&draft)).await
    }

    pub async fn amend_custom_field(
        self,
        (id, version): (CustomFieldId, i32),
        patch: CustomFieldPatch,
    ) -> Answer<CustomField> {
        self.read(Call::patch(format!("/custom-fields/{id}")).version(version).json(&patch)).await
    }

    pub async fn remove_custom_field(self, id: CustomFieldId) -> Answer<()> {
        self.done(Call::delete(format!("/custom-fields/{id}"))).await
    }

    pub async fn fields_of(self, client: ClientId) -> Answer<ClientFields> {
        self.read(Call::get(format!("/clients/{client}/custom-fields"))).await
    }

    pub async fn set_fields(
        self,
        client: ClientId,
        version: i32,
        patch: FieldsPatch,
    ) -> Answer<Outcome<ClientFields>> {
        self.edit(Call::patch(format!("/clients/{client}/custom-fields")).version(version).json(&patch)).await
    }
}
