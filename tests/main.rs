//! One binary of facts.
