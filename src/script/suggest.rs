//! "Did you mean …?"

/// The known name that is nearest, or all names when none is near.
pub(super) fn among<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(written, known.iter().copied()) {
        Some(name) => format!("did you mean “{name}”?"),
        None if known.is_empty() => "there is nothing to choose from".to_owned(),
        None => format!("possible: {}", known.join(", ")),
    }
}

/// The nearest name, when it is near enough to be a slip.
pub(super) fn nearest<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&written, &name.to_lowercase()), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance <= 1.max(name.chars().count() / 3))
        .map(|(_, name)| name)
}
