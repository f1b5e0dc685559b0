//! What a chatty resident says around an answer. No number and no word of distress is among it.

use crate::language::Language;

/// The words of one language.
pub(super) struct Chatter {
    /// While one thinks.
    pub(super) fillers: &'static [&'static str],
    /// Before an answer.
    pub(super) carrier: &'static str,
    /// Takes back what was said before it.
    pub(super) correction: &'static str,
    /// What an answer brings to mind.
    pub(super) stories: &'static [&'static str],
}

pub(super) fn of(language: Language) -> &'static Chatter {
    match language {
        Language::Fr => &Chatter {
            fillers: &["euh", "alors voyons", "ah ben attendez", "oh là là"],
            carrier: "je crois que c'est",
            correction: "non pardon",
            stories: &[
                "ma grand-mère en parlait toujours le dimanche quand nous étions à table",
                "cela me rappelle la maison de mes parents et le grand noyer dans la cour",
                "mon mari le disait souvent en rentrant du marché avec son panier sous le bras",
            ],
        },
        Language::En => &Chatter {
            fillers: &["well", "um let's see", "oh now", "er"],
            carrier: "I think it is",
            correction: "no sorry",
            stories: &[
                "my grandmother used to talk about that on Sundays when we were all at table",
                "that takes me back to the house where we grew up and the walnut tree by the gate",
                "my husband would say so when he came home from the market with his basket",
            ],
        },
        Language::Ko => &Chatter {
            fillers: &["음", "글쎄요", "그러니까", "어"],
            carrier: "아마",
            correction: "아니",
            stories: &[
                "우리 할머니가 밥상머리에서 늘 들려주시던 이야기가 생각나네요",
                "어릴 때 살던 집 마당의 감나무가 떠올라서 그래요",
                "장에 다녀오면 남편이 꼭 그런 말을 하곤 했지요",
            ],
        },
    }
}
