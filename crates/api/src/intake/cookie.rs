//! The cookie that opens a draft.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain::problem::Code;
use store::drafts::DraftToken;

use crate::{cookie, edge::origin::OurPage, problem::Refused};

pub(super) const NAME: &str = "__Host-draft";

/// The draft that the browser has open, where it has one. A cookie that another site's page made the browser send
/// is refused.
pub(crate) struct DraftCookie(pub Option<DraftToken>);

/// A draft that must be open.
pub(super) struct OpenDraftCookie(pub DraftToken);

impl FromRequest for DraftCookie {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let token = cookie::sent(request, NAME).and_then(|text| DraftToken::read(&text));
        ready(match token {
            None => Ok(Self(None)),
            Some(token) => OurPage::from_request(request, payload).into_inner().map(|_| Self(Some(token))),
        })
    }
}

impl FromRequest for OpenDraftCookie {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let ours = OurPage::from_request(request, payload).into_inner();
        let token = ours.and_then(|_| DraftCookie::from_request(request, payload).into_inner());
        ready(token.and_then(|cookie| cookie.0.map(Self).ok_or_else(|| Refused::new(Code::NotFound))))
    }
}
