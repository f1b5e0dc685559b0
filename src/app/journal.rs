//! Where a conductor keeps its sessions. The program keeps them in the store; what is tested
//! under a paused clock keeps them in memory, where nothing takes real time.

use std::future::Future;

use crate::{
    session::{ClassCost, Command, Remembered, Stamped},
    store::{NewSession, Store, StoreError, Unfinished},
};

/// Keeps sessions.
pub trait Journal: Send + Sync + 'static {
    /// A session begins.
    fn begin(&self, session: NewSession<'_>)
    -> impl Future<Output = Result<(), StoreError>> + Send;
    /// An event and its commands; kept before any of them leaves.
    fn append(
        &self,
        session: &str,
        line: u64,
        event: &Stamped,
        commands: &[Command],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// The session of a robot that was interrupted.
    fn unfinished(
        &self,
        robot: &str,
    ) -> impl Future<Output = Result<Option<Unfinished>, StoreError>> + Send;
    /// An interrupted session that nobody goes on with.
    fn mark_abandoned(&self, session: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// What is known of somebody who is about to begin.
    fn remembered(
        &self,
        resident: &str,
    ) -> impl Future<Output = Result<Remembered, StoreError>> + Send;
    /// What a class cost a robot.
    fn keep_cost(
        &self,
        robot: &str,
        cost: &ClassCost,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

impl Journal for Store {
    async fn begin(&self, session: NewSession<'_>) -> Result<(), StoreError> {
        Store::begin(self, session).await
    }

    async fn append(
        &self,
        session: &str,
        line: u64,
        event: &Stamped,
        commands: &[Command],
    ) -> Result<(), StoreError> {
        Store::append(self, session, line, event, commands).await
    }

    async fn unfinished(&self, robot: &str) -> Result<Option<Unfinished>, StoreError> {
        Store::unfinished(self, robot).await
    }

    async fn mark_abandoned(&self, session: &str) -> Result<(), StoreError> {
        Store::mark_abandoned(self, session).await
    }

    async fn remembered(&self, resident: &str) -> Result<Remembered, StoreError> {
        Store::remembered(self, resident).await
    }

    async fn keep_cost(&self, robot: &str, cost: &ClassCost) -> Result<(), StoreError> {
        Store::keep_cost(self, robot, cost).await
    }
}
