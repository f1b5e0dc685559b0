// Runs beside the page, in the audio thread: samples of the microphone become 16 kHz PCM.

import { HEARING_RATE, Resampler, toPcm } from "./resample";

declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

/** A frame is 50 ms: short against the turn of talk, long against the cost of a message. */
const FRAME = HEARING_RATE / 20;

class Ears extends AudioWorkletProcessor {
  private readonly resampler = new Resampler(sampleRate);
  private waiting: number[] = [];

  process([input]: Float32Array[][]): boolean {
    const channel = input?.[0];
    if (channel === undefined) return true;
    this.waiting.push(...this.resampler.push(channel));
    while (this.waiting.length >= FRAME) {
      const pcm = toPcm(this.waiting.splice(0, FRAME));
      this.port.postMessage(pcm.buffer, [pcm.buffer]);
    }
    return true;
  }
}

registerProcessor("ears", Ears);
