// The strip at the top: where we are, and the page's language.

import type { ComponentChildren } from "preact";

import { useTongue, type Tongue } from "../i18n";

interface Props {
  children: ComponentChildren;
  onTongue: (tongue: Tongue) => void;
}

const NAMES: Record<Tongue, string> = { fr: "Français", en: "English" };

export function TopBar({ children, onTongue }: Props) {
  const current = useTongue();
  return (
    <header class="top">
      <div class="top-left">{children}</div>
      <div class="tongues">
        {(["fr", "en"] as const).map((tongue) => (
          <button
            key={tongue}
            data-testid={`language-${tongue}`}
            aria-pressed={tongue === current}
            aria-label={NAMES[tongue]}
            lang={tongue}
            onClick={() => onTongue(tongue)}
          >
            {tongue.toUpperCase()}
          </button>
        ))}
      </div>
    </header>
  );
}
