//! What was measured on, in one sentence.

use crate::shell;
use std::fs;

pub fn described() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let (count, model) = (values(&processors, "processor").count(), values(&processors, "model name").next());
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = values(&memory, "MemTotal").next().and_then(|text| text.split(' ').next()?.parse().ok());
    let gigabytes = kilobytes.unwrap_or(0_f64) / 1024.0 / 1024.0;
    let day = shell::today().unwrap_or_default();
    format!(
        "Measured on {day}: {count} cores ({}), {gigabytes:.0} GB of memory, with the load, the server and PostgreSQL \
         on the same machine.",
        model.unwrap_or("of an unknown kind")
    )
}

fn values<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .filter(move |(key, _)| key.trim() == name)
        .map(|pair| pair.1.trim())
}
