// Runs in every page of the benchmark, before the page's own code: instruments.ts brings it there.
import { heardRate } from './chirps';

/** A piece of a recording: when its first sample was heard, ms since 1970, and the samples as 16 bits. */
export interface Piece {
  readonly at: number;
  readonly samples: string;
}

/** What the browser counted of a call at this end; sums since its start. */
export interface Counts {
  /** ms since 1970 */
  readonly at: number;
  readonly audioPackets: number;
  readonly audioPacketsLost: number;
  readonly samples: number;
  /** Samples that were made up, without those of silence. */
  readonly concealed: number;
  /** How long samples waited before they were played, s, all together. */
  readonly waited: number;
  readonly played: number;
  readonly frames: number;
  readonly audioBytes: number;
  readonly videoBytes: number;
  /** How the path goes: types of the candidates and what leads to the relay. */
  readonly path: string;
}

declare global {
  interface Window {
    /** The benchmark's instruments at one end of a call, Ringway's or raw. */
    bench: {
      readonly connections: RTCPeerConnection[];
      /** Records what goes into the microphone (`mouth`) or what is played (`ear`). */
      record(where: 'mouth' | 'ear'): Promise<void>;
      takeRecording(): Promise<readonly Piece[]>;
      count(): Promise<Counts>;
      /** Notes every so often whether voice arrives, until {@link takeArrivals}. */
      noteArrivals(): void;
      takeArrivals(): readonly number[];
    };
  }
}

const connections: RTCPeerConnection[] = [];
const Original = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Original {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};
const current = (): RTCPeerConnection | undefined =>
  connections.findLast(({ connectionState }) => connectionState !== 'closed');

// In the audio thread: every tenth of a second a piece of fewer samples, and when it began at the soonest.
const recorder = `
  registerProcessor('recorder', class extends AudioWorkletProcessor {
    step = sampleRate / ${heardRate}; piece = new Int16Array(${heardRate} / 10);
    filled = 0; sum = 0; summed = 0; soonest = Infinity;
    process([[samples]]) {
      this.soonest = Math.min(this.soonest,
        Date.now() - ((currentFrame % sampleRate) + Math.floor(currentFrame / sampleRate) * sampleRate) / sampleRate * 1000);
      for (let n = 0; n < 128; n += 1) {
        this.sum += samples ? samples[n] : 0;
        this.summed += 1;
        if (this.summed < this.step) continue;
        this.piece[this.filled] = Math.max(-1, Math.min(1, this.sum / this.step)) * 32767;
        this.filled += 1; this.sum = 0; this.summed = 0;
        if (this.filled < this.piece.length) continue;
        const end = currentFrame + n + 1;
        this.port.postMessage({
          at: this.soonest + (end / sampleRate - 0.1) * 1000, samples: this.piece.slice().buffer });
        this.filled = 0; this.soonest = Infinity;
      }
      return true;
    }
  });`;
let pieces: { at: number; samples: ArrayBuffer }[] = [];
let context: AudioContext | null = null;
let arrivals: number[] = [];
let noting = 0;

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

window.bench = {
  connections,
  async record(where) {
    const connection = current();
    const lines = where === 'mouth' ? connection?.getSenders() : connection?.getReceivers();
    const track = lines?.map((line) => line.track).find((one) => one?.kind === 'audio');
    if (!track) throw new Error(`There is nothing to record at the ${where}.`);
    pieces = [];
    context = new AudioContext({ sampleRate: 48_000 });
    const module = URL.createObjectURL(new Blob([recorder], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(module);
    const node = new AudioWorkletNode(context, 'recorder', {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    node.port.onmessage = ({ data }: MessageEvent<{ at: number; samples: ArrayBuffer }>) => {
      pieces.push(data);
    };
    context.createMediaStreamSource(new MediaStream([track])).connect(node);
    // Nothing comes out of it; connected all the same, so that it runs.
    node.connect(context.destination);
    await context.resume();
  },
  async takeRecording() {
    await context?.close();
    return pieces.map(({ at, samples }) => ({ at, samples: base64(samples) }));
  },
  async count() {
    const connection = current();
    const entries = new Map<string, object>();
    (await connection?.getStats())?.forEach((entry: unknown, id: string) => {
      if (typeof entry === 'object' && entry !== null) entries.set(id, entry);
    });
    const sum = (kind: string, name: string): number =>
      [...entries.values()]
        .filter(
          (entry) =>
            Reflect.get(entry, 'type') === 'inbound-rtp' && Reflect.get(entry, 'kind') === kind,
        )
        .reduce((total, entry) => total + Number(Reflect.get(entry, name) ?? 0), 0);
    const linked = (entry: object | undefined, name: string): object | undefined =>
      entry && entries.get(String(Reflect.get(entry, name)));
    const text = (entry: object | undefined, name: string): string =>
      String((entry && Reflect.get(entry, name)) ?? '?');
    const transport = [...entries.values()].find(
      (entry) => Reflect.get(entry, 'type') === 'transport',
    );
    const pair = linked(transport, 'selectedCandidatePairId');
    const local = linked(pair, 'localCandidateId');
    const remote = linked(pair, 'remoteCandidateId');
    const relay: unknown = local && Reflect.get(local, 'relayProtocol');
    const to = typeof relay === 'string' ? ` by ${relay}` : '';
    return {
      at: performance.timeOrigin + performance.now(),
      audioPackets: sum('audio', 'packetsReceived'),
      audioPacketsLost: sum('audio', 'packetsLost'),
      samples: sum('audio', 'totalSamplesReceived'),
      concealed: sum('audio', 'concealedSamples') - sum('audio', 'silentConcealedSamples'),
      waited: sum('audio', 'jitterBufferDelay'),
      played: sum('audio', 'jitterBufferEmittedCount'),
      frames: sum('video', 'framesDecoded'),
      audioBytes: sum('audio', 'bytesReceived'),
      videoBytes: sum('video', 'bytesReceived'),
      path: `${text(local, 'candidateType')}–${text(remote, 'candidateType')}${to}`,
    };
  },
  noteArrivals() {
    arrivals = [];
    let before = 0;
    noting = window.setInterval(() => {
      void window.bench.count().then(({ at, audioPackets }) => {
        if (audioPackets !== before) arrivals.push(at);
        before = audioPackets;
      });
    }, 50);
  },
  takeArrivals() {
    clearInterval(noting);
    return arrivals;
  },
};
