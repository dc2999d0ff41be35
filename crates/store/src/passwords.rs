//! Passwords: which are taken, how they are kept, and how a try is checked.
//!
//! What counts is the length (NIST SP 800-63B-4 wants fifteen characters where a password is all there is) and
//! that nobody else would think of it; there are no rules about digits and capitals, no expiry and no
//! truncation. An accent counts as one character however a keyboard makes it (Unicode's NFKC).

mod room;

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, Version,
    password_hash::{self, phc::Output},
};
use domain::{account::SHORTEST_PASSWORD, problem::FieldError, sessions::MAX_PASSWORD};
use icu_normalizer::ComposingNormalizerBorrowed;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zxcvbn::{Score, zxcvbn};

use room::room;

use crate::{StoreError, StoreResult, schema::organization, scope::Scoped, tx::ReadTx};

/// OWASP's choice for Argon2id: 19 MiB, two passes, one lane.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How long a sign-in waits for its turn.
const PATIENCE: Duration = Duration::from_secs(3);

/// A password as a row keeps it: a PHC string with its salt and parameters.
#[derive(Clone)]
pub struct HashedPassword(String);

impl HashedPassword {
    pub(crate) fn phc(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HashedPassword {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("HashedPassword(…)")
    }
}

/// Whose password it is to become: nobody's own name is a secret.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

/// Checks a new password against the rules and hashes it. `/password` says what is wrong: `too_short`,
/// `too_long` or `too_easy`.
pub fn choose(tx: &mut ReadTx, password: &str, owner: Owner) -> StoreResult<HashedPassword> {
    let organization: Option<String> =
        tx.find(Scoped::by_permission(organization::table).select(organization::name))?;
    let least =
        u64::try_from(tx.settings().password_length).unwrap_or(SHORTEST_PASSWORD).max(SHORTEST_PASSWORD);
    check(password, least, &[&organization.unwrap_or_default(), owner.name, owner.email])?;
    hash(password)
}

/// What is wrong with a new password. `words` are those that somebody who knows the person or the place would
/// try first.
fn check(password: &str, least: u64, words: &[&str]) -> StoreResult<()> {
    let refused = |code: &str, limit: &str, number: u64| {
        Err(StoreError::Invalid(vec![FieldError::new("/password", code).with(limit, number)]))
    };
    if password.len() > MAX_PASSWORD as usize {
        return refused("too_long", "max", MAX_PASSWORD);
    }
    let password = &*stable(password);
    if (password.chars().count() as u64) < least {
        return refused("too_short", "min", least);
    }
    let parts =
        |text: &&str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let mut known: Vec<String> = words.iter().flat_map(parts).filter(|part| part.len() > 2).collect();
    known.extend(words.iter().map(|word| (*word).to_owned()));
    known.push("openhall".into());
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    // Ten billion guesses: weeks against a stolen hash, and years against the limits of signing in.
    if zxcvbn(password, &known).score() < Score::Four { refused("too_easy", "min", least) } else { Ok(()) }
}

/// Hashes a password, whatever it is.
pub fn hash(password: &str) -> StoreResult<HashedPassword> {
    let hash = argon2()?.hash_password(stable(password).as_bytes()).map_err(failed)?;
    Ok(HashedPassword(hash.to_string()))
}

/// The same for everything that looks the same.
fn stable(password: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfkc().normalize(password)
}

fn argon2() -> StoreResult<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|e| failed(e.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn failed(error: password_hash::Error) -> StoreError {
    StoreError::Internal(format!("hashing a password: {error}"))
}

/// Bounds how many hashes are computed at once: each takes 19 MiB and a core for a while, so a thousand
/// sign-ins together would take 19 GB.
#[derive(Clone, Debug)]
pub(crate) struct Hashing {
    turns: Arc<Semaphore>,
    /// What a try is compared with where there is no password to compare with, so that it takes as long.
    nobodys: Arc<str>,
}

/// The right to compute one hash.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

/// What a try turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    Wrong,
    Right,
    /// Right, and kept in a way that is no longer ours: it should be hashed anew.
    RightButOld,
}

impl Hashing {
    pub(crate) fn new(at_once: usize) -> Self {
        // A salt and a hash of zeros: no password is known that leads there, and the work is the same.
        let nobodys =
            format!("$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}${}${}", "A".repeat(22), "A".repeat(43));
        Self { turns: Arc::new(Semaphore::new(at_once)), nobodys: nobodys.into() }
    }

    /// Waits for a turn, without a thread.
    pub(crate) async fn turn(&self) -> StoreResult<Turn> {
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn(permit)),
            _ => Err(StoreError::Unavailable("too many sign-ins at once".into())),
        }
    }

    /// Compares a try with what is kept. Without anything kept it takes as long and is wrong.
    pub(crate) fn compare(&self, _turn: &Turn, password: &str, kept: Option<&str>) -> StoreResult<Tried> {
        let fits = password.len() <= MAX_PASSWORD as usize;
        let kept = kept.filter(|_| fits).unwrap_or(&self.nobodys);
        let kept = PasswordHash::new(kept).map_err(|e| StoreError::Internal(format!("a kept hash: {e}")))?;
        let password = if fits { stable(password) } else { Cow::default() };
        Ok(match self.is_right(password.as_bytes(), &kept).map_err(failed)? {
            true if is_current(&kept) => Tried::Right,
            true => Tried::RightButOld,
            false => Tried::Wrong,
        })
    }

    /// Computes the hash with the parameters of the one that is kept, and compares in the same time for any.
    fn is_right(&self, password: &[u8], kept: &PasswordHash) -> password_hash::Result<bool> {
        let (Some(salt), Some(expected)) = (&kept.salt, &kept.hash) else { return Ok(false) };
        let version = Version::try_from(kept.version.unwrap_or(Version::V0x13.into()))?;
        let algorithm = Algorithm::try_from(kept.algorithm.as_str())?;
        let argon2 = Argon2::new(algorithm, version, Params::try_from(kept)?);
        let mut found = vec![0; expected.len()];
        let mut room = room(argon2.params().block_count());
        argon2.hash_password_into_with_memory(password, salt, &mut found, &mut room)?;
        Ok(Output::new(&found).map_err(|_| password_hash::Error::Internal)? == *expected)
    }
}

fn is_current(kept: &PasswordHash) -> bool {
    let params = Params::try_from(kept);
    let same = |p: Params| (p.m_cost(), p.t_cost(), p.p_cost()) == (MEMORY, PASSES, LANES);
    kept.algorithm == Algorithm::Argon2id.ident() && params.is_ok_and(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> String {
        match check(
            password,
            SHORTEST_PASSWORD,
            &["Harbor Light Center", "Casey Nguyen", "casey@harborlight.example"],
        ) {
            Err(StoreError::Invalid(errors)) => errors[0].code.clone(),
            _ => "fine".into(),
        }
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        for fine in [
            "quiet otter borrows seven lanterns",
            "zwölf Boxkämpfer jagen Viktor",
            "wjzqkvhtnbrxmyp",
            "我们的花园里有七只安静的水獭在唱歌呢吗",
            "🦦🪕🌵🧊🛶🎈🦚🧵🪐🍐🥁🧭🪁🦔🎻",
        ] {
            assert_eq!(code(fine), "fine", "{fine}");
        }
        let long: String = (0..200).map(|n| char::from(b'a' + (n * n % 23) as u8)).collect();
        assert_eq!(code(&long), "fine");
    }

    #[test]
    fn short_ones_are_refused_however_wild() {
        for short in ["", "P4$$w0rd!", "xK9#mQ2$vL7&nR", "wjzqkvhtnbrxmy"] {
            assert_eq!(code(short), "too_short", "{short}");
        }
    }

    #[test]
    fn more_than_a_kibibyte_is_refused_before_anything_is_computed() {
        assert_eq!(code(&"x".repeat(1025)), "too_long");
        assert_eq!(code(&"é".repeat(513)), "too_long");
    }

    #[test]
    fn what_somebody_else_would_think_of_is_refused() {
        for easy in [
            "aaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnopqrst",
            "123456789012345678",
            "qwertyuiopasdfghjkl",
            "passwordpassword",
            "password1234567890",
            "openhallopenhall",
            "Openhall2026Openhall",
            "harborlightcenter",
            "Harbor Light Center",
            "HarborLight2026!",
            "caseynguyencasey",
            "casey@harborlight.example",
            "letmeinletmeinletmein",
            "iloveyouiloveyou",
            "monkeymonkeymonkey",
            "111111111111111111",
            "1qaz2wsx1qaz2wsx",
        ] {
            assert_eq!(code(easy), "too_easy", "{easy}");
        }
    }

    async fn compare(password: &str, kept: Option<&str>) -> Tried {
        let hashing = Hashing::new(1);
        let turn = hashing.turn().await.unwrap();
        hashing.compare(&turn, password, kept).unwrap()
    }

    #[tokio::test]
    async fn the_hash_says_its_parameters() {
        let kept = hash("quiet otter").unwrap();
        assert!(kept.phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.phc());
        assert_eq!(compare("quiet otter", Some(kept.phc())).await, Tried::Right);
        assert_eq!(compare("quiet ottes", Some(kept.phc())).await, Tried::Wrong);
    }

    #[tokio::test]
    async fn nothing_is_truncated() {
        let long = "x".repeat(1024);
        let kept = hash(&long).unwrap();
        assert_eq!(compare(&long, Some(kept.phc())).await, Tried::Right);
        assert_eq!(compare(&format!("{}y", &long[1..]), Some(kept.phc())).await, Tried::Wrong);
        assert_eq!(compare(&format!("{long}y"), Some(kept.phc())).await, Tried::Wrong);
    }

    #[tokio::test]
    async fn without_a_password_every_try_is_wrong() {
        for password in ["", "x", &"x".repeat(2000)] {
            assert_eq!(compare(password, None).await, Tried::Wrong);
        }
    }

    #[tokio::test]
    async fn old_parameters_are_noticed() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
        let kept: PasswordHash = weak.hash_password(b"quiet otter").unwrap();
        assert_eq!(compare("quiet otter", Some(&kept.to_string())).await, Tried::RightButOld);
    }

    #[tokio::test]
    async fn one_hash_at_a_time_where_one_is_allowed() {
        let hashing = Hashing::new(1);
        let mine = hashing.turn().await.unwrap();
        let soon = || tokio::time::timeout(Duration::from_millis(10), hashing.turn());
        assert!(soon().await.is_err());
        drop(mine);
        assert!(soon().await.is_ok());
    }
}
