// The exercise that runs, with its repetition counter large enough to count along from a chair.

import { useWords } from "../i18n";
import type { Exercise, Language } from "../model";

/** More dots than this do not fit a row. */
const MOST_DOTS = 16;

export function ExercisePanel({ exercise, language }: { exercise: Exercise; language: Language }) {
  const words = useWords();
  const { title, repetition, of, set, sets } = exercise;
  return (
    <section class="exercise" data-testid="exercise">
      <div class="exercise-about">
        <h2 lang={language}>{title}</h2>
        {of <= MOST_DOTS && (
          <div class="dots" aria-hidden="true">
            {Array.from({ length: of }, (_, i) => (
              <i key={i} class={i < repetition ? "done" : ""} />
            ))}
          </div>
        )}
        {sets > 1 && <p class="faint">{words.running.set(set, sets)}</p>}
      </div>
      {repetition === 0 ? (
        <p class="showing">{words.running.show}</p>
      ) : (
        <p class="count" aria-label={words.running.repetition(repetition, of)}>
          <strong data-testid="repetition">{repetition}</strong>
          <span>/ {of}</span>
        </p>
      )}
    </section>
  );
}
