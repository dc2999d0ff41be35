//! Addresses that no route takes: a file of the page, the page itself, another method, or nothing.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{ACCEPT, ALLOW, HeaderValue},
    },
    web::Data,
};
use domain::problem::Code;
use serde::{Deserialize, de::IgnoredAny};
use store::organization;

use crate::{page::Page, problem::Refused, session::Public};

/// Where the server answers by itself; no file of the page can stand there.
const OWN: &[&str] = &["api", "docs", "health", "metrics"];

/// Which methods each address takes, as far as it takes any. The router knows it too, and does not tell.
#[derive(Default)]
pub struct Methods(BTreeMap<String, String>);

/// Of the document what is needed here.
#[derive(Default, Deserialize)]
struct Documented {
    paths: BTreeMap<String, BTreeMap<String, IgnoredAny>>,
}

impl Methods {
    /// What cannot be read tells of no address; a fact below asks for one.
    pub fn of(document: &str) -> Self {
        let documented: Documented = serde_json::from_str(document).unwrap_or_default();
        let undocumented = ["/health/live", "/health/ready", "/metrics", "/theme.css", "/api/openapi.json"];
        let undocumented = undocumented.map(|path| (path.to_owned(), "GET".to_owned()));
        let documented = documented.paths.into_iter().map(|(path, operations)| {
            let methods: Vec<String> = operations.into_keys().map(|method| method.to_uppercase()).collect();
            (path, methods.join(", "))
        });
        Self(documented.chain(undocumented).collect())
    }

    fn at(&self, path: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| fits(known, path)).map(|(_, methods)| methods.as_str())
    }
}

/// Why nothing is found at an address whose last part was taken for an id: it has methods of its own, as `/users/invitations`
/// beside `/users/{id}`, and this is none of them, or it names nothing.
pub fn no_such(request: &HttpRequest) -> Refused {
    let methods = request.app_data::<Data<Methods>>().and_then(|methods| methods.0.get(request.path()));
    let takes = |methods: &str| methods.split(", ").any(|method| method == request.method().as_str());
    match methods {
        Some(methods) if !takes(methods) => wrong_method(methods),
        _ => Code::NotFound.into(),
    }
}

/// Whether an address is one of those that a pattern like `/clients/{id}/notes` stands for.
fn fits(pattern: &str, path: &str) -> bool {
    let is_any = |part: &str| part.starts_with('{');
    pattern.matches('/').count() == path.matches('/').count()
        && pattern
            .split('/')
            .zip(path.split('/'))
            .all(|(wanted, given)| wanted == given || is_any(wanted) && !given.is_empty())
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
