//! Where a bridge may answer: behind the robot's own web server, or directly.

/// The two protocols of the bridge: 2 is asked for first, 1.0 is all that NAOqi 2.1 has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    /// `/2`: `member`, properties, harmless errors.
    Two,
    /// `/1.0`: `method`, and some errors close the connection.
    One,
}

/// One way to a bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// `host:port`.
    pub(super) authority: String,
    /// Path of the handshake, with its compulsory final slash.
    pub(super) path: String,
    pub(super) namespace: Namespace,
}

/// The port on which the bridge itself listens, beside the web server.
const DIRECT_PORT: &str = "8002";

/// The web server's port.
const WEB_PORT: &str = "80";

/// Every way to the bridge of `host:port`, the likeliest first. On port 80 the robot's web server
/// is asked, then the bridge itself on 8002; on any other port only that port.
pub(super) fn routes(address: &str) -> Vec<Route> {
    let (host, port) = match address.rsplit_once(':') {
        // An IPv6 address has its port after a bracket.
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, port),
        _ => (address, WEB_PORT),
    };
    let mut routes = Vec::new();
    for (namespace, name) in [(Namespace::Two, "2"), (Namespace::One, "1.0")] {
        let through_web = format!("/libs/qimessaging/{name}/socket.io/1/");
        let direct = format!("/{name}/1/");
        let ways = match port {
            WEB_PORT => vec![(WEB_PORT, through_web), (DIRECT_PORT, direct)],
            DIRECT_PORT => vec![(DIRECT_PORT, direct)],
            other => vec![(other, through_web), (other, direct)],
        };
        routes.extend(ways.into_iter().map(|(port, path)| Route {
            authority: format!("{host}:{port}"),
            path,
            namespace,
        }));
    }
    routes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_web_server_is_asked_first_and_namespace_2_before_1() {
        let ways: Vec<String> = routes("nao.local:80")
            .into_iter()
            .map(|route| format!("{}{}", route.authority, route.path))
            .collect();
        assert_eq!(
            ways,
            [
                "nao.local:80/libs/qimessaging/2/socket.io/1/",
                "nao.local:8002/2/1/",
                "nao.local:80/libs/qimessaging/1.0/socket.io/1/",
                "nao.local:8002/1.0/1/",
            ]
        );
        assert_eq!(routes("10.0.0.2:8002").len(), 2);
        assert_eq!(routes("[fe80::1]:8002")[0].authority, "[fe80::1]:8002");
        assert_eq!(routes("[fe80::1]")[0].authority, "[fe80::1]:80");
    }
}
