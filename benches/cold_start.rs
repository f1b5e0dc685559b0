//! From the start of the program to the first byte of the tablet page, beside a peer: Python's
//! own web server, started in the same run. `cargo bench --bench cold_start`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const RUNS: usize = 9;

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn companion(port: u16) -> (Child, tempfile::TempDir) {
    let data = tempfile::TempDir::new().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_companion"))
        .args(["serve", "--ears", "none", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(data.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (child, data)
}

fn peer(port: u16) -> (Child, tempfile::TempDir) {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::copy("web/dist/index.html", folder.path().join("index.html")).unwrap();
    let child = Command::new("python3")
        .args(["-m", "http.server", "--bind", "127.0.0.1", &port.to_string()])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (child, folder)
}

/// Time from the start to the first byte of `/`.
fn first_byte(start: impl Fn(u16) -> (Child, tempfile::TempDir)) -> Duration {
    let port = free_port();
    let began = Instant::now();
    let (mut child, _folder) = start(port);
    let took = loop {
        assert!(began.elapsed() < Duration::from_secs(60), "no page");
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
            stream.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
            let mut byte = [0];
            if stream.read_exact(&mut byte).is_ok() {
                break began.elapsed();
            }
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    child.kill().unwrap();
    child.wait().unwrap();
    took
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn main() {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(first_byte(companion));
        theirs.push(first_byte(peer));
    }
    let worst = ours.iter().max().unwrap().as_secs_f64() * 1000.0;
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "companion serve   {ours:6.0} ms to the first byte (median of {RUNS}, worst {worst:.0} ms)"
    );
    println!("python http.server {theirs:5.0} ms; ratio {:.2}", ours / theirs);
}
