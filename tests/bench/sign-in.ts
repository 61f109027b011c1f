import { hash, verify } from '@node-rs/argon2';
import { answer, end, openDevice, place } from './calling';
import { sustain } from './calls';
import { percentile, plain, withinTimes, type Figure } from './figure';
import { createClient, type Client } from './load';
import { startRingway, type MeasuredRingway, type SeededAccount } from './ringway';

const accounts = 800;

/** The rest sends headers: the server remembers no password of theirs yet. */
const signingIn = 200;
const lasting = 5;

/** The one device that each account registers over and over. */
const telephone = 'web__4f0c2d8e-0d5b-4b1e-9a53-6d0a5f3c7b21';

/** Sign-ins and old clients' headers a second, and calls under a flood of wrong passwords. */
export async function signInGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  const ringway = await startRingway('sqlite', { accounts, devices: 1 });
  const client = createClient(ringway.server.port);
  let next = 0;
  const nextAccount = () => {
    const account = ringway.accounts[next % signingIn];
    next += 1;
    if (!account) throw new Error('There are no accounts.');
    return account;
  };

  say('sign-ins');
  const signIns = await sustain(
    async (worker) => {
      const { account, password } = nextAccount();
      const signedIn = await signIn(client, account, password, worker);
      if (signedIn !== '200')
        throw new Error(`A right password was answered with ${String(signedIn)}.`);
    },
    4,
    lasting,
  );
  say('verifications alone');
  const verifications = await bareVerifications();

  say("old clients' headers");
  const fresh = ringway.accounts.slice(signingIn);
  const headers = await sustain(
    async (worker) => {
      const account = fresh.pop();
      if (!account) return 'done';
      return registerByHeader(client, account, worker);
    },
    4,
    lasting,
  );
  const remembered = await sustain(
    (worker) => registerByHeader(client, ringway.accounts[accounts - 1 - worker], worker),
    4,
    lasting,
  );

  say('calls, alone and under a flood of wrong passwords');
  const calm = await callLatencies(ringway, client);
  const flood = { over: false };
  const flooding = sustain(
    async (worker) => {
      if (flood.over) return 'done';
      await signIn(client, nextAccount().account, 'not the password', 100 + worker);
      return undefined;
    },
    16,
    60,
  );
  const flooded = await callLatencies(ringway, client);
  flood.over = true;
  const { perSecond: refusals } = await flooding;
  client.close();
  await ringway.stop();
  return [
    plain('sign-ins a second', signIns.perSecond, '1/s', verifications),
    plain('first headers a second', headers.perSecond, '1/s', verifications),
    plain('remembered headers a second', remembered.perSecond, '1/s', headers.perSecond),
    plain('wrong passwords answered a second', refusals, '1/s'),
    withinTimes(
      'a call whole p50 under a flood of wrong passwords',
      percentile(flooded, 0.5),
      'ms',
      percentile(calm, 0.5),
      3,
    ),
    plain('… p99', percentile(flooded, 0.99), 'ms', percentile(calm, 0.99)),
  ];
}

/** Each client comes from a network of its own, as a proxy would name it. */
function from(worker: number): Readonly<Record<string, string>> {
  return { 'x-forwarded-for': `192.0.2.${1 + (worker % 200)}` };
}

async function signIn(
  client: Client,
  account: string,
  pwd: string,
  worker: number,
): Promise<unknown> {
  const path = '/api/v3/app/user/login/verify_user.shtml';
  const { body } = await client.post(path, { account, pwd }, from(worker));
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : body;
}

/** Registers an account's one telephone anew, as old clients do: the whole credentials in each header. */
async function registerByHeader(
  client: Client,
  account: SeededAccount | undefined,
  worker: number,
): Promise<void> {
  if (!account) throw new Error('There are fewer accounts than headers need.');
  const { address, password } = account;
  const user = address.slice(0, address.indexOf('@'));
  const header = `x-cloud-basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const path = `/api/registrations/${encodeURIComponent(address)}/new_session`;
  const { status, body } = await client.post(
    path,
    { device_id: telephone, device_type: 'web' },
    { 'x-cloud-authorization': header, authorization: header, ...from(worker) },
  );
  if (status !== 200) throw new Error(`A right header got ${status} ${JSON.stringify(body)}.`);
}

/** What the processor gives: verifications a second, two at once, with the same parameters. */
async function bareVerifications(): Promise<number> {
  const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
  const hashed = await hash('a password', parameters);
  const { perSecond } = await sustain(
    async () => {
      await verify(hashed, 'a password');
    },
    2,
    3,
  );
  return perSecond;
}

async function callLatencies(ringway: MeasuredRingway, client: Client): Promise<readonly number[]> {
  const pairs = 20;
  const latencies: number[] = [];
  for (let n = 0; n < 5 * pairs; n += 1) {
    const caller = ringway.accounts[n % pairs];
    const callee = ringway.accounts[pairs + (n % pairs)];
    if (!caller || !callee) throw new Error('There are fewer accounts than calls need.');
    const stream = await openDevice(ringway, callee, 0);
    const incoming = stream.next('incoming');
    const begun = performance.now();
    await place(client, caller, callee.address);
    const { data } = await incoming;
    await end(client, await answer(client, data));
    latencies.push(performance.now() - begun);
    stream.close();
  }
  return latencies;
}
