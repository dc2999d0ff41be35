//! How fast an answer has to be taken. Whoever reads a few bytes a minute holds its memory for nothing.
//!
//! Bodies on their way in have limits of their own where they are read; on the way out the connection itself is
//! watched, because by then nobody else looks.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::rt::{
    net::TcpStream,
    time::{Sleep, sleep},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The kernel keeps at most so much that it has not sent yet: otherwise it would take a whole answer and nobody could
/// tell how fast it goes.
const UNSENT: u32 = 16 * 1024;

/// The least that has to go while something waits.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub bytes: usize,
    pub within: Duration,
}

impl Default for Pace {
    /// A quarter of a kilobyte a second: the slowest telephone takes more.
    fn default() -> Self {
        Self { bytes: 8 * 1024, within: Duration::from_secs(30) }
    }
}

/// A connection that is closed where its other end takes too little.
pub struct Paced {
    stream: TcpStream,
    pace: Pace,
    waiting: Option<Waiting>,
}

/// Since when something waits to be taken, and how much was.
struct Waiting {
    until: Pin<Box<Sleep>>,
    taken: usize,
}

impl Paced {
    pub fn new(stream: TcpStream, pace: Pace) -> Self {
        let socket = socket2::SockRef::from(&stream);
        if let Err(error) = socket.set_tcp_notsent_lowat(UNSENT).and_then(|()| socket.set_tcp_nodelay(true)) {
            tracing::debug!(%error, "a connection keeps its buffers");
        }
        Self { stream, pace, waiting: None }
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
        match &mut self.waiting {
            Some(waiting) if bytes < of => waiting.taken += bytes,
            _ => self.waiting = None,
        }
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
        Pin::new(&mut self.get_mut().stream).poll_read(context, into)
    }
}
