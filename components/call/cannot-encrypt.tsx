'use client';

import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useEncryptsFrames } from '@/lib/web/hooks/frame-encryption';
import { useMeetingKey } from '@/lib/web/hooks/meetings';
import { useConfig } from '@/lib/web/hooks/page';

/** Before an encrypted meeting is joined: this browser cannot take part once the media server carries it. */
export function CannotEncrypt({ address }: { readonly address: string }) {
  const t = useTranslations('call.encryption');
  const isEncrypted = useMeetingKey(address) !== undefined;
  const hasLiveKit = useConfig()?.livekit !== undefined;
  const encryptsFrames = useEncryptsFrames();
  if (encryptsFrames || !isEncrypted || !hasLiveKit) return null;
  return (
    <Banner tone="warning" title={t('beforeTitle')}>
      {t('before')}
    </Banner>
  );
}
