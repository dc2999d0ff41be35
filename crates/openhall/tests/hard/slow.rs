//! L2: connections that send or read a byte a second are closed, and normal callers do not feel them.

use std::{
    collections::BTreeSet,
    io::Write,
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use api::{
    edge::pace::Pace,
    listen::{Listening, bind, listen},
    server::Server,
};
use socket2::{Domain, Socket, Type};
use testkit::{App, Figure, Process, cast, times};

use super::start;

/// Ways of taking one's time: what is sent first, and then a byte of what each second.
const WAYS: [(&str, &str, u8); 4] = [
    ("headers", "GET /api/v1/organization HTTP/1.1\r\nhost: x\r\nx: ", b'a'),
    (
        "a body",
        "POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{",
        b' ',
    ),
    (
        "a body that nobody reads",
        "GET /api/v1/organization HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n384\r\n",
        b' ',
    ),
    ("reading", "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\n\r\n", 0),
];

/// Connections that take their time in one way.
struct Slow {
    way: &'static str,
    byte: u8,
    streams: Vec<TcpStream>,
}

impl Slow {
    fn open(address: SocketAddr, (way, first, byte): (&'static str, &str, u8), count: usize) -> Self {
        let open = || {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            // Small, so that little is on its way unread.
            socket.set_recv_buffer_size(4096).unwrap();
            socket.connect(&address.into()).unwrap();
            let mut stream = TcpStream::from(socket);
            stream.write_all(first.as_bytes()).unwrap();
            stream.set_nonblocking(true).unwrap();
            stream
        };
        Self { way, byte, streams: (0..count).map(|_| open()).collect() }
    }

    /// Another byte on each; where the other end has closed it, that fails, and that is what is waited for.
    fn drip(&mut self) {
        if self.byte != 0 {
            self.streams.iter_mut().for_each(|stream| drop(stream.write(&[self.byte])));
        }
    }

    /// How many of them the server still has.
    fn alive(&self, server: SocketAddr) -> usize {
        let ours: BTreeSet<u16> =
            self.streams.iter().filter_map(|stream| Some(stream.local_addr().ok()?.port())).collect();
        established(server.port()).intersection(&ours).count()
    }
}

/// Ports of those who are connected to a port, as its side sees it.
fn established(port: u16) -> BTreeSet<u16> {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let hex = |text: &str| u16::from_str_radix(text.rsplit(':').next().unwrap(), 16).ok();
    let rows = table.lines().skip(1).map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row[3] == "01" && hex(row[1]) == Some(port)).filter_map(|row| hex(row[2])).collect()
}

/// Seconds until each way has no connection left, as far as that happens in time.
fn drops(address: SocketAddr, slow: &mut [Slow], patience: Duration) -> Vec<Option<f64>> {
    let (begun, mut dropped) = (Instant::now(), vec![None; slow.len()]);
    while begun.elapsed() < patience && dropped.contains(&None) {
        std::thread::sleep(Duration::from_secs(1));
        for (slow, dropped) in slow.iter_mut().zip(&mut dropped).filter(|(_, dropped)| dropped.is_none()) {
            slow.drip();
            *dropped = (slow.alive(address) == 0).then(|| begun.elapsed().as_secs_f64());
        }
    }
    dropped
}

/// Requests that a normal caller gets answered in a second, over some seconds. None may fail.
fn goodput(server: &Process, seconds: u64) -> f64 {
    let url = server.url("/organization");
    let asked = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let (http, begun, mut count) = (reqwest::Client::new(), Instant::now(), 0.0);
            while begun.elapsed().as_secs() < seconds {
                assert_eq!(http.get(&url).send().await.unwrap().status(), 200);
                count += 1.0;
            }
            count / begun.elapsed().as_secs_f64()
        })
    });
    asked.join().unwrap()
}

#[test]
fn who_takes_their_time_is_closed_and_others_do_not_feel_it() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let server = start(&database, folder.path(), &[]);
    let (address, count) = (server.address().parse().unwrap(), times(25, 500));
    let before = goodput(&server, 3);
    // The other ways take longer to be closed; an ordinary run sees them at the impatient server below.
    let ways = &WAYS[..times(1, WAYS.len())];
    let mut slow: Vec<Slow> = ways.iter().map(|way| Slow::open(address, *way, count)).collect();
    let (dropped, meanwhile) = std::thread::scope(|scope| {
        let meanwhile = scope.spawn(|| goodput(&server, 5));
        (drops(address, &mut slow, Duration::from_secs(60)), meanwhile.join().unwrap())
    });
    let said: Vec<_> = slow
        .iter()
        .zip(&dropped)
        .map(|(slow, seconds)| {
            format!("{} {}", slow.way, seconds.map_or("never".into(), |s| format!("{s:.0} s")))
        })
        .collect();
    assert!(!dropped.contains(&None), "{said:?}");
    let percent = meanwhile / before * 100.0;
    assert!(percent > 30.0, "{percent} %");
    let [impatient, patient] = [pace(2), pace(1_000_000)].map(left_after_a_while);
    assert_eq!((impatient, patient), (0, 10));
    Figure {
        id: "L2",
        tried: format!(
            "{count} connections each, a byte a second or less, in {} ways: sending headers, sending a body, sending a body \
             that nobody reads, reading an answer of 1.4 MB",
            ways.len()
        ),
        goal: "all closed within 60 s; no request of others fails",
        found: format!("closed after: {}; others got {percent:.0} % of what they got before, failed 0", said.join(", ")),
        control: format!(
            "silent readers and senders of unread bodies, where a server waits 2 s for them: {impatient} of 10 left after \
             6 s; where it waits for ever: {patient} of 10"
        ),
    }
    .keep();
}

fn pace(seconds: u64) -> Pace {
    let within = Duration::from_secs(seconds);
    Pace { bytes: 8 * 1024, within, silence: within }
}

/// How many of five who do not read and five whose body nobody reads a server of this pace still has.
fn left_after_a_while(pace: Pace) -> usize {
    let (told, address) = std::sync::mpsc::channel();
    let (done, over) = tokio::sync::oneshot::channel::<()>();
    let serving = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let app = App::start().await.unwrap();
            let server = Server::new(Default::default(), app.state.clone(), None).unwrap();
            let listener = bind("127.0.0.1:0".parse().unwrap()).unwrap();
            let address = listener.local_addr().unwrap();
            let how = Listening { workers: Some(1), pace, ..Listening::default() };
            let running = listen(&server, listener, how).unwrap();
            let handle = running.handle();
            actix_web::rt::spawn(running);
            told.send(address).unwrap();
            over.await.unwrap();
            handle.stop(false).await;
        });
    });
    let address = address.recv().unwrap();
    let slow = [WAYS[2], WAYS[3]].map(|way| Slow::open(address, way, 5));
    std::thread::sleep(Duration::from_secs(6));
    let left = slow.iter().map(|slow| slow.alive(address)).sum();
    done.send(()).unwrap();
    serving.join().unwrap();
    left
}
