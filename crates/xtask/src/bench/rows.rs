//! Clients as lines for PostgreSQL's COPY. The n-th client is the same at every run.

use super::names::{self, Chance};
use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use std::io::{self, Write};

/// A table, and how to write the lines of one client.
pub struct Copied {
    pub into: &'static str,
    pub line: fn(&Person, &mut dyn Write) -> io::Result<()>,
}

pub const TABLES: &[Copied] = &[
    Copied {
        into: "clients (id, status, stage, first_name, last_name, preferred_name, date_of_birth, residency, \
               neighborhood, referral_source, name_key, search_key, created_at, updated_at)",
        line: Person::client,
    },
    Copied {
        into: "contact_points (id, client_id, kind, value, value_key, position)",
        line: Person::contact_points,
    },
    Copied { into: "external_ids (id, client_id, source, value)", line: Person::external_id },
];

/// The n-th client.
pub struct Person {
    number: u64,
    first: String,
    last: String,
    preferred: Option<String>,
    phone: String,
    email: Option<String>,
    external_id: Option<String>,
    born: NaiveDate,
    came: NaiveDate,
}

impl Person {
    pub fn new(number: u64, count: u64) -> Result<Self> {
        let mut chance = Chance::of(number);
        let (first, last) = (names::first(&mut chance), names::last(&mut chance));
        let day = |year, days| {
            let start = NaiveDate::from_ymd_opt(year, 1, 1);
            start.and_then(|start| start.checked_add_days(Days::new(days))).context("a day of the calendar")
        };
        let mailbox = linkage::name(&format!("{first} {last}")).replace(' ', ".");
        Ok(Self {
            number,
            preferred: (chance.below(12) == 0).then(|| names::first(&mut chance)),
            phone: format!("415-{:03}-{:04}", 200 + chance.below(800), chance.below(10_000)),
            email: (chance.below(10) < 6).then(|| format!("{mailbox}{}@example.org", chance.below(90))),
            external_id: (chance.below(3) == 0).then(|| format!("{number:07}")),
            born: day(1942, chance.below(66 * 365))?,
            came: day(2020, number * 2_400 / count)?,
            first,
            last,
        })
    }

    /// Last name, first name, as `store` writes them.
    pub fn name_key(first: &str, last: &str) -> String {
        let [last, first] = [last, first].map(linkage::name);
        if last.is_empty() { first } else { format!("{last}  {first}") }
    }

    /// What everybody may search, and what those who see the whole record may, as `store` writes them.
    pub fn search_key<'a>(
        card: impl Iterator<Item = &'a str>,
        rest: impl Iterator<Item = &'a str>,
    ) -> String {
        format!(" {} | {}", linkage::search_key(card), linkage::search_key(rest))
    }

    fn client(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { number, first, last, born, came, .. } = self;
        let (id, name_key) = (id(0, *number), Self::name_key(first, last));
        let preferred = self.preferred.as_deref();
        let card = [first.as_str(), last].into_iter().chain(preferred).chain([self.phone.as_str()]);
        let rest = self.external_id.iter().flat_map(|value| ["HMIS", value.as_str()]);
        let search_key = Self::search_key(card.chain(self.email.as_deref()), rest);
        let status = ["active", "inactive", "closed", "closed"][(number % 4) as usize];
        let stage = ["intake", "assessment", "progress_tracking", "follow_up"][(number / 4 % 4) as usize];
        writeln!(
            out,
            "{id}\t{status}\t{stage}\t{first}\t{last}\t{}\t{born}\tresident\tmission\tfriend_family\t\
             {name_key}\t{search_key}\t{came} 12:00+0\t{came} 12:00+0",
            preferred.unwrap_or("\\N")
        )
    }

    fn contact_points(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { number, phone, .. } = self;
        let (client, key) = (id(0, *number), linkage::phone(phone));
        writeln!(out, "{}\t{client}\tphone\t{phone}\t{key}\t0", id(1, *number))?;
        let Some(email) = &self.email else { return Ok(()) };
        writeln!(out, "{}\t{client}\temail\t{email}\t{}\t1", id(2, *number), linkage::email(email))
    }

    fn external_id(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(value) = &self.external_id else { return Ok(()) };
        writeln!(out, "{}\t{}\tHMIS\t{value}", id(3, self.number), id(0, self.number))
    }
}

/// As in fill.sql.
fn id(kind: u8, number: u64) -> String {
    format!("0189000{kind}-0000-7000-8000-{number:012}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_that_a_search_asks() {
        assert_eq!(Person::name_key("José", "Núñez Ortiz"), "nunez ortiz  jose");
        assert_eq!(Person::name_key("Sukarno", ""), "sukarno");
        let key = Person::search_key(["María", "415-555-0101"].into_iter(), ["HMIS", "0042"].into_iter());
        assert_eq!(key, " maria 4155550101 | hmis 0042");
    }
}
