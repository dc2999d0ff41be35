//! The built page: a folder of files, read once. A request looks its address up among the files that were there
//! at the start, so no address ever reaches the disk.

mod index;
pub mod theme;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, VARY},
    web::Bytes,
};
use domain::organization::PublicOrganization;

use index::Index;

/// What stands here has its content's hash in its address.
const HASHED: &str = "/pkg/";

/// The page as it was built.
#[derive(Debug)]
pub struct Page {
    files: HashMap<String, File>,
    index: Index,
}

#[derive(Debug)]
struct File {
    kind: &'static str,
    bytes: Bytes,
    brotli: Option<Bytes>,
}

impl Page {
    /// Reads a folder as `cargo xtask page` makes it.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut all = HashMap::new();
        for path in files_below(folder)? {
            let name = path.strip_prefix(folder).map_err(io::Error::other)?;
            all.insert(format!("/{}", name.display()), Bytes::from(fs::read(&path)?));
        }
        let index = all.get("/index.html").ok_or_else(|| io::Error::other("the page has no index.html"))?;
        Ok(Self { index: Index::read(index)?, files: with_siblings(&all) })
    }

    /// The file at the request's address.
    pub fn file(&self, request: &HttpRequest) -> Option<HttpResponse> {
        let file = self.files.get(request.path())?;
        let mut answer = HttpResponse::Ok();
        answer.content_type(file.kind).insert_header((VARY, "accept-encoding"));
        answer.insert_header((CACHE_CONTROL, keeping(request.path())));
        Some(match file.brotli.as_ref().filter(|_| takes_brotli(request)) {
            Some(brotli) => answer.insert_header((CONTENT_ENCODING, "br")).body(brotli.clone()),
            None => answer.body(file.bytes.clone()),
        })
    }

    /// The page itself, with the organization's name and language where they are known.
    pub fn index(&self, organization: Option<&PublicOrganization>) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((CACHE_CONTROL, "no-cache"))
            .body(self.index.with(organization))
    }
}

/// `x.br` beside `x` is its short form and no file of its own. The index is made for each organization.
fn with_siblings(all: &HashMap<String, Bytes>) -> HashMap<String, File> {
    let own = all.iter().filter(|(name, _)| {
        name.strip_suffix(".br").is_none_or(|long| !all.contains_key(long)) && *name != "/index.html"
    });
    own.map(|(name, bytes)| {
        let brotli = all.get(&format!("{name}.br")).cloned();
        (name.clone(), File { kind: kind(name), bytes: bytes.clone(), brotli })
    })
    .collect()
}

fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn keeping(path: &str) -> &'static str {
    if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "public, max-age=3600" }
}

fn takes_brotli(request: &HttpRequest) -> bool {
    let header = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    header.into_iter().flat_map(|value| value.split(',')).any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        name.trim().eq_ignore_ascii_case("br")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn page() -> Page {
        let files = [("/pkg/1/a.wasm", "long"), ("/pkg/1/a.wasm.br", "short"), ("/icon.svg", "<svg/>")];
        let all = files.map(|(name, text)| (name.to_owned(), Bytes::from(text))).into();
        let index = Index::read(include_bytes!("../../../../frontend/index.html")).unwrap();
        Page { files: with_siblings(&all), index }
    }

    fn header(answer: &HttpResponse, name: &str) -> String {
        answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
    }

    fn get(path: &str, encodings: &'static str) -> Option<HttpResponse> {
        let request = TestRequest::get().uri(path).insert_header((ACCEPT_ENCODING, encodings));
        page().file(&request.to_http_request())
    }

    #[test]
    fn who_takes_brotli_gets_the_short_form() {
        for (encodings, expected) in [("gzip, br", "br"), ("gzip", ""), ("br;q=0", ""), ("", "")] {
            let answer = get("/pkg/1/a.wasm", encodings).unwrap();
            assert_eq!(header(&answer, "content-encoding"), expected, "{encodings}");
            assert_eq!(header(&answer, "content-type"), "application/wasm");
        }
    }

    #[test]
    fn only_what_has_a_hash_in_its_address_is_kept_for_ever() {
        assert!(header(&get("/pkg/1/a.wasm", "").unwrap(), "cache-control").contains("immutable"));
        assert!(!header(&get("/icon.svg", "").unwrap(), "cache-control").contains("immutable"));
    }

    #[test]
    fn an_address_never_leaves_the_folder() {
        for path in ["/../etc/passwd", "/%2e%2e/etc/passwd", "/pkg/../icon.svg", "//icon.svg", "/icon.svg%00"]
        {
            assert!(get(path, "").is_none(), "{path}");
        }
    }

    #[test]
    fn the_short_form_has_no_address_of_its_own() {
        assert!(get("/pkg/1/a.wasm.br", "").is_none());
    }
}
