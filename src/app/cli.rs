//! The command line.

use std::{
    io::{IsTerminal, Write, stderr},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::app::{
    commands::{
        check, config as show_config, ears, movement, play, replay, robot, schema, score, serve,
        virtual_nao,
    },
    config::Config,
    lacking::Lacking,
    priority,
};

/// A Nao robot leads seniors' gym classes and memory games.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    /// The configuration; `companion.yaml` in the working folder when it is there.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Starts robots, ears and the tablet page.
    Serve(serve::ServeArgs),
    /// Plays one routine in the terminal.
    Play(play::PlayArgs),
    /// Checks routines, movements, words and the audio index.
    Check(check::CheckArgs),
    /// Prints the JSON Schema of routines, for editors.
    Schema,
    /// The library of movements.
    Movement(movement::MovementArgs),
    /// Scores answers, one JSON object a line of standard input.
    Score(score::ScoreArgs),
    /// Microphones, and what is understood.
    Ears(ears::EarsArgs),
    /// Looks a robot over.
    Robot(robot::RobotArgs),
    /// Serves a virtual Nao alone, for any client of the bridge.
    VirtualNao(virtual_nao::VirtualNaoArgs),
    /// What happened in a session and why, command for command.
    Replay(replay::ReplayArgs),
    /// The effective configuration, and where each value comes from.
    Config(show_config::ConfigArgs),
}

/// 0 done, 1 something is wrong in the input, 2 wrong usage, 3 the environment lacks something,
/// 130 interrupted.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let log = EnvFilter::try_from_env("COMPANION_LOG")
        .unwrap_or_else(|_| EnvFilter::new("companion=info,warn"));
    tracing_subscriber::fmt()
        .with_env_filter(log)
        .with_target(false)
        .with_ansi(stderr().is_terminal())
        .with_writer(stderr)
        .init();
    match run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when this fails too.
            let _ = writeln!(stderr(), "companion: {error:#}");
            ExitCode::from(if error.downcast_ref::<Lacking>().is_some() { 3 } else { 1 })
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<u8> {
    if let Command::Schema = cli.command {
        return schema::run();
    }
    if let Command::Score(args) = &cli.command {
        return score::run(args, cli.config.as_deref());
    }
    let config = Config::load(cli.config.as_deref())?;
    match cli.command {
        Command::Schema => schema::run(),
        Command::Score(args) => score::run(&args, cli.config.as_deref()),
        Command::Check(args) => check::run(&args, &config),
        Command::Movement(args) => movement::run(&args, &config),
        Command::Config(args) => show_config::run(&args, &config),
        Command::Ears(args) => ears::run(&args, &config),
        Command::Serve(args) => in_runtime(serve::run(args, config)),
        Command::Play(args) => in_runtime(play::run(args, config)),
        Command::Replay(args) => in_runtime(replay::run(args, config)),
        Command::Robot(args) => in_runtime(robot::run(args, config)),
        Command::VirtualNao(args) => in_runtime(virtual_nao::run(args)),
    }
}

fn in_runtime(work: impl Future<Output = anyhow::Result<u8>>) -> anyhow::Result<u8> {
    let runtime = priority::runtime()?;
    let outcome = runtime.block_on(work);
    // A thread that reads the terminal would hold the program for ever.
    runtime.shutdown_background();
    outcome
}

/// `companion replay … | head` is no mistake.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
