//! Clients and applications as files for a spreadsheet.

use domain::{
    applications::ApplicationFilter,
    exports::{
        ApplicationExportDraft, ApplicationExportPreview, ApplicationExportQuestion, ExportDraft, ExportOf,
        ExportPreview, ExportQuestion,
    },
};
use gloo_net::http::Response;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ReadableStreamDefaultReader};

use super::{Answer, Call, Failure};
use crate::session::Session;

impl Session {
    /// How many a file would be about, and what may stand in it.
    pub async fn export_preview(self, of: ExportOf) -> Answer<ExportPreview> {
        self.read(Call::post("/clients/export-previews").json(&ExportQuestion { of })).await
    }

    /// The file and its name. `lines` hears how many lines have come.
    pub async fn export(self, draft: ExportDraft, lines: impl Fn(u64)) -> Answer<(Blob, String)> {
        self.spreadsheet(Call::post("/clients/exports").json(&draft), "clients.csv", lines).await
    }

    /// How many applications a file would have, and what may stand in it.
    pub async fn application_export_preview(
        self,
        filter: ApplicationFilter,
    ) -> Answer<ApplicationExportPreview> {
        let call = Call::post("/applications/export-previews");
        self.read(call.json(&ApplicationExportQuestion { filter })).await
    }

    /// The file and its name. `lines` hears how many lines have come.
    pub async fn export_applications(
        self,
        draft: ApplicationExportDraft,
        lines: impl Fn(u64),
    ) -> Answer<(Blob, String)> {
        self.spreadsheet(Call::post("/applications/exports").json(&draft), "applications.csv", lines).await
    }

    /// A file that comes piece by piece, and its name. `lines` hears how many lines have come.
    pub(super) async fn spreadsheet(
        self,
        call: Call,
        usual: &str,
        lines: impl Fn(u64),
    ) -> Answer<(Blob, String)> {
        let answer = self.send(call).await?;
        let saved_as = answer.headers().get("Content-Disposition").unwrap_or_default();
        let name = saved_as.split('"').nth(1).unwrap_or(usual).to_owned();
        let file = pieces(answer, lines).await.map_err(|_| Failure::Unreachable)?;
        Ok((file, name))
    }
}

/// Reads piece by piece. What breaks off is an error, so half a file is not taken for the whole.
async fn pieces(answer: Response, lines: impl Fn(u64)) -> Result<Blob, JsValue> {
    let body = answer.body().ok_or(JsValue::NULL)?;
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let (parts, mut ends) = (Array::new(), 0);
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            break;
        }
        let bytes: Uint8Array = Reflect::get(&piece, &"value".into())?.unchecked_into();
        ends += bytes.to_vec().into_iter().filter(|byte| *byte == b'\n').count() as u64;
        lines(ends);
        parts.push(&bytes);
    }
    let options = BlobPropertyBag::new();
    options.set_type("text/csv");
    Blob::new_with_u8_array_sequence_and_options(&parts, &options)
}
