// Answers so far, newest first: what was heard, how it was scored and why, and one tap to put the
// verdict right. Every verdict looks calm: nobody is marked down on a screen others can see.

import { useState } from "preact/hooks";

import { api } from "../api";
import { useAttempt } from "../failures";
import { useWords, worded } from "../i18n";
import type { Answer, Language, View } from "../model";

const OVERRULES = ["right", "partly", "wrong"] as const;

export function Answers({ robot, view }: { robot: string; view: View }) {
  const words = useWords();
  const newestFirst = [...view.answers].reverse();
  return (
    <section class="answers" aria-label={words.running.answers}>
      <h3>{words.running.answers}</h3>
      {newestFirst.length === 0 && <p class="faint">{words.running.noAnswers}</p>}
      <ol>
        {newestFirst.map((answer, i) => (
          <Row
            key={answer.answer}
            robot={robot}
            answer={answer}
            language={view.language}
            newest={i === 0}
          />
        ))}
      </ol>
    </section>
  );
}

interface RowProps {
  robot: string;
  answer: Answer;
  language: Language;
  newest: boolean;
}

function Row({ robot, answer, language, newest }: RowProps) {
  const words = useWords();
  const attempt = useAttempt();
  const [open, setOpen] = useState(false);
  const id = (name: string) => (newest ? name : undefined);
  const overrule = (verdict: (typeof OVERRULES)[number]) => async () => {
    await attempt(api.act(robot, { action: "overrule", answer: answer.answer, verdict }));
    setOpen(false);
  };
  return (
    <li class={`answer ${newest ? "newest" : ""}`}>
      <p class="answer-question" lang={language}>
        {answer.called ? `${answer.called} · ${answer.question}` : answer.question}
      </p>
      <p class="answer-heard" data-testid={id("heard")} lang={language}>
        {answer.heard ?? words.running.nothingHeard}
      </p>
      <p class="answer-verdict">
        <span
          class={`verdict verdict-${answer.verdict}`}
          data-testid={id("verdict")}
          data-verdict={answer.verdict}
        >
          {worded(words.verdicts, answer.verdict)}
        </span>
        {answer.of > 0 && <span class="answer-points">{words.points(answer.points, answer.of)}</span>}
        {answer.overruled && <small>({words.running.corrected})</small>}
      </p>
      {newest && answer.reasons.length > 0 && (
        <p class="reasons" lang={language}>
          {answer.reasons.join(" ")}
        </p>
      )}
      {newest || open ? (
        <div class="pick overrules" role="group" aria-label={words.running.correct}>
          {OVERRULES.map((verdict) => (
            <button
              key={verdict}
              data-testid={id(`overrule-${verdict}`)}
              aria-pressed={answer.verdict === verdict}
              onClick={overrule(verdict)}
            >
              {worded(words.verdicts, verdict)}
            </button>
          ))}
        </div>
      ) : (
        <button class="quiet correct" onClick={() => setOpen(true)}>
          {words.running.correct}
        </button>
      )}
    </li>
  );
}
