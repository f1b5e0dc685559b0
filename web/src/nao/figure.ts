// Nao's shape: each part is the hull of a few balls fixed to a link, so that it can be drawn from
// any side as one rounded outline.

import { angleOf, type Link, type Vector } from "./body";

type Paint = "shell" | "dark" | "accent";

export interface Ball {
  at: Vector;
  radius: number;
}

export interface Part {
  link: Link;
  balls: Ball[];
  paint: Paint;
  /** Metres nearer than it is: keeps a plate in front of what it is screwed to. */
  nearer?: number;
}

/** A round thing on the surface: an eye, an ear, the chest button. */
export interface Disc {
  link: Link;
  at: Vector;
  facing: Vector;
  radius: number;
  kind: "eye" | "camera" | "ear" | "chest";
}

const ball = (x: number, y: number, z: number, radius: number): Ball => ({ at: [x, y, z], radius });

function limbs(s: "L" | "R", angles: readonly number[]): Part[] {
  const y = s === "L" ? 1 : -1;
  return [
    { link: `${s}ShoulderPitch`, paint: "accent", balls: [ball(0, 0, 0, 0.036)] },
    {
      link: `${s}ShoulderRoll`,
      paint: "shell",
      balls: [ball(0.012, 0.004 * y, 0, 0.033), ball(0.075, 0.014 * y, 0, 0.027)],
    },
    { link: `${s}ElbowYaw`, paint: "dark", balls: [ball(0, 0, 0, 0.0255)] },
    {
      link: `${s}ElbowRoll`,
      paint: "shell",
      balls: [ball(0.018, 0, 0, 0.027), ball(0.058, 0, 0, 0.0235)],
    },
    { link: `${s}WristYaw`, paint: "dark", balls: [ball(0.012, 0, -0.002, 0.0185)] },
    { link: `${s}WristYaw`, paint: "shell", balls: [ball(0.036, 0, -0.006, 0.0215)] },
    ...fingers(s, angleOf(angles, `${s}Hand`)),
    {
      link: `${s}HipPitch`,
      paint: "shell",
      balls: [ball(0.004, 0, -0.005, 0.036), ball(0.008, 0, -0.07, 0.036)],
    },
    { link: `${s}KneePitch`, paint: "dark", balls: [ball(0, 0, 0, 0.032)] },
    {
      link: `${s}KneePitch`,
      paint: "shell",
      balls: [ball(0.008, 0, -0.025, 0.034), ball(0, 0, -0.085, 0.031)],
    },
    {
      link: `${s}AnkleRoll`,
      paint: "dark",
      balls: [
        ball(0.08, 0.012 * y, -0.039, 0.008),
        ball(0.08, -0.012 * y, -0.039, 0.008),
        ball(-0.038, 0.028 * y, -0.039, 0.008),
        ball(-0.038, -0.022 * y, -0.039, 0.008),
        ball(0.055, 0.04 * y, -0.039, 0.008),
        ball(0.055, -0.03 * y, -0.039, 0.008),
      ],
    },
    {
      link: `${s}AnkleRoll`,
      paint: "shell",
      nearer: 0.05,
      balls: [
        ball(0.062, 0.012 * y, -0.018, 0.022),
        ball(0.055, -0.01 * y, -0.018, 0.022),
        ball(-0.016, 0.008 * y, -0.014, 0.026),
        ball(-0.016, -0.004 * y, -0.014, 0.026),
        ball(0.002, 0, 0.008, 0.024),
      ],
    },
  ];
}

/** Two fingers and a thumb that curl as the hand closes; 1 is open. */
function fingers(s: "L" | "R", open: number): Part[] {
  const curl = (1 - Math.min(Math.max(open, 0), 1)) * 1.5;
  const y = s === "L" ? 1 : -1;
  const finger = (side: number, reach: number): Part => ({
    link: `${s}WristYaw`,
    paint: "dark",
    balls: [
      ball(0.05, side, -0.006, 0.0085),
      ball(0.05 + reach * Math.cos(curl), side, -0.006 - reach * Math.sin(curl), 0.0075),
    ],
  });
  return [
    finger(0.011, 0.032),
    finger(-0.011, 0.032),
    {
      link: `${s}WristYaw`,
      paint: "dark",
      balls: [
        ball(0.036, -0.012 * y, -0.014, 0.0085),
        ball(0.05 + 0.01 * Math.cos(curl), -0.02 * y, -0.03, 0.0075),
      ],
    },
  ];
}

/** All parts; the hands need the angles of their fingers. */
export function parts(angles: readonly number[]): Part[] {
  return [
    { link: "HeadYaw", paint: "dark", balls: [ball(0, 0, -0.02, 0.024), ball(0, 0, 0.02, 0.024)] },
    {
      link: "HeadPitch",
      paint: "shell",
      balls: [
        ball(0.008, 0.03, 0.07, 0.049),
        ball(0.008, -0.03, 0.07, 0.049),
        ball(0.018, 0.024, 0.044, 0.041),
        ball(0.018, -0.024, 0.044, 0.041),
        ball(-0.006, 0.016, 0.088, 0.047),
        ball(-0.006, -0.016, 0.088, 0.047),
      ],
    },
    ...([1, -1] as const).map((y): Part => ({
      link: "HeadPitch",
      paint: "accent",
      nearer: -0.05,
      balls: [ball(-0.002, 0.07 * y, 0.06, 0.022), ball(-0.002, 0.064 * y, 0.082, 0.02)],
    })),
    {
      link: "torso",
      paint: "shell",
      balls: [
        ball(0.01, 0.046, 0.09, 0.036),
        ball(0.01, -0.046, 0.09, 0.036),
        ball(0.02, 0.026, 0.04, 0.042),
        ball(0.02, -0.026, 0.04, 0.042),
        ball(0.006, 0.018, -0.032, 0.04),
        ball(0.006, -0.018, -0.032, 0.04),
      ],
    },
    {
      link: "torso",
      paint: "dark",
      nearer: -0.02,
      balls: [ball(0, 0.04, -0.078, 0.033), ball(0, -0.04, -0.078, 0.033), ball(0, 0, -0.05, 0.03)],
    },
    ...limbs("L", angles),
    ...limbs("R", angles),
  ];
}

const eye = (y: number): Disc => ({
  link: "HeadPitch",
  at: [0.058, 0.028 * y, 0.062],
  facing: [0.93, 0.34 * y, 0.1],
  radius: 0.018,
  kind: "eye",
});

export const DISCS: Disc[] = [
  eye(1),
  eye(-1),
  { link: "HeadPitch", at: [0.05, 0, 0.104], facing: [0.86, 0, 0.5], radius: 0.005, kind: "camera" },
  { link: "HeadPitch", at: [-0.002, 0.09, 0.066], facing: [0, 1, 0], radius: 0.013, kind: "ear" },
  { link: "HeadPitch", at: [-0.002, -0.09, 0.066], facing: [0, -1, 0], radius: 0.013, kind: "ear" },
  { link: "torso", at: [0.0615, 0, 0.062], facing: [0.98, 0, 0.12], radius: 0.0125, kind: "chest" },
];

/** The smile, from corner to corner: Nao has none, but a face without one looks stern. */
export const SMILE: { link: Link; points: Vector[]; facing: Vector } = {
  link: "HeadPitch",
  facing: [1, 0, -0.2],
  points: [
    [0.054, 0.016, 0.03],
    [0.057, 0.008, 0.0255],
    [0.058, 0, 0.024],
    [0.057, -0.008, 0.0255],
    [0.054, -0.016, 0.03],
  ],
};
