//! Proxy re-encryption: Umbral with one proxy on ristretto255.
