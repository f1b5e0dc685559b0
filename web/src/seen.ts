// Which sessions this tablet has seen running, and which summaries were put away: the summary of a
// session shows where it was led, also after the page is loaded again, and only until "go on".

import type { SessionId } from "./model";

const SEEN = "companion.seen";
const DONE = "companion.done";

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, id: SessionId): void {
  try {
    sessionStorage.setItem(key, String(id));
  } catch {
    // Without storage the summary is only lost when the page is loaded again.
    memory.set(key, String(id));
  }
}

const memory = new Map<string, string>();
const is = (key: string, id: SessionId) => (read(key) ?? memory.get(key)) === String(id);

export const markSeen = (id: SessionId) => write(SEEN, id);
export const markDone = (id: SessionId) => write(DONE, id);
export const wantsSummary = (id: SessionId) => is(SEEN, id) && !is(DONE, id);
