//! The program as a process: command lines, and a server that can be killed or stopped.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

pub struct Server {
    pub address: String,
    log: PathBuf,
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
        Self::start_with(database, folder, &[]).await
    }

    /// The same with more arguments.
    pub async fn start_with(database: &str, folder: &Path, arguments: &[&str]) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_muyu")), database, folder, arguments).await
    }

    /// The same where no file may grow beyond a size: larger writes fail, and the program is not killed for it.
    pub async fn start_limited(database: &str, folder: &Path, kilobytes: u64) -> Self {
        let mut shell = Command::new("bash");
        shell.args(["-c", &format!("trap '' XFSZ; ulimit -S -f {kilobytes}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_muyu")]);
        Self::start_by(shell, database, folder, &[]).await
    }

    async fn start_by(mut command: Command, database: &str, folder: &Path, arguments: &[&str]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = folder.join("muyu.log");
        let child = command
            .args(["--database", database, "serve", "--listen", &format!("127.0.0.1:{port}")])
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let began = Instant::now();
        while reqwest::get(format!("{address}/health")).await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "the server did not start: {}", std::fs::read_to_string(&log).unwrap());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self { address, log, child }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The log so far.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Ends the process at once, like a power cut.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the process to stop, and returns its exit status and the time that it took.
    pub async fn stop(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        assert!(Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().unwrap().success());
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, began.elapsed());
            }
            assert!(began.elapsed() < Duration::from_secs(60), "it never ended");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The test may have killed it already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
