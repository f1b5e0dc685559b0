//! Requests of the page.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{
        FromRequest, Path, Query, Request, State,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    http::StatusCode,
    routing::{delete, get, post},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    answer::Source,
    language::Language,
    motion::Contraindication,
    session::Level,
    store::{Resident, SessionDetail, SessionSummary},
    tablet::{Code, ForecastState, House, HouseState, Problem, RoutineCard, Steering},
};

/// Longest text that staff may let Nao say, or type as an answer, in characters.
const LONGEST_TEXT: usize = 500;

/// Everything below `/api` that is a request and an answer.
pub(super) fn routes<H: House>() -> Router<Arc<H>> {
    Router::new()
        .route("/house", get(house::<H>))
        .route("/routines", get(routines::<H>))
        .route("/residents", get(residents::<H>).post(add_resident::<H>))
        .route("/residents/{id}", delete(erase_resident::<H>).patch(change_resident::<H>))
        .route("/robots/{robot}/forecast", get(forecast::<H>))
        .route("/robots/{robot}/start", post(start::<H>))
        .route("/robots/{robot}/act", post(act::<H>))
        .route("/robots/{robot}/stop", post(stop::<H>))
        .route("/robots/{robot}/answer", post(answer::<H>))
        .route("/sessions", get(sessions::<H>))
        .route("/sessions/{id}", get(session::<H>))
        .fallback(|| async { Problem::new(Code::NotFound, "there is no such address") })
}

/// A JSON body whose mistakes are told as a [`Problem`].
struct Body<T>(T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Problem> {
        let Json(value) = Json::from_request(request, state)
            .await
            .map_err(|rejection: JsonRejection| bad_request(&rejection))?;
        Ok(Body(value))
    }
}

fn bad_request(why: &dyn std::fmt::Display) -> Problem {
    Problem::new(Code::BadRequest, why.to_string())
}

/// The part of the address that names something.
type Named = Result<Path<String>, PathRejection>;

fn name(named: Named) -> Result<String, Problem> {
    named.map(|Path(name)| name).map_err(|rejection| bad_request(&rejection))
}

async fn house<H: House>(State(house): State<Arc<H>>) -> Json<HouseState> {
    Json(house.state())
}

async fn routines<H: House>(
    State(house): State<Arc<H>>,
) -> Result<Json<Vec<RoutineCard>>, Problem> {
    house.routines().await.map(Json)
}

async fn residents<H: House>(State(house): State<Arc<H>>) -> Result<Json<Vec<Resident>>, Problem> {
    Ok(Json(house.store().residents().await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewResident {
    name: String,
    language: Language,
    #[serde(default)]
    group: bool,
}

async fn add_resident<H: House>(
    State(house): State<Arc<H>>,
    Body(new): Body<NewResident>,
) -> Result<(StatusCode, Json<Resident>), Problem> {
    let resident = house.store().add_resident(&new.name, new.language, new.group).await?;
    Ok((StatusCode::CREATED, Json(resident)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    #[serde(default)]
    contraindications: Option<Vec<Contraindication>>,
    /// First names of a group's members.
    #[serde(default)]
    members: Option<Vec<String>>,
    /// Levels by bank, 1 to 5.
    #[serde(default)]
    levels: BTreeMap<String, u8>,
}

async fn change_resident<H: House>(
    State(house): State<Arc<H>>,
    id: Named,
    Body(changes): Body<Changes>,
) -> Result<StatusCode, Problem> {
    let store = house.store();
    let id = name(id)?;
    if let Some(contraindications) = &changes.contraindications
        && !store.set_contraindications(&id, contraindications).await?
    {
        return Err(Problem::unknown_resident());
    }
    if let Some(members) = &changes.members
        && !store.set_members(&id, members).await?
    {
        return Err(Problem::new(Code::UnknownResident, "there is no such group"));
    }
    for (bank, level) in &changes.levels {
        let level = Level::wished(*level).map_err(|error| bad_request(&error))?;
        if !store.set_level(&id, bank, level).await? {
            let error = format!("this resident has not played “{bank}” yet");
            return Err(Problem::new(Code::NotFound, error));
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn erase_resident<H: House>(
    State(house): State<Arc<H>>,
    id: Named,
) -> Result<StatusCode, Problem> {
    if house.store().erase_resident(&name(id)?).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::unknown_resident())
    }
}

#[derive(Deserialize)]
struct Which {
    routine: String,
    resident: Option<String>,
}

async fn forecast<H: House>(
    State(house): State<Arc<H>>,
    robot: Named,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<ForecastState>, Problem> {
    let Query(which) = which.map_err(|rejection| bad_request(&rejection))?;
    let resident = which.resident.as_deref();
    Ok(Json(house.forecast(&name(robot)?, &which.routine, resident).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    routine: String,
    resident: Option<String>,
    /// Staff know better than the forecast.
    #[serde(default)]
    anyway: bool,
}

#[derive(Serialize)]
struct Started {
    session: String,
}

async fn start<H: House>(
    State(house): State<Arc<H>>,
    robot: Named,
    Body(start): Body<Start>,
) -> Result<Json<Started>, Problem> {
    let resident = start.resident.as_deref();
    let session = house.start(&name(robot)?, &start.routine, resident, start.anyway).await?;
    Ok(Json(Started { session }))
}

async fn act<H: House>(
    State(house): State<Arc<H>>,
    robot: Named,
    Body(steering): Body<Steering>,
) -> Result<StatusCode, Problem> {
    if let Steering::Say { text } = &steering {
        check_text(text)?;
    }
    house.steer(&name(robot)?, steering).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn stop<H: House>(State(house): State<Arc<H>>, robot: Named) -> Result<StatusCode, Problem> {
    house.stop(&name(robot)?)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    text: String,
    by: By,
}

/// Who answers on the tablet.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    Touch,
    Staff,
}

async fn answer<H: House>(
    State(house): State<Arc<H>>,
    robot: Named,
    Body(answer): Body<Answer>,
) -> Result<StatusCode, Problem> {
    check_text(&answer.text)?;
    let source = match answer.by {
        By::Touch => Source::Touch,
        By::Staff => Source::Staff,
    };
    house.answer(&name(robot)?, answer.text, source).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check_text(text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new(Code::BadRequest, "the text is empty"));
    }
    if text.chars().count() > LONGEST_TEXT {
        let error = format!("the text is longer than {LONGEST_TEXT} characters");
        return Err(Problem::new(Code::BadRequest, error));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Whose {
    resident: Option<String>,
}

async fn sessions<H: House>(
    State(house): State<Arc<H>>,
    whose: Result<Query<Whose>, QueryRejection>,
) -> Result<Json<Vec<SessionSummary>>, Problem> {
    let Query(whose) = whose.map_err(|rejection| bad_request(&rejection))?;
    Ok(Json(house.store().sessions(whose.resident.as_deref()).await?))
}

async fn session<H: House>(
    State(house): State<Arc<H>>,
    id: Named,
) -> Result<Json<SessionDetail>, Problem> {
    let found = house.store().session(&name(id)?).await?;
    found.map(Json).ok_or_else(|| Problem::new(Code::NotFound, "there is no such session"))
}
