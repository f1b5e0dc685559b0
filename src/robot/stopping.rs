//! Stop: the fastest path in the program, over a connection of its own.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use crate::robot::{BodyError, Network, calls::SHORT, dial::Address, link::Link, nao::Connected};

/// What ends motion and speech at once, each by itself.
const ENDS: [(&str, &str); 3] =
    [("ALMotion", "killAll"), ("ALTextToSpeech", "stopAll"), ("ALRobotPosture", "stopMove")];

/// Between attempts to open the connection.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// The robot stands still already; the main connection must not hold up whoever stopped it.
const SWEPT_WITHIN: Duration = Duration::from_secs(1);

/// The link that is open for stop, if one is.
type Own = watch::Receiver<Option<Arc<Link>>>;

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

/// All that a stop needs; each clone can stop the robot.
#[derive(Clone)]
pub(super) struct Stopping {
    /// Counts halts; whatever is under way ends at each.
    halts: Arc<watch::Sender<u64>>,
    own: Own,
    main: watch::Receiver<Option<Arc<Connected>>>,
}

impl Stopping {
    pub(super) fn new(own: Own, main: watch::Receiver<Option<Arc<Connected>>>) -> Stopping {
        Stopping { halts: Arc::new(watch::Sender::new(0)), own, main }
    }

    /// Changes at each halt from now on.
    pub(super) fn halts(&self) -> watch::Receiver<u64> {
        self.halts.subscribe()
    }

    /// Ends whatever is under way: first over the connection of its own, where nothing is before
    /// it; then over the main one, where a movement may be on its way that would begin after the
    /// stop.
    pub(super) async fn halt(&self) -> Result<(), BodyError> {
        self.halts.send_modify(|count| *count += 1);
        let own = self.own.borrow().clone();
        let main = self.main.borrow().clone();
        match (own, main) {
            (None, None) => Err(BodyError::Lost),
            (Some(own), None) => end(&own).await,
            (None, Some(main)) => sweep(&main.link).await,
            (Some(own), Some(main)) => {
                let sweeping = timeout(SWEPT_WITHIN, sweep(&main.link));
                let (ended, swept) = tokio::join!(end(&own), sweeping);
                // Either is enough: a connection may just have been lost.
                match (ended, swept) {
                    (Err(_), Ok(Ok(()))) => Ok(()),
                    (ended, _) => ended,
                }
            }
        }
    }
}

/// Three frames at once.
async fn end(link: &Link) -> Result<(), BodyError> {
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

/// The same, behind whatever was sent before; then motion once more, since a posture that is
/// being planned sends movements until it is told to stop.
async fn sweep(link: &Link) -> Result<(), BodyError> {
    end(link).await?;
    link.call("ALMotion", "killAll", vec![], SHORT).await.map(drop)
}
