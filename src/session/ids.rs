//! Numbers that travel with requests, so that a late reply never touches the wrong step.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u64);)*
    };
}

ids! {
    /// One thing said.
    PromptId;
    /// One trajectory or posture.
    MovementId;
    /// One timer.
    TimerId;
    /// One scored answer of the session.
    AnswerId;
}
