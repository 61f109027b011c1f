'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';

import { goToFragment } from './fragment';
import { usePagePath } from './page-path';
import { writePlace, type Place } from './place';

/** A link to a place at home; from home itself only the fragment changes. */
export function PlaceLink({
  place,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'href' | 'onClick'> & { readonly place: Place }) {
  const path = usePagePath();
  const fragment = writePlace(place);
  return (
    <Link
      {...rest}
      href={`/#${fragment}`}
      onClick={(event) => {
        const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
        if (path !== '/' || !plain) return;
        event.preventDefault();
        goToFragment(fragment);
      }}
    />
  );
}
