// The exercise that runs, with its repetition counter large enough to count along from a chair.

import { api } from "../api";
import { useAttempt } from "../failures";
import { useWords, worded } from "../i18n";
import type { Exercise, View } from "../model";
import { MOST, Stepper } from "./Stepper";

/** More dots than this do not fit a row. */
const MOST_DOTS = 16;

interface Props {
  robot: string;
  exercise: Exercise;
  view: View;
}

export function ExercisePanel({ robot, exercise, view }: Props) {
  const words = useWords();
  const { title, repetition, of, set, sets } = exercise;
  return (
    <section class="exercise" data-testid="exercise">
      <div class="exercise-about">
        {view.part && (
          <p class="part" data-testid="part">
            {worded(words.running.parts, view.part)}
          </p>
        )}
        <h2 lang={view.language}>{title}</h2>
        {of <= MOST_DOTS && (
          <div class="dots" aria-hidden="true">
            {Array.from({ length: of }, (_, i) => (
              <i key={i} class={i < repetition ? "done" : ""} />
            ))}
          </div>
        )}
        {sets > 1 && <p class="faint">{words.running.set(set, sets)}</p>}
        <Intensity robot={robot} intensity={view.intensity} />
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

/** Easier or harder, at once; what is chosen is remembered for the next class. */
function Intensity({ robot, intensity }: { robot: string; intensity: number }) {
  const words = useWords();
  const attempt = useAttempt();
  return (
    <Stepper
      id="intensity"
      label={words.running.intensity}
      shown={words.running.asked(intensity, MOST)}
      value={intensity}
      onStep={(harder) => void attempt(api.act(robot, { action: harder ? "harder" : "easier" }))}
    />
  );
}
