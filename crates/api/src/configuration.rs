//! The whole configuration as one file.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::Payload,
    get,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    post,
};
use chrono::NaiveDate;
use domain::{
    configuration::{Configuration, FORMAT, MOST_BYTES, NEEDED, Preview, Previewed},
    permission::Permission::{EditCodeLists, EditOrganization, EditPrograms, ManageRoles},
    problem::{Code, FieldError},
};
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;
use store::{
    configuration,
    tx::{ReadTx, WriteTx},
};

use crate::{
    answer::{Answer, Reply},
    extract::{Query, json},
    problem::Refused,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(export).service(preview).service(import);
}

/// All that is set here, as a file
///
/// Profile, settings, the organization's own roles, code lists, departments, programs, custom fields, mails that were
/// worded anew, and templates of notes. It holds no people, keys, secrets or clients, and no logo. Everything in it is
/// known by a name, so that it can be taken by another installation.
#[utoipa::path(operation_id = "configuration.export",
    extensions(("x-permission" = json!({ "all": [EditOrganization, EditCodeLists, EditPrograms, ManageRoles] }))),
    responses((status = 200, body = Configuration)))]
#[get("/configuration")]
async fn export(session: Session) -> Result<Download, Refused> {
    let work = |tx: &mut ReadTx| Ok(Download { file: configuration::export(tx)?, day: tx.today() });
    session.read_all(&NEEDED, work).await
}

/// What taking a file would change
///
/// Part by part what would be added and changed, what is here and not in the file (it stays: a file never deletes
/// anything), and what cannot be taken, with its place in the file and what to do. Nothing is changed. What the file leaves
/// out of something that is here stays as it is. A file of a newer format is 422 `unknown_format`, one that adds more than
/// 2,000 things is told that alone. At most 4 MiB.
#[utoipa::path(operation_id = "configuration.preview", request_body = Configuration,
    extensions(("x-permission" = json!({ "all": [EditOrganization, EditCodeLists, EditPrograms, ManageRoles] }))),
    responses((status = 200, body = Preview)))]
#[post("/configuration/preview")]
async fn preview(session: Session, file: File) -> Reply<Preview> {
    let work = move |tx: &mut WriteTx| configuration::preview(tx, &file.0);
    Ok(Answer::ok(session.write_all(&NEEDED, "configuration.preview", work).await?))
}

/// Set what a file of the configuration says
///
/// All of it or nothing. `version` is what the preview of the same file said. Where the file or anything that it was
/// compared with has changed since, and where there was no preview, it is 409. Nobody gives more by it than they have.
/// The answer says what was done.
#[utoipa::path(operation_id = "configuration.import", request_body = Configuration, params(Previewed),
    extensions(("x-permission" = json!({ "all": [EditOrganization, EditCodeLists, EditPrograms, ManageRoles] }))),
    responses((status = 200, body = Preview), (status = 409, description = "Not what was previewed")))]
#[post("/configuration")]
async fn import(session: Session, previewed: Query<Previewed>, file: File) -> Reply<Preview> {
    let version = previewed.0.version;
    let work = move |tx: &mut WriteTx| configuration::import(tx, &file.0, version.as_deref());
    Ok(Answer::ok(session.write_all(&NEEDED, "configuration.import", work).await?))
}

/// A file that somebody sends.
struct File(Configuration);

impl FromRequest for File {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = json::body(request, payload, MOST_BYTES);
        Box::pin(async move { read(&body.await?).map(File) })
    }
}

/// Reads a file. The format comes first: in another one, every field could mean something else.
pub fn read(file: &[u8]) -> Result<Configuration, Refused> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    match serde_json::from_slice::<Head>(file) {
        Ok(head) if head.format != FORMAT => Err(unknown(head.format)),
        _ => json::read(file),
    }
}

fn unknown(format: u32) -> Refused {
    let what = format!(
        "The file has format {format} and this server reads format {FORMAT}. Update this server, or export the file \
         from an installation of the same version."
    );
    Refused::field(Code::Invalid, FieldError::new("/format", "unknown_format")).because(what)
}

/// The file on its way out, so that a person can read it.
struct Download {
    file: Configuration,
    /// The organization's, not the one of the moment in the file.
    day: NaiveDate,
}

impl Responder for Download {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let Self { file, day } = self;
        match serde_json::to_vec_pretty(&file) {
            Ok(file) => HttpResponse::Ok()
                .insert_header((CONTENT_TYPE, "application/json"))
                .insert_header((
                    CONTENT_DISPOSITION,
                    format!("attachment; filename=\"openhall-configuration-{day}.json\""),
                ))
                .body(file),
            Err(error) => HttpResponse::from_error(Refused::internal(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(file: &str) -> (String, String, bool) {
        let problem = read(file.as_bytes()).unwrap_err().problem().clone();
        (problem.errors[0].pointer.clone(), problem.errors[0].code.clone(), problem.detail.is_some())
    }

    #[test]
    fn a_newer_format_is_refused_in_words_whatever_else_it_says() {
        for file in [r#"{"format":2}"#, r#"{"teams":[],"format":2}"#, r#"{"format":0}"#] {
            assert_eq!(refused(file), ("/format".into(), "unknown_format".into(), true), "{file}");
        }
    }

    #[test]
    fn what_the_format_does_not_know_is_named() {
        for (file, pointer, code) in [
            ("{}", "/format", "required"),
            (r#"{"format":1,"teams":[]}"#, "/teams", "unknown_field"),
            (
                r#"{"format":1,"roles":[{"name":"A","sight":"all","permissions":[]}]}"#,
                "/roles/0/sight",
                "unknown_value",
            ),
            (
                r#"{"format":1,"roles":[{"name":"A","sight":"card","permissions":[],"id":1}]}"#,
                "/roles/0/id",
                "unknown_field",
            ),
            (
                r#"{"format":1,"settings":{"modules_off":["time"]}}"#,
                "/settings/modules_off/0",
                "unknown_value",
            ),
        ] {
            let found = refused(file);
            assert_eq!((found.0.as_str(), found.1.as_str()), (pointer, code), "{file}");
        }
    }

    #[test]
    fn the_smallest_file_says_nothing() {
        assert_eq!(read(br#"{"format":1}"#).unwrap(), Configuration::default());
    }
}
