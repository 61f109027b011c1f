'use client';

import { Mic, Trash2, Video } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { CannotEncrypt } from '@/components/call/cannot-encrypt';
import { replaceFragment } from '@/components/navigation/fragment';
import { writePlace, type List } from '@/components/navigation/place';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Group, Row } from '@/components/ui/group';
import { LinkPictureButton } from '@/components/ui/link-picture';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import type { RoomEntry } from '@/lib/platform/own';
import type { CallIntent } from '@/lib/web/call/view';
import { useAskedMeeting } from '@/lib/web/hooks/asked-meeting';
import { useDeleteMeeting, useMeetingKey } from '@/lib/web/hooks/meetings';
import { linkWithKey } from '@/lib/web/meeting-keys';
import { DetailAction, DetailFrame } from './detail-frame';
import styles from './detail.module.css';
import { EditMeetingButton } from './edit-meeting';
import { usePlaceCall } from './place-call';

/** One of my meetings: join it, pass its link on, change it, delete it. */
export function MeetingDetail({
  list,
  meeting,
}: {
  readonly list: List;
  readonly meeting: RoomEntry;
}) {
  const t = useTranslations('home.meetings');
  const { name, address } = meeting;
  const key = useMeetingKey(address);
  const keyMissing = meeting.encrypted && key === undefined;
  const link = linkWithKey(meeting.link, key);
  return (
    <DetailFrame
      list={list}
      address={address}
      name={meeting.personal ? t('personal') : name}
      under={address}
      actions={keyMissing ? null : <JoinActions intent={{ channel: address, displayName: name }} />}
    >
      {keyMissing && <KeyMissing />}
      <CannotEncrypt address={address} encrypted={meeting.encrypted} />
      <Group hint={meeting.encrypted ? t('encryptedIs') : undefined}>
        {!keyMissing && (
          <Row label={t('link')} detail={<span className={styles.mono}>{link}</span>}>
            <LinkPictureButton link={link} />
            <CopyButton text={link} label={t('copyLink')} />
          </Row>
        )}
        <Row label={t('address')} detail={<span className={styles.mono}>{address}</span>}>
          <CopyButton text={address} label={t('copyAddress')} />
        </Row>
        <Row label={t('number')}>{meeting.sipkey}</Row>
      </Group>
      <Doors meeting={meeting} />
      <div className={styles.buttons}>
        <EditMeetingButton meeting={meeting} />
        {!meeting.personal && <Removal meeting={meeting} />}
      </div>
    </DetailFrame>
  );
}

/** An encrypted meeting whose key this device lacks: what to do. */
function KeyMissing() {
  const t = useTranslations('home.meetings');
  return (
    <Banner tone="warning" title={t('keyMissingTitle')}>
      {t('keyMissing')}
    </Banner>
  );
}

/** Who comes in, and how. */
function Doors({ meeting }: { readonly meeting: RoomEntry }) {
  const t = useTranslations('home.meetings');
  const { pin, guest_pin, encrypted } = meeting;
  return (
    <Group title={t('doors')}>
      {pin === null && guest_pin === null && (
        <Row label={t('pinIs')} detail={encrypted ? t('noPinEncrypted') : t('noPin')} />
      )}
      {guest_pin !== null && (
        <Row label={t('guestPinIs')} detail={guest_pin}>
          <CopyButton text={guest_pin} label={t('copyPin')} />
        </Row>
      )}
      {pin !== null && (
        <Row label={guest_pin === null ? t('pinIs') : t('hostPinIs')} detail={pin}>
          <CopyButton text={pin} label={t('copyPin')} />
        </Row>
      )}
      <Row label={t('waitingRoom')}>{meeting.waiting_room ? t('on') : t('off')}</Row>
      <Row label={t('guests')}>{meeting.guests ? t('on') : t('off')}</Row>
      <Row label={t('shares')}>
        {meeting.shares === 'several' ? t('sharesSeveral') : t('sharesOne')}
      </Row>
    </Group>
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
  const key = useMeetingKey(address);
  const link = linkWithKey(meetingLink(address), key);
  const asked = useAskedMeeting(address);
  const open = asked?.state === 'open' ? asked : null;
  const name = open?.name ?? null;
  const keyMissing = open?.encrypted === true && key === undefined;
  const isGone = asked?.state === 'closed';
  return (
    <DetailFrame
      list={list}
      address={address}
      name={name ?? t('invited')}
      under={address}
      actions={
        keyMissing || isGone ? null : (
          <JoinActions intent={{ channel: address, displayName: name ?? address }} />
        )
      }
    >
      {isGone && (
        <Banner tone="warning" title={t('goneTitle')}>
          {t('gone')}
        </Banner>
      )}
      {keyMissing && <KeyMissing />}
      <CannotEncrypt address={address} encrypted={open?.encrypted ?? false} />
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
