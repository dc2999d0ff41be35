//! People out of a list that somebody pasted: `Name <email>` or `email`, each on a line of its own or with commas between.

use std::collections::HashSet;

use super::{Invitee, Why};

/// One of the list, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub person: Invitee,
    pub wrong: Option<Why>,
}

/// Reads a list. Nothing is left out: what cannot be read stands there with what is wrong with it.
pub fn read(text: &str) -> Vec<Line> {
    let mut seen = HashSet::new();
    let line = |entry: String| {
        let person = person(&entry);
        let wrong = person.wrong().or_else(|| (!seen.insert(person.key())).then_some(Why::Twice));
        Line { person, wrong }
    };
    text.lines().flat_map(entries).map(line).collect()
}

/// The entries of a line. A comma in quotation marks is part of a name, and so is one before an address in brackets:
/// `Luz, Rosa <rosa@example.org>`.
fn entries(line: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    let mut name = String::new();
    for piece in pieces(line) {
        let piece = if name.is_empty() { piece } else { format!("{name}, {piece}") };
        name.clear();
        if piece.contains('@') {
            entries.push(piece);
        } else {
            name = piece;
        }
    }
    entries.extend(Some(name).filter(|name| !name.is_empty()));
    entries
}

fn pieces(line: &str) -> Vec<String> {
    let mut quoted = false;
    let parts = line.split(|c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, ',' | ';' | '\t')
    });
    parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn person(entry: &str) -> Invitee {
    match entry.rsplit_once('<') {
        Some((name, rest)) => {
            let email = rest.trim_end().trim_end_matches('>').trim().to_owned();
            let name = name.trim().trim_matches('"').trim().to_owned();
            let name = if name.is_empty() { named_after(&email) } else { name };
            Invitee { name, email }
        }
        None => Invitee { name: named_after(entry), email: entry.to_owned() },
    }
}

/// `rosa.luz@example.org` is probably Rosa Luz. Whoever pastes the list sees it before anybody is invited.
fn named_after(email: &str) -> String {
    let local = email.split('@').next().unwrap_or_default();
    let words = local.split(['.', '_', '-', '+']).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        first + letters.as_str()
    };
    words.map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Vec<String> {
        let told = |line: Line| match line.wrong {
            Some(why) => format!("{} <{}> {why:?}", line.person.name, line.person.email),
            None => format!("{} <{}>", line.person.name, line.person.email),
        };
        read(text).into_iter().map(told).collect()
    }

    #[test]
    fn names_with_addresses_and_addresses_alone() {
        assert_eq!(
            people("Rosa Luz <rosa@example.org>\n\n  wei.ng@example.org \r\n\"Luz, Ana\" <ana@example.org>"),
            ["Rosa Luz <rosa@example.org>", "Wei Ng <wei.ng@example.org>", "Luz, Ana <ana@example.org>"]
        );
    }

    #[test]
    fn commas_semicolons_and_tabs_part_them() {
        assert_eq!(
            people("a@example.org, B <b@example.org>; c@example.org\td@example.org,"),
            ["A <a@example.org>", "B <b@example.org>", "C <c@example.org>", "D <d@example.org>"]
        );
    }

    #[test]
    fn a_comma_before_an_address_in_brackets_is_part_of_the_name() {
        assert_eq!(people("Luz, Rosa <rosa@example.org>"), ["Luz, Rosa <rosa@example.org>"]);
    }

    #[test]
    fn what_is_wrong_stands_beside_its_line() {
        assert_eq!(
            people("rosa@example\nRosa\nwei@example.org\nWei <WEI@example.org>\n<ana@example.org>"),
            [
                "Rosa <rosa@example> Email",
                "Rosa <Rosa> Email",
                "Wei <wei@example.org>",
                "Wei <WEI@example.org> Twice",
                "Ana <ana@example.org>",
            ]
        );
        assert_eq!(people(" \n,;\n"), Vec::<String>::new());
    }

    #[test]
    fn the_limit_in_the_checks_is_the_one_that_is_told() {
        use crate::{
            role::Role,
            users::{Invitations, MAX_AT_ONCE},
            validate::Draft,
        };
        use chrono::NaiveDate;
        let invite = |number: usize| {
            let person = Invitee { name: "Rosa".into(), email: "rosa@example.org".into() };
            let all = Invitations {
                people: vec![person; number],
                roles: vec![Role::Staff.into()],
                language: "en".into(),
            };
            all.check(NaiveDate::default()).is_ok()
        };
        assert!(invite(MAX_AT_ONCE) && !invite(MAX_AT_ONCE + 1) && !invite(0));
    }
}
