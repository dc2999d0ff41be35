//! A line to the database that can be cut, and that can go silent as when a machine is unplugged.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    thread,
    time::Duration,
};

/// How the line is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Open = 0,
    /// What was connected is closed, and what connects is closed at once.
    Cut = 1,
    /// Nothing goes either way, and nobody is told.
    Silent = 2,
}

#[derive(Clone)]
pub struct Wire {
    pub address: SocketAddr,
    line: Arc<AtomicU8>,
}

impl Wire {
    /// A line to an address.
    pub fn to(far: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let wire = Self { address: listener.local_addr().unwrap(), line: Arc::default() };
        let ours = wire.clone();
        thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if ours.is(Line::Cut) {
                    continue;
                }
                let far = TcpStream::connect(&far).unwrap();
                let (back, forth) = ((far.try_clone().unwrap(), near.try_clone().unwrap()), (near, far));
                for (from, to) in [back, forth] {
                    let wire = ours.clone();
                    thread::spawn(move || wire.pass_on(from, to));
                }
            }
        });
        wire
    }

    pub fn put(&self, line: Line) {
        self.line.store(line as u8, Ordering::SeqCst);
    }

    fn is(&self, line: Line) -> bool {
        self.line.load(Ordering::SeqCst) == line as u8
    }

    fn pass_on(&self, mut from: TcpStream, mut to: TcpStream) {
        from.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        let mut bytes = [0; 16 * 1024];
        while !self.is(Line::Cut) {
            let read = from.read(&mut bytes);
            while self.is(Line::Silent) {
                thread::sleep(Duration::from_millis(20));
            }
            match read {
                Ok(0) => break,
                Ok(count) if to.write_all(&bytes[..count]).is_ok() => {}
                Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {}
                _ => break,
            }
        }
        for stream in [from, to] {
            // It may be closed already.
            drop(stream.shutdown(Shutdown::Both));
        }
    }
}
