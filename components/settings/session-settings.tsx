'use client';

import { Globe } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Group, Row } from '@/components/ui/group';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import type { SessionEntry } from '@/lib/platform/own';
import { useRevokeSession, useSessions } from '@/lib/web/hooks/account';
import { readBrowserName } from './browser-name';
import { Loaded } from './loaded';

/** Where the account is signed in; every other place can be signed out from here. */
export function SessionSettings() {
  const t = useTranslations('settings.sessions');
  return (
    <Group title={t('title')}>
      <Loaded query={useSessions()} rows={2}>
        {(sessions) => sessions.map((entry) => <SessionRow key={entry.id} entry={entry} />)}
      </Loaded>
    </Group>
  );
}

function SessionRow({ entry }: { readonly entry: SessionEntry }) {
  const t = useTranslations('settings.sessions');
  const format = useFormatter();
  const problemText = useProblemText();
  const revoke = useRevokeSession();
  const known = readBrowserName(entry.user_agent);
  const name = known ? t('browser', { ...known }) : t('unknownBrowser');
  const detail = t('detail', {
    network: entry.network,
    date: format.dateTime(new Date(entry.last_seen), { dateStyle: 'medium', timeStyle: 'short' }),
  });
  return (
    <Row icon={<Globe aria-hidden="true" size={22} />} label={name} detail={detail}>
      {entry.current ? (
        <Badge tone="accent">{t('current')}</Badge>
      ) : (
        <Button
          busy={revoke.isPending}
          aria-label={t('endNamed', { name })}
          onClick={() =>
            revoke.mutate(entry.id, {
              onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
              onSuccess: () => notify({ tone: 'good', text: t('ended') }),
            })
          }
        >
          {t('end')}
        </Button>
      )}
    </Row>
  );
}
