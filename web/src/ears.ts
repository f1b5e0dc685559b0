// The tablet's microphone as the robot's ears: microphone -> worklet -> 16 kHz PCM -> program.

import { useEffect, useState } from "preact/hooks";

import { earsPath, socketAddress } from "./api";
import workletAddress from "./ears.worklet?worker&url";

export type EarsState = "off" | "asking" | "on" | "suspended" | "blocked" | "insecure" | "missing" | "lost";

/** Two seconds of sound: older sound is worthless, so nothing more is queued. */
const MOST_QUEUED_BYTES = 64_000;
const RETRY_MS = 1_500;

/** Opens the microphone; calls `tell` at each change. Returns how to close it again. */
function open(robot: string, tell: (state: EarsState) => void) {
  let over = false;
  let socket: WebSocket | undefined;
  let stream: MediaStream | undefined;
  let context: AudioContext | undefined;
  let timer: number | undefined;

  const state = () => {
    if (over) return;
    if (context?.state !== "running") tell("suspended");
    else tell(socket?.readyState === WebSocket.OPEN ? "on" : "lost");
  };

  const connect = () => {
    socket = new WebSocket(socketAddress(earsPath(robot)));
    socket.binaryType = "arraybuffer";
    socket.onopen = state;
    socket.onclose = () => {
      state();
      if (!over) timer = setTimeout(connect, RETRY_MS);
    };
  };

  const listen = async () => {
    // Browsers hide the microphone from pages that are neither https nor localhost.
    if (!window.isSecureContext || !navigator.mediaDevices) return tell("insecure");
    tell("asking");
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, autoGainControl: true, noiseSuppression: true },
    });
    if (over) return close();
    context = new AudioContext();
    await context.audioWorklet.addModule(workletAddress);
    if (over) return close();
    const ears = new AudioWorkletNode(context, "ears", { numberOfOutputs: 0 });
    ears.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_QUEUED_BYTES) {
        socket.send(data);
      }
    };
    context.createMediaStreamSource(stream).connect(ears);
    context.onstatechange = state;
    connect();
    state();
  };

  const close = () => {
    over = true;
    clearTimeout(timer);
    socket?.close();
    for (const track of stream?.getTracks() ?? []) track.stop();
    if (context && context.state !== "closed") void context.close();
  };

  listen().catch((error: unknown) => {
    if (over) return;
    close();
    const refused = error instanceof DOMException && error.name === "NotAllowedError";
    tell(refused ? "blocked" : "missing");
  });
  return { close, resume: () => void context?.resume() };
}

/** The tablet's ears while `wanted`. `turnOn` needs a touch: some browsers insist on one. */
export function useEars(robot: string, wanted: boolean) {
  const [state, setState] = useState<EarsState>("off");
  const [tries, setTries] = useState(0);
  const [ears, setEars] = useState<ReturnType<typeof open>>();
  useEffect(() => {
    if (!wanted) return setState("off");
    const opened = open(robot, setState);
    setEars(opened);
    return () => opened.close();
  }, [robot, wanted, tries]);
  const turnOn = () => (state === "suspended" ? ears?.resume() : setTries(tries + 1));
  return { state, turnOn };
}
