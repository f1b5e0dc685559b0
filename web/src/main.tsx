// The page: which screen is shown, for which robot, in which language.

import { render } from "preact";
import { useEffect, useState } from "preact/hooks";

import { firstTongue, keepTongue, remember, remembered, TONGUES, TongueContext, type Tongue } from "./i18n";
import { live, useLive } from "./live";
import type { ResidentId, Robot, SessionId } from "./model";
import { Banner, Failures } from "./parts/Banners";
import { TopBar } from "./parts/TopBar";
import type { Chosen } from "./parts/Who";
import { Choose } from "./screens/Choose";
import { Results } from "./screens/Results";
import { Running } from "./screens/Running";
import { markDone, markSeen, wantsSummary } from "./seen";
import "./style.css";

const ROBOT_KEY = "companion.robot";

/** What is looked at in the results; `null`: the results are closed. */
type Looking = { resident: ResidentId | null; opened: SessionId | null } | null;

function Page() {
  const { house, reachable } = useLive();
  const [tongue, setTongue] = useState<Tongue>(firstTongue);
  const [robotId, setRobotId] = useState(() => remembered(ROBOT_KEY));
  const [who, setWho] = useState<Chosen>(undefined);
  const [looking, setLooking] = useState<Looking>(null);
  const [, putAway] = useState<SessionId>();
  const words = TONGUES[tongue];

  useEffect(() => keepTongue(tongue), [tongue]);

  const robot = house?.robots.find(({ id }) => id === robotId) ?? house?.robots[0];
  const session = robot?.session ?? null;
  const runs = session !== null && !session.over;
  if (runs) markSeen(session.id);
  const shown = session !== null && (runs || wantsSummary(session.id)) ? session : null;

  const chooseRobot = (id: string) => {
    remember(ROBOT_KEY, id);
    setRobotId(id);
  };

  let content;
  let where = <h1 class="brand">Companion</h1>;
  if (!house || !robot) {
    content = null;
  } else if (shown) {
    // A running session comes before all else: Stop must be in sight.
    where = (
      <>
        {house.robots.length > 1 && <RobotTabs robots={house.robots} chosen={robot.id} onChoose={chooseRobot} />}
        <h1 lang={shown.view.language}>{shown.view.title}</h1>
        <span class="participant">{shown.view.participant || words.guest}</span>
        {robot.battery !== null && <span class="faint">{words.running.battery(robot.battery)}</span>}
      </>
    );
    content = (
      <Running
        house={house}
        robot={robot}
        session={shown}
        onGo={() => {
          markDone(shown.id);
          putAway(shown.id);
        }}
      />
    );
  } else if (looking) {
    const back = () => setLooking(looking.opened === null ? null : { ...looking, opened: null });
    where = (
      <>
        <button class="bar-button" data-testid="back" onClick={back}>
          ← {words.back}
        </button>
        <h1>{words.results.title}</h1>
      </>
    );
    content = (
      <Results
        {...looking}
        onResident={(resident) => setLooking({ resident, opened: null })}
        onOpen={(opened) => setLooking({ ...looking, opened })}
      />
    );
  } else {
    where = (
      <>
        {where}
        <button
          class="bar-button"
          data-testid="results"
          onClick={() => setLooking({ resident: null, opened: null })}
        >
          {words.results.title}
        </button>
      </>
    );
    content = (
      <Choose
        house={house}
        robot={robot}
        who={who}
        onWho={setWho}
        onRobot={chooseRobot}
        onStarted={markSeen}
        onResults={({ id }) => setLooking({ resident: id, opened: null })}
      />
    );
  }

  const connection = !house
    ? words.connection.first
    : reachable === false
      ? runs
        ? words.connection.lost
        : words.connection.lostIdle
      : null;
  return (
    <TongueContext.Provider value={tongue}>
      <TopBar onTongue={setTongue}>{where}</TopBar>
      {connection && (
        <Banner tone={reachable === false ? "warning" : "note"} id="connection">
          {connection}
        </Banner>
      )}
      <Failures />
      {content}
    </TongueContext.Provider>
  );
}

interface RobotTabsProps {
  robots: Robot[];
  chosen: string;
  onChoose: (id: string) => void;
}

/** While one robot is busy, another may wait for its class. */
function RobotTabs({ robots, chosen, onChoose }: RobotTabsProps) {
  return (
    <div class="tabs">
      {robots.map(({ id, name, session }) => (
        <button key={id} aria-pressed={id === chosen} onClick={() => onChoose(id)}>
          {name}
          {session?.view.alert && !session.over && " !"}
        </button>
      ))}
    </div>
  );
}

const place = document.getElementById("page");
if (place) {
  live.start();
  render(<Page />, place);
}
