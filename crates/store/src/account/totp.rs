//! Codes of authenticator apps: six digits for thirty seconds (RFC 6238), as every app makes them.

use chrono::{DateTime, Utc};
use domain::account::{AuthenticatorKey, Drawing};
use qrcode::{Color, QrCode};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::{StoreError, StoreResult, crypt::chance};

/// Twenty bytes, as RFC 4226 recommends.
const LENGTH: usize = 20;
/// A code of the step before and of the next one is taken as well: clocks differ, and typing takes time.
const SKEW: u16 = 1;
/// The empty margin that readers want around the drawing, in modules.
const QUIET: usize = 4;

/// A key that was not given to anybody before.
pub(super) fn new_secret() -> StoreResult<Zeroizing<Vec<u8>>> {
    Ok(Zeroizing::new(chance::<LENGTH>()?.to_vec()))
}

/// The step whose code this is, near a moment.
pub(super) fn step_of(secret: &[u8], code: &str, at: DateTime<Utc>) -> StoreResult<Option<i64>> {
    let totp = totp(secret, "anybody", None)?;
    let seconds = u64::try_from(at.timestamp()).map_err(failed)?;
    totp.check(code, seconds).map(i64::try_from).transpose().map_err(failed)
}

/// What an app is told: by drawing, by address, or typed by hand.
pub(super) fn describe(secret: &[u8], email: &str, organization: &str) -> StoreResult<AuthenticatorKey> {
    // A colon stands between the two in the address.
    let plain = |text: &str| text.replace(':', " ");
    let totp = totp(secret, &plain(email), Some(plain(organization)))?;
    let address = totp.to_url().map_err(failed)?;
    let drawing = draw(&address)?;
    Ok(AuthenticatorKey { key: totp.secret().to_base32(), address, drawing })
}

fn totp(secret: &[u8], email: &str, organization: Option<String>) -> StoreResult<Totp> {
    let builder = Builder::new().with_secret(Secret::from(secret.to_vec())).with_skew(SKEW);
    builder.with_account_name(email).with_issuer(organization).build().map_err(failed)
}

/// Each run of dark modules is a rectangle of the path.
fn draw(address: &str) -> StoreResult<Drawing> {
    let code = QrCode::new(address).map_err(failed)?;
    let (width, colors) = (code.width(), code.into_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                let length = run.len();
                path += &format!("M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += run.len();
        }
    }
    Ok(Drawing { side: width + 2 * QUIET, path })
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Internal(format!("a one-time code: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of its eight digits.
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in VECTORS {
            assert_eq!(step_of(SECRET, code, at(seconds)).unwrap(), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn the_step_before_and_the_next_one_are_taken_and_no_others() {
        let (seconds, code) = VECTORS[3];
        let taken = |later: i64| step_of(SECRET, code, at(seconds / 30 * 30 + later)).unwrap().is_some();
        assert!(taken(-30) && taken(0) && taken(59));
        assert!(!taken(-31) && !taken(60));
    }

    #[test]
    fn what_is_no_code_matches_nothing() {
        for wrong in ["", "28708", "2870822", "28 7082", "abcdef", "２８７０８２", "287083"] {
            assert_eq!(step_of(SECRET, wrong, at(59)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_names_the_organization_and_the_account() {
        let told = describe(SECRET, "ada@example.org", "Hall: north").unwrap();
        assert_eq!(told.key, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            told.address.starts_with("otpauth://totp/Hall%20%20north:ada%40example.org?"),
            "{}",
            told.address
        );
        assert!(told.address.contains(&format!("secret={}", told.key)));
        assert!(told.drawing.side > 30 && told.drawing.path.starts_with("M4 4h7v1h-7z"));
    }

    #[test]
    fn no_two_secrets_are_the_same() {
        assert_ne!(*new_secret().unwrap(), *new_secret().unwrap());
    }
}
