// Strips across the page that tell what is wrong, loudest first.

import type { ComponentChildren } from "preact";

import { closeFailure, useFailures } from "../failures";
import { useWords, worded } from "../i18n";
import type { House, Language } from "../model";

interface Props {
  tone: "alarm" | "warning" | "note";
  id?: string;
  onClose?: () => void;
  children: ComponentChildren;
}

export function Banner({ tone, id, onClose, children }: Props) {
  const words = useWords();
  return (
    <div class={`banner ${tone}`} role={tone === "note" ? "status" : "alert"} data-testid={id}>
      <span class="banner-mark" aria-hidden="true">
        {tone === "note" ? "i" : "!"}
      </span>
      <div class="banner-text">{children}</div>
      {onClose && (
        <button class="quiet" onClick={onClose}>
          {words.close}
        </button>
      )}
    </div>
  );
}

/** Failed requests, until they are closed. */
export function Failures() {
  return (
    <>
      {useFailures().map((sentence) => (
        <Banner key={sentence} tone="warning" id="failure" onClose={() => closeFailure(sentence)}>
          {sentence}
        </Banner>
      ))}
    </>
  );
}

/** Speech models that are not ready: all of them, or the one that matters. */
export function Models({ house, only }: { house: House; only?: Language }) {
  const words = useWords();
  const lacking = Object.entries(house.models).filter(
    ([language, model]) => model.state !== "ready" && (only === undefined || only === language),
  );
  if (lacking.length === 0) return null;
  return (
    <Banner tone="note" id="models">
      {lacking.map(([language, { state, message }]) => {
        const sentence = words.models[state];
        const name = worded(words.languages, language);
        return (
          <p key={language} data-language={language} data-state={state}>
            {sentence ? sentence(name) : `${name}: ${message ?? state}`}
          </p>
        );
      })}
    </Banner>
  );
}
