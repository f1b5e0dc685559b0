//! The area on which a body stands or sits, and how far inside it a point is.

use glam::DVec2;

/// The area on which a body stands or sits: the convex hull of the points that carry it.
pub(super) struct Support(Vec<DVec2>);

impl Support {
    pub(super) fn of(points: Vec<DVec2>) -> Support {
        Support(hull(points))
    }

    /// How far a point is inside, m (negative: outside).
    pub(super) fn margin(&self, inside: DVec2) -> f64 {
        let edges = self.0.iter().zip(self.0.iter().cycle().skip(1));
        edges
            .map(|(from, to)| (*to - *from).normalize_or_zero().perp_dot(inside - *from))
            .fold(f64::INFINITY, f64::min)
    }
}

/// The convex hull, counter-clockwise (Andrew's monotone chain).
fn hull(mut points: Vec<DVec2>) -> Vec<DVec2> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let mut chain: Vec<DVec2> = Vec::new();
    let backwards: Vec<DVec2> = points.iter().rev().copied().collect();
    for half in [points, backwards] {
        let start = chain.len();
        for point in half {
            while let [.., before, last] = &chain[start..] {
                if (*last - *before).perp_dot(point - *last) > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        // The last point of one half is the first of the other.
        chain.pop();
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<DVec2> {
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.5, 0.5)].map(DVec2::from).to_vec()
    }

    #[test]
    fn a_square_is_its_own_hull() {
        assert_eq!(hull(square()).len(), 4);
    }

    #[test]
    fn inside_is_positive_and_outside_negative() {
        let square = Support::of(square());
        assert!((square.margin(DVec2::new(0.3, 0.5)) - 0.3).abs() < 1e-12);
        assert!((square.margin(DVec2::new(0.5, 1.2)) + 0.2).abs() < 1e-12);
    }
}
