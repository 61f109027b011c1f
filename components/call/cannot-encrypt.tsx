'use client';

import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useEncryptsFrames } from '@/lib/web/hooks/frame-encryption';
import { useMeetingKey } from '@/lib/web/hooks/meetings';
import { useConfig } from '@/lib/web/hooks/page';

/**
 * Before an encrypted meeting is joined: this browser cannot take part once the media server carries it. Of a
 * meeting whose key is here it is known that it is encrypted, else by `encrypted`.
 */
export function CannotEncrypt({
  address,
  encrypted = false,
}: {
  readonly address: string;
  readonly encrypted?: boolean;
}) {
  const t = useTranslations('call.encryption');
  const isEncrypted = useMeetingKey(address) !== undefined || encrypted;
  const hasLiveKit = useConfig()?.livekit !== undefined;
  const encryptsFrames = useEncryptsFrames();
  if (encryptsFrames || !isEncrypted || !hasLiveKit) return null;
  return (
    <Banner tone="warning" title={t('beforeTitle')}>
      {t('before')}
    </Banner>
  );
}
