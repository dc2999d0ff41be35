//! B1: an access token that this server did not write opens nothing.
//!
//! The forger is given the key and a session that is open, so that only what the token says can give it away.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Sha256, Sha512};
use store::crypt::Keyring;
use testkit::{App, Cast, Figure, KEYRING};

/// What a right token says, and the key that signs it.
struct Forger {
    key: Vec<u8>,
    header: Value,
    claims: Value,
}

impl Forger {
    fn new(right: &str) -> Self {
        let part = |at: usize| {
            let part = BASE64.decode(right.split('.').nth(at).unwrap()).unwrap();
            serde_json::from_slice::<Value>(&part).unwrap()
        };
        let key = Keyring::parse(KEYRING).unwrap().token_key().unwrap().to_vec();
        Self { key, header: part(0), claims: part(1) }
    }

    fn with_header(&self, name: &str, value: Value) -> String {
        self.signed(&changed(&self.header, name, value), &self.claims)
    }

    fn with_claim(&self, name: &str, value: Value) -> String {
        self.signed(&self.header, &changed(&self.claims, name, value))
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let signature = hmac(&self.key, &message);
        format!("{message}.{signature}")
    }

    /// Twenty-five tokens, each wrong in one thing.
    fn forged(&self) -> Vec<(&'static str, String)> {
        let now = self.claims["iat"].as_i64().unwrap();
        let none = message(&changed(&self.header, "alg", json!("none")), &self.claims);
        let eddsa = message(&changed(&self.header, "alg", json!("EdDSA")), &self.claims);
        let mut sha512 = Hmac::<Sha512>::new_from_slice(&self.key).unwrap();
        let hs512 = message(&changed(&self.header, "alg", json!("HS512")), &self.claims);
        sha512.update(hs512.as_bytes());
        let plain = message(&self.header, &self.claims);
        vec![
            ("alg none, no signature", format!("{none}.")),
            ("alg None", format!("{}.", message(&changed(&self.header, "alg", json!("None")), &self.claims))),
            ("alg RS256, signed with the key", self.with_header("alg", json!("RS256"))),
            ("alg EdDSA, any signature", format!("{eddsa}.{}", BASE64.encode([7; 64]))),
            ("alg HS512", format!("{hs512}.{}", BASE64.encode(sha512.finalize().into_bytes()))),
            ("an empty key", format!("{plain}.{}", hmac(b"", &plain))),
            ("another key", format!("{plain}.{}", hmac(b"another key of some length", &plain))),
            ("no signature", format!("{plain}.")),
            ("another kid", self.with_header("kid", json!("../../dev/null"))),
            ("jku", self.with_header("jku", json!("https://evil.example/keys"))),
            ("jwk", self.with_header("jwk", json!({ "kty": "oct", "k": "AAAA" }))),
            ("x5u", self.with_header("x5u", json!("https://evil.example/cert"))),
            ("crit", self.with_header("crit", json!(["exp"]))),
            ("typ of a refresh token", self.with_header("typ", json!("rt+jwt"))),
            ("no typ", self.with_header("typ", Value::Null)),
            ("another issuer", self.with_claim("iss", json!("evil"))),
            ("another audience", self.with_claim("aud", json!("openhall:files"))),
            ("ours among several audiences", self.with_claim("aud", json!(["openhall:api", "evil"]))),
            ("no exp", self.with_claim("exp", Value::Null)),
            ("exp as a text", self.with_claim("exp", json!((now + 900).to_string()))),
            ("exp in a year", self.with_claim("exp", json!(now + 365 * 86_400))),
            ("expired", self.with_claim("exp", json!(now - 1))),
            ("nbf as a text", self.with_claim("nbf", json!("0"))),
            ("nbf tomorrow", self.with_claim("nbf", json!(now + 86_400))),
            ("a claim of its own", self.with_claim("roles", json!(["administrator"]))),
        ]
    }
}

/// With a field set, or without it where the value is null.
fn changed(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    match value {
        Value::Null => object.as_object_mut().unwrap().remove(name).map(drop).unwrap(),
        value => object[name] = value,
    }
    object
}

fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()))
}

fn hmac(key: &[u8], message: &str) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    hmac.update(message.as_bytes());
    BASE64.encode(hmac.finalize().into_bytes())
}

/// What is often written: the signature is checked in the way that the token asks for.
fn naive(forger: &Forger, token: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let header: Value = serde_json::from_slice(&BASE64.decode(parts[0]).unwrap()).unwrap();
    match header["alg"].as_str().unwrap().to_lowercase().as_str() {
        "none" => true,
        _ => hmac(&forger.key, &format!("{}.{}", parts[0], parts[1])) == parts[2],
    }
}

#[actix_web::test]
async fn a_forged_access_token_is_nobodys() {
    let app = App::start().await.unwrap();
    let right = app.sign_in(Cast::Ada).unwrap();
    let forger = Forger::new(right.token().unwrap());
    let ask = async |token: &str| app.anybody().unwrap().with_token(token).get("/me").await.status;
    assert_eq!(ask(&forger.signed(&forger.header, &forger.claims)).await, 200, "the forger can write tokens");

    let forged = forger.forged();
    assert_eq!(forged.len(), 25);
    for (what, token) in &forged {
        assert_eq!(ask(token).await, 401, "{what}");
    }
    let fooled = forged.iter().filter(|(_, token)| naive(&forger, token)).count();
    assert!(fooled > 10, "{fooled}");
    Figure {
        id: "B1",
        tried: "25 access tokens for an open session, each wrong in one thing; 20 of them signed with the server's own key".into(),
        goal: "25 of 25 refused with 401",
        found: "25 of 25".into(),
        control: format!("a check of the signature in the way that the token asks for lets {fooled} pass; the forger's right token is let in"),
    }
    .keep();
}
