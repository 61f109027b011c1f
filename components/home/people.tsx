'use client';

import { UsersRound } from 'lucide-react';
import { useTranslations } from 'use-intl';

import type { List } from '@/components/navigation/place';
import { useMe } from '@/components/shell/me';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import type { Person } from '@/lib/platform/own';
import { usePeople } from '@/lib/web/hooks/people';
import { CallButtons } from './call-buttons';
import styles from './lists.module.css';
import { DetailText, HomeRow } from './row';

/** How many people are listed before one has to type a name. */
const most = 100;

/** The people of one's organisation, by name. */
export function People({ open }: { readonly open: string | null }) {
  const t = useTranslations('home.people');
  const me = useMe();
  const people = usePeople('', most);
  if (people.isPending) {
    return (
      <div className={styles.skeleton}>
        <ListSkeleton rows={7} />
      </div>
    );
  }
  if (people.isError && people.data === undefined) {
    return (
      <ProblemState
        title={t('failedTitle')}
        error={people.error}
        onRetry={() => void people.refetch()}
      />
    );
  }
  const others = people.data.filter((person) => person.address !== me.address);
  if (others.length === 0) {
    return (
      <EmptyState icon={<UsersRound size={28} />} title={t('emptyTitle')}>
        {t('emptyText', { organisation: me.organisation.name })}
      </EmptyState>
    );
  }
  return (
    <>
      <ul>
        {people.data.map((person) => (
          <PersonRow
            key={person.address}
            person={person}
            list="people"
            open={person.address === open}
          />
        ))}
      </ul>
      {people.data.length >= most && <p className={styles.hint}>{t('more')}</p>}
    </>
  );
}

/** A person to open or to call. */
export function PersonRow({
  person,
  list,
  open,
}: {
  readonly person: Person;
  readonly list: List;
  readonly open: boolean;
}) {
  const t = useTranslations('home.people');
  const me = useMe();
  return (
    <HomeRow
      address={person.address}
      name={person.display_name}
      nameSuffix={person.address === me.address && <Badge>{t('you')}</Badge>}
      detail={
        <DetailText>
          {person.sipkey} · {person.address}
        </DetailText>
      }
      place={{ list, address: person.address }}
      open={open}
      actions={<CallButtons address={person.address} name={person.display_name} />}
    />
  );
}
