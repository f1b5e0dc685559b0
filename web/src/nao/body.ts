// Nao's body: where each link is, given the joint angles. Metres and radians; x forward, y left,
// z up, from the middle of the torso. Offsets and axes are those of the published description.

export type Vector = readonly [number, number, number];
/** Rows of a rotation. */
type Rotation = readonly [Vector, Vector, Vector];

export interface Place {
  at: Vector;
  turn: Rotation;
}

/** The order in which NAOqi names the whole body. */
export const JOINTS = [
  "HeadYaw", "HeadPitch",
  "LShoulderPitch", "LShoulderRoll", "LElbowYaw", "LElbowRoll", "LWristYaw", "LHand",
  "LHipYawPitch", "LHipRoll", "LHipPitch", "LKneePitch", "LAnklePitch", "LAnkleRoll",
  "RHipYawPitch", "RHipRoll", "RHipPitch", "RKneePitch", "RAnklePitch", "RAnkleRoll",
  "RShoulderPitch", "RShoulderRoll", "RElbowYaw", "RElbowRoll", "RWristYaw", "RHand",
] as const;
export type Joint = (typeof JOINTS)[number];

/** The links that are drawn, by the last joint that moves them. */
export type Link = "torso" | Exclude<Joint, "LHand" | "RHand">;

interface Step {
  joint: Exclude<Joint, "LHand" | "RHand">;
  parent: Link;
  offset: Vector;
  axis: Vector;
}

const HALF = Math.SQRT1_2;
const X: Vector = [1, 0, 0];
const Y: Vector = [0, 1, 0];
const Z: Vector = [0, 0, 1];

/** One side's limbs; the right mirrors the left in y. */
function side(s: "L" | "R"): Step[] {
  const y = s === "L" ? 1 : -1;
  return [
    { joint: `${s}ShoulderPitch`, parent: "torso", offset: [0, 0.098 * y, 0.1], axis: Y },
    { joint: `${s}ShoulderRoll`, parent: `${s}ShoulderPitch`, offset: [0, 0, 0], axis: Z },
    { joint: `${s}ElbowYaw`, parent: `${s}ShoulderRoll`, offset: [0.105, 0.015 * y, 0], axis: X },
    { joint: `${s}ElbowRoll`, parent: `${s}ElbowYaw`, offset: [0, 0, 0], axis: Z },
    { joint: `${s}WristYaw`, parent: `${s}ElbowRoll`, offset: [0.05595, 0, 0], axis: X },
    {
      joint: `${s}HipYawPitch`,
      parent: "torso",
      offset: [0, 0.05 * y, -0.085],
      axis: [0, HALF, -HALF * y],
    },
    { joint: `${s}HipRoll`, parent: `${s}HipYawPitch`, offset: [0, 0, 0], axis: X },
    { joint: `${s}HipPitch`, parent: `${s}HipRoll`, offset: [0, 0, 0], axis: Y },
    { joint: `${s}KneePitch`, parent: `${s}HipPitch`, offset: [0, 0, -0.1], axis: Y },
    { joint: `${s}AnklePitch`, parent: `${s}KneePitch`, offset: [0, 0, -0.1029], axis: Y },
    { joint: `${s}AnkleRoll`, parent: `${s}AnklePitch`, offset: [0, 0, 0], axis: X },
  ];
}

const STEPS: Step[] = [
  { joint: "HeadYaw", parent: "torso", offset: [0, 0, 0.1265], axis: Z },
  { joint: "HeadPitch", parent: "HeadYaw", offset: [0, 0, 0], axis: Y },
  ...side("L"),
  ...side("R"),
];

/** Standing at ease: drawn until the robot has told its angles. */
export const AT_EASE: readonly number[] = [
  0, -0.17,
  1.4426, 0.2245, -1.2023, -0.4173, 0.1, 0.3,
  -0.17, 0.1191, 0.1274, -0.0923, 0.0874, -0.1108,
  -0.17, -0.1191, 0.1274, -0.0923, 0.0874, 0.1108,
  1.4426, -0.2245, 1.2023, 0.4173, 0.1, 0.3,
];

export const UPRIGHT: Rotation = [X, Y, Z];

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

export const turned = (turn: Rotation, v: Vector): Vector => [
  dot(turn[0], v),
  dot(turn[1], v),
  dot(turn[2], v),
];

/** Where a point of a link is, seen from the torso. */
export const placed = (place: Place, point: Vector): Vector =>
  add(place.at, turned(place.turn, point));

function times(a: Rotation, b: Rotation): Rotation {
  const columns: Rotation = [
    [b[0][0], b[1][0], b[2][0]],
    [b[0][1], b[1][1], b[2][1]],
    [b[0][2], b[1][2], b[2][2]],
  ];
  const row = (r: Vector): Vector => turned(columns, r);
  return [row(a[0]), row(a[1]), row(a[2])];
}

/** Rodrigues' formula. */
export function about([x, y, z]: Vector, angle: number): Rotation {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const t = 1 - c;
  return [
    [c + x * x * t, x * y * t - z * s, x * z * t + y * s],
    [y * x * t + z * s, c + y * y * t, y * z * t - x * s],
    [z * x * t - y * s, z * y * t + x * s, c + z * z * t],
  ];
}

/** Places of all links for angles in the order of `JOINTS`; a missing angle counts as 0. */
export function pose(angles: readonly number[]): Record<Link, Place> {
  const places: Partial<Record<Link, Place>> = { torso: { at: [0, 0, 0], turn: UPRIGHT } };
  for (const { joint, parent, offset, axis } of STEPS) {
    const from = places[parent] as Place;
    places[joint] = {
      at: placed(from, offset),
      turn: times(from.turn, about(axis, angleOf(angles, joint))),
    };
  }
  return places as Record<Link, Place>;
}

export function angleOf(angles: readonly number[], joint: Joint): number {
  const angle = angles[JOINTS.indexOf(joint)];
  return Number.isFinite(angle) ? (angle as number) : 0;
}
