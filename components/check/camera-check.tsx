'use client';

import { Camera, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Picture } from '@/components/call/picture';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import type { useMediaCheck } from '@/lib/web/hooks/check';
import { CaptureHelp } from './capture-help';
import styles from './device-check.module.css';
import { DeviceSelect } from './device-select';
import { Part } from './part';

/** What the library tells of the check, and what it does. */
export type Check = ReturnType<typeof useMediaCheck>;

/** One's own picture, as others would see it but mirrored; starts and stops camera and microphone. */
export function CameraCheck({ check }: { readonly check: Check }) {
  const t = useTranslations('check');
  const [starting, setStarting] = useState(false);
  const { preview, cameraProblem, running } = check;
  const hasPicture = preview !== null && preview.getVideoTracks().length > 0;
  const start = async () => {
    setStarting(true);
    await check.start();
    setStarting(false);
  };
  return (
    <Part title={t('camera.title')} icon={<Camera aria-hidden="true" size={20} />}>
      <div className={styles.mirror} data-theme="dark">
        {hasPicture ? (
          <Picture stream={preview} label={t('camera.preview')} mirrored />
        ) : (
          <p className={styles.dark}>
            <VideoOff aria-hidden="true" size={28} />
            {t('camera.off')}
          </p>
        )}
      </div>
      {cameraProblem && (
        <>
          <Banner tone="bad" title={t(`camera.problem.${cameraProblem}`)} />
          <CaptureHelp problem={cameraProblem} />
        </>
      )}
      <DeviceSelect kind="camera" />
      {running ? (
        <Button width="wide" onClick={() => check.stop()}>
          {t('stop')}
        </Button>
      ) : (
        <Button kind="primary" width="wide" busy={starting} onClick={() => void start()}>
          {t('start')}
        </Button>
      )}
    </Part>
  );
}
