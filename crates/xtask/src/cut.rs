//! Cutting the page's WebAssembly into pieces: one for everybody, one a lazy group of routes, and what groups share.

use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// Reads what cargo has linked, which must still hold its relocations, and fills `folder` with modules for the browser.
/// `pieces.txt` there says which files a group needs beyond the first piece: the group's name, then its files.
pub fn cut(linked: &Path, folder: &Path) -> Result<()> {
    let first = folder.join("frontend.wasm");
    let bytes = fs::read(linked).with_context(|| format!("cannot read {}", linked.display()))?;
    let mut options = Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = "./frontend.js";
    let pieces = transform(options).map_err(|error| anyhow!("cannot split the page: {error:?}"))?;
    bind(&first, folder)?;
    fs::remove_file(&first)?;
    fs::write(folder.join("pieces.txt"), listed(pieces.prefetch_map))?;
    Ok(())
}

/// The exports that the pieces share must survive wasm-bindgen's tidying up.
fn bind(module: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("frontend").keep_lld_exports(true).typescript(false).web(true)?;
    let mut output = bindgen.generate_output()?;
    let mut names = ShortNames::default();
    for import in output.wasm_mut().imports.iter_mut().filter(|import| import.module == SCRIPT_IMPORTS) {
        import.name = names.of(&import.name);
    }
    output.emit(folder)?;
    let script = folder.join("frontend.js");
    let text = fs::read_to_string(&script)?;
    Ok(fs::write(script, names.replace(&text))?)
}

/// What a module asks of the script beside it.
const SCRIPT_IMPORTS: &str = "./frontend_bg.js";

/// wasm-bindgen ends the name of each import with a hash, which does not compress, and there are 240 of them in the
/// first module. Module and script agree on shorter ones.
#[derive(Default)]
struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    fn of(&mut self, name: &str) -> String {
        let next = format!("i{}", self.0.len());
        self.0.entry(name.to_owned()).or_insert(next).clone()
    }

    /// A script with the short names in place of the long ones.
    fn replace(&self, script: &str) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let mut replaced = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(first) = rest.chars().next() {
            let is_word = is_part(first);
            let end = rest.find(|c| is_part(c) != is_word).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            replaced.push_str(self.0.get(token).map_or(token, String::as_str));
            rest = after;
        }
        replaced
    }
}

fn listed(pieces: impl IntoIterator<Item = (String, Vec<String>)>) -> String {
    let sorted: BTreeMap<String, Vec<String>> = pieces.into_iter().collect();
    sorted.iter().map(|(group, files)| format!("{} {}\n", name(group), files.join(" "))).collect()
}

/// Leptos names a split point after its function and a number: `staff_1234` is `staff`.
fn name(group: &str) -> &str {
    group.rsplit_once('_').map_or(group, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_get_short_names_where_they_stand_whole() {
        let mut names = ShortNames::default();
        assert_eq!(names.of("__wbg_call_0a"), "i0");
        assert_eq!(names.of("__wbg_call_0a1"), "i1");
        assert_eq!(names.of("__wbg_call_0a"), "i0");
        assert_eq!(names.replace("x = {__wbg_call_0a1: a, __wbg_call_0a: b}"), "x = {i1: a, i0: b}");
    }

    #[test]
    fn a_group_is_named_after_its_function() {
        assert_eq!(name("staff_5080314261317927882"), "staff");
        assert_eq!(name("staff_work_5080314261317927882"), "staff_work");
    }
}
