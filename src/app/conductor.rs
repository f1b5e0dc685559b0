//! One robot and the session that it leads: events are journalled first, then their commands are
//! carried out.

use std::sync::Arc;

use rand::RngExt;
use tokio::{
    sync::{broadcast, mpsc, watch},
    time::Instant,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    answer::{Heard, Hypothesis},
    app::{
        hands::{Delays, Done, Hands},
        journal::Journal,
        now::{Passing, RobotNow, SessionNow, remember},
        orders::{Order, Refusal, Start},
        translate,
    },
    ears::{Ears, Report},
    robot::{Body, Notice},
    script::Plan,
    session::{
        ClassCost, Command, Event, Gauges, How, Participant, Remembered, Session, StaffAction,
        Stamped, Workload,
    },
    sound::Sound,
    store::NewSession,
};

/// What becomes of a session that a crash or a power cut interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfinished {
    /// It is gone on with.
    GoOn,
    /// It is left as it is.
    Leave,
}

/// What a conductor needs.
pub struct Parts<B, J> {
    /// Id of the robot.
    pub robot: String,
    /// What Nao calls itself.
    pub name: String,
    /// The robot.
    pub body: Arc<B>,
    /// Its ears.
    pub ears: Ears,
    /// The loudspeaker of this machine.
    pub sound: Sound,
    /// What the robot needs before it is seen and heard.
    pub delays: Delays,
    /// Where sessions are kept.
    pub store: J,
    /// What to do with a session that was interrupted.
    pub unfinished: Unfinished,
    /// Stop: obeyed before anything else.
    pub stop: watch::Receiver<u64>,
    /// Cancelled when the program closes.
    pub closing: CancellationToken,
    /// From people.
    pub orders: mpsc::Receiver<Order>,
    /// From the robot.
    pub notices: mpsc::Receiver<Notice>,
    /// From the ears.
    pub reports: mpsc::Receiver<Report>,
    /// What is known, for whoever looks.
    pub now: watch::Sender<RobotNow>,
    /// What passes by, for whoever listens.
    pub passing: broadcast::Sender<Passing>,
}

/// Conducts the sessions of one robot.
pub struct Conductor<B, J> {
    parts: Parts<B, J>,
    done: mpsc::Sender<Done>,
    done_rx: Option<mpsc::Receiver<Done>>,
    running: Option<Running<B>>,
    /// Counts sessions, so that a late reply of one never reaches another.
    sessions: u64,
}

struct Running<B> {
    id: String,
    routine: String,
    number: u64,
    session: Session,
    hands: Hands<B>,
    /// Number of the next line of the journal.
    line: u64,
    began: Instant,
    /// Session time before the program came back, ms.
    before_ms: u64,
    /// What it asks of the robot's body.
    workload: Workload,
    /// Of the robot at the start; `None` when this program did not see it.
    before: Option<Gauges>,
}

/// Requests of the edges that may wait for the conductor.
const WAITING_AT_MOST: usize = 64;

impl<B: Body + 'static, J: Journal> Conductor<B, J> {
    /// A conductor that waits for orders.
    pub fn new(parts: Parts<B, J>) -> Conductor<B, J> {
        let (done, done_rx) = mpsc::channel(WAITING_AT_MOST);
        Conductor { parts, done, done_rx: Some(done_rx), running: None, sessions: 0 }
    }

    /// Works until the program closes; then a running session is halted and left unfinished in
    /// the store, to be gone on with.
    pub async fn run(mut self) {
        let Some(mut done) = self.done_rx.take() else { return };
        if self.parts.unfinished == Unfinished::GoOn {
            self.resume_unfinished().await;
        }
        loop {
            tokio::select! {
                biased;
                () = self.parts.closing.cancelled() => break,
                Ok(()) = self.parts.stop.changed() => {
                    self.happened(Event::StaffSaid(StaffAction::Stop)).await;
                }
                order = self.parts.orders.recv() => match order {
                    Some(order) => self.order(order).await,
                    None => break,
                },
                Some(notice) = self.parts.notices.recv() => self.notice(notice).await,
                Some(report) = self.parts.reports.recv() => self.report(report).await,
                Some(done) = done.recv() => {
                    if self.running.as_ref().is_some_and(|running| running.number == done.session) {
                        self.happened(done.event).await;
                    }
                }
            }
        }
        if let Some(mut running) = self.running.take() {
            running.hands.halt().await;
            running.hands.close();
            if let Err(error) = self.parts.body.rest().await {
                tracing::warn!("the robot was not brought to rest: {error}");
            }
        }
    }

    async fn order(&mut self, order: Order) {
        match order {
            Order::Start(start, reply) => {
                let started = self.start(*start).await;
                let _ = reply.send(started);
            }
            Order::Act(action, reply) => {
                let answer = match &self.running {
                    // Corrections are welcome after the end too.
                    None => Err(Refusal::Idle),
                    Some(running) => {
                        // The stop switch was faster; its farewell is not cut by its own echo.
                        let echo =
                            action == StaffAction::Stop && running.session.view().ended.is_some();
                        if !echo {
                            self.happened(Event::StaffSaid(action)).await;
                        }
                        Ok(())
                    }
                };
                let _ = reply.send(answer);
            }
            Order::Answer { text, source, reply } => {
                let open =
                    self.running.as_ref().and_then(|running| running.session.open_utterance());
                let answer = match open {
                    None => Err(Refusal::NoQuestion),
                    Some(utterance) => {
                        let heard = Heard::Speech(Hypothesis::certain(text, source));
                        self.happened(Event::Heard(utterance, heard)).await;
                        Ok(())
                    }
                };
                let _ = reply.send(answer);
            }
        }
    }

    async fn start(&mut self, start: Start) -> Result<String, Refusal> {
        if self.running.as_ref().is_some_and(|running| !running.session.is_over()) {
            return Err(Refusal::Busy);
        }
        let id = Uuid::now_v7();
        let now = jiff::ZonedDateTime::now();
        self.parts
            .store
            .begin(NewSession {
                id,
                routine: &start.routine,
                robot: &self.parts.robot,
                participant: &start.participant,
                plan: &start.plan,
                started_at: now.timestamp(),
            })
            .await
            .map_err(|error| Refusal::Store(error.to_string()))?;
        let memory = self.remembered(&start.participant, &start.plan).await;
        let started = Event::Started {
            seed: start.seed.unwrap_or_else(|| rand::rng().random()),
            now: now.datetime(),
            participant: start.participant,
            memory,
            robot: self.parts.name.clone(),
        };
        self.open(id.to_string(), start.routine, Session::new(start.plan), 0, 0);
        let (before, battery) = {
            let now = self.parts.now.borrow();
            (now.gauges(), now.battery)
        };
        if let Some(running) = &mut self.running {
            running.before = Some(before);
        }
        self.happened(started).await;
        self.tell_where_it_is().await;
        // The robot tells its charge only when it changes.
        if let Some(low) = battery.and_then(|charge| translate::event(&Notice::Battery(charge))) {
            self.happened(low).await;
        }
        Ok(id.to_string())
    }

    /// What is known of who takes part, as far as the plan asks for it.
    async fn remembered(&self, participant: &Participant, plan: &Plan) -> Remembered {
        let banks = plan.banks();
        let Some(resident) = participant.id.as_deref().filter(|_| !banks.is_empty()) else {
            return Remembered::default();
        };
        match self.parts.store.remembered(resident).await {
            Ok(remembered) => remembered.of_banks(&banks),
            // A game is not refused because a disk fails: it begins as for somebody new.
            Err(error) => {
                tracing::warn!("earlier games could not be looked up: {error}");
                Remembered::default()
            }
        }
    }

    fn open(&mut self, id: String, routine: String, session: Session, line: u64, before_ms: u64) {
        if let Some(mut last) = self.running.take() {
            last.hands.close();
        }
        self.sessions += 1;
        let hands = Hands::open(
            self.sessions,
            Arc::clone(&self.parts.body),
            self.parts.ears.clone(),
            self.parts.sound.clone(),
            self.parts.delays,
            session.plan().lexicon.clone(),
            self.done.clone(),
        );
        self.running = Some(Running {
            id,
            routine,
            number: self.sessions,
            session,
            hands,
            line,
            began: Instant::now(),
            before_ms,
            workload: Workload::default(),
            before: None,
        });
    }

    /// Goes on with the session that a crash or a power cut interrupted.
    async fn resume_unfinished(&mut self) {
        let unfinished = match self.parts.store.unfinished(&self.parts.robot).await {
            Ok(Some(unfinished)) => unfinished,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!("unfinished sessions could not be looked up: {error}");
                return;
            }
        };
        let mut session = Session::new(unfinished.plan);
        for (stamped, _) in &unfinished.journal {
            session.on(stamped);
        }
        let line = unfinished.journal.len() as u64;
        let before_ms = unfinished.journal.last().map_or(0, |(stamped, _)| stamped.at_ms);
        if line == 0 || session.is_over() {
            if let Err(error) = self.parts.store.mark_abandoned(&unfinished.id).await {
                tracing::warn!("session {}: {error}", unfinished.id);
            }
            return;
        }
        tracing::info!("session {} is gone on with", unfinished.id);
        self.open(unfinished.id, unfinished.routine, session, line, before_ms);
        self.happened(Event::CameBack).await;
        self.tell_where_it_is().await;
    }

    /// A session that begins takes the robot for there, and for on the ground.
    async fn tell_where_it_is(&mut self) {
        let (connected, lifted) = {
            let now = self.parts.now.borrow();
            (now.connected, now.lifted)
        };
        if lifted {
            self.happened(Event::RobotLifted(true)).await;
        }
        if !connected {
            self.happened(Event::RobotLost).await;
        }
    }

    async fn notice(&mut self, notice: Notice) {
        self.parts.now.send_if_modified(|now| remember(now, &notice));
        if let Notice::Angles(angles) = &notice {
            // Nobody may be looking.
            let _ = self.parts.passing.send(Passing::Angles(angles.clone()));
        }
        if let Some(event) = translate::event(&notice) {
            self.happened(event).await;
        }
    }

    async fn report(&mut self, report: Report) {
        match report {
            Report::Heard { utterance, heard } => {
                self.happened(Event::Heard(utterance, heard)).await;
            }
            Report::Partial { text, .. } => {
                let _ = self.parts.passing.send(Passing::Partial(text));
            }
            Report::Notice { code, message, .. } => {
                tracing::warn!("ears: {message}");
                self.parts.now.send_modify(|now| now.ears_notice = Some((code, message)));
            }
        }
    }

    /// The one way in which anything happens to a session: the core decides, the journal keeps,
    /// then the hands act.
    async fn happened(&mut self, event: Event) {
        let Some(running) = &mut self.running else { return };
        let was_over = running.session.is_over();
        let at_ms = running.before_ms + running.began.elapsed().as_millis() as u64;
        let stamped = Stamped { at_ms, event };
        let commands = running.session.on(&stamped);
        if was_over && commands.is_empty() {
            return;
        }
        let kept = self.parts.store.append(&running.id, running.line, &stamped, &commands).await;
        match kept {
            Ok(()) => running.line += 1,
            // A class is not broken off because a disk is full; staff see it in the log.
            Err(error) => tracing::error!("session {}: not kept: {error}", running.id),
        }
        running.hands.carry_out(&commands).await;
        running.hands.listening(running.session.open_utterance().is_some());
        let over = running.session.is_over();
        if !was_over {
            running.workload.add(&stamped, &commands);
        }
        if over && !was_over {
            running.hands.close();
            if let Some(before) = &running.before {
                let after = self.parts.now.borrow().gauges();
                let cost = ClassCost::measured(&running.workload, before, &after);
                keep_cost(&self.parts.store, &self.parts.robot, cost).await;
            }
            // Whoever was out of reach at the end could not be told; a fall has let the motors go.
            let fell = running.session.view().ended == Some(How::Fell);
            if !fell && !commands.contains(&Command::Rest) {
                running.hands.rest();
            }
        }
        let session = SessionNow {
            id: running.id.clone(),
            routine: running.routine.clone(),
            participant: running.session.view().participant,
            view: running.session.view(),
            over,
        };
        self.parts.now.send_if_modified(|now| {
            let changed = now.session.as_ref() != Some(&session);
            now.session = Some(session);
            changed
        });
        // Told last: whoever hears of it finds the new state. Nobody may be listening.
        let _ = self.parts.passing.send(Passing::Line(Box::new((stamped, commands))));
    }
}

/// Keeps what a class cost, for the forecast of the next one.
async fn keep_cost(store: &impl Journal, robot: &str, cost: Option<ClassCost>) {
    let Some(cost) = cost else { return };
    if let Err(error) = store.keep_cost(robot, &cost).await {
        tracing::warn!("what the class cost was not kept: {error}");
    }
}
