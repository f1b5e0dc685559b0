// Staff put words in Nao's mouth: a line to type, and the sentences most often needed.

import { useState } from "preact/hooks";

import { api } from "../api";
import { useAttempt } from "../failures";
import { useWords } from "../i18n";
import type { Language } from "../model";

/** In the session's language, not the page's: the residents hear them. */
const OFTEN: Record<string, string[]> = {
  fr: ["Prenez votre temps.", "C'est très bien !", "Encore un petit effort."],
  en: ["Take your time.", "Very well done!", "Just a little more."],
  ko: ["천천히 하세요.", "아주 잘하셨어요!", "조금만 더 해 볼까요?"],
};

interface Props {
  robot: string;
  language: Language;
  /** Whether there is room for the ready sentences. */
  often: boolean;
}

export function Say({ robot, language, often }: Props) {
  const words = useWords();
  const attempt = useAttempt();
  const [text, setText] = useState("");
  const say = async (text: string) => {
    if (text.trim() === "") return;
    const done = await attempt(api.act(robot, { action: "say", text: text.trim() }));
    // What was typed stays when it did not get through.
    if (done) setText((now) => (now === text ? "" : now));
  };
  return (
    <form
      class="say"
      onSubmit={(event) => {
        event.preventDefault();
        void say(text);
      }}
    >
      <div class="line">
        <input
          data-testid="say-text"
          lang={language}
          value={text}
          maxLength={300}
          autoComplete="off"
          placeholder={words.running.say}
          aria-label={words.running.say}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="primary" data-testid="say-send" disabled={text.trim() === ""}>
          {words.running.sayIt}
        </button>
      </div>
      {often && (
        <div class="often" lang={language}>
          {(OFTEN[language] ?? []).map((sentence) => (
            <button key={sentence} type="button" onClick={() => void say(sentence)}>
              {sentence}
            </button>
          ))}
        </div>
      )}
    </form>
  );
}
