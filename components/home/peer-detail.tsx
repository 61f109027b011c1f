'use client';

import { Ban, Phone, Undo2, Video } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import type { List } from '@/components/navigation/place';
import { useMe } from '@/components/shell/me';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Group, Row } from '@/components/ui/group';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import { isShortNumber } from '@/lib/platform/address';
import type { CallEntry } from '@/lib/platform/own';
import { useBlock, useBlocked, useUnblock } from '@/lib/web/hooks/account';
import { useHistory } from '@/lib/web/hooks/history';
import { useMeetings } from '@/lib/web/hooks/meetings';
import { usePeople } from '@/lib/web/hooks/people';
import { useCallWords } from './call-words';
import { DetailAction, DetailFrame } from './detail-frame';
import styles from './detail.module.css';
import { personAt } from './direct-target';
import { MeetingDetail, MeetingOfLink } from './meeting-detail';
import { usePlaceCall } from './place-call';
import { isMissed } from './recent-groups';
import { CallIcon } from './recents';

interface PeerPlace {
  readonly list: List;
  readonly address: string;
}

/** What is known of an address: one of my meetings, a person, or somebody I had a call with. */
export function PeerDetail({ place }: { readonly place: PeerPlace }) {
  const { list, address } = place;
  const meetings = useMeetings();
  const meeting = meetings.data?.find((each) => each.address === address);
  if (meeting) return <MeetingDetail list={list} meeting={meeting} />;
  // Whether it is my own is known in a moment: nothing is shown that would jump then.
  if (list === 'meetings' && meetings.isPending) return null;
  if (list === 'meetings') return <MeetingOfLink list={list} address={address} />;
  return <PersonDetail place={place} />;
}

function PersonDetail({ place: { list, address } }: { readonly place: PeerPlace }) {
  const t = useTranslations('home');
  const me = useMe();
  const person = personAt(address, usePeople(address).data ?? []);
  const history = useHistory();
  const calls = (history.data?.pages.flatMap((page) => page.calls) ?? []).filter(
    (call) => call.peer.address === address,
  );
  const met = calls[0]?.peer.display_name;
  const name = person?.display_name ?? (met ? met : address);
  const place = usePlaceCall();
  const blocked = useBlocked().data?.some((entry) => entry.address === address) ?? false;
  const intent = { channel: address, displayName: name };
  return (
    <DetailFrame
      list={list}
      address={address}
      name={name}
      under={name === address ? me.organisation.name : address}
      actions={
        <>
          <DetailAction
            kind="filled"
            icon={<Phone aria-hidden="true" size={22} />}
            label={t('call.audio', { name })}
            onClick={() => place({ ...intent, callType: 'audio' })}
          >
            {t('call.audioShort')}
          </DetailAction>
          <DetailAction
            kind="filled"
            icon={<Video aria-hidden="true" size={23} />}
            label={t('call.video', { name })}
            onClick={() => place({ ...intent, callType: 'video' })}
          >
            {t('call.videoShort')}
          </DetailAction>
        </>
      }
    >
      {blocked && <Banner tone="warning">{t('person.blocked')}</Banner>}
      <Group>
        <Row label={t('person.address')} detail={<span className={styles.mono}>{address}</span>}>
          <CopyButton text={address} label={t('person.copyAddress')} />
        </Row>
        {person && isShortNumber(person.sipkey) && (
          <Row label={t('person.shortNumber')}>{person.sipkey}</Row>
        )}
      </Group>
      <Group title={t('person.history')}>
        {calls.length === 0 ? (
          <Row
            label={<span className={styles.message}>{t('person.historyEmpty', { name })}</span>}
          />
        ) : (
          calls.map((call) => <HistoryRow key={call.id} call={call} />)
        )}
      </Group>
      {history.hasNextPage && (
        <Button
          kind="quiet"
          busy={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('recents.more')}
        </Button>
      )}
      {address !== me.address && <Blocking address={address} name={name} blocked={blocked} />}
    </DetailFrame>
  );
}

function HistoryRow({ call }: { readonly call: CallEntry }) {
  const t = useTranslations('home.recents');
  const format = useFormatter();
  const words = useCallWords();
  return (
    <Row
      icon={<CallIcon call={call} />}
      label={<span className={isMissed(call) ? styles.missed : undefined}>{words(call)}</span>}
      detail={call.message === null ? undefined : t('message', { message: call.message })}
    >
      <time dateTime={call.placed}>
        {format.dateTime(new Date(call.placed), {
          day: 'numeric',
          month: 'short',
          hour: 'numeric',
          minute: '2-digit',
        })}
      </time>
    </Row>
  );
}

function Blocking({
  address,
  name,
  blocked,
}: {
  readonly address: string;
  readonly name: string;
  readonly blocked: boolean;
}) {
  const t = useTranslations('home.person');
  const problemText = useProblemText();
  const block = useBlock();
  const unblock = useUnblock();
  const [asking, setAsking] = useState(false);
  const onError = (error: unknown) => notify({ tone: 'bad', text: problemText(error) });
  if (blocked) {
    return (
      <Button
        busy={unblock.isPending}
        icon={<Undo2 aria-hidden="true" size={18} />}
        onClick={() =>
          unblock.mutate(address, {
            onError,
            onSuccess: () => notify({ tone: 'good', text: t('unblockDone', { name }) }),
          })
        }
      >
        {t('unblock')}
      </Button>
    );
  }
  return (
    <>
      <Button
        kind="danger"
        icon={<Ban aria-hidden="true" size={18} />}
        onClick={() => setAsking(true)}
      >
        {t('block')}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('blockTitle', { name })}
        description={t('blockText', { address })}
        action={t('block')}
        busy={block.isPending}
        onConfirm={() =>
          block.mutate(address, {
            onError,
            onSuccess: () => {
              setAsking(false);
              notify({ tone: 'good', text: t('blockDone', { name }) });
            },
          })
        }
      />
    </>
  );
}
