//! Calls that need no account.

use domain::organization::PublicOrganization;

use super::{Answer, Call};

pub async fn organization() -> Answer<PublicOrganization> {
    Call::get("/organization").read().await
}
