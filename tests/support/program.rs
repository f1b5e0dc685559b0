//! The program as a newcomer starts it, on a port and in a folder of its own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// `companion serve`, running.
pub struct Program {
    child: Child,
    /// `localhost:PORT`.
    pub address: String,
    folder: TempDir,
}

impl Program {
    /// Starts it with these ears and this environment, and waits until it is ready.
    pub fn serve(ears: &str, environment: &[(&str, &Path)]) -> Program {
        let folder = TempDir::new().unwrap();
        Program::serve_in(folder, ears, environment)
    }

    /// The same, in a folder that may hold the data of a program that ran before.
    pub fn serve_in(folder: TempDir, ears: &str, environment: &[(&str, &Path)]) -> Program {
        let mut command = companion();
        command.args(["serve", "--listen", "127.0.0.1:0", "--ears", ears, "--data"]);
        command.arg(folder.path());
        for (name, value) in environment {
            command.env(name, value);
        }
        Program::start(command, folder)
    }

    /// The same, with a configuration of its own.
    pub fn serve_with(configuration: &str) -> Program {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("companion.yaml");
        std::fs::write(&file, configuration).unwrap();
        let mut command = companion();
        command.arg("serve").arg("--config").arg(&file).arg("--data").arg(folder.path());
        Program::start(command, folder)
    }

    fn start(mut command: Command, folder: TempDir) -> Program {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .split_once("http://")
            .and_then(|(_, rest)| rest.split_whitespace().next())
            .unwrap_or_else(|| panic!("the program says where it is: {line:?}"))
            .to_owned();
        Program { child, address, folder }
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("companion.db")
    }

    /// A request of the page; status and JSON (null when there is none).
    pub fn request(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let body = body.map(Value::to_string).unwrap_or_default();
        let (status, text) = self.raw(method, path, "application/json", body.as_bytes());
        (status, serde_json::from_slice(&text).unwrap_or(Value::Null))
    }

    /// A request with any body at all.
    pub fn raw(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        )
        .unwrap();
        // The program may answer and close before it has read everything.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let split = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(0);
        let status = String::from_utf8_lossy(&answer[..split])
            .split_whitespace()
            .nth(1)
            .and_then(|status| status.parse().ok())
            .unwrap_or(0);
        (status, answer[split + 4..].to_vec())
    }

    /// Kills it as a power cut does, and gives its folder back.
    pub fn cut_the_power(mut self) -> TempDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::replace(&mut self.folder, TempDir::new().unwrap())
    }

    /// Asks it to end, as Ctrl-C does; its folder, and how it ended.
    pub fn end(mut self) -> (TempDir, ExitStatus) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let ended = super::within(Duration::from_secs(30), || self.child.try_wait().unwrap());
        (std::mem::replace(&mut self.folder, TempDir::new().unwrap()), ended)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program, in the source tree, apart from whatever the user has configured.
pub fn companion() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_companion"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command
}

/// Asks again until there is an answer.
pub fn within<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < limit, "nothing within {limit:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
