import type { App } from './edge';
import { Refused } from './errors';

const text = 'The request is not understood: it holds the character U+0000.';

/** A half of a surrogate pair without the other; whole pairs are one character to a pattern with `u`. */
const halves = /\p{Surrogate}/gu;

/**
 * Sees to the text of every request, wherever it stands. U+0000 is refused: no name, message or id has it;
 * PostgreSQL keeps none, and the embedded database would end the text there. Half a surrogate pair, which JSON
 * can spell and a client leaves that cuts a text, becomes U+FFFD: UTF-8 has no way to carry it.
 */
export function readText(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const { params, query, body } = request;
    const said = { params, query, body };
    const isText = mendText(said);
    request.body = said.body;
    done(isText ? undefined : new Refused({ reason: 'bad_request', text }));
  });
}

/**
 * Mends all text in a value, without recursion: a body may be nested as deep as it is long. False where it
 * holds U+0000.
 */
function mendText(value: object): boolean {
  const left = [value];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const entries: [string, unknown][] = Object.entries(part);
    for (const [key, inner] of entries) {
      if (typeof inner === 'object' && inner !== null) left.push(inner);
      if (typeof inner !== 'string') continue;
      if (inner.includes('\u0000')) return false;
      const whole = inner.replace(halves, '\ufffd');
      if (whole !== inner) Reflect.set(part, key, whole);
    }
  }
  return true;
}
