// What to do: cards of the routines, those in the resident's language first.

import { useState } from "preact/hooks";

import { useWords, worded } from "../i18n";
import type { Kind, Language, Routine } from "../model";

interface Props {
  /** `undefined`: not known yet. */
  routines: Routine[] | undefined;
  chosen: string | undefined;
  /** The language that comes first. */
  first: Language;
  onChoose: (routine: string) => void;
}

export function What({ routines, chosen, first, onChoose }: Props) {
  const words = useWords();
  const [kind, setKind] = useState<Kind | null>(null);
  const known = routines ?? [];
  const kinds = [...new Set(known.map((routine) => routine.kind))].sort();
  const shown = known.filter((routine) => kind === null || routine.kind === kind);
  const languages = [...new Set(shown.map((routine) => routine.language))].sort(
    (a, b) => rank(a, first) - rank(b, first) || a.localeCompare(b),
  );
  return (
    <section class="what" aria-label={words.choose.what}>
      <div class="section-head">
        <h2>{words.choose.what}</h2>
        <div class="pick filters">
          {[null, ...kinds].map((each) => (
            <button key={each} aria-pressed={kind === each} onClick={() => setKind(each)}>
              {each === null ? words.choose.all : worded(words.kinds, each)}
            </button>
          ))}
        </div>
      </div>
      {routines && shown.length === 0 && <p class="faint">{words.choose.none}</p>}
      {languages.map((language) => (
        <div key={language} class="shelf">
          <h3>{worded(words.languages, language)}</h3>
          <div class="cards">
            {shown
              .filter((routine) => routine.language === language)
              .map((routine) => (
                <Card
                  key={routine.id}
                  routine={routine}
                  chosen={routine.id === chosen}
                  onChoose={() => onChoose(routine.id)}
                />
              ))}
          </div>
        </div>
      ))}
    </section>
  );
}

const ORDER = ["fr", "en", "ko"];

/** The wished language, then the page's usual order, then languages newer than the page. */
function rank(language: Language, first: Language): number {
  if (language === first) return -1;
  const place = ORDER.indexOf(language);
  return place < 0 ? ORDER.length : place;
}

interface CardProps {
  routine: Routine;
  chosen: boolean;
  onChoose: () => void;
}

function Card({ routine, chosen, onChoose }: CardProps) {
  const words = useWords();
  const { id, title, kind, language, minutes, position, description } = routine;
  return (
    <button
      class={`card kind-${kind}`}
      data-testid={`routine-${id}`}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <span class="card-title" lang={language}>
        {title}
      </span>
      {description && (
        <span class="card-about" lang={language}>
          {description}
        </span>
      )}
      <span class="tags">
        <span class="tag strong">{worded(words.kinds, kind)}</span>
        <span class="tag">{words.minutes(minutes)}</span>
        <span class="tag">{worded(words.positions, position)}</span>
      </span>
    </button>
  );
}
