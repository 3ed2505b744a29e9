//! Where the database is, and where to listen.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use axum::http::Uri;
use clap::Args;
use ipnet::IpNet;

use crate::web::cookies::Cookies;

/// What every command that opens a database takes.
#[derive(Clone, Debug, Args)]
pub struct DatabaseOption {
    /// A path, sqlite://path (created with its folder) or postgres://…
    #[arg(long, env = "MUYU_DATABASE", default_value = "muyu.db", global = true)]
    pub database: String,
    /// The folder of attached documents; beside the database unless it is said here.
    #[arg(long, env = "MUYU_FILES", global = true)]
    pub files: Option<PathBuf>,
    /// The language of messages: es or en.
    #[arg(long, env = "MUYU_LANGUAGE", default_value = "es", global = true)]
    pub language: String,
}

/// How people reach the program.
#[derive(Clone, Debug, Default, Args)]
pub struct Access {
    /// Proxies whose word is taken for where a request came from: addresses or networks, with commas between them.
    #[arg(long = "trusted-proxy", env = "MUYU_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
    /// What people type to come here, as https://muyu.example.org: with https, cookies are for https alone.
    #[arg(long, env = "MUYU_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
}

impl Access {
    pub fn cookies(&self) -> Cookies {
        Cookies { secure: self.public_url.as_ref().is_some_and(|url| url.secure) }
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| "neither an address nor a network, as 10.0.0.0/8".to_owned())
}

/// The scheme and host that people type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    pub origin: String,
    pub secure: bool,
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unfit = || "not like https://muyu.example.org".to_owned();
        let uri: Uri = text.parse().map_err(|_| unfit())?;
        match (uri.scheme_str(), uri.authority(), uri.path_and_query().map_or("/", |path| path.as_str())) {
            (Some(scheme @ ("http" | "https")), Some(host), "/") => Ok(Self { origin: format!("{scheme}://{host}"), secure: scheme == "https" }),
            _ => Err(unfit()),
        }
    }
}

#[derive(Clone, Debug, Args)]
pub struct ListenOption {
    #[command(flatten)]
    pub access: Access,
    /// The address to serve on.
    #[arg(long, env = "MUYU_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}
