//! Listening: how long connections may take, how many there may be, and how they end.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use actix_http::{HttpService, Protocol};
use actix_service::{IntoServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::{
    dev::{self, AppConfig},
    rt::net::TcpStream,
};
use socket2::{Domain, Socket, Type};

use crate::{
    edge::pace::{Pace, Paced},
    server::Server,
};

/// A browser that takes longer for its headers is holding a connection open.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// A little longer than balancers keep theirs, so that they never use one that has just been closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long the other end has to take note that a connection is closed.
const CLOSED_WITHIN: Duration = Duration::from_secs(2);
const LINE: i32 = 2048;
/// What is under way when the server stops has this long.
const FINISH_WITHIN: u64 = 20;

/// How to listen.
#[derive(Clone, Copy, Debug)]
pub struct Listening {
    /// Threads that read and answer; as many as cores when absent.
    pub workers: Option<usize>,
    /// Connections at once, for each of them.
    pub connections: usize,
    pub pace: Pace,
}

impl Default for Listening {
    fn default() -> Self {
        Self { workers: None, connections: 10_000, pace: Pace::default() }
    }
}

/// Takes an address. Connections that nobody has had time for yet wait in a line of this length.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // A server that starts again does not wait for connections of the last one to be forgotten.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(LINE)?;
    Ok(socket.into())
}

/// Serves what arrives at an address, until the handle of the answer is told to stop.
pub fn listen(server: &Server, listener: TcpListener, how: Listening) -> io::Result<dev::Server> {
    let builder = dev::Server::build();
    let (server, stopping) = (server.clone(), builder.graceful_shutdown_signal());
    let service = move || {
        let stopping = stopping.clone();
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(HEADERS_WITHIN)
            .client_disconnect_timeout(CLOSED_WITHIN);
        let app = server.app().into_factory().map_err(|error: actix_web::Error| error.error_response());
        connection(how.pace).and_then(http.finish(map_config(app, |()| AppConfig::default())))
    };
    let builder = match how.workers {
        Some(workers) => builder.workers(workers),
        None => builder,
    };
    let builder = builder.max_concurrent_connections(how.connections).shutdown_timeout(FINISH_WITHIN);
    Ok(builder.disable_signals().listen("openhall", listener, service)?.run())
}

/// A connection with where it comes from, watched.
fn connection(
    pace: Pace,
) -> impl actix_service::ServiceFactory<
    TcpStream,
    Config = (),
    Response = (Paced, Protocol, Option<SocketAddr>),
    Error = actix_http::error::DispatchError,
    InitError = (),
> {
    fn_service(move |stream: TcpStream| async move {
        let from = stream.peer_addr().ok();
        Ok((Paced::new(stream, pace), Protocol::Http1, from))
    })
}
