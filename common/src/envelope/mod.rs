//! The envelope: what one sealed record version looks like, and how it is sealed and opened.
