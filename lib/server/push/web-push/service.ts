import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Clock } from '@/lib/server/clock';
import { AddressNotPublic, publicLookup, type Resolve } from './addresses';
import { isAcceptableEndpoint, isTestHost } from './endpoint';

/** What a push service answered, or why it did not; `refused`: we do not connect to such an address. */
export type ServiceAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly text: string;
    }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Posts to push services. */
export interface PushServices {
  post(
    endpoint: string,
    headers: Readonly<Record<string, string | number>>,
    body: Buffer,
  ): Promise<ServiceAnswer>;
  close(): void;
}

/** Longer than any healthy answer, and several fit into a ring (ms). */
const timeLimit = 5_000;
/** Connections to one push service; others have their own. */
const socketsPerService = 64;
/** Of an answer only the provider's word for what was wrong is read, in characters. */
const longestAnswer = 2_000;

/**
 * Posts without following redirects, to public https addresses alone: an endpoint is a URL that a browser
 * gave us, and must not reach into our own network. Test hosts are exempt.
 */
export function createPushServices(
  testHosts: readonly string[],
  resolve: Resolve,
  clock: Clock,
): PushServices {
  const options = { keepAlive: true, maxSockets: socketsPerService };
  const agent = new https.Agent({ ...options, lookup: publicLookup(resolve) });
  const testAgents = { http: new http.Agent(options), https: new https.Agent(options) };
  const underWay = new Set<() => void>();

  function open(url: URL, headers: http.OutgoingHttpHeaders): http.ClientRequest {
    if (!isTestHost(url, testHosts)) return https.request(url, { method: 'POST', headers, agent });
    if (url.protocol === 'http:') {
      return http.request(url, { method: 'POST', headers, agent: testAgents.http });
    }
    return https.request(url, { method: 'POST', headers, agent: testAgents.https });
  }

  return {
    post: (endpoint, headers, body) => {
      if (!isAcceptableEndpoint(endpoint, testHosts)) {
        return Promise.resolve({ kind: 'refused', reason: 'address not public' });
      }
      return new Promise((settle) => {
        const request = open(new URL(endpoint), { ...headers, 'content-length': body.length });
        const end = (answer: ServiceAnswer) => {
          cancel();
          underWay.delete(giveUp);
          settle(answer);
          if (answer.kind !== 'answer') request.destroy();
        };
        const giveUp = () => end({ kind: 'nothing', reason: 'closed' });
        const cancel = clock.at(clock.now() + timeLimit, () =>
          end({ kind: 'nothing', reason: 'timeout' }),
        );
        underWay.add(giveUp);
        request.on('error', (error) => end(failure(error)));
        request.on('response', (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('error', (error) => end(failure(error)));
          response.on('data', (part: string) => {
            text += part.slice(0, longestAnswer - text.length);
          });
          response.on('end', () => {
            const { statusCode: status = 0, headers } = response;
            end({ kind: 'answer', status, headers, text });
          });
        });
        request.end(body);
      });
    },
    close: () => {
      for (const giveUp of underWay) giveUp();
      for (const each of [agent, testAgents.http, testAgents.https]) each.destroy();
    },
  };
}

function failure(error: Error): ServiceAnswer {
  if (error instanceof AddressNotPublic) return { kind: 'refused', reason: 'address not public' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'network';
  return { kind: 'nothing', reason: code };
}
