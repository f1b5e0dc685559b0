// How much or how hard, from 1 to 5, with a button for less and one for more.

import { useWords } from "../i18n";

export const LEAST = 1;
export const MOST = 5;

interface Props {
  /** What is stepped, for tests and for the shape of the page. */
  id: string;
  label: string;
  /** The step in words. */
  shown: string;
  value: number;
  onStep: (harder: boolean) => void;
}

export function Stepper({ id, label, shown, value, onStep }: Props) {
  const words = useWords();
  return (
    <div class="stepper" role="group" aria-label={label}>
      <button
        data-testid={`${id}-easier`}
        aria-label={words.running.easier}
        disabled={value <= LEAST}
        onClick={() => onStep(false)}
      >
        −
      </button>
      <span data-testid={id} data-value={value} role="status">
        {shown}
      </span>
      <button
        data-testid={`${id}-harder`}
        aria-label={words.running.harder}
        disabled={value >= MOST}
        onClick={() => onStep(true)}
      >
        +
      </button>
    </div>
  );
}
