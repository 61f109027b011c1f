'use client';

import { createContext, use, type ReactNode } from 'react';

import type { MySession } from '@/lib/platform/own';

const Me = createContext<MySession | null>(null);

/** Tells everything within who is signed in. */
export function MeProvider({
  me,
  children,
}: {
  readonly me: MySession;
  readonly children: ReactNode;
}) {
  return <Me value={me}>{children}</Me>;
}

/** Who is signed in; within the signed-in pages alone. */
export function useMe(): MySession {
  const me = use(Me);
  if (me === null) throw new Error('Only a signed-in page knows who is signed in.');
  return me;
}
