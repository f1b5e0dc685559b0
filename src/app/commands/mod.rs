//! One file a command.

pub mod check;
pub mod config;
pub mod ears;
pub mod movement;
pub mod play;
pub mod replay;
pub mod robot;
pub mod schema;
pub mod score;
pub mod serve;
pub mod virtual_nao;

/// Ends when somebody presses Ctrl-C, or the system asks the program to end.
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let asked = async {
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => {
                asked.recv().await;
            }
            // Without it Ctrl-C is left.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = asked => {}
        pressed = tokio::signal::ctrl_c() => if pressed.is_err() {
            std::future::pending::<()>().await;
        },
    }
}
