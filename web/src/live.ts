// The live channel: the house as it is now, angles, and what is being heard. It reconnects by
// itself and says when the program cannot be reached.

import { useEffect, useState } from "preact/hooks";

import { api, socketAddress } from "./api";
import type { Frame, House } from "./model";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5_000;
/** A dead Wi-Fi link does not close a WebSocket: after this silence we ask by ourselves. */
const SILENCE_MS = 6_000;

type Listener = () => void;

export class Live {
  house: House | null = null;
  /** Whether the program answers. `null`: not known yet. */
  reachable: boolean | null = null;

  private partials = new Map<string, string>();
  private lastAngles = new Map<string, number[]>();
  private listeners = new Set<Listener>();
  private angleListeners = new Set<(robot: string, angles: number[]) => void>();
  private socket: WebSocket | null = null;
  private wait = FIRST_WAIT_MS;
  private timer: number | undefined;
  private heardAt = 0;

  start(): void {
    this.connect();
    setInterval(() => void this.probe(), SILENCE_MS / 2);
    const hurry = () => {
      if (document.visibilityState === "visible" && this.reachable === false) this.connect();
    };
    addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
  }

  partial(robot: string): string {
    return this.partials.get(robot) ?? "";
  }

  angles(robot: string): number[] | undefined {
    return this.lastAngles.get(robot);
  }

  /** Called at every change but the angles: those come too often for the whole page. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  subscribeAngles(listener: (robot: string, angles: number[]) => void): () => void {
    this.angleListeners.add(listener);
    return () => this.angleListeners.delete(listener);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.socket?.close();
    const socket = new WebSocket(socketAddress("/live"));
    this.socket = socket;
    this.heardAt = performance.now();
    socket.onmessage = (event) => {
      if (socket === this.socket) this.hear(String(event.data));
    };
    // A failed attempt fires `error` and then `close`: one of them is enough.
    socket.onclose = () => {
      if (socket === this.socket) this.lose();
    };
  }

  private lose(): void {
    this.socket = null;
    if (this.reachable !== false) {
      this.reachable = false;
      this.partials.clear();
      this.changed();
    }
    const jitter = 0.75 + Math.random() / 2;
    this.timer = setTimeout(() => this.connect(), this.wait * jitter);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private hear(text: string): void {
    this.heardAt = performance.now();
    this.wait = FIRST_WAIT_MS;
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return;
    }
    switch (frame.type) {
      case "house":
        this.take(frame.house);
        break;
      case "angles":
        this.lastAngles.set(frame.robot, frame.angles);
        for (const listener of this.angleListeners) listener(frame.robot, frame.angles);
        break;
      case "partial":
        this.partials.set(frame.robot, frame.text);
        this.changed();
        break;
    }
  }

  private take(house: House): void {
    this.house = house;
    this.reachable = true;
    for (const robot of house.robots) {
      if (robot.session?.view.state !== "listening") this.partials.delete(robot.id);
    }
    this.changed();
  }

  /** Asks for the house when the channel has been silent; no answer means the link is dead. */
  private async probe(): Promise<void> {
    const socket = this.socket;
    if (socket === null || performance.now() - this.heardAt < SILENCE_MS) return;
    try {
      const house = await api.house();
      if (socket !== this.socket) return;
      this.heardAt = performance.now();
      if (socket.readyState === WebSocket.OPEN) this.take(house);
    } catch {
      if (socket !== this.socket) return;
      this.socket = null;
      socket.close();
      this.lose();
    }
  }
}

export const live = new Live();

/** Renders again whenever the house changes. */
export function useLive(): Live {
  const [, again] = useState(0);
  useEffect(() => live.subscribe(() => again((count) => count + 1)), []);
  return live;
}
