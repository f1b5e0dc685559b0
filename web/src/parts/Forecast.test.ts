import { expect, test } from "vitest";

import { TONGUES } from "../i18n";
import type { Forecast } from "../model";
import { sentences } from "./Forecast";

const told: Forecast = {
  minutes: 18,
  battery_at_end: 34,
  hottest: { joint: "RShoulderPitch", degrees: 62 },
  verdict: "tight",
  cause: "heat",
  sentence: null,
  offer: null,
  adjustments: [],
};

test("the end is told in the page's language", () => {
  expect(sentences(TONGUES.fr, told)).toEqual({ end: "Finit vers 34 %, épaule droite vers 62 °C" });
  expect(sentences(TONGUES.en, told)).toEqual({ end: "Ends near 34%, right shoulder near 62 °C" });
});

test("what the robot does not tell is left out", () => {
  expect(sentences(TONGUES.fr, { ...told, hottest: null }).end).toBe("Finit vers 34 %");
  expect(sentences(TONGUES.fr, { ...told, hottest: null, battery_at_end: null }).end).toBe("");
});

test("every joint has a place, in both languages", () => {
  const joints = ["HeadYaw", "LHipYawPitch", "LHand", "RWristYaw", "LElbowRoll", "RKneePitch", "LAnkleRoll"];
  for (const joint of joints) {
    for (const words of Object.values(TONGUES)) {
      const { end } = sentences(words, { ...told, battery_at_end: null, hottest: { joint, degrees: 50 } });
      expect(end).not.toMatch(/[LR]?(Head|Hip|Hand|Wrist|Elbow|Knee|Ankle)/);
    }
  }
});

test("what would not last comes with what would", () => {
  const battery = { ...told, verdict: "would_not_last", cause: "battery", hottest: null };
  const shorter = sentences(TONGUES.fr, { ...battery, offer: { kind: "shorter", minutes: 12 } });
  expect(shorter.advice).toBe("La batterie n'y suffirait pas. Choisissez une séance de 12 min au plus.");
  const later = sentences(TONGUES.en, { ...battery, offer: { kind: "later" } });
  expect(later.advice).toBe("The battery would not last. Let Nao charge or cool down first.");
});
