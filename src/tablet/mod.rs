//! The staff's page and its API.
//!
//! `contract` and `forecast` (what the page and the program say to each other), `house` (what the tablet needs
//! of the program), `api` (requests), `live` (WebSockets), `assets` (the page itself), `server`.

mod api;
mod assets;
mod contract;
mod forecast;
mod house;
mod live;
mod problem;
mod server;

pub use contract::{
    Correction, HouseState, Live, ModelState, NoticeState, RobotState, RoutineCard, SessionState,
    Steering,
};
pub use forecast::{CauseState, ForecastState, HottestState, OfferState, OutlookState};
pub use house::House;
pub use problem::{Code, Problem};
pub use server::serve;
