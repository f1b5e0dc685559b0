//! What the tablet needs of the program.

use std::future::Future;

use tokio::sync::{broadcast, watch};

use crate::{
    answer::Source,
    store::Store,
    tablet::{ForecastState, HouseState, Live, Problem, RoutineCard, Steering},
};

/// The program, as the tablet sees it.
pub trait House: Send + Sync + 'static {
    /// Everything that is shown.
    fn state(&self) -> HouseState;
    /// Changes whenever the state does.
    fn changes(&self) -> watch::Receiver<u64>;
    /// What passes by.
    fn live(&self) -> broadcast::Receiver<Live>;
    /// Residents and results.
    fn store(&self) -> &Store;
    /// The routines that can be chosen.
    fn routines(&self) -> impl Future<Output = Result<Vec<RoutineCard>, Problem>> + Send;
    /// How a routine would end for a robot, and what would be changed in it for those who take
    /// part.
    fn forecast(
        &self,
        robot: &str,
        routine: &str,
        resident: Option<&str>,
    ) -> impl Future<Output = Result<ForecastState, Problem>> + Send;
    /// Starts a routine with a resident or a guest; gives the session's id. `anyway`: even when
    /// the robot would not last.
    fn start(
        &self,
        robot: &str,
        routine: &str,
        resident: Option<&str>,
        anyway: bool,
    ) -> impl Future<Output = Result<String, Problem>> + Send;
    /// Steers the session of a robot.
    fn steer(
        &self,
        robot: &str,
        steering: Steering,
    ) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Stops a robot: at once, whatever it does.
    ///
    /// # Errors
    /// When there is no such robot.
    fn stop(&self, robot: &str) -> Result<(), Problem>;
    /// Answers the open question.
    fn answer(
        &self,
        robot: &str,
        text: String,
        source: Source,
    ) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Sound from the tablet's microphone, 16 kHz mono.
    ///
    /// # Errors
    /// When there is no such robot, or it does not listen to the tablet.
    fn hear(&self, robot: &str, samples: Vec<i16>) -> Result<(), Problem>;
}
