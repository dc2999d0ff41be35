//! A photo on its way out: shown by our page, run by nobody.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG},
};
use domain::ids::PhotoId;
use store::photos;

use crate::{download::SANDBOX, problem::Refused, session::Session};

/// A photo's bytes, and the version of the record that names it.
pub(crate) struct Picture {
    content: Vec<u8>,
    version: Option<i32>,
}

impl Session {
    /// The bytes of a photo that the caller may see. Not found where it was replaced at this moment.
    pub(crate) async fn picture(&self, photo: PhotoId) -> Result<Picture, Refused> {
        let content = self.state().uploads.find(photos::file(photo)).await?;
        Ok(Picture { content, version: None })
    }

    /// Forgets the file of a photo that no record names any more.
    pub(crate) async fn forget(&self, photo: Option<PhotoId>) {
        if let Some(photo) = photo {
            self.state().uploads.forget(photos::file(photo)).await;
        }
    }
}

impl Picture {
    pub(crate) fn etag(self, version: i32) -> Self {
        Self { version: Some(version), ..self }
    }
}

impl Responder for Picture {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        if let Some(version) = self.version {
            answer.insert_header((ETAG, format!("\"{version}\"")));
        }
        answer
            .insert_header((CONTENT_TYPE, "image/jpeg"))
            .insert_header((CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""))
            .insert_header((CONTENT_SECURITY_POLICY, SANDBOX))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(self.content)
    }
}
