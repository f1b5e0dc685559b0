// Sentences about requests that failed. They stay until staff close them.

import { useEffect, useState } from "preact/hooks";

import { Failure } from "./api";
import { useWords, type Words } from "./i18n";

/** More than a few banners hide the page without telling more. */
const MOST = 3;

let sentences: string[] = [];
const listeners = new Set<() => void>();

function set(next: string[]): void {
  sentences = next.slice(-MOST);
  for (const listener of listeners) listener();
}

export const tellFailure = (sentence: string) =>
  set([...sentences.filter((known) => known !== sentence), sentence]);
export const closeFailure = (sentence: string) =>
  set(sentences.filter((known) => known !== sentence));

export function useFailures(): string[] {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return sentences;
}

/** The program's sentence, unless the page knows one in its own language. */
export function sentenceFor(words: Words, error: unknown): string {
  if (!(error instanceof Failure)) return String(error);
  return words.failures[error.code] ?? error.message;
}

/** Runs a request; tells a failure and answers `undefined` instead of throwing. */
export function useAttempt() {
  const words = useWords();
  return async <T>(work: Promise<T>): Promise<{ value: T } | undefined> => {
    try {
      return { value: await work };
    } catch (error) {
      tellFailure(sentenceFor(words, error));
      return undefined;
    }
  };
}
