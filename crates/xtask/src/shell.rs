//! Running other programs.

use anyhow::{Context, Result, bail};
use std::env;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;

/// Says what comes, before minutes of silence.
pub fn say(what: &str) {
    match std::io::stderr().is_terminal() {
        true => eprintln!("\x1b[1m› {what}\x1b[0m"),
        false => eprintln!("› {what}"),
    }
}

/// Runs to the end, with its output on ours.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", name(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", name(command));
    }
    Ok(())
}

/// Runs to the end, and shows its output only where it fails.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot start {}", name(command)))?;
    if !output.status.success() {
        bail!(
            "{} failed ({}):\n{}",
            name(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}

/// Runs to the end and returns what it printed.
pub fn ask(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", name(command)))?;
    if !output.status.success() {
        bail!("{} failed ({})", name(command), output.status);
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Runs to the end, with its output on ours, and returns the lines of it as well.
pub fn overhear(command: &mut Command) -> Result<(ExitStatus, Vec<String>)> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", name(command)))?;
    let lines = Mutex::new(Vec::new());
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| output.map(|output| pass_on(output, &lines)));
        scope.spawn(|| errors.map(|errors| pass_on(errors, &lines)));
    });
    let status = child.wait()?;
    Ok((status, lines.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())))
}

/// The day as a person writes it.
pub fn today() -> Result<String> {
    ask(Command::new("date").arg("+%-d %B %Y").env("LC_ALL", "C"))
}

/// The program of this name on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn pass_on(source: impl Read, lines: &Mutex<Vec<String>>) {
    for line in BufReader::new(source).lines().map_while(Result::ok) {
        println!("{line}");
        lines.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(line);
    }
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    format!("`{}`", words.join(" "))
}
