// The hints of the open question, and the ways to touch an answer.

import { useEffect, useState } from "preact/hooks";

import { api } from "../api";
import { useAttempt } from "../failures";
import { useWords } from "../i18n";
import type { Language, Question } from "../model";
import { told, touch, undo, type Touched } from "./several";

interface Props {
  robot: string;
  language: Language;
  question: Question;
}

export function QuestionPanel({ robot, language, question }: Props) {
  const words = useWords();
  const attempt = useAttempt();
  const { text, input, hints } = question;
  // What was touched for this try: a second touch must not answer the next question.
  const turn = `${text}#${question.attempt}`;
  const [sent, setSent] = useState<{ turn: string; text: string }>();
  const pending = sent?.turn === turn ? sent.text : undefined;

  const answer = async (text: string, by: "touch" | "staff") => {
    if (pending !== undefined || text.trim() === "") return;
    setSent({ turn, text });
    if (!(await attempt(api.answer(robot, text.trim(), by)))) setSent(undefined);
  };
  // Should the program not take it, the buttons come back.
  useEffect(() => {
    if (sent === undefined) return;
    const timer = setTimeout(() => setSent(undefined), 4_000);
    return () => clearTimeout(timer);
  }, [sent]);

  const touched = typeof input === "object" && input !== null ? input : undefined;
  const choices = touched && "choices" in touched ? touched.choices : undefined;
  const several = touched && "several" in touched ? touched.several : undefined;
  return (
    <section class="question-panel">
      {hints.length > 0 && (
        <ul class="hints" lang={language}>
          {hints.map((hint, i) => (
            <li key={i} data-testid="hint" class={i === hints.length - 1 ? "newest" : ""}>
              <span class="hint-mark" lang={document.documentElement.lang}>
                {words.running.hint}
              </span>{" "}
              {hint}
            </li>
          ))}
        </ul>
      )}
      {choices && (
        <div class="choices" lang={language}>
          {choices.map((choice, i) => (
            <button
              key={choice}
              data-testid={`choice-${choice}`}
              aria-pressed={choice === pending}
              disabled={pending !== undefined && choice !== pending}
              onClick={() => void answer(choice, "touch")}
            >
              {choice}
              {question.hands && (
                <small class="by-hand" lang={document.documentElement.lang}>
                  {words.running.hands[i]}
                </small>
              )}
            </button>
          ))}
        </div>
      )}
      {several && (
        <Several
          key={turn}
          words={several}
          language={language}
          pending={pending !== undefined}
          onWords={(text) => void answer(text, "touch")}
        />
      )}
      {input === "number" && (
        <NumberPad key={turn} onNumber={(number) => void answer(number, "touch")} />
      )}
      <div class="otherwise">
        {question.attempt > 1 && (
          <span class="tag">{words.running.attempt(question.attempt)}</span>
        )}
        <Typed
          key={turn}
          language={language}
          tucked={touched !== undefined || input === "number"}
          onText={(text) => void answer(text, "staff")}
        />
      </div>
    </section>
  );
}

interface SeveralProps {
  words: string[];
  language: Language;
  pending: boolean;
  onWords: (text: string) => void;
}

/** Words that are touched one after the other, and stand above in that order. */
function Several({ words: choices, language, pending, onWords }: SeveralProps) {
  const words = useWords();
  const [given, setGiven] = useState<Touched[]>([]);
  return (
    <div class="several">
      <div class="several-given">
        <ol lang={language} aria-live="polite">
          {given.map(({ word }, i) => (
            <li key={i} data-testid="given">
              {word}
            </li>
          ))}
          {given.length === 0 && (
            <li class="several-none" lang={document.documentElement.lang}>
              {words.running.inOrder}
            </li>
          )}
        </ol>
        <button
          data-testid="several-undo"
          aria-label={words.running.undo}
          disabled={pending || given.length === 0}
          onClick={() => setGiven(undo(given))}
        >
          ⌫
        </button>
        <button
          class="primary"
          data-testid="several-send"
          disabled={pending || given.length === 0}
          onClick={() => onWords(told(given))}
        >
          {words.running.done}
        </button>
      </div>
      <div class="choices" lang={language}>
        {choices.map((choice) => (
          <button
            key={choice}
            data-testid={`several-${choice}`}
            disabled={pending}
            onClick={() => setGiven((given) => touch(given, choice, Date.now()))}
          >
            {choice}
          </button>
        ))}
      </div>
    </div>
  );
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
const LONGEST_NUMBER = 12;

function NumberPad({ onNumber }: { onNumber: (number: string) => void }) {
  const words = useWords();
  const [number, setNumber] = useState("");
  return (
    <div class="pad">
      <output class="pad-number">{number || " "}</output>
      <button
        class="quiet"
        aria-label={words.running.erase}
        disabled={number === ""}
        onClick={() => setNumber(number.slice(0, -1))}
      >
        ⌫
      </button>
      <button
        class="primary pad-send"
        data-testid="number-send"
        disabled={number === ""}
        onClick={() => onNumber(number)}
      >
        {words.running.send}
      </button>
      <div class="digits">
        {DIGITS.map((digit) => (
          <button
            key={digit}
            data-testid={`digit-${digit}`}
            onClick={() => setNumber((number + digit).slice(0, LONGEST_NUMBER))}
          >
            {digit}
          </button>
        ))}
      </div>
    </div>
  );
}

interface TypedProps {
  language: Language;
  /** Behind a button: touching is the usual way for this question. */
  tucked: boolean;
  onText: (text: string) => void;
}

/** An answer that staff heard and Nao did not. */
function Typed({ language, tucked, onText }: TypedProps) {
  const words = useWords();
  const [open, setOpen] = useState(!tucked);
  const [text, setText] = useState("");
  if (!open) {
    return (
      <button class="quiet typed-open" onClick={() => setOpen(true)}>
        {words.running.other}
      </button>
    );
  }
  return (
    <form
      class="line"
      onSubmit={(event) => {
        event.preventDefault();
        onText(text);
      }}
    >
      <input
        data-testid="answer-text"
        lang={language}
        value={text}
        autoComplete="off"
        placeholder={words.running.answerHere}
        aria-label={words.running.answerHere}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="primary" data-testid="answer-send" disabled={text.trim() === ""}>
        {words.running.send}
      </button>
    </form>
  );
}
