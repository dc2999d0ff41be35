//! The board, and a client's way through the journey.

mod card;
mod columns;
mod desk;
mod filters;
mod journey;
mod page;

pub use journey::Journey;
pub use page::BoardPage;
