// Which robot this tablet steers, when the house has several.

import { useWords } from "../i18n";
import type { Robot } from "../model";

interface Props {
  robots: Robot[];
  chosen: string;
  onChoose: (id: string) => void;
}

export function Robots({ robots, chosen, onChoose }: Props) {
  const words = useWords();
  const { away, busy, ready } = words.choose.robots;
  const condition = ({ connected, session }: Robot) =>
    !connected ? away : session && !session.over ? busy : ready;
  return (
    <section aria-label={words.choose.robot}>
      <h2>{words.choose.robot}</h2>
      <div class="robots">
        {robots.map((robot) => (
          <button
            key={robot.id}
            data-testid={`robot-${robot.id}`}
            aria-pressed={robot.id === chosen}
            onClick={() => onChoose(robot.id)}
          >
            <b>{robot.name}</b>
            <small>
              {condition(robot)}
              {robot.virtual && ` · ${words.choose.robots.virtual}`}
              {robot.battery !== null && ` · ${robot.battery} %`}
            </small>
          </button>
        ))}
      </div>
    </section>
  );
}
