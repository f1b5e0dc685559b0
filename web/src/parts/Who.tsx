// With whom: residents and groups, a guest, and adding or erasing somebody.

import { useState } from "preact/hooks";

import { api } from "../api";
import { useAttempt } from "../failures";
import { useTongue, useWords, worded } from "../i18n";
import type { Language, Resident, ResidentId } from "../model";
import { Care } from "./Care";
import { Levels } from "./Levels";
import { Members } from "./Members";

/** `null`: a guest. `undefined`: nobody chosen yet. */
export type Chosen = ResidentId | null | undefined;

interface Props {
  residents: Resident[];
  chosen: Chosen;
  onChoose: (who: Chosen) => void;
  onChanged: () => void;
  onResults: (resident: Resident) => void;
}

const SPOKEN: Language[] = ["fr", "en", "ko"];

export function Who({ residents, chosen, onChoose, onChanged, onResults }: Props) {
  const words = useWords();
  const [adding, setAdding] = useState(false);
  const resident = residents.find(({ id }) => id === chosen);
  const added = (id: ResidentId) => {
    setAdding(false);
    onChanged();
    onChoose(id);
  };
  return (
    <section class="who" aria-label={words.choose.who}>
      <div class="section-head">
        <h2>{words.choose.who}</h2>
        <button
          class="add"
          data-testid="add-resident"
          aria-expanded={adding}
          onClick={() => setAdding(!adding)}
        >
          <span aria-hidden="true">+</span> {words.choose.add}
        </button>
      </div>
      {adding && <Add onAdded={added} onCancel={() => setAdding(false)} />}
      <div class="people">
        {residents.map(({ id, name, language, group }) => (
          <button
            key={id}
            class="person"
            data-testid={`resident-${name}`}
            aria-pressed={id === chosen}
            onClick={() => onChoose(id)}
          >
            <span class={`face ${group ? "group" : ""}`} aria-hidden="true">
              {Array.from(name)[0]}
            </span>
            <span class="person-name">{name}</span>
            <small>
              {group && `${words.group} · `}
              {worded(words.languages, language)}
            </small>
          </button>
        ))}
        <button
          class="person"
          data-testid="guest"
          aria-pressed={chosen === null}
          onClick={() => onChoose(null)}
        >
          <span class="face guest" aria-hidden="true">
            ☺
          </span>
          <span class="person-name">{words.guest}</span>
        </button>
      </div>
      {residents.length === 0 && !adding && <p class="faint">{words.choose.nobody}</p>}
      {resident && !adding && (
        <About
          key={resident.id}
          resident={resident}
          onChanged={onChanged}
          onResults={() => onResults(resident)}
          onErased={() => {
            onChoose(undefined);
            onChanged();
          }}
        />
      )}
    </section>
  );
}

interface AddProps {
  onAdded: (id: ResidentId) => void;
  onCancel: () => void;
}

function Add({ onAdded, onCancel }: AddProps) {
  const words = useWords();
  const attempt = useAttempt();
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<Language>(useTongue());
  const [group, setGroup] = useState(false);
  const [saving, setSaving] = useState(false);

  const save = async (event: Event) => {
    event.preventDefault();
    setSaving(true);
    const done = await attempt(api.addResident(name.trim(), language, group));
    setSaving(false);
    if (done) onAdded(done.value.id);
  };
  return (
    <form class="panel add-form" onSubmit={save}>
      <label>
        {words.choose.name}
        <input
          data-testid="resident-name"
          value={name}
          maxLength={60}
          autoComplete="off"
          ref={focusOnce}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <div class="pick">
        {[false, true].map((several) => (
          <button
            key={String(several)}
            type="button"
            aria-pressed={group === several}
            onClick={() => setGroup(several)}
          >
            {several ? words.choose.several : words.choose.one}
          </button>
        ))}
      </div>
      <div class="pick" role="group" aria-label={words.choose.speaks}>
        {SPOKEN.map((spoken) => (
          <button
            key={spoken}
            type="button"
            data-testid={`resident-language-${spoken}`}
            aria-pressed={language === spoken}
            onClick={() => setLanguage(spoken)}
          >
            {worded(words.languages, spoken)}
          </button>
        ))}
      </div>
      <div class="pick">
        <button type="button" class="quiet" onClick={onCancel}>
          {words.cancel}
        </button>
        <button
          type="submit"
          class="primary"
          data-testid="resident-save"
          disabled={name.trim() === "" || saving}
        >
          {words.choose.save}
        </button>
      </div>
    </form>
  );
}

/** The keyboard may come at once: whoever taps "add" is going to type. */
const focusOnce = (input: HTMLInputElement | null) => input?.focus();

interface AboutProps {
  resident: Resident;
  onChanged: () => void;
  onResults: () => void;
  onErased: () => void;
}

/** What can be done for the resident who is chosen. */
function About({ resident, onChanged, onResults, onErased }: AboutProps) {
  const words = useWords();
  const attempt = useAttempt();
  const [asking, setAsking] = useState(false);
  const erase = async () => {
    if (await attempt(api.eraseResident(resident.id))) onErased();
  };
  if (asking) {
    return (
      <div class="panel" role="alertdialog" aria-label={words.choose.erase(resident.name)}>
        <p>{words.choose.eraseSure(resident.name)}</p>
        <div class="pick">
          <button onClick={() => setAsking(false)}>{words.cancel}</button>
          <button class="danger" data-testid="resident-erase-yes" onClick={erase}>
            {words.choose.eraseYes}
          </button>
        </div>
      </div>
    );
  }
  return (
    <div class="about">
      {resident.group && <Members resident={resident} onChanged={onChanged} />}
      <Care resident={resident} onChanged={onChanged} />
      <Levels resident={resident} onChanged={onChanged} />
      <button class="quiet" onClick={onResults}>
        {words.choose.resultsOf(resident.name)}
      </button>
      <button class="quiet" data-testid="resident-erase" onClick={() => setAsking(true)}>
        {words.choose.erase(resident.name)}
      </button>
    </div>
  );
}
