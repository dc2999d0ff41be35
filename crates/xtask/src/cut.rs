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
    bindgen.generate(folder)
}

fn listed(pieces: impl IntoIterator<Item = (String, Vec<String>)>) -> String {
    let sorted: BTreeMap<String, Vec<String>> = pieces.into_iter().collect();
    sorted.iter().map(|(group, files)| format!("{} {}\n", name(group), files.join(" "))).collect()
}

/// Leptos names a split point after the type and a number: `__staff_view_1234` is `staff`.
fn name(group: &str) -> &str {
    let group = group.trim_start_matches('_');
    group.rsplit_once("_view_").map_or(group, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_named_after_its_type() {
        assert_eq!(name("__staff_view_5080314261317927882"), "staff");
        assert_eq!(name("__staff_work_view_5080314261317927882"), "staff_work");
    }
}
