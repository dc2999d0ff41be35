//! Access tokens: fifteen minutes of proof that a browser holds a session.
//!
//! A token names the session and nothing that the database knows better: roles, name and whether the session
//! may still act are read at each request. One algorithm exists here, so there is none to confuse it with, and
//! the header has to be the one that this server writes, so `jku`, `x5u`, `crit` and the like have no effect.

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{SessionId, UserId};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result as JwtResult},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use signature::{Signer, Verifier};
use store::crypt::{CryptError, Keyring};
use uuid::Uuid;

/// How long a token is good for at most. The browser renews it with its cookie.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// A token of a server whose clock is ahead of ours is not from the future.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(2);

const ISSUER: &str = "openhall";
const AUDIENCE: &str = "openhall:api";
/// The media type of access tokens (RFC 9068), so that no other token of ours passes for one.
const KIND: &str = "at+jwt";

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    pub user: UserId,
    pub session: SessionId,
}

/// Why a token is not believed, for the log alone: the caller reads that nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("not a token of this server: {0}")]
    Refused(#[from] jsonwebtoken::errors::Error),
    #[error("the header is not what this server writes")]
    Header,
    #[error("made for something else")]
    Purpose,
    #[error("expired or not valid yet")]
    Time,
    #[error("no cryptography for tokens")]
    Setup,
    #[error(transparent)]
    Key(#[from] CryptError),
}

/// Signs and checks access tokens. All servers of an installation share the key.
pub struct TokenKeys {
    header: Header,
    signing: EncodingKey,
    checking: DecodingKey,
    rules: Validation,
}

/// What stands in a token. A number in quotes is no number (CVE-2026-25537), and a claim that is not here is
/// not ours.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

impl TokenKeys {
    /// # Errors
    /// [`TokenError::Setup`] if something else in this process brought cryptography for tokens along.
    pub fn new(keyring: &Keyring) -> Result<Self, TokenError> {
        if !*INSTALLED {
            return Err(TokenError::Setup);
        }
        let key = keyring.token_key()?;
        Ok(Self {
            header: Header {
                typ: Some(KIND.to_owned()),
                kid: Some(fingerprint(&*key)),
                ..Header::new(Algorithm::HS256)
            },
            signing: EncodingKey::from_secret(&*key),
            checking: DecodingKey::from_secret(&*key),
            rules: rules(),
        })
    }

    /// A token that is good for as long as one can be, and in how many seconds it expires.
    ///
    /// # Errors
    /// None in practice: [`TokenError::Refused`] stands for claims that are no JSON.
    pub fn issue(
        &self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<(String, i64), TokenError> {
        self.issue_until(user, session, now, LIFETIME)
    }

    /// The same for a session that ends when it was idle for so long: somebody at work renews it in time, because the
    /// token is over at the half.
    ///
    /// # Errors
    /// As [`Self::issue`].
    pub fn issue_within(
        &self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
        idle: TimeDelta,
    ) -> Result<(String, i64), TokenError> {
        self.issue_until(user, session, now, LIFETIME.min(idle / 2))
    }

    fn issue_until(
        &self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
        lasts: TimeDelta,
    ) -> Result<(String, i64), TokenError> {
        let body = Body {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user,
            sid: session,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + lasts).timestamp(),
            jti: Uuid::new_v4(),
        };
        Ok((jsonwebtoken::encode(&self.header, &body, &self.signing)?, lasts.num_seconds()))
    }

    /// Whose token it is.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, TokenError> {
        let token = jsonwebtoken::decode::<Body>(token, &self.checking, &self.rules)?;
        if token.header != self.header {
            return Err(TokenError::Header);
        }
        let body = token.claims;
        // The library also takes lists here, in which ours would be one of several.
        if body.iss != ISSUER || body.aud != AUDIENCE {
            return Err(TokenError::Purpose);
        }
        let soon = (now + CLOCKS_DIFFER).timestamp();
        let longest = body.iat.saturating_add(LIFETIME.num_seconds());
        let in_time =
            body.iat <= soon && body.nbf <= soon && body.exp > now.timestamp() && body.exp <= longest;
        if in_time { Ok(Claims { user: body.sub, session: body.sid }) } else { Err(TokenError::Time) }
    }
}

/// What the library asks of a token. The times are compared here, where the clock is an argument.
fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[AUDIENCE]);
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules
}

/// Names a key without telling it.
fn fingerprint(key: &[u8]) -> String {
    let hash = Sha256::new().chain_update(b"openhall/v1/tokens/name").chain_update(key).finalize();
    BASE64_URL_SAFE_NO_PAD.encode(&hash[..9])
}

/// `jsonwebtoken` comes without cryptography: its own choices bring RSA along (RUSTSEC-2023-0071), and what is
/// not there cannot be asked for by a forged header.
static HS256: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(HmacKey::new(*algorithm, key.as_bytes())?)),
    verifier_factory: |algorithm, key| Ok(Box::new(HmacKey::new(*algorithm, key.try_get_as_bytes()?)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

static INSTALLED: LazyLock<bool> = LazyLock::new(|| HS256.install_default().is_ok());

struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    fn new(algorithm: Algorithm, key: &[u8]) -> JwtResult<Self> {
        if algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }

    fn over(&self, message: &[u8]) -> Hmac<Sha256> {
        self.0.clone().chain_update(message)
    }
}

impl Signer<Vec<u8>> for HmacKey {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(self.over(message).finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for HmacKey {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        self.over(message).verify_slice(signature).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for HmacKey {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for HmacKey {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn ids() -> (UserId, SessionId) {
        (UserId::from(Uuid::from_u128(1)), SessionId::from(Uuid::from_u128(2)))
    }

    fn keys() -> (TokenKeys, [u8; 32]) {
        let keyring = Keyring::generate().unwrap();
        (TokenKeys::new(&keyring).unwrap(), *keyring.token_key().unwrap())
    }

    fn noon() -> DateTime<Utc> {
        "2026-11-02T12:00:00Z".parse().unwrap()
    }

    /// A token with this header and these claims, rightly signed.
    fn forge(key: &[u8], header: &Value, claims: &Value) -> String {
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let mac = HmacKey::new(Algorithm::HS256, key).unwrap().try_sign(message.as_bytes()).unwrap();
        format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac))
    }

    fn parts(token: &str) -> (Value, Value) {
        let part =
            |text: &str| serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
        let mut all = token.split('.');
        (part(all.next().unwrap()), part(all.next().unwrap()))
    }

    #[test]
    fn a_token_says_whose_it_is_for_fifteen_minutes() {
        let (keys, _) = keys();
        let (user, session) = ids();
        let (token, seconds) = keys.issue(user, session, noon()).unwrap();
        assert_eq!(seconds, 900);
        let last = noon() + TimeDelta::seconds(899);
        assert_eq!(keys.verify(&token, last).unwrap(), Claims { user, session });
        assert!(keys.verify(&token, noon() + LIFETIME).is_err());
    }

    #[test]
    fn a_server_whose_clock_is_behind_takes_it_as_well() {
        let (keys, _) = keys();
        let (token, _) = keys.issue(ids().0, ids().1, noon()).unwrap();
        assert!(keys.verify(&token, noon() - TimeDelta::seconds(90)).is_ok());
        assert!(keys.verify(&token, noon() - TimeDelta::minutes(3)).is_err());
    }

    /// The positive control of the two tables below: the forger signs rightly.
    #[test]
    fn a_token_put_together_by_hand_with_the_right_key_is_taken() {
        let (keys, key) = keys();
        let (header, claims) = parts(&keys.issue(ids().0, ids().1, noon()).unwrap().0);
        assert!(keys.verify(&forge(&key, &header, &claims), noon()).is_ok());
    }

    #[test]
    fn a_header_that_this_server_does_not_write_is_refused() {
        let (keys, key) = keys();
        let (right, claims) = parts(&keys.issue(ids().0, ids().1, noon()).unwrap().0);
        for change in [
            json!({ "alg": "none" }),
            json!({ "alg": "HS384" }),
            json!({ "alg": "HS512" }),
            json!({ "alg": "RS256" }),
            json!({ "alg": "ES256" }),
            json!({ "alg": "hs256" }),
            json!({ "kid": "other" }),
            json!({ "kid": null }),
            json!({ "typ": "JWT" }),
            json!({ "typ": "rt+jwt" }),
            json!({ "typ": null }),
            json!({ "jku": "https://evil.example/keys" }),
            json!({ "x5u": "https://evil.example/cert" }),
            json!({ "x5c": ["MIIB"] }),
            json!({ "jwk": { "kty": "oct", "k": "AAAA" } }),
            json!({ "crit": ["exp"] }),
            json!({ "cty": "JWT" }),
            json!({ "zip": "DEF" }),
        ] {
            assert!(
                keys.verify(&forge(&key, &changed(&right, &change), &claims), noon()).is_err(),
                "{change}"
            );
        }
    }

    #[test]
    fn claims_that_this_server_does_not_make_are_refused() {
        let (keys, key) = keys();
        let (header, right) = parts(&keys.issue(ids().0, ids().1, noon()).unwrap().0);
        let now = noon().timestamp();
        for change in [
            json!({ "exp": null }),
            json!({ "exp": (now + 600).to_string() }),
            json!({ "exp": (now as f64) + 600.5 }),
            json!({ "exp": now - 1 }),
            json!({ "exp": now + 86_400 }),
            json!({ "nbf": null }),
            json!({ "nbf": now.to_string() }),
            json!({ "nbf": now + 600 }),
            json!({ "iat": null }),
            json!({ "iat": now + 86_000, "exp": now + 86_400 }),
            json!({ "iat": i64::MAX }),
            json!({ "iss": "somebody" }),
            json!({ "iss": ["openhall", "somebody"] }),
            json!({ "aud": "openhall:mail" }),
            json!({ "aud": ["openhall:api"] }),
            json!({ "aud": null }),
            json!({ "sub": null }),
            json!({ "sub": "administrator" }),
            json!({ "sid": null }),
            json!({ "jti": null }),
            json!({ "admin": true }),
        ] {
            assert!(
                keys.verify(&forge(&key, &header, &changed(&right, &change)), noon()).is_err(),
                "{change}"
            );
        }
    }

    #[test]
    fn a_changed_cut_or_foreign_token_is_refused() {
        let (keys, key) = keys();
        let (token, _) = keys.issue(ids().0, ids().1, noon()).unwrap();
        let (header, claims) = parts(&token);
        let message = token.rsplit_once('.').unwrap().0;
        let foreign = TokenKeys::new(&Keyring::generate().unwrap()).unwrap();
        for wrong in [
            String::new(),
            "..".to_owned(),
            format!("{message}."),
            message.to_owned(),
            token[..token.len() - 2].to_owned(),
            format!("{token}.{token}"),
            format!("{token} "),
            forge(&[0; 32], &header, &claims),
            forge(&key, &header, &json!([])),
            foreign.issue(ids().0, ids().1, noon()).unwrap().0,
        ] {
            assert!(keys.verify(&wrong, noon()).is_err(), "{wrong}");
        }
    }

    /// Null takes a field away.
    fn changed(right: &Value, change: &Value) -> Value {
        let mut value = right.clone();
        for (name, field) in change.as_object().unwrap() {
            value[name] = field.clone();
        }
        value.as_object_mut().unwrap().retain(|_, field| !field.is_null());
        value
    }
}
