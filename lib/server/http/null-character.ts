import type { App } from './edge';
import { Refused } from './errors';

const text = 'The request is not understood: it holds the character U+0000.';

/**
 * Refuses U+0000 wherever a request may hold text. No name, message or id has it; PostgreSQL keeps none,
 * and the embedded database would end the text there.
 */
export function refuseNullCharacters(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const holds = [request.params, request.query, request.body].some(holdsNullCharacter);
    done(holds ? new Refused({ reason: 'bad_request', text }) : undefined);
  });
}

/** Looks into all of a value without recursion: a body may be nested as deep as it is long. */
function holdsNullCharacter(value: unknown): boolean {
  const left = [value];
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part === 'string' && part.includes('\u0000')) return true;
    if (typeof part !== 'object' || part === null) continue;
    for (const inner of Object.values(part)) left.push(inner);
  }
  return false;
}
