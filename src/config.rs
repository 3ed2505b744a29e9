//! The settings of the database and the server.

use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use axum::http::Uri;
use clap::Args;
use ipnet::IpNet;

use crate::domain::refusal::{Fact, Refusal};
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
    #[arg(long, env = "MUYU_LANGUAGE", default_value = "es", global = true, value_parser = ["es", "en"])]
    pub language: String,
}

/// Checks the form of a database's address: a path, `sqlite://…` or `postgres://…`.
///
/// # Errors
/// `database-scheme`.
pub fn check_address(address: &str) -> Result<(), Refusal> {
    let known = ["sqlite", "postgres", "postgresql"];
    match address.split_once("://") {
        Some((scheme, rest)) if !known.contains(&scheme) || rest.is_empty() => {
            Err(Refusal::conflict("database-scheme").with("address", Fact::Text(address.chars().take(100).collect())))
        }
        None if ["sqlite:", "postgres:", "postgresql:", "mysql:", "mariadb:"].iter().any(|scheme| address.starts_with(scheme)) => {
            Err(Refusal::conflict("database-scheme").with("address", Fact::Text(address.chars().take(100).collect())))
        }
        _ => Ok(()),
    }
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

/// Checks `localhost:8080`, `127.0.0.1:8080` or `[::1]:8080`. Names are resolved when listening begins.
fn host_and_port(text: &str) -> Result<String, String> {
    let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty()).and_then(|(_, port)| port.parse::<u16>().ok());
    port.map(|_| text.to_owned()).ok_or_else(|| "not like localhost:8080".to_owned())
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
    /// The address to serve on, as localhost:8080.
    #[arg(long, env = "MUYU_LISTEN", default_value = "127.0.0.1:8080", value_parser = host_and_port)]
    pub listen: String,
}
