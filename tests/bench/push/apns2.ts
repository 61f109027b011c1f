import tls from 'node:tls';
import { ApnsClient, Notification, PushType } from 'apns2';
import { topic } from './phones';
import { deviceToken, sampleIncoming, type Sender } from './sending';
import type { MeasuredService } from './service';

/** The npm package apns2, led to the local service: it knows port 443 and the system's authorities alone. */
export async function openApns2(service: MeasuredService): Promise<Sender> {
  const { url, authority } = await service.facts();
  const { privateKey, known } = service.key;
  const { connect } = tls;
  const port = Number(new URL(url).port);
  Object.assign(tls, {
    connect: (options: tls.ConnectionOptions) => connect({ ...options, port, ca: authority }),
  });
  const client = new ApnsClient({
    team: known.team,
    keyId: known.keyId,
    signingKey: privateKey,
    defaultTopic: topic,
    host: 'localhost',
  });
  return {
    send: async (n) => {
      const pushed = new Notification(deviceToken(n), {
        type: PushType.voip,
        expiration: 0,
        data: { ...sampleIncoming },
      });
      await client.send(pushed);
      return true;
    },
    close: async () => {
      await client.destroy();
      Object.assign(tls, { connect });
    },
  };
}
