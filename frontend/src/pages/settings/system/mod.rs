//! How this installation works: signing in, files and how long things are kept, and which parts are in use.

pub mod modules;
mod numbers;
mod retention;
mod sign_in;

pub use modules::ModulesPage;
pub use retention::RetentionPage;
pub use sign_in::SignInPage;
