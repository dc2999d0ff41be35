//! Counting tests, and the closing account.

use std::fmt;
use std::time::Duration;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
}

/// Where a step's output tells how many tests there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The step is a check without tests in it.
    Nowhere,
    /// `Summary [   1.5s] 14 tests run: 12 passed (1 slow), 1 failed, 1 timed out, 1 skipped`
    ByNextest,
    /// `test result: ok. 3 passed; 0 failed; …`, once a crate
    ByCargo,
    /// `3 passed, 0 failed`, the last of such lines
    ByLastLine,
}

impl Counted {
    pub fn count(self, lines: &[String]) -> Count {
        let mut lines = lines.iter().map(|line| line.trim());
        match self {
            Self::Nowhere => Count::default(),
            Self::ByNextest => {
                lines.rfind(|line| line.starts_with("Summary [")).map_or(Count::default(), words)
            }
            Self::ByCargo => {
                lines.filter(|line| line.starts_with("test result:")).map(words).fold(Count::default(), sum)
            }
            Self::ByLastLine => lines.rfind(|line| is_last_line(line)).map_or(Count::default(), words),
        }
    }
}

/// What became of one step.
pub struct Outcome {
    pub name: &'static str,
    pub took: Duration,
    pub is_good: bool,
    pub tests: Count,
    pub remark: String,
}

/// The closing account; its last line is for machines.
pub struct Summary<'a>(pub &'a [Outcome]);

impl Summary<'_> {
    /// A step that failed without naming a test counts as one failure, so that nothing fails unseen.
    pub fn total(&self) -> Count {
        self.0.iter().fold(Count::default(), |total, outcome| {
            let unnamed = u32::from(!outcome.is_good && outcome.tests.failed == 0);
            let total = sum(total, outcome.tests);
            Count { failed: total.failed + unnamed, ..total }
        })
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter)?;
        for Outcome { name, took, is_good, tests, remark } in self.0 {
            let verdict = if *is_good { "passed" } else { "FAILED" };
            write!(formatter, "{verdict}  {:6.1} s  {name}", took.as_secs_f64())?;
            if *tests != Count::default() {
                write!(formatter, ": {} passed, {} failed", tests.passed, tests.failed)?;
            }
            match remark.is_empty() {
                true => writeln!(formatter)?,
                false => writeln!(formatter, " ({remark})")?,
            }
        }
        let total = self.total();
        write!(formatter, "\n{} passed, {} failed", total.passed, total.failed)
    }
}

fn sum(left: Count, right: Count) -> Count {
    Count { passed: left.passed + right.passed, failed: left.failed + right.failed }
}

/// Adds up every number that stands before a word for passing or for failing.
fn words(line: &str) -> Count {
    let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    words.windows(2).fold(Count::default(), |count, pair| match (pair[0].parse::<u32>(), pair[1]) {
        (Ok(number), "passed") => Count { passed: count.passed + number, ..count },
        (Ok(number), "failed" | "timed" | "exec") => Count { failed: count.failed + number, ..count },
        _ => count,
    })
}

fn is_last_line(line: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    line.split_once(" passed, ").is_some_and(|(passed, rest)| {
        is_number(passed) && rest.strip_suffix(" failed").is_some_and(is_number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn outcome(is_good: bool, passed: u32, failed: u32) -> Outcome {
        let tests = Count { passed, failed };
        Outcome { name: "step", took: Duration::ZERO, is_good, tests, remark: String::new() }
    }

    #[test]
    fn nextest_counts_time_outs_as_failures() {
        let output =
            lines("  Summary [ 2.4s] 6/14 tests run: 3 passed (1 slow), 1 failed, 2 timed out, 1 skipped");
        assert_eq!(Counted::ByNextest.count(&output), Count { passed: 3, failed: 3 });
    }

    #[test]
    fn what_a_failing_test_prints_is_not_counted_twice() {
        let output =
            lines("test result: FAILED. 0 passed; 1 failed\n Summary [ 1s] 1 test run: 0 passed, 1 failed");
        assert_eq!(Counted::ByNextest.count(&output), Count { passed: 0, failed: 1 });
    }

    #[test]
    fn cargos_results_add_up_over_the_crates() {
        let output =
            lines("test result: ok. 3 passed; 0 failed; 1 ignored\ntest result: FAILED. 1 passed; 2 failed");
        assert_eq!(Counted::ByCargo.count(&output), Count { passed: 4, failed: 2 });
    }

    #[test]
    fn only_the_last_line_of_the_journeys_counts() {
        let output = lines("phone: 2 passed, 0 failed\n5 passed, 1 failed");
        assert_eq!(Counted::ByLastLine.count(&output), Count { passed: 5, failed: 1 });
    }

    #[test]
    fn a_check_that_fails_counts_as_one_failure() {
        let outcomes = [outcome(true, 7, 0), outcome(false, 0, 0), outcome(false, 3, 2)];
        assert_eq!(Summary(&outcomes).total(), Count { passed: 10, failed: 3 });
    }

    #[test]
    fn the_account_ends_with_the_plain_total() {
        let outcomes = [outcome(true, 7, 0)];
        assert!(Summary(&outcomes).to_string().ends_with("\n7 passed, 0 failed"));
    }
}
