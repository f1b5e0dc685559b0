//! Keeps the connection up and tells what the robot senses.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rand::RngExt;
use serde_json::{Value, json};
use tokio::{
    sync::{Notify, mpsc, watch},
    time::{Instant, MissedTickBehavior, interval, sleep, sleep_until},
};

use crate::{
    motion::{JOINT_COUNT, Joint},
    robot::{
        BodyError, Network, Notice,
        calls::{Calls, SHORT},
        dial::Address,
        ground::Ground,
        heat::{self, Heat},
        link::Link,
        nao::Connected,
        packet::{Object, Signal},
        safety,
        senses::{self, Meaning, Senses},
        stopping::Stopping,
        taking::Holding,
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

/// Keeps the connection to one robot.
pub(super) struct Keeper {
    pub(super) main: watch::Sender<Option<Arc<Connected>>>,
    pub(super) trouble: watch::Sender<Option<String>>,
    pub(super) notices: mpsc::Sender<Notice>,
    pub(super) holding: Arc<Holding>,
    pub(super) stopping: Stopping,
    pub(super) ground: Arc<Ground>,
    /// The charge that was told last: an event and a look both tell it.
    pub(super) charge: Mutex<Option<u8>>,
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

impl Keeper {
    /// Connects, watches, and connects again, for ever.
    pub(super) async fn keep(&self, network: &dyn Network, address: &Address) {
        let mut known = false;
        let mut wait = FIRST_WAIT;
        loop {
            match Link::open(network, address).await {
                Ok((link, signals)) => {
                    self.trouble.send_replace(None);
                    let ended = self.watch_over(link, signals, known).await;
                    self.main.send_replace(None);
                    match ended {
                        Ended::Lost => {}
                        Ended::Unusable(error) => {
                            self.trouble.send_replace(Some(error.to_string()));
                        }
                        Ended::NobodyListens => return,
                    }
                    known = true;
                    if self.notices.send(Notice::Lost).await.is_err() {
                        return;
                    }
                    wait = FIRST_WAIT;
                }
                Err(error) => {
                    tracing::debug!("{error}");
                    self.trouble.send_replace(Some(error.to_string()));
                }
            }
            // Several programs that lost a robot at the same moment must not return at the same
            // moment.
            let jitter = rand::rng().random_range(0.8..1.2);
            sleep(wait.mul_f64(jitter)).await;
            wait = (wait * 2).min(LAST_WAIT);
        }
    }

    /// From the first call of a session to its loss.
    async fn watch_over(
        &self,
        link: Link,
        mut signals: mpsc::Receiver<Signal>,
        again: bool,
    ) -> Ended {
        let (connected, followed) = match self.welcome(link, again).await {
            Ok(welcomed) => welcomed,
            Err(ended) => return ended,
        };
        // Touches and falls must not wait for a slow look.
        let look_at_heat = Notify::new();
        tokio::select! {
            () = connected.link.lost() => Ended::Lost,
            ended = self.follow(&connected, &followed, &mut signals, &look_at_heat) => ended,
            ended = self.look_around(&connected, &look_at_heat) => ended,
        }
    }

    /// What must happen before anybody may use the connection, in this order: the robot is
    /// stopped if it may be moving for us, its posture is read, its events are followed; then it
    /// is taken for the class that wants it, or given back.
    async fn welcome(
        &self,
        link: Link,
        again: bool,
    ) -> Result<(Arc<Connected>, HashMap<Object, &'static str>), Ended> {
        if again {
            // It went on alone with what it was doing.
            still(&link).await?;
        }
        let held = self.holding.connected(&link).await?;
        if held && !again {
            // A program before us left it so.
            still(&link).await?;
        }
        let family = safety::family(&link).await?;
        let lies = safety::lies(&family);
        self.tell_all(self.ground.family(&family)).await?;
        let mut followed = HashMap::new();
        for key in senses::followed() {
            match link.subscribe(key).await {
                Ok(object) => {
                    followed.insert(object, key);
                }
                Err(BodyError::Lost) => return Err(Ended::Lost),
                Err(error) => tracing::debug!("not followed: {error}"),
            }
        }
        self.feel_the_ground(&link).await?;
        let connected = Arc::new(Connected::new(link).await?);
        self.main.send_replace(Some(Arc::clone(&connected)));
        if lies && again {
            // Nobody saw it fall; the class must not have it get up by itself.
            self.fell().await?;
        }
        // Looked at after the connection is there for all: whoever wants the robot from now on
        // takes it by itself.
        if self.holding.is_wanted() {
            match self.holding.take(&connected.link).await {
                Err(BodyError::Lost) => return Err(Ended::Lost),
                Err(error) => tracing::warn!("the robot could not be woken up wholly: {error}"),
                Ok(()) => {}
            }
        } else if held {
            self.give_back(&connected);
        }
        if again {
            self.tell(Notice::Back).await?;
        } else {
            let name = text(&connected.link, "robotName").await;
            let version = text(&connected.link, "systemVersion").await;
            self.tell(Notice::Connected { name, version }).await?;
        }
        Ok((connected, followed))
    }

    /// Events tell changes only, and it may have been lifted or put down meanwhile.
    async fn feel_the_ground(&self, link: &Link) -> Result<(), Ended> {
        let feet = link.call_if_there("ALMemory", "getData", vec![json!(senses::FEET_NOW)]).await?;
        match feet {
            Some(feet) if !feet.is_null() => {
                self.tell_all(self.ground.feet(senses::number(Some(&feet)) > 0.0)).await
            }
            _ => Ok(()),
        }
    }

    /// Tells what the robot raises.
    async fn follow(
        &self,
        connected: &Connected,
        followed: &HashMap<Object, &'static str>,
        signals: &mut mpsc::Receiver<Signal>,
        look_at_heat: &Notify,
    ) -> Ended {
        let mut senses = Senses::default();
        // Events tell changes only.
        let plugged = vec![json!(senses::CHARGER)];
        match connected.link.call_if_there("ALMemory", "getData", plugged).await {
            Ok(Some(plugged)) if !plugged.is_null() => {
                let notice = senses.charger(senses::number(Some(&plugged)) > 0.0);
                if let Err(ended) = self.tell_all(notice).await {
                    return ended;
                }
            }
            Ok(_) => {}
            Err(error) => tracing::debug!("{error}"),
        }
        loop {
            let held_at = senses.held_at();
            let held = async {
                match held_at {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            let told = tokio::select! {
                biased;
                () = held => {
                    senses.told_held();
                    self.stop_now();
                    self.tell(Notice::Held).await
                }
                signal = signals.recv() => {
                    let Some(signal) = signal else { return Ended::Lost };
                    let key = followed.get(&signal.object).copied().unwrap_or_default();
                    match senses.raised(key, signal.data.first(), Instant::now()) {
                        Meaning::Tell(Notice::Fell) => self.fell().await,
                        Meaning::Tell(notice) => self.tell(notice).await,
                        Meaning::Feet(touch) => self.tell_all(self.ground.feet(touch)).await,
                        Meaning::LookAtHeat => {
                            look_at_heat.notify_one();
                            Ok(())
                        }
                        Meaning::Voice(value) => {
                            connected.spoken.send_modify(|spoken| spoken.told(key, value));
                            Ok(())
                        }
                        Meaning::Nothing => Ok(()),
                    }
                }
            };
            if let Err(ended) = told {
                return ended;
            }
        }
    }

    /// Looks at the joints, the posture, heat and battery, for ever.
    async fn look_around(&self, connected: &Arc<Connected>, look_at_heat: &Notify) -> Ended {
        let mut seen = Seen::default();
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut look = 0_u32;
        let mut failures = 0;
        loop {
            tokio::select! {
                _ = looks.tick() => {}
                // The next look is one at everything.
                () = look_at_heat.notified() => {
                    look = look.next_multiple_of(HEALTH_EVERY);
                    continue;
                }
            }
            match seen.look(connected, look, &self.ground).await {
                Ok(fresh) => {
                    failures = 0;
                    if let Err(ended) = self.tell_all(fresh).await {
                        return ended;
                    }
                }
                Err(error) => {
                    tracing::debug!("{error}");
                    failures += 1;
                    // A dead NAOqi behind a living bridge answers nothing.
                    if failures == 2 {
                        return error.into();
                    }
                }
            }
            if look.is_multiple_of(HEALTH_EVERY) && self.holding.owes() {
                self.give_back(connected);
            }
            look = look.wrapping_add(1);
        }
    }

    /// It fell: the class has no robot any more, and nobody takes it again by itself.
    async fn fell(&self) -> Result<(), Ended> {
        self.holding.want(false);
        self.tell(Notice::Fell).await
    }

    /// Gives the robot back, without holding up what is watched.
    fn give_back(&self, connected: &Arc<Connected>) {
        let (holding, connected) = (Arc::clone(&self.holding), Arc::clone(connected));
        tokio::spawn(async move {
            if let Err(error) = holding.give_back(&connected.link).await {
                tracing::warn!("the robot was not given back yet: {error}");
            }
        });
    }

    /// The head is a stop switch: it needs nobody else.
    fn stop_now(&self) {
        let stopping = self.stopping.clone();
        tokio::spawn(async move {
            if let Err(error) = stopping.halt().await {
                tracing::warn!("stop: {error}");
            }
        });
    }

    async fn tell(&self, notice: Notice) -> Result<(), Ended> {
        match notice {
            Notice::Battery(charge) => {
                let mut told = self.charge.lock().unwrap_or_else(PoisonError::into_inner);
                if told.replace(charge) == Some(charge) {
                    return Ok(());
                }
            }
            // The next look is soon; what waits is more important.
            Notice::Angles(_) if self.notices.capacity() == 0 => return Ok(()),
            _ => {}
        }
        self.notices.send(notice).await.map_err(|_| Ended::NobodyListens)
    }

    async fn tell_all(&self, notices: impl IntoIterator<Item = Notice>) -> Result<(), Ended> {
        for notice in notices {
            self.tell(notice).await?;
        }
        Ok(())
    }
}

/// Ends whatever the robot does alone, before anything else is said.
async fn still(link: &Link) -> Result<(), BodyError> {
    link.call("ALMotion", "killAll", vec![], SHORT).await?;
    link.call("ALTextToSpeech", "stopAll", vec![], SHORT).await?;
    Ok(())
}

async fn text(link: &Link, method: &str) -> String {
    match link.call("ALSystem", method, vec![], SHORT).await {
        Ok(Value::String(text)) => text,
        _ => String::new(),
    }
}

/// What was seen last, so that only changes are told.
#[derive(Default)]
struct Seen {
    posture: String,
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

    async fn look(
        &mut self,
        Connected { link, delay, .. }: &Connected,
        look: u32,
        ground: &Ground,
    ) -> Result<Vec<Notice>, BodyError> {
        let asked = Instant::now();
        let mut fresh = vec![Notice::Angles(sensed_angles(link).await?)];
        delay.answered(asked.elapsed());
        if look.is_multiple_of(POSTURE_EVERY) {
            fresh.extend(self.posture(link).await?);
            fresh.extend(ground.family(&safety::family(link).await?));
        }
        if look.is_multiple_of(HEALTH_EVERY) {
            let battery = link.call("ALBattery", "getBatteryCharge", vec![], SHORT).await?;
            fresh.extend(battery.as_f64().map(senses::charge));
            let heat = heat::read(link).await?;
            fresh.extend(temperatures(&heat));
            let hot = heat.hot();
            if !hot.is_empty() && hot != self.hot {
                fresh.push(Notice::Hot(hot.clone()));
            }
            self.hot = hot;
        }
        Ok(fresh)
    }
}

/// The sensed angles of all joints.
async fn sensed_angles(link: &Link) -> Result<Box<[f64; JOINT_COUNT]>, BodyError> {
    let sensed =
        link.call("ALMotion", "getAngles", vec![json!("Body"), json!(true)], SHORT).await?;
    let angles: Option<Vec<f64>> =
        sensed.as_array().map(|list| list.iter().filter_map(Value::as_f64).collect());
    angles.and_then(|angles| Box::<[f64]>::from(angles).try_into().ok()).ok_or_else(|| {
        BodyError::Refused {
            call: "ALMotion.getAngles".to_owned(),
            text: format!("{JOINT_COUNT} angles were expected, not {sensed}"),
        }
    })
}

fn temperatures(heat: &Heat) -> Option<Notice> {
    heat.warmest()?;
    Some(Notice::Temperatures(Box::new(heat.degrees.map(Option::unwrap_or_default))))
}
