// Sessions of the past: a list, filtered by resident, and one session with its answers.

import { useEffect, useState } from "preact/hooks";

import { api } from "../api";
import { sentenceFor } from "../failures";
import { useTongue, useWords, worded, type Words } from "../i18n";
import type { Past, PastAnswer, PastDetail, Resident, ResidentId, SessionId } from "../model";
import { Banner } from "../parts/Banners";

interface Props {
  /** Whose results come first; `null`: everybody's. */
  resident: ResidentId | null;
  opened: SessionId | null;
  onResident: (id: ResidentId | null) => void;
  onOpen: (id: SessionId) => void;
}

export function Results({ resident, opened, onResident, onOpen }: Props) {
  return (
    <main class="results">
      {opened === null ? (
        <List resident={resident} onResident={onResident} onOpen={onOpen} />
      ) : (
        <Detail key={opened} id={opened} />
      )}
    </main>
  );
}

function List({ resident, onResident, onOpen }: Omit<Props, "opened">) {
  const words = useWords();
  const when = useDates();
  const residents = useReply<Resident[]>(api.residents, []);
  const sessions = useReply<Past[]>(() => api.sessions(resident), [resident]);
  return (
    <>
      <div class="people-filter">
        <button aria-pressed={resident === null} onClick={() => onResident(null)}>
          {words.results.everybody}
        </button>
        {(residents.value ?? []).map(({ id, name }) => (
          <button key={id} aria-pressed={resident === id} onClick={() => onResident(id)}>
            {name}
          </button>
        ))}
      </div>
      <Waiting reply={sessions} />
      {sessions.value?.length === 0 && <p class="faint">{words.results.none}</p>}
      <ol class="sessions">
        {sessions.value?.map((past) => (
          <li key={past.id}>
            <button class="past" data-testid={`session-${past.id}`} onClick={() => onOpen(past.id)}>
              <span class="past-who">{past.participant || words.guest}</span>
              <span class="past-what">{past.title}</span>
              <small class="past-when">
                {when(past.started_at)} · {endedAs(words, past)}
              </small>
              <span class="past-score">{past.of > 0 && words.points(past.score, past.of)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function Detail({ id }: { id: SessionId }) {
  const words = useWords();
  const when = useDates();
  const reply = useReply<PastDetail>(() => api.session(id), [id]);
  const past = reply.value;
  if (!past) return <Waiting reply={reply} />;
  return (
    <article class="detail" data-testid="session-detail">
      <header>
        <div>
          <h2>{past.title}</h2>
          <p class="faint">
            {past.participant || words.guest} · {when(past.started_at)} · {endedAs(words, past)}
          </p>
        </div>
        {past.of > 0 && <b class="past-score">{words.points(past.score, past.of)}</b>}
      </header>
      {past.exercises.length > 0 && (
        <section>
          <h3>{words.results.exercises}</h3>
          <ul class="exercises">
            {past.exercises.map(({ movement, repetitions }, i) => (
              <li key={i}>
                {movement.replaceAll("_", " ")} <b>{words.results.repetitions(repetitions)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
      {past.games.length > 0 && (
        <section>
          <h3>{words.results.games}</h3>
          <ul class="games">
            {past.games.map(({ told }, i) => (
              <li key={i}>{told}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{words.running.answers}</h3>
        {past.answers.length === 0 && <p class="faint">{words.results.noAnswers}</p>}
        <ol class="past-answers">
          {past.answers.map((answer) => (
            <PastRow key={answer.answer} answer={answer} />
          ))}
        </ol>
      </section>
    </article>
  );
}

function PastRow({ answer }: { answer: PastAnswer }) {
  const words = useWords();
  const tongue = useTongue();
  const { question, called, heard, verdict, points, of, attempt, cues, latency_ms, overruled } = answer;
  const seconds = (ms: number) =>
    (ms / 1000).toLocaleString(tongue, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const about = [
    attempt > 1 && words.running.attempt(attempt),
    cues > 0 && words.results.cues[cues],
    latency_ms !== null && words.results.seconds(seconds(latency_ms)),
    overruled && words.running.corrected,
  ].filter(Boolean);
  return (
    <li class="answer">
      <p class="answer-question">{called === null ? question : `${called} · ${question}`}</p>
      <p class="answer-heard">{heard ?? words.running.nothingHeard}</p>
      <p class="answer-verdict">
        <span class={`verdict verdict-${verdict}`}>{worded(words.verdicts, verdict)}</span>
        {of > 0 && <span class="answer-points">{words.points(points, of)}</span>}
        <small>{about.join(" · ")}</small>
      </p>
    </li>
  );
}

function endedAs(words: Words, { ended }: Past): string {
  return ended === null ? words.results.unfinished : worded(words.results.ended, ended);
}

function useDates(): (rfc3339: string) => string {
  const tongue = useTongue();
  const format = new Intl.DateTimeFormat(tongue === "fr" ? "fr-FR" : "en-GB", {
    weekday: "short",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (rfc3339) => {
    const date = new Date(rfc3339);
    return Number.isNaN(date.getTime()) ? rfc3339 : format.format(date);
  };
}

interface Reply<T> {
  value: T | undefined;
  error: unknown;
  again: () => void;
}

/** Asks when shown, when `inputs` change, and on `again`. */
function useReply<T>(ask: () => Promise<T>, inputs: unknown[]): Reply<T> {
  const [got, setGot] = useState<{ value?: T; error?: unknown }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    setGot({});
    ask().then(
      (value) => over || setGot({ value }),
      (error: unknown) => over || setGot({ error }),
    );
    return () => {
      over = true;
    };
  }, [...inputs, round]);
  return { value: got.value, error: got.error, again: () => setRound((round) => round + 1) };
}

function Waiting<T>({ reply }: { reply: Reply<T> }) {
  const words = useWords();
  if (reply.error !== undefined) {
    return (
      <Banner tone="warning" id="failure">
        <p>{sentenceFor(words, reply.error)}</p>
        <button class="primary" onClick={reply.again}>
          {words.results.again}
        </button>
      </Banner>
    );
  }
  return reply.value === undefined ? <p class="faint">{words.results.loading}</p> : null;
}
