import { connect } from 'node:http2';
import { SignJWT } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { topic } from './phones';
import type { MeasuredService } from './service';
import { deviceToken, samplePayload, type Sender } from './sending';

/** The baseline: one session of node:http2, one payload, nothing else. */
export async function openBareLoop(service: MeasuredService): Promise<Sender> {
  const { url, authority } = await service.facts();
  const { privateKey, known } = service.key;
  const jwt = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: known.keyId })
    .setIssuer(known.team)
    .setIssuedAt()
    .sign(createPrivateKey(privateKey));
  const session = connect(url, { ca: authority });
  const body = samplePayload();
  const send = (n: number) =>
    new Promise<boolean>((sent, failed) => {
      const stream = session.request({
        ':method': 'POST',
        ':path': `/3/device/${deviceToken(n)}`,
        authorization: `bearer ${jwt}`,
        'apns-topic': topic,
        'apns-push-type': 'voip',
        'apns-priority': '10',
        'apns-expiration': '0',
        'apns-id': crypto.randomUUID(),
      });
      let status = 0;
      stream.on('response', (headers) => (status = headers[':status'] ?? 0));
      stream.on('error', failed);
      stream.on('close', () => sent(status === 200));
      stream.resume();
      stream.end(body);
    });
  await send(0);
  return {
    send,
    close: async () => {
      session.close();
    },
  };
}
