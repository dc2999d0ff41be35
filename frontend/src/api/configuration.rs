//! The whole configuration as one file.

use domain::configuration::Preview;
use web_sys::Blob;

use super::{Answer, Call, call::file};
use crate::session::Session;

impl Session {
    /// The file, and the name that it is saved under.
    pub async fn configuration(self) -> Answer<(Blob, String)> {
        let answer = self.send(Call::get("/configuration")).await?;
        let saved_as = answer.headers().get("Content-Disposition").unwrap_or_default();
        let name = saved_as.split('"').nth(1).unwrap_or(NAME).to_owned();
        Ok((file(answer).await?, name))
    }

    /// What a file would change. The file goes as it is: what it says is read by the server alone.
    pub async fn preview_configuration(self, file: String) -> Answer<Preview> {
        self.read(Call::post("/configuration/preview").json_text(file)).await
    }

    /// Takes a file whose preview was looked at.
    pub async fn import_configuration(self, file: String, version: &str) -> Answer<Preview> {
        self.read(Call::post(format!("/configuration?version={version}")).json_text(file)).await
    }
}

const NAME: &str = "openhall-configuration.json";
