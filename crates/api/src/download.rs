//! A disclosed file on its way out: saved, never shown. Whatever stands in it, no browser runs it as ours.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::header::{
        CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, Charset,
        ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
    },
};
use domain::documents::Document;

use crate::{problem::Refused, session::Session};

/// For an answer that came from a stranger: nothing in it runs, loads or calls.
pub(crate) const SANDBOX: &str = "sandbox; default-src 'none'";

/// A file, and what it was named by the sender.
pub(crate) struct Download {
    document: Document,
    content: Vec<u8>,
}

impl Session {
    /// The content of a file whose disclosure is recorded.
    pub(crate) async fn download(&self, document: Document) -> Result<Download, Refused> {
        let content = self.state().uploads.read(document.id).await?;
        Ok(Download { document, content })
    }
}

impl Responder for Download {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, self.document.format.media_type()))
            .insert_header((CONTENT_DISPOSITION, saved_as(&self.document.name)))
            .insert_header((CONTENT_SECURITY_POLICY, SANDBOX))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(self.content)
    }
}

/// RFC 6266: the name in ASCII for old browsers, and as it is (RFC 8187) for all others.
pub(crate) fn saved_as(name: &str) -> ContentDisposition {
    let plain = name.chars().map(|letter| match letter {
        '"' | '\\' | '%' | '/' => '_',
        letter if letter.is_ascii_graphic() || letter == ' ' => letter,
        _ => '_',
    });
    let exact =
        ExtendedValue { charset: Charset::Ext("UTF-8".into()), language_tag: None, value: name.into() };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(plain.collect()), DispositionParam::FilenameExt(exact)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_is_kept() {
        let header = saved_as("Résumé \"Núñez\".pdf").to_string();
        assert!(header.starts_with(r#"attachment; filename="R_sum_ _N__ez_.pdf""#), "{header}");
        assert!(header.contains("filename*=UTF-8''R%C3%A9sum%C3%A9"), "{header}");
    }
}
