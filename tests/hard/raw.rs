//! Requests as bytes, as no client library would send them.

/// Each ends where the sender stops.
pub fn raw_requests() -> Vec<Vec<u8>> {
    let get = "GET /api/v1/organization HTTP/1.1\r\nhost: x\r\n";
    let post = "POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let long = "a".repeat(64 * 1024);
    let many: String = (0..1_000).map(|n| format!("x-{n}: 1\r\n")).collect();
    let texts = [
        // Two lengths, or none that is one: whose request the rest is must never be a matter of taste.
        format!(
            "{post}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"
        ),
        format!("{post}transfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n0\r\n\r\n"),
        format!("{post}content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}"),
        format!("{post}content-length: 2, 2\r\n\r\n{{}}"),
        format!("{post}content-length: -1\r\n\r\n{{}}"),
        format!("{post}content-length: +2\r\n\r\n{{}}"),
        format!("{post}content-length: 0x2\r\n\r\n{{}}"),
        format!("{post}content-length: 99999999999999999999\r\n\r\n{{}}"),
        format!("{post}content-length: 1000000\r\n\r\n{{}}"),
        format!("{post}content-length : 2\r\n\r\n{{}}"),
        format!("{post}transfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
        format!("{post}transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{{}}\r\n0\r\n\r\n"),
        format!("{post}transfer-encoding: chunked\r\n\r\n2;{long}\r\n{{}}\r\n0\r\n\r\n"),
        format!("{post}transfer-encoding: chunked\r\n\r\n2\r\n{{}}0\r\n\r\n"),
        format!("{post}transfer-encoding: xchunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"),
        format!("{post}transfer-encoding: chunked, identity\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"),
        format!("{post}transfer-encoding:\x0bchunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"),
        format!("{post}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
        // Headers.
        format!("{get}x: {long}\r\n\r\n"),
        format!("{get}{long}: x\r\n\r\n"),
        format!("{get}{many}\r\n"),
        format!("{get}no colon\r\n\r\n"),
        format!("{get}x: a\r\n folded\r\n\r\n"),
        format!("{get}x: a\0b\r\n\r\n"),
        format!("{get}x y: a\r\n\r\n"),
        format!("{get}: a\r\n\r\n"),
        format!("{get}host: y\r\n\r\n"),
        format!("{get}authorization: Bearer {long}\r\n\r\n"),
        format!("{get}connection: upgrade\r\nupgrade: websocket\r\n\r\n"),
        format!("{get}connection: upgrade\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n\r\n"),
        format!("{get}expect: 100-continue\r\ncontent-length: 5\r\n\r\n"),
        format!("{get}\n\n"),
        get.replace("\r\n", "\n") + "\n",
        // The first line.
        "GET /api/v1/organization HTTP/1.1\r\n\r\n".into(),
        "GET /api/v1/organization\r\n\r\n".into(),
        "GET /api/v1/organization HTTP/0.9\r\n\r\n".into(),
        "GET /api/v1/organization HTTP/3.0\r\nhost: x\r\n\r\n".into(),
        "GET /api/v1/organization HTTP/1.1 x\r\nhost: x\r\n\r\n".into(),
        "GET  /api/v1/organization HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "get /api/v1/organization HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "GET http://evil.example/api/v1/organization HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "GET //evil.example/ HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "GET api/v1/organization HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "GET * HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "GET /\0 HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "GET /a b HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "TRACE /api/v1/organization HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "TRACK / HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        "DEBUG / HTTP/1.1\r\nhost: x\r\n\r\n".into(),
        format!("{} / HTTP/1.1\r\nhost: x\r\n\r\n", "A".repeat(10_000)),
        format!("GET /{long} HTTP/1.1\r\nhost: x\r\n\r\n"),
        format!("GET /?{long} HTTP/1.1\r\nhost: x\r\n\r\n"),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        "\r\n\r\n\r\n".into(),
        String::new(),
        "\0\0\0\0".into(),
        "hello".into(),
    ];
    let mut all: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    all.push(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec());
    all.push([get.as_bytes(), b"x: \xff\xfe\r\n\r\n"].concat());
    all.push([b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n".as_slice()].concat());
    all
}
