//! One's own account.

use domain::account::{
    AuthenticatorKey, OneTimeCode, PasswordChange, PresentPassword, RecoveryCodes, SecondFactor,
};

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn change_password(self, change: PasswordChange) -> Answer<()> {
        self.done(Call::put("/me/password").json(&change)).await
    }

    pub async fn second_factor(self) -> Answer<SecondFactor> {
        self.read(Call::get("/me/second-factor")).await
    }

    pub async fn begin_second_factor(self, proof: PresentPassword) -> Answer<AuthenticatorKey> {
        self.read(Call::post("/me/second-factor").json(&proof)).await
    }

    pub async fn confirm_second_factor(self, code: OneTimeCode) -> Answer<RecoveryCodes> {
        self.read(Call::post("/me/second-factor/confirmation").json(&code)).await
    }

    pub async fn remove_second_factor(self, proof: PresentPassword) -> Answer<()> {
        self.done(Call::post("/me/second-factor/removal").json(&proof)).await
    }

    pub async fn renew_recovery_codes(self, proof: PresentPassword) -> Answer<RecoveryCodes> {
        self.read(Call::post("/me/recovery-codes").json(&proof)).await
    }
}
