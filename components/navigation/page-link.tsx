'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';

import { goToFragment } from './fragment';
import { usePagePath } from './page-path';

/** A link to a page of ours. Where one is there already, only the fragment changes. */
export function PageLink({
  href,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'href' | 'onClick'> & { readonly href: `/${string}` }) {
  const path = usePagePath();
  const [page, fragment = ''] = href.split('#');
  return (
    <Link
      {...rest}
      href={href}
      onClick={(event) => {
        const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
        if (path !== page || !plain) return;
        event.preventDefault();
        goToFragment(fragment);
      }}
    />
  );
}
