//! The program itself, as a process: what is said on the command line, and a server that can be killed.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

pub struct Server {
    pub address: String,
    child: Child,
}

/// Runs the program to its end.
pub fn muyu(database: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_muyu")).args(["--database", database]).args(arguments).output().unwrap()
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

impl Server {
    /// Serves a database on a free port of the loopback, and waits until it answers.
    pub async fn start(database: &str, folder: &Path) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(env!("CARGO_BIN_EXE_muyu"))
            .args(["--database", database, "serve", "--listen", &format!("127.0.0.1:{port}")])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let began = Instant::now();
        while reqwest::get(format!("{address}/health")).await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "the server did not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self { address, child }
    }

    /// Ends the process at once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended where the test killed it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
