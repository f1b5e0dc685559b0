//! `teams`, checked.

use std::collections::BTreeSet;

use crate::script::{
    Step,
    compile::{Compiler, Flow},
    node::Node,
    written::TeamsFile,
};

/// The longest name of a team, in characters: it is said before each question.
const LONGEST_NAME: usize = 40;

impl Compiler<'_> {
    pub(in crate::script) fn teams(&mut self, file: &TeamsFile, node: &Node) -> Flow {
        let names = &file.names;
        if !(2..=4).contains(&names.value.len()) {
            let message = format!("{} teams", names.value.len());
            self.wrong(names.place, message, "write the names of 2 to 4 teams");
        }
        let mut seen = BTreeSet::new();
        for name in &names.value {
            let length = name.value.trim().chars().count();
            if length == 0 || length > LONGEST_NAME {
                let help = format!("write a name of 1 to {LONGEST_NAME} characters");
                self.wrong(name.place, "this is no name of a team", help);
            } else if !seen.insert(name.value.trim().to_lowercase()) {
                let message = format!("two teams are called “{}”", name.value);
                self.wrong(name.place, message, "give each team a name of its own");
            }
        }
        if std::mem::replace(&mut self.in_teams, true) {
            self.wrong(node.place, "there are teams already", "end these teams before others");
        }
        let names = names.value.iter().map(|name| name.value.trim().to_owned()).collect();
        self.steps.push(Step::TeamsBegin(names));
        let flow = self.list_of(node, "steps");
        self.steps.push(Step::TeamsEnd);
        self.in_teams = false;
        flow
    }
}
