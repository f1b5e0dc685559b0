// How hard the questions of each quiz are for somebody: it follows from their answers, and staff
// know better.

import { useState } from "preact/hooks";

import { api } from "../api";
import { useAttempt } from "../failures";
import { useWords } from "../i18n";
import type { Resident } from "../model";
import { Fold } from "./Fold";
import { MOST, Stepper } from "./Stepper";

export function Levels({ resident, onChanged }: { resident: Resident; onChanged: () => void }) {
  const words = useWords();
  const attempt = useAttempt();
  const [levels, setLevels] = useState(resident.levels);
  if (levels.length === 0) return null;
  const step = async (bank: string, harder: boolean) => {
    const before = levels;
    const stepped = levels.map((one) =>
      one.bank === bank ? { ...one, level: one.level + (harder ? 1 : -1) } : one,
    );
    const wished = stepped.find((one) => one.bank === bank);
    if (wished === undefined) return;
    setLevels(stepped);
    if (!(await attempt(api.setLevel(resident.id, bank, wished.level)))) return setLevels(before);
    onChanged();
  };
  return (
    <Fold id="levels" title={words.levels.of(resident.name)}>
      <p class="faint">{words.levels.help}</p>
      {levels.map(({ bank, title, level }) => (
        <div key={bank} class="level">
          <span lang={resident.language}>{title}</span>
          <Stepper
            id={`level-${bank}`}
            label={title}
            shown={words.levels.level(level, MOST)}
            value={level}
            onStep={(harder) => void step(bank, harder)}
          />
        </div>
      ))}
    </Fold>
  );
}
