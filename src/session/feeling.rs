//! `check: feel`: how do you feel? The class goes by the answer.

use crate::{
    answer::{Feeling, Heard, Hypothesis, Intent, feeling, intent},
    script::Ask,
    session::{Command, Fact, Session, agenda::Act, walking::milliseconds},
};

/// The rest when somebody is tired, s, before the intensity makes it longer.
const REST_S: f64 = 20.0;

impl Session {
    /// An answer to "how do you feel?", or its absence. Who is tired gets a rest and an easier
    /// class; who is unwell gets help; who says nothing is not pressed.
    pub(super) fn felt(&mut self, ask: &Ask, heard: &Heard, out: &mut Vec<Command>) {
        let language = self.plan.language;
        let said = match heard {
            Heard::Speech(Hypothesis { text, .. }) => Some(text.as_str()),
            Heard::Silence | Heard::NotUnderstood => None,
        };
        let felt = said.and_then(|text| feeling(language, text));
        if felt.is_none() {
            match said.and_then(|text| intent(language, text)) {
                Some(Intent::Repeat) if self.say_again() => return,
                Some(Intent::Stop) => return self.asked_to_stop(out),
                _ => {}
            }
        }
        if let Some(asking) = &mut self.asking {
            asking.open = false;
        }
        out.push(Command::Record(Fact::Felt { feeling: felt }));
        match felt {
            Some(Feeling::Unwell) => return self.distress(out),
            Some(Feeling::Tired) => {
                self.ask_for(self.intensity.easier(), out);
                self.push_phrase_then(|phrases| &phrases.gentler);
                let rest_s = self.intensity.rest_s(REST_S);
                self.agenda.push_back(Act::Wait(milliseconds(rest_s)));
            }
            Some(Feeling::Well) => self.push_phrase_then(|phrases| &phrases.glad),
            None => self.push_phrase_then(|phrases| &phrases.carry_on),
        }
        self.agenda.push_back(Act::Goto(ask.branches.after));
    }
}
