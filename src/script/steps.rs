//! Each kind of step, checked and laid out flat.

use crate::{
    motion::{Position, Posture},
    script::{
        Music, Pulse, Step, WeightedTarget,
        compile::{Compiler, Flow},
        conditions,
        node::{Node, Place, Value},
        reading::At,
        suggest,
        written::{
            AskStep, BingoStep, CheckStep, CheckWord, ChooseStep, EndWord, ExerciseStep, IfStep,
            IncludeStep, MoveStep, MusicFile, MusicStep, PartStep, PauseStep, PostureStep,
            QuizStep, RecallStep, RememberStep, RepeatStep, SayStep, SimonStep, SpacedStep,
            SpanStep, TeamsStep,
        },
    },
};

/// A place in the plan that is filled in when it is known.
const LATER: usize = usize::MAX;

impl Compiler<'_> {
    pub(super) fn step_of(&mut self, key: &str, node: &Node) -> Flow {
        match key {
            "say" => {
                if let Some(SayStep { say }) = self.read(node) {
                    let place = node.get("say").map_or(node.place, |say| say.place);
                    let variants = self.variants(place, &say.0);
                    self.steps.push(Step::Say(variants));
                }
            }
            "ask" => {
                if let (Some(AskStep { ask }), Some(inner)) = (self.read(node), node.get("ask")) {
                    return self.ask(&ask, inner);
                }
            }
            "exercise" => {
                if let Some(ExerciseStep { exercise }) = self.read(node) {
                    self.exercise(&exercise);
                }
            }
            "move" => {
                if let Some(MoveStep { movement }) = self.read(node) {
                    self.movement(movement);
                }
            }
            "posture" => {
                if let Some(PostureStep { posture }) = self.read(node) {
                    self.posture(node, posture.into());
                }
            }
            "part" => {
                if let Some(PartStep { part }) = self.read(node) {
                    self.part(&part);
                }
            }
            "check" => {
                if let Some(CheckStep { check: At { value: CheckWord::Feel, place } }) =
                    self.read(node)
                {
                    self.ask_how_people_feel(place);
                }
            }
            "span" => {
                if let Some(SpanStep { span }) = self.read(node) {
                    self.span_game(&span, node);
                }
            }
            "quiz" => {
                if let Some(QuizStep { quiz }) = self.read(node) {
                    self.quiz(&quiz, node);
                }
            }
            "remember" => {
                if let (Some(RememberStep { remember }), Some(inner)) =
                    (self.read(node), node.get("remember"))
                {
                    self.remember(&remember, inner);
                }
            }
            "recall" => {
                if let (Some(RecallStep { recall }), Some(inner)) =
                    (self.read(node), node.get("recall"))
                {
                    self.recall(&recall, inner);
                }
            }
            "spaced" => {
                if let (Some(SpacedStep { spaced }), Some(inner)) =
                    (self.read(node), node.get("spaced"))
                {
                    self.spaced(&spaced, inner);
                }
            }
            "simon" => {
                if let (Some(SimonStep { simon }), Some(inner)) =
                    (self.read(node), node.get("simon"))
                {
                    self.simon(&simon, inner);
                }
            }
            "bingo" => {
                if let Some(BingoStep { bingo }) = self.read(node) {
                    self.bingo(&bingo, node);
                }
            }
            "teams" => {
                if let (Some(TeamsStep { teams }), Some(inner)) =
                    (self.read(node), node.get("teams"))
                {
                    return self.teams(&teams, inner);
                }
            }
            "music" => {
                if let Some(Node { value: Value::Text(track), place }) = node.get("music")
                    && self.library.tracks().contains_key(track)
                {
                    let help = format!("write `music: {{play: {track}}}`");
                    self.wrong(*place, "what to do with this music is not said", help);
                } else if let Some(MusicStep { music }) = self.read(node) {
                    self.music(&music);
                }
            }
            "pause" => {
                if let Some(PauseStep { pause }) = self.read(node) {
                    let seconds = self.bounded("the pause", Some(&pause), (0.1, 600.0), 1.0);
                    self.steps.push(Step::Pause(seconds));
                }
            }
            "choose" => {
                if let Some(choose) = self.read(node) {
                    return self.choose(&choose, node);
                }
            }
            "repeat" => {
                if let (Some(repeat), Some(inner)) = (self.read(node), node.get("repeat")) {
                    return self.repeat(&repeat, inner);
                }
            }
            "if" => {
                if let Some(step) = self.read::<IfStep>(node) {
                    return self.branch(&step, node);
                }
            }
            "include" => {
                if let Some(IncludeStep { include }) = self.read(node) {
                    return self.include(&include);
                }
            }
            _ => {
                let word: Option<EndWord> = self.read(node);
                if word.is_some() {
                    self.steps.push(Step::End);
                    return Flow::Ends;
                }
            }
        }
        Flow::GoesOn
    }

    fn posture(&mut self, node: &Node, posture: Posture) {
        let place = node.get("posture").map_or(node.place, |inner| inner.place);
        let stands = matches!(posture, Posture::Stand | Posture::StandInit);
        if stands && self.head.position == Position::Sitting {
            self.wrong(
                place,
                "the robot sits in this routine and must not stand up",
                "write `position: standing` at the head, or leave this step out",
            );
            return;
        }
        self.steps.push(Step::Posture(posture));
    }

    fn music(&mut self, music: &MusicFile) {
        let play = match music {
            MusicFile::Stop(_) => {
                self.steps.push(Step::Music(Music::Stop));
                return;
            }
            MusicFile::Play(play) => play,
        };
        let known = self.library.tracks();
        if !known.contains_key(&play.play.value) {
            let help = suggest::among(&play.play.value, known.keys().map(String::as_str));
            self.wrong(play.play.place, format!("there is no music “{}”", play.play.value), help);
        }
        let volume = self.bounded("the volume", play.volume.as_ref(), (0.0, 1.0), 0.4);
        let pulse = known.get(&play.play.value).map(Pulse::of);
        let track = play.play.value.clone();
        self.steps.push(Step::Music(Music::Play { track, volume, pulse }));
    }

    fn choose(&mut self, choose: &ChooseStep, node: &Node) -> Flow {
        let Some(Node { value: Value::List(ways), place }) = node.get("choose") else {
            return Flow::GoesOn;
        };
        if ways.len() < 2 {
            self.wrong(*place, "there is nothing to choose from", "write at least two ways");
        }
        let start = self.steps.len();
        self.steps.push(Step::Choose(Vec::new()));
        let mut targets = Vec::new();
        let mut ends = Vec::new();
        let mut flows = Vec::new();
        for (way, node) in choose.choose.iter().zip(ways) {
            let weight = way.weight.as_ref().map_or(1.0, |weight| weight.value);
            if weight <= 0.0 {
                let place = way.weight.as_ref().map_or(node.place, |weight| weight.place);
                self.wrong(place, format!("the weight is {weight}"), "write a number above 0");
            }
            targets.push(WeightedTarget { weight, target: self.steps.len() });
            flows.push(self.way_of(node, "steps"));
            ends.push(self.jump_later());
        }
        self.land(&ends);
        self.steps[start] = Step::Choose(targets);
        Flow::of_one(&flows)
    }

    fn repeat(&mut self, step: &RepeatStep, node: &Node) -> Flow {
        let repeat = &step.repeat.value;
        let place = step.repeat.place;
        let (times, until) = match (&repeat.times, &repeat.until, &repeat.at_most) {
            (Some(times), None, None) => (self.rounds("times", times), None),
            (None, Some(until), Some(at_most)) => {
                (self.rounds("at_most", at_most), self.condition(until))
            }
            (None, Some(until), None) => {
                self.wrong(
                    until.place,
                    "this loop may never end",
                    "add `at_most: 10` (or another number)",
                );
                (1, None)
            }
            (None, None, _) => {
                self.wrong(
                    place,
                    "how often is not said",
                    "add `times: 3`, or `until: \"score >= 3\"` with `at_most: 10`",
                );
                (1, None)
            }
            (Some(times), _, _) => {
                self.wrong(
                    times.place,
                    "`times` stands alone",
                    "use `times`, or `until` with `at_most`",
                );
                (1, None)
            }
        };
        let counter = self.counters;
        self.counters += 1;
        self.steps.push(Step::LoopStart { counter });
        let body = self.steps.len();
        let flow = self.list_of(node, "steps");
        self.steps.push(Step::LoopEnd { counter, times, until, body });
        flow
    }

    fn rounds(&mut self, what: &str, given: &At<u32>) -> u32 {
        self.bounded(&format!("`{what}`"), Some(given), (1, 100), 1)
    }

    /// Both branches ending means that nothing after is reached.
    fn branch(&mut self, step: &IfStep, node: &Node) -> Flow {
        let condition = self.condition(&step.condition);
        let start = self.steps.len();
        self.steps.push(Step::Jump(LATER));
        let then = self.way_of(node, "then");
        let (otherwise, flow) = if step.otherwise.is_some() {
            let end = self.jump_later();
            let otherwise = self.steps.len();
            let flow = self.way_of(node, "else");
            self.land(&[end]);
            (otherwise, Flow::of_one(&[then, flow]))
        } else {
            (self.steps.len(), Flow::GoesOn)
        };
        if let Some(condition) = condition {
            self.steps[start] = Step::If { condition, otherwise };
        }
        flow
    }

    fn condition(&mut self, text: &At<String>) -> Option<crate::script::Condition> {
        match conditions::parse(&text.value) {
            Ok(condition) => Some(condition),
            Err(flaw) => {
                self.flawed(text, flaw);
                None
            }
        }
    }

    /// A jump whose target comes later; its place.
    pub(super) fn jump_later(&mut self) -> usize {
        self.steps.push(Step::Jump(LATER));
        self.steps.len() - 1
    }

    /// Lets these jumps land on the next step.
    pub(super) fn land(&mut self, jumps: &[usize]) {
        let here = self.steps.len();
        for jump in jumps {
            self.steps[*jump] = Step::Jump(here);
        }
    }

    /// The movement of that name, or nothing after telling what is wrong.
    pub(super) fn known_movement(&mut self, name: &At<String>) -> Option<&crate::motion::Movement> {
        let library = self.library;
        let movement = library.movements().get(&name.value);
        match movement {
            None => {
                let known = library.movements().keys().map(String::as_str);
                let help = suggest::among(&name.value, known);
                self.wrong(name.place, format!("there is no movement “{}”", name.value), help);
                None
            }
            Some(movement)
                if movement.position == Position::Standing
                    && self.head.position == Position::Sitting =>
            {
                self.wrong(
                    name.place,
                    format!(
                        "“{}” is made standing, and in this routine the robot sits",
                        name.value
                    ),
                    "choose a sitting movement, or write `position: standing` at the head",
                );
                None
            }
            found => found,
        }
    }

    /// Where a key of a group stands.
    pub(super) fn place_of(node: &Node, key: &str) -> Place {
        node.get(key).map_or(node.place, |inner| inner.place)
    }
}
