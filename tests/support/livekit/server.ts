import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLiveKit, liveKitMissing } from '@/scripts/livekit.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';

/** The real livekit-server on loopback. */
export interface LiveKitServer {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** The settings of a Ringway that has it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Ends it as a crash would; {@link start} starts it again at the same place. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What a test has of its own. */
export interface LiveKitWishes {
  /** Where its webhooks go. */
  readonly webhook?: string;
}

/** A key of tests, as livekit-server wants it: at least 32 characters of secret. */
const [apiKey, apiSecret] = ['ringway-tests', 'only-for-tests-'.repeat(3)] as const;

/** How often a starting server is asked whether it answers, ms. */
const askEvery = 50;

/**
 * Starts it on free ports.
 *
 * @throws Error with what to install, when this machine has none
 */
export async function startLiveKit({ webhook }: LiveKitWishes = {}): Promise<LiveKitServer> {
  const program = findLiveKit();
  if (program === undefined) throw new Error(liveKitMissing);
  const folder = mkdtempSync(join(tmpdir(), 'ringway-livekit-'));
  const [port, tcpPort, udpPort] = [
    await anyFreePort('127.0.0.1'),
    await anyFreePort('127.0.0.1'),
    await anyFreePort('127.0.0.1'),
  ];
  const configuration = {
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: { tcp_port: tcpPort, udp_port: udpPort, use_external_ip: false, node_ip: '127.0.0.1' },
    keys: { [apiKey]: apiSecret },
    logging: { level: 'error' },
    ...(webhook === undefined ? {} : { webhook: { api_key: apiKey, urls: [webhook] } }),
  };
  const file = join(folder, 'livekit.yaml');
  // YAML takes JSON.
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
  const url = `ws://127.0.0.1:${port}`;
  let process: ReturnType<typeof spawn> | undefined;
  const start = async (): Promise<void> => {
    process = spawn(program, ['--config', file], { stdio: 'ignore' });
    await answering(url.replace('ws', 'http'), process);
  };
  const kill = async (): Promise<void> => {
    if (process?.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url,
    apiKey,
    apiSecret,
    settings: { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret },
    kill,
    start,
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, process: ReturnType<typeof spawn>): Promise<void> {
  for (;;) {
    if (process.exitCode !== null) throw new Error(`livekit-server ended: ${process.exitCode}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // It does not listen yet.
    }
    await new Promise((resolve) => setTimeout(resolve, askEvery));
  }
}
