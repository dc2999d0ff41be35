//! The query string.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain::problem::Code;
use serde::de::DeserializeOwned;

use super::reading;
use crate::problem::Refused;

/// The query string, with repeated keys for lists. A key that the type does not know is refused, so that a
/// misspelled filter does not show everything.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T> Query<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Query))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Refused> {
    refuse_nul(query)?;
    if let Some(filled) = filled(query) {
        parse::<T>(&filled)?;
    }
    parse(query)
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Refused> {
    let reader = serde_html_form::Deserializer::from_bytes(query.as_bytes());
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let message = error.inner().to_string();
        Refused::field(Code::Invalid, reading::field_error(error.path(), &message))
    })
}

/// The same query with a word where a value is empty, if any is. The reader takes `limit=` for no limit at all, but an
/// empty value is only one where any word would be.
fn filled(query: &str) -> Option<String> {
    let is_empty = |pair: &str| pair.ends_with('=') && pair.matches('=').count() == 1;
    let fill = |pair: &str| if is_empty(pair) { format!("{pair}x") } else { pair.to_owned() };
    query.split('&').any(is_empty).then(|| query.split('&').map(fill).collect::<Vec<_>>().join("&"))
}

/// PostgreSQL cannot store U+0000, so nothing with it goes in.
fn refuse_nul(query: &str) -> Result<(), Refused> {
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    match pairs.into_iter().find(|(name, value)| name.contains("%00") || value.contains("%00")) {
        Some((name, _)) => Err(Refused::field(Code::Invalid, reading::nul(name))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum State {
        #[default]
        Active,
        Lifted,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Filter {
        state: Vec<State>,
        limit: Option<u16>,
        q: Option<String>,
    }

    fn field(query: &str) -> (String, String) {
        let refused = read::<Filter>(query).unwrap_err();
        let error = &refused.problem().errors[0];
        (error.pointer.clone(), error.code.clone())
    }

    #[test]
    fn a_key_may_be_repeated() {
        let filter: Filter = read("state=active&limit=5&state=lifted").unwrap();
        assert_eq!(filter, Filter { state: vec![State::Active, State::Lifted], limit: Some(5), q: None });
    }

    #[test]
    fn one_value_is_a_list_of_one() {
        assert_eq!(read::<Filter>("state=lifted").unwrap().state, [State::Lifted]);
    }

    #[test]
    fn a_misspelled_key_is_refused_by_name() {
        assert_eq!(field("stat=active"), ("/stat".into(), "unknown_field".into()));
    }

    #[test]
    fn a_wrong_value_is_refused_by_the_name_of_its_key() {
        assert_eq!(field("limit=many"), ("/limit".into(), "malformed".into()));
        assert_eq!(field("state=asleep").1, "unknown_value");
    }

    #[test]
    fn an_empty_value_is_a_text_and_no_number() {
        assert_eq!(field("limit=&state=active"), ("/limit".into(), "malformed".into()));
        assert_eq!(field("state="), ("/state/0".into(), "unknown_value".into()));
        assert_eq!(read::<Filter>("q=").unwrap().q.as_deref(), Some(""));
    }

    #[test]
    fn a_nul_is_refused() {
        assert_eq!(field("state=%00"), ("/state".into(), "invisible_characters".into()));
    }
}
