// Nao, drawn as it stands or moves now. A tap walks around it: front, half side, side.

import { useState } from "preact/hooks";

import { useWords } from "../i18n";
import type { State } from "../model";
import { add, placed, pose, turned, type Link, type Place, type Vector } from "./body";
import { camera, outline, polygon, SCALE, type Camera } from "./camera";
import { DISCS, parts, SMILE, type Disc } from "./figure";
import { useAngles } from "./motion";

const VIEWS = [0, -0.7, -1.5];

/** Colours of the eyes: the robot's own, so that the drawing and the robot agree. */
const EYES: Record<string, string> = {
  listening: "#12a150",
  paused: "#2563eb",
  ended: "#f5a524",
  robot_lost: "#8b96a3",
};
const EYES_ELSE = "#7cc7dc";

/** Half the drawing's width, and its top and bottom, in drawing units. */
const HALF_WIDTH = 310;
const TOP = -400;
const BOTTOM = 385;
const FLOOR = 345;

interface Props {
  robot: string;
  state: State;
}

export function Drawing({ robot, state }: Props) {
  const words = useWords();
  const [view, setView] = useState(0);
  const angles = useAngles(robot);
  const eyes = EYES[state] ?? EYES_ELSE;
  return (
    <svg
      class="nao"
      data-testid="nao"
      data-state={state}
      viewBox={`${-HALF_WIDTH} ${TOP} ${2 * HALF_WIDTH} ${BOTTOM - TOP}`}
      role="img"
      aria-label={words.nao.drawing}
      onClick={() => setView((view + 1) % VIEWS.length)}
    >
      <Paints eyes={eyes} />
      <Figure angles={angles} see={camera(VIEWS[view] ?? 0)} />
    </svg>
  );
}

function Paints({ eyes }: { eyes: string }) {
  const paint = (id: string, light: string, middle: string, shade: string) => (
    <linearGradient id={id} x1="0.1" y1="0" x2="0.8" y2="1">
      <stop offset="0" stop-color={light} />
      <stop offset="0.55" stop-color={middle} />
      <stop offset="1" stop-color={shade} />
    </linearGradient>
  );
  return (
    <defs>
      {paint("nao-shell", "#ffffff", "#f4f7f9", "#c9d5dd")}
      {paint("nao-dark", "#6f7f8c", "#556370", "#3c4954")}
      {paint("nao-accent", "#5fb3c8", "#2f8aa3", "#1d687e")}
      <radialGradient id="nao-eye">
        <stop offset="0.28" stop-color="#ffffff" />
        <stop offset="0.42" stop-color={eyes} />
        <stop offset="1" stop-color={eyes} />
      </radialGradient>
      <radialGradient id="nao-shadow">
        <stop offset="0" stop-color="#12394a" stop-opacity="0.28" />
        <stop offset="1" stop-color="#12394a" stop-opacity="0" />
      </radialGradient>
    </defs>
  );
}

function Figure({ angles, see }: { angles: readonly number[]; see: Camera }) {
  const places = pose(angles);
  const shapes = parts(angles)
    .map(({ link, balls, paint, nearer = 0 }) => {
      const seen = balls.map(({ at, radius }) => {
        const { x, y, near, scale } = see(placed(places[link], at));
        return { x, y, near, radius: radius * scale };
      });
      const near = seen.reduce((sum, ball) => sum + ball.near, 0) / seen.length + nearer;
      const bottom = Math.max(...seen.map(({ y, radius }) => y + radius));
      return { link, paint, near, bottom, path: outline(seen) };
    })
    .sort((a, b) => a.near - b.near);
  // Whatever is lowest touches the floor: the feet, or the seat when it sits.
  const down = FLOOR - Math.max(...shapes.map((shape) => shape.bottom));
  const decorated = (link: Link, paint: string) => paint === "shell" && decorations(link).length > 0;
  return (
    <g transform={`translate(0 ${down.toFixed(1)})`}>
      <ellipse cx="0" cy={FLOOR - down - 14} rx="190" ry="30" fill="url(#nao-shadow)" />
      {shapes.map(({ link, paint, path }, i) => (
        <g key={i}>
          <path d={path} class={`nao-${paint}`} fill={`url(#nao-${paint})`} />
          {decorated(link, paint) && (
            <>
              {decorations(link).map((disc, j) => (
                <Round key={j} disc={disc} place={places[link]} see={see} />
              ))}
              {link === SMILE.link && <Smile place={places[link]} see={see} />}
            </>
          )}
        </g>
      ))}
      {DISCS.filter(({ kind }) => kind === "ear").map((disc, i) => (
        <Round key={i} disc={disc} place={places[disc.link]} see={see} />
      ))}
    </g>
  );
}

/** Ears sit on their own parts beside the head and are drawn last. */
const decorations = (link: Link): Disc[] =>
  DISCS.filter((disc) => disc.link === link && disc.kind !== "ear");

/** Whether a surface can be seen: it turns toward the camera as its outward point comes nearer. */
function faces(see: Camera, place: Place, at: Vector, facing: Vector): boolean {
  const here = placed(place, at);
  const out = add(here, turned(place.turn, facing.map((c) => c * 0.01) as unknown as Vector));
  return see(out).near > see(here).near + 0.0008;
}

function Round({ disc, place, see }: { disc: Disc; place: Place; see: Camera }) {
  const { at, facing, radius, kind } = disc;
  if (!faces(see, place, at, facing)) return null;
  // Two directions in the disc's plane.
  const [fx, fy, fz] = facing;
  const flat = Math.hypot(fx, fy);
  const across: Vector = [-fy / flat, fx / flat, 0];
  const up: Vector = [-fz * across[1], fz * across[0], fx * across[1] - fy * across[0]];
  const ring = (size: number) =>
    polygon(
      Array.from({ length: 28 }, (_, i) => {
        const [c, s] = [Math.cos((i * Math.PI) / 14) * size, Math.sin((i * Math.PI) / 14) * size];
        const corner = across.map((a, k) => at[k as 0 | 1 | 2] + a * c + (up[k] as number) * s);
        const { x, y } = see(placed(place, corner as unknown as Vector));
        return [x, y] as const;
      }),
    );
  if (kind === "camera") return <path d={ring(radius)} fill="#2b3640" />;
  if (kind === "ear") return <path d={ring(radius)} fill="#e6f4f8" stroke="#1d687e" stroke-width="2" />;
  if (kind === "chest") {
    return <path class="nao-light" d={ring(radius)} fill="url(#nao-eye)" stroke="#9fb0bc" stroke-width="3" />;
  }
  return (
    <>
      <path d={ring(radius * 1.22)} fill="#27323b" />
      <path class="nao-light" d={ring(radius)} fill="url(#nao-eye)" />
    </>
  );
}

function Smile({ place, see }: { place: Place; see: Camera }) {
  const middle = SMILE.points[2] as Vector;
  if (!faces(see, place, middle, SMILE.facing)) return null;
  const points = SMILE.points.map((point) => see(placed(place, point)));
  const d = points.map(({ x, y }, i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return (
    <path
      d={d}
      fill="none"
      stroke="#4b5a66"
      stroke-width={0.0038 * SCALE}
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  );
}
