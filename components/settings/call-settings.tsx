'use client';

import { useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Button } from '@/components/ui/button';
import { Group, Row } from '@/components/ui/group';
import { announce, notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import { Segmented } from '@/components/ui/segmented';
import type { Profile } from '@/lib/platform/own';
import { useBlocked, useChangeProfile, useProfile, useUnblock } from '@/lib/web/hooks/account';
import { Loaded } from './loaded';

/** What happens when someone calls: while busy, from strangers, from blocked addresses. */
export function CallSettings() {
  const t = useTranslations('settings.calls');
  const profile = useProfile();
  return (
    <>
      <Group title={t('title')}>
        <Loaded query={profile} rows={2}>
          {(value) => <Behaviour profile={value} />}
        </Loaded>
      </Group>
      <Blocked />
    </>
  );
}

function Behaviour({ profile }: { readonly profile: Profile }) {
  const t = useTranslations('settings.calls');
  const tSettings = useTranslations('settings');
  const me = useMe();
  const problemText = useProblemText();
  const { mutate } = useChangeProfile();
  const change = (part: Partial<Profile>) =>
    mutate(part, {
      onSuccess: () => announce(tSettings('saved')),
      onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
    });
  return (
    <>
      <Row label={t('busy')} detail={t('busyDetail')} narrow="below">
        <Segmented
          label={t('busy')}
          value={profile.busy}
          choices={[
            { value: 'waiting', label: t('waiting') },
            { value: 'reject', label: t('reject') },
          ]}
          onChange={(busy) => change({ busy })}
        />
      </Row>
      <Row
        label={t('unknown')}
        detail={t('unknownDetail', { organisation: me.organisation.name })}
        narrow="below"
      >
        <Segmented
          label={t('unknown')}
          value={profile.unknownCallers}
          choices={[
            { value: 'ring', label: t('ring') },
            { value: 'silence', label: t('silence') },
          ]}
          onChange={(unknownCallers) => change({ unknownCallers })}
        />
      </Row>
    </>
  );
}

function Blocked() {
  const t = useTranslations('settings.calls');
  const blocked = useBlocked();
  const unblock = useUnblock();
  const problemText = useProblemText();
  return (
    <Group title={t('blocked')}>
      <Loaded query={blocked} rows={1}>
        {(entries) =>
          entries.length === 0 ? (
            <Row label="" detail={t('blockedNone')} />
          ) : (
            entries.map(({ address, since }) => (
              <Row
                key={address}
                label={address}
                detail={t('blockedSince', { date: new Date(since) })}
              >
                <Button
                  busy={unblock.isPending && unblock.variables === address}
                  aria-label={t('unblockNamed', { address })}
                  onClick={() =>
                    unblock.mutate(address, {
                      onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
                    })
                  }
                >
                  {t('unblock')}
                </Button>
              </Row>
            ))
          )
        }
      </Loaded>
    </Group>
  );
}
