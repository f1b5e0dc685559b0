import { describe, expect, it } from "vitest";

import { AT_EASE, JOINTS, placed, pose, type Joint, type Vector } from "./body";

const HAND: Vector = [0.05775, 0, -0.01231];

function bent(angles: Partial<Record<Joint, number>>) {
  return pose(JOINTS.map((joint) => angles[joint] ?? 0));
}

function expectAt(actual: Vector, expected: Vector) {
  actual.forEach((value, axis) => expect(value).toBeCloseTo(expected[axis] as number, 4));
}

describe("the body", () => {
  it("holds its arms forward at zero", () => {
    expectAt(placed(bent({}).LWristYaw, HAND), [0.2187, 0.113, 0.08769]);
    expectAt(placed(bent({}).RWristYaw, HAND), [0.2187, -0.113, 0.08769]);
  });

  it("stands 333 mm above its soles", () => {
    expect(bent({}).LAnkleRoll.at[2] - 0.04519).toBeCloseTo(-0.33309, 4);
  });

  it("lowers the arms with a positive pitch and lifts them with a negative one", () => {
    expect(bent({ LShoulderPitch: Math.PI / 2 }).LWristYaw.at[2]).toBeLessThan(0);
    expect(bent({ LShoulderPitch: -Math.PI / 2 }).LWristYaw.at[2]).toBeGreaterThan(0.25);
  });

  it("spreads the left arm to the left and the right arm to the right", () => {
    expect(bent({ LShoulderRoll: 1 }).LElbowRoll.at[1]).toBeGreaterThan(0.17);
    expect(bent({ RShoulderRoll: -1 }).RElbowRoll.at[1]).toBeLessThan(-0.17);
  });

  it("is symmetric at ease", () => {
    const { LAnkleRoll: left, RAnkleRoll: right } = pose(AT_EASE);
    expectAt(right.at, [left.at[0], -left.at[1], left.at[2]]);
  });

  it("bears too few angles", () => {
    expect(pose([]).HeadPitch.at[2]).toBeCloseTo(0.1265);
  });
});
