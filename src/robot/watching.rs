//! Keeps the connection up and tells what the robot senses.

use std::{collections::HashMap, sync::Arc, time::Duration};

use rand::RngExt;
use serde_json::Value;
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, MissedTickBehavior, interval, sleep, sleep_until},
};

use crate::{
    motion::Joint,
    robot::{
        BodyError, Network, Notice, Sensed, calls::SHORT, dial::Address, heat, limits, link::Link,
        nao::sensed_angles, packet::Signal, taking,
    },
};

/// Between two looks at the joints: smooth enough for a drawing, and little for the robot.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Looks at the joints between two looks at the posture (1 s).
const POSTURE_EVERY: u32 = 5;

/// Looks at the joints between two looks at heat and battery (10 s).
const HEALTH_EVERY: u32 = 50;

/// Waits between attempts: doubled each time, up to the last.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LAST_WAIT: Duration = Duration::from_secs(15);

/// The events of ALMemory that are followed.
const TOUCHES: [(&str, Sensed); 8] = [
    ("FrontTactilTouched", Sensed::FrontTactilTouched),
    ("MiddleTactilTouched", Sensed::MiddleTactilTouched),
    ("RearTactilTouched", Sensed::RearTactilTouched),
    ("HandLeftBackTouched", Sensed::HandLeftBackTouched),
    ("HandRightBackTouched", Sensed::HandRightBackTouched),
    ("LeftBumperPressed", Sensed::LeftBumperPressed),
    ("RightBumperPressed", Sensed::RightBumperPressed),
    ("ChestButtonPressed", Sensed::ChestButtonPressed),
];
/// Those on which a hand may rest.
const HEAD: [Sensed; 3] =
    [Sensed::FrontTactilTouched, Sensed::MiddleTactilTouched, Sensed::RearTactilTouched];
/// A hand that stays so long on the head means stop.
const HELD_FOR: Duration = Duration::from_secs(2);
const FELL: &str = "robotHasFallen";
const CHARGER: &str = "BatteryPowerPluggedChanged";
const BATTERY: &str = "BatteryChargeChanged";

/// Connects, watches, and connects again, for ever.
pub(super) async fn keep(
    network: &dyn Network,
    address: &Address,
    now: &watch::Sender<Option<Arc<Link>>>,
    trouble: &watch::Sender<Option<String>>,
    notices: mpsc::Sender<Notice>,
) {
    let mut known = false;
    let mut wait = FIRST_WAIT;
    loop {
        match Link::open(network, address).await {
            Ok((link, signals)) => {
                let link = Arc::new(link);
                trouble.send_replace(None);
                let ended = watch_over(&link, signals, now, &notices, known).await;
                now.send_replace(None);
                match ended {
                    Ok(()) | Err(Ended::Lost) => {}
                    Err(Ended::Unusable(error)) => {
                        trouble.send_replace(Some(error.to_string()));
                    }
                    Err(Ended::NobodyListens) => return,
                }
                known = true;
                if notices.send(Notice::Lost).await.is_err() {
                    return;
                }
                wait = FIRST_WAIT;
            }
            Err(error) => {
                tracing::debug!("{error}");
                trouble.send_replace(Some(error.to_string()));
            }
        }
        // Several programs that lost a robot at the same moment must not return at the same moment.
        let jitter = rand::rng().random_range(0.8..1.2);
        sleep(wait.mul_f64(jitter)).await;
        wait = (wait * 2).min(LAST_WAIT);
    }
}

/// Why watching ended.
enum Ended {
    Lost,
    Unusable(BodyError),
    NobodyListens,
}

impl From<BodyError> for Ended {
    fn from(error: BodyError) -> Ended {
        match error {
            BodyError::Lost => Ended::Lost,
            error => Ended::Unusable(error),
        }
    }
}

/// From the first call of a session to its loss.
async fn watch_over(
    link: &Arc<Link>,
    mut signals: mpsc::Receiver<Signal>,
    now: &watch::Sender<Option<Arc<Link>>>,
    notices: &mpsc::Sender<Notice>,
    again: bool,
) -> Result<(), Ended> {
    if again {
        // The robot went on alone with what it was doing: it must be still before anything else.
        link.call("ALMotion", "killAll", vec![], SHORT).await?;
        link.call("ALTextToSpeech", "stopAll", vec![], SHORT).await?;
    }
    let mut followed = HashMap::new();
    for key in TOUCHES.iter().map(|(key, _)| *key).chain([FELL, BATTERY, CHARGER]) {
        match link.subscribe(key).await {
            Ok(object) => {
                followed.insert(object, key);
            }
            Err(BodyError::Lost) => return Err(Ended::Lost),
            Err(error) => tracing::debug!("not followed: {error}"),
        }
    }
    match limits::of_robot(&**link).await {
        Ok(told) => {
            for (joint, own) in limits::narrower(&told) {
                tracing::info!("{} allows only {own:?} on this robot", joint.name());
            }
            link.keep_limits(limits::stricter(&limits::ours(), &told));
        }
        Err(BodyError::Lost) => return Err(Ended::Lost),
        Err(error) => {
            tracing::warn!("the robot's limits could not be read ({error}); our own hold")
        }
    }
    let mut seen = Seen::default();
    if again {
        // Where it stands is known before anybody goes on.
        let posture = seen.posture(link).await?;
        now.send_replace(Some(Arc::clone(link)));
        if let Some(posture) = posture {
            tell(notices, posture).await?;
        }
        tell(notices, Notice::Back).await?;
    } else {
        now.send_replace(Some(Arc::clone(link)));
        let name = text(link, "robotName").await;
        let version = text(link, "systemVersion").await;
        tell(notices, Notice::Connected { name, version }).await?;
        if taking::is_taken(link).await {
            tell(notices, Notice::LeftTaken).await?;
        }
    }
    let mut hand: Option<(Sensed, Instant)> = None;
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut look = 0_u32;
    let mut failures = 0;
    loop {
        tokio::select! {
            () = link.lost() => return Err(Ended::Lost),
            Some(signal) = signals.recv() => {
                let key = followed.get(&signal.object).copied().unwrap_or_default();
                follow_hand(&mut hand, key, signal.data.first());
                if let Some(notice) = noticed(key, signal.data.first()) {
                    tell(notices, notice).await?;
                }
            }
            () = until(hand.map(|(_, since)| since + HELD_FOR)) => {
                if let Some((sensed, _)) = hand.take() {
                    tell(notices, Notice::Held(sensed)).await?;
                }
            }
            _ = looks.tick() => {
                match seen.look(link, look).await {
                    Ok(fresh) => {
                        failures = 0;
                        for notice in fresh {
                            tell(notices, notice).await?;
                        }
                    }
                    Err(error) => {
                        tracing::debug!("{error}");
                        failures += 1;
                        // A dead NAOqi behind a living bridge answers nothing.
                        if failures == 2 {
                            return Err(error.into());
                        }
                    }
                }
                look = look.wrapping_add(1);
            }
        }
    }
}

async fn tell(notices: &mpsc::Sender<Notice>, notice: Notice) -> Result<(), Ended> {
    notices.send(notice).await.map_err(|_| Ended::NobodyListens)
}

async fn text(link: &Link, method: &str) -> String {
    match link.call("ALSystem", method, vec![], SHORT).await {
        Ok(Value::String(text)) => text,
        _ => String::new(),
    }
}

/// A hand comes onto the head, or goes.
fn follow_hand(hand: &mut Option<(Sensed, Instant)>, key: &str, value: Option<&Value>) {
    let Some(sensed) = HEAD
        .into_iter()
        .find(|head| TOUCHES.iter().any(|(touch, sensed)| *touch == key && sensed == head))
    else {
        return;
    };
    if value.and_then(Value::as_f64).unwrap_or(0.0) > 0.0 {
        hand.get_or_insert((sensed, Instant::now()));
    } else if hand.is_some_and(|(held, _)| held == sensed) {
        *hand = None;
    }
}

/// Ends at a moment; never without one.
async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// What an event of ALMemory means.
fn noticed(key: &str, value: Option<&Value>) -> Option<Notice> {
    let number = match value {
        Some(Value::Bool(true)) => 1.0,
        Some(value) => value.as_f64().unwrap_or(0.0),
        None => 0.0,
    };
    match key {
        // Some versions raise it without a value.
        FELL if value.is_none() || number > 0.0 => Some(Notice::Fell),
        CHARGER => Some(Notice::Charging(number > 0.0)),
        BATTERY => Some(Notice::Battery(number.clamp(0.0, 100.0) as u8)),
        _ if number > 0.0 => TOUCHES
            .iter()
            .find(|(touch, _)| *touch == key)
            .map(|(_, sensed)| Notice::Touched(*sensed)),
        _ => None,
    }
}

/// What was seen last, so that only changes are told.
#[derive(Default)]
struct Seen {
    posture: String,
    battery: Option<u8>,
    hot: Vec<Joint>,
}

impl Seen {
    /// The posture, when it is another than before.
    async fn posture(&mut self, link: &Link) -> Result<Option<Notice>, BodyError> {
        let posture = link.call("ALRobotPosture", "getPosture", vec![], SHORT).await?;
        let Some(posture) = posture.as_str().filter(|posture| *posture != self.posture) else {
            return Ok(None);
        };
        posture.clone_into(&mut self.posture);
        Ok(Some(Notice::Posture(posture.to_owned())))
    }

    async fn look(&mut self, link: &Link, look: u32) -> Result<Vec<Notice>, BodyError> {
        let mut fresh = vec![Notice::Angles(sensed_angles(link).await?)];
        if look.is_multiple_of(POSTURE_EVERY) {
            fresh.extend(self.posture(link).await?);
        }
        if look.is_multiple_of(HEALTH_EVERY) {
            let battery = link.call("ALBattery", "getBatteryCharge", vec![], SHORT).await?;
            let battery = battery.as_f64().map(|charge| charge.clamp(0.0, 100.0) as u8);
            if battery != self.battery {
                self.battery = battery;
                fresh.extend(battery.map(Notice::Battery));
            }
            let heat = heat::read(link).await?;
            let hot = heat.hot();
            fresh.push(Notice::Temperatures(Box::new(heat.degrees.map(Option::unwrap_or_default))));
            if hot != self.hot {
                fresh.push(Notice::Hot(hot.clone()));
            }
            self.hot = hot;
        }
        Ok(fresh)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_press_is_told_and_a_release_is_not() {
        let press = noticed("FrontTactilTouched", Some(&json!(1.0)));
        assert_eq!(press, Some(Notice::Touched(Sensed::FrontTactilTouched)));
        assert_eq!(noticed("FrontTactilTouched", Some(&json!(0.0))), None);
        assert_eq!(noticed(FELL, None), Some(Notice::Fell));
        assert_eq!(noticed(BATTERY, Some(&json!(150))), Some(Notice::Battery(100)));
        assert_eq!(noticed("", Some(&json!(1.0))), None);
    }
}
