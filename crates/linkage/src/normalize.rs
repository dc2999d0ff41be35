//! One spelling for what people spell in many ways. The same functions write the keys that the database searches.

use any_ascii::any_ascii_char;

/// The fewest digits of a number that can be called.
const FEWEST_DIGITS: usize = 7;

/// Lower case, in Latin letters, without accents, one space between words: `José-Luis  O’Brien` becomes
/// `jose luis obrien`.
pub fn name(text: &str) -> String {
    let folded: String = text.chars().map(fold).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The digits of a phone number without the country code of North America and without an extension. Empty, which
/// equals nothing, if it is too short or one digit over and over, as typed by those who have none.
pub fn phone(text: &str) -> String {
    let number = text.split(['x', 'X']).next().unwrap_or_default();
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
    let is_one_digit = national.chars().all(|digit| national.starts_with(digit));
    if national.len() < FEWEST_DIGITS || is_one_digit { String::new() } else { national.to_owned() }
}

/// An address in one spelling. Mailboxes may tell upper from lower case; none does.
pub fn email(text: &str) -> String {
    text.trim().to_lowercase()
}

/// What a search runs over: the names, phones, emails and numbers of a record in one line. A phone stands in it as
/// its digits alone, so that it is found however it is typed.
pub fn search_key<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    parts.into_iter().flat_map(|part| words(part.as_ref())).collect::<Vec<_>>().join(" ")
}

/// The words of a query. Each of them stands somewhere in the [`search_key`] of what is looked for.
pub fn words(query: &str) -> Vec<String> {
    if is_phone(query) {
        return vec![phone(query)];
    }
    name(query).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_phone(text: &str) -> bool {
    let is_usual = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '.' | '(' | ')' | '/');
    text.chars().all(is_usual) && !phone(text).is_empty()
}

/// Apostrophes join (`O’Brien`), all other marks part (`García-López`). A letter of a script that has no known
/// transliteration stays as it is, so that a name never becomes empty.
fn fold(letter: char) -> String {
    match any_ascii_char(letter) {
        "" if letter.is_alphanumeric() => letter.to_lowercase().collect(),
        latin => latin.chars().filter(|c| !is_apostrophe(*c)).map(plain).collect(),
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '`')
}

fn plain(letter: char) -> char {
    if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_marks_and_spaces_do_not_matter() {
        for (typed, one) in [
            ("José", "jose"),
            ("Jose\u{301}", "jose"),
            ("  GARCÍA-López ", "garcia lopez"),
            ("O’Brien", "obrien"),
            ("O'Brien", "obrien"),
            ("Nguyễn Thị Ánh", "nguyen thi anh"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("Martin, Jr.", "martin jr"),
            ("Игорь", "igor"),
            ("\u{a0}Ana\tMaría\u{3000}", "ana maria"),
        ] {
            assert_eq!(name(typed), one, "{typed}");
        }
    }

    #[test]
    fn a_name_in_any_script_stays_a_name() {
        for typed in ["王小明", "김민준", "さくら", "محمد", "שרה", "สมชาย", "አበበ", "𞤀𞤣𞤤𞤢𞤥"]
        {
            assert!(!name(typed).is_empty(), "{typed}");
        }
    }

    #[test]
    fn a_phone_is_its_digits() {
        for typed in ["(415) 865-2105", "+1 415.865.2105", "1-415-865-2105", "4158652105 x12"] {
            assert_eq!(phone(typed), "4158652105", "{typed}");
        }
        assert_eq!(phone("+44 20 7946 0958"), "442079460958");
    }

    #[test]
    fn no_phone_is_made_of_a_placeholder() {
        for typed in ["", "none", "000-000-0000", "1 (111) 111-1111", "12345"] {
            assert_eq!(phone(typed), "", "{typed}");
        }
    }

    #[test]
    fn a_search_key_has_words_and_whole_numbers() {
        let parts = ["María", "O’Neil-Smith", "(415) 555-0123", "Maria@Example.org", "HMIS-0042", ""];
        let key = search_key(parts);
        assert_eq!(key, "maria oneil smith 4155550123 maria example org hmis 0042");
    }

    #[test]
    fn each_word_of_a_query_stands_in_the_key() {
        let key = search_key(["王小明", "Müller", "+1 415 555 0123", "a.b@example.org", "José"]);
        for query in
            ["小明", "MULLER jos", "555-0123", "(415) 555-0123", "14155550123", "A.B@example.org", "0123"]
        {
            let words = words(query);
            assert!(!words.is_empty() && words.iter().all(|word| key.contains(word)), "{query} {words:?}");
        }
    }

    #[test]
    fn a_query_of_marks_alone_has_no_words() {
        assert!(words(" %_' -- ").is_empty());
    }
}
