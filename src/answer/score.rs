//! Scoring one answer.

use serde::{Deserialize, Serialize};

use crate::{
    answer::{
        Accepted, Heard, Hypothesis, Lexicon, Source, Task, YesNo,
        grammar::YES_NO,
        intent,
        lists::{self, Saying},
        matching::{Found, Matcher, Target, Token},
        order::Given,
        reasons::Reason,
        single::{self, Alike, Doubt, Judged},
        spelling, words,
    },
    language::Language,
};

/// What staff see at a glance. We say *score*, never *diagnosis*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All points.
    Right,
    /// Some points.
    Partly,
    /// Understood, and not what was asked for.
    Wrong,
    /// Heard with doubt: ask again kindly, never mark wrong.
    Unsure,
    /// Nothing was said, or nothing that tries to answer: "I don't know", "again, please".
    NoAnswer,
}

/// The score of one answer, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Points reached.
    pub points: u32,
    /// Points that could be reached.
    pub of: u32,
    /// Expected items that were given.
    pub credited: Vec<String>,
    /// Expected items that were not given.
    pub missed: Vec<String>,
    /// Items given that were not expected.
    pub intrusions: Vec<String>,
    /// Items given more than once.
    pub repetitions: Vec<String>,
    /// Expected items that were given, but not in their place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_errors: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// How sure we are of having heard right, 0 to 1.
    pub confidence: f64,
    /// Reasons that staff can read, in the routine's language.
    pub reasons: Vec<String>,
}

/// Below this confidence a word that does not score is heard with doubt and never counts as
/// wrong. With a grammar Vosk gives listed words nearly 1, so this tells mumbling from speech.
const DOUBT_BELOW: f64 = 0.5;

/// How many members of a category are all points; fluency has no natural end. A healthy person of
/// eighty names about this many animals in a minute.
const FLUENCY_FULL: u32 = 12;

/// Scores what was heard against what was asked.
///
/// Never fails: whatever was heard has a verdict. Doubtful hearing that would be wrong is
/// [`Verdict::Unsure`]; silence is [`Verdict::NoAnswer`].
pub fn score(task: &Task, language: Language, lexicon: &Lexicon, heard: &Heard) -> Score {
    score_among(task, language, lexicon, &[], heard)
}

/// The same, where wrong answers are known as well: what says a foil word for word, or comes
/// nearer to it, is not credited for its sound.
pub fn score_among(
    task: &Task,
    language: Language,
    lexicon: &Lexicon,
    foils: &[String],
    heard: &Heard,
) -> Score {
    let say = |reason: Reason<'_>| reason.sentence(language);
    let hypothesis = match heard {
        Heard::Silence => {
            return nothing(task, language, Verdict::NoAnswer, vec![say(Reason::Silence)]);
        }
        Heard::NotUnderstood => {
            return nothing(task, language, Verdict::Unsure, vec![say(Reason::NotUnderstood)]);
        }
        Heard::Speech(hypothesis) => hypothesis,
    };
    if matches!(task, Task::Free { .. }) {
        let reasons = vec![say(Reason::NotScored)];
        let confidence = hypothesis.confidence.clamp(0.0, 1.0);
        return Score { confidence, ..nothing(task, language, Verdict::Right, reasons) };
    }
    let scoring = Scoring::new(language, hypothesis, foils);
    let mut score = scoring.score(task, lexicon);
    score.confidence *= hypothesis.confidence.clamp(0.0, 1.0);
    if score.verdict == Verdict::Wrong && hypothesis.confidence < DOUBT_BELOW {
        score.verdict = Verdict::Unsure;
        score.reasons.push(say(Reason::DoubtfulHearing(hypothesis.confidence)));
    }
    // "Répétez", "j'ai mal" and "je ne sais plus" are no attempts, and so never wrong.
    if score.points == 0 && intent(language, &hypothesis.text).is_some() {
        score.verdict = Verdict::NoAnswer;
    }
    score
}

/// One answer on its way to a score.
struct Scoring<'a> {
    language: Language,
    text: &'a str,
    matcher: Matcher,
    said: Vec<Token>,
    foils: &'a [String],
    source: Source,
}

impl<'a> Scoring<'a> {
    fn new(language: Language, hypothesis: &'a Hypothesis, foils: &'a [String]) -> Self {
        let matcher = Matcher::new(language);
        let text = hypothesis.text.as_str();
        let said = matcher.tokens(intent::without_doubt(language, text));
        Scoring { language, text, matcher, said, foils, source: hypothesis.source }
    }

    fn score(&self, task: &Task, lexicon: &Lexicon) -> Score {
        let language = self.language;
        match task {
            Task::OneOf { one_of } => {
                let shown = one_of.first().map_or("", Accepted::shown);
                let targets = self.matcher.targets(one_of);
                let foils = self.foil_targets();
                let judged = if self.says_in_full(&targets) {
                    Judged { right: true, ..Judged::default() }
                } else {
                    single::one_of(
                        &self.matcher,
                        language,
                        &targets,
                        &foils,
                        &self.said,
                        self.source,
                    )
                };
                self.one_piece(shown, &judged, !judged.foil && self.says_nothing())
            }
            Task::YesNo { yes_no } => self.yes_or_no(*yes_no),
            Task::Number { number } => {
                let judged = single::number(language, *number, self.text);
                let nothing = judged.other.is_none() && self.says_nothing();
                self.one_piece(&number.to_string(), &judged, nothing)
            }
            Task::Recall { recall } => {
                let targets = self.matcher.targets(recall);
                let given = lists::recall(&self.saying(), &targets, &self.foil_targets());
                self.listed(given, None)
            }
            Task::Sequence { sequence } => {
                let targets = self.matcher.targets(sequence);
                let given = lists::sequence(&self.saying(), &targets, &self.foil_targets());
                let prefix = given.prefix;
                self.listed(given, Some(prefix))
            }
            Task::Span { span, direction } => {
                let said = self.pieces();
                let given = lists::span(language, span, *direction, &said);
                let prefix = given.prefix;
                self.listed(given, Some(prefix))
            }
            Task::Spell { spell } => {
                let said = intent::pieces_without_doubt(language, self.text);
                match spelling::spell(language, spell, &said) {
                    Some(given) => {
                        let prefix = given.prefix;
                        self.listed(given, Some(prefix))
                    }
                    None => {
                        let missed = spelling::letters(language, spell);
                        let mut score = self.listed(Given { missed, ..Given::default() }, None);
                        score.verdict = Verdict::NoAnswer;
                        score
                    }
                }
            }
            Task::Category { category, .. } => {
                let members =
                    lexicon.categories.get(category).map(Vec::as_slice).unwrap_or_default();
                let targets = self.matcher.targets(members);
                let given =
                    lists::category(&self.saying(), category, &targets, &self.foil_targets());
                let of = FLUENCY_FULL.min(members.len() as u32).max(1);
                let points = (given.credited.len() as u32).min(of);
                let mut score = self.listed(given, None);
                (score.points, score.of) = (points, of);
                score.verdict = self.verdict(points, of, &score);
                score
            }
            Task::Free { .. } => nothing(task, language, Verdict::Right, Vec::new()),
        }
    }

    fn foil_targets(&self) -> Vec<Target> {
        let foils: Vec<Accepted> = self.foils.iter().cloned().map(Accepted::One).collect();
        self.matcher.targets(&foils)
    }

    fn saying(&self) -> Saying<'_> {
        Saying {
            matcher: &self.matcher,
            language: self.language,
            said: &self.said,
            source: self.source,
        }
    }

    /// Every word, also what is a filler elsewhere.
    fn pieces(&self) -> Vec<String> {
        intent::pieces_without_doubt(self.language, self.text)
            .into_iter()
            .map(|spoken| spoken.word)
            .collect()
    }

    /// Nothing but hesitation, articles and "I don't know".
    fn says_nothing(&self) -> bool {
        self.said.iter().all(|token| words::is_frame(self.language, &token.word))
    }

    /// Whether "I don't know" and the like are the very answer that is wanted.
    fn says_in_full(&self, targets: &[Target]) -> bool {
        if !self.says_nothing() {
            return false;
        }
        let whole = self.matcher.tokens(words::utterance(self.language, self.text));
        let rest = |found: &Found| {
            let inside = found.at..found.end();
            whole.iter().enumerate().any(|(at, token)| {
                !inside.contains(&at) && !words::is_frame(self.language, &token.word)
            })
        };
        whole.len() > self.said.len()
            && targets
                .iter()
                .any(|target| self.matcher.places(target, &whole).iter().any(|found| !rest(found)))
    }

    fn yes_or_no(&self, wanted: YesNo) -> Score {
        let said = single::yes_no(self.language, self.text);
        let [yes, no] = YES_NO[self.language as usize];
        let shown = |which: YesNo| match which {
            YesNo::Yes => yes.first().copied().unwrap_or_default(),
            YesNo::No => no.first().copied().unwrap_or_default(),
        };
        let judged = match said {
            Ok(said) => Judged {
                right: said == wanted,
                other: (said != wanted).then(|| shown(said).to_owned()),
                ..Judged::default()
            },
            Err(doubt) => Judged {
                other: Some(self.text.trim().to_owned()).filter(|text| !text.is_empty()),
                doubt,
                ..Judged::default()
            },
        };
        let nothing = said_neither(&judged, self.says_nothing());
        self.one_piece(shown(wanted), &judged, nothing)
    }

    fn one_piece(&self, shown: &str, judged: &Judged, nothing: bool) -> Score {
        let say = |reason: Reason<'_>| reason.sentence(self.language);
        let mut reasons = Vec::new();
        let mut confidence = 1.0;
        if let Some(alike) = &judged.alike {
            reasons.push(say(Reason::SoundsLike(&alike.heard, &alike.meant)));
            confidence = certainty(alike);
        }
        match &judged.doubt {
            Some(Doubt::Sound(alike)) => {
                reasons.push(say(Reason::Perhaps(&alike.heard, &alike.meant)));
                confidence = certainty(alike);
            }
            Some(Doubt::EitherOr) => reasons.push(say(Reason::EitherOr)),
            Some(Doubt::Undecided) => reasons.push(say(Reason::Undecided)),
            Some(Doubt::Among) => reasons.push(say(Reason::Among)),
            None => {}
        }
        let other = judged.other.clone().filter(|_| !nothing);
        if !judged.right {
            match &other {
                Some(other) => reasons.push(say(Reason::GivenInstead(other))),
                None if nothing => reasons.push(say(Reason::OnlyThinking)),
                None => {}
            }
            reasons.push(say(Reason::Expected(shown)));
        }
        let verdict = match () {
            () if judged.right => Verdict::Right,
            () if judged.doubt.is_some() => Verdict::Unsure,
            () if nothing => Verdict::NoAnswer,
            () => Verdict::Wrong,
        };
        let shown = shown.to_owned();
        let (credited, missed) =
            if judged.right { (vec![shown], vec![]) } else { (vec![], vec![shown]) };
        Score {
            points: u32::from(judged.right),
            of: 1,
            credited,
            missed,
            // What is in doubt is not held against anybody.
            intrusions: other.filter(|_| verdict == Verdict::Wrong).into_iter().collect(),
            repetitions: Vec::new(),
            order_errors: Vec::new(),
            verdict,
            confidence,
            reasons,
        }
    }

    /// The score of a list; with the length of its faultless beginning where the order counts.
    fn listed(&self, given: Given, prefix: Option<usize>) -> Score {
        let say = |reason: Reason<'_>| reason.sentence(self.language);
        let mut reasons = Vec::new();
        if !given.missed.is_empty() {
            if !given.order_errors.is_empty() {
                reasons.push(say(Reason::OutOfOrder));
            }
            if let Some(prefix) = prefix.filter(|prefix| *prefix > 0) {
                reasons.push(say(Reason::FirstRight(prefix)));
            }
            reasons.push(say(Reason::Missed(&given.missed)));
        }
        if !given.intrusions.is_empty() {
            reasons.push(say(Reason::Intrusions(&given.intrusions)));
        }
        if !given.repetitions.is_empty() {
            reasons.push(say(Reason::Repetitions(&given.repetitions)));
        }
        for Alike { heard, meant, .. } in &given.alike {
            reasons.push(say(Reason::SoundsLike(heard, meant)));
        }
        for Alike { heard, meant, .. } in &given.doubts {
            reasons.push(say(Reason::Perhaps(heard, meant)));
        }
        let points = given.credited.len() as u32;
        let of = points + given.missed.len() as u32;
        let confidence = given.alike.iter().map(certainty).fold(1.0, f64::min);
        let doubtful = !given.doubts.is_empty();
        let mut score = Score {
            points,
            of,
            credited: given.credited,
            missed: given.missed,
            intrusions: given.intrusions,
            repetitions: given.repetitions,
            order_errors: given.order_errors,
            verdict: Verdict::Unsure,
            confidence,
            reasons,
        };
        if points > 0 || !doubtful {
            score.verdict = self.verdict(points, of, &score);
        }
        score
    }

    fn verdict(&self, points: u32, of: u32, score: &Score) -> Verdict {
        if points >= of {
            Verdict::Right
        } else if points > 0 {
            Verdict::Partly
        } else if score.verdict == Verdict::Unsure
            && score.intrusions.is_empty()
            && !self.says_nothing()
        {
            Verdict::Wrong
        } else if score.intrusions.is_empty() && self.says_nothing() {
            Verdict::NoAnswer
        } else {
            Verdict::Wrong
        }
    }
}

fn said_neither(judged: &Judged, nothing: bool) -> bool {
    !judged.right && judged.doubt.is_none() && nothing
}

/// How sure a likeness is: each half sound takes a tenth.
fn certainty(alike: &Alike) -> f64 {
    (1.0 - f64::from(alike.distance) / 10.0).max(0.5)
}

fn nothing(task: &Task, language: Language, verdict: Verdict, reasons: Vec<String>) -> Score {
    let of = match task {
        Task::OneOf { .. } | Task::YesNo { .. } | Task::Number { .. } => 1,
        Task::Recall { recall: all } | Task::Sequence { sequence: all } => all.len() as u32,
        Task::Span { span, .. } => span.len() as u32,
        Task::Spell { spell } => spelling::letters(language, spell).len() as u32,
        Task::Category { .. } => FLUENCY_FULL,
        Task::Free { .. } => 0,
    };
    Score {
        points: 0,
        of,
        credited: Vec::new(),
        missed: Vec::new(),
        intrusions: Vec::new(),
        repetitions: Vec::new(),
        order_errors: Vec::new(),
        verdict,
        confidence: 1.0,
        reasons,
    }
}
