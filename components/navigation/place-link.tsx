'use client';

import type { ComponentProps } from 'react';

import { PageLink } from './page-link';
import { writePlace, type Place } from './place';

/** A link to a place at home. */
export function PlaceLink({
  place,
  ...rest
}: Omit<ComponentProps<typeof PageLink>, 'href'> & { readonly place: Place }) {
  return <PageLink {...rest} href={`/#${writePlace(place)}`} />;
}
