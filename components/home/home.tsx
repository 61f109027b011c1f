'use client';

import { useDeferredValue, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';

import { goToFragment, useFragment } from '@/components/navigation/fragment';
import { readPlace, writePlace, type Place } from '@/components/navigation/place';
import { DeviceRingsButton } from '@/components/shell/device-rings';
import { PairingOffer } from '@/components/settings/pairing-offer-card';
import { useMeetings } from '@/lib/web/hooks/meetings';
import { usePeople } from '@/lib/web/hooks/people';
import { isInName, personAt, readTarget } from './direct-target';
import { FindField } from './find-field';
import { FindResults, type Found } from './find-results';
import { useFocusBack } from './focus-back';
import styles from './home.module.css';
import { Keypad } from './keypad';
import { Meetings, useMeetingName } from './meetings';
import { NewMeetingButton } from './new-meeting';
import { People } from './people';
import { PeerDetail } from './peer-detail';
import { usePlaceCall } from './place-call';
import { Recents } from './recents';
import { StartPanel } from './start-panel';

/** Home: find and dial, recents, people, keypad, meetings, and the details of whom one picked. */
export function Home() {
  const place = readPlace(useFragment());
  const pane = useRef<HTMLDivElement>(null);
  useFocusBack(pane, place);
  return (
    <div className={styles.home} data-list={place.list} data-detail={place.address !== null}>
      <div ref={pane} className={styles.list}>
        <ListPane key={place.list} place={place} />
      </div>
      <div className={styles.detail}>
        {place.address === null ? (
          <StartPanel list={place.list} />
        ) : (
          <PeerDetail key={place.address} place={{ ...place, address: place.address }} />
        )}
      </div>
    </div>
  );
}

function ListPane({ place: { list, address } }: { readonly place: Place }) {
  const t = useTranslations('shell');
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const found = useFound(query);
  const call = usePlaceCall();
  if (list === 'keypad') return <Keypad />;
  const enter = () => {
    const [first] = [...found.people, ...found.meetings];
    const exact = readTarget(query);
    if (exact !== null) call({ channel: exact, callType: 'audio' });
    else if (first) goToFragment(writePlace({ list, address: first.address }));
  };
  return (
    <>
      <header className={styles.top}>
        <div className={styles.titleRow}>
          <h1 tabIndex={-1} className={styles.title}>
            {t(list)}
          </h1>
          {list === 'meetings' && <NewMeetingButton />}
        </div>
        <FindField
          ref={field}
          query={query}
          onQuery={setQuery}
          onEnter={enter}
          onDown={() => results.current?.querySelector('a')?.focus()}
        />
      </header>
      {query === '' && list === 'recents' && (
        <div className={styles.ready}>
          <DeviceRingsButton place="page" />
          <PairingOffer />
        </div>
      )}
      <div ref={results} onKeyDown={moveAmongRows}>
        {query.trim() !== '' ? (
          <FindResults found={found} list={list} open={address} />
        ) : (
          <Listed list={list} open={address} onFind={() => field.current?.focus()} />
        )}
      </div>
    </>
  );
}

function Listed({
  list,
  open,
  onFind,
}: {
  readonly list: Exclude<Place['list'], 'keypad'>;
  readonly open: string | null;
  readonly onFind: () => void;
}) {
  switch (list) {
    case 'recents':
      return <Recents open={open} onFind={onFind} />;
    case 'people':
      return <People open={open} />;
    case 'meetings':
      return <Meetings open={open} />;
  }
}

function useFound(query: string): Found {
  const wanted = useDeferredValue(query.trim());
  const search = usePeople(wanted);
  const people = wanted === '' ? [] : (search.data ?? []);
  const nameOf = useMeetingName();
  const meetings = useMeetings(wanted !== '').data ?? [];
  const target = readTarget(query);
  const known = target !== null && personAt(target, people) !== undefined;
  return {
    people,
    meetings: meetings.filter((meeting) => isInName(wanted, nameOf(meeting))),
    target: known ? null : target,
    state: search.isError ? 'failed' : search.isFetching ? 'searching' : 'done',
    error: search.error,
    retry: () => void search.refetch(),
  };
}

/** Up and down move among the rows of a list, as a person with a keyboard expects. */
function moveAmongRows(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('li > a')];
  const at = rows.findIndex((row) => row.parentElement?.contains(document.activeElement));
  const next = rows[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
