//! Whatever calls methods of NAOqi: an open link, or in tests a list of answers.

use std::{future::Future, time::Duration};

use serde_json::Value;

use crate::robot::{BodyError, link::Link};

/// Reads and setters (`naoqi.md`: 3 to 5 s).
pub(super) const SHORT: Duration = Duration::from_secs(5);

/// Calls methods of NAOqi.
pub(super) trait Calls: Sync {
    /// Calls a method of a service; ends with its reply or with its deadline.
    fn call(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
        within: Duration,
    ) -> impl Future<Output = Result<Value, BodyError>> + Send;

    /// A call to something that not every version of NAOqi has: `None` where it is not, or where
    /// it refuses.
    ///
    /// # Errors
    /// When the connection is lost, or nothing answers: what is not answered is not absent.
    fn call_if_there(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Option<Value>, BodyError>> + Send {
        async move {
            match self.call(service, method, args, SHORT).await {
                Ok(value) => Ok(Some(value)),
                Err(error @ (BodyError::Lost | BodyError::Timeout { .. } | BodyError::Halted)) => {
                    Err(error)
                }
                Err(error) => {
                    tracing::debug!("left as it is: {error}");
                    Ok(None)
                }
            }
        }
    }
}

impl Calls for Link {
    async fn call(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
        within: Duration,
    ) -> Result<Value, BodyError> {
        Link::call(self, service, method, args, within).await
    }
}
