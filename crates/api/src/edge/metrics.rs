//! Figures for Prometheus: requests by route and status, how long they take, how many are under way, and how
//! busy the database's connections are.

use std::time::{Duration, Instant};

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    get,
    http::header::AUTHORIZATION,
    middleware::Next,
    web::Data,
};
use domain::problem::Code;
use prometheus::{
    GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::trace;
use crate::{problem::Refused, session::State};

/// Seconds; pages are promised in two.
const BUCKETS: &[f64] = &[0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0];

/// How long a collector waits for what only the database knows.
const PATIENCE: Duration = Duration::from_secs(2);

/// The figures of this process.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    under_way: IntGauge,
    connections: IntGaugeVec,
    jobs: IntGaugeVec,
    oldest_job: GaugeVec,
}

impl Metrics {
    pub fn new() -> prometheus::Result<Self> {
        let requests = Opts::new("openhall_requests_total", "Requests answered.");
        let seconds = HistogramOpts::new("openhall_request_seconds", "Time until the answer began.");
        let connections = Opts::new("openhall_database_connections", "Connections to the database.");
        let jobs = Opts::new("openhall_jobs", "Background work that is not done.");
        let oldest = Opts::new("openhall_oldest_job_seconds", "How long the oldest work has been due.");
        let metrics = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(requests, &["method", "route", "status"])?,
            seconds: HistogramVec::new(seconds.buckets(BUCKETS.to_vec()), &["method", "route"])?,
            under_way: IntGauge::new("openhall_requests_under_way", "Requests under way.")?,
            connections: IntGaugeVec::new(connections, &["state"])?,
            jobs: IntGaugeVec::new(jobs, &["state"])?,
            oldest_job: GaugeVec::new(oldest, &[])?,
        };
        metrics.registry.register(Box::new(metrics.requests.clone()))?;
        metrics.registry.register(Box::new(metrics.seconds.clone()))?;
        metrics.registry.register(Box::new(metrics.under_way.clone()))?;
        metrics.registry.register(Box::new(metrics.connections.clone()))?;
        metrics.registry.register(Box::new(metrics.jobs.clone()))?;
        metrics.registry.register(Box::new(metrics.oldest_job.clone()))?;
        Ok(metrics)
    }

    fn count(&self, request: &HttpRequest, status: u16, begun: Instant) {
        let (method, route) = (trace::method(request.method()), trace::route(request));
        self.requests.with_label_values(&[method, &route, &status.to_string()]).inc();
        self.seconds.with_label_values(&[method, &route]).observe(begun.elapsed().as_secs_f64());
    }
}

impl Metrics {
    /// The queue is the database's, not this process's. Where the database is away its figures are left out, and the
    /// others are told all the same.
    async fn read_jobs(&self, state: &State) {
        self.jobs.reset();
        self.oldest_job.reset();
        match timeout(PATIENCE, state.run(store::Store::job_figures)).await {
            Ok(Ok(found)) => {
                for (name, count) in
                    [("waiting", found.waiting), ("running", found.running), ("dead", found.dead)]
                {
                    self.jobs.with_label_values(&[name]).set(count);
                }
                self.oldest_job.with_label_values::<&str>(&[]).set(found.oldest);
            }
            _ => tracing::warn!("the figures of background work could not be read"),
        }
    }
}

/// Counts down also when the caller hangs up.
struct UnderWay(IntGauge);

impl UnderWay {
    fn begin(gauge: &IntGauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Counts and times every request.
pub async fn measure<B: MessageBody>(
    metrics: Data<Metrics>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let (_under_way, begun) = (UnderWay::begin(&metrics.under_way), Instant::now());
    let answer = next.call(request).await?;
    metrics.count(answer.request(), answer.status().as_u16(), begun);
    Ok(answer)
}

/// The token that a collector on another machine shows.
#[derive(Clone, Debug, Default)]
pub struct Gate(pub Option<SecretString>);

impl Gate {
    /// Without a token, only a collector on this machine is let in. A proxy on this machine has a local address
    /// as well, so a request that was forwarded does not count.
    fn admits(&self, request: &HttpRequest) -> bool {
        let Some(token) = &self.0 else {
            let forwarded = ["x-forwarded-for", "forwarded", "via"];
            return request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback())
                && !forwarded.iter().any(|name| request.headers().contains_key(*name));
        };
        let shown = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        // Digests are compared, so that the time tells nothing about the token.
        shown.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|shown| {
            Sha256::digest(shown.as_bytes()) == Sha256::digest(token.expose_secret().as_bytes())
        })
    }
}

#[get("/metrics")]
pub async fn show(
    request: HttpRequest,
    gate: Data<Gate>,
    metrics: Data<Metrics>,
    state: Data<State>,
) -> Result<HttpResponse, Refused> {
    if !gate.admits(&request) {
        return Err(Code::NotFound.into());
    }
    let (in_use, all) = state.store.connections();
    metrics.connections.with_label_values(&["in_use"]).set(in_use.into());
    metrics.connections.with_label_values(&["open"]).set(all.into());
    metrics.read_jobs(&state).await;
    let text = TextEncoder::new().encode_to_string(&metrics.registry.gather()).map_err(Refused::internal)?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn from(address: &str) -> TestRequest {
        TestRequest::get().peer_addr(address.parse().unwrap())
    }

    #[test]
    fn without_a_token_only_this_machine_is_let_in() {
        let gate = Gate(None);
        assert!(gate.admits(&from("127.0.0.1:5").to_http_request()));
        assert!(!gate.admits(&from("192.0.2.7:5").to_http_request()));
        let forwarded = from("127.0.0.1:5").insert_header(("x-forwarded-for", "127.0.0.1"));
        assert!(!gate.admits(&forwarded.to_http_request()));
    }

    #[test]
    fn with_a_token_the_token_decides() {
        let gate = Gate(Some("a-long-secret".into()));
        let with =
            |token: &str| from("127.0.0.1:5").insert_header((AUTHORIZATION, format!("Bearer {token}")));
        assert!(gate.admits(&with("a-long-secret").to_http_request()));
        assert!(!gate.admits(&with("another").to_http_request()));
        assert!(!gate.admits(&from("127.0.0.1:5").to_http_request()));
    }
}
