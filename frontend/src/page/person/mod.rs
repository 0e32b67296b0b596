//! Other people.

pub mod find_person;
