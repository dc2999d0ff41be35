//! The memory in which hashes are computed, asked for once and kept.
//!
//! Asked for anew each time, by whichever of many threads computes, it would be kept by each of those threads: the C
//! library does not give such pieces back, and a thousand sign-ins left 300 MiB behind.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::Block;

/// As many rooms as hashes were ever computed at once.
#[derive(Clone, Default)]
pub(super) struct Rooms(Arc<Mutex<Vec<Vec<Block>>>>);

impl Rooms {
    /// Lends a room of so many blocks.
    pub(super) fn lend<T>(&self, blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        let mut room = self.empty().unwrap_or_default();
        if room.len() < blocks {
            room = vec![Block::default(); blocks];
        }
        let done = work(&mut room[..blocks]);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(room);
        done
    }

    fn empty(&self) -> Option<Vec<Block>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

impl std::fmt::Debug for Rooms {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Rooms(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_used_again() {
        let rooms = Rooms::default();
        let first = rooms.lend(8, |room| room.as_ptr());
        assert_eq!(rooms.lend(4, |room| (room.as_ptr(), room.len())), (first, 4));
        assert_eq!(rooms.lend(16, |room| room.len()), 16);
    }
}
