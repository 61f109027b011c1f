import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The page of an outside media client, served on a loopback origin of its own. */
export interface OutsidePage {
  /** Where the page is: another origin than the server under test. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves `page.html` on a free port of 127.0.0.1. */
export async function startOutsidePage(): Promise<OutsidePage> {
  const html = await readFile(new URL('./page.html', import.meta.url));
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What `window.outside` of the page offers; e2e tests call it by `page.evaluate`. */
export interface OutsideMedia {
  register(who: { server: string; account: string; password: string }): Promise<void>;
  /** The invitations that ring now. */
  readonly ringing: readonly { invitation: string; remote_address: string; call_type: string }[];
  call(wishes: CallWishes): Promise<void>;
  answer(wishes?: MediaWishes): Promise<void>;
  reject(): Promise<void>;
  mute(muted: boolean): void;
  restartIce(): void;
  hangUp(): Promise<void>;
  /** Why the call ended; null while none did. */
  readonly ended: string | null;
  results(): Promise<OutsideResults>;
}

export interface MediaWishes {
  readonly audio?: boolean;
  readonly video?: boolean;
  readonly events?: 'sse' | 'websocket';
}

export interface CallWishes extends MediaWishes {
  readonly address: string;
  readonly pin?: string;
  /** Proof of who calls: the registration's token or the credentials header. */
  readonly by?: 'registration' | 'credentials';
}

export interface OutsideResults {
  /** One entry for each leg that exists. */
  readonly legs: readonly {
    readonly peer: string;
    readonly offered: boolean;
    readonly connectionState: string;
    readonly framesDecoded: number;
    readonly totalAudioEnergy: number;
  }[];
  /** Sums over all legs. */
  readonly framesDecoded: number;
  readonly totalAudioEnergy: number;
  readonly events: readonly string[];
  readonly errors: readonly string[];
}

declare global {
  interface Window {
    readonly outside: OutsideMedia;
  }
}
