//! The whole HTTP side as one actix application.

use actix_cors::Cors;
use actix_web::{
    App, Error,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION, RETRY_AFTER},
    middleware::{Compress, Condition, from_fn},
    web::{self, Data},
};
use secrecy::SecretString;
use tracing_actix_web::TracingLogger;

use crate::{
    edge::{
        explorer,
        headers::headers,
        health::{self, Stopping},
        lost::{Methods, lost},
        metrics::{self, Gate, Metrics, measure},
        origin::{self, Origins},
        pieces::in_pieces,
        refusals::refusals,
        trace::RequestSpan,
    },
    extract::Hops,
    openapi,
    page::{Page, theme},
    routes,
    session::State,
};

/// How the edge is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Proxies of ours between the caller and this server.
    pub hops: u8,
    /// Origins other than our own that may call the API.
    pub origins: Vec<String>,
    /// The token that a metrics collector shows; without it only a local one may collect.
    pub metrics_token: Option<SecretString>,
}

/// Everything that the workers share.
#[derive(Clone)]
pub struct Server {
    state: Data<State>,
    page: Data<Option<Page>>,
    metrics: Data<Metrics>,
    methods: Data<Methods>,
    stopping: Stopping,
    settings: Settings,
}

impl Server {
    pub fn new(settings: Settings, state: State, page: Option<Page>) -> prometheus::Result<Self> {
        Ok(Self {
            state: Data::new(state),
            page: Data::new(page),
            metrics: Data::new(Metrics::new()?),
            methods: Data::new(Methods::of(openapi::CHECKED_IN)),
            stopping: Stopping::default(),
            settings,
        })
    }

    /// Tells the balancer to send nobody here any more.
    pub fn begin_stopping(&self) {
        self.stopping.begin();
    }

    /// The application of one worker.
    pub fn app(
        &self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody + use<>>,
            Error = Error,
            InitError = (),
        > + use<>,
    > {
        App::new()
            .configure(routes::configure)
            .configure(|server| self.configure(server))
            .wrap(from_fn(in_pieces))
            .wrap(Compress::default())
            .wrap(from_fn(refusals))
            .wrap(Condition::new(!self.settings.origins.is_empty(), cors(&self.settings.origins)))
            .wrap(from_fn(measure))
            .wrap(TracingLogger::<RequestSpan>::new())
            .wrap(from_fn(headers))
    }

    fn configure(&self, server: &mut web::ServiceConfig) {
        server
            .app_data(self.state.clone())
            .app_data(self.page.clone())
            .app_data(self.metrics.clone())
            .app_data(self.methods.clone())
            .app_data(Data::new(self.stopping.clone()))
            .app_data(Data::new(Hops(self.settings.hops)))
            .app_data(Data::new(Origins(self.settings.origins.clone())))
            .app_data(Data::new(Gate(self.settings.metrics_token.clone())))
            .service(health::live)
            .service(health::ready)
            .service(metrics::show)
            .service(theme::theme)
            .service(explorer::document)
            .service(explorer::docs)
            .service(explorer::explorer())
            .default_service(web::to(lost));
    }
}

/// Pages elsewhere may call with a token, never with our cookies.
fn cors(origins: &[String]) -> Cors {
    let all = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH])
        .allowed_headers(["idempotency-key", origin::HEADER])
        .expose_headers([ETAG, LOCATION, RETRY_AFTER])
        .expose_headers(["x-request-id"])
        .max_age(3600);
    origins.iter().fold(all, |cors, origin| cors.allowed_origin(origin))
}

#[cfg(test)]
mod tests {
    use actix_web::{
        http::{Method, StatusCode},
        test::{TestRequest, call_service, init_service, read_body},
    };
    use domain::{
        ids::{SessionId, UserId},
        problem::{Code, Problem},
    };
    use std::{
        io::Write,
        sync::{Arc, Mutex},
        time::Duration,
    };
    use store::{
        Store,
        crypt::{Keyring, Sealer},
        files::{Inspector, Vault},
    };
    use uuid::Uuid;

    use super::*;
    use crate::token::TokenKeys;

    /// A server whose database has gone away.
    fn server(page: Option<Page>) -> Server {
        let keyring = Keyring::generate().unwrap();
        let sealer = Arc::new(Sealer::new(&keyring).unwrap());
        let nowhere = store::Settings {
            database_url: "postgres://127.0.0.1:1/none".into(),
            connections: 1,
            patience: Duration::from_millis(1),
        };
        let vault = Vault::in_memory(Arc::clone(&sealer));
        let (store, tokens) = (Store::new(&nowhere, sealer), TokenKeys::new(&keyring).unwrap());
        let state = State::new(store, vault, Inspector::here(), tokens, 1);
        let settings = Settings { origins: vec!["https://hall.org".into()], ..Settings::default() };
        Server::new(settings, state, page).unwrap()
    }

    struct Answered {
        status: StatusCode,
        headers: actix_web::http::header::HeaderMap,
        text: String,
    }

    impl Answered {
        fn header(&self, name: &str) -> &str {
            self.headers.get(name).map_or("", |value| value.to_str().unwrap())
        }
        fn code(&self) -> Code {
            serde_json::from_str::<Problem>(&self.text).unwrap().code
        }
    }

    async fn ask(server: &Server, method: Method, path: &str, accept: &str) -> Answered {
        let app = init_service(server.app()).await;
        let request = TestRequest::with_uri(path).method(method).insert_header(("accept", accept));
        let request = request.peer_addr("127.0.0.1:5".parse().unwrap());
        let answer = call_service(&app, request.to_request()).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        Answered { status, headers, text: String::from_utf8(read_body(answer).await.to_vec()).unwrap() }
    }

    async fn get(path: &str) -> Answered {
        ask(&server(None), Method::GET, path, "*/*").await
    }

    #[actix_web::test]
    async fn an_unknown_address_is_a_problem() {
        let answer = get("/api/v1/nothing").await;
        assert_eq!((answer.status.as_u16(), answer.code()), (404, Code::NotFound));
        assert_eq!(answer.header("content-type"), crate::problem::CONTENT_TYPE);
        assert!(answer.text.contains(answer.header("x-request-id")));
    }

    #[actix_web::test]
    async fn another_method_names_those_that_are_taken() {
        let answer = ask(&server(None), Method::DELETE, "/health/live", "*/*").await;
        assert_eq!((answer.code(), answer.header("allow")), (Code::MethodNotAllowed, "GET"));
        let answer = ask(&server(None), Method::DELETE, "/api/v1/clients/1/notes", "*/*").await;
        assert_eq!((answer.code(), answer.header("allow")), (Code::MethodNotAllowed, "GET, POST"));
        let answer = ask(&server(None), Method::DELETE, "/api/v1/clients//notes", "*/*").await;
        assert_eq!(answer.code(), Code::NotFound);
    }

    #[actix_web::test]
    async fn a_server_that_goes_down_lives_and_is_not_ready() {
        let server = server(None);
        server.begin_stopping();
        assert_eq!(ask(&server, Method::GET, "/health/live", "*/*").await.status, 200);
        assert!(ask(&server, Method::GET, "/health/ready", "*/*").await.text.contains("going down"));
    }

    #[actix_web::test]
    async fn a_server_without_its_database_lives_and_is_not_ready() {
        assert_eq!(get("/health/live").await.status, 200);
        let refused = get("/health/ready").await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "5"));
    }

    #[actix_web::test]
    async fn the_explorer_needs_nothing_from_elsewhere() {
        let page = get("/docs/").await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("https://") && !page.text.contains("<script>"), "{}", page.text);
        assert!(page.header("content-security-policy").contains("script-src 'self';"));
        let script = get("/docs/swagger-initializer.js").await;
        assert!(
            script.text.contains("/api/openapi.json") && script.text.contains(r#""validatorUrl": "none""#)
        );
    }

    #[actix_web::test]
    async fn the_document_is_openapi_3_1() {
        let document: serde_json::Value = serde_json::from_str(&get("/api/openapi.json").await.text).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
    }

    #[actix_web::test]
    async fn metrics_name_the_route_and_not_the_address() {
        let server = server(None);
        ask(&server, Method::GET, "/api/v1/clients/0198c0de?q=Maria", "*/*").await;
        ask(&server, Method::GET, "/health/live", "*/*").await;
        let figures = ask(&server, Method::GET, "/metrics", "*/*").await.text;
        assert!(figures.contains(r#"method="GET",route="/health/live",status="200""#), "{figures}");
        assert!(figures.contains(r#"openhall_database_connections{state="open"} 0"#));
        assert!(!figures.contains("0198c0de") && !figures.contains("Maria"));
    }

    /// The log as it is written.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Log {
        fn begin(&self) -> tracing::subscriber::DefaultGuard {
            let log = self.clone();
            let lines = tracing_subscriber::fmt().json().with_writer(move || log.clone());
            tracing::subscriber::set_default(lines.finish())
        }
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[actix_web::test]
    async fn the_log_says_who_asked_and_nothing_else_of_them() {
        let (server, log) = (server(None), Log::default());
        let _lines = log.begin();
        ask(&server, Method::GET, "/api/v1/organization", "*/*").await;
        assert!(log.text().contains(r#""principal":"public""#), "{}", log.text());

        let user = UserId::from(Uuid::now_v7());
        let state = &server.state;
        let (token, _) = state.tokens.issue(user, SessionId::from(Uuid::now_v7()), state.now()).unwrap();
        let app = init_service(server.app()).await;
        let request =
            TestRequest::get().uri("/api/v1/me").insert_header((AUTHORIZATION, format!("Bearer {token}")));
        call_service(&app, request.to_request()).await;
        assert!(log.text().contains(&format!(r#""principal":"{user}""#)), "{}", log.text());
        assert!(!log.text().contains(&token));
    }

    #[actix_web::test]
    async fn an_address_of_the_page_gets_the_page() {
        let folder = tempfile::tempdir().unwrap();
        let index = include_str!("../../../frontend/index.html");
        std::fs::write(folder.path().join("index.html"), index).unwrap();
        let server = server(Some(Page::read(folder.path()).unwrap()));
        let page = ask(&server, Method::GET, "/clients/1", "text/html,*/*").await;
        assert_eq!((page.text.as_str(), page.header("cache-control")), (index, "no-cache"));
        assert_eq!(ask(&server, Method::GET, "/pkg/old.js", "text/html,*/*").await.status, 404);
        assert_eq!(ask(&server, Method::GET, "/logo.png", "image/*").await.status, 404);
        assert_eq!(ask(&server, Method::GET, "/api/v1/x", "text/html").await.code(), Code::NotFound);
        assert_eq!(ask(&server, Method::POST, "/clients/1", "text/html").await.header("allow"), "GET, HEAD");
    }

    #[actix_web::test]
    async fn a_listed_origin_may_call_and_another_may_not() {
        let app = init_service(server(None).app()).await;
        for (origin, allowed) in [("https://hall.org", true), ("https://evil.org", false)] {
            let request = TestRequest::get().uri("/api/openapi.json").insert_header(("origin", origin));
            let answer = call_service(&app, request.to_request()).await;
            assert_eq!(answer.headers().contains_key("access-control-allow-origin"), allowed, "{origin}");
        }
    }
}
