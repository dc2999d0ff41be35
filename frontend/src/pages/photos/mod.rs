//! Photos of clients: showing a face, and cutting one out of a picture.

mod change;
mod choose;
mod crop;
mod face;
mod remove;
mod sides;

pub use change::ChangePhoto;
pub use choose::word;
pub use face::{Face, Portrait};
pub use sides::PhotoSides;
