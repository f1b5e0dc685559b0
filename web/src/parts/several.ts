// An answer of several words, touched one after the other.

/** The program takes no longer answer than 500 characters: who leans on a button is stopped here. */
const MOST = 20;

/** A finger that trembles touches twice; the same word may still come twice in an answer. */
const TREMBLING_MS = 400;

export interface Touched {
  word: string;
  /** When, ms. */
  at: number;
}

export function touch(given: Touched[], word: string, at: number): Touched[] {
  const last = given[given.length - 1];
  const trembled = last?.word === word && at - last.at < TREMBLING_MS;
  return trembled || given.length >= MOST ? given : [...given, { word, at }];
}

export const undo = (given: Touched[]): Touched[] => given.slice(0, -1);

/** As the program is told. */
export const told = (given: Touched[]): string => given.map(({ word }) => word).join(", ");
