//! The course of a joint between its keys: it starts and ends each stretch at rest, so that
//! movements look soft and the proof of speeds is simple.

/// The highest speed on a stretch, as a multiple of its mean speed (of 3s² - 2s³).
pub const PEAK: f64 = 1.5;

/// The angle at a time, rad. `keys` are times (s, strictly increasing) and angles; before the
/// first key the joint comes from `start`, after the last it stays.
pub fn angle_at(start: f64, keys: impl IntoIterator<Item = (f64, f64)>, time_s: f64) -> f64 {
    let (mut from_time, mut from) = (0.0, start);
    for (to_time, to) in keys {
        if time_s < to_time {
            let share = ((time_s - from_time) / (to_time - from_time)).clamp(0.0, 1.0);
            return from + share * share * (3.0 - 2.0 * share) * (to - from);
        }
        (from_time, from) = (to_time, to);
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_passes_through_its_keys_and_stays_at_the_last() {
        let keys = [(1.0, 0.5), (2.0, -0.5)];
        for (time, angle) in
            [(0.0, 0.0), (0.5, 0.25), (1.0, 0.5), (1.5, 0.0), (2.0, -0.5), (9.0, -0.5)]
        {
            assert!((angle_at(0.0, keys, time) - angle).abs() < 1e-12, "{time}");
        }
    }
}
