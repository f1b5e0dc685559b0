//! Words that are written into answers but that a speech model does not know: nobody can ever be
//! heard saying them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    answer::grammar_forms,
    language::Language,
    script::{Diagnostic, Saying, Severity},
};

/// The ways in which a text may be written for a model, each in words.
type Forms = Vec<Vec<String>>;

/// A warning for each word that an installed model does not know, at the first place where it
/// stands. `ask` names the unknown ones of some words, or nothing where there is no model.
pub(super) fn unknown(
    sayings: &[Saying],
    ask: impl Fn(Language, &BTreeSet<String>) -> Option<BTreeSet<String>>,
) -> Vec<Diagnostic> {
    let mut by_language: BTreeMap<Language, Vec<(&Saying, Forms)>> = BTreeMap::new();
    for saying in sayings {
        let forms = grammar_forms(saying.language, &saying.text);
        by_language.entry(saying.language).or_default().push((saying, forms));
    }
    let mut warnings = Vec::new();
    for (language, said) in by_language {
        let words = said.iter().flat_map(|(_, forms)| forms.iter().flatten()).cloned().collect();
        let Some(unknown) = ask(language, &words) else { continue };
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (saying, forms) in &said {
            let known = |form: &Vec<String>| form.iter().all(|word| !unknown.contains(word));
            if forms.iter().any(known) {
                continue;
            }
            let Some(form) = forms.first() else { continue };
            for word in form.iter().filter(|word| unknown.contains(*word)) {
                if told.insert(word) {
                    warnings.push(warning(saying, word, language));
                }
            }
        }
    }
    warnings
}

fn warning(saying: &Saying, word: &str, language: Language) -> Diagnostic {
    let whole = if saying.text.to_lowercase() == word {
        String::new()
    } else {
        format!(", and so not “{}”", saying.text)
    };
    Diagnostic {
        file: saying.file.clone(),
        line: saying.line,
        column: saying.column,
        severity: Severity::Warning,
        message: format!("the speech model for “{language}” cannot hear “{word}”{whole}"),
        help: Some(
            "beside it write a synonym that the model knows, or offer choices to touch".into(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saying(language: Language, text: &str) -> Saying {
        Saying { text: text.into(), language, file: "a.yaml".into(), line: 3, column: 5 }
    }

    #[test]
    fn each_unknown_word_is_told_once() {
        let sayings = [
            saying(Language::Fr, "lune"),
            saying(Language::Fr, "Combaluzier"),
            saying(Language::Fr, "monsieur Combaluzier"),
            saying(Language::En, "zyzzyva"),
        ];
        let told = unknown(&sayings, |language, words| {
            (language == Language::Fr)
                .then(|| words.iter().filter(|word| word.starts_with("comb")).cloned().collect())
        });
        assert_eq!(told.len(), 1);
        assert!(told[0].message.contains("combaluzier"));
        assert_eq!((told[0].line, told[0].severity), (3, Severity::Warning));
    }

    #[test]
    fn a_korean_phrase_may_be_known_in_pieces() {
        let told = unknown(&[saying(Language::Ko, "어지러워요")], |_, words| {
            Some(words.iter().filter(|word| *word == "어지러워요").cloned().collect())
        });
        assert_eq!(told, []);
    }
}
