'use client';

import { useFormatter, useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { useSpan } from '@/components/ui/span';
import type { FinishedCall } from '@/lib/platform/admin';
import type { LegRecord } from '@/lib/platform/leg-record';
import { Facts } from './facts';
import { verdictOf, verdictTones } from './leg-words';
import { usePushTimes } from './push-time';
import styles from './pushes.module.css';

type WrittenRecord = FinishedCall['records'][number];

/** How the media of a call was, for each of its ends. */
export function CallRecordDialog({
  call,
  onClose,
}: {
  readonly call: FinishedCall;
  readonly onClose: () => void;
}) {
  const t = useTranslations('admin.calls');
  const { moment } = usePushTimes();
  const names = { from: call.from.display_name, to: call.to.display_name };
  return (
    <Dialog
      open
      onClose={onClose}
      place="side"
      title={t('record.title')}
      description={`${t('finished.pair', names)} · ${moment(call.placed)}`}
    >
      <Facts
        facts={[
          [
            t('record.room'),
            <span key="room" className={styles.id}>
              <code>{call.room}</code>
              <CopyButton text={JSON.stringify(call, null, 2)} label={t('record.copy')} />
            </span>,
          ],
        ]}
      />
      {call.records.length === 0 && <p className={styles.soft}>{t('record.none')}</p>}
      {call.records.map((written, place) => (
        <LegOf key={place} written={written} />
      ))}
    </Dialog>
  );
}

function LegOf({ written }: { readonly written: WrittenRecord }) {
  const t = useTranslations('admin.calls');
  const title = t('record.leg', { from: written.from, to: written.to });
  const verdict = verdictOf({ records: [written] });
  return (
    <section className={styles.journey} aria-label={title}>
      <div className={styles.journeyHead}>
        <h3 className={styles.journeyTitle}>{title}</h3>
        <Badge tone={verdictTones[verdict]}>{t(`verdict.${verdict}`)}</Badge>
      </div>
      <LegFacts record={written.record} />
    </section>
  );
}

function LegFacts({ record }: { readonly record: LegRecord }) {
  const t = useTranslations('admin.calls.record');
  const format = useFormatter();
  const span = useSpan();
  const percent = (share: number | null) =>
    share === null
      ? null
      : format.number(share / 100, { style: 'percent', maximumFractionDigits: 1 });
  const { path, round_trip_ms: trip, freezes, end } = record;
  return (
    <Facts
      facts={[
        [
          t('path'),
          path &&
            t('pathOf', {
              local: t(`candidate.${path.local}`),
              remote: t(`candidate.${path.remote}`),
              protocol: path.protocol.toUpperCase(),
            }),
        ],
        [t('relay'), path?.relay?.toUpperCase() ?? null],
        [
          t('connected'),
          record.connected_after_ms === null ? t('never') : span(record.connected_after_ms),
        ],
        [t('lasted'), span(record.duration_ms)],
        [
          t('roundTrip'),
          trip &&
            t('roundTripOf', {
              median: span(trip.median),
              min: span(trip.min),
              max: span(trip.max),
            }),
        ],
        [t('lossIn'), percent(record.loss_in)],
        [t('lossOut'), percent(record.loss_out)],
        [t('concealed'), percent(record.concealed)],
        [t('soundIn'), t('bitrate', { bitrate: record.bitrate_in.audio })],
        [t('soundOut'), t('bitrate', { bitrate: record.bitrate_out.audio })],
        [t('pictureIn'), <Picture key="in" of={record.picture_in} at={record.bitrate_in.video} />],
        [
          t('freezes'),
          freezes.count === 0
            ? null
            : t('freezesOf', { count: freezes.count, time: span(freezes.duration_ms) }),
        ],
        [
          t('pictureOut'),
          <Picture key="out" of={record.picture_out} at={record.bitrate_out.video} />,
        ],
        [t('rested'), record.picture_rested_ms > 0 ? span(record.picture_rested_ms) : null],
        [t('restarts'), record.restarts],
        [t('end'), end === null ? t('noEnd') : t(`ends.${end}`)],
      ]}
    />
  );
}

/** A picture; `at` so many kbit/s. */
function Picture({ of, at }: { readonly of: LegRecord['picture_in']; readonly at: number }) {
  const t = useTranslations('admin.calls.record');
  if (of === null) return t('noPicture');
  const { width, height, frames_per_second: rate } = of;
  return t('pictureOf', { width: String(width), height: String(height), rate, bitrate: at });
}
