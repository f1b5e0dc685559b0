import { expect, test } from "vitest";

import { told, touch, undo, type Touched } from "./several";

const given = (...words: string[]): Touched[] =>
  words.reduce<Touched[]>((all, word, i) => touch(all, word, i * 1_000), []);

test("words are told in the order in which they were touched", () => {
  expect(told(given("rouge", "vert", "rouge"))).toBe("rouge, vert, rouge");
  expect(told([])).toBe("");
});

test("the last one is taken back", () => {
  expect(told(undo(given("rouge", "vert")))).toBe("rouge");
  expect(undo([])).toEqual([]);
});

test("a finger that trembles counts once", () => {
  const once = touch([], "rouge", 1_000);
  expect(told(touch(once, "rouge", 1_200))).toBe("rouge");
  expect(told(touch(once, "vert", 1_200))).toBe("rouge, vert");
  expect(told(touch(once, "rouge", 1_400))).toBe("rouge, rouge");
});

test("an answer has an end", () => {
  expect(given(...Array<string>(50).fill("rouge"))).toHaveLength(20);
});
