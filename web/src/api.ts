// The program's API. Every failure becomes a `Failure` with a code that the page can translate.

import type {
  Act,
  Contraindication,
  Forecast,
  House,
  Language,
  Past,
  PastDetail,
  Resident,
  ResidentId,
  Routine,
  SessionId,
} from "./model";

/** Codes that only the page itself can give, beside those of the program. */
type OwnCode = "unreachable" | "unreadable";

export class Failure extends Error {
  constructor(
    readonly code: OwnCode | (string & {}),
    message: string,
  ) {
    super(message);
  }
}

/** A tablet must not hang on a request: Wi-Fi in corridors loses packets for good. */
const PATIENCE_MS = 8_000;
/** Stop is short and tried again at once, so that a lost packet costs little. */
const STOP_PATIENCE_MS = 1_500;
const STOP_TRIES = 4;

async function call<Reply>(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  patience = PATIENCE_MS,
): Promise<Reply> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const reply = await fetch(`/api${path}`, {
      method,
      signal: giveUp.signal,
      cache: "no-store",
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw refusal(reply.status, text);
    return (text === "" ? undefined : parse(text)) as Reply;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("unreachable", String(error));
  } finally {
    clearTimeout(timer);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("unreadable", text.slice(0, 200));
  }
}

/** The program says why in JSON; a proxy between may not. */
function refusal(status: number, text: string): Failure {
  try {
    const { code, error } = JSON.parse(text) as { code?: string; error?: string };
    return new Failure(code ?? "internal", error ?? `HTTP ${status}`);
  } catch {
    return new Failure(status >= 502 ? "unreachable" : "internal", `HTTP ${status}`);
  }
}

const robot = (id: string) => `/robots/${encodeURIComponent(id)}`;

export const api = {
  house: () => call<House>("GET", "/house", undefined, STOP_PATIENCE_MS * 2),
  routines: () => call<Routine[]>("GET", "/routines"),

  residents: () => call<Resident[]>("GET", "/residents"),
  addResident: (name: string, language: Language, group: boolean) =>
    call<Resident>("POST", "/residents", { name, language, group }),
  eraseResident: (id: ResidentId) =>
    call<void>("DELETE", `/residents/${encodeURIComponent(id)}`),

  setContraindications: (id: ResidentId, contraindications: Contraindication[]) =>
    call<void>("PATCH", `/residents/${encodeURIComponent(id)}`, { contraindications }),

  setMembers: (id: ResidentId, members: string[]) =>
    call<void>("PATCH", `/residents/${encodeURIComponent(id)}`, { members }),

  setLevel: (id: ResidentId, bank: string, level: number) =>
    call<void>("PATCH", `/residents/${encodeURIComponent(id)}`, { levels: { [bank]: level } }),

  forecast: (id: string, routine: string, resident: ResidentId | null) => {
    const whose = resident === null ? "" : `&resident=${encodeURIComponent(resident)}`;
    const what = encodeURIComponent(routine);
    return call<Forecast>("GET", `${robot(id)}/forecast?routine=${what}${whose}`);
  },
  /** `anyway`: even when Nao would not last to the end. */
  start: (id: string, routine: string, resident: ResidentId | null, anyway: boolean) =>
    call<{ session: SessionId }>("POST", `${robot(id)}/start`, { routine, resident, anyway }),
  act: (id: string, act: Act) => call<void>("POST", `${robot(id)}/act`, act),
  answer: (id: string, text: string, by: "touch" | "staff") =>
    call<void>("POST", `${robot(id)}/answer`, { text, by }),

  /** Tried again while the program cannot be reached; a refusal is final. */
  async stop(id: string): Promise<void> {
    for (let left = STOP_TRIES; ; left--) {
      try {
        return await call<void>("POST", `${robot(id)}/stop`, undefined, STOP_PATIENCE_MS);
      } catch (error) {
        const lost = error instanceof Failure && error.code === "unreachable";
        if (!lost || left <= 1) throw error;
        await new Promise((resume) => setTimeout(resume, 200));
      }
    }
  },

  sessions: (resident: ResidentId | null) =>
    call<Past[]>(
      "GET",
      resident === null ? "/sessions" : `/sessions?resident=${encodeURIComponent(resident)}`,
    ),
  session: (id: SessionId) => call<PastDetail>("GET", `/sessions/${encodeURIComponent(id)}`),
};

/** Where a WebSocket of the program is. */
export function socketAddress(path: string): string {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}/api${path}`;
}

export const earsPath = (id: string) => `${robot(id)}/ears`;
