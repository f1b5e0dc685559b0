// A session as it runs, and its summary when it is over.

import { api } from "../api";
import { useAwake } from "../awake";
import { useAttempt } from "../failures";
import { useWords, worded } from "../i18n";
import { live } from "../live";
import type { House, Robot, Session } from "../model";
import { Drawing } from "../nao/Drawing";
import { Answers } from "../parts/Answers";
import { Banner, Models } from "../parts/Banners";
import { Controls } from "../parts/Controls";
import { Ears } from "../parts/Ears";
import { ExercisePanel } from "../parts/ExercisePanel";
import { QuestionPanel } from "../parts/QuestionPanel";
import { Say } from "../parts/Say";
import { MOST, Stepper } from "../parts/Stepper";
import { Summary } from "../parts/Summary";

const LOW_BATTERY = 20;

interface Props {
  house: House;
  robot: Robot;
  session: Session;
  onGo: () => void;
}

export function Running({ house, robot, session, onGo }: Props) {
  const { view, over } = session;
  useAwake(!over);
  // A gym class asks nothing: the list of answers leaves its room to Nao.
  const asks = view.question !== null || view.answers.length > 0;
  if (over) return <Summary robot={robot} view={view} onGo={onGo} />;
  return (
    <>
      <div class="progress" role="progressbar" aria-valuenow={Math.round(view.progress * 100)}>
        <span style={{ width: `${Math.min(Math.max(view.progress, 0), 1) * 100}%` }} />
      </div>
      <main class={`running state-${view.state} ${asks ? "" : "alone"}`}>
        <Warnings house={house} robot={robot} session={session} />
        <Stage robot={robot} session={session} />
        <div class="middle">
          <div class="now">
            <Speech robot={robot} session={session} />
            {view.question && (
              <QuestionPanel robot={robot.id} language={view.language} question={view.question} />
            )}
            {view.exercise && (
              <ExercisePanel robot={robot.id} exercise={view.exercise} view={view} />
            )}
          </div>
          <Say robot={robot.id} language={view.language} often={view.question === null} />
        </div>
        {asks && <Answers robot={robot.id} view={view} />}
      </main>
      <Controls robot={robot.id} state={view.state} />
    </>
  );
}

/** How hard the questions are: easier or harder from the next one on. */
function Level({ robot, level }: { robot: string; level: number }) {
  const words = useWords();
  const attempt = useAttempt();
  return (
    <Stepper
      id="level"
      label={words.levels.title}
      shown={words.levels.level(level, MOST)}
      value={level}
      onStep={(harder) => void attempt(api.act(robot, { action: harder ? "harder" : "easier" }))}
    />
  );
}

/** Whatever staff should know, the most urgent first. */
function Warnings({ house, robot, session }: Omit<Props, "onGo">) {
  const words = useWords();
  const { alert, language } = session.view;
  return (
    <div class="warnings">
      {alert && (
        <Banner tone="alarm" id="alert">
          <span lang={language}>{alert}</span>
        </Banner>
      )}
      {!robot.connected && !alert && (
        <Banner tone="warning" id="robot-lost">
          {words.running.lost}
        </Banner>
      )}
      {robot.battery !== null && robot.battery <= LOW_BATTERY && (
        <Banner tone="warning" id="battery-low">
          {words.running.low(robot.battery)}
        </Banner>
      )}
      {robot.notice && robot.notice.code !== "no_sound" && (
        <Banner tone="note" id="notice">
          {words.notices[robot.notice.code] ?? robot.notice.message}
        </Banner>
      )}
      <Models house={house} only={language} />
      {robot.ears === "tablet" && <Ears robot={robot.id} />}
    </div>
  );
}

function Stage({ robot, session }: { robot: Robot; session: Session }) {
  const words = useWords();
  const { state, score, of, next, level } = session.view;
  return (
    <aside class="stage">
      <p class="state" data-testid="state" data-state={state} role="status">
        {worded(words.states, state)}
      </p>
      <Drawing robot={robot.id} state={state} />
      <div class="stage-foot">
        {of > 0 && (
          <p class="score">
            <span aria-hidden="true">★</span> <b data-testid="score">{words.points(score, of)}</b>
          </p>
        )}
        {level && <Level robot={robot.id} level={level.level} />}
        {next.length > 0 && (
          <p class="next" lang={session.view.language}>
            <small lang={document.documentElement.lang}>{words.running.next}</small>
            {next.slice(0, 2).map((what, i) => (
              <span key={i}>{what}</span>
            ))}
          </p>
        )}
      </div>
    </aside>
  );
}

/** What Nao says, the question that is open, and what is being heard. */
function Speech({ robot, session }: { robot: Robot; session: Session }) {
  const words = useWords();
  const { caption, question, language, state } = session.view;
  const asked = question && (
    <h2 class="question" data-testid="question" lang={language}>
      {question.text}
    </h2>
  );
  const partial = live.partial(robot.id);
  return (
    <section class="speech">
      {question?.text === caption ? (
        <div data-testid="caption">{asked}</div>
      ) : (
        <>
          <p class={`caption ${asked ? "beside" : ""}`} data-testid="caption" lang={language}>
            {caption}
          </p>
          {asked}
        </>
      )}
      {(state === "listening" || partial !== "") && (
        <p class={`hearing ${partial ? "" : "waiting"}`}>
          <small>{words.running.hears}</small>
          <span class="waves" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span data-testid="partial" lang={language}>
            {partial}
          </span>
        </p>
      )}
    </section>
  );
}
