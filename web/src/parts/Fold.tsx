// Something about a resident that is folded away until it is wanted.

import type { ComponentChildren } from "preact";

interface Props {
  /** For tests. */
  id: string;
  title: string;
  children: ComponentChildren;
}

export function Fold({ id, title, children }: Props) {
  // What unfolds under the bar at the foot of the page would not be seen.
  const unfolded = ({ currentTarget }: { currentTarget: HTMLDetailsElement }) => {
    if (currentTarget.open) currentTarget.scrollIntoView({ block: "nearest" });
  };
  return (
    <details class="care" onToggle={unfolded}>
      <summary data-testid={id}>{title}</summary>
      {children}
    </details>
  );
}
