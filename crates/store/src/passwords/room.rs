//! The memory in which one hash is computed, given back to the system as soon as it was.
//!
//! The C library gives only those pieces back at once that are mappings of their own, and what counts as one grows up
//! to 32 MiB with the pieces that come and go (mallopt(3), `M_MMAP_THRESHOLD`). A piece of 19 MiB would soon be kept by
//! each of the many threads that ever computed: a thousand sign-ins left 300 MiB behind. So it is asked for as more
//! than 32 MiB, of which only what is used takes memory.

use argon2::Block;

/// One more than are ever part of a larger piece.
const OWN_MAPPING: usize = (32 << 20) / Block::SIZE + 1;

/// So many empty blocks.
pub(super) fn room(blocks: usize) -> Vec<Block> {
    let mut room = Vec::with_capacity(blocks.max(OWN_MAPPING));
    room.resize(blocks, Block::default());
    room
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Memory of this process in KiB.
    fn resident() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    #[test]
    fn a_room_takes_what_is_used_and_gives_it_back() {
        const BLOCKS: usize = 19 << 10;
        let before = resident();
        let used =
            |rooms: &[Vec<Block>]| (resident().saturating_sub(before), rooms.iter().map(Vec::len).sum());
        for _ in 0..3 {
            let rooms = [room(BLOCKS), room(BLOCKS)];
            let (grown, blocks): (u64, usize) = used(&rooms);
            assert_eq!(blocks, 2 * BLOCKS);
            assert!((38 << 10..48 << 10).contains(&grown), "{grown} KiB");
            drop(rooms);
            assert!(resident() < before + (8 << 10), "{} KiB where {before} were", resident());
        }
    }
}
