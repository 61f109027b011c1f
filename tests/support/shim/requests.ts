import { request as ask } from 'node:https';
import type { ShimRequest } from './wire';

/** An answer as the shim is told it: the body in base64, the server's time in ms since 1970. */
interface ToldAnswer {
  readonly status: number;
  readonly body: string;
  readonly date?: number;
}

/** Makes a request of the shim's by HTTPS; null where no answer came in its time. */
export function send(request: ShimRequest, authority: string): Promise<ToldAnswer | null> {
  return new Promise((resolve) => {
    const { url, method, headers, body, timeout } = request;
    const signal = AbortSignal.timeout(timeout);
    const asked = ask(url, { method, headers, ca: authority, signal }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', () => resolve(null));
      answer.on('end', () => {
        const date = Date.parse(answer.headers.date ?? '');
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(parts).toString('base64'),
          ...(Number.isNaN(date) ? {} : { date }),
        });
      });
    });
    asked.on('error', () => resolve(null));
    asked.end(body === undefined ? undefined : Buffer.from(body, 'base64'));
  });
}
