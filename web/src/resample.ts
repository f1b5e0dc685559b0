// From the tablet's sample rate to the 16 kHz of the speech models: a windowed sinc, block by
// block, so that nothing above 8 kHz folds back into speech.

export const HEARING_RATE = 16_000;

/** Zero crossings of the sinc on each side. */
const REACH = 12;

export class Resampler {
  private readonly step: number;
  private readonly cutoff: number;
  private readonly half: number;
  /** Samples that the next outputs still need. */
  private kept: number[] = [];
  /** Where the next output is, in samples of `kept`. */
  private at: number;

  constructor(rate: number) {
    this.step = rate / HEARING_RATE;
    this.cutoff = Math.min(1, 1 / this.step) * 0.94;
    this.half = Math.ceil(REACH / this.cutoff);
    this.kept = new Array<number>(this.half).fill(0);
    this.at = this.half;
  }

  push(block: ArrayLike<number>): number[] {
    for (let i = 0; i < block.length; i++) this.kept.push(block[i] as number);
    const out: number[] = [];
    while (this.at + this.half < this.kept.length) {
      out.push(this.sample(this.at));
      this.at += this.step;
    }
    const drop = Math.max(0, Math.floor(this.at) - this.half);
    this.kept.splice(0, drop);
    this.at -= drop;
    return out;
  }

  private sample(at: number): number {
    let sum = 0;
    const last = Math.min(this.kept.length - 1, Math.floor(at) + this.half);
    for (let i = Math.max(0, Math.ceil(at) - this.half); i <= last; i++) {
      const distance = i - at;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (this.half + 1));
      sum += (this.kept[i] as number) * window * this.cutoff * sinc(distance * this.cutoff);
    }
    return sum;
  }
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Signed 16 bits, as the program wants them. */
export function toPcm(samples: ArrayLike<number>): Int16Array<ArrayBuffer> {
  const pcm = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const clipped = Math.max(-1, Math.min(1, samples[i] as number));
    pcm[i] = Math.round(clipped * 32767);
  }
  return pcm;
}
