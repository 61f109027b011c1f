'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';

import { buttonClass } from '@/components/ui/button';

/** The way out where a link does not work. */
export function SignInLink() {
  const t = useTranslations('entry.link');
  return (
    <Link href="/sign-in" prefetch={false} className={buttonClass('secondary', 'wide')}>
      {t('toSignIn')}
    </Link>
  );
}

/** The way out where a link was cut off, or used up by a reload of its page. */
export function HomeLink() {
  const t = useTranslations('common');
  return (
    <Link href="/" prefetch={false} className={buttonClass('secondary', 'wide')}>
      {t('goHome')}
    </Link>
  );
}
