import { randomBytes } from 'node:crypto';
import { appKeyOf } from '@/lib/platform/device-id';
import { incomingSchema } from '@/lib/platform/calling';
import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { certificateName, startPushServices } from './services';

/** An account of the demo, as far as a phone needs it. */
interface PhoneOwner {
  readonly account: string;
  readonly password: string;
  readonly displayName: string;
}

/** Local push services of the demo, and a phone that they ring. */
export interface DemoPushes {
  /** For the environment of the demo's server. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Signs a locked iPhone in: whoever calls its owner rings it through the local stand-in of Apple's
   * service, and each ring is told in words.
   */
  addPhone(server: string, owner: PhoneOwner, tell: (line: string) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the push services of the demo: nothing leaves this machine. */
export async function startDemoPushes(): Promise<DemoPushes> {
  const services = await startPushServices();
  let listening = true;
  return {
    environment: services.environment,
    addPhone: async (server, owner, tell) => {
      const token = randomBytes(32).toString('hex');
      await register(server, owner, token);
      void (async () => {
        while (listening) {
          const push = await services.apns.nextPush();
          const read = incomingSchema.safeParse(push.payload);
          if (push.token !== token || !read.success) continue;
          const { remote_display_name: caller, call_type: kind } = read.data;
          const late = push.at - Number(read.data.time) * 1_000;
          const what = kind === 'video' ? 'a video call' : 'a call';
          tell(
            `${owner.displayName}'s locked iPhone rings: ${what} from ${caller} ` +
              `(VoIP push, apns-id ${String(push.headers['apns-id'])}, within ${Math.max(1, Math.ceil(late / 1_000))} s)`,
          );
          await ring(server, read.data).catch(() => undefined);
        }
      })();
    },
    stop: async () => {
      listening = false;
      await services.stop();
    },
  };
}

async function register(server: string, owner: PhoneOwner, token: string): Promise<void> {
  const answer = await fetch(
    `${server}/api/registrations/${encodeURIComponent(owner.account)}/new_session`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-cloud-authorization': writeCredentialsHeader(owner.account, owner.password),
      },
      body: JSON.stringify({
        device_id: `${token}__${appKeyOf(certificateName)}`,
        device_type: 'ios',
        name: 'iPhone (stand-in)',
      }),
    },
  );
  if (!answer.ok) throw new Error(`The demo's iPhone could not be registered: ${answer.status}.`);
}

/** Says what a ringing phone says, so that the caller is shown "Ringing". */
async function ring(
  server: string,
  { conference_alias: alias, token }: { conference_alias: string; token: string },
): Promise<void> {
  await fetch(`${server}/api/services/${encodeURIComponent(alias)}/ringing`, {
    method: 'POST',
    headers: { token },
  });
}
