'use client';

import { Mic, Trash2, Video } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { replaceFragment } from '@/components/navigation/fragment';
import { writePlace, type List } from '@/components/navigation/place';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Group, Row } from '@/components/ui/group';
import { LinkPictureButton } from '@/components/ui/link-picture';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import type { RoomEntry } from '@/lib/platform/own';
import type { CallIntent } from '@/lib/web/call/view';
import { useDeleteMeeting } from '@/lib/web/hooks/meetings';
import { DetailAction, DetailFrame } from './detail-frame';
import styles from './detail.module.css';
import { usePlaceCall } from './place-call';

/** One of my meetings: join it, pass its link on, delete it. */
export function MeetingDetail({
  list,
  meeting,
}: {
  readonly list: List;
  readonly meeting: RoomEntry;
}) {
  const t = useTranslations('home.meetings');
  const { name, address, pin } = meeting;
  // Its owner knows the PIN; asking for it would be for show.
  const intent = { channel: address, displayName: name, ...(pin !== null && { password: pin }) };
  return (
    <DetailFrame
      list={list}
      address={address}
      name={name}
      under={address}
      actions={<JoinActions intent={intent} />}
    >
      <Group>
        <Row label={t('link')} detail={<span className={styles.mono}>{meeting.link}</span>}>
          <LinkPictureButton link={meeting.link} />
          <CopyButton text={meeting.link} label={t('copyLink')} />
        </Row>
        <Row label={t('address')} detail={<span className={styles.mono}>{address}</span>}>
          <CopyButton text={address} label={t('copyAddress')} />
        </Row>
        <Row label={t('number')}>{meeting.sipkey}</Row>
        <Row label={t('pinIs')} detail={pin ?? t('noPin')}>
          {pin !== null && <CopyButton text={pin} label={t('copyPin')} />}
        </Row>
      </Group>
      <Removal meeting={meeting} />
    </DetailFrame>
  );
}

/** A meeting of somebody else, by its link: join it; a PIN is asked for where it has one. */
export function MeetingOfLink({
  list,
  address,
}: {
  readonly list: List;
  readonly address: string;
}) {
  const t = useTranslations('home.meetings');
  const link = meetingLink(address);
  return (
    <DetailFrame
      list={list}
      address={address}
      name={t('invited')}
      under={address}
      actions={<JoinActions intent={{ channel: address, displayName: address }} />}
    >
      <Group>
        <Row label={t('link')} detail={<span className={styles.mono}>{link}</span>}>
          <LinkPictureButton link={link} />
          <CopyButton text={link} label={t('copyLink')} />
        </Row>
        <Row label={t('address')} detail={<span className={styles.mono}>{address}</span>}>
          <CopyButton text={address} label={t('copyAddress')} />
        </Row>
      </Group>
    </DetailFrame>
  );
}

/** The link that led here: the server names its own, this page where it was opened. */
function meetingLink(address: string): string {
  return `${window.location.origin}/call#to=${encodeURIComponent(address)}`;
}

function JoinActions({ intent }: { readonly intent: Omit<CallIntent, 'callType'> }) {
  const t = useTranslations('home.meetings');
  const place = usePlaceCall();
  return (
    <>
      <DetailAction
        kind="filled"
        icon={<Video aria-hidden="true" size={23} />}
        label={t('join')}
        onClick={() => place({ ...intent, callType: 'video' })}
      >
        {t('join')}
      </DetailAction>
      <DetailAction
        icon={<Mic aria-hidden="true" size={22} />}
        label={t('joinAudio')}
        onClick={() => place({ ...intent, callType: 'audio' })}
      >
        {t('joinAudio')}
      </DetailAction>
    </>
  );
}

function Removal({ meeting }: { readonly meeting: RoomEntry }) {
  const t = useTranslations('home.meetings');
  const problemText = useProblemText();
  const remove = useDeleteMeeting();
  const [asking, setAsking] = useState(false);
  const { name, address } = meeting;
  return (
    <>
      <Button
        kind="danger"
        icon={<Trash2 aria-hidden="true" size={18} />}
        onClick={() => setAsking(true)}
      >
        {t('remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('removeTitle', { name })}
        description={t('removeText')}
        action={t('remove')}
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(address, {
            onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
            onSuccess: () => {
              notify({ tone: 'good', text: t('removed', { name }) });
              replaceFragment(writePlace({ list: 'meetings', address: null }));
            },
          })
        }
      />
    </>
  );
}
