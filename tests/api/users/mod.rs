//! Facts about the accounts of the people who work here.

mod bulk;
mod changing;
mod inviting;
mod reading;
mod record;
mod second_factor;

use domain::users::User;
use testkit::{App, Cast, Visitor};

/// Somebody as whoever manages the accounts reads them.
async fn read(who: &Visitor, app: &App, person: Cast) -> User {
    who.get(&format!("/users/{}", app.user(person).unwrap())).await.read()
}

async fn ada() -> (App, Visitor) {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    (app, ada)
}
