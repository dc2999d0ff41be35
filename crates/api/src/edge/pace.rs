//! How fast a connection has to move. Whoever sends or takes a few bytes a minute holds memory and a place for nothing.
//!
//! Bodies have limits of their own where they are read; but a body that no handler wants is still on its way in, and of
//! an answer on its way out nobody else knows. So the connection itself is watched.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::rt::{
    net::TcpStream,
    time::{Instant, Sleep, sleep},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The kernel keeps at most so much that it has not sent yet: otherwise it would take a whole answer and nobody could
/// tell how fast it goes.
const UNSENT: u32 = 16 * 1024;

/// The least that has to move while a request arrives or an answer waits.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub bytes: usize,
    pub within: Duration,
    /// Nothing at all for so long ends a connection, whatever it is at.
    pub silence: Duration,
}

impl Default for Pace {
    /// A quarter of a kilobyte a second: the slowest telephone does more. And a silence that is longer than any that
    /// is meant: between two requests, or while an answer is made.
    fn default() -> Self {
        Self { bytes: 8 * 1024, within: Duration::from_secs(30), silence: Duration::from_secs(120) }
    }
}

/// A connection that is closed where its other end is too slow.
pub struct Paced {
    stream: TcpStream,
    pace: Pace,
    waiting: Option<Waiting>,
    arriving: Option<Arriving>,
    silent: Pin<Box<Sleep>>,
}

/// Until when something has to be taken, and how much was.
struct Waiting {
    until: Pin<Box<Sleep>>,
    taken: usize,
}

/// Since when something arrives without an answer, and how much did.
struct Arriving {
    since: Instant,
    bytes: usize,
}

impl Paced {
    pub fn new(stream: TcpStream, pace: Pace) -> Self {
        let socket = socket2::SockRef::from(&stream);
        if let Err(error) = socket.set_tcp_notsent_lowat(UNSENT).and_then(|()| socket.set_tcp_nodelay(true)) {
            tracing::debug!(%error, "a connection keeps its buffers");
        }
        let silent = Box::pin(sleep(pace.silence));
        Self { stream, pace, waiting: None, arriving: None, silent }
    }

    /// Whether the time is over and too little was taken. Also what wakes us when it will be.
    fn is_too_slow(&mut self, context: &mut Context) -> bool {
        let pace = self.pace;
        let fresh = || Waiting { until: Box::pin(sleep(pace.within)), taken: 0 };
        loop {
            let waiting = self.waiting.get_or_insert_with(fresh);
            if waiting.until.as_mut().poll(context).is_pending() {
                return false;
            }
            if waiting.taken < pace.bytes {
                return true;
            }
            self.waiting = None;
        }
    }

    fn took(&mut self, bytes: usize, of: usize) {
        self.heard();
        self.arriving = None;
        match &mut self.waiting {
            Some(waiting) if bytes < of => waiting.taken += bytes,
            _ => self.waiting = None,
        }
    }

    /// Whether these bytes come too late for how few there were.
    fn came_too_slowly(&mut self, bytes: usize) -> bool {
        self.heard();
        let fresh = || Arriving { since: Instant::now(), bytes: 0 };
        let arriving = self.arriving.get_or_insert_with(fresh);
        arriving.bytes += bytes;
        if arriving.since.elapsed() < self.pace.within {
            return false;
        }
        let is_too_slow = arriving.bytes < self.pace.bytes;
        self.arriving = None;
        is_too_slow
    }

    fn heard(&mut self) {
        self.silent.as_mut().reset(Instant::now() + self.pace.silence);
    }
}

impl AsyncWrite for Paced {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match Pin::new(&mut this.stream).poll_write(context, bytes) {
            Poll::Pending if this.is_too_slow(context) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Ready(Ok(taken)) => {
                this.took(taken, bytes.len());
                Poll::Ready(Ok(taken))
            }
            other => other,
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

impl AsyncRead for Paced {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context, into: &mut ReadBuf) -> Poll<io::Result<()>> {
        let (this, before) = (self.get_mut(), into.filled().len());
        let is_over = match Pin::new(&mut this.stream).poll_read(context, into) {
            Poll::Pending if this.silent.as_mut().poll(context).is_pending() => return Poll::Pending,
            Poll::Pending => true,
            Poll::Ready(Ok(())) => this.came_too_slowly(into.filled().len() - before),
            failed => return failed,
        };
        Poll::Ready(if is_over { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) })
    }
}
