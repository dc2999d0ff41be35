//! One's own account.

use domain::account::PasswordChange;

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn change_password(self, change: PasswordChange) -> Answer<()> {
        self.done(Call::put("/me/password").json(&change)).await
    }
}
