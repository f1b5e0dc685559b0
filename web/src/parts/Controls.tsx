// The strip at the bottom: Stop, always, and the biggest; then pause, repeat, skip.

import { api } from "../api";
import { tellFailure, useAttempt } from "../failures";
import { useWords } from "../i18n";
import type { State } from "../model";

interface Props {
  robot: string;
  state: State;
}

export function Controls({ robot, state }: Props) {
  const words = useWords();
  const attempt = useAttempt();
  const act = (action: "pause" | "resume" | "skip" | "repeat") => () =>
    void attempt(api.act(robot, { action }));
  const stop = () => void api.stop(robot).catch(() => tellFailure(words.stopFailed));
  return (
    <nav class="controls">
      <button class="stop" data-testid="stop" onClick={stop}>
        <span class="stop-mark" aria-hidden="true" />
        {words.running.stop}
      </button>
      {state === "paused" ? (
        <button class="control resume" data-testid="resume" onClick={act("resume")}>
          <Mark path="M6 3.5v17l14-8.5z" />
          {words.running.resume}
        </button>
      ) : (
        <button class="control" data-testid="pause" onClick={act("pause")}>
          <Mark path="M5 4h5v16H5zM14 4h5v16h-5z" />
          {words.running.pause}
        </button>
      )}
      <button class="control" data-testid="repeat" onClick={act("repeat")}>
        <Mark path="M12 4a8 8 0 1 1-7.7 5.8l2.9.8A5 5 0 1 0 12 7v3.5L6 5.5 12 .5z" />
        {words.running.repeat}
      </button>
      <button class="control" data-testid="skip" onClick={act("skip")}>
        <Mark path="M4 4v16l11-8zM16 4h4v16h-4z" />
        {words.running.skip}
      </button>
    </nav>
  );
}

function Mark({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" class="mark" aria-hidden="true">
      <path d={path} fill="currentColor" />
    </svg>
  );
}
