//! `companion play`: one routine in the terminal, on a robot or as a rehearsal without one.

use std::{
    io::{IsTerminal, Write, stderr, stdout},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    sync::{
        broadcast::{self, error::RecvError},
        mpsc, oneshot,
    },
    time::timeout,
};

use crate::{
    answer::Source,
    app::{
        commands::serve,
        conductor::Unfinished,
        config::{Address, Config},
        lacking::Lacking,
        narration,
        now::Passing,
        orders::{Order, Start},
        repertoire::{Repertoire, has_errors},
        robots::Robot,
    },
    ears::SourceChoice,
    script::{self, Plan},
    session::{Command, Participant, Resident, StaffAction, Stamped, rehearse},
};

/// Plays one routine in the terminal. While it runs, type an answer, or /pause, /resume, /skip,
/// /repeat, /stop.
#[derive(Debug, Args)]
pub struct PlayArgs {
    /// The routine.
    file: PathBuf,
    /// `virtual`, or the address of a robot (else the first of the configuration).
    #[arg(long, value_name = "virtual|HOST")]
    robot: Option<Address>,
    /// Where the sound comes from: microphone, microphone:NAME, file:PATH, none.
    #[arg(long, value_name = "SOURCE")]
    ears: Option<SourceChoice>,
    /// Who takes part: somebody on the list, or a guest of this name.
    #[arg(long, value_name = "NAME")]
    resident: Option<String>,
    /// No robot and no waiting: an imagined resident answers (perfect, wrong, silent,
    /// forgetful, chatty).
    #[arg(long, value_name = "SCENARIO")]
    rehearse: Option<Resident>,
    /// Seed of all chance, to have the same session again.
    #[arg(long)]
    seed: Option<u64>,
    /// Folder of the database.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// One JSON object an event.
    #[arg(long)]
    json: bool,
}

/// Robot id of sessions that are played in a terminal.
const TERMINAL: &str = "terminal";

/// How long a robot may take to answer.
const CONNECTED_WITHIN: Duration = Duration::from_secs(20);

/// Plays a routine to its end.
///
/// # Errors
/// When the robot does not answer, or the output cannot be written.
pub async fn run(args: PlayArgs, mut config: Config) -> anyhow::Result<u8> {
    config.data.overruled_by(args.data.clone());
    let read = Repertoire::new(&config).in_file(&args.file).await?;
    let mistakes = &read.compiled.diagnostics;
    if !mistakes.is_empty() {
        write!(stderr(), "{}", script::render(mistakes, stderr().is_terminal()))?;
    }
    let (Some(plan), false) = (read.compiled.plan, has_errors(mistakes)) else { return Ok(1) };
    match args.rehearse {
        Some(resident) => rehearsal(plan, resident, &args),
        None => on_a_robot(read.name, plan, args, config).await,
    }
}

fn rehearsal(plan: Plan, resident: Resident, args: &PlayArgs) -> anyhow::Result<u8> {
    let now = jiff::ZonedDateTime::now().datetime();
    let rehearsal = rehearse(plan, resident, args.seed.unwrap_or_default(), now);
    let mut out = stdout().lock();
    for (stamped, commands) in &rehearsal.journal {
        if args.json {
            writeln!(out, "{}", json_line(stamped, commands))?;
            continue;
        }
        let time = narration::clock(stamped.at_ms);
        for told in commands.iter().filter_map(narration::command) {
            writeln!(out, "{time:>6}  {told}")?;
        }
    }
    let minutes = rehearsal.duration_s / 60.0;
    if !args.json {
        writeln!(
            out,
            "{minutes:.1} minutes with a resident who is {resident}: {} of {} points",
            rehearsal.score, rehearsal.of
        )?;
    }
    Ok(u8::from(!rehearsal.ended))
}

async fn on_a_robot(
    routine: String,
    plan: Plan,
    args: PlayArgs,
    config: Config,
) -> anyhow::Result<u8> {
    let (shared, _) = serve::open(&config).await?;
    let mut robot_config = config
        .robots
        .value
        .first()
        .cloned()
        .ok_or_else(|| Lacking("companion.yaml names no robot".into()))?;
    robot_config.id = TERMINAL.to_owned();
    if let Some(address) = args.robot {
        robot_config.address = address;
    }
    if let Some(ears) = args.ears {
        robot_config.ears = ears;
    }
    let participant = match args.resident {
        None => Participant::default(),
        Some(name) => {
            let known = shared.store.residents().await?;
            let found = known.into_iter().find(|resident| resident.name == name);
            found
                .map_or(Participant { name, ..Participant::default() }, |known| known.participant())
        }
    };
    let models = shared.models.clone();
    let language = plan.language;
    tokio::task::spawn_blocking(move || models.load(language)).await?;
    let store = shared.store.clone();
    let robot = Robot::start(robot_config, &shared, Unfinished::Leave).await?;
    connected(&robot).await?;
    let mut passing = robot.passing.subscribe();
    let (reply, started) = oneshot::channel();
    let start = Start { routine, plan, participant, seed: args.seed };
    robot.orders.send(Order::Start(Box::new(start), reply)).await?;
    let session = started.await??;
    tokio::spawn(obey_the_terminal(robot.orders.clone()));

    let mut line = ProgressLine::new(args.json);
    let watched = watch(&robot, &mut passing, &mut line).await;
    // Whatever else fails, also a closed terminal: the robot is brought to rest.
    robot.close().await;
    let interrupted = watched?;
    if !args.json {
        if let Some(detail) = store.session(&session).await? {
            let summary = detail.summary;
            let ended = summary.ended.as_deref().unwrap_or("interrupted");
            writeln!(stdout(), "{ended}: {} of {} points", summary.score, summary.of)?;
        }
        writeln!(stdout(), "See it again: companion replay {session}")?;
    }
    Ok(if interrupted { 130 } else { 0 })
}

/// Shows what happens until the session is over; whether it was interrupted.
async fn watch(
    robot: &Robot,
    passing: &mut broadcast::Receiver<Passing>,
    line: &mut ProgressLine,
) -> std::io::Result<bool> {
    let mut interrupts = 0;
    loop {
        tokio::select! {
            passed = passing.recv() => match passed {
                Ok(Passing::Line(happened)) => {
                    let session = robot.now.borrow().session.clone();
                    let over = session.as_ref().is_some_and(|session| session.over);
                    line.happened(&happened.0, &happened.1, session.map(|session| session.view).as_ref())?;
                    if over {
                        break;
                    }
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break,
            },
            () = super::interrupted() => {
                interrupts += 1;
                robot.stop();
                if interrupts > 1 {
                    break;
                }
            }
        }
    }
    line.close()?;
    Ok(interrupts > 0)
}

/// Waits until the robot answers.
async fn connected(robot: &Robot) -> anyhow::Result<()> {
    let mut now = robot.now.clone();
    let there = timeout(CONNECTED_WITHIN, now.wait_for(|now| now.connected)).await;
    if there.is_ok_and(|there| there.is_ok()) {
        return Ok(());
    }
    let why = robot.trouble.borrow().clone();
    let why = why.unwrap_or_else(|| "the robot did not answer".to_owned());
    Err(Lacking(why).into())
}

/// What is typed: an answer, or a word with a slash.
async fn obey_the_terminal(orders: mpsc::Sender<Order>) {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(typed)) = lines.next_line().await {
        let action = match typed.trim() {
            "" => continue,
            "/pause" => Some(StaffAction::Pause),
            "/resume" => Some(StaffAction::Resume),
            "/skip" => Some(StaffAction::Skip),
            "/easier" => Some(StaffAction::Easier),
            "/harder" => Some(StaffAction::Harder),
            "/repeat" => Some(StaffAction::Repeat),
            "/stop" => Some(StaffAction::Stop),
            _ => None,
        };
        let outcome = match action {
            Some(action) => {
                let (reply, outcome) = oneshot::channel();
                if orders.send(Order::Act(action, reply)).await.is_err() {
                    return;
                }
                outcome
            }
            None => {
                let (reply, outcome) = oneshot::channel();
                let text = typed.trim().to_owned();
                let order = Order::Answer { text, source: Source::Staff, reply };
                if orders.send(order).await.is_err() {
                    return;
                }
                outcome
            }
        };
        if let Ok(Err(refusal)) = outcome.await {
            // The terminal may be closed.
            let _ = writeln!(stderr(), "{refusal}");
        }
    }
}

fn json_line(stamped: &Stamped, commands: &[Command]) -> serde_json::Value {
    let commands: Vec<&Command> =
        commands.iter().filter(|command| !matches!(command, Command::Show(_))).collect();
    json!({"at_ms": stamped.at_ms, "event": stamped.event, "commands": commands})
}

/// The progress: one line that is written over in a terminal, a line a change elsewhere.
struct ProgressLine {
    json: bool,
    over: bool,
    shown: String,
}

impl ProgressLine {
    fn new(json: bool) -> ProgressLine {
        ProgressLine { json, over: stdout().is_terminal(), shown: String::new() }
    }

    fn happened(
        &mut self,
        stamped: &Stamped,
        commands: &[Command],
        view: Option<&crate::session::View>,
    ) -> std::io::Result<()> {
        let mut out = stdout().lock();
        if self.json {
            return writeln!(out, "{}", json_line(stamped, commands));
        }
        let heard = matches!(stamped.event, crate::session::Event::Heard(..));
        let kept = commands.iter().filter(|command| matches!(command, Command::Record(_)));
        let mut told: Vec<String> = kept.filter_map(narration::command).collect();
        if heard {
            told.insert(0, narration::event(&stamped.event));
        }
        for told in told {
            if self.over {
                write!(out, "\r\x1b[K")?;
            }
            writeln!(out, "       {told}")?;
        }
        if let Some(view) = view {
            let progress = narration::progress(stamped.at_ms, view);
            // Only the time has changed: not worth a line of its own.
            let essence = progress.split_once(']').map_or("", |(_, rest)| {
                rest.trim_start_matches(|c: char| c == ' ' || c == ':' || c.is_ascii_digit())
            });
            if self.over {
                let short: String = progress.chars().take(100).collect();
                write!(out, "\r\x1b[K{short}")?;
            } else if essence != self.shown {
                writeln!(out, "{progress}")?;
                essence.clone_into(&mut self.shown);
            }
        }
        out.flush()
    }

    fn close(&self) -> std::io::Result<()> {
        if self.over && !self.json {
            writeln!(stdout())?;
        }
        Ok(())
    }
}
