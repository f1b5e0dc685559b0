// Who belongs to a group: first names, which Nao calls in turn in memory games.

import { useState } from "preact/hooks";

import { api } from "../api";
import { useAttempt } from "../failures";
import { useWords } from "../i18n";
import type { Resident } from "../model";
import { Fold } from "./Fold";

export function Members({ resident, onChanged }: { resident: Resident; onChanged: () => void }) {
  const words = useWords();
  const attempt = useAttempt();
  const [members, setMembers] = useState(resident.members);
  const [name, setName] = useState("");
  const keep = async (after: string[]): Promise<boolean> => {
    const before = members;
    setMembers(after);
    const kept = await attempt(api.setMembers(resident.id, after));
    if (!kept) setMembers(before);
    else onChanged();
    return Boolean(kept);
  };
  const add = async (event: Event) => {
    event.preventDefault();
    const added = name.trim();
    if (added !== "" && (await keep([...members, added]))) setName("");
  };
  return (
    <Fold id="members" title={words.members.of(resident.name, members.length)}>
      <p class="faint">{words.members.help}</p>
      <ul class="members">
        {members.map((member) => (
          <li key={member}>
            <span>{member}</span>
            <button
              class="quiet"
              data-testid={`member-remove-${member}`}
              aria-label={words.members.remove(member)}
              onClick={() => void keep(members.filter((other) => other !== member))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <form class="member-add" onSubmit={(event) => void add(event)}>
        <input
          data-testid="member-name"
          aria-label={words.members.name}
          placeholder={words.members.name}
          value={name}
          maxLength={60}
          autoComplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button data-testid="member-add" disabled={name.trim() === ""}>
          {words.members.add}
        </button>
      </form>
    </Fold>
  );
}
