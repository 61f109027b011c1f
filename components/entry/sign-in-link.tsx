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
