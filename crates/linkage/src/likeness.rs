//! How alike two people's names are.
//!
//! First and last names are compared apart and the worse of the two counts twice: with one measure over the whole
//! name, `Maria Garcia` and `Maria Chen` would look alike for the half that they share.

use strsim::{jaro_winkler, normalized_levenshtein};

use crate::{Person, normalize};

/// A name of which one has a part more: `García` and `García López`.
const CONTAINED: f64 = 0.95;
/// First and last name the other way round.
const SWAPPED: f64 = 0.99;
/// Words up to this length are too short to be similar: `Li` is not nearly `Le`.
const TOO_SHORT: usize = 2;
/// What forms say in place of a name that is not known.
const UNKNOWN: [&str; 3] = ["fnu", "lnu", "unknown"];
const GENERATIONS: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];

/// From 0 to 100, over all names that either goes by.
pub(crate) fn names(a: &Person, b: &Person) -> u8 {
    let (a, b) = (all_names(a), all_names(b));
    let best = a.iter().flat_map(|one| b.iter().map(|other| pair(one, other))).fold(0.0, f64::max);
    (best * 100.0).round() as u8
}

/// A name in its normal spelling. Somebody with one name has no last one.
#[derive(PartialEq)]
struct Name {
    first: String,
    last: String,
}

impl Name {
    fn new(first: &str, last: &str) -> Self {
        let [first, last] = [first, last].map(|part| without(&normalize::name(part), &UNKNOWN));
        let last = if last.contains(' ') { without(&last, &GENERATIONS) } else { last };
        // A form that insists on two names gets the only one twice.
        let last = if last == first { String::new() } else { last };
        if first.is_empty() { Self { first: last, last: first } } else { Self { first, last } }
    }

    fn is_single(&self) -> bool {
        self.last.is_empty()
    }
}

fn without(name: &str, left_out: &[&str]) -> String {
    name.split(' ').filter(|word| !left_out.contains(word)).collect::<Vec<_>>().join(" ")
}

/// A preferred name stands for the first one. An alias of one word may stand for either, a longer one is whole.
fn all_names(person: &Person) -> Vec<Name> {
    let (first, last) = (person.first_name.as_str(), person.last_name.as_str());
    let mut names = vec![Name::new(first, last)];
    names.extend(person.preferred_name.iter().map(|preferred| Name::new(preferred, last)));
    for alias in &person.aliases {
        match alias.trim().rsplit_once(char::is_whitespace) {
            Some((first, last)) => names.push(Name::new(first, last)),
            None => names.extend([Name::new(alias, last), Name::new(first, alias)]),
        }
    }
    names.retain(|name| !name.first.is_empty());
    names
}

fn pair(a: &Name, b: &Name) -> f64 {
    if a.is_single() || b.is_single() {
        return joined(a, b);
    }
    let straight = both(part(&a.first, &b.first), part(&a.last, &b.last));
    let swapped = both(part(&a.first, &b.last), part(&a.last, &b.first)) * SWAPPED;
    straight.max(swapped).max(written_together(a, b))
}

fn both(first: f64, last: f64) -> f64 {
    (2.0 * first.min(last) + first.max(last)) / 3.0
}

/// A single name is compared with the whole other one, and not by its beginning: `Maria` is half of `Maria Chen`.
fn joined(a: &Name, b: &Name) -> f64 {
    let measure = |a: &str, b: &str| {
        let shortest = a.chars().count().min(b.chars().count());
        if shortest <= TOO_SHORT { exact(a, b) } else { normalized_levenshtein(a, b) }
    };
    let straight = measure(&together(&a.first, &a.last), &together(&b.first, &b.last));
    straight.max(measure(&together(&a.last, &a.first), &together(&b.last, &b.first)))
}

/// Names without spaces are cut in different places: 王 + 小明, or 王小明 as one.
fn written_together(a: &Name, b: &Name) -> f64 {
    let whole = together(&a.first, &a.last);
    let swapped = exact(&whole, &together(&b.last, &b.first)) * SWAPPED;
    swapped.max(exact(&whole, &together(&b.first, &b.last)))
}

fn part(a: &str, b: &str) -> f64 {
    let (close, far) = (compact(a), compact(b));
    if close == far {
        return 1.0;
    }
    if contains_words(a, b) || contains_words(b, a) {
        return CONTAINED;
    }
    let shortest = close.chars().count().min(far.chars().count());
    if shortest <= TOO_SHORT { 0.0 } else { jaro_winkler(&close, &far) }
}

fn contains_words(longer: &str, shorter: &str) -> bool {
    shorter.split(' ').all(|word| longer.split(' ').any(|other| other == word))
}

fn together(one: &str, other: &str) -> String {
    compact(&[one, other].concat())
}

fn compact(name: &str) -> String {
    name.replace(' ', "")
}

fn exact(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { 0.0 }
}
