// The page's own language: French or English, remembered on this tablet.

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { en } from "./en";
import { fr, type Words } from "./fr";

export type Tongue = "fr" | "en";
export type { Words };

export const TONGUES: Record<Tongue, Words> = { fr, en };

const KEY = "companion.language";

export function firstTongue(): Tongue {
  const kept = remembered(KEY);
  if (kept === "fr" || kept === "en") return kept;
  // French first: only a browser that is set to English gets English.
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "fr";
}

export function keepTongue(tongue: Tongue): void {
  document.documentElement.lang = tongue;
  remember(KEY, tongue);
}

/** Storage can be forbidden (private windows): the page works without. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing depends on it.
  }
}

export const TongueContext = createContext<Tongue>("fr");

export const useTongue = (): Tongue => useContext(TongueContext);
export const useWords = (): Words => TONGUES[useTongue()];

/** The word for a code, or the code itself when it is newer than the page. */
export const worded = (dictionary: Record<string, string>, code: string): string =>
  dictionary[code] ?? code.replaceAll("_", " ");
