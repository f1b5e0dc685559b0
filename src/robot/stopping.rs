//! Stop: the fastest path in the program, over a connection of its own.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::sleep};

use crate::robot::{BodyError, Network, calls::SHORT, dial::Address, link::Link, nao::Now};

/// What ends motion and speech at once, each by itself.
const ENDS: [(&str, &str); 3] =
    [("ALMotion", "killAll"), ("ALTextToSpeech", "stopAll"), ("ALRobotPosture", "stopMove")];

/// Between attempts to open the connection.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// Keeps the connection open, with the services looked up, so that a stop is one frame away.
pub(super) async fn keep(
    network: &dyn Network,
    address: &Address,
    now: &watch::Sender<Option<Arc<Link>>>,
) {
    loop {
        // The main connection tells what is wrong with the robot.
        if let Ok((link, _signals)) = Link::open(network, address).await {
            let link = Arc::new(link);
            // Getters that change nothing; an error is told when it matters.
            let warm = [
                ("ALMotion", "robotIsWakeUp"),
                ("ALTextToSpeech", "getLanguage"),
                ("ALRobotPosture", "getPosture"),
            ];
            for (service, method) in warm {
                if let Err(error) = link.call(service, method, vec![], SHORT).await {
                    tracing::debug!("{error}");
                }
            }
            now.send_replace(Some(Arc::clone(&link)));
            link.lost().await;
            now.send_replace(None);
        }
        sleep(AGAIN_AFTER).await;
    }
}

/// Ends whatever is under way. Over the connection of its own; over the main one when that is
/// not open.
pub(super) async fn halt(
    halts: &watch::Sender<u64>,
    stop: &Now,
    main: &Now,
) -> Result<(), BodyError> {
    halts.send_modify(|count| *count += 1);
    let own = stop.borrow().clone();
    let link = own.or_else(|| main.borrow().clone()).ok_or(BodyError::Lost)?;
    let [motion, speech, posture] =
        ENDS.map(|(service, method)| link.call(service, method, vec![], SHORT));
    let (motion, speech, posture) = tokio::join!(motion, speech, posture);
    motion?;
    speech?;
    // Older versions do not have it; killAll has ended the motion anyway.
    if let Err(error @ BodyError::Lost) = posture {
        return Err(error);
    }
    Ok(())
}
