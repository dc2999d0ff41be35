//! Ids in the address.

use std::{
    future::{Ready, ready},
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use crate::{edge::lost::no_such, problem::Refused};

/// The first id of the address. What is no id names nothing, so it is 404.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(pub T);

/// The two ids of an address: of the record above, and of the record.
#[derive(Clone, Copy, Debug)]
pub struct Ids<A, B>(pub A, pub B);

impl<T: FromStr> FromRequest for Id<T> {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(part(request, Position::First).map(Id))
    }
}

impl<A: FromStr, B: FromStr> FromRequest for Ids<A, B> {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let both = part(request, Position::First)
            .and_then(|above| part(request, Position::Second).map(|below| Ids(above, below)));
        ready(both)
    }
}

#[derive(Clone, Copy)]
enum Position {
    First,
    Second,
}

fn part<T: FromStr>(request: &HttpRequest, position: Position) -> Result<T, Refused> {
    let found = request.match_info().iter().nth(position as usize);
    found.and_then(|(_, text)| text.parse().ok()).ok_or_else(|| no_such(request))
}

#[cfg(test)]
mod tests {
    use actix_web::{FromRequest, test::TestRequest, web::Data};
    use domain::ids::ClientId;

    use super::*;
    use crate::edge::lost::Methods;

    #[actix_web::test]
    async fn what_is_no_id_is_not_found() {
        let request = TestRequest::get().param("id", "1%20or%201").to_http_request();
        let refused = Id::<ClientId>::extract(&request).await.unwrap_err();
        assert_eq!(refused.problem().status, 404);
    }

    #[actix_web::test]
    async fn an_address_beside_those_of_ids_has_its_own_methods() {
        let methods = Data::new(Methods::of(r#"{ "paths": { "/users/invitations": { "post": {} } } }"#));
        for (id, expected) in [("invitations", 405), ("nobody", 404)] {
            let request = TestRequest::patch().uri(&format!("/users/{id}")).param("id", id);
            let request = request.app_data(methods.clone()).to_http_request();
            let refused = Id::<ClientId>::extract(&request).await.unwrap_err();
            assert_eq!(refused.problem().status, expected);
        }
    }

    #[actix_web::test]
    async fn two_ids_come_in_the_order_of_the_address() {
        let request = TestRequest::get().param("client", "1").param("note", "2").to_http_request();
        let Ids(above, below) = Ids::<u8, u8>::extract(&request).await.unwrap();
        assert_eq!((above, below), (1, 2));
    }
}
