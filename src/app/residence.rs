//! The program as the tablet reaches it: robots, routines, residents.

use std::sync::Arc;

use futures_util::future::join_all;
use tokio::{
    sync::{broadcast, mpsc, oneshot, watch},
    task::spawn_blocking,
};

use crate::{
    answer::Source,
    app::{
        config::Address,
        now::Passing,
        orders::{Order, Refusal, Start},
        repertoire::{Repertoire, has_errors},
        robots::{Robot, Shared},
    },
    ears::{ModelStatus, SourceChoice},
    script::{self, Plan},
    session::{Costs, Forecast, Outlook, Participant, StaffAction, adjustments, forecast},
    store::Store,
    tablet::{
        Code, ForecastState, House, HouseState, Live, ModelState, NoticeState, Problem, RobotState,
        RoutineCard, SessionState, Steering,
    },
};

/// What passes by and may be missed by a slow tablet.
const PASSING: usize = 256;

/// A residence with its robots.
pub struct Residence {
    robots: Vec<Robot>,
    repertoire: Repertoire,
    shared: Shared,
    /// What the loudspeaker has to say.
    notice: Option<NoticeState>,
    changes: watch::Sender<u64>,
    live: broadcast::Sender<Live>,
}

impl Residence {
    /// Brings the robots together; from now on their changes are told.
    pub fn new(
        robots: Vec<Robot>,
        repertoire: Repertoire,
        shared: Shared,
        silent: Option<String>,
    ) -> Arc<Residence> {
        let residence = Arc::new(Residence {
            notice: silent.map(|message| NoticeState { code: "no_sound".into(), message }),
            robots,
            repertoire,
            shared,
            changes: watch::Sender::new(0),
            live: broadcast::channel(PASSING).0,
        });
        for robot in &residence.robots {
            tell_changes(robot.now.clone(), &residence.changes);
            tell_changes(robot.trouble.clone(), &residence.changes);
            tell_passing(robot.config.id.clone(), &robot.passing, &residence.live);
        }
        tell_changes(residence.shared.models.watch(), &residence.changes);
        residence
    }

    /// Brings every robot to rest.
    pub async fn close(&self) {
        join_all(self.robots.iter().map(Robot::close)).await;
    }

    fn robot(&self, id: &str) -> Result<&Robot, Problem> {
        self.robots
            .iter()
            .find(|robot| robot.config.id == id)
            .ok_or_else(|| Problem::new(Code::UnknownRobot, format!("there is no robot “{id}”")))
    }

    /// The name and the plan of a routine that can be started.
    async fn plan(&self, routine: &str) -> Result<(String, Plan), Problem> {
        let read = self.repertoire.by_name(routine).await.ok_or_else(|| {
            Problem::new(Code::UnknownRoutine, format!("there is no routine “{routine}”"))
        })?;
        let mistakes = &read.compiled.diagnostics;
        match (read.compiled.plan, has_errors(mistakes)) {
            (Some(plan), false) => Ok((read.name, plan)),
            _ => {
                let mistakes = script::render(mistakes, false);
                Err(Problem::new(Code::BrokenRoutine, mistakes.trim_end()))
            }
        }
    }

    /// Who takes part: somebody of the list, or a guest.
    async fn participant(&self, resident: Option<&str>) -> Result<Participant, Problem> {
        let Some(id) = resident else { return Ok(Participant::default()) };
        let found = self.shared.store.resident(id).await?;
        let found = found.ok_or_else(Problem::unknown_resident)?;
        Ok(found.participant())
    }

    /// How a plan would end for a robot as it is now.
    async fn foresee(
        &self,
        robot: &Robot,
        plan: Plan,
        participant: Participant,
    ) -> Result<Forecast, Problem> {
        let costs = match self.shared.store.class_costs(&robot.config.id).await {
            Ok(classes) => Costs::learned(&classes),
            // A class is not refused because a disk fails.
            Err(error) => {
                tracing::warn!("what earlier classes cost could not be looked up: {error}");
                Costs::default()
            }
        };
        let gauges = robot.now.borrow().gauges();
        // A rehearsal takes a while when the routine is long.
        spawn_blocking(move || forecast(&plan, &participant, &gauges, &costs))
            .await
            .map_err(|error| Problem::new(Code::Internal, error.to_string()))
    }

    fn robot_state(&self, robot: &Robot) -> RobotState {
        let now = robot.now.borrow().clone();
        let trouble = robot.trouble.borrow().clone();
        let notice = trouble
            .filter(|_| !now.connected)
            .map(|message| NoticeState { code: "no_robot".into(), message })
            .or(now.ears_notice.map(|(code, message)| NoticeState { code, message }))
            .or_else(|| self.notice.clone());
        RobotState {
            id: robot.config.id.clone(),
            name: robot.config.name.clone(),
            is_virtual: robot.config.address == Address::Virtual,
            connected: now.connected,
            battery: now.battery,
            posture: now.posture,
            ears: robot.config.ears.to_string(),
            notice,
            session: now.session.map(|session| SessionState {
                id: session.id,
                routine: session.routine,
                participant: session.participant,
                over: session.over,
                view: session.view,
            }),
        }
    }
}

impl House for Residence {
    fn state(&self) -> HouseState {
        let models = self.shared.models.watch().borrow().clone();
        HouseState {
            version: env!("CARGO_PKG_VERSION"),
            models: models
                .into_iter()
                .map(|(language, status)| (language, model_state(status)))
                .collect(),
            robots: self.robots.iter().map(|robot| self.robot_state(robot)).collect(),
        }
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn live(&self) -> broadcast::Receiver<Live> {
        self.live.subscribe()
    }

    fn store(&self) -> &Store {
        &self.shared.store
    }

    async fn routines(&self) -> Result<Vec<RoutineCard>, Problem> {
        let all = self.repertoire.all().await;
        Ok(all
            .into_iter()
            .filter_map(|read| {
                let plan = read.compiled.plan?;
                Some(RoutineCard {
                    id: read.name,
                    title: plan.title,
                    kind: plan.kind,
                    language: plan.language,
                    minutes: plan.minutes,
                    position: plan.position,
                    description: read.compiled.description,
                })
            })
            .collect())
    }

    async fn forecast(
        &self,
        robot: &str,
        routine: &str,
        resident: Option<&str>,
    ) -> Result<ForecastState, Problem> {
        let robot = self.robot(robot)?;
        let (_, plan) = self.plan(routine).await?;
        let participant = self.participant(resident).await?;
        let adjustments = adjustments(&plan, &participant);
        let language = plan.language;
        let forecast: ForecastState = self.foresee(robot, plan, participant).await?.into();
        Ok(forecast.with(&adjustments, language))
    }

    async fn start(
        &self,
        robot: &str,
        routine: &str,
        resident: Option<&str>,
        anyway: bool,
    ) -> Result<String, Problem> {
        let robot = self.robot(robot)?;
        let (routine, plan) = self.plan(routine).await?;
        let participant = self.participant(resident).await?;
        // A robot that is busy says so itself.
        if !anyway && robot.is_idle() {
            let forecast = self.foresee(robot, plan.clone(), participant.clone()).await?;
            if let Outlook::WouldNotLast(concern, _) = forecast.outlook {
                return Err(Problem::new(Code::WouldNotLast, concern.sentence));
            }
        }
        let start = Start { routine, plan, participant, seed: None };
        ask(&robot.orders, |reply| Order::Start(Box::new(start), reply)).await
    }

    async fn steer(&self, robot: &str, steering: Steering) -> Result<(), Problem> {
        let action = match steering {
            Steering::Pause => StaffAction::Pause,
            Steering::Resume => StaffAction::Resume,
            Steering::Skip => StaffAction::Skip,
            Steering::Repeat => StaffAction::Repeat,
            Steering::Easier => StaffAction::Easier,
            Steering::Harder => StaffAction::Harder,
            Steering::Say { text } => StaffAction::Say { text },
            Steering::Overrule { answer, verdict } => {
                StaffAction::Overrule { answer, verdict: verdict.into() }
            }
        };
        ask(&self.robot(robot)?.orders, |reply| Order::Act(action, reply)).await
    }

    fn stop(&self, robot: &str) -> Result<(), Problem> {
        self.robot(robot)?.stop();
        Ok(())
    }

    async fn answer(&self, robot: &str, text: String, source: Source) -> Result<(), Problem> {
        let orders = &self.robot(robot)?.orders;
        ask(orders, |reply| Order::Answer { text, source, reply }).await
    }

    fn hear(&self, robot: &str, samples: Vec<i16>) -> Result<(), Problem> {
        let robot = self.robot(robot)?;
        if robot.config.ears != SourceChoice::Tablet {
            let error = format!(
                "this robot listens to “{}”, not to the tablet: write `ears: tablet` in companion.yaml",
                robot.config.ears
            );
            return Err(Problem::new(Code::BadRequest, error));
        }
        if !samples.is_empty() {
            robot.ears.push_pcm(samples);
        }
        Ok(())
    }
}

/// Orders something and waits for the answer.
async fn ask<T>(
    orders: &mpsc::Sender<Order>,
    order: impl FnOnce(oneshot::Sender<Result<T, Refusal>>) -> Order,
) -> Result<T, Problem> {
    let closing = || Problem::new(Code::Internal, "the program is closing");
    let (reply, replied) = oneshot::channel();
    orders.send(order(reply)).await.map_err(|_| closing())?;
    replied.await.map_err(|_| closing())?.map_err(|refusal| {
        let code = match refusal {
            Refusal::Busy => Code::Busy,
            Refusal::Idle => Code::Idle,
            Refusal::NoQuestion => Code::NoQuestion,
            Refusal::Store(_) => Code::Internal,
        };
        Problem::new(code, refusal.to_string())
    })
}

fn model_state(status: ModelStatus) -> ModelState {
    match status {
        ModelStatus::Missing { message } => ModelState::Missing { message },
        ModelStatus::Loading => ModelState::Loading,
        ModelStatus::Ready => ModelState::Ready,
        ModelStatus::Broken { message } => ModelState::Broken { message },
    }
}

/// Counts every change of a value, until its owner has gone.
fn tell_changes<T: Send + Sync + 'static>(
    mut watched: watch::Receiver<T>,
    changes: &watch::Sender<u64>,
) {
    let changes = changes.clone();
    tokio::spawn(async move {
        while watched.changed().await.is_ok() {
            changes.send_modify(|count| *count += 1);
        }
    });
}

/// Hands on what passes by at one robot.
fn tell_passing(id: String, passing: &broadcast::Sender<Passing>, live: &broadcast::Sender<Live>) {
    let (mut passing, live) = (passing.subscribe(), live.clone());
    tokio::spawn(async move {
        loop {
            let passed = match passing.recv().await {
                Ok(Passing::Angles(angles)) => Live::angles(id.clone(), &angles),
                Ok(Passing::Partial(text)) => Live::Partial { robot: id.clone(), text },
                Ok(Passing::Line(_)) | Err(broadcast::error::RecvError::Lagged(_)) => continue,
                Err(broadcast::error::RecvError::Closed) => return,
            };
            // No tablet may be looking.
            let _ = live.send(passed);
        }
    });
}
