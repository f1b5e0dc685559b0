//! `span`, checked.

use std::sync::Arc;

use crate::{
    answer::Direction,
    script::{Game, SpanGame, Step, compile::Compiler, node::Node, written::SpanFile},
};

/// Lengths that are given in practice.
const LENGTHS: (u32, u32) = (2, 9);

impl Compiler<'_> {
    pub(in crate::script) fn span_game(&mut self, file: &SpanFile, node: &Node) {
        let place = Compiler::place_of(node, "span");
        let own = match file.direction {
            Direction::Forward => "span_forward",
            Direction::Backward => "span_backward",
        };
        let id = self.result_id(file.id.as_ref(), own, place);
        let longest = match file.direction {
            Direction::Forward => LENGTHS.1,
            Direction::Backward => LENGTHS.1 - 1,
        };
        let given = (file.from.as_ref(), file.to.as_ref());
        let (from, to) = self.lengths(given, LENGTHS, (LENGTHS.0, longest));
        match file.direction {
            Direction::Forward => {
                self.needs_words(place, own, |phrases| &phrases.games.span_forward);
            }
            Direction::Backward => {
                self.needs_words(place, own, |phrases| &phrases.games.span_backward);
            }
        }
        let game = SpanGame { id, direction: file.direction, from, to };
        self.steps.push(Step::Play(Arc::new(Game::Span(game))));
    }
}
