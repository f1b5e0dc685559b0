// What the program tells the page, as types. Sets of words may grow: an unknown word is legal
// everywhere and shown plainly, so they are open unions.

type Open<Known extends string> = Known | (string & {});

export type Language = Open<"fr" | "en" | "ko">;
export type Kind = Open<"gym" | "memory">;
export type Verdict = Open<"right" | "partly" | "wrong" | "unsure" | "no_answer">;
export type Ended = Open<"completed" | "stopped" | "fell" | "flat_battery" | "too_hot">;
export type State = Open<
  "speaking" | "moving" | "listening" | "resting" | "paused" | "robot_lost" | "ended"
>;

/** A speech model of the program. */
export interface Model {
  state: Open<"missing" | "loading" | "ready" | "broken">;
  message?: string | null;
}

export interface Notice {
  code: string;
  message: string;
}

/** How an answer may be touched. */
export type Input = { choices: string[] } | { several: string[] } | "number" | Open<"text">;

export interface Question {
  text: string;
  /** Who was called for it: a member of a group, or a team. */
  called: string | null;
  input: Input;
  /** 1 for the first try. */
  attempt: number;
  hints: string[];
  /** Whether Nao's own hands answer: left for the first choice, right for the second. */
  hands: boolean;
}

export interface Exercise {
  title: string;
  /** From 1; 0 while it is explained or shown. */
  repetition: number;
  of: number;
  set: number;
  sets: number;
}

export interface Answer {
  answer: number;
  question: string;
  called: string | null;
  heard: string | null;
  verdict: Verdict;
  points: number;
  of: number;
  reasons: string[];
  overruled: boolean;
}

/** What the page shows of a session. */
export interface View {
  state: State;
  title: string;
  language: Language;
  participant: string;
  caption: string;
  /** The part of a class that runs. */
  part: Open<"warm_up" | "main" | "cool_down"> | null;
  /** How much the class asks, from 1 to 5; 3 is as written. */
  intensity: number;
  /** How hard the questions are, where that follows the resident: 1 to 5. */
  level: { title: string; level: number } | null;
  question: Question | null;
  exercise: Exercise | null;
  /** Newest last. */
  answers: Answer[];
  score: number;
  of: number;
  /** 0 to 1. */
  progress: number;
  next: string[];
  alert: string | null;
  ended: Ended | null;
}

export type SessionId = number | string;

export interface Session {
  id: SessionId;
  routine: string;
  participant: string | null;
  /** A session that is over stays until the next one starts. */
  over: boolean;
  view: View;
}

export interface Robot {
  id: string;
  name: string;
  virtual: boolean;
  connected: boolean;
  /** Per cent. */
  battery: number | null;
  posture: string | null;
  /** `microphone`, `microphone:NAME`, `tablet`, `file:PATH` or `none`. */
  ears: string;
  notice: Notice | null;
  session: Session | null;
}

export interface House {
  version: string;
  models: Record<string, Model>;
  robots: Robot[];
}

export interface Routine {
  id: string;
  title: string;
  kind: Kind;
  language: Language;
  minutes: number;
  position: Open<"sitting" | "standing">;
  description: string | null;
}

export type ResidentId = number | string;

export interface Resident {
  id: ResidentId;
  name: string;
  language: Language;
  group: boolean;
  /** First names of a group's members. */
  members: string[];
  /** How much a class asks of them, from 1 to 5; it follows from their classes. */
  intensity: number;
  contraindications: Contraindication[];
  /** How hard the questions of the banks are that they have played. */
  levels: BankLevel[];
}

/** A bank of questions, and how hard they are for somebody: 1 to 5. */
export interface BankLevel {
  bank: string;
  title: string;
  level: number;
}

/** What speaks against movements. */
export type Contraindication = Open<
  | "neck"
  | "shoulder"
  | "elbow"
  | "wrist"
  | "hand"
  | "back"
  | "hip"
  | "knee"
  | "ankle"
  | "dizziness"
  | "breathlessness"
>;

/** How a routine would end for a robot. */
export interface Forecast {
  minutes: number;
  /** Per cent; `null` when the robot did not tell its charge. */
  battery_at_end: number | null;
  /** The joint that comes nearest to its limit, under NAOqi's name, and its °C. */
  hottest: { joint: string; degrees: number } | null;
  verdict: Open<"fine" | "tight" | "would_not_last">;
  cause: Open<"battery" | "heat"> | null;
  /** In the routine's language. */
  sentence: string | null;
  offer: { kind: Open<"shorter" | "seated" | "later">; minutes?: number } | null;
  /** What is changed for those who take part: a sentence each, in the routine's language. */
  adjustments: string[];
}

/** A session of the past, as listed. */
export interface Past {
  id: SessionId;
  routine: string;
  title: string;
  kind: Kind;
  participant: string | null;
  started_at: string;
  ended: Ended | null;
  score: number;
  of: number;
}

export interface PastAnswer {
  answer: number;
  question: string;
  called: string | null;
  heard: string | null;
  verdict: Verdict;
  points: number;
  of: number;
  attempt: number;
  /** The rung of the hint ladder: 0 freely, 1 a hint, 2 the first sound, 3 a choice of two. */
  cues: number;
  latency_ms: number | null;
  overruled: boolean;
}

export interface PastDetail extends Past {
  answers: PastAnswer[];
  exercises: { movement: string; repetitions: number }[];
  /** What came of its games beside points, each in a sentence of the routine's language. */
  games: { game: string; told: string }[];
}

/** A frame of the live channel. */
export type Frame =
  | { type: "house"; house: House }
  | { type: "angles"; robot: string; angles: number[] }
  | { type: "partial"; robot: string; text: string };

export type Act =
  | { action: "pause" | "resume" | "skip" | "repeat" | "easier" | "harder" }
  | { action: "say"; text: string }
  | { action: "overrule"; answer: number; verdict: Verdict };
