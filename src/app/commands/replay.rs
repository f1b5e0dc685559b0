//! `companion replay`: what happened in a session and why. The engine walks the kept plan with
//! the kept events; the commands must be those that were given then.

use std::{
    io::{Write, stderr, stdout},
    path::PathBuf,
};

use anyhow::bail;
use clap::Args;
use serde_json::json;

use crate::{
    app::{config::Config, lacking::Lacking, narration},
    session::{Command, Session, Stamped},
    store::Store,
};

/// Replays a session from its journal, command for command.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// Id of the session, or its beginning; `last` for the newest.
    session: String,
    /// Folder of the database.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// One JSON object an event.
    #[arg(long)]
    json: bool,
}

/// Replays; 1 when a command differs.
///
/// # Errors
/// When there is no such session, or the store fails.
pub async fn run(args: ReplayArgs, mut config: Config) -> anyhow::Result<u8> {
    config.data.overruled_by(args.data);
    let database = config.database();
    if !database.is_file() {
        return Err(Lacking(format!(
            "there is no database {}: nothing was played yet",
            database.display()
        ))
        .into());
    }
    let store = Store::open(&database).await?;
    let id = find(&store, &args.session).await?;
    let mut session = Session::new(store.plan(&id).await?);
    let journal = store.journal(&id).await?;
    let mut out = stdout().lock();
    let (mut commands_told, mut different) = (0, 0);
    for (stamped, kept) in &journal {
        let mut now = session.on(stamped);
        now.retain(|command| !matches!(command, Command::Show(_)));
        commands_told += kept.len();
        let same = now == *kept;
        different += usize::from(!same);
        tell(&mut out, stamped, kept, &now, same, args.json)?;
    }
    let verdict = if different == 0 {
        format!(
            "{} events, {commands_told} commands: the same, command for command.",
            journal.len()
        )
    } else {
        format!(
            "{} events: {different} of them bring other commands now than they did then. Another version of Companion led this session.",
            journal.len()
        )
    };
    if args.json {
        writeln!(stderr(), "{verdict}")?;
    } else {
        writeln!(out, "{verdict}")?;
    }
    Ok(u8::from(different > 0))
}

async fn find(store: &Store, wanted: &str) -> anyhow::Result<String> {
    let beginning = if wanted == "last" { "" } else { wanted };
    let mut found = store.find(beginning).await?;
    match found.len() {
        0 => bail!("there is no session “{wanted}”"),
        1 => {}
        _ if wanted == "last" => found.truncate(1),
        many => bail!("{many} sessions begin with “{wanted}”: write more of the id"),
    }
    found.pop().ok_or_else(|| anyhow::anyhow!("there is no session “{wanted}”"))
}

fn tell(
    out: &mut impl Write,
    stamped: &Stamped,
    kept: &[Command],
    now: &[Command],
    same: bool,
    as_json: bool,
) -> std::io::Result<()> {
    if as_json {
        let mut line =
            json!({"at_ms": stamped.at_ms, "event": stamped.event, "commands": kept, "same": same});
        if !same {
            line["now"] = json!(now);
        }
        return writeln!(out, "{line}");
    }
    writeln!(out, "{:>6}  {}", narration::clock(stamped.at_ms), narration::event(&stamped.event))?;
    for told in kept.iter().filter_map(narration::command) {
        writeln!(out, "          → {told}")?;
    }
    if !same {
        writeln!(out, "          ! now it would be:")?;
        for told in now.iter().filter_map(narration::command) {
            writeln!(out, "          ! {told}")?;
        }
    }
    Ok(())
}
