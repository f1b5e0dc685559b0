//! The ears: a thread that listens to one turn after the other.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TryRecvError, sync_channel},
    },
    thread,
    time::Duration,
};

use tokio::sync::{mpsc, watch};

use crate::{
    answer::{Heard, Lexicon, ListenSpec, is_complete},
    ears::{
        Models, Report, SourceChoice,
        priority::give_way,
        recogniser::Recogniser,
        source::{self, Open, PIECE_MS, Pace, loudness},
        turn::{Turn, Verdict},
    },
};

/// Orders and frames that may wait.
const WAITING_AT_MOST: usize = 64;

enum Order {
    Listen(Box<(ListenSpec, Lexicon)>),
    Stop,
}

/// A handle to the ears of one robot. Cheap to clone; the ears close when the last one is dropped.
#[derive(Clone)]
pub struct Ears {
    orders: SyncSender<Order>,
    frames: SyncSender<Vec<i16>>,
}

impl Ears {
    /// Ears that wait. They obey `stop` before anything else.
    ///
    /// # Errors
    /// When the machine has no thread left.
    pub fn start(
        choice: SourceChoice,
        models: Arc<Models>,
        reports: mpsc::Sender<Report>,
        stop: watch::Receiver<u64>,
    ) -> std::io::Result<Ears> {
        let (orders, orders_rx) = sync_channel(WAITING_AT_MOST);
        let (frames, frames_rx) = sync_channel(WAITING_AT_MOST);
        let listener = Listener {
            choice,
            models,
            reports,
            stop,
            orders: orders_rx,
            frames: frames_rx,
            recording: None,
            at: 0,
            told: None,
        };
        thread::Builder::new().name("ears".into()).spawn(move || {
            give_way();
            listener.run();
        })?;
        Ok(Ears { orders, frames })
    }

    /// Opens the ears; a [`Report::Heard`] with the turn's number follows, always.
    pub fn listen(&self, spec: ListenSpec, lexicon: Lexicon) {
        self.order(Order::Listen(Box::new((spec, lexicon))));
    }

    /// Closes the ears; no report follows.
    pub fn stop_listening(&self) {
        self.order(Order::Stop);
    }

    /// Sound from the tablet: 16 kHz, one channel. What comes too fast is dropped.
    pub fn push_pcm(&self, samples: Vec<i16>) {
        // Full: the ears are closed or behind, and old sound is worth nothing.
        let _ = self.frames.try_send(samples);
    }

    fn order(&self, order: Order) {
        if self.orders.try_send(order).is_err() {
            tracing::error!("the ears do not answer");
        }
    }
}

struct Listener {
    choice: SourceChoice,
    models: Arc<Models>,
    reports: mpsc::Sender<Report>,
    stop: watch::Receiver<u64>,
    orders: Receiver<Order>,
    frames: Receiver<Vec<i16>>,
    /// The recording of `file:PATH`, read once.
    recording: Option<Vec<i16>>,
    /// How far it was played.
    at: usize,
    /// What was told last, so that staff are not told twice.
    told: Option<String>,
}

impl Listener {
    fn run(mut self) {
        while let Ok(order) = self.orders.recv() {
            let mut next = Some(order);
            while let Some(Order::Listen(turn)) = next.take() {
                let (spec, lexicon) = *turn;
                next = self.turn(&spec, &lexicon);
            }
        }
    }

    /// One turn. Gives the order that interrupted it, if one did.
    fn turn(&mut self, spec: &ListenSpec, lexicon: &Lexicon) -> Option<Order> {
        self.stop.mark_unchanged();
        let model = self.models.ready(spec.language);
        if model.is_none() && self.choice != SourceChoice::None {
            self.tell(
                "no_model",
                format!(
                    "there is no speech model for “{}” yet: answers are touched",
                    spec.language
                ),
            );
        }
        let recogniser = model.as_ref().and_then(|model| Recogniser::new(model, spec, lexicon));
        let deaf = recogniser.is_none();
        self.read_recording();
        // What the tablet sent while the ears were closed was not meant for us.
        while self.frames.try_recv().is_ok() {}
        let microphone = match &self.choice {
            SourceChoice::Microphone(name) if !deaf => match source::microphone(name.as_deref()) {
                Ok(microphone) => Some(microphone),
                Err(error) => {
                    self.tell("no_microphone", error.to_string());
                    None
                }
            },
            _ => None,
        };
        let pace = Pace::from_now();
        let mut open = match (&self.choice, microphone, &self.recording) {
            (_, Some(microphone), _) => Open::Microphone(Box::new(microphone)),
            (SourceChoice::File(_), _, Some(samples)) if !deaf => {
                Open::File { samples, at: &mut self.at, pace }
            }
            (SourceChoice::Tablet, _, _) if !deaf => {
                Open::Tablet { frames: &self.frames, left: Vec::new(), pace }
            }
            _ => Open::Silence(pace),
        };
        let mut recogniser = recogniser;
        let mut turn = Turn::new(spec);
        let mut told = String::new();
        loop {
            if self.stop.has_changed().unwrap_or(true) {
                return None;
            }
            match self.orders.try_recv() {
                Ok(order) => return Some(order),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            let piece = open.piece();
            let text = match &mut recogniser {
                Some(recogniser) => recogniser.take_in(&piece),
                None => String::new(),
            };
            if text != told {
                text.clone_into(&mut told);
                let partial = Report::Partial { utterance: spec.utterance, text: text.clone() };
                // Only for the eye: dropped when nobody keeps up.
                let _ = self.reports.try_send(partial);
            }
            let complete =
                !text.is_empty() && is_complete(&spec.task, spec.language, lexicon, &text);
            // A microphone that was unplugged brings nothing more.
            if piece.is_empty() {
                thread::sleep(Duration::from_millis(PIECE_MS));
            }
            let verdict = turn.after(PIECE_MS, &text, loudness(&piece), complete);
            if verdict == Verdict::End {
                break;
            }
        }
        let spoke = turn.somebody_spoke();
        let hypothesis = recogniser.and_then(|recogniser| recogniser.finish(turn.latency_ms()));
        let heard = match hypothesis {
            Some(hypothesis) => Heard::Speech(hypothesis),
            None if spoke => Heard::NotUnderstood,
            None => Heard::Silence,
        };
        let report = Report::Heard { utterance: spec.utterance, heard };
        if self.reports.blocking_send(report).is_err() {
            tracing::debug!("nobody waits for what was heard");
        }
        None
    }

    fn read_recording(&mut self) {
        if let (SourceChoice::File(path), None) = (&self.choice, &self.recording) {
            match source::read_file(path) {
                Ok(samples) => self.recording = Some(samples),
                Err(error) => {
                    self.tell("no_recording", error.to_string());
                    // Not read again and again.
                    self.recording = Some(Vec::new());
                }
            }
        }
    }

    fn tell(&mut self, code: &str, message: String) {
        if self.told.as_deref() == Some(&message) {
            return;
        }
        self.told = Some(message.clone());
        let notice = Report::Notice { code: code.to_owned(), message };
        if self.reports.blocking_send(notice).is_err() {
            tracing::debug!("nobody reads what the ears tell");
        }
    }
}
