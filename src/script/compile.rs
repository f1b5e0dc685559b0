//! From a file to a plan: reads, checks everything, and lays the steps out flat.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    answer::Lexicon,
    motion::{Movement, Position},
    script::{
        Diagnostic, Library, Plan, Severity, Step,
        classes::Class,
        flaw::{self, Flaw},
        games::{Lists, Spaced},
        including::real,
        node::{self, Node, Place, Value},
        reading::{self, At, Mistake},
        source,
        step_key::step_key,
        texts,
        written::RoutineFile,
        yaml,
    },
};

/// What became of a routine file.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The plan, when nothing is wrong.
    pub plan: Option<Plan>,
    /// Everything that is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The sentence for the tablet.
    pub description: Option<String>,
}

/// Compiles a routine.
pub fn compile_file(path: &Path, library: &Library) -> Compiled {
    match source::read(path) {
        Ok(text) => compile_str(path, &text, library),
        Err(mistake) => Compiled { plan: None, diagnostics: vec![mistake], description: None },
    }
}

/// Compiles the text of a routine; `path` is where it would stand (for includes and messages).
pub fn compile_str(path: &Path, text: &str, library: &Library) -> Compiled {
    let file = path.display().to_string();
    let failed = |diagnostics| Compiled { plan: None, diagnostics, description: None };
    let root = match node::parse(&file, text) {
        Ok(root) => root,
        Err(mistake) => return failed(vec![mistake]),
    };
    let head: RoutineFile = match reading::read(&root) {
        Ok(head) => head,
        Err(mistake) => {
            let mut all = vec![yaml::told(&file, mistake)];
            all.extend(steps_without_a_head(&root, &file));
            return failed(all);
        }
    };
    let Some(phrases) = library.phrases(head.language) else {
        return failed(vec![yaml::told(
            &file,
            Mistake::new(
                root.get("language").map_or(root.place, |node| node.place),
                format!("there are no sentences for the language “{}”", head.language),
                format!("write (or mend) routines/{}/phrases.yaml", head.language),
            ),
        )]);
    };
    let mut compiler = Compiler::new(library, &head, path, text);
    compiler.count_words = phrases.count.len();
    compiler.check_head(&root);
    compiler.list_of(&root, "steps");
    compiler.check_class(&root);
    compiler.close_borders();
    let diagnostics = compiler.diagnostics;
    let broken = diagnostics.iter().any(|mistake| mistake.severity == Severity::Error);
    let movements = kept_movements(library, &head, &compiler.steps);
    let plan = (!broken).then(|| Plan {
        title: head.title.value.clone(),
        language: head.language,
        kind: head.kind,
        minutes: head.minutes.value,
        position: head.position,
        phrases: phrases.clone(),
        lexicon: compiler.lexicon,
        steps: compiler.steps,
        movements,
        counters: compiler.counters,
    });
    Compiled { plan, diagnostics, description: head.description }
}

/// The movements that a session may need: when the class leads exercises, all that can be made in
/// its position, since a hot motor or a sore shoulder is not foreseen. Words of other languages
/// are left out.
fn kept_movements(
    library: &Library,
    head: &RoutineFile,
    steps: &[Step],
) -> BTreeMap<String, Movement> {
    let leads =
        steps.iter().any(|step| matches!(step, Step::Exercise(exercise) if exercise.is_led()));
    let suits = |movement: &Movement| {
        let position = movement.position;
        (position == Position::Sitting || position == head.position)
            && movement.instruction.contains_key(&head.language)
    };
    let all = library.movements().iter().filter(|(_, movement)| leads && suits(movement));
    all.map(|(name, movement)| (name.clone(), movement.in_language(head.language))).collect()
}

/// Every routine below `<language>/gym` and `<language>/memory`, sorted.
pub fn routine_files(routines: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for language in crate::language::Language::ALL {
        for kind in ["gym", "memory"] {
            let Ok(entries) = std::fs::read_dir(routines.join(language.code()).join(kind)) else {
                continue;
            };
            files.extend(
                entries
                    .flatten()
                    .map(|entry| entry.path())
                    .filter(|path| path.extension().is_some_and(|extension| extension == "yaml")),
            );
        }
    }
    files.sort();
    files
}

/// The most steps of a plan: far above any routine.
const STEPS_AT_MOST: usize = 5_000;

/// The most mistakes that are told: whoever has so many mends the first ones and checks again.
const MISTAKES_AT_MOST: usize = 100;

/// The steps before which a question may come back: each begins something new.
const BORDER_BEFORE: [&str; 13] = [
    "say", "ask", "exercise", "part", "span", "quiz", "remember", "recall", "spaced", "simon",
    "choose", "repeat", "include",
];

/// What is known while a routine is compiled.
pub(super) struct Compiler<'a> {
    pub(super) library: &'a Library,
    pub(super) head: &'a RoutineFile,
    /// The file in hand, and what it holds.
    pub(super) path: PathBuf,
    pub(super) source: String,
    /// The files that are being included now, outermost first.
    pub(super) including: Vec<PathBuf>,
    pub(super) included: usize,
    pub(super) steps: Vec<Step>,
    pub(super) counters: usize,
    pub(super) ids: BTreeSet<String>,
    pub(super) questions: usize,
    pub(super) lexicon: Lexicon,
    /// How far the language can count aloud.
    pub(super) count_words: usize,
    /// How deep the list of steps in hand lies within others; 1 is the routine's own.
    pub(super) depth: usize,
    /// Whether the steps in hand are played by teams.
    pub(super) in_teams: bool,
    /// What is known of the class's parts.
    pub(super) class: Class,
    /// The lists of words that have been said where the step in hand stands.
    pub(super) lists: Lists,
    /// What is known of spaced retrieval.
    pub(super) spaced: Spaced,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Compiler<'a> {
    /// For the file at `path`, which holds `text`.
    pub(super) fn new(
        library: &'a Library,
        head: &'a RoutineFile,
        path: &Path,
        text: &str,
    ) -> Compiler<'a> {
        Compiler {
            library,
            head,
            path: path.to_owned(),
            source: text.to_owned(),
            including: vec![real(path)],
            included: 0,
            steps: Vec::new(),
            counters: 0,
            ids: BTreeSet::new(),
            questions: 0,
            lexicon: Lexicon::default(),
            count_words: 0,
            depth: 0,
            in_teams: false,
            class: Class::default(),
            lists: Lists::default(),
            spaced: Spaced::default(),
            diagnostics: Vec::new(),
        }
    }
}

impl Compiler<'_> {
    pub(super) fn mistake(&mut self, mistake: Mistake) {
        let told = self.told(mistake);
        self.tell(told);
    }

    /// A mistake with its place in the file in hand.
    pub(super) fn told(&self, mistake: Mistake) -> Diagnostic {
        yaml::told(&self.path.display().to_string(), mistake)
    }

    pub(super) fn tell(&mut self, told: Diagnostic) {
        if self.diagnostics.len() < MISTAKES_AT_MOST {
            self.diagnostics.push(told);
        }
    }

    pub(super) fn wrong(
        &mut self,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.mistake(Mistake::new(place, message, help));
    }

    /// Something that works, but not as its author will have meant it.
    pub(super) fn doubtful(
        &mut self,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let mistake = Mistake::new(place, message, help);
        let told = self.told(mistake);
        self.tell(Diagnostic { severity: Severity::Warning, ..told });
    }

    /// A mistake inside a text of the file in hand.
    pub(super) fn flawed(&mut self, text: &At<String>, flaw: Flaw) {
        let place = flaw::place_of(&self.source, text.place, &text.value, flaw.at);
        self.wrong(place, flaw.message, flaw.help);
    }

    /// The text with its variables, or nothing after telling what is wrong.
    pub(super) fn text(&mut self, text: &At<String>) -> Option<crate::script::Text> {
        match texts::parse(&text.value, &self.head.variables) {
            Ok(parsed) => Some(parsed),
            Err(flaw) => {
                self.flawed(text, flaw);
                None
            }
        }
    }

    /// All variants; an empty list is a mistake.
    pub(super) fn variants(
        &mut self,
        place: Place,
        variants: &[At<String>],
    ) -> Vec<crate::script::Text> {
        if variants.is_empty() {
            self.wrong(place, "the list is empty", "write at least one text");
        }
        variants.iter().filter_map(|variant| self.text(variant)).collect()
    }

    /// A number within bounds, or its default; out of bounds is told.
    pub(super) fn bounded<T: PartialOrd + Copy + std::fmt::Display>(
        &mut self,
        what: &str,
        given: Option<&At<T>>,
        (least, most): (T, T),
        default: T,
    ) -> T {
        let Some(At { value, place }) = given else { return default };
        if *value < least || *value > most {
            self.wrong(
                *place,
                format!("{what} is {value}"),
                format!("write a number from {least} to {most}"),
            );
            return default;
        }
        *value
    }

    fn check_head(&mut self, root: &Node) {
        let head = self.head;
        if head.title.value.trim().is_empty() {
            self.wrong(
                head.title.place,
                "the title is empty",
                "write what staff will read on the tablet",
            );
        }
        self.bounded("`minutes`", Some(&head.minutes), (1, 120), 1);
        let Some(variables) = root.get("variables") else { return };
        for name in texts::VARIABLES {
            if let Some((key, _)) = variables.entry(name) {
                self.wrong(
                    key.place,
                    format!("every routine knows a variable “{name}” already"),
                    format!("use another name than {}", texts::VARIABLES.join(", ")),
                );
            }
        }
    }

    /// Compiles a list of steps, one after the other.
    pub(super) fn list(&mut self, node: &Node) -> Flow {
        let Value::List(steps) = &node.value else {
            self.wrong(
                node.place,
                format!("a list of steps is expected here, not {}", node.value.kind()),
                "begin each step with “- ”",
            );
            return Flow::GoesOn;
        };
        if steps.is_empty() {
            self.wrong(node.place, "the list of steps is empty", "write at least one step");
        }
        self.depth += 1;
        let mut flow = Flow::GoesOn;
        for (place, step) in steps.iter().enumerate() {
            if flow == Flow::Ends {
                self.wrong(
                    step.place,
                    "this step is never reached: the session ends before it",
                    "remove it, or move `- end` behind it",
                );
                break;
            }
            if self.diagnostics.len() >= MISTAKES_AT_MOST {
                break;
            }
            if self.steps.len() >= STEPS_AT_MOST {
                self.wrong(step.place, "the routine is too long", "split it into several routines");
                break;
            }
            if place > 0 {
                self.border_before(step);
            }
            flow = self.step(step);
        }
        if flow == Flow::GoesOn {
            self.border();
        }
        self.depth -= 1;
        flow
    }

    /// A list of steps under a key of a node.
    pub(super) fn list_of(&mut self, node: &Node, key: &str) -> Flow {
        node.get(key).map_or(Flow::GoesOn, |steps| self.list(steps))
    }

    /// One of several ways, of which a session takes one: what is said in it has not been said
    /// after it.
    pub(super) fn way(&mut self, steps: &Node) -> Flow {
        let before = self.lists.clone();
        self.spaced.ways += 1;
        let flow = self.list(steps);
        self.spaced.ways -= 1;
        self.lists.leave_way(before);
        flow
    }

    /// A way under a key of a node.
    pub(super) fn way_of(&mut self, node: &Node, key: &str) -> Flow {
        node.get(key).map_or(Flow::GoesOn, |steps| self.way(steps))
    }

    fn border_before(&mut self, step: &Node) {
        // A condition is about what came just before it.
        if step_key(step).is_ok_and(|key| BORDER_BEFORE.contains(&key)) {
            self.border();
        }
    }

    fn step(&mut self, node: &Node) -> Flow {
        match step_key(node) {
            Ok(key) => self.step_of(key, node),
            Err(mistake) => {
                self.mistake(mistake);
                Flow::GoesOn
            }
        }
    }

    /// A typed step, or nothing after telling what is wrong.
    pub(super) fn read<T: serde::de::DeserializeOwned>(&mut self, node: &Node) -> Option<T> {
        reading::read(node).map_err(|mistake| self.mistake(mistake)).ok()
    }
}

/// Whether the step after this one is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    GoesOn,
    Ends,
}

impl Flow {
    /// Of ways of which one is taken: what follows is reached unless all of them end.
    pub(super) fn of_one(ways: &[Flow]) -> Flow {
        let all_end = !ways.is_empty() && ways.iter().all(|way| *way == Flow::Ends);
        if all_end { Flow::Ends } else { Flow::GoesOn }
    }
}

/// When the head is broken, the steps are at least looked at for unknown keys.
fn steps_without_a_head(root: &Node, file: &str) -> Vec<Diagnostic> {
    let Some(Node { value: Value::List(steps), .. }) = root.get("steps") else { return Vec::new() };
    steps
        .iter()
        .filter_map(|step| step_key(step).err())
        .take(MISTAKES_AT_MOST)
        .map(|mistake| yaml::told(file, mistake))
        .collect()
}
