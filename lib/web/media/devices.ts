import * as z from 'zod/mini';
import type { CaptureProblem } from '../call/view';
import { profileShelf, type Shelf } from '../storage';
import { createStore } from '../store';
import { captureProblemOf } from './capture-problem';
import { thisBrowser } from '../browser';
import { canBlur } from './blur/blur';
import type {
  BlurChoice,
  MediaChoice,
  MediaDevicesClient,
  MediaDevicesView,
  Permission,
} from './devices-view';

const noBlur: BlurChoice = { on: false, howeverSlow: false };

const choiceSchema = z.object({
  microphone: z.catch(z.nullable(z.string()), null),
  camera: z.catch(z.nullable(z.string()), null),
  speaker: z.catch(z.nullable(z.string()), null),
  noiseSuppression: z.catch(z.boolean(), true),
  blur: z.catch(z.object({ on: z.boolean(), howeverSlow: z.boolean() }), noBlur),
});

const shelfKey = 'media-devices';

/** The devices of this page; `watch` begins once, when a page first wants them. */
export interface MediaDevicesWatch extends MediaDevicesClient {
  readonly watch: () => void;
  /** Reads devices and permissions anew: labels appear with the first permission. */
  readonly refresh: () => Promise<void>;
}

/** Makes the devices; what was chosen is remembered by the profile. `blurs`: whether a background can be blurred here. */
export function createMediaDevices(
  shelf: Shelf = profileShelf,
  blurs: () => boolean = () => canBlur(thisBrowser()),
): MediaDevicesWatch {
  const state = createStore<MediaDevicesView>({
    microphones: [],
    cameras: [],
    hasCamera: false,
    speakers: [],
    microphone: null,
    camera: null,
    speaker: null,
    noiseSuppression: null,
    blur: null,
    permissions: { microphone: 'unknown', camera: 'unknown' },
  });
  let watching = false;
  const remember = (): void => {
    const { noiseSuppression, blur, ...devices } = state.get();
    const { microphone, camera, speaker } = devices;
    const choice = {
      ...{ microphone, camera, speaker },
      noiseSuppression: noiseSuppression ?? true,
      blur: blur ?? noBlur,
    };
    shelf.write(shelfKey, JSON.stringify(choice));
  };

  const refresh = async (): Promise<void> => {
    const found = await listDevices();
    const permissions = {
      microphone: await readPermission('microphone', found, () => void refresh()),
      camera: await readPermission('camera', found, () => void refresh()),
    };
    state.update((before) => ({ ...before, ...sortDevices(found), permissions }));
  };
  return {
    state,
    refresh,
    watch() {
      if (watching) return;
      watching = true;
      const remembered = readChoice(shelf.read(shelfKey));
      const noiseSuppression = canSuppressNoise() ? remembered.noiseSuppression : null;
      const blur = blurs() ? remembered.blur : null;
      state.update((before) => ({ ...before, ...remembered, noiseSuppression, blur }));
      if ('mediaDevices' in navigator) {
        navigator.mediaDevices.addEventListener('devicechange', () => void refresh());
      }
      void refresh();
    },
    choose(kind, id) {
      state.update((before) => ({ ...before, [kind]: id }));
      remember();
    },
    suppressNoise(on) {
      if (state.get().noiseSuppression === null) return;
      state.update((before) => ({ ...before, noiseSuppression: on }));
      remember();
    },
    chooseBlur(choice) {
      if (state.get().blur === null) return;
      state.update((before) => ({ ...before, blur: { ...choice } }));
      remember();
    },
    async request({ microphone, camera }) {
      const problem = await tryCapture({ audio: microphone, video: camera });
      await refresh();
      return problem;
    },
  };
}

/** Devices by kind, as they can be picked: the browser's nameless entries (no permission yet) left out. */
export function sortDevices(
  found: readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[],
): Pick<MediaDevicesView, 'microphones' | 'cameras' | 'hasCamera' | 'speakers'> {
  const of = (kind: MediaDeviceKind): MediaChoice[] =>
    found
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return {
    microphones: of('audioinput'),
    cameras: of('videoinput'),
    hasCamera: found.some(({ kind }) => kind === 'videoinput'),
    speakers: of('audiooutput'),
  };
}

/** The chosen devices from their text; nothing chosen where it is not understood. */
export function readChoice(text: string | null): z.infer<typeof choiceSchema> {
  const nothing = {
    ...{ microphone: null, camera: null, speaker: null },
    noiseSuppression: true,
    blur: noBlur,
  };
  try {
    const parsed = z.safeParse(choiceSchema, JSON.parse(text ?? 'null'));
    return parsed.success ? parsed.data : nothing;
  } catch {
    return nothing;
  }
}

/** Whether the browser takes noise out of a voice, and lets one choose. */
function canSuppressNoise(): boolean {
  if (!('mediaDevices' in navigator)) return false;
  return navigator.mediaDevices.getSupportedConstraints().noiseSuppression === true;
}

async function listDevices(): Promise<readonly MediaDeviceInfo[]> {
  try {
    return await navigator.mediaDevices.enumerateDevices();
  } catch {
    return [];
  }
}

async function tryCapture(wanted: MediaStreamConstraints): Promise<CaptureProblem | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    for (const track of stream.getTracks()) track.stop();
    return null;
  } catch (error) {
    return captureProblemOf(error);
  }
}

const watched = new Set<string>();

async function readPermission(
  name: 'microphone' | 'camera',
  found: readonly MediaDeviceInfo[],
  onChange: () => void,
): Promise<Permission> {
  // A label is only given to who may capture: better evidence than WebKit's answer.
  const kind: MediaDeviceKind = name === 'microphone' ? 'audioinput' : 'videoinput';
  const labelled = found.some((device) => device.kind === kind && device.label !== '');
  try {
    const status = await navigator.permissions.query({ name });
    if (!watched.has(name)) {
      watched.add(name);
      status.addEventListener('change', onChange);
    }
    return status.state;
  } catch {
    return labelled ? 'granted' : 'unknown';
  }
}
