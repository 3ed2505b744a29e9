//! The address that a request came from. Only a trusted proxy's headers count.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

/// The address a request came from; empty where there is no network, as in tests.
pub fn origin(parts: &Parts, trusted: &[IpNet]) -> String {
    let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else { return String::new() };
    of(peer.ip().to_canonical(), &parts.headers, trusted).to_string()
}

fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    if !is_trusted(peer, trusted) {
        return peer;
    }
    let told = |name, read: fn(&str) -> Vec<Option<IpAddr>>| {
        let lines: Vec<&str> = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("unknown")).collect();
        (!lines.is_empty()).then(|| walk(&read(&lines.join(",")), peer, trusted))
    };
    match (told("forwarded", forwarded), told("x-forwarded-for", forwarded_for)) {
        (None, None) => peer,
        (Some(origin), None) | (None, Some(origin)) => origin,
        // A proxy writes only one of the two headers; the visitor may have sent the other, and they cannot be told apart.
        (Some(one), Some(other)) => {
            if one == other {
                one
            } else {
                peer
            }
        }
    }
}

/// The network of one visitor: an IPv4 address, or a whole IPv6 /64, since one visitor can use every address in it.
pub fn network(origin: &str) -> String {
    match origin.parse() {
        Ok(IpAddr::V6(address)) => IpNet::new_assert(address.into(), 64).trunc().to_string(),
        _ => origin.to_owned(),
    }
}

fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&address))
}

/// Each hop, from the right, was written by the one after it. The first untrusted hop is the origin.
fn walk(hops: &[Option<IpAddr>], peer: IpAddr, trusted: &[IpNet]) -> IpAddr {
    let mut last = peer;
    for hop in hops.iter().rev() {
        match hop {
            Some(address) if is_trusted(*address, trusted) => last = *address,
            Some(address) => return *address,
            None => return last,
        }
    }
    last
}

fn forwarded_for(text: &str) -> Vec<Option<IpAddr>> {
    text.split(',').map(address).collect()
}

/// Reads `for=192.0.2.60;proto=https, for="[2001:db8::1]:4711"`.
fn forwarded(text: &str) -> Vec<Option<IpAddr>> {
    let of_hop = |hop: String| {
        let pairs = unquoted(&hop, ';');
        pairs
            .iter()
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))
            .and_then(|(_, node)| address(node))
    };
    unquoted(text, ',').into_iter().map(of_hop).collect()
}

/// Splits a text at a sign outside of quotes.
fn unquoted(text: &str, at: char) -> Vec<String> {
    let (mut parts, mut quoted) = (vec![String::new()], false);
    for c in text.chars() {
        quoted ^= c == '"';
        match parts.last_mut() {
            Some(part) if quoted || c != at => part.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts
}

/// Reads an address, with or without quotes, brackets and port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(text, |(address, _)| address);
    let address = bare.parse::<IpAddr>().or_else(|_| bare.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin_of(peer: &str, lines: &[(&'static str, &str)]) -> String {
        let trusted: Vec<IpNet> = ["127.0.0.0/8", "10.0.0.0/8", "::1/128"].map(|network| network.parse().unwrap()).to_vec();
        let mut headers = HeaderMap::new();
        for (name, line) in lines {
            headers.append(*name, line.parse().unwrap());
        }
        of(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(origin_of("203.0.113.9", &[("x-forwarded-for", "198.51.100.1")]), "203.0.113.9");
        assert_eq!(origin_of("203.0.113.9", &[("forwarded", "for=198.51.100.1")]), "203.0.113.9");
        assert_eq!(origin_of("127.0.0.1", &[("x-forwarded-for", "198.51.100.1")]), "198.51.100.1");
        assert_eq!(origin_of("127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn the_way_is_walked_from_the_right() {
        assert_eq!(
            origin_of("127.0.0.1", &[("x-forwarded-for", "6.6.6.6, 198.51.100.1, 10.0.0.7")]),
            "198.51.100.1",
            "the left is the visitor's word"
        );
        assert_eq!(origin_of("127.0.0.1", &[("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "198.51.100.1")]), "198.51.100.1");
        assert_eq!(origin_of("127.0.0.1", &[("x-forwarded-for", "198.51.100.1, unknown, 10.0.0.7")]), "10.0.0.7", "not beyond what cannot be read");
        assert_eq!(origin_of("::1", &[("forwarded", "for=6.6.6.6;proto=https, For=\"[2001:db8::1]:4711\";by=10.0.0.1")]), "2001:db8::1");
        assert_eq!(origin_of("127.0.0.1", &[("forwarded", "for=\"a,b;for=6.6.6.6\"")]), "127.0.0.1");
        assert_eq!(origin_of("127.0.0.1", &[("x-forwarded-for", "198.51.100.1:4711")]), "198.51.100.1");
    }

    #[test]
    fn two_words_that_differ_are_not_believed() {
        assert_eq!(origin_of("127.0.0.1", &[("x-forwarded-for", "198.51.100.1"), ("forwarded", "for=6.6.6.6")]), "127.0.0.1");
    }
}
