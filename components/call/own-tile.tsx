'use client';

import { EyeOff, MicOff } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { useSession } from '@/lib/web/hooks/page';
import type { OwnMedia } from '@/lib/web/call/view';
import { Picture } from './picture';
import styles from './remote-tile.module.css';

/** One's own picture among those of the others, mirrored for oneself only. */
export function OwnTile({
  own,
  style,
  onHide,
}: {
  readonly own: OwnMedia;
  readonly style: CSSProperties;
  readonly onHide: () => void;
}) {
  const t = useTranslations('call.stage');
  const tMeeting = useTranslations('call.meeting');
  const session = useSession();
  const me = session.status === 'signed-in' ? session.me : null;
  return (
    <div role="group" aria-label={t('you')} className={styles.tile} data-as="tile" style={style}>
      {own.preview && own.camera.on ? (
        <Picture stream={own.preview} label={t('you')} mirrored={own.facing === 'user'} fills />
      ) : (
        <div className={styles.faceless}>
          <span className={styles.face}>
            <Avatar address={me?.address ?? ''} name={me?.display_name ?? t('you')} size="large" />
          </span>
        </div>
      )}
      <p className={styles.label}>
        {!own.microphone.on && <MicOff aria-hidden="true" size={14} />}
        <span className={styles.labelName}>{t('you')}</span>
      </p>
      <button
        type="button"
        aria-label={tMeeting('hideOwn')}
        title={tMeeting('hideOwn')}
        className={styles.act}
        onClick={onHide}
      >
        <EyeOff aria-hidden="true" size={18} />
      </button>
    </div>
  );
}
