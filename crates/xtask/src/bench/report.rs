//! The figures for people: a table in Markdown, and which promises are kept.

use super::bulk::Bulk;
use super::load::Load;
use super::machine;
use super::measure::{Cost, Measured};
use super::searches::Searches;
use super::trail::{Pair, Trail};
use std::time::Duration;

const MOST_MEMORY: u64 = 60_000_000;
const LONGEST_START: Duration = Duration::from_secs(1);
const SLOWEST: Duration = Duration::from_secs(1);
const MOST_ADDED: f64 = 0.25;
const LONGEST_SEARCH: Duration = Duration::from_millis(100);
const LONGEST_BULK: Duration = Duration::from_secs(2);
const MOST_GROWTH: f64 = 1.6;
/// With so many clients the costs and the crowds were promised.
const PROMISED_FOR: u64 = 100_000;

pub struct Report {
    pub count: u64,
    pub started_in: Duration,
    /// Of the server at 256 connections, in bytes.
    pub memory: u64,
    /// Where there are enough clients for it.
    pub bulk: Option<Bulk>,
    pub trail: Trail,
    /// Where a long log was searched.
    pub searches: Option<Searches>,
    pub measured: Vec<Measured>,
    /// How a request's cost has grown since the fewest clients that were measured, where they were: name and factor.
    pub grown: Vec<(String, f64)>,
}

/// A promise, and what was found.
struct Goal {
    what: String,
    found: String,
    is_met: bool,
}

impl Report {
    pub fn markdown(&self) -> String {
        let mut text = format!("## {} clients\n\n{}\n\n", grouped(self.count), machine::described());
        text += "| at 16 connections | requests/s | p50 ms | p99 ms | server ms | database ms | by hand ms | ratio |\n";
        text += "|---|--:|--:|--:|--:|--:|--:|--:|\n";
        self.measured.iter().for_each(|measured| cost_row(&mut text, measured));
        text += "\n| requests/s, p50 / p99 ms | 1 | 16 | 64 | 256 | 1,000 |\n|---|--:|--:|--:|--:|--:|\n";
        self.measured.iter().for_each(|measured| load_row(&mut text, measured));
        text += "\n| goal | found | met |\n|---|--:|---|\n";
        for Goal { what, found, is_met } in self.goals() {
            let verdict = if is_met { "yes" } else { "**no**" };
            text += &format!("| {what} | {found} | {verdict} |\n");
        }
        text
    }

    fn goals(&self) -> Vec<Goal> {
        let promised = if self.count == PROMISED_FOR { self.measured.as_slice() } else { &[] };
        let mut goals: Vec<Goal> = promised.iter().filter_map(cost_goal).collect();
        goals.extend(self.grown.iter().map(|(name, factor)| Goal {
            what: format!("{name} costs at most {MOST_GROWTH} times what it costs with 10,000 clients"),
            found: format!("{factor:.2}"),
            is_met: *factor <= MOST_GROWTH,
        }));
        goals.extend(promised.iter().filter_map(crowd_goal));
        goals.extend(self.bulk.as_ref().map(bulk_goal));
        goals.push(trail_goal("an enrollment", &self.trail.enrolling));
        goals.push(trail_goal("an approval", &self.trail.approving));
        goals.extend(self.searches.as_ref().map(search_goal));
        goals.push(Goal {
            what: "the server needs less than 60 MB at 256 connections".into(),
            found: format!("{:.0} MB", self.memory as f64 / 1e6),
            is_met: self.memory < MOST_MEMORY,
        });
        goals.push(Goal {
            what: "the server starts in less than a second".into(),
            found: format!("{} ms", self.started_in.as_millis()),
            is_met: self.started_in < LONGEST_START,
        });
        goals
    }
}

fn bulk_goal(bulk: &Bulk) -> Goal {
    let [planned, changed, taken_back] =
        [bulk.planned, bulk.changed, bulk.taken_back].map(|time| format!("{:.2} s", time.as_secs_f64()));
    let seen = bulk.seen_running;
    Goal {
        what: "a change of 5,000 clients is done in 2 s, and one sees how far it is".into(),
        found: format!(
            "{changed}, seen under way {seen} times; planned in {planned}, taken back in {taken_back}"
        ),
        is_met: bulk.changed < LONGEST_BULK && seen > 0,
    }
}

fn trail_goal(what: &str, pair: &Pair) -> Goal {
    let Pair { with, without } = pair;
    Goal {
        what: format!("the log adds at most {:.0} % to {what}", MOST_ADDED * 100.0),
        found: format!(
            "{:.0} %: {} ms with it, {} without; {:.0} and {:.0} a second",
            pair.added() * 100.0,
            precise(with.cost),
            precise(without.cost),
            with.per_second,
            without.per_second
        ),
        is_met: pair.added() <= MOST_ADDED,
    }
}

fn search_goal(searches: &Searches) -> Goal {
    let (kind, slowest) = searches.slowest;
    Goal {
        what: format!("words in a log of {} lines are found in 100 ms at p99", grouped(searches.lines)),
        found: format!(
            "{} ms, half of them in {}; the slowest, {kind}, {}",
            milliseconds(searches.slowest_percent),
            milliseconds(searches.median),
            milliseconds(slowest)
        ),
        is_met: searches.slowest_percent < LONGEST_SEARCH,
    }
}

fn cost_goal(measured: &Measured) -> Option<Goal> {
    let most = measured.operation.most?;
    let ratio = measured.cost.ratio();
    Some(Goal {
        what: format!("{} costs at most {most} times the statement by hand", measured.operation.name),
        found: format!("{ratio:.2}"),
        is_met: ratio <= most,
    })
}

fn crowd_goal(measured: &Measured) -> Option<Goal> {
    let load = measured.loads.iter().max_by_key(|load| load.connections)?;
    Some(Goal {
        what: format!(
            "{}: {} connections, no error, p99 under 1 s",
            measured.operation.name,
            grouped(load.connections.into())
        ),
        found: match load.requests {
            0 => "nobody was answered within the run".to_owned(),
            _ => format!("{} errors, {} ms", load.errors(), milliseconds(load.slowest_percent)),
        },
        is_met: load.requests > 0 && load.errors() == 0 && load.slowest_percent < SLOWEST,
    })
}

fn cost_row(text: &mut String, measured: &Measured) {
    let Some(load) = measured.loads.iter().find(|load| load.connections == 16) else { return };
    let Cost { server, database, yardstick } = measured.cost;
    let columns = [
        measured.operation.name.clone(),
        format!("{:.0}", load.per_second()),
        milliseconds(load.median),
        milliseconds(load.slowest_percent),
        precise(server),
        precise(database),
        precise(yardstick),
        format!("{:.2}", measured.cost.ratio()),
    ];
    *text += &format!("| {} |\n", columns.join(" | "));
}

fn load_row(text: &mut String, measured: &Measured) {
    let cells: Vec<String> = measured.loads.iter().map(load_cell).collect();
    *text += &format!("| {} | {} |\n", measured.operation.name, cells.join(" | "));
}

fn load_cell(load: &Load) -> String {
    if load.requests == 0 {
        return "none within the run".to_owned();
    }
    let (median, slowest) = (milliseconds(load.median), milliseconds(load.slowest_percent));
    let errors = if load.errors() > 0 { format!(", {} errors", load.errors()) } else { String::new() };
    format!("{:.0}, {median} / {slowest}{errors}", load.per_second())
}

fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1_000.0;
    if milliseconds < 10.0 { format!("{milliseconds:.1}") } else { format!("{milliseconds:.0}") }
}

fn precise(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1_000.0)
}

/// 1000000 as 1,000,000.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::operation::Operation;
    use super::*;

    fn crowd(requests: u64, p99: u64) -> Measured {
        let time = Duration::from_millis;
        let operation = Operation::new("Client list", "list", "list.sql");
        let cost = Cost { server: time(1), database: time(1), yardstick: time(1) };
        let load = Load {
            connections: 1_000,
            requests,
            took: time(2_000),
            median: time(p99 / 2),
            slowest_percent: time(p99),
            broken: 0,
            refused: 0,
        };
        Measured { operation, cost, loads: vec![load] }
    }

    #[test]
    fn a_crowd_that_nobody_answered_was_not_served_quickly() {
        let (served, slow, silent) = (crowd(2_000, 900), crowd(2_000, 1_100), crowd(0, 0));
        let is_met = |measured| crowd_goal(measured).unwrap().is_met;
        assert_eq!([&served, &slow, &silent].map(is_met), [true, false, false]);
        let mut row = String::new();
        load_row(&mut row, &silent);
        assert_eq!(row, "| Client list | none within the run |\n");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([7, 1_000, 1_234_567].map(grouped), ["7", "1,000", "1,234,567"]);
    }
}
