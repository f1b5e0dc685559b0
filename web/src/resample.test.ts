import { expect, it } from "vitest";

import { HEARING_RATE, Resampler, toPcm } from "./resample";

function tone(hertz: number, rate: number, seconds = 0.5): number[] {
  return Array.from({ length: rate * seconds }, (_, i) =>
    Math.sin((2 * Math.PI * hertz * i) / rate),
  );
}

/** In blocks of 128, as an AudioWorklet gives them. */
function resampled(samples: number[], rate: number): number[] {
  const resampler = new Resampler(rate);
  const out: number[] = [];
  for (let i = 0; i < samples.length; i += 128) out.push(...resampler.push(samples.slice(i, i + 128)));
  return out;
}

const loudness = (samples: number[]) =>
  Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);

it.each([44_100, 48_000, 16_000])("keeps a voice's pitch from %i Hz", (rate) => {
  const out = resampled(tone(440, rate), rate).slice(100, -100);
  expect(out.length).toBeGreaterThan(HEARING_RATE * 0.5 - 300);
  expect(loudness(out)).toBeCloseTo(Math.SQRT1_2, 1);
  const crossings = out.filter((s, i) => i > 0 && s >= 0 && (out[i - 1] as number) < 0).length;
  expect(crossings / (out.length / HEARING_RATE)).toBeGreaterThan(430);
  expect(crossings / (out.length / HEARING_RATE)).toBeLessThan(450);
});

it("lets nothing above 8 kHz fold back", () => {
  expect(loudness(resampled(tone(11_000, 48_000), 48_000).slice(100, -100))).toBeLessThan(0.01);
});

it("clips instead of wrapping round", () => {
  expect([...toPcm([0, 2, -2])]).toEqual([0, 32767, -32767]);
});
