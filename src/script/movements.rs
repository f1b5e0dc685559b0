//! Files of movements: read, their words and links checked, their motion proven.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    language::Language,
    motion::{Group, Movement, Position, Refusal},
    script::{
        Diagnostic, Severity,
        diagnostic::shortened,
        library::yaml_files,
        node::{self, Node, Place, Value},
        reading, source, suggest, texts, yaml,
    },
};

/// Movements by name.
pub type Movements = BTreeMap<String, Movement>;

/// A file of a movement, with where everything stands in it.
struct File {
    name: String,
    path: String,
    node: Node,
    movement: Movement,
}

/// Reads movements, and tells every mistake. What is broken is left out; the rest can be used.
pub(super) fn load(files: BTreeMap<String, PathBuf>) -> (Movements, Vec<Diagnostic>) {
    let (files, mut mistakes) = read(files.into_iter());
    let known: Movements =
        files.iter().map(|file| (file.name.clone(), file.movement.clone())).collect();
    let mut movements = Movements::new();
    for file in files {
        let mut found = file.wrong_words();
        found.extend(file.wrong_links(&known));
        // Only what every class needs; whoever writes movements has the whole range proven.
        let tempo = file.movement.tempo;
        match file.movement.at_tempo(tempo) {
            Ok(_) => {}
            Err(refusals) => found.extend(refusals.iter().map(|refusal| file.refused(refusal))),
        }
        if found.is_empty() {
            movements.insert(file.name, file.movement);
        }
        mistakes.extend(found);
    }
    (movements, mistakes)
}

/// Everything that is wrong with files of movements: words, links to `library` or to each other,
/// and the motion at every tempo and on both sides.
pub fn check_movements(files: &[PathBuf], library: &Movements) -> Vec<Diagnostic> {
    let named = files.iter().map(|path| (stem(path), path.clone()));
    let (files, mut mistakes) = read(named);
    let mut known = library.clone();
    known.extend(files.iter().map(|file| (file.name.clone(), file.movement.clone())));
    for file in &files {
        mistakes.extend(file.wrong_words());
        mistakes.extend(file.wrong_links(&known));
        if let Err(refusals) = file.movement.prove() {
            mistakes.extend(refusals.iter().map(|refusal| file.refused(refusal)));
        }
    }
    mistakes
}

/// Every file of movements in a folder, in order.
pub fn movement_files(folder: &Path) -> Vec<PathBuf> {
    yaml_files(folder).into_values().collect()
}

/// The name of a movement is the stem of its file.
fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(named: impl Iterator<Item = (String, PathBuf)>) -> (Vec<File>, Vec<Diagnostic>) {
    let (mut files, mut mistakes) = (Vec::new(), Vec::new());
    for (name, path) in named {
        match read_one(name, &path) {
            Ok(file) => files.push(file),
            Err(mistake) => mistakes.push(*mistake),
        }
    }
    (files, mistakes)
}

fn read_one(name: String, path: &Path) -> Result<File, Box<Diagnostic>> {
    let text = source::read(path)?;
    let path = path.display().to_string();
    let node = node::parse(&path, &text)?;
    let movement = reading::read(&node).map_err(|mistake| yaml::told(&path, mistake))?;
    Ok(File { name, path, node, movement })
}

impl File {
    fn wrong(&self, place: Place, message: &str, help: impl Into<String>) -> Diagnostic {
        Diagnostic {
            file: self.path.clone(),
            line: place.line.max(1),
            column: place.column.max(1),
            severity: Severity::Error,
            message: shortened(message),
            help: Some(help.into()),
        }
    }

    /// Where a key stands; the file when it is not there.
    fn key(&self, key: &str) -> Place {
        self.node.entry(key).map_or(self.node.place, |(name, _)| name.place)
    }

    fn refused(&self, refusal: &Refusal) -> Diagnostic {
        self.wrong(
            self.place_of(refusal),
            &format!("“{}”: {}", self.name, refusal.what),
            "make the movement smaller or slower there, or give it more beats",
        )
    }

    /// The key that has the joint moved there, else the keyframe, else the range of tempos.
    fn place_of(&self, refusal: &Refusal) -> Place {
        let keyframes = &self.movement.keyframes;
        let Some(Node { value: Value::List(nodes), .. }) = self.node.get("keyframes") else {
            return self.node.place;
        };
        let beat = refusal.beat.unwrap_or(0.0) - 1e-6;
        // A refusal on the mirrored side is written on the other one.
        let joints = refusal.joint.map(|joint| [joint, joint.mirrored().0]);
        let moves = |joint| keyframes.iter().any(|frame| frame.joints.contains_key(joint));
        let joint = joints.iter().flatten().find(|joint| moves(joint)).copied();
        let has =
            |place: &usize| joint.is_none_or(|joint| keyframes[*place].joints.contains_key(&joint));
        let places = || (0..keyframes.len().min(nodes.len())).filter(has);
        let place = places().find(|place| keyframes[*place].beat >= beat).or(places().next_back());
        let keyframe = place.map(|place| &nodes[place]);
        let written = keyframe.and_then(|keyframe| keyframe.get("joints")).zip(joint);
        let key = written.and_then(|(joints, joint)| {
            let Value::Map(entries) = &joints.value else { return None };
            let means = |(name, value): &(Node, Node)| match (&name.value, &value.value) {
                (Value::Text(name), _) if name == joint.name() => Some(value.place),
                (Value::Text(name), Value::Map(members)) => {
                    let group = Group::from_name(name)?;
                    let member = members.iter().find(|(member, _)| match &member.value {
                        Value::Text(member) => group.joints(member).is_some_and(|(one, twin)| {
                            one == joint || twin.is_some_and(|(twin, _)| twin == joint)
                        }),
                        _ => false,
                    })?;
                    Some(member.1.place)
                }
                _ => None,
            };
            entries.iter().find_map(means)
        });
        if refusal.joint.is_none() && refusal.beat.is_none() {
            return self.key("tempos");
        }
        key.or(keyframe.map(|keyframe| keyframe.place)).unwrap_or_else(|| self.key("keyframes"))
    }

    /// What is wrong with what is said and told.
    fn wrong_words(&self) -> Vec<Diagnostic> {
        let movement = &self.movement;
        let mut mistakes = Vec::new();
        for (key, texts) in [("title", &movement.title), ("instruction", &movement.instruction)] {
            for language in Language::ALL {
                if texts.get(&language).is_none_or(|text| text.trim().is_empty()) {
                    mistakes.push(self.wrong(
                        self.key(key),
                        &format!("the {key} is missing in “{language}”"),
                        format!("write it in {} too", languages()),
                    ));
                }
            }
        }
        let told = movement.cues.values().map(Vec::len).collect::<BTreeSet<_>>();
        let everywhere = movement.cues.len() == Language::ALL.len() && !told.contains(&0);
        if !movement.cues.is_empty() && !everywhere {
            mistakes.push(self.wrong(
                self.key("cues"),
                "there are not cues in every language",
                format!("write at least one in each of {}", languages()),
            ));
        }
        let sentences = movement.instruction.values().map(|text| ("instruction", text));
        let cues = movement.cues.values().flatten().map(|cue| ("cues", cue));
        for (key, text) in sentences.chain(cues) {
            if let Err(flaw) = texts::parse(text, &BTreeMap::new()) {
                mistakes.push(self.wrong(self.key(key), &flaw.message, flaw.help));
            }
        }
        if movement.trains.is_empty() {
            let message = "it is not said what the movement trains";
            mistakes.push(self.wrong(self.key("trains"), message, "write at least one word"));
        }
        if let Some(breathing) = &movement.breathing {
            let within = 0.0..movement.beats;
            let beats = breathing.inhale.0.iter().chain(&breathing.exhale.0);
            for beat in beats.filter(|beat| !within.contains(beat)) {
                mistakes.push(self.wrong(
                    self.key("breathing"),
                    &format!(
                        "beat {beat} is not within the {} beats of the movement",
                        movement.beats
                    ),
                    "beats are counted from 0, where the repetition begins",
                ));
            }
        }
        mistakes
    }

    /// What is wrong with `easier` and `harder`.
    fn wrong_links(&self, known: &Movements) -> Vec<Diagnostic> {
        type Link = fn(&Movement) -> Option<&String>;
        let links: [(&str, Link, Position); 2] = [
            ("easier", |movement| movement.easier.as_ref(), Position::Sitting),
            ("harder", |movement| movement.harder.as_ref(), Position::Standing),
        ];
        let mut mistakes = Vec::new();
        for (key, link, also) in links {
            let Some(name) = link(&self.movement) else { continue };
            let place = self.node.get(key).map_or(self.node.place, |value| value.place);
            let Some(other) = known.get(name) else {
                let help = suggest::among(name, known.keys().map(String::as_str));
                mistakes.push(self.wrong(place, &format!("there is no movement “{name}”"), help));
                continue;
            };
            if other.position != self.movement.position && other.position != also {
                mistakes.push(self.wrong(
                    place,
                    &format!("“{name}” is not made in a position that is {key}"),
                    format!(
                        "an {key} movement has the same position, or is made {}",
                        match also {
                            Position::Sitting => "sitting",
                            Position::Standing => "standing",
                        }
                    ),
                ));
            }
            let mut passed = BTreeSet::from([self.name.as_str()]);
            let mut next = Some(name);
            while let Some(name) = next {
                if !passed.insert(name) {
                    // A circle is told where it closes.
                    if *name == self.name {
                        let message = format!("“{}” is {key} than itself", self.name);
                        mistakes.push(self.wrong(place, &message, "break the circle"));
                    }
                    break;
                }
                next = known.get(name).and_then(link);
            }
        }
        mistakes
    }
}

fn languages() -> String {
    Language::ALL.map(Language::code).join(", ")
}
