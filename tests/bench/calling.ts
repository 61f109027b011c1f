import * as z from 'zod/mini';
import { successSchema } from '@/lib/platform/envelope';
import { newSessionResultSchema } from '@/lib/platform/room';
import { openStream, type Client, type RawStream } from './load';
import type { MeasuredRingway, SeededAccount } from './ringway';

const sessionAnswer = successSchema(newSessionResultSchema);
const incoming = z.object({ token: z.string(), conference_alias: z.string() });

/** What a participant holds: its token and the address that its requests name. */
export interface Session {
  readonly token: string;
  readonly address: string;
}

/** Opens the event stream of a seeded device. */
export function openDevice(
  ringway: MeasuredRingway,
  account: SeededAccount,
  device: number,
): Promise<RawStream> {
  const path = `/api/registrations/${encodeURIComponent(account.account)}/events`;
  return openStream(ringway.server.port, path, { token: account.registrations[device] ?? '' });
}

/**
 * Places a call.
 * @throws Error with the server's words when it is refused
 */
export async function place(
  client: Client,
  caller: SeededAccount,
  callee: string,
): Promise<Session> {
  return join(client, callee, {
    registration_token: caller.registrations[0],
    checkdup: crypto.randomUUID(),
  });
}

/** Answers a call with the one-time token of an `incoming` event. */
export async function answer(client: Client, data: unknown): Promise<Session> {
  const { token, conference_alias } = incoming.parse(data);
  return join(client, conference_alias, { token, client: crypto.randomUUID() });
}

/** Leaves a call. */
export async function end(client: Client, session: Session): Promise<void> {
  const path = `/api/services/${encodeURIComponent(session.address)}/end_session`;
  const { status, body } = await client.post(path, {}, { token: session.token });
  if (status !== 200) throw new Error(`end_session: ${status} ${JSON.stringify(body)}`);
}

async function join(
  client: Client,
  address: string,
  body: Readonly<Record<string, string | undefined>>,
): Promise<Session> {
  const path = `/api/services/${encodeURIComponent(address)}/new_session`;
  const answered = await client.post(path, {
    ...body,
    display_name: 'Bench',
    call_type: 'video',
    direct_media: true,
    answer_by_event: true,
    max_peers: 3,
  });
  const parsed = sessionAnswer.safeParse(answered.body);
  if (!parsed.success) {
    throw new Error(`new_session: ${answered.status} ${JSON.stringify(answered.body)}`);
  }
  return { token: parsed.data.result.token, address };
}
