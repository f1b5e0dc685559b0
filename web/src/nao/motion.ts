// Angles come five times a second; the drawing glides between them.

import { useEffect, useRef, useState } from "preact/hooks";

import { live } from "../live";
import { AT_EASE } from "./body";

/** How much of the way is left after a second, as a power: about one update long. */
const RATE = 9;
const CLOSE = 0.002;

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The robot's angles as they are to be drawn now. */
export function useAngles(robot: string): readonly number[] {
  const [angles, setAngles] = useState<readonly number[]>(() => live.angles(robot) ?? AT_EASE);
  const drawn = useRef(angles);
  drawn.current = angles;

  useEffect(() => {
    let frame = 0;
    let before = 0;
    let aim: readonly number[] = live.angles(robot) ?? AT_EASE;

    const glide = (now: number) => {
      const seconds = Math.min((now - before) / 1000, 0.1);
      before = now;
      const share = still() ? 1 : 1 - Math.exp(-RATE * seconds);
      const next = aim.map((angle, i) => {
        const from = drawn.current[i] ?? angle;
        return Math.abs(angle - from) < CLOSE ? angle : from + (angle - from) * share;
      });
      const arrived = next.every((angle, i) => angle === aim[i]);
      frame = arrived ? 0 : requestAnimationFrame(glide);
      drawn.current = next;
      setAngles(next);
    };
    const go = () => {
      if (frame !== 0) return;
      before = performance.now();
      frame = requestAnimationFrame(glide);
    };

    go();
    const forget = live.subscribeAngles((whose, angles) => {
      if (whose !== robot) return;
      aim = angles;
      if (aim.some((angle, i) => angle !== drawn.current[i])) go();
    });
    return () => {
      forget();
      cancelAnimationFrame(frame);
    };
  }, [robot]);

  return angles;
}
