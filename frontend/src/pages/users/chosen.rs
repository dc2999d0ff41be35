//! Who is chosen in the list, to do the same to all of them.

use std::collections::BTreeMap;

use domain::{
    ids::UserId,
    users::{Chosen as Row, User},
};
use leptos::prelude::*;

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Chosen(RwSignal<BTreeMap<UserId, User>>);

pub fn provide_chosen() -> Chosen {
    let chosen = Chosen(RwSignal::new(BTreeMap::new()));
    provide_context(chosen);
    chosen
}

pub fn use_chosen() -> Chosen {
    expect_context::<Chosen>()
}

impl Chosen {
    pub fn has(self, id: UserId) -> bool {
        self.0.read().contains_key(&id)
    }

    pub fn choose(self, user: User, on: bool) {
        self.0.update(|all| {
            all.remove(&user.id);
            if on {
                all.insert(user.id, user);
            }
        });
    }

    pub fn clear(self) {
        self.0.set(BTreeMap::new());
    }

    pub fn count(self) -> usize {
        self.0.read().len()
    }

    pub fn people(self) -> Vec<User> {
        let mut people: Vec<User> = self.0.get_untracked().into_values().collect();
        people.sort_by(|one, other| one.name.cmp(&other.name));
        people
    }
}

/// As a request names them.
pub fn rows(people: &[User]) -> Vec<Row> {
    people.iter().map(|user| Row { id: user.id, version: user.version }).collect()
}
