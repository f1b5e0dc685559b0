// How the body is seen: a camera before the robot, a little above it, with a light perspective so
// that arms held forward are seen to come forward.

import type { Vector } from "./body";

/** Metres from the torso. */
const DISTANCE = 1.7;
const RAISED = 0.2;
/** Drawing units in a metre. */
export const SCALE = 1000;

export interface Seen {
  x: number;
  y: number;
  /** Greater is nearer. */
  near: number;
  /** Drawing units in a metre, there. */
  scale: number;
}

export type Camera = (point: Vector) => Seen;

/** A camera that has gone round the robot by `angle`; 0 is in front of it. */
export function camera(angle: number): Camera {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const [up, level] = [Math.sin(RAISED), Math.cos(RAISED)];
  return ([x, y, z]) => {
    const toward = x * cos + y * sin;
    const across = y * cos - x * sin;
    const near = toward * level + z * up;
    const scale = (SCALE * DISTANCE) / (DISTANCE - near);
    return { x: across * scale, y: -(z * level - toward * up) * scale, near, scale };
  };
}

export interface Circle {
  x: number;
  y: number;
  radius: number;
}

const CORNERS = 40;
const ROUND = Array.from({ length: CORNERS }, (_, i) => {
  const angle = (2 * Math.PI * i) / CORNERS;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** The outline around some circles, as an SVG path. */
export function outline(circles: Circle[]): string {
  const points = circles.flatMap(({ x, y, radius }) =>
    ROUND.map(([cos, sin]) => [x + radius * cos, y + radius * sin] as const),
  );
  return polygon(hull(points));
}

export function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

type Point = readonly [number, number];

/** Andrew's monotone chain. */
function hull(points: Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (from: Point[]) => {
    const chain: Point[] = [];
    for (const point of from) {
      while (chain.length > 1 && !turnsLeft(chain.at(-2) as Point, chain.at(-1) as Point, point)) {
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const turnsLeft = (a: Point, b: Point, c: Point) =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
