// What a class must spare for somebody: sore joints, dizziness, breathlessness.

import { useState } from "preact/hooks";

import { api } from "../api";
import { useAttempt } from "../failures";
import { useWords } from "../i18n";
import type { Contraindication, Resident } from "../model";
import { Fold } from "./Fold";

const ALL: Contraindication[] = [
  "neck",
  "shoulder",
  "elbow",
  "wrist",
  "hand",
  "back",
  "hip",
  "knee",
  "ankle",
  "dizziness",
  "breathlessness",
];

export function Care({ resident, onChanged }: { resident: Resident; onChanged: () => void }) {
  const words = useWords();
  const attempt = useAttempt();
  const [spared, setSpared] = useState(resident.contraindications);
  const toggle = async (one: Contraindication) => {
    const before = spared;
    const after = spared.includes(one) ? spared.filter((it) => it !== one) : [...spared, one];
    setSpared(after);
    const kept = await attempt(api.setContraindications(resident.id, after));
    if (!kept) return setSpared(before);
    onChanged();
  };
  return (
    <Fold id="care" title={words.care.spare(resident.name)}>
      <p class="faint">{words.care.help}</p>
      <div class="pick">
        {ALL.map((one) => (
          <button
            key={one}
            data-testid={`care-${one}`}
            aria-pressed={spared.includes(one)}
            onClick={() => void toggle(one)}
          >
            {words.care.places[one]}
          </button>
        ))}
      </div>
    </Fold>
  );
}
