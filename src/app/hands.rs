//! Carries commands out: one queue for speech and one for motion, both emptied by a halt.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Mutex, mpsc},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use crate::{
    answer::Lexicon,
    app::translate,
    ears::Ears,
    language::Language,
    motion::{Posture, Trajectory},
    robot::{Body, BodyError},
    session::{Command, Event, Mood, MovementId, PromptId, TimerId},
    sound::Sound,
};

/// A halt that the robot does not confirm in this time must not hold up the session: the robot
/// edge goes on halting by itself.
const HALT_AT_MOST: Duration = Duration::from_secs(2);

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
    /// Word lists of the plan, for the ears.
    lexicon: Lexicon,
    done: mpsc::Sender<Done>,
    /// Speech and motion each wait for their turn here; both wait until the robot is awake.
    speech: Arc<Mutex<()>>,
    motion: Arc<Mutex<()>>,
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
        lexicon: Lexicon,
        done: mpsc::Sender<Done>,
    ) -> Hands<B> {
        let hands = Hands {
            session,
            body,
            ears,
            sound,
            lexicon,
            done,
            speech: Arc::default(),
            motion: Arc::default(),
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

    /// Carries out one command. Only a halt is waited for, since what follows must come after it.
    pub async fn carry_out(&mut self, command: Command) {
        match command {
            Command::Say { prompt, text, language, .. } => self.say(prompt, text, language),
            Command::Move { movement, trajectory, .. } => {
                self.move_with(movement, Motion::Run(Box::new(trajectory)));
            }
            Command::Posture { movement, posture } => {
                self.move_with(movement, Motion::Take(posture));
            }
            Command::Leds(mood) => self.leds(mood),
            Command::PlayMusic { track, volume } => self.sound.play(&track, volume),
            Command::StopMusic => self.sound.stop_music(),
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
        // Whoever spoke was cut before it could let the music rise again.
        self.sound.duck(false);
        match timeout(HALT_AT_MOST, self.body.halt()).await {
            Ok(Ok(()) | Err(BodyError::Lost)) => {}
            Ok(Err(error)) => tracing::warn!("halt: {error}"),
            Err(_) => tracing::warn!("the robot did not confirm the halt within 2 s"),
        }
    }

    /// Closes the session's hands: ears, music and timers end.
    pub fn close(&mut self) {
        self.open.cancel();
        self.ears.stop_listening();
        self.sound.stop_music();
    }

    fn say(&self, prompt: PromptId, text: String, language: Language) {
        let (body, sound) = (Arc::clone(&self.body), self.sound.clone());
        let queue = Arc::clone(&self.speech);
        self.spawn(async move {
            let _turn = queue.lock_owned().await;
            sound.duck(true);
            let said = body.say(&text, language).await;
            sound.duck(false);
            match said {
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

    fn move_with(&self, movement: MovementId, motion: Motion) {
        let body = Arc::clone(&self.body);
        let queue = Arc::clone(&self.motion);
        self.spawn(async move {
            let _turn = queue.lock_owned().await;
            let moved = match motion {
                Motion::Run(trajectory) => body.run(&trajectory).await,
                Motion::Take(posture) => body.posture(posture).await,
            };
            match moved {
                Ok(()) => Some(Event::MotionEnded(movement)),
                Err(BodyError::Lost | BodyError::Halted) => None,
                Err(error) => Some(Event::MotionFailed(movement, error.to_string())),
            }
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
        let body = Arc::clone(&self.body);
        tokio::spawn(async move {
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

enum Motion {
    Run(Box<Trajectory>),
    Take(Posture),
}
