import { connectTurn, type TurnConnection } from './connection';
import {
  allocateRequest,
  readAnswer,
  releaseRequest,
  type Credentials,
  type TurnAnswer,
} from './message';
import { readTurnUrl } from './url';

/** How asking a TURN server for a relay went. */
export type Allocation =
  | { readonly kind: 'allocated'; readonly relay: string; readonly ms: number }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Whom a TURN server is asked for, and what a TLS certificate may be of beside the system's authorities. */
export interface AllocationWishes {
  readonly username: string;
  readonly credential: string;
  /** PEM. */
  readonly authority?: string | undefined;
}

/** The codes that ask to begin anew with what they bring: unauthenticated, and a nonce that is too old. */
const askedAgain: ReadonlySet<number> = new Set([401, 438]);

/** Asks for a relayed address as a browser does (RFC 8656, section 7), and gives it back at once. */
export async function allocate(url: string, wishes: AllocationWishes): Promise<Allocation> {
  const start = performance.now();
  let connection: TurnConnection | undefined;
  try {
    connection = await connectTurn(readTurnUrl(url), wishes.authority);
    return await ask(connection, wishes, start);
  } catch (error) {
    return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    connection?.close();
  }
}

async function ask(
  connection: TurnConnection,
  { username, credential: password }: AllocationWishes,
  start: number,
): Promise<Allocation> {
  let answer = await answerTo(connection, allocateRequest());
  let credentials: Credentials | undefined;
  for (let tries = 0; answer.kind === 'refused' && tries < 2; tries += 1) {
    if (!askedAgain.has(answer.code) || answer.nonce === '') break;
    credentials = { username, password, realm: answer.realm, nonce: answer.nonce };
    const again = await answerTo(connection, allocateRequest(credentials));
    const isFinal = again.kind === 'refused' && again.code === 401;
    answer = again;
    if (isFinal) break;
  }
  if (answer.kind === 'refused') {
    return { kind: 'refused', code: answer.code, reason: answer.reason };
  }
  if (credentials) connection.tell(releaseRequest(credentials));
  return { kind: 'allocated', relay: answer.relay, ms: Math.round(performance.now() - start) };
}

async function answerTo(connection: TurnConnection, request: Buffer): Promise<TurnAnswer> {
  const answer = readAnswer(await connection.ask(request));
  if (answer === undefined) throw new Error('the answer is none of TURN');
  return answer;
}
