import { success, successSchema } from '@/lib/platform/envelope';
import { configSchema, languages, type Config } from '@/lib/platform/own';
import { version } from '@/package.json';
import type { Settings } from '../settings';
import { answers } from './answers';
import type { App, Edge } from './edge';

/** What a page must know before anybody signed in (platform-api.md, section 6). */
export function configRoutes(app: App, { context }: Edge): void {
  app.get(
    '/api/config',
    {
      schema: {
        tags: ['health'],
        summary: 'What kind of server this is',
        response: answers(successSchema(configSchema)),
      },
    },
    () => success(configOf(context.settings, context.vapidPublicKey)),
  );
}

function configOf(settings: Settings, vapidPublicKey: string | null): Config {
  return {
    origin: settings.origin,
    domain: settings.domain,
    languages: [...languages],
    demo: settings.demo,
    cloud: settings.cloud,
    voip_certificate_name: settings.voipCertificateName,
    vapid_public_key: vapidPublicKey,
    ring_seconds: settings.ringSeconds,
    mesh_size: settings.meshSize,
    version,
    features: [
      ...(vapidPublicKey === null ? [] : ['web_push']),
      ...(settings.anonymousCallers ? ['anonymous_callers'] : []),
      ...(settings.openOrganisations ? ['open_organisations'] : []),
      ...(settings.livekit === null ? [] : ['livekit']),
    ],
    ...(settings.livekit === null ? {} : { livekit: settings.livekit.url }),
  };
}
