'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import type { ApiProblem } from '@/lib/web/api';
import { enterHome } from './enter-home';
import { EntryPage, entryStyles } from './entry-page';
import { useLinkSecret } from './link-secret';
import { demoSession } from './session-verbs';
import { HomeLink, SignInLink } from './sign-in-link';

/** Opened by a demo link: the click on the link signs in, this page only says so. */
export function DemoEntry() {
  const t = useTranslations('entry');
  const secret = useLinkSecret();
  return (
    <EntryPage title={t('demo.title')} lead={t('demo.lead')}>
      {secret === null ? (
        <>
          <Banner tone="warning" title={t('link.missingTitle')}>
            {t('link.missingText')}
          </Banner>
          <HomeLink />
        </>
      ) : (
        <SignInByLink key={secret ?? ''} secret={secret} />
      )}
    </EntryPage>
  );
}

function SignInByLink({ secret }: { readonly secret: string | undefined }) {
  const t = useTranslations('entry');
  const tCommon = useTranslations('common');
  const language = useLocale();
  const router = useRouter();
  const [tries, setTries] = useState(1);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  useEffect(() => {
    if (secret === undefined) return;
    let wanted = true;
    void demoSession(secret).then((entered) => {
      if (!wanted) return;
      if (entered.ok) enterHome(entered.me, language, router);
      else setProblem(entered.problem);
    });
    return () => {
      wanted = false;
    };
  }, [secret, tries, language, router]);

  if (problem === null) {
    return (
      <p role="status" className={entryStyles.progress}>
        <Spinner />
        {t('demo.entering')}
      </p>
    );
  }
  const retry = () => {
    setProblem(null);
    setTries(tries + 1);
  };
  return problem.kind === 'network' ? (
    <Banner
      tone="bad"
      title={t('problem.networkTitle')}
      action={<Button onClick={retry}>{tCommon('retry')}</Button>}
    >
      {t('problem.networkText')}
    </Banner>
  ) : (
    <>
      <Banner tone="bad" title={t('demo.failedTitle')}>
        {t('demo.failedText')}
      </Banner>
      <SignInLink />
    </>
  );
}
