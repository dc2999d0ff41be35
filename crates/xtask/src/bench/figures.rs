//! Keeping what requests cost beside the filled database, for comparing.

use super::fill;
use super::measure::Measured;
use crate::places::Places;
use anyhow::{Context, Result};
use std::fs;
use std::time::Duration;

/// Growth is told from here.
const FEWEST: u64 = 10_000;

/// Notes what requests cost that are to cost the same however many clients there are.
pub fn keep(places: &Places, count: u64, measured: &[Measured]) -> Result<()> {
    let steady = measured.iter().filter(|measured| measured.operation.is_steady);
    let lines: String = steady
        .map(|measured| format!("{}\t{}\n", measured.operation.name, measured.cost.of_request().as_nanos()))
        .collect();
    Ok(fs::write(fill::folder(places, count).join("costs"), lines)?)
}

/// How much more they cost than with the fewest clients, where both were measured.
pub fn growth(places: &Places, count: u64) -> Result<Vec<(String, f64)>> {
    let read = |count| fs::read_to_string(fill::folder(places, count).join("costs"));
    let (Ok(few), Ok(many)) = (read(FEWEST), read(count)) else { return Ok(Vec::new()) };
    if count == FEWEST {
        return Ok(Vec::new());
    }
    let costs = |text: &str| text.lines().map(cost).collect::<Result<Vec<_>>>();
    let grown = costs(&few)?.into_iter().zip(costs(&many)?);
    Ok(grown.map(|((name, few), (_, many))| (name, many.as_secs_f64() / few.as_secs_f64())).collect())
}

fn cost(line: &str) -> Result<(String, Duration)> {
    let (name, nanoseconds) = line.split_once('\t').context("a line of costs")?;
    Ok((name.to_owned(), Duration::from_nanos(nanoseconds.parse()?)))
}
