import { encodeBase64 } from '@/lib/platform/base64';
import type { Incoming } from '@/lib/platform/calling';
import type { ApnsEnvironment } from '../app-keys';
import { fitCall } from '../fit';
import type { JPushTarget } from '../push';

/** What a push carries of a call, as JPush wants it (platform-api.md, section 3). */
export type JPushContent =
  | { readonly notification: { readonly voip: Incoming } }
  | { readonly message: { readonly msg_content: string } };

/** Notification and message together on Android, in bytes (Push API v3, code 1005). */
const androidLimit = 4_000;
/**
 * The documentation gives 2,000 bytes for the object of an iOS notification and nothing for `voip`; APNs
 * would take 5,120 of a VoIP push, of which JPush uses some itself.
 */
const iosLimit = 2_000;

/**
 * The call for a device: `notification.voip` on iOS (passed through to PushKit as it stands), a custom
 * message of base64 of the JSON on Android.
 *
 * @throws RangeError when it does not fit with the shortest names
 */
export function contentOf(platform: JPushTarget['platform'], incoming: Incoming): JPushContent {
  let fitted = incoming;
  if (platform === 'ios') {
    fitCall(incoming, (call) => JSON.stringify((fitted = call)), iosLimit);
    return { notification: { voip: fitted } };
  }
  let message = { msg_content: '' };
  const write = (call: Incoming) => {
    message = { msg_content: encodeBase64(JSON.stringify(call)) };
    return JSON.stringify(message);
  };
  fitCall(incoming, write, androidLimit);
  return { message };
}

/**
 * The options of a push. `time_to_live` is the seconds left of the ring: nobody is rung by what comes
 * online later. `apns_production` names one of Apple's services; on Android it says nothing.
 */
export function optionsOf(
  platform: JPushTarget['platform'],
  environment: ApnsEnvironment,
  millisecondsLeft: number,
) {
  const time_to_live = Math.max(0, Math.floor(millisecondsLeft / 1_000));
  if (platform === 'android') return { time_to_live };
  return { time_to_live, apns_production: environment === 'production' };
}
