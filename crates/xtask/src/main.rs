//! `cargo xtask …`: everything between a clone and a running, tested Openhall, the set-up of tools included.

mod apt;
mod assemble;
mod bench;
mod conformance;
#[cfg(feature = "cut")]
mod cut;
mod digest;
mod figures;
mod hard;
mod lighthouse;
mod node;
mod page;
mod places;
mod run;
mod server;
mod setup;
mod shell;
mod shots;
mod summary;
mod test;
mod trunk;
mod web;

use anyhow::{Result, bail};
use places::Places;
use std::env;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--release] [ARGUMENTS]   install what is missing, build, and start Openhall with the demo agency;
                                          the arguments go to `openhall serve`
cargo xtask test                          install what is missing, check, build and test everything, in a browser too
cargo xtask bench [--clients N] [--seconds S] [--only NAME]
                                          fill a database with N clients (10,000), measure the server beside SQL
                                          written by hand, and write docs/figures.md; with a name, only measure that
cargo xtask conformance [--examples N]    the API against its own description: spectral, redocly, schemathesis
cargo xtask hard [NAME…]                  try to break Openhall, at full strength, and write docs/hard-to-break.md; with
                                          names, only the tests whose names contain one of them
cargo xtask lighthouse                    how fast and how accessible a phone finds the public pages, into docs/figures.md
cargo xtask shots [FOLDER]                the pictures of the documentation; with a folder, of every page
cargo xtask page                          build the production page into dist/, where its sources have changed
cargo xtask openapi                       write openapi/openapi.json anew
cargo xtask setup                         only install what is missing

OPENHALL_CACHE     keeps builds and tools; ~/.cache/openhall unless set. A new clone starts from it.
CARGO_TARGET_DIR   the server's build, where it should not stand in the cache.";

fn main() -> ExitCode {
    match chosen() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn chosen() -> Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let places = Places::find()?;
    match words.as_slice() {
        ["run", rest @ ..] => run::run(&places, rest)?,
        ["test"] => return test::test(&places),
        ["bench", rest @ ..] => bench::bench(&places, rest)?,
        ["conformance", rest @ ..] => conformance::run(&places, rest)?,
        ["hard", rest @ ..] => hard::run(&places, rest)?,
        ["lighthouse"] => lighthouse::run(&places)?,
        ["shots"] => shots::take(&places, None)?,
        ["shots", folder] => shots::take(&places, Some(folder))?,
        ["page"] => page::build(&places, &setup::for_page(&places)?)?,
        ["openapi"] => server::write_openapi(&places)?,
        ["setup"] => setup::for_test(&places).map(drop)?,
        #[cfg(feature = "cut")]
        ["cut", linked, folder] => cut::cut(linked.as_ref(), folder.as_ref())?,
        [] | ["help" | "--help" | "-h"] => println!("{HELP}"),
        _ => bail!("There is no such command.\n\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}
