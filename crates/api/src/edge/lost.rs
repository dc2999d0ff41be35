//! Addresses that no route takes: a file of the page, the page itself, another method, or nothing.

use actix_web::{
    HttpRequest, HttpResponse,
    dev::ResourceDef,
    http::{
        Method,
        header::{ACCEPT, ALLOW, HeaderValue},
    },
    web::Data,
};
use domain::problem::Code;
use serde_json::Value;
use store::organization;

use crate::{openapi, page::Page, problem::Refused, session::Public};

/// Where the server answers by itself; no file of the page can stand there.
const OWN: &[&str] = &["api", "docs", "health", "metrics"];

/// Which methods each address takes, as far as it takes any.
pub struct Methods(Vec<(ResourceDef, String)>);

impl Methods {
    pub fn of(document: &Value) -> Self {
        let undocumented = ["/health/live", "/health/ready", "/metrics", "/theme.css", "/api/openapi.json"];
        let undocumented = undocumented.map(|path| (path.to_owned(), "GET".to_owned()));
        let mut all: Vec<(String, String)> = undocumented.into();
        for (path, method, _) in openapi::operations(document) {
            match all.iter_mut().find(|(known, _)| known == path) {
                Some((_, methods)) => *methods = format!("{methods}, {}", method.to_uppercase()),
                None => all.push((path.to_owned(), method.to_uppercase())),
            }
        }
        Self(all.into_iter().map(|(path, methods)| (ResourceDef::new(path), methods)).collect())
    }

    fn at(&self, path: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known.is_match(path)).map(|(_, methods)| methods.as_str())
    }
}

/// The last resort of the routing.
pub async fn lost(
    request: HttpRequest,
    methods: Data<Methods>,
    page: Data<Option<Page>>,
    public: Public,
) -> Result<HttpResponse, Refused> {
    if let Some(known) = methods.at(request.path()) {
        return Err(wrong_method(known));
    }
    let own = request.path().split('/').nth(1).is_some_and(|first| OWN.contains(&first));
    let Some(page) = page.as_ref().as_ref().filter(|_| !own) else { return Err(Code::NotFound.into()) };
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Err(wrong_method("GET, HEAD"));
    }
    match page.file(&request) {
        Some(file) => Ok(file),
        None if wants_html(&request) => Ok(page.index(public.read(organization::public).await.ok().as_ref())),
        None => Err(Code::NotFound.into()),
    }
}

fn wrong_method(known: &str) -> Refused {
    let refused = Refused::new(Code::MethodNotAllowed);
    match HeaderValue::from_str(known) {
        Ok(known) => refused.header(ALLOW, known),
        Err(_) => refused,
    }
}

/// The page has addresses of its own (`/clients/1`) that only it can read, so a browser that opens one gets the
/// page. A missing script is missing.
fn wants_html(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accepts.is_some_and(|accept| accept.contains("text/html")) && !request.path().starts_with("/pkg/")
}
