'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useTestRing } from '@/lib/web/hooks/devices';
import { useSounds } from '@/lib/web/hooks/page';

/** A real test call to one device (this one if none is named), with what came of it. */
export function RingTest({
  device,
  icon,
  words,
}: {
  readonly device?: string;
  readonly icon?: ReactNode;
  readonly words: string;
}) {
  const t = useTranslations('settings.ringTest');
  const sounds = useSounds();
  const { start, running, steps, error } = useTestRing();
  const last = steps.at(-1);
  const failed = error !== null || last?.step === 'failed';
  return (
    <>
      <div aria-live="polite">
        {failed && <Banner tone="bad">{t('failed')}</Banner>}
        {!failed && last?.step === 'rang' && (
          <Banner tone="good">{t('rang', { seconds: last.at / 1000 })}</Banner>
        )}
        {running && (
          <Banner tone="information">{t(last?.step === 'sent' ? 'sent' : 'asked')}</Banner>
        )}
      </div>
      <Button
        width="wide"
        icon={icon}
        busy={running}
        onClick={() => {
          void sounds.unlock();
          start(device);
        }}
      >
        {words}
      </Button>
    </>
  );
}
