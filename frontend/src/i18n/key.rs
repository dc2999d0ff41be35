//! Where a text stands, and what it wants filled in.

/// A text's place in the files of every language.
pub struct Key {
    pub(super) slice: &'static str,
    pub(super) name: &'static str,
    values: &'static [&'static str],
}

impl Key {
    pub const fn new(slice: &'static str, name: &'static str, values: &'static [&'static str]) -> Self {
        Self { slice, name, values }
    }

    /// Whether these are the values that it wants, in any order. `tr!` and `say!` ask at compile time.
    pub const fn wants(&self, given: &[&str]) {
        assert!(self.values.len() == given.len(), "the text wants more values, or fewer");
        let mut at = 0;
        while at < given.len() {
            assert!(contains(self.values, given[at]), "the text has no place for a value of this name");
            at += 1;
        }
    }
}

const fn contains(names: &[&str], wanted: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at].as_bytes(), wanted.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

/// `==` cannot be asked at compile time yet.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUE: Key = Key::new("notes", "due", &["name", "when"]);

    #[test]
    fn the_order_of_values_does_not_matter() {
        DUE.wants(&["when", "name"]);
    }

    #[test]
    #[should_panic(expected = "no place")]
    fn a_value_of_another_name_is_refused() {
        DUE.wants(&["name", "whom"]);
    }

    #[test]
    #[should_panic(expected = "more values")]
    fn a_value_that_is_not_given_is_refused() {
        DUE.wants(&["name"]);
    }
}
