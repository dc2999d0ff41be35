//! What somebody typed into the search field, as conditions. First the words as they stand in the key; who is not
//! found by them may be found by what is alike.

use chrono::{Datelike, NaiveDate};

use super::keys::DIVIDER;
use crate::{StoreError, StoreResult, parameters::Parameters};

/// The longest query, in characters. A name, a phone number and a date of birth are shorter together.
const LONGEST: usize = 100;
/// More words than this narrow nothing any more.
const MOST_WORDS: usize = 8;
/// Words of fewer letters are looked for at the beginnings of words: in the middle they stand everywhere.
const SHORT: usize = 3;
/// Words of more letters are found by their likeness even when two letters are swapped.
const LONGEST_SWAPPED: usize = 8;

/// A query that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Search {
    words: Vec<String>,
    /// Days that the query may mean; one of them is the date of birth.
    dates: Vec<NaiveDate>,
}

/// Which part of the keys may be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Card,
    Whole,
}

impl Part {
    fn key(self) -> String {
        match self {
            Self::Whole => "c.search_key".to_owned(),
            Self::Card => format!("split_part(c.search_key, '{DIVIDER}', 1)"),
        }
    }
}

impl Search {
    /// Nothing where nothing was typed.
    pub(super) fn read(query: Option<&str>, today: NaiveDate) -> StoreResult<Option<Self>> {
        let query = query.unwrap_or_default().trim();
        if query.chars().count() > LONGEST {
            return Err(StoreError::field("/q", "too_long"));
        }
        if query.is_empty() {
            return Ok(None);
        }
        let (dates, rest) = take_date(query, today);
        let mut words = linkage::words(&rest);
        words.truncate(MOST_WORDS);
        Ok(Some(Self { words, dates }))
    }

    /// A word or two: nearly all queries.
    pub(super) fn is_usual(&self) -> bool {
        self.words.len() <= 2 && self.dates.is_empty()
    }

    /// Each word stands in the key, and the date is the date of birth.
    pub(super) fn exactly(&self, part: Part, parameters: &mut Parameters) -> String {
        let mut all = self.born(part, parameters);
        all.extend(match self.words.as_slice() {
            [] if self.dates.is_empty() => vec!["false".to_owned()],
            [] => Vec::new(),
            words if words.iter().all(|word| is_short(word)) => beginnings(words, part, parameters),
            // Said twice, as two words would be: so PostgreSQL expects few and keeps one plan for all words. Expecting
            // more of a word that it does not know yet, it would plan for each anew, which takes twice as long as
            // finding a rare name.
            [word] => vec![contains(word, part, parameters); 2],
            words => words.iter().map(|word| contains(word, part, parameters)).collect(),
        });
        all.join(" and ")
    }

    /// Those who are found `exactly`, and those who are alike: a condition, and how much they are, from 0 to 1.
    /// Nothing where no name is left to vary: numbers that differ in a digit are of different people.
    pub(super) fn alike(
        &self,
        part: Part,
        exactly: &str,
        parameters: &mut Parameters,
    ) -> Option<(String, String)> {
        if self.words.iter().all(|word| word.chars().all(|letter| letter.is_ascii_digit())) {
            return None;
        }
        let key = part.key();
        let whole = parameters.add(self.words.join(" "));
        let likeness = format!("word_similarity({whole}, {key})");
        let looser = self.looser(part, parameters);
        let least = self.least();
        let mut all = self.born(part, parameters);
        all.push(match part {
            // The few of a caseload are compared one by one.
            Part::Card => format!("({exactly} or {looser} or {likeness} >= {least})"),
            // Parts of an "or" that an index serves each by itself are put together by a union alone.
            Part::Whole => format!(
                "c.id in (select c.id from clients as c where {exactly} \
                 union all select c.id from clients as c where {looser} \
                 union all select client_id from alike({whole}, {least}::real))"
            ),
        });
        Some((all.join(" and "), likeness))
    }

    /// With several words there is more to be alike by, so more is asked for.
    fn least(&self) -> &'static str {
        if self.words.len() == 1 { "0.3" } else { "0.45" }
    }

    /// The words at the beginnings of any names, or one word with two letters swapped.
    fn looser(&self, part: Part, parameters: &mut Parameters) -> String {
        let mut contains = |word: &String| contains(word, part, parameters);
        match self.words.as_slice() {
            words if words.iter().all(|word| is_short(word)) => {
                words.iter().map(contains).collect::<Vec<_>>().join(" and ")
            }
            [word] => {
                let swapped: Vec<String> = swapped(word).iter().map(&mut contains).collect();
                if swapped.is_empty() { "false".to_owned() } else { format!("({})", swapped.join(" or ")) }
            }
            _ => "false".to_owned(),
        }
    }

    fn born(&self, part: Part, parameters: &mut Parameters) -> Vec<String> {
        match part {
            _ if self.dates.is_empty() => Vec::new(),
            Part::Card => vec!["false".to_owned()],
            Part::Whole => vec![format!("c.date_of_birth = any({})", parameters.add(self.dates.clone()))],
        }
    }
}

fn is_short(word: &str) -> bool {
    word.chars().count() < SHORT
}

/// Words hold letters and digits alone, so nothing in them is a wildcard.
fn contains(word: &str, part: Part, parameters: &mut Parameters) -> String {
    let pattern = if is_short(word) { format!("% {word}%") } else { format!("%{word}%") };
    format!("{} like {}", part.key(), parameters.add(pattern))
}

/// `li wu` is somebody whose last name begins with one of them, and some name with the other.
fn beginnings(words: &[String], part: Part, parameters: &mut Parameters) -> Vec<String> {
    let mut one_first = |first: usize| {
        let name = format!("c.name_key like {}", parameters.add(format!("{}%", words[first])));
        let others = words.iter().enumerate().filter(|(place, _)| *place != first);
        let all: Vec<String> =
            std::iter::once(name).chain(others.map(|(_, word)| contains(word, part, parameters))).collect();
        format!("({})", all.join(" and "))
    };
    let any: Vec<String> = (0..words.len()).map(&mut one_first).collect();
    vec![format!("({})", any.join(" or "))]
}

/// The word with each two neighbours swapped: `Jhon` and `John` have too few trigrams in common to be alike.
fn swapped(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() > LONGEST_SWAPPED {
        return Vec::new();
    }
    let swap = |at: usize| {
        let mut other = letters.clone();
        other.swap(at, at + 1);
        other.into_iter().collect::<String>()
    };
    (0..letters.len().saturating_sub(1)).map(swap).filter(|other| other != word).collect()
}

/// Takes the first date out of a query: `5/4/1980`, `1980-05-04`, `4.5.80`, `19800504`, `May 4, 1980`.
fn take_date(query: &str, today: NaiveDate) -> (Vec<NaiveDate>, String) {
    let tokens: Vec<&str> = query.split_whitespace().collect();
    for length in [3, 1] {
        for (at, window) in tokens.windows(length).enumerate() {
            let dates = match window {
                [one] => in_numbers(one, today),
                several => in_words(several, today),
            };
            if !dates.is_empty() {
                let rest = [&tokens[..at], &tokens[at + length..]].concat().join(" ");
                return (dates, rest);
            }
        }
    }
    (Vec::new(), query.to_owned())
}

/// Day and month may stand in either order; both are meant where both are possible.
fn in_numbers(text: &str, today: NaiveDate) -> Vec<NaiveDate> {
    let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = match text.get(..4).zip(text.get(4..6)).zip(text.get(6..)) {
        Some(((year, month), day)) if compact => vec![year, month, day],
        _ => text.split(['/', '-', '.']).collect(),
    };
    let [a, b, c] = parts.as_slice() else { return Vec::new() };
    let number = |text: &str| (1..=4).contains(&text.len()).then(|| text.parse::<u32>().ok()).flatten();
    let (Some(x), Some(y), Some(z)) = (number(a), number(b), number(c)) else { return Vec::new() };
    if a.len() == 4 {
        return days(&[x as i32], &[(y, z)], today);
    }
    days(&years(c, z, today), &[(x, y), (y, x)], today)
}

fn in_words(tokens: &[&str], today: NaiveDate) -> Vec<NaiveDate> {
    let tokens: Vec<&str> = tokens.iter().map(|token| token.trim_matches([',', '.'])).collect();
    let [first, second, third] = tokens.as_slice() else { return Vec::new() };
    let day = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok();
    let found = match (month(first), month(second)) {
        (Some(month), _) => day(second).map(|day| (month, day)),
        (None, Some(month)) => day(first).map(|day| (month, day)),
        (None, None) => None,
    };
    match (found, third.parse::<u32>().ok().filter(|_| third.len() == 4)) {
        (Some(found), Some(year)) => days(&[year as i32], &[found], today),
        _ => Vec::new(),
    }
}

/// A month by its name or by at least three letters of it.
fn month(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_ascii_lowercase();
    let found = MONTHS.iter().position(|name| text.len() >= 3 && name.starts_with(text.as_str()))?;
    u32::try_from(found + 1).ok()
}

/// Two digits are of this century or of the last one.
fn years(text: &str, number: u32, today: NaiveDate) -> Vec<i32> {
    let number = number as i32;
    match text.len() {
        4 => vec![number],
        2 if 2000 + number <= today.year() => vec![2000 + number, 1900 + number],
        2 => vec![1900 + number],
        _ => Vec::new(),
    }
}

fn days(years: &[i32], month_days: &[(u32, u32)], today: NaiveDate) -> Vec<NaiveDate> {
    let each = years.iter().flat_map(|year| {
        month_days.iter().filter_map(|(month, day)| NaiveDate::from_ymd_opt(*year, *month, *day))
    });
    let mut days: Vec<NaiveDate> = each.filter(|day| *day <= today && day.year() >= 1900).collect();
    days.sort_unstable();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn read(query: &str) -> Search {
        Search::read(Some(query), day(2026, 11, 2)).unwrap().unwrap()
    }

    #[test]
    fn a_date_of_birth_is_read_as_people_type_it() {
        for typed in [
            "2/28/1990",
            "02-28-1990",
            "1990-02-28",
            "28.2.1990",
            "2/28/90",
            "19900228",
            "Feb 28, 1990",
            "28 february 1990",
            "February 28th 1990",
        ] {
            assert_eq!(read(typed).dates, [day(1990, 2, 28)], "{typed}");
            assert!(read(typed).words.is_empty(), "{typed}");
        }
    }

    #[test]
    fn day_and_month_are_both_tried() {
        assert_eq!(read("5/4/1980").dates, [day(1980, 4, 5), day(1980, 5, 4)]);
    }

    #[test]
    fn a_date_may_stand_beside_a_name() {
        let search = read("María 2/28/1990");
        assert_eq!((search.words, search.dates), (vec!["maria".to_owned()], vec![day(1990, 2, 28)]));
    }

    #[test]
    fn what_is_no_date_is_words() {
        for (typed, words) in [
            ("415-555-0123", vec!["4155550123"]),
            ("HMIS-0042", vec!["hmis", "0042"]),
            ("13/32/90", vec!["13", "32", "90"]),
            ("1/1/9999", vec!["1", "1", "9999"]),
            ("may", vec!["may"]),
        ] {
            assert_eq!(
                (read(typed).words, read(typed).dates),
                (words.into_iter().map(str::to_owned).collect(), vec![])
            );
        }
    }

    #[test]
    fn a_query_of_marks_alone_finds_nobody() {
        assert_eq!(read("%_'").exactly(Part::Whole, &mut Parameters::default()), "false");
    }

    #[test]
    fn a_long_query_is_refused() {
        assert!(Search::read(Some(&"a".repeat(101)), day(2026, 1, 1)).is_err());
        assert_eq!(Search::read(Some("  "), day(2026, 1, 1)).unwrap(), None);
    }

    #[test]
    fn one_of_the_swaps_undoes_a_slip() {
        assert!(swapped("jhon").contains(&"john".to_owned()));
        assert!(swapped("a").is_empty());
    }

    #[test]
    fn the_card_does_not_tell_the_date_of_birth() {
        assert!(read("2/28/1990").exactly(Part::Card, &mut Parameters::default()).starts_with("false"));
    }
}
