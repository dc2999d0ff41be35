//! How often something may be tried, counted in the database, so that all servers count together.
//!
//! A count slides: of the window before, as much weighs as still lies within one window's length from now. So
//! nobody gets twice the tries by trying around the full hour. A limit delays and does not ban: it is over a
//! little after the tries are.
//!
//! What is counted by (an email, an address) stands in the table as a keyed hash. Old rows are swept by the
//! same statement that counts, a few at a time.

use std::net::{IpAddr, Ipv6Addr};

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Binary, Integer, Text},
};

use crate::{Store, StoreError, StoreResult, statement::Sql, tx::WriteTx};

/// What is counted, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Tries to sign in to one account from one place.
    SignInFromHere,
    /// Tries to sign in to one account from places that it did not sign in from before.
    SignInToAccount,
    /// Tries to sign in from one place.
    SignInFromAddress,
    /// Tries to sign in at all.
    SignIn,
    /// Codes of one account's second step, from anywhere.
    SecondStep,
    /// The same, over a day.
    SecondStepDaily,
    /// Asking for a new password, and using a link that was mailed, from one place.
    PasswordFromAddress,
    /// Asking for a new password of one account, from anywhere.
    PasswordReset,
    /// Asking for a new password at all.
    PasswordResets,
    /// Opening a draft by its link, from one place.
    Resume,
    /// Opening one draft by its link, from anywhere.
    ResumeLink,
    /// The same, over a day.
    ResumeLinkDaily,
    /// Files of the public form, from one place.
    Upload,
    /// Applications handed in, from one place.
    Submission,
    /// Drafts begun, from one place.
    Draft,
    /// Mails to one client about applications in their name.
    KnownApplicant,
    /// Files of clients that one person takes out.
    Export,
}

impl Class {
    fn code(self) -> &'static str {
        match self {
            Self::SignInFromHere => "sign_in_from_here",
            Self::SignInToAccount => "sign_in_to_account",
            Self::SignInFromAddress => "sign_in_from_address",
            Self::SignIn => "sign_in",
            Self::SecondStep => "second_step",
            Self::SecondStepDaily => "second_step_daily",
            Self::PasswordFromAddress => "password_from_address",
            Self::PasswordReset => "password_reset",
            Self::PasswordResets => "password_resets",
            Self::Resume => "resume",
            Self::ResumeLink => "resume_link",
            Self::ResumeLinkDaily => "resume_link_daily",
            Self::Upload => "upload",
            Self::Submission => "submission",
            Self::Draft => "draft",
            Self::KnownApplicant => "known_applicant",
            Self::Export => "export",
        }
    }
}

/// So many times in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub times: u32,
    pub seconds: u32,
}

impl Limit {
    pub const fn new(times: u32, seconds: u32) -> Self {
        Self { times, seconds }
    }
}

/// The limits of an installation. Those by place are a setting, because the hall of an agency is one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub sign_in_from_here: Limit,
    pub sign_in_to_account: Limit,
    pub sign_in_from_address: Limit,
    pub sign_in: Limit,
    pub second_step: Limit,
    pub second_step_daily: Limit,
    pub password_from_address: Limit,
    pub password_reset: Limit,
    pub password_resets: Limit,
    pub resume: Limit,
    pub resume_link: Limit,
    pub resume_link_daily: Limit,
    pub upload: Limit,
    pub submission: Limit,
    pub draft: Limit,
    pub known_applicant: Limit,
    pub export: Limit,
    /// Requests of one key, at each server.
    pub api_key: Limit,
}

const MINUTES: u32 = 60;
const HOUR: u32 = 3_600;

impl Default for Limits {
    /// A mailbox gets five links an hour, so a stranger who asks for them does not keep its owner from the latest.
    /// An account can be tried ninety times an hour from anywhere, an address a thousand times. Whoever has stolen a
    /// password guesses sixty codes a day, three of a million being right: once in fifteen years. Of the birthdays
    /// of sixty years, 280 can be tried in the two weeks of a draft's link: one in eighty.
    fn default() -> Self {
        Self {
            sign_in_from_here: Limit::new(10, 10 * MINUTES),
            sign_in_to_account: Limit::new(30, HOUR),
            sign_in_from_address: Limit::new(150, 10 * MINUTES),
            sign_in: Limit::new(3_000, 10 * MINUTES),
            second_step: Limit::new(10, 15 * MINUTES),
            second_step_daily: Limit::new(60, 24 * HOUR),
            password_from_address: Limit::new(150, 10 * MINUTES),
            password_reset: Limit::new(5, HOUR),
            password_resets: Limit::new(600, 10 * MINUTES),
            resume: Limit::new(30, 10 * MINUTES),
            resume_link: Limit::new(5, 15 * MINUTES),
            resume_link_daily: Limit::new(20, 24 * HOUR),
            upload: Limit::new(120, 10 * MINUTES),
            submission: Limit::new(120, HOUR),
            draft: Limit::new(300, HOUR),
            known_applicant: Limit::new(1, 24 * HOUR),
            export: Limit::new(20, HOUR),
            api_key: Limit::new(600, MINUTES),
        }
    }
}

impl Limits {
    /// The same limits with those by place in percent of what they are.
    pub fn per_place(self, percent: u32) -> Self {
        let scaled = |limit: Limit| {
            let times = u64::from(limit.times) * u64::from(percent) / 100;
            Limit { times: u32::try_from(times).unwrap_or(u32::MAX).max(1), ..limit }
        };
        Self {
            sign_in_from_address: scaled(self.sign_in_from_address),
            password_from_address: scaled(self.password_from_address),
            resume: scaled(self.resume),
            upload: scaled(self.upload),
            submission: scaled(self.submission),
            draft: scaled(self.draft),
            ..self
        }
    }

    fn of(&self, class: Class) -> Limit {
        match class {
            Class::SignInFromHere => self.sign_in_from_here,
            Class::SignInToAccount => self.sign_in_to_account,
            Class::SignInFromAddress => self.sign_in_from_address,
            Class::SignIn => self.sign_in,
            Class::SecondStep => self.second_step,
            Class::SecondStepDaily => self.second_step_daily,
            Class::PasswordFromAddress => self.password_from_address,
            Class::PasswordReset => self.password_reset,
            Class::PasswordResets => self.password_resets,
            Class::Resume => self.resume,
            Class::ResumeLink => self.resume_link,
            Class::ResumeLinkDaily => self.resume_link_daily,
            Class::Upload => self.upload,
            Class::Submission => self.submission,
            Class::Draft => self.draft,
            Class::KnownApplicant => self.known_applicant,
            Class::Export => self.export,
        }
    }
}

/// A caller's place: the address, or of IPv6 the half that a provider gives to one customer.
pub fn place(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V6(address)) => {
            let bits = u128::from(address) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(bits))
        }
        Some(address) => address.to_string(),
        None => "nowhere".to_owned(),
    }
}

/// Counts one try and refuses it where there were too many. It stands in a transaction of its own, so a refusal
/// does not take the count back.
pub fn hit(store: &Store, class: Class, key: &str) -> StoreResult<()> {
    refuse(&count(store, &[(class, key)])?)
}

/// The same in the transaction of what is limited: what fails was not a try, and neither was what is refused.
pub(crate) fn hit_in(store: &Store, tx: &mut WriteTx, class: Class, key: &str) -> StoreResult<()> {
    let tries = [(class, key)];
    let rows = tx.returning_sql::<Counted>(bound(store, COUNT, &tries)?)?;
    refuse(&refused(store, &tries, &rows))
}

fn refuse(too_many: &[(Class, u64)]) -> StoreResult<()> {
    match too_many.first() {
        Some((_, seconds)) => Err(StoreError::TooMany { retry_after: *seconds }),
        None => Ok(()),
    }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    at: i64,
    #[diesel(sql_type = Integer)]
    hits: i32,
    #[diesel(sql_type = Integer)]
    before: i32,
    /// Milliseconds of the window that are over.
    #[diesel(sql_type = BigInt)]
    elapsed: i64,
}

/// Always in the order of the key: two statements that count the same rows wait for each other instead of
/// blocking each other.
const COUNT: &str = "
    with tried as (
        select * from unnest($1, $2, $3) with ordinality as t (class, key, seconds, at)
    ), old as (
        delete from rate_limits where ctid = any (array(
            select ctid from rate_limits where window_start < now() - interval '2 days'
            limit 10 for update skip locked))
    ), hit as (
        insert into rate_limits (class, key, window_start, hits)
        select class, key, to_timestamp(floor(extract(epoch from now()) / seconds) * seconds), 1
        from tried order by class, key
        on conflict (class, key, window_start) do update set hits = rate_limits.hits + 1
        returning class, key, window_start, hits
    )
    select tried.at, hit.hits, coalesce(earlier.hits, 0) as before,
        (extract(epoch from now() - hit.window_start) * 1000)::bigint as elapsed
    from tried
    join hit using (class, key)
    left join rate_limits earlier on earlier.class = hit.class and earlier.key = hit.key
        and earlier.window_start = hit.window_start - make_interval(secs => tried.seconds)";

/// Counts several tries in one round; gives those that are too many and the seconds until the next one.
pub(crate) fn count(store: &Store, tries: &[(Class, &str)]) -> StoreResult<Vec<(Class, u64)>> {
    let rows: Vec<Counted> = store.writers.ask(|conn| Ok(bound(store, COUNT, tries)?.load(conn)?))?;
    Ok(refused(store, tries, &rows))
}

fn refused(store: &Store, tries: &[(Class, &str)], rows: &[Counted]) -> Vec<(Class, u64)> {
    let too_many = rows.iter().filter_map(|row| {
        let (class, _) = tries.get(usize::try_from(row.at).ok()?.checked_sub(1)?)?;
        Some((*class, wait(store.limits.of(*class), row)?))
    });
    too_many.collect()
}

fn bound(store: &Store, text: &'static str, tries: &[(Class, &str)]) -> StoreResult<Sql> {
    let classes: Vec<&'static str> = tries.iter().map(|(class, _)| class.code()).collect();
    let keys: Vec<Vec<u8>> = tries.iter().map(|(class, key)| store.sealer.mark(class.code(), key)).collect();
    let seconds: Vec<i32> = tries
        .iter()
        .map(|(class, _)| i32::try_from(store.limits.of(*class).seconds.max(1)))
        .collect::<Result<_, _>>()
        .map_err(|e| StoreError::Internal(format!("a limit's window: {e}")))?;
    let statement = Sql::new(text).prepared().bind::<Array<Text>, _>(classes);
    Ok(statement.bind::<Array<Binary>, _>(keys).bind::<Array<Integer>, _>(seconds))
}

/// Seconds until the next try, where this one was too many. In whole numbers: of two that are equal on paper, one is
/// not larger here by a rounding.
fn wait(limit: Limit, counted: &Counted) -> Option<u64> {
    let (most, window) = (i64::from(limit.times).max(1), i64::from(limit.seconds).max(1) * 1000);
    let (now, before) = (i64::from(counted.hits), i64::from(counted.before).min(most));
    let left = (window - counted.elapsed).max(0);
    if now * window + before * left <= most * window {
        return None;
    }
    let wait = if now >= most {
        // This window is full, and the next one starts with all of it still weighing.
        left + ceiling(window, most)
    } else {
        left - (most - now - 1) * window / before.max(1)
    };
    Some(ceiling(wait, 1000).max(1).unsigned_abs())
}

/// How often a part fits into a whole, the last time not wholly.
fn ceiling(whole: i64, part: i64) -> i64 {
    (whole + part - 1) / part
}

/// As [`COUNT`], in the order of the key.
const FORGIVE: &str = "
    with mine as (
        select r.class, r.key, r.window_start from rate_limits r
        join unnest($1, $2, $3) as t (class, key, seconds) on t.class = r.class and t.key = r.key
        where r.window_start <= now() and r.window_start > now() - make_interval(secs => t.seconds)
        order by r.class, r.key for update of r
    )
    update rate_limits r
    set hits = case when r.class = 'sign_in_from_here' then 0 else greatest(r.hits - 1, 0) end
    from mine where r.class = mine.class and r.key = mine.key and r.window_start = mine.window_start";

/// Takes tries back: whoever signs in was not guessing.
pub(crate) fn forgive(store: &Store, tries: &[(Class, &str)]) -> StoreResult<()> {
    store.writers.ask(|conn| Ok(bound(store, FORGIVE, tries)?.execute(conn)?))?;
    Ok(())
}

/// Places that an account signed in from stand in the same table, with the day on which they are forgotten.
const KNOWN: &str = "known";

/// Remembers for thirty days that an account signed in from a place.
pub(crate) fn remember(store: &Store, key: &str) -> StoreResult<()> {
    let statement = "insert into rate_limits (class, key, window_start, hits)
        values ($1, $2, date_trunc('day', now()) + interval '30 days', 1) on conflict do nothing";
    let mark = store.sealer.mark(KNOWN, key);
    let remember = || diesel::sql_query(statement).bind::<Text, _>(KNOWN).bind::<Binary, _>(&mark);
    store.writers.ask(|conn| Ok(remember().execute(conn)?))?;
    Ok(())
}

/// Whether an account signed in from a place within thirty days.
pub(crate) fn is_known(store: &Store, key: &str) -> StoreResult<bool> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        found: bool,
    }
    let statement = "select exists(select from rate_limits
        where class = $1 and key = $2 and window_start > now()) as found";
    let mark = store.sealer.mark(KNOWN, key);
    let question = || diesel::sql_query(statement).bind::<Text, _>(KNOWN).bind::<Binary, _>(&mark);
    let row: Found = store.readers.ask(|conn| Ok(question().get_result(conn)?))?;
    Ok(row.found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN_IN_A_MINUTE: Limit = Limit::new(10, 60);

    fn after(hits: i32, before: i32, elapsed: f64) -> Option<u64> {
        let elapsed = (elapsed * 1000.0) as i64;
        wait(TEN_IN_A_MINUTE, &Counted { at: 1, hits, before, elapsed })
    }

    #[test]
    fn the_tenth_try_passes_and_the_eleventh_waits() {
        assert_eq!(after(10, 0, 30.0), None);
        assert_eq!(after(11, 0, 30.0), Some(36));
    }

    #[test]
    fn the_window_before_still_weighs() {
        assert_eq!(after(1, 10, 0.0), Some(12));
        assert_eq!(after(1, 10, 6.0), None);
        assert_eq!(after(5, 10, 30.0), None);
        assert_eq!(after(6, 10, 30.0), Some(12));
    }

    /// The limits of a tenth and a third have no exact fraction, so a rounding would show on some of these.
    #[test]
    fn what_is_just_allowed_is_never_refused_by_a_rounding() {
        for times in 1..=300 {
            let limit = Limit::new(times, 60);
            let times = i32::try_from(times).unwrap();
            for hits in 1..=times {
                // As much of the window before still weighs as there is room for.
                let elapsed = 60_000 - i64::from(times - hits) * 60_000 / i64::from(times);
                assert_eq!(
                    wait(limit, &Counted { at: 1, hits, before: times, elapsed }),
                    None,
                    "{hits} of {times}"
                );
            }
        }
    }

    #[test]
    fn a_flood_does_not_lengthen_the_wait() {
        assert_eq!(after(1_000_000, 1_000_000, 59.0), Some(7));
        assert_eq!(after(1, 1_000_000, 6.0), None);
    }

    #[test]
    fn whoever_waits_as_long_as_told_passes() {
        for (hits, before, elapsed) in [(11, 0, 3.0), (6, 10, 30.0), (1, 10, 0.0), (11, 10, 59.5)] {
            let seconds = after(hits, before, elapsed).unwrap() as f64;
            let (hits, before, elapsed) = match elapsed + seconds {
                later if later < 60.0 => (hits + 1, before, later),
                later => (1, hits, later - 60.0),
            };
            assert_eq!(after(hits, before, elapsed), None, "{hits} {before} {elapsed}");
        }
    }

    #[test]
    fn a_larger_hall_changes_what_a_place_may_and_not_what_an_account_may() {
        let (usual, large) = (Limits::default(), Limits::default().per_place(300));
        assert_eq!(large.sign_in_from_address.times, 3 * usual.sign_in_from_address.times);
        assert_eq!(large.sign_in_to_account, usual.sign_in_to_account);
        assert_eq!(usual.per_place(0).upload.times, 1);
    }

    #[test]
    fn a_customer_of_a_provider_is_one_place() {
        let place = |text: &str| place(text.parse().ok());
        assert_eq!(place("2001:db8:1:2:aaaa::1"), place("2001:db8:1:2:bbbb::2"));
        assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
        assert_ne!(place("192.0.2.7"), place("192.0.2.8"));
    }
}
