//! What the database and the code make impossible.

mod architecture;
mod audit;
mod audit_plans;
mod migrations;
mod openapi;
mod plans;
mod roles;
mod sealed;
mod words;
