//! Dangerous when used alone. Everything here is kept for a stated reason and carries no security claim.

mod rc4;

pub use rc4::{Rc4Drop, Rc4Key};
