//! What the engine itself says (praise, encouragement, "we are pausing"), in one language.
//! Written by authors in `routines/<language>/phrases.yaml`; each entry is a list of variants.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::script::GamePhrases;

/// The engine's own sentences. `{name}` and the other variables may be used in them. All must be
/// written; those that were not always asked for may be missing from plans that were kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// After a right answer.
    pub praise: Vec<String>,
    /// After a partly right answer.
    pub partly: Vec<String>,
    /// After a wrong answer, before the hint or the next try. Never a rebuke.
    pub encourage: Vec<String>,
    /// Nothing was heard: an invitation to take one's time, before the question comes again.
    pub not_heard: Vec<String>,
    /// Something was heard but not understood.
    pub not_understood: Vec<String>,
    /// Heard with doubt: "Did you say {answer}?" is not allowed here (it would reveal); asks again.
    pub unsure: Vec<String>,
    /// The answer is given kindly; `{answer}` is the right answer.
    pub reveal: Vec<String>,
    /// "I don't know" or "I'd rather not" was said.
    pub accept_refusal: Vec<String>,
    /// Staff or a resident paused.
    pub paused: Vec<String>,
    /// We go on.
    pub resumed: Vec<String>,
    /// Staff ended the session.
    pub stopped: Vec<String>,
    /// Somebody said that something hurts, or called for help. Calm.
    pub distress: Vec<String>,
    /// After a crash: the program is back.
    pub back_after_crash: Vec<String>,
    /// The connection to the robot was lost and is back.
    pub back_after_loss: Vec<String>,
    /// An exercise is left out, and a rest taken, because Nao's motors for it are hot.
    #[serde(default)]
    pub left_out: Vec<String>,
    /// Nao's legs are hot: it has sat down and goes on sitting.
    #[serde(default)]
    pub sat_down: Vec<String>,
    /// The battery is nearly empty: Nao takes its leave.
    #[serde(default)]
    pub flat_battery: Vec<String>,
    /// Nao's motors are too hot to go on: it takes its leave.
    #[serde(default)]
    pub too_hot: Vec<String>,
    /// Another exercise is made, because Nao's motors for this one are hot.
    #[serde(default)]
    pub another_instead: Vec<String>,
    /// Somebody has lifted Nao: it waits in their hands until it is put down.
    #[serde(default)]
    pub lifted: Vec<String>,
    /// Nao has been put down: we go on.
    #[serde(default)]
    pub put_down: Vec<String>,
    /// Somebody pushed Nao: it waits for staff. Calm, and never a reproach.
    #[serde(default)]
    pub pushed: Vec<String>,
    /// Before the demonstration of an exercise.
    pub watch_me: Vec<String>,
    /// Before the repetitions.
    pub now_together: Vec<String>,
    /// On the beat before the first repetition, as one counts in a song; short.
    #[serde(default)]
    pub count_in: Vec<String>,
    /// Said while Nao shows a movement, when one breathes in.
    #[serde(default)]
    pub breathe_in: Vec<String>,
    /// Said while Nao shows a movement, when one breathes out.
    #[serde(default)]
    pub breathe_out: Vec<String>,
    /// Before the other side.
    pub other_side: Vec<String>,
    /// Between sets.
    pub rest: Vec<String>,
    /// In the middle of a rest: a breath together.
    #[serde(default)]
    pub rest_breath: Vec<String>,
    /// After an exercise.
    #[serde(default)]
    pub well_done: Vec<String>,
    /// The class becomes easier: somebody is tired, or staff wish it.
    #[serde(default)]
    pub gentler: Vec<String>,
    /// The class becomes harder, as staff wish.
    #[serde(default)]
    pub livelier: Vec<String>,
    /// The question of `check: feel`. It names the three answers that are understood.
    #[serde(default)]
    pub how_do_you_feel: Vec<String>,
    /// All feel well.
    #[serde(default)]
    pub glad: Vec<String>,
    /// Nothing was said about how one feels.
    #[serde(default)]
    pub carry_on: Vec<String>,
    /// In the middle of a set.
    pub halfway: Vec<String>,
    /// Before the last two repetitions.
    pub last_two: Vec<String>,
    /// The numbers from one upwards, counted aloud (at least 20).
    pub count: Vec<String>,
    /// Words for morning, afternoon, evening, in this order.
    pub times_of_day: Vec<String>,
    /// Greetings of morning, afternoon, evening, in this order.
    pub greetings: Vec<String>,
    /// The days from Monday to Sunday.
    pub weekdays: Vec<String>,
    /// The months from January to December.
    pub months: Vec<String>,
    /// The date in words: `{weekday}`, `{day}`, `{month}` and `{year}` are put in.
    pub date: String,
    /// What `{name}` becomes for a group: “everyone”. Empty: the group's own name.
    #[serde(default)]
    pub everyone: String,
    /// What Nao says on the hint ladder.
    #[serde(default)]
    pub ladder: LadderPhrases,
    /// What Nao says to the members of a group, and to teams.
    #[serde(default)]
    pub group: GroupPhrases,
    /// What Nao says in games.
    #[serde(default)]
    pub games: GamePhrases,
    /// What is accepted and shown for yes.
    pub yes: String,
    /// What is accepted and shown for no.
    pub no: String,
}

/// What Nao says on the hint ladder, after the hints that the author wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LadderPhrases {
    /// How the answer begins: `{sound}` is its first syllable (French and Korean).
    pub first_sound: Vec<String>,
    /// How the answer begins: `{letter}` is its first letter (French and English).
    pub first_letter: Vec<String>,
    /// Is it `{first}` or `{second}`?
    pub choice: Vec<String>,
    /// Nao's hands answer as well. `{first}` is its own left hand, which whoever faces it sees on
    /// their right; `{second}` the one that they see on their left.
    pub hands: Vec<String>,
    /// After an answer that was found with help: praise for having looked for it.
    pub effort: Vec<String>,
}

/// What Nao says when it calls people by name: `{member}` is who is called, a member of a group or
/// a team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GroupPhrases {
    /// Before a question: it is for `{member}`.
    pub call: Vec<String>,
    /// The same for somebody who has been quiet: two answers to choose between may follow.
    pub invite: Vec<String>,
    /// `{member}` would rather not answer; the next one is called.
    pub pass: Vec<String>,
    /// Before a question for a team.
    pub call_team: Vec<String>,
    /// At the end, for each team: its `{points}`.
    pub team_points: Vec<String>,
    /// After them: praise for all teams alike.
    pub teams_end: Vec<String>,
}
