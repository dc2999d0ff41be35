//! M3 and M4: what every answer tells a browser, and methods that nobody offers.

use reqwest::Method;
use testkit::{Answer, App, Cast, Figure, Setup, Visitor, cast, send};

use crate::policy::{objects, probes};

/// A header, and what it has to say.
type Expected = (&'static str, fn(&str) -> bool);

const ALWAYS: [Expected; 7] = [
    ("strict-transport-security", |value| value.contains("max-age=31536000")),
    ("x-content-type-options", |value| value == "nosniff"),
    ("referrer-policy", |value| ["no-referrer", "same-origin"].contains(&value)),
    ("cross-origin-opener-policy", |value| value == "same-origin"),
    ("cross-origin-resource-policy", |value| value == "same-origin"),
    ("permissions-policy", |value| value.contains("camera=()")),
    ("content-security-policy", |value| {
        value.contains("default-src 'none'")
            && !value.contains("'unsafe-")
            && !value.contains("http")
            && (value.contains("frame-ancestors 'none'") || value.starts_with("sandbox"))
    }),
];
const OF_THE_API: Expected = ("cache-control", |value| value == "no-store");

/// Pages and files, and what goes wrong.
const OTHERS: [&str; 12] = [
    "//",
    "//staff/clients",
    "//apply",
    "//pkg/app.js",
    "//theme.css",
    "//favicon.svg",
    "//nowhere.png",
    "//docs/",
    "//docs/swagger-ui.css",
    "//health/live",
    "//health/ready",
    "//metrics",
];

fn missing(what: &str, answer: &Answer, is_api: bool) -> Vec<String> {
    let wanted = ALWAYS.iter().chain(is_api.then_some(&OF_THE_API));
    let wrong = wanted.filter(|(name, is_right)| !is_right(answer.header(name)));
    wrong.map(|(name, _)| format!("{what}: {name}: {}", answer.header(name))).collect()
}

fn page() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    for (name, text) in [
        (
            "index.html",
            "<!doctype html><html lang=\"en\"><title>Openhall</title>\
         <meta name=\"description\" content=\"Apply for services and programs.\"></html>",
        ),
        ("pkg/app.js", "export {}"),
        ("favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[actix_web::test]
async fn every_answer_tells_browsers_what_to_forbid() {
    let folder = page();
    let setup = Setup { page: Some(folder.path().to_owned()), ..Setup::default() };
    let app = App::set_up(cast().unwrap().into(), &setup).await.unwrap();
    let (ada, anybody) = (app.sign_in(Cast::Ada).unwrap(), app.anybody().unwrap());
    let (mut wrong, mut routes, mut statuses) = (Vec::new(), 0, std::collections::BTreeSet::new());
    for probe in probes() {
        let (path, _) = objects::address(&app, &probe.path, probe.object);
        for who in [&ada, &anybody] {
            let answer = send(who.request(probe.method.clone(), &path)).await;
            wrong.extend(missing(&probe.operation, &answer, true));
            statuses.insert(answer.status);
            routes += 1;
        }
    }
    for path in OTHERS {
        let request = anybody.request(Method::GET, path).header("accept", "text/html,*/*");
        let answer = send(request).await;
        statuses.insert(answer.status);
        wrong.extend(missing(path, &answer, false));
        routes += 1;
    }
    assert_eq!(wrong, Vec::<String>::new());
    let bare = bare().await;
    Figure {
        id: "M3",
        tried: format!("{routes} answers with statuses {statuses:?}: every operation as an administrator and as nobody, the page, its files, the explorer, health, metrics"),
        goal: "HSTS, nosniff, referrer, opener, resource, permissions and content policies on all; no-store on the API",
        found: format!("{routes} of {routes}, {} headers each", ALWAYS.len()),
        control: format!("a server of the same library as it comes: {bare} of {} headers", ALWAYS.len()),
    }
    .keep();
}

/// How many of them come by themselves.
async fn bare() -> usize {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let visitor = Visitor::at(format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = actix_web::HttpServer::new(actix_web::App::new);
    actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    let answer = visitor.get("/clients").await;
    ALWAYS.len() - missing("bare", &answer, false).len()
}

/// Whether an address fits a template: `/sessions/current` fits `/sessions/{id}` too.
fn covers(template: &str, path: &str) -> bool {
    let fits = |(wanted, found): (&str, &str)| wanted == found || wanted.starts_with('{');
    template.split('/').count() == path.split('/').count()
        && template.split('/').zip(path.split('/')).all(fits)
}

#[actix_web::test]
async fn methods_that_nobody_offers_are_405() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let all = probes();
    let (mut tried, mut wrong) = (0, Vec::new());
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"];
    for probe in &all {
        let (path, _) = objects::address(&app, &probe.path, probe.object);
        let offered = |method: &str| {
            all.iter().any(|other| covers(&other.path, &probe.path) && other.method.as_str() == method)
        };
        for method in methods.iter().filter(|method| !offered(method)) {
            let answer = send(ada.request(method.parse().unwrap(), &path)).await;
            tried += 1;
            if answer.status != 405 || answer.header("allow").is_empty() {
                wrong.push(format!("{method} {}: {} {}", probe.path, answer.status, answer.text()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let offered = all.iter().filter(|probe| probe.method == Method::GET).count();
    Figure {
        id: "M4",
        tried: format!("{tried} requests with a method that the address does not offer, as an administrator"),
        goal: "405 with Allow",
        found: format!("{tried} of {tried}"),
        control: format!("the {offered} addresses that offer GET answer it otherwise"),
    }
    .keep();
}
