//! The languages that are installed, and their voices.

/// NAOqi's name of a language, its ISO 639-1 code, and the voice. A real Nao has two or three;
/// the virtual one has what Companion speaks.
const VOICES: [(&str, &str, &str); 3] =
    [("French", "fr", "naofrf"), ("English", "en", "naoenu"), ("Korean", "ko", "naokok")];

/// All that can be installed.
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    VOICES.iter().map(|(language, ..)| *language)
}

/// The code of a language.
pub(super) fn code(language: &str) -> &'static str {
    VOICES.iter().find(|(name, ..)| *name == language).map_or("fr", |(_, code, _)| code)
}

/// The language of a code.
pub(super) fn language(code: &str) -> Option<&'static str> {
    VOICES.iter().find(|(_, known, _)| *known == code).map(|(name, ..)| *name)
}

/// The voice of a language.
pub(super) fn of(language: &str) -> &'static str {
    VOICES.iter().find(|(name, ..)| *name == language).map_or("", |(.., voice)| voice)
}

/// The language of a voice.
pub(super) fn speaks(voice: &str) -> Option<&'static str> {
    VOICES.iter().find(|(.., name)| *name == voice).map(|(language, ..)| *language)
}
