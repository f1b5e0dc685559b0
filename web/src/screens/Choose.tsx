// Before a session: which robot, with whom, what; then Start.

import { useEffect, useState } from "preact/hooks";

import { api } from "../api";
import { tellFailure, sentenceFor, useAttempt } from "../failures";
import { useTongue, useWords } from "../i18n";
import type { House, Resident, Robot, SessionId } from "../model";
import { Banner, Models } from "../parts/Banners";
import { Adjustments, Forecast, useForecast } from "../parts/Forecast";
import { Robots } from "../parts/Robots";
import { What } from "../parts/What";
import { Who, type Chosen } from "../parts/Who";

/** Starting takes as long as Nao needs to take its posture. */
const LONGEST_START_MS = 15_000;
const RETRY_MS = 3_000;

interface Props {
  house: House;
  robot: Robot;
  who: Chosen;
  onWho: (who: Chosen) => void;
  onRobot: (id: string) => void;
  onStarted: (session: SessionId) => void;
  onResults: (resident: Resident) => void;
}

export function Choose({ house, robot, who, onWho, onRobot, onStarted, onResults }: Props) {
  const words = useWords();
  const tongue = useTongue();
  const attempt = useAttempt();
  const [residents = [], readResidents] = useList(api.residents);
  const [routines] = useList(api.routines);
  const [what, setWhat] = useState<string>();
  const [starting, setStarting] = useState(false);

  const resident = residents.find(({ id }) => id === who);
  const routine = routines?.find(({ id }) => id === what);
  const known = who === null || resident !== undefined;
  const [forecast, foreseeAgain] = useForecast(robot, routine?.id, resident);
  // Staff can always overrule the machine, but never unawares.
  const anyway = forecast?.verdict === "would_not_last";
  const missing = !known ? words.choose.needWho : !routine ? words.choose.needWhat : undefined;

  const start = async () => {
    if (!known || !routine || who === undefined) return;
    setStarting(true);
    const done = await attempt(api.start(robot.id, routine.id, who, anyway));
    if (done) return onStarted(done.value.session);
    setStarting(false);
    foreseeAgain();
  };
  useEffect(() => {
    if (!starting) return;
    const timer = setTimeout(() => setStarting(false), LONGEST_START_MS);
    return () => clearTimeout(timer);
  }, [starting]);

  return (
    <>
      <main class="choose">
        <div class="warnings">
          <Models house={house} />
          {robot.notice && (
            <Banner tone="note" id="notice">
              {words.notices[robot.notice.code] ?? robot.notice.message}
            </Banner>
          )}
        </div>
        <div class="choose-left">
          {house.robots.length > 1 && (
            <Robots robots={house.robots} chosen={robot.id} onChoose={onRobot} />
          )}
          <Who
            residents={residents}
            chosen={who}
            onChoose={onWho}
            onChanged={readResidents}
            onResults={onResults}
          />
        </div>
        <What
          routines={routines}
          chosen={what}
          first={resident?.language ?? tongue}
          onChoose={setWhat}
        />
      </main>
      <nav class="start-bar">
        <p>
          {robot.connected ? (
            <>
              <b>{known ? (resident?.name ?? words.guest) : "…"}</b>
              <span lang={routine?.language}>{routine?.title}</span>
              {forecast && <Forecast forecast={forecast} />}
              {forecast && <Adjustments forecast={forecast} language={routine?.language} />}
            </>
          ) : (
            <span class="away">{words.choose.away}</span>
          )}
        </p>
        <button
          class={anyway && missing === undefined ? "start anyway" : "start"}
          data-testid="start"
          disabled={missing !== undefined || starting}
          onClick={start}
        >
          {starting
            ? words.choose.starting
            : (missing ?? (anyway ? words.forecast.anyway : words.choose.start))}
        </button>
      </nav>
    </>
  );
}

/** A list of the program, asked for again until it comes. Says once that it does not. */
function useList<Item>(ask: () => Promise<Item[]>): [Item[] | undefined, () => void] {
  const words = useWords();
  const [items, setItems] = useState<Item[]>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    let told = false;
    let timer: number | undefined;
    const read = () =>
      ask().then(
        (items) => over || setItems(items),
        (error: unknown) => {
          if (over) return;
          if (!told) tellFailure(sentenceFor(words, error));
          told = true;
          timer = setTimeout(read, RETRY_MS);
        },
      );
    void read();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [round]);
  return [items, () => setRound((round) => round + 1)];
}
