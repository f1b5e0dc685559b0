//! What was given of a list, and how much of it in order.

use crate::answer::single::Alike;

/// How a list was given.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Given {
    pub(super) credited: Vec<String>,
    pub(super) missed: Vec<String>,
    pub(super) intrusions: Vec<String>,
    pub(super) repetitions: Vec<String>,
    /// Said, but not in its place.
    pub(super) order_errors: Vec<String>,
    /// How many of the first were given without a fault.
    pub(super) prefix: usize,
    /// Credited for their sound.
    pub(super) alike: Vec<Alike>,
    /// Perhaps said.
    pub(super) doubts: Vec<Alike>,
}

/// Credits the longest common subsequence of what was wanted and what was given. What has nothing
/// to be shown is left out.
pub(super) fn in_order<T: PartialEq>(
    wanted: &[T],
    given: &[T],
    shown: impl Fn(&T) -> Option<String>,
) -> Given {
    let mut lengths = vec![vec![0_usize; given.len() + 1]; wanted.len() + 1];
    for (i, one) in wanted.iter().enumerate().rev() {
        for (j, other) in given.iter().enumerate().rev() {
            lengths[i][j] = if one == other {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let mut result = Given::default();
    let mut extras = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < wanted.len() || j < given.len() {
        if i < wanted.len() && j < given.len() && wanted[i] == given[j] {
            result.credited.extend(shown(&wanted[i]));
            i += 1;
            j += 1;
        } else if j >= given.len() || (i < wanted.len() && lengths[i + 1][j] >= lengths[i][j + 1]) {
            result.missed.extend(shown(&wanted[i]));
            i += 1;
        } else {
            extras.push(&given[j]);
            j += 1;
        }
    }
    for extra in extras {
        let Some(text) = shown(extra) else { continue };
        if !wanted.contains(extra) {
            result.intrusions.push(text);
        } else if result.missed.contains(&text) && !result.order_errors.contains(&text) {
            result.order_errors.push(text);
        } else {
            result.repetitions.push(text);
        }
    }
    result.prefix = wanted.iter().zip(given).take_while(|(one, other)| one == other).count();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_order_is_told_from_what_is_said_again() {
        let given = in_order(&[1, 2, 3], &[1, 3, 2, 1, 9], |n| Some(n.to_string()));
        assert_eq!(given.credited.len(), 2);
        assert_eq!(given.order_errors.len(), 1);
        assert_eq!(given.repetitions, ["1"]);
        assert_eq!(given.intrusions, ["9"]);
        assert_eq!(given.prefix, 1);
    }
}
