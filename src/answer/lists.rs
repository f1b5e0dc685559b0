//! Answers of several pieces: word lists, sequences, spans, fluency.

use std::cmp::Reverse;

use crate::{
    answer::{
        Direction, Source,
        matching::{Found, Matcher, Target, Token},
        numbers::digits,
        order::{Given, in_order},
        single::{self, Alike, corrects, spelled},
        sounds::Nearness,
        supernames, words,
    },
    language::Language,
};

/// What is compared: the matcher of a language, what was said, and how it reached us: what was
/// touched has no sound, and what was typed leaves no doubt.
pub(super) struct Saying<'a> {
    pub(super) matcher: &'a Matcher,
    pub(super) language: Language,
    pub(super) said: &'a [Token],
    pub(super) source: Source,
}

/// Where each target was said, and what was left.
struct Sorted {
    /// The places of each target, in the order of the targets.
    places: Vec<Vec<Found>>,
    /// Words that belong to a target.
    heard: Vec<bool>,
    alike: Vec<Alike>,
    doubts: Vec<Alike>,
}

impl Saying<'_> {
    /// Finds the targets: word for word, longer names first (a “pomme de terre” is no “pomme”),
    /// then by their sound in what is left. What a foil says word for word is the foil.
    fn sort(&self, targets: &[Target], foils: &[Target]) -> Sorted {
        let mut heard = vec![false; self.said.len()];
        let mut places = vec![Vec::new(); targets.len()];
        let mut longest_first: Vec<usize> = (0..targets.len()).collect();
        longest_first.sort_by_key(|place| Reverse(targets[*place].longest()));
        let foiled: Vec<Found> =
            foils.iter().flat_map(|foil| self.matcher.places(foil, self.said)).collect();
        for place in longest_first {
            for found in self.matcher.places(&targets[place], self.said) {
                let words = found.at..found.end();
                let foil = foiled.iter().any(|foil| {
                    foil.covers(&found)
                        && (foil.length > found.length || (foil.literal && !found.literal))
                });
                if !foil && heard[words.clone()].iter().all(|taken| !taken) {
                    heard[words].fill(true);
                    places[place].push(found);
                }
            }
        }
        let mut sorted = Sorted { places, heard, alike: Vec::new(), doubts: Vec::new() };
        if self.source != Source::Touch {
            self.sort_by_sound(targets, foils, &foiled, &mut sorted);
        }
        sorted
    }

    fn sort_by_sound(
        &self,
        targets: &[Target],
        foils: &[Target],
        foiled: &[Found],
        sorted: &mut Sorted,
    ) {
        let mut taken = sorted.heard.clone();
        for foil in foiled {
            taken[foil.at..foil.end()].fill(true);
        }
        if taken.iter().all(|taken| *taken) {
            return;
        }
        let windows = self.matcher.windows(self.said, &taken);
        let mut near = Vec::new();
        for window in &windows {
            for (place, target) in targets.iter().enumerate() {
                if let Some(likeness) = self.matcher.likeness(target, window) {
                    near.push((likeness, place, window));
                }
            }
        }
        if near.is_empty() {
            return;
        }
        // The nearest first; of equals the one that was not said yet.
        near.sort_by_key(|(likeness, place, window)| {
            (*likeness, !sorted.places[*place].is_empty(), *place, window.at, window.length)
        });
        for (likeness, place, window) in near {
            let words = window.at..window.at + window.length;
            if taken[words.clone()].iter().any(|taken| *taken) {
                continue;
            }
            let foil = foils.iter().filter_map(|foil| self.matcher.likeness(foil, window)).min();
            if foil.is_some_and(|foil| foil.distance < likeness.distance) {
                continue;
            }
            let alike = Alike {
                heard: spelled(&self.said[words.clone()]),
                meant: targets[place].shown.clone(),
                distance: likeness.distance,
            };
            let as_near = foil.is_some_and(|foil| foil.distance == likeness.distance);
            if likeness.nearness == Nearness::Doubtful || as_near {
                // Only a target that is still missing can be in doubt.
                if self.source == Source::Voice && sorted.places[place].is_empty() {
                    taken[words.clone()].fill(true);
                    sorted.heard[words].fill(true);
                    sorted.doubts.push(alike);
                }
                continue;
            }
            taken[words.clone()].fill(true);
            sorted.heard[words.clone()].fill(true);
            sorted.alike.push(alike);
            sorted.places[place].push(Found {
                at: words.start,
                length: words.len(),
                literal: false,
            });
        }
    }

    /// What was said beside the targets, word by word; a word that was put right at once is gone.
    fn left_over(&self, heard: &[bool]) -> Vec<String> {
        let is_extra = |at: usize| {
            let word = self.said[at].word.as_str();
            !heard[at] && !words::is_frame(self.language, word) && !corrects(self.language, word)
        };
        (0..self.said.len())
            .filter(|at| is_extra(*at) && !self.taken_back(*at + 1))
            .map(|at| self.said[at].written.clone())
            .filter(|word| !single::negates(self.language, word))
            .collect()
    }

    /// How many of the places of one target were taken back: with the last one also those right
    /// before it ("le violon, le violon, non").
    fn taken_back_of(&self, places: &[Found]) -> usize {
        let mut next: Option<&Found> = None;
        let mut many = 0;
        for found in places.iter().rev() {
            let says = |at: usize| !words::is_frame(self.language, &self.said[at].word);
            let again = next.is_some_and(|next| !(found.end()..next.at).any(says));
            let gone = again || self.taken_back(found.end());
            next = gone.then_some(found);
            many += usize::from(gone);
        }
        many
    }

    /// Whether a correction that another word follows stands right behind a word.
    fn taken_back(&self, end: usize) -> bool {
        let says = |token: &&Token| !words::is_frame(self.language, &token.word);
        let mut after = self.said[end..].iter().filter(says);
        after.next().is_some_and(|token| corrects(self.language, &token.word))
            && after.next().is_some()
    }
}

/// Every target once, in any order. What was taken back ("pomme, non, poire") does not count.
pub(super) fn recall(saying: &Saying<'_>, targets: &[Target], foils: &[Target]) -> Given {
    let sorted = saying.sort(targets, foils);
    let mut given = Given::default();
    for (target, places) in targets.iter().zip(&sorted.places) {
        let kept = places.len() - saying.taken_back_of(places);
        let shown = target.shown.clone();
        match kept {
            0 => given.missed.push(shown),
            _ => {
                given.repetitions.extend(std::iter::repeat_n(shown.clone(), kept - 1));
                given.credited.push(shown);
            }
        }
    }
    given.intrusions = saying.left_over(&sorted.heard);
    given.alike = sorted.alike;
    given.doubts = sorted.doubts;
    given
}

/// The longest run of targets in their order counts; a target out of order is missed.
pub(super) fn sequence(saying: &Saying<'_>, targets: &[Target], foils: &[Target]) -> Given {
    // A colour that comes twice is one word, in two places.
    let first = |target: &Target| targets.iter().position(|other| other.shown == target.shown);
    let wanted: Vec<Option<usize>> = targets.iter().map(first).collect();
    let words: Vec<Target> = targets
        .iter()
        .enumerate()
        .filter(|(place, _)| wanted[*place] == Some(*place))
        .map(|(_, target)| target.clone())
        .collect();
    let sorted = saying.sort(&words, foils);
    let place_of = |word: usize| first(&words[word]).unwrap_or(word);
    let places = sorted.places.iter().enumerate().map(|(word, all)| (place_of(word), all));
    let mut order: Vec<(usize, usize)> =
        places.flat_map(|(place, all)| all.iter().map(move |found| (found.at, place))).collect();
    order.sort_unstable();
    // What was said between corrections; a word that is no target keeps its place.
    let mut parts: Vec<Vec<Option<usize>>> = vec![Vec::new()];
    let mut items = order.into_iter().peekable();
    for at in 0..saying.said.len() {
        let word = saying.said[at].word.as_str();
        if let Some((_, place)) = items.next_if(|(start, _)| *start == at) {
            if let Some(part) = parts.last_mut() {
                part.push(Some(place));
            }
        } else if corrects(saying.language, word) {
            parts.push(Vec::new());
        } else if !sorted.heard[at]
            && !words::is_frame(saying.language, word)
            && let Some(part) = parts.last_mut()
        {
            part.push(None);
        }
    }
    let shown = |place: &Option<usize>| {
        place.and_then(|place| targets.get(place)).map(|target| target.shown.clone())
    };
    let readings = corrected(&parts, wanted.len());
    let mut given = readings
        .iter()
        .map(|said| in_order(&wanted, said, shown))
        .max_by_key(|given| given.credited.len())
        .unwrap_or_default();
    given.intrusions = saying.left_over(&sorted.heard);
    given.alike = sorted.alike;
    given.doubts = sorted.doubts;
    given
}

/// Digits in their order.
pub(super) fn span(
    language: Language,
    span: &[u8],
    direction: Direction,
    said: &[String],
) -> Given {
    let mut wanted = span.to_vec();
    if direction == Direction::Backward {
        wanted.reverse();
    }
    let parts: Vec<Vec<Vec<u8>>> =
        said.split(|word| corrects(language, word)).map(|part| digits(language, part)).collect();
    let ways = parts.iter().map(Vec::len).min().unwrap_or(0);
    let mut best: Option<Given> = None;
    for way in 0..ways {
        let parts: Vec<Vec<u8>> = parts.iter().filter_map(|part| part.get(way)).cloned().collect();
        for said in corrected(&parts, wanted.len()) {
            let given = in_order(&wanted, &said, |digit| Some(digit.to_string()));
            // The plainest way of those that say the most of what was asked.
            let worth = |given: &Given| {
                (given.credited.len(), Reverse(given.intrusions.len() + given.repetitions.len()))
            };
            if best.as_ref().is_none_or(|best| worth(&given) > worth(best)) {
                best = Some(given);
            }
        }
    }
    best.unwrap_or_default()
}

/// What is left of parts between which "no" was said: who begins again is taken at the last word;
/// who says only a little more puts the last item right, or goes on from there.
pub(super) fn corrected<T: Clone>(parts: &[Vec<T>], wanted: usize) -> Vec<Vec<T>> {
    let parts: Vec<&Vec<T>> = parts.iter().filter(|part| !part.is_empty()).collect();
    let Some((first, rest)) = parts.split_first() else { return vec![Vec::new()] };
    let mut readings = vec![first.to_vec()];
    for part in rest {
        let again = part.to_vec();
        if part.len() >= wanted {
            readings = vec![again];
            continue;
        }
        readings = readings
            .into_iter()
            .map(|mut before| {
                before.pop();
                before.extend(part.iter().cloned());
                before
            })
            .collect();
        readings.push(again);
    }
    readings
}

/// Members of a category, each once. Whoever names a kind and then its members is counted by the
/// members.
pub(super) fn category(
    saying: &Saying<'_>,
    category: &str,
    members: &[Target],
    foils: &[Target],
) -> Given {
    let sorted = saying.sort(members, foils);
    let mut given = Given::default();
    for (target, places) in members.iter().zip(&sorted.places) {
        if let Some(again) = places.len().checked_sub(1) {
            given.repetitions.extend(std::iter::repeat_n(target.shown.clone(), again));
            given.credited.push(target.shown.clone());
        }
    }
    let mut heard = sorted.heard;
    for kind in supernames::of(saying.matcher, saying.language, category) {
        let places = saying.matcher.places(&kind.name, saying.said);
        let free = |found: &&Found| heard[found.at..found.end()].iter().all(|taken| !taken);
        let said: Vec<Found> = places.iter().filter(free).copied().collect();
        let listed = given.credited.contains(&kind.name.shown);
        for found in &said {
            heard[found.at..found.end()].fill(true);
        }
        let by_members = kind
            .members
            .iter()
            .any(|member| given.credited.iter().any(|credited| credited == member));
        if by_members && listed {
            given.credited.retain(|credited| *credited != kind.name.shown);
        } else if !by_members && !listed && !said.is_empty() {
            given.credited.push(kind.name.shown.clone());
        }
    }
    given.intrusions = saying.left_over(&heard);
    given.alike = sorted.alike;
    given.doubts = sorted.doubts;
    given
}
