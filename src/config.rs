//! Where the database is, and where to listen.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

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

#[derive(Clone, Debug, Args)]
pub struct ListenOption {
    /// The address to serve on.
    #[arg(long, env = "MUYU_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}
