//! From pieces to a folder that any web server can serve.
//!
//! What stands under /pkg/ has its content's hash in its address, so browsers may keep it for ever. Nothing is inline,
//! so the server can forbid inline scripts and styles.

use crate::digest::{Digest, files_below};
use crate::page::minify_script;
use crate::places::Places;
use crate::shell;
use anyhow::{Context, Result, bail};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const STYLE_LINK: &str = r#"<link data-trunk rel="css" href="style/out.css""#;
const RUST_LINK: &str = r#"<link data-trunk rel="rust""#;
const NO_PIECES: &str = "const pieces = {};";
const STYLE: &str = "/pkg/style-";
/// The group that the first visit loads.
const FIRST_GROUP: &str = "public";
const FIRST_LANGUAGE: &str = "en";

/// Puts the page together beside dist/ and then in its place, so that a server never sees half a page.
pub fn assemble(places: &Places, pieces: &Path) -> Result<Weight> {
    let unfinished = places.dist().with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    let groups = Group::read(&pieces.join("pieces.txt"))?;
    let boot = pieces.join("boot.js");
    fs::write(&boot, boot_script(places, &groups)?)?;
    minify_script(places, &boot)?;
    let modules = copy_modules(pieces, &unfinished)?;
    let style = copy_style(places, &unfinished)?;
    let page = fs::read_to_string(places.frontend().join("index.html"))?;
    fs::write(unfinished.join("index.html"), html(&page, &modules, &style)?)?;
    copy_public(places, &unfinished)?;
    compress(&unfinished)?;
    let dist = places.dist();
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::rename(&unfinished, &dist)?;
    Weight::of(&dist)
}

/// A lazy group of routes and the files that it needs beyond the first module.
struct Group {
    name: String,
    files: Vec<String>,
}

impl Group {
    fn read(list: &Path) -> Result<Vec<Self>> {
        let text = fs::read_to_string(list).with_context(|| format!("cannot read {}", list.display()))?;
        Ok(text.lines().map(Self::parse).collect())
    }

    fn parse(line: &str) -> Self {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default().to_owned();
        Self { name, files: words.map(|file| format!("{file}.wasm")).collect() }
    }
}

/// The script that starts the page, with the files of each group in it: it asks for them at once, beside the first
/// module instead of after it.
fn boot_script(places: &Places, groups: &[Group]) -> Result<String> {
    let script = fs::read_to_string(places.frontend().join("boot.js"))?;
    if let Some(unknown) = groups.iter().find(|group| !script.contains(&format!("\"{}\"", group.name))) {
        bail!("frontend/boot.js does not say at which addresses the group \"{}\" stands", unknown.name);
    }
    let lists: Vec<String> =
        groups.iter().map(|group| format!("{}: {:?}", group.name, group.files)).collect();
    if !script.contains(NO_PIECES) {
        bail!("frontend/boot.js has no line `{NO_PIECES}` to fill");
    }
    Ok(script.replace(NO_PIECES, &format!("const pieces = {{ {} }};", lists.join(", "))))
}

/// Returns the modules' address.
fn copy_modules(pieces: &Path, page: &Path) -> Result<String> {
    let files: Vec<PathBuf> = files_below(pieces, &["pieces.txt"])?
        .into_iter()
        .filter(|file| !file.ends_with("README.md"))
        .collect();
    let address = format!("/pkg/{}", Digest::of_files(&files)?);
    for file in &files {
        copy(file, &page.join(&address[1..]).join(file.strip_prefix(pieces)?))?;
    }
    Ok(address)
}

/// Returns the stylesheet's address: not the modules' one, so that new code leaves the styles in the browser's cache.
fn copy_style(places: &Places, page: &Path) -> Result<String> {
    let file = places.frontend().join("style/out.css");
    let address = format!("{STYLE}{}.css", Digest::of_files(std::slice::from_ref(&file))?);
    copy(&file, &page.join(&address[1..]))?;
    Ok(address)
}

/// Icons and the like, which keep their names.
fn copy_public(places: &Places, page: &Path) -> Result<()> {
    let folder = places.frontend().join("public");
    if !folder.exists() {
        return Ok(());
    }
    for file in files_below(&folder, &[])? {
        copy(&file, &page.join(file.strip_prefix(&folder)?))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Trunk's links give way to what this build has made; its other lines are for Trunk alone and go.
fn html(page: &str, modules: &str, style: &str) -> Result<String> {
    for needed in [STYLE_LINK, RUST_LINK] {
        if !page.contains(needed) {
            bail!("frontend/index.html has no `{needed} …` to replace");
        }
    }
    Ok(page.lines().filter_map(|line| replaced(line, modules, style)).map(|line| line + "\n").collect())
}

fn replaced(line: &str, modules: &str, style: &str) -> Option<String> {
    let words = line.trim_start();
    let indent = &line[..line.len() - words.len()];
    if words.starts_with(STYLE_LINK) {
        return Some(format!(r#"{indent}<link rel="stylesheet" href="{style}">"#));
    }
    if words.starts_with(RUST_LINK) {
        let links = [
            format!(
                r#"<link rel="preload" href="{modules}/frontend_bg.wasm" as="fetch" type="application/wasm" crossorigin>"#
            ),
            format!(r#"<link rel="modulepreload" href="{modules}/frontend.js">"#),
            format!(r#"<link rel="modulepreload" href="{modules}/__wasm_split.js">"#),
            format!(r#"<script type="module" src="{modules}/boot.js"></script>"#),
        ];
        return Some(links.map(|link| format!("{indent}{link}")).join("\n"));
    }
    (!words.starts_with("<link data-trunk") && !words.starts_with("<!--")).then(|| line.to_owned())
}

/// Node compresses: its brotli is there already and is fast, where Rust's would be slow in an unoptimised build.
fn compress(page: &Path) -> Result<()> {
    shell::run(
        Command::new("node").args(["--input-type=module", "--eval", include_str!("compress.mjs")]).arg(page),
    )
}

/// Bytes over the wire, compressed.
pub struct Weight {
    files: Vec<(String, u64)>,
    others: u64,
}

impl Weight {
    /// A first visit to a public page loads the HTML, the styles, the scripts, the first module and one group.
    pub fn of(page: &Path) -> Result<Self> {
        let needed = Self::needed(page)?;
        let (mut files, mut others) = (Vec::new(), 0);
        for file in files_below(page, &[])? {
            let Some(name) = file.to_string_lossy().strip_suffix(".br").map(str::to_owned) else { continue };
            let bytes = file.metadata()?.len();
            match needed.iter().any(|needed| name.ends_with(needed.as_str())) || name.contains(STYLE) {
                true => files.push((name.rsplit('/').next().unwrap_or_default().to_owned(), bytes)),
                false => others += bytes,
            }
        }
        Ok(Self { files, others })
    }

    pub fn initial(&self) -> u64 {
        self.files.iter().map(|(_, bytes)| bytes).sum()
    }

    fn needed(page: &Path) -> Result<Vec<String>> {
        let modules = ["/index.html", "/boot.js", "/frontend.js", "/__wasm_split.js", "/frontend_bg.wasm"];
        let mut needed: Vec<String> = modules.map(str::to_owned).to_vec();
        needed.push(format!("/texts/{FIRST_LANGUAGE}/{FIRST_GROUP}.json"));
        for script in files_below(&page.join("pkg"), &[])?.iter().filter(|file| file.ends_with("boot.js")) {
            let text = fs::read_to_string(script)?;
            let start = format!("{FIRST_GROUP}:[");
            let list =
                text.split_once(&start).and_then(|(_, rest)| rest.split_once(']')).map(|(list, _)| list);
            needed.extend(
                list.unwrap_or_default().split(',').map(|file| format!("/{}", file.trim().trim_matches('"'))),
            );
        }
        Ok(needed)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "The first visit loads {} bytes (brotli):", self.initial())?;
        for (name, bytes) in &self.files {
            writeln!(formatter, "  {bytes:8}  {name}")?;
        }
        write!(formatter, "  {:8}  later, as it is needed", self.others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_trunk_links_is_replaced_and_what_only_trunk_reads_goes() {
        let page = "<head>\n  <!-- for Trunk -->\n  <link data-trunk rel=\"css\" href=\"style/out.css\">\n  \
                    <link data-trunk rel=\"copy-dir\" href=\"public\">\n  <link data-trunk rel=\"rust\">\n</head>\n";
        let html = html(page, "/pkg/1", "/pkg/style-2.css").unwrap();
        assert!(!html.contains("data-trunk") && !html.contains("<!--"), "{html}");
        assert!(html.contains("  <link rel=\"stylesheet\" href=\"/pkg/style-2.css\">\n"), "{html}");
        assert!(html.contains("src=\"/pkg/1/boot.js\""), "{html}");
    }

    #[test]
    fn a_page_without_the_links_is_refused() {
        assert!(html("<head></head>", "/pkg/1", "/pkg/style-2.css").is_err());
    }
}
