//! Carries commands out: one queue for speech and one for motion, both emptied by a halt.

use std::{
    future::pending,
    pin::pin,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::{
    sync::{Mutex, mpsc, oneshot},
    time::{sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    answer::Lexicon,
    app::{
        beats::{Beats, Meeting, Seat},
        homeward::{Begun, EARLY_AT_MOST, Homeward},
        translate,
    },
    ears::Ears,
    language::Language,
    motion::{Posture, Trajectory},
    robot::{Body, BodyError},
    session::{Command, Event, Mood, MovementId, PromptId, Start, TimerId},
    sound::{Softened, Sound},
};

/// A halt that the robot does not confirm in this time must not hold up the session: the robot
/// edge goes on halting by itself.
const HALT_AT_MOST: Duration = Duration::from_secs(2);

/// The music begins to sink so much before a sentence on the beat: it is low when Nao speaks.
const SINKS_BEFORE: Duration = Duration::from_millis(150);

/// What a robot needs of its own before people see and hear what it was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delays {
    /// From the arrival of a movement to its beginning.
    pub motion: Duration,
    /// From the arrival of a sentence to its first sound.
    pub speech: Duration,
}

/// What an edge has done, for the session of this number.
#[derive(Debug)]
pub struct Done {
    /// Which session asked for it.
    pub session: u64,
    /// What happened.
    pub event: Event,
}

/// The hands of one session.
pub struct Hands<B> {
    session: u64,
    body: Arc<B>,
    ears: Ears,
    sound: Sound,
    beats: Beats,
    delays: Delays,
    /// Held while Nao listens.
    softened: Option<Softened>,
    /// Word lists of the plan, for the ears.
    lexicon: Lexicon,
    done: mpsc::Sender<Done>,
    /// Speech and motion each wait for their turn here; both wait until the robot is awake.
    speech: Arc<Mutex<()>>,
    motion: Arc<Mutex<Pose>>,
    /// When a motion will be home whose end was told before.
    homeward: Homeward,
    /// Cancelled by a halt.
    turn: CancellationToken,
    /// Cancelled when the session is closed.
    open: CancellationToken,
}

impl<B: Body + 'static> Hands<B> {
    /// Wakes the robot up; what is said and moved waits until it is awake.
    pub fn open(
        session: u64,
        body: Arc<B>,
        ears: Ears,
        sound: Sound,
        delays: Delays,
        lexicon: Lexicon,
        done: mpsc::Sender<Done>,
    ) -> Hands<B> {
        let hands = Hands {
            session,
            body,
            ears,
            beats: Beats::new(sound.clone()),
            sound,
            delays,
            softened: None,
            lexicon,
            done,
            speech: Arc::default(),
            motion: Arc::default(),
            homeward: Homeward::default(),
            turn: CancellationToken::new(),
            open: CancellationToken::new(),
        };
        let body = Arc::clone(&hands.body);
        let speech = Arc::clone(&hands.speech).try_lock_owned();
        let motion = Arc::clone(&hands.motion).try_lock_owned();
        tokio::spawn(async move {
            match body.take().await {
                // A robot that is not there is taken when it is; a class that is stopped already
                // needs none.
                Ok(()) | Err(BodyError::Lost | BodyError::Halted) => {}
                Err(error) => tracing::warn!("the robot could not be woken up wholly: {error}"),
            }
            drop((speech, motion));
        });
        hands
    }

    /// Carries out what the session answered. Only a halt is waited for, since what follows must
    /// come after it.
    pub async fn carry_out(&mut self, answer: &[Command]) {
        let mut seats = self.seats(answer);
        for command in answer {
            // Only who begins on the beat has a seat.
            let seat = on_beat(command).and_then(|_| seats.pop());
            self.carry_out_one(command.clone(), seat).await;
        }
    }

    /// What begins on the beat begins on the same one.
    fn seats(&self, answer: &[Command]) -> Vec<Seat> {
        let tempos: Vec<f64> = answer.iter().filter_map(on_beat).collect();
        match tempos.first() {
            Some(bpm) => Meeting::of(tempos.len(), &self.beats, *bpm),
            None => Vec::new(),
        }
    }

    async fn carry_out_one(&mut self, command: Command, seat: Option<Seat>) {
        match command {
            Command::Say { prompt, text, language, .. } => self.say(prompt, text, language, seat),
            Command::Move { movement, trajectory, .. } => {
                self.move_with(movement, Motion::Run(Box::new(trajectory)), seat);
            }
            Command::Posture { movement, posture } => {
                self.move_with(movement, Motion::Take(posture), None);
            }
            Command::Leds(mood) => self.leds(mood),
            Command::PlayMusic { track, volume } => self.beats.play(&track, volume),
            Command::StopMusic => self.beats.stop_music(),
            Command::Chime(chime) => self.sound.chime(translate::chime(chime)),
            Command::Listen(spec) => self.ears.listen(spec, self.lexicon.clone()),
            Command::StopListening => self.ears.stop_listening(),
            Command::SetTimer { timer, after_ms } => self.set_timer(timer, after_ms),
            Command::Halt => self.halt().await,
            Command::Rest => self.rest(),
            // Kept by the journal, and shown by the conductor.
            Command::Record(_) | Command::Show(_) => {}
        }
    }

    /// Ends everything that is under way, at once; nothing that waited is carried out.
    pub async fn halt(&mut self) {
        self.turn.cancel();
        self.turn = CancellationToken::new();
        match timeout(HALT_AT_MOST, self.body.halt()).await {
            Ok(Ok(()) | Err(BodyError::Lost)) => {}
            Ok(Err(error)) => tracing::warn!("halt: {error}"),
            Err(_) => tracing::warn!("the robot did not confirm the halt within 2 s"),
        }
    }

    /// Whether an answer is awaited: the music is very soft then.
    pub fn listening(&mut self, awaited: bool) {
        match (awaited, &self.softened) {
            (true, None) => self.softened = Some(self.sound.soften_for_listening()),
            (true, Some(_)) => {}
            (false, _) => self.softened = None,
        }
    }

    /// Closes the session's hands: ears, music and timers end.
    pub fn close(&mut self) {
        self.open.cancel();
        self.ears.stop_listening();
        self.beats.stop_music();
        self.softened = None;
    }

    fn say(&self, prompt: PromptId, text: String, language: Language, seat: Option<Seat>) {
        let (body, sound) = (Arc::clone(&self.body), self.sound.clone());
        let (queue, delay) = (Arc::clone(&self.speech), self.delays.speech);
        self.spawn(async move {
            let _turn = queue.lock_owned().await;
            // The music comes back when this ends, also when a halt cuts it.
            let softened = OnceLock::new();
            let soften = || {
                softened.get_or_init(|| sound.soften_for_speech());
            };
            let begin = async {
                match seat {
                    Some(seat) => {
                        let lead = body.delay() + delay;
                        seat.on_the_beat(lead, SINKS_BEFORE, soften).await;
                    }
                    None => soften(),
                }
            };
            match body.say_when(&text, language, begin).await {
                Ok(()) => Some(Event::SpeechEnded(prompt)),
                // The session hears of the loss itself and says it again when the robot is back.
                Err(BodyError::Lost | BodyError::Halted) => None,
                Err(error) => {
                    tracing::warn!("a sentence was not said: {error}");
                    Some(Event::SpeechEnded(prompt))
                }
            }
        });
    }

    fn move_with(&self, movement: MovementId, motion: Motion, mut seat: Option<Seat>) {
        let (body, queue) = (Arc::clone(&self.body), Arc::clone(&self.motion));
        let (homeward, delays) = (self.homeward.clone(), self.delays);
        let (session, done) = (self.session, self.done.clone());
        self.spawn(async move {
            let lead = body.delay() + delays.motion;
            if let Some(seat) = &mut seat {
                homeward.promise(seat, body.delay(), lead);
            }
            let mut pose = queue.lock_owned().await;
            let trajectory = match motion {
                Motion::Run(trajectory) => trajectory,
                Motion::Take(posture) => {
                    let taken = body.posture(posture).await;
                    if taken.is_ok() {
                        *pose = Pose::Known;
                    }
                    return ended(movement, taken);
                }
            };
            if *pose == Pose::Unknown {
                match body.posture(trajectory.start()).await {
                    Ok(()) => *pose = Pose::Known,
                    Err(error) => return ended(movement, Err(error)),
                }
            }
            let (tell, begun) = oneshot::channel();
            let begin = async {
                if let Some(seat) = seat {
                    let beat = seat.on_the_beat(lead, Duration::ZERO, || {}).await;
                    // Fails only when the motion has ended.
                    let _ = tell.send(Begun::on(beat, &trajectory));
                }
            };
            let nearly_home = async {
                // What begins on no beat has no next one.
                let Ok(begun) = begun.await else { return pending().await };
                let lead = body.delay() + delays.speech.max(delays.motion);
                let Some(at) = begun.tell_at(body.delay(), lead) else { return pending().await };
                sleep_until(at).await;
                begun.home
            };
            let mut run = pin!(body.run_when(&trajectory, begin));
            let home = tokio::select! {
                moved = &mut run => return ended(movement, moved),
                home = nearly_home => home,
            };
            *pose = Pose::Unknown;
            homeward.told(home);
            // Fails only when the conductor has gone, and then nobody waits.
            let _ = done.send(Done { session, event: Event::MotionEnded(movement) }).await;
            match run.await {
                Ok(()) => *pose = Pose::Known,
                Err(BodyError::Lost | BodyError::Halted) => {}
                Err(error) => tracing::warn!("a movement did not come home: {error}"),
            }
            None
        });
    }

    fn leds(&self, mood: Mood) {
        let body = Arc::clone(&self.body);
        tokio::spawn(async move {
            if let Err(error) = body.leds(translate::eyes(mood)).await {
                tracing::debug!("the eyes did not change: {error}");
            }
        });
    }

    fn set_timer(&self, timer: TimerId, after_ms: u64) {
        self.spawn_in(self.open.clone(), async move {
            tokio::time::sleep(Duration::from_millis(after_ms)).await;
            Some(Event::TimerFired(timer))
        });
    }

    /// Lets the robot rest. One that is out of reach is brought to rest by its edge when it is
    /// found again.
    pub fn rest(&self) {
        let (body, motion) = (Arc::clone(&self.body), Arc::clone(&self.motion));
        tokio::spawn(async move {
            // A motion whose end was told may still be on its way home.
            let _home = timeout(EARLY_AT_MOST, motion.lock()).await;
            match body.rest().await {
                Ok(()) => {}
                Err(BodyError::Lost) => {
                    tracing::warn!("the robot is lost: it is brought to rest when it is found");
                }
                Err(error) => tracing::warn!("the robot was not brought to rest: {error}"),
            }
        });
    }

    fn spawn(&self, work: impl Future<Output = Option<Event>> + Send + 'static) {
        self.spawn_in(self.turn.clone(), work);
    }

    fn spawn_in(
        &self,
        cut: CancellationToken,
        work: impl Future<Output = Option<Event>> + Send + 'static,
    ) {
        let (session, done) = (self.session, self.done.clone());
        tokio::spawn(async move {
            let event = tokio::select! {
                biased;
                () = cut.cancelled() => None,
                event = work => event,
            };
            if let Some(event) = event {
                // Fails only when the conductor has gone, and then nobody waits.
                let _ = done.send(Done { session, event }).await;
            }
        });
    }
}

/// The tempo of what begins on the beat.
fn on_beat(command: &Command) -> Option<f64> {
    match command {
        Command::Say { start: Start::OnBeat { bpm }, .. }
        | Command::Move { start: Start::OnBeat { bpm }, .. } => Some(*bpm),
        _ => None,
    }
}

/// What a motion has come to.
fn ended(movement: MovementId, moved: Result<(), BodyError>) -> Option<Event> {
    match moved {
        Ok(()) => Some(Event::MotionEnded(movement)),
        Err(BodyError::Lost | BodyError::Halted) => None,
        Err(error) => Some(Event::MotionFailed(movement, error.to_string())),
    }
}

enum Motion {
    Run(Box<Trajectory>),
    Take(Posture),
}

/// Whether the robot is where the session knows it to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Pose {
    #[default]
    Known,
    /// The session was told of the end of a motion that never came, or has not come yet.
    Unknown,
}
