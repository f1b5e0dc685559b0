//! What happens, as it happens: state and what passes by to the page; the tablet's microphone to
//! the ears.

use std::sync::Arc;

use axum::{
    extract::{
        Path, State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    response::{IntoResponse, Response},
};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use crate::tablet::{Code, House, Problem};

/// A piece of sound: at most two seconds.
const LARGEST_PIECE: usize = 64 * 1024;

/// `GET /api/live`.
pub(super) async fn live<H: House>(
    State(house): State<Arc<H>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.max_message_size(1024).on_upgrade(move |socket| tell(house, socket))
}

/// Tells everything until the page goes.
async fn tell<H: House>(house: Arc<H>, mut socket: WebSocket) {
    let mut changes = house.changes();
    let mut passing = house.live();
    changes.mark_changed();
    loop {
        let text = tokio::select! {
            changed = changes.changed() => {
                if changed.is_err() {
                    return;
                }
                changes.mark_unchanged();
                json!({"type": "house", "house": house.state()}).to_string()
            }
            passed = passing.recv() => match passed {
                Ok(passed) => match serde_json::to_string(&passed) {
                    Ok(text) => text,
                    Err(_) => continue,
                },
                // A slow tablet misses angles, which are out of date anyway.
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            },
            said = socket.recv() => match said {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
        };
        if socket.send(Message::Text(text.into())).await.is_err() {
            return;
        }
    }
}

/// `GET /api/robots/{robot}/ears`.
pub(super) async fn ears<H: House>(
    State(house): State<Arc<H>>,
    Path(robot): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    // Told before the upgrade, so that the page can say why.
    if let Err(problem) = house.hear(&robot, Vec::new()) {
        return problem.into_response();
    }
    upgrade.max_message_size(LARGEST_PIECE).on_upgrade(move |socket| hear(house, robot, socket))
}

/// Hears until the page goes, or sends what is no sound.
async fn hear<H: House>(house: Arc<H>, robot: String, mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Binary(piece) = message else { continue };
        match samples(&piece).and_then(|samples| house.hear(&robot, samples)) {
            Ok(()) => {}
            Err(problem) => {
                let text = json!({"error": problem.error, "code": problem.code}).to_string();
                // The page may have gone.
                let _ = socket.send(Message::Text(text.into())).await;
                return;
            }
        }
    }
}

/// Signed 16-bit little-endian samples.
fn samples(piece: &[u8]) -> Result<Vec<i16>, Problem> {
    let (pairs, []) = piece.as_chunks::<2>() else {
        return Err(Problem::new(Code::BadRequest, "a piece of sound has an odd number of bytes"));
    };
    Ok(pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_little_endian_pairs() {
        assert_eq!(samples(&[0x01, 0x00, 0xff, 0xff]).unwrap(), [1, -1]);
        assert!(samples(&[1]).is_err());
    }
}
