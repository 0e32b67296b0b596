//! Which address a request came from. Forwarded addresses count only behind a configured proxy.

use std::{
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

use actix_web::{HttpRequest, dev::ServiceRequest, http::header::HeaderMap};

/// An address or a network of addresses, as `10.0.0.0/8` or `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether `address` lies in the network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (mine, theirs, width) = match (self.address, address.to_canonical()) {
            (IpAddr::V4(mine), IpAddr::V4(theirs)) => (u128::from(u32::from(mine)), u128::from(u32::from(theirs)), 32),
            (IpAddr::V6(mine), IpAddr::V6(theirs)) => (u128::from(mine), u128::from(theirs), 128),
            _ => return false,
        };
        let host_bits = width - u32::from(self.prefix);
        (mine ^ theirs).checked_shr(host_bits).unwrap_or(0) == 0
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected an address or a network such as 10.0.0.0/8";
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.trim().parse().map_err(|_| EXPECTED)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(width), |prefix| prefix.parse().map_err(|_| EXPECTED))?;
        if prefix > width { Err(EXPECTED) } else { Ok(Self { address, prefix }) }
    }
}

/// What limits count: an IPv4 address, or the /64 of an IPv6 address, since a household holds a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// From a handler's request.
    pub fn of(request: &HttpRequest, trusted: &[Network]) -> Option<Self> {
        request.peer_addr().map(|peer| Self::behind(peer.ip(), request.headers(), trusted))
    }

    /// From a middleware's request.
    pub fn of_service(request: &ServiceRequest, trusted: &[Network]) -> Option<Self> {
        request.peer_addr().map(|peer| Self::behind(peer.ip(), request.headers(), trusted))
    }

    /// The nearest address that is not a trusted proxy: proxies append, so the list is read from its end.
    fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Self {
        let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
        let mut nearest = peer;
        let forwarded = headers.get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let addresses: Vec<&str> = forwarded.flat_map(|value| value.split(',')).collect();
        for text in addresses.into_iter().rev() {
            if !is_trusted(nearest) {
                break;
            }
            let Ok(address) = text.trim().parse() else { break };
            nearest = address;
        }
        Self::new(nearest)
    }

    fn new(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
            }
            address @ IpAddr::V4(_) => Self(address),
        }
    }
}

impl std::fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn behind(peer: &str, forwarded: &str, trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(forwarded).unwrap());
        let trusted: Vec<Network> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        ClientAddress::behind(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_a_configured_proxy() {
        assert_eq!(behind("203.0.113.9", "198.51.100.1", &[]), "203.0.113.9");
        assert_eq!(behind("10.1.2.3", "198.51.100.1", &["10.0.0.0/8"]), "198.51.100.1");
    }

    #[test]
    fn a_forged_front_of_the_list_is_ignored() {
        assert_eq!(behind("10.1.2.3", "1.1.1.1, 198.51.100.1, 10.9.9.9", &["10.0.0.0/8"]), "198.51.100.1");
    }

    #[test]
    fn a_household_is_one_address() {
        assert_eq!(behind("2001:db8:1:2:aaaa::1", "", &[]), behind("2001:db8:1:2:bbbb::9", "", &[]));
    }

    #[test]
    fn a_network_ends_where_its_prefix_says() {
        let network: Network = "192.0.2.128/25".parse().unwrap();
        assert!(network.contains("192.0.2.129".parse().unwrap()));
        assert!(!network.contains("192.0.2.127".parse().unwrap()));
        assert!("192.0.2.0/33".parse::<Network>().is_err());
    }
}
