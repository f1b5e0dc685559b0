// The tablet's microphone as staff see it: silent when it works, a sentence and a way out when not.

import { useEars } from "../ears";
import { useWords } from "../i18n";
import { Banner } from "./Banners";

export function Ears({ robot }: { robot: string }) {
  const words = useWords();
  const { state, turnOn } = useEars(robot, true);
  if (state === "off" || state === "on") return null;
  const canTry = state === "suspended" || state === "blocked" || state === "missing";
  return (
    <Banner tone="note" id="ears">
      {state !== "suspended" && <p>{words.ears[state]}</p>}
      {canTry && (
        <button class="primary" onClick={turnOn}>
          {words.ears.turnOn}
        </button>
      )}
    </Banner>
  );
}
