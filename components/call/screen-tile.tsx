'use client';

import clsx from 'clsx';
import { Pin, ScreenShare } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslations } from 'use-intl';

import { Spinner } from '@/components/ui/spinner';
import type { RemoteView } from '@/lib/web/call/view';
import { Picture } from './picture';
import { PinButton } from './remote-tile';
import tileStyles from './remote-tile.module.css';
import { nameOf } from './scene';
import styles from './screen-tile.module.css';

/** Somebody's screen: the whole of it, or that it is about to come. */
export function ScreenTile({
  remote,
  as,
  style,
  pinned,
  onPin,
  onPress,
}: {
  readonly remote: RemoteView;
  readonly as: 'main' | 'tile';
  readonly style: CSSProperties;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
  readonly onPress?: (() => void) | undefined;
}) {
  const t = useTranslations('call.stage');
  const name = nameOf(remote);
  const label = t('screenOf', { name });
  return (
    <div
      role="group"
      aria-label={label}
      className={clsx(tileStyles.tile, styles.screen)}
      data-as={as}
      style={style}
      onClick={onPress}
    >
      {remote.screen === null ? (
        <p role="status" className={styles.coming}>
          <Spinner />
          {t('screenComes', { name })}
        </p>
      ) : (
        <Picture stream={remote.screen} label={label} whole floats />
      )}
      {as === 'tile' && (
        <p className={tileStyles.label}>
          <ScreenShare aria-hidden="true" size={14} />
          {pinned && <Pin aria-hidden="true" size={14} />}
          <span className={tileStyles.labelName}>{label}</span>
        </p>
      )}
      <PinButton name={label} pinned={pinned} onPin={onPin} />
    </div>
  );
}
