import * as z from 'zod/mini';
import { registrationResultSchema } from '@/lib/platform/registration';
import { problemOf, type Api } from '../api';
import { profileShelf, type Shelf } from '../storage';

/** The registration of this device (platform-api.md, section 2), kept alive while this tab leads. */
export interface DeviceRegistration {
  /** The token, registering first where there is none. Rejects with the API's error. */
  readonly ensure: () => Promise<string>;
  /** The token as far as there is one. */
  readonly token: () => string | null;
  /** The server no longer knows the token: the next `ensure` registers anew. */
  readonly forget: () => void;
  readonly stop: () => void;
}

/** What a registration says of the device. */
export interface DeviceDescription {
  readonly account: string;
  /** `web__<UUID>` of the browser profile. */
  readonly deviceId: string;
  /** For the list of devices: "Chrome, Linux". */
  readonly name: string;
}

/** `web__<UUID>`: the same as long as the browser profile keeps its storage. */
export function profileDeviceId(shelf: Shelf = profileShelf): string {
  const kept = shelf.read('device');
  if (kept !== null) return `web__${kept}`;
  const fresh = crypto.randomUUID();
  shelf.write('device', fresh);
  return `web__${fresh}`;
}

/** The path of an account's registrations. */
export function registrationPath(account: string): string {
  return `/api/registrations/${encodeURIComponent(account)}`;
}

/** The device has another id since it was paired (platform-api.md 6). */
const refreshedSchema = z.object({
  token: z.string(),
  expires: z.string(),
  device: z.optional(z.string()),
});

/** Registers on demand and refreshes every third of the time that the server gave. */
export function createRegistration(
  api: Api,
  device: DeviceDescription,
  onDevice: (device: string) => void,
): DeviceRegistration {
  const path = registrationPath(device.account);
  let token: string | null = null;
  let pending: Promise<string> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keepFresh = (expires: string): void => {
    clearTimeout(timer);
    const seconds = Number(expires) || 120;
    timer = setTimeout(() => void refresh(expires), (seconds / 3) * 1000);
  };
  const refresh = async (expires: string): Promise<void> => {
    if (token === null) return;
    try {
      const result = await api.post(`${path}/refresh_session`, {
        headers: { token },
        body: {},
        schema: refreshedSchema,
      });
      token = result.token;
      if (result.device !== undefined) onDevice(result.device);
      keepFresh(result.expires);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.kind === 'refused' && problem.status === 401) token = null;
      else keepFresh(expires);
    }
  };
  const register = async (): Promise<string> => {
    const result = await api.post(`${path}/new_session`, {
      body: { device_id: device.deviceId, device_type: 'web', name: device.name },
      schema: registrationResultSchema,
    });
    token = result.token;
    onDevice(result.device);
    keepFresh(result.expires);
    return result.token;
  };
  return {
    token: () => token,
    ensure() {
      if (token !== null) return Promise.resolve(token);
      pending ??= register().finally(() => {
        pending = null;
      });
      return pending;
    },
    forget() {
      token = null;
    },
    stop() {
      clearTimeout(timer);
      token = null;
    },
  };
}
