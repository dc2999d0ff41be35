//! What is sent to see what becomes of it.

use serde_json::{Value, json};

/// Values that some field somewhere does not expect.
pub fn odd_values() -> Vec<Value> {
    let mut all: Vec<Value> = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "\u{202e}gpj.exe",
        "\u{200b}",
        "\u{feff}",
        "0000-00-00",
        "2026-02-30",
        "9999-12-31",
        "-infinity",
        "infinity",
        "1e999",
        "NaN",
        "-1",
        "18446744073709551616",
        "%00",
        "../../etc/passwd",
        "' or 1=1 --",
        "<script>alert(1)</script>",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "\r\nset-cookie: a=b",
        "𒐫",
        "ﷺ",
    ]
    .map(Value::from)
    .to_vec();
    all.extend([
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!([]),
        json!({}),
        json!([[[[[[]]]]]]),
        json!({ "a": { "b": null } }),
        json!("a".repeat(100_000)),
        json!(vec![0; 10_000]),
    ]);
    all
}

/// Bytes that are no such body, or one that is not meant.
pub fn broken(body: &str) -> Vec<Vec<u8>> {
    let cut = |at: usize| body.as_bytes()[..body.len() * at / 8].to_vec();
    let mut all: Vec<Vec<u8>> = (0..8).map(cut).collect();
    all.extend(
        [
            "null",
            "[]",
            "{}",
            "\"x\"",
            "1e999",
            "NaN",
            "{",
            "}{",
            "{\"a\":1,\"a\":2}",
            "{\"\":\"\"}",
            "{\"a\\u0000\":1}",
        ]
        .map(|text| text.as_bytes().to_vec()),
    );
    all.push("[".repeat(10_000).into());
    all.push("{\"a\":".repeat(10_000).into());
    all.push([body.as_bytes(), b"x"].concat());
    all.push([b"\xef\xbb\xbf", body.as_bytes()].concat());
    all.push(body.replacen('"', "\"\\ud800", 2).into());
    all.push(body.encode_utf16().flat_map(u16::to_le_bytes).collect());
    all.push(body.bytes().map(|byte| if byte == b'a' { 0xff } else { byte }).collect());
    all
}

/// Content types and codings that a body does not have.
pub const DRESSES: [(&str, &str); 10] = [
    ("content-type", "text/plain"),
    ("content-type", "application/x-www-form-urlencoded"),
    ("content-type", "multipart/form-data; boundary="),
    ("content-type", "application/json; charset=utf-7"),
    ("content-type", "application/json; charset=\u{ff}"),
    ("content-type", "////"),
    ("content-encoding", "gzip"),
    ("content-encoding", "br"),
    ("transfer-encoding", "identity"),
    ("expect", "200-ok"),
];

/// Headers that a request brings along.
pub const HEADERS: [(&str, &[&str]); 8] = [
    ("if-match", &["", "\"", "*", "W/\"1\"", "\"-1\"", "\"99999999999999999999\"", "\"1\", \"2\"", "\u{ff}"]),
    ("idempotency-key", &["", " ", "\"", "é", "a b", "\u{ff}"]),
    ("authorization", &["", "Bearer", "Bearer ", "Basic Og==", "Bearer a.b.c", "bearer \u{ff}", "Digest x"]),
    ("cookie", &["", "=", ";;;", "__Host-refresh", "__Host-refresh=%00", "__Host-refresh=\"", "a=\u{ff}"]),
    ("upload-offset", &["", "-1", "1e9", "99999999999999999999", "NaN", "0x10"]),
    ("accept-encoding", &["", "*;q=0", "br;q=NaN", "gzip;q=-1", "identity;q=0, *;q=0", ",,,,"]),
    ("range", &["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1,2-2"]),
    ("x-forwarded-for", &["", ",", "::1::", "999.1.1.1", "a", "\u{ff}"]),
];

pub const PATHS: [&str; 30] = [
    "//api/v1/clients/%00",
    "//api/v1/clients/%2e%2e",
    "//api/v1/clients/..%2f..%2fetc",
    "//api/v1/..;/health/live",
    "//api/v1/clients/%c0%ae",
    "//api/v1/clients/%ff",
    "//api/v1/clients/%",
    "//api/v1/clients/%zz",
    "//api/v1//clients",
    "//api/v1/clients/",
    "//api/v1/clients/null",
    "//api/v1/clients/-1",
    "//api/v1/clients/0",
    "//api/v1/CLIENTS",
    "//api/v1/clients;a=b",
    "//api/v1/clients%3flimit=1",
    "//api/v1/clients/{id}",
    "//api/v1/clients/%7bid%7d",
    "//api/v1/code-lists/%00",
    "//api/v1/code-lists/../gender",
    "//api/v1/me/drafts/%00",
    "//api/v1/me/drafts/%2f",
    "//api/v2/clients",
    "//api/openapi.json/..",
    "//health/live/..",
    "//docs/../etc/passwd",
    "//docs/%2e%2e/%2e%2e/etc/passwd",
    "//%2e%2e/%2e%2e/etc/passwd",
    "//.git/config",
    "//.env",
];

pub const QUERY_VALUES: [&str; 24] = [
    "",
    "%00",
    "%ff",
    "%",
    "%zz",
    "-1",
    "0",
    "101",
    "99999999999",
    "1e3",
    "NaN",
    "null",
    "[]",
    "a,b",
    "%F0%28%8C%28",
    "%2500",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "MQ",
    "W10",
    "eyJhIjoxfQ",
    "%E2%80%AE",
];

/// What a gzip of so many zeros looks like from its beginning; nobody is to unpack it.
pub fn gzip_like(size: usize) -> Vec<u8> {
    let mut bytes = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    bytes.resize(size / 1000, 0);
    bytes
}
