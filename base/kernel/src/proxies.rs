//! Whose word about the source of a request is believed: the proxies that stand between the internet and this program.

use std::net::{IpAddr, SocketAddr};

/// A block of addresses, such as `10.1.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Block {
    address: IpAddr,
    bits: u8,
}

/// The trusted proxies ("proksi tepercaya"). Empty: nobody is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Block>);

impl Block {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(longest);
        // a block of everybody would let everybody write the header
        ((1..=longest).contains(&bits)).then_some(Self { address, bits })
    }

    fn holds(self, other: IpAddr) -> bool {
        match (self.address, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()) >> (32 - self.bits) == 0,
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits()) >> (128 - self.bits) == 0,
            _ => false,
        }
    }
}

impl Proxies {
    /// Reads addresses and blocks; the error is the first text that is neither.
    pub fn parse(texts: &[String]) -> Result<Self, String> {
        texts.iter().map(|text| Block::parse(text.trim()).ok_or_else(|| text.clone())).collect::<Result<_, _>>().map(Self)
    }

    fn hold(&self, address: IpAddr) -> bool {
        self.0.iter().any(|block| block.holds(address))
    }

    /// Where a request came from. `forwarded` holds the values of `X-Forwarded-For` in the order in which they arrived. They
    /// are believed from the right, one hop at a time, as long as the hop that wrote them is trusted; the first address that
    /// is not of ours is the source. Whatever a stranger wrote to the left of it is never reached.
    pub fn source(&self, peer: IpAddr, forwarded: &[&str]) -> IpAddr {
        let mut hop = peer.to_canonical();
        let mut said = forwarded.iter().rev().flat_map(|value| value.rsplit(','));
        while self.hold(hop) {
            let Some(before) = said.next().and_then(|text| address(text.trim())) else { break };
            hop = before;
        }
        hop
    }
}

/// An address as proxies write it, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let found = bare.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip()));
    found.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::Proxies;

    fn source(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let trusted: Vec<String> = trusted.iter().map(|t| (*t).to_owned()).collect();
        Proxies::parse(&trusted).unwrap().source(peer.parse().unwrap(), forwarded).to_string()
    }

    #[test]
    fn a_forged_header_of_a_stranger_is_not_believed() {
        assert_eq!(source(&[], "203.0.113.9", &["198.51.100.7"]), "203.0.113.9");
        assert_eq!(source(&["10.0.0.1"], "203.0.113.9", &["198.51.100.7"]), "203.0.113.9");
        assert_eq!(source(&["10.0.0.0/24"], "10.0.1.1", &["198.51.100.7"]), "10.0.1.1");
    }

    #[test]
    fn a_trusted_proxy_is_believed_and_what_a_stranger_wrote_before_it_is_not() {
        let ours = ["127.0.0.1", "10.0.0.0/24", "2001:db8:1::/48"];
        assert_eq!(source(&ours, "127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(source(&ours, "::ffff:127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(source(&ours, "127.0.0.1", &["198.51.100.7, 203.0.113.9, 10.0.0.4"]), "203.0.113.9");
        assert_eq!(source(&ours, "127.0.0.1", &["198.51.100.7", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(source(&ours, "127.0.0.1", &["127.0.0.1, 203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(source(&ours, "2001:db8:1:2::3", &["[2001:db8:9::1]:443"]), "2001:db8:9::1");
    }

    #[test]
    fn a_header_that_is_missing_or_no_address_leaves_the_hop_before() {
        let ours = ["127.0.0.1"];
        for broken in [&[][..], &[""], &["unknown"], &["203.0.113.9, <script>"], &[",,,"]] {
            assert_eq!(source(&ours, "127.0.0.1", broken), "127.0.0.1", "{broken:?}");
        }
    }

    #[test]
    fn a_text_that_is_no_address_and_a_block_of_everybody_are_refused() {
        for wrong in ["proxy.internal", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.0/", ""] {
            assert_eq!(Proxies::parse(&[wrong.to_owned()]), Err(wrong.to_owned()));
        }
    }
}
