// Before a session: how it would end for Nao's battery and motors.

import { useEffect, useState } from "preact/hooks";

import { api } from "../api";
import { useWords, worded, type Words } from "../i18n";
import type { Forecast as Told, Language, Resident, Robot } from "../model";

/** Motors cool and batteries fill while staff make up their minds. */
const AGAIN_MS = 20_000;

/**
 * What would become of this routine with this robot and whoever takes part, while it is known;
 * and how to ask anew.
 */
export function useForecast(robot: Robot, routine: string | undefined, resident?: Resident) {
  const [told, setTold] = useState<{ of: string; forecast: Told }>();
  const [round, setRound] = useState(0);
  const spared = resident?.contraindications.join() ?? "";
  const of = `${robot.id} ${routine ?? ""} ${resident?.id ?? ""} ${spared}`;
  useEffect(() => {
    if (routine === undefined || !robot.connected) return;
    let over = false;
    // It is good to know and not needed: without it the program still refuses by itself.
    const read = () =>
      void api.forecast(robot.id, routine, resident?.id ?? null).then(
        (forecast) => over || setTold({ of, forecast }),
        () => over || setTold(undefined),
      );
    read();
    const timer = setInterval(read, AGAIN_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [of, robot.connected, robot.battery, round]);
  const forecast = robot.connected && told?.of === of ? told.forecast : undefined;
  return [forecast, () => setRound((round) => round + 1)] as const;
}

export function Forecast({ forecast }: { forecast: Told }) {
  const words = useWords();
  const { end, advice } = sentences(words, forecast);
  if (end === "" && advice === undefined) return null;
  return (
    <span class={`forecast ${forecast.verdict}`} data-testid="forecast" data-verdict={forecast.verdict}>
      {end}
      {advice && <strong>{advice}</strong>}
    </span>
  );
}

interface AdjustmentsProps {
  forecast: Told;
  language: Language | undefined;
}

/** What the class changes for whoever takes part. */
export function Adjustments({ forecast, language }: AdjustmentsProps) {
  if (forecast.adjustments.length === 0) return null;
  return (
    <span class="adjustments" data-testid="adjustments" lang={language}>
      {forecast.adjustments.join(" ")}
    </span>
  );
}

/** “Finit vers 34 %, épaule droite vers 62 °C”, and what to do when it would not last. */
export function sentences(words: Words, forecast: Told): { end: string; advice?: string } {
  const { battery_at_end: battery, hottest, verdict, cause, offer } = forecast;
  const parts = [
    battery === null ? undefined : words.forecast.battery(battery),
    hottest === null
      ? undefined
      : words.forecast.joint(worded(words.forecast.places, place(hottest.joint)), hottest.degrees),
  ].filter((part) => part !== undefined);
  const end = parts.join(", ");
  const told = end.charAt(0).toUpperCase() + end.slice(1);
  if (verdict !== "would_not_last") return { end: told };
  const why = words.forecast.causes[cause ?? ""] ?? forecast.sentence ?? "";
  const instead =
    offer?.kind === "shorter"
      ? words.forecast.shorter(offer.minutes ?? 0)
      : (words.forecast.offers[offer?.kind ?? ""] ?? "");
  return { end: told, advice: `${why} ${instead}`.trim() };
}

/** `RShoulderPitch` is at `RShoulder`, like the other motor there. */
const place = (joint: string) => joint.replace(/(YawPitch|Yaw|Pitch|Roll)$/, "");
