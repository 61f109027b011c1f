'use client';

import { useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import type { PushEntry } from '@/lib/platform/pushes';
import styles from './admin.module.css';
import { usePushTimes } from './push-time';
import { pushTones } from './push-words';
import pushStyles from './pushes.module.css';

/** Pushes as rows; on a phone the device and its state, with the rest under them. */
export function PushTable({
  pushes,
  onOpen,
}: {
  readonly pushes: readonly PushEntry[];
  readonly onOpen: (push: PushEntry) => void;
}) {
  const t = useTranslations('admin.pushes.log');
  return (
    <div className={styles.card}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.device')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('column.provider')}</th>
            <th scope="col">{t('column.latency')}</th>
            <th scope="col">{t('column.queued')}</th>
          </tr>
        </thead>
        <tbody>
          {pushes.map((push) => (
            <PushRow key={push.id} push={push} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PushRow({
  push,
  onOpen,
}: {
  readonly push: PushEntry;
  readonly onOpen: (push: PushEntry) => void;
}) {
  const t = useTranslations('admin.pushes');
  const { short, span } = usePushTimes();
  const { account, device_name: device, latency_ms: latency } = push;
  const moment = <time dateTime={push.queued}>{short(push.queued)}</time>;
  return (
    <tr data-push={push.id}>
      <td>
        <button
          type="button"
          className={styles.open}
          aria-label={t('log.open', { device, name: account.display_name })}
          onClick={() => onOpen(push)}
        >
          <span className={styles.name}>{account.display_name}</span>
          <span className={styles.address}>
            {device} · {t(`purpose.${push.purpose}`)}
          </span>
          <span className={pushStyles.narrowOnly}>{moment}</span>
        </button>
      </td>
      <td className={styles.stateCell}>
        <span className={pushStyles.stateCell}>
          <Badge tone={pushTones[push.state]}>{t(`state.${push.state}`)}</Badge>
          {push.reason && <code className={pushStyles.reason}>{push.reason}</code>}
        </span>
      </td>
      <td>{t(`provider.${push.provider}`)}</td>
      <td className={styles.number}>{latency === null ? '–' : span(latency)}</td>
      <td className={styles.number}>{moment}</td>
    </tr>
  );
}
