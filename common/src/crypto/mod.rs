//! Keys and primitives. Verification, hashing and the server halves compile without features; everything that
//! holds a client's secret is behind `client`.
