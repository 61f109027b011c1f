'use client';

import { AtSign, Hash, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';

import type { List } from '@/components/navigation/place';
import { EmptyState } from '@/components/ui/empty-state';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { Person, RoomEntry } from '@/lib/platform/own';
import { CallButtons } from './call-buttons';
import styles from './find.module.css';
import listStyles from './lists.module.css';
import { MeetingRow } from './meetings';
import { PersonRow } from './people';

/** What was found for a text, as one types. */
export interface Found {
  readonly people: readonly Person[];
  /** One's own meetings, by their names. */
  readonly meetings: readonly RoomEntry[];
  /** An address or number that nobody among the people has: it can be called all the same. */
  readonly target: string | null;
  readonly state: 'searching' | 'done' | 'failed';
  readonly error: unknown;
  readonly retry: () => void;
}

/** People and own meetings that fit what was typed, and the address or number itself. */
export function FindResults({
  found,
  list,
  open,
}: {
  readonly found: Found;
  readonly list: List;
  readonly open: string | null;
}) {
  const t = useTranslations('home.find');
  const count = found.people.length + found.meetings.length + (found.target === null ? 0 : 1);
  return (
    <section aria-label={t('results')}>
      <p role="status">
        <VisuallyHidden>{found.state === 'done' && t('count', { count })}</VisuallyHidden>
      </p>
      {found.target !== null && <DirectCall target={found.target} />}
      <ul>
        {found.people.map((person) => (
          <PersonRow
            key={person.address}
            person={person}
            list={list}
            open={person.address === open}
          />
        ))}
        {found.meetings.map((meeting) => (
          <MeetingRow
            key={meeting.address}
            meeting={meeting}
            list={list}
            open={meeting.address === open}
          />
        ))}
      </ul>
      {count === 0 && <NothingYet found={found} />}
    </section>
  );
}

function NothingYet({ found }: { readonly found: Found }) {
  const t = useTranslations('home.find');
  switch (found.state) {
    case 'searching':
      return (
        <div className={listStyles.skeleton}>
          <ListSkeleton rows={3} />
        </div>
      );
    case 'failed':
      return <ProblemState title={t('failedTitle')} error={found.error} onRetry={found.retry} />;
    case 'done':
      return (
        <EmptyState icon={<SearchX size={28} />} title={t('nobodyTitle')}>
          {t('nobodyText')}
        </EmptyState>
      );
  }
}

function DirectCall({ target }: { readonly target: string }) {
  const t = useTranslations('home.find');
  const Icon = target.includes('@') ? AtSign : Hash;
  return (
    <div className={styles.direct}>
      <span aria-hidden="true" className={styles.directIcon}>
        <Icon size={20} />
      </span>
      <span className={styles.directWords}>
        <span className={styles.directTarget}>{t('callDirectly', { target })}</span>
        <span className={styles.directDetail}>{t('callDirectlyDetail')}</span>
      </span>
      <CallButtons address={target} name={target} />
    </div>
  );
}
