import { pino } from 'pino';
import { systemClock } from '@/lib/server/clock';
import type { ApnsAppKey } from '@/lib/server/push/app-keys';
import { createApnsProvider } from '@/lib/server/push/apns/provider';
import { topic } from './phones';
import { deviceToken, sampleIncoming, type Sender } from './sending';
import type { MeasuredService } from './service';

/** Ringway's client of Apple's service, alone. */
export async function openProvider(service: MeasuredService): Promise<Sender> {
  const { url, authority } = await service.facts();
  const { privateKey, known } = service.key;
  const { team, keyId } = known;
  const appKey: ApnsAppKey = {
    provider: 'apns',
    key: 'bench',
    certificateName: 'bench',
    credentials: { team, keyId, privateKey, topic, environment: 'production' },
  };
  const provider = createApnsProvider({
    settings: { apnsUrls: { production: url, sandbox: url }, apnsAuthority: authority },
    appKeys: [appKey],
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  provider.warm();
  await provider.check();
  return {
    send: async (n) => {
      const result = await provider.send({
        id: crypto.randomUUID(),
        target: { provider: 'apns', appKey, token: deviceToken(n) },
        message: {
          purpose: 'ring',
          incoming: { ...sampleIncoming, token: `${n}.${sampleIncoming.token}` },
        },
        expiresAt: Date.now() + 45_000,
        isDropped: () => false,
        note: () => undefined,
      });
      return result.state === 'accepted';
    },
    close: () => provider.close(),
  };
}
