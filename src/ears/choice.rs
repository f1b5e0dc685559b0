//! Where the sound comes from.

use std::{fmt, path::PathBuf, str::FromStr};

/// Where the sound comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceChoice {
    /// A microphone of this machine: the system's own, or one by name.
    Microphone(Option<String>),
    /// The microphone of the tablet, through the page.
    Tablet,
    /// A sound file, played in real time while the ears are open.
    File(PathBuf),
    /// No ears: answers by touch.
    None,
}

/// No such source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no source of sound: use microphone, microphone:NAME, tablet, file:PATH or none")]
pub struct UnknownSource(pub String);

impl FromStr for SourceChoice {
    type Err = UnknownSource;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        match written.split_once(':') {
            None if written == "microphone" => Ok(SourceChoice::Microphone(None)),
            None if written == "tablet" => Ok(SourceChoice::Tablet),
            None if written == "none" => Ok(SourceChoice::None),
            Some(("microphone", name)) if !name.is_empty() => {
                Ok(SourceChoice::Microphone(Some(name.to_owned())))
            }
            Some(("file", path)) if !path.is_empty() => Ok(SourceChoice::File(path.into())),
            _ => Err(UnknownSource(written.to_owned())),
        }
    }
}

impl fmt::Display for SourceChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceChoice::Microphone(None) => f.write_str("microphone"),
            SourceChoice::Microphone(Some(name)) => write!(f, "microphone:{name}"),
            SourceChoice::Tablet => f.write_str("tablet"),
            SourceChoice::File(path) => write!(f, "file:{}", path.display()),
            SourceChoice::None => f.write_str("none"),
        }
    }
}
