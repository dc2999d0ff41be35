//! E1: files that are too large cost no memory, no disk, and leave nothing.

use std::{fs, path::Path, time::Duration};

use actix_web::{HttpResponse, web};
use bytes::Bytes;
use futures_util::future::{join, join_all};
use testkit::{Cast, Figure, Process, cast, peak_memory, times};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Barrier,
};

use super::{maria, peak_begins, start, token};

const ELEVEN: usize = 11 << 20;
const PART: &str = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"resume.txt\"\r\n\r\n";

/// Sends eleven mebibytes, saying how many they are or not; gives the status, if there was an answer.
async fn send(address: &str, path: &str, token: &str, is_announced: bool) -> Option<u16> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = match is_announced {
        true => format!("content-length: {}", ELEVEN + PART.len()),
        false => "transfer-encoding: chunked".into(),
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: multipart/form-data; boundary=b\r\n{length}\r\n\r\n"
    );
    let block = Bytes::from(vec![b'a'; 64 * 1024]);
    let body = async {
        stream.write_all(head.as_bytes()).await?;
        write(&mut stream, PART.as_bytes(), is_announced).await?;
        for _ in 0..ELEVEN / block.len() {
            write(&mut stream, &block, is_announced).await?;
        }
        Ok::<_, std::io::Error>(())
    };
    // A server that has seen enough may close before all is sent; what it said is read all the same.
    let sent = body.await;
    let mut answer = vec![0; 512];
    let read = tokio::time::timeout(Duration::from_secs(120), stream.read(&mut answer)).await.ok()?;
    match read {
        Ok(count) => std::str::from_utf8(&answer[..count]).ok()?.split(' ').nth(1)?.parse().ok(),
        Err(error) => {
            assert!(sent.is_err() || error.kind() == std::io::ErrorKind::ConnectionReset, "{error}");
            None
        }
    }
}

async fn write(stream: &mut TcpStream, bytes: &[u8], is_announced: bool) -> std::io::Result<()> {
    if is_announced {
        return stream.write_all(bytes).await;
    }
    stream.write_all(format!("{:x}\r\n", bytes.len()).as_bytes()).await?;
    stream.write_all(bytes).await?;
    stream.write_all(b"\r\n").await
}

/// Bytes of all files below a folder. Files come and go meanwhile.
fn disk(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(file) if file.is_dir() => disk(&entry.path()),
        Ok(file) => file.len(),
        Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}

async fn flood(server: &Process, path: &str, token: &str, announced: usize, not: usize) -> Vec<Option<u16>> {
    let all = (0..announced + not).map(|n| send(server.address(), path, token, n >= not));
    join_all(all).await
}

#[tokio::test]
async fn files_that_are_too_large_cost_nothing_and_leave_nothing() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let server = start(&database, folder.path(), &[]);
    let (token, path) =
        (token(&server, Cast::Casey).await, format!("/api/v1/clients/{}/documents", maria(&database)));
    let (rows, before) =
        (database.column("select id from documents").unwrap(), server.peak_memory().unwrap());
    let files = folder.path().join("files");
    let kept = disk(&files);
    let (announced, not) = (times(8, 180), times(1, 20));
    let done = std::cell::Cell::new(false);
    let watching = async {
        let mut most = 0;
        while !done.get() {
            most = disk(&files).max(most);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        most
    };
    let sending = async {
        let statuses = flood(&server, &path, &token, announced, not).await;
        done.set(true);
        statuses
    };
    let (statuses, most) = join(sending, watching).await;
    let (peak, left) = (server.peak_memory().unwrap() - before, disk(&files));
    // 503: so many at once that not all were looked at.
    assert!(statuses.iter().flatten().all(|status| [413, 422, 503].contains(status)), "{statuses:?}");
    assert_eq!((database.column("select id from documents").unwrap(), left), (rows, kept));
    assert!(peak < 250, "{peak} MiB");

    let of = 24;
    let naive = whole_in_memory(of).await;
    assert!(naive > 250, "{naive} MiB");
    Figure {
        id: "E1",
        tried: format!("{} files of 11 MiB at once, where 10 MiB are taken: {announced} announced, {not} in chunks of unknown number", announced + not),
        goal: "memory under 250 MiB more than before; on disk and in the database nothing is left",
        found: format!("{peak} MiB more; on disk {} MiB meanwhile, 0 bytes in the end; 0 rows", (most - kept) >> 20),
        control: format!("a handler that reads each body whole: {of} of them take {naive} MiB"),
    }
    .keep();
}

/// What so many such bodies take where each is read into memory first. None is let go before all have come, so that it
/// does not depend on the machine how many are there at once.
async fn whole_in_memory(count: usize) -> u64 {
    use actix_web::{App, HttpServer};
    let before = peak_begins();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let all = web::Data::new(Barrier::new(count));
    let app = move || {
        let limit = web::PayloadConfig::new(1 << 30);
        App::new().app_data(limit).app_data(all.clone()).route("/x", web::post().to(held))
    };
    let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).unwrap().run();
    let handle = server.handle();
    std::thread::spawn(move || actix_web::rt::System::new().block_on(server));
    join_all((0..count).map(|_| send(&address, "/x", "x", true))).await;
    handle.stop(false).await;
    peak_memory(std::process::id()).unwrap() - before
}

async fn held(body: Bytes, all: web::Data<Barrier>) -> HttpResponse {
    all.wait().await;
    HttpResponse::PayloadTooLarge().body(body.len().to_string())
}
