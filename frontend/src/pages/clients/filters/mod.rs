//! What the list of clients is narrowed by. All of it stands in the address, and so in links and saved views.

mod answers;
mod applied;
mod choices;
mod fields;
mod panel;

pub use applied::{Applied, asked_for};
pub use choices::{Choices, Lazy, provide_choices};
pub use fields::{ByField, called, meant, wanted};
pub use panel::FilterButton;
