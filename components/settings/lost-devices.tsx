'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';

import { notify } from '@/components/ui/notices';
import { useLostDevices } from '@/lib/web/hooks/devices';

/** Says in words when a device of the account rings no more, and what to do. */
export function LostDevices() {
  const t = useTranslations('settings.lost');
  const router = useRouter();
  const lost = useLostDevices();
  const told = useRef(0);
  useEffect(() => {
    for (const { name, reason } of lost.slice(told.current)) {
      notify({
        tone: 'bad',
        text: t(reason, { name }),
        action: { label: t('look'), run: () => router.push('/settings') },
      });
    }
    told.current = lost.length;
  }, [lost, router, t]);
  return null;
}
