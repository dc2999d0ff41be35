//! Where a request comes from.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    net::{IpAddr, SocketAddr},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};

/// How many proxies of ours stand between the caller and this server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hops(pub u8);

/// The caller's address: what the outermost proxy of ours saw. Anything further left in `X-Forwarded-For` was
/// written by the caller and may be a lie. None where there is no connection, as in tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub Option<IpAddr>);

impl FromRequest for ClientIp {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

impl ClientIp {
    pub fn of(request: &HttpRequest) -> Self {
        let hops = request.app_data::<Data<Hops>>().map_or(0, |hops| hops.0);
        let peer = request.peer_addr().map(|peer| peer.ip());
        let forwarded = request.headers().get_all("x-forwarded-for");
        let forwarded = forwarded.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        Self(behind(usize::from(hops), peer, forwarded).map(|address| address.to_canonical()))
    }
}

/// Walks from the connection outwards, a step for each proxy of ours, and stops early at what is no address.
fn behind<'a>(hops: usize, peer: Option<IpAddr>, forwarded: impl Iterator<Item = &'a str>) -> Option<IpAddr> {
    let forwarded: Vec<&str> = forwarded.collect();
    let outwards = forwarded.into_iter().rev().take(hops).map_while(address);
    outwards.last().or(peer)
}

/// `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(bracketed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: &str = "10.0.0.1";

    fn client(hops: usize, forwarded: &str) -> String {
        let parts = forwarded.split(',').filter(|part| !part.is_empty());
        behind(hops, PEER.parse().ok(), parts).unwrap().to_string()
    }

    #[test]
    fn without_a_proxy_the_header_is_not_believed() {
        assert_eq!(client(0, "192.0.2.7"), PEER);
    }

    #[test]
    fn behind_one_proxy_its_entry_counts_and_not_the_callers() {
        assert_eq!(client(1, "1.1.1.1, 192.0.2.7"), "192.0.2.7");
    }

    #[test]
    fn behind_two_proxies_the_outer_ones_entry_counts() {
        assert_eq!(client(2, "1.1.1.1, 192.0.2.7:4711, 10.0.0.2"), "192.0.2.7");
    }

    #[test]
    fn a_call_that_skipped_the_proxy_has_the_address_of_its_connection() {
        assert_eq!(client(1, ""), PEER);
    }

    #[test]
    fn what_is_no_address_is_not_passed() {
        assert_eq!(client(2, "192.0.2.7, unknown"), PEER);
        assert_eq!(client(1, "[2001:db8::1]:443"), "2001:db8::1");
    }
}
