//! Links that are mailed. Nobody is signed in yet.

use domain::account::{ChosenPassword, ForgottenPassword, LinkCode, LinkOwner};

use super::{Answer, Call};

pub async fn ask_reset(asked: &ForgottenPassword) -> Answer<()> {
    Call::post("/password-resets").json(asked).done().await
}

pub async fn open(code: &LinkCode) -> Answer<LinkOwner> {
    Call::post("/account-links/opening").json(code).read().await
}

pub async fn redeem(chosen: &ChosenPassword) -> Answer<()> {
    Call::post("/account-links/redemption").json(chosen).done().await
}
