//! A NAOqi made of a list of answers, for tests of what is said to it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;

use crate::robot::{BodyError, calls::Calls};

type Answer = Box<dyn Fn(&[Value]) -> Result<Value, BodyError> + Send + Sync>;

/// Answers what it was told to answer, void to the rest; remembers every call.
#[derive(Default)]
pub(super) struct Pretend {
    answers: HashMap<String, Answer>,
    said: Mutex<Vec<(String, Vec<Value>)>>,
}

impl Pretend {
    /// `service.method` answers this.
    pub(super) fn answering(self, call: &str, value: Value) -> Pretend {
        self.doing(call, move |_| Ok(value.clone()))
    }

    /// `service.method` does this.
    pub(super) fn doing(
        mut self,
        call: &str,
        answer: impl Fn(&[Value]) -> Result<Value, BodyError> + Send + Sync + 'static,
    ) -> Pretend {
        self.answers.insert(call.to_owned(), Box::new(answer));
        self
    }

    /// There is no such method.
    pub(super) fn lacking(self, call: &str) -> Pretend {
        let name = call.to_owned();
        self.doing(call, move |_| Err(BodyError::NoSuchMethod { call: name.clone() }))
    }

    /// What was called, in order: `service.method` and its arguments.
    pub(super) fn said(&self) -> Vec<(String, Vec<Value>)> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The names of what was called, in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.said().into_iter().map(|(call, _)| call).collect()
    }
}

impl Calls for Pretend {
    async fn call(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
        _within: Duration,
    ) -> Result<Value, BodyError> {
        let name = format!("{service}.{method}");
        let answer = self.answers.get(&name).map_or(Ok(Value::Null), |answer| answer(&args));
        self.said.lock().unwrap_or_else(PoisonError::into_inner).push((name, args));
        answer
    }
}
