import * as z from 'zod/mini';

const readySchema = z.object({
  port: z.int(),
  accounts: z.array(
    z.object({
      account: z.string(),
      password: z.string(),
      userName: z.string(),
      sipkey: z.string(),
      displayName: z.string(),
      /** Signs its person in. */
      link: z.string(),
    }),
  ),
});

/** What tests/support/ringway-server.mjs prints when it is ready. */
type Ready = z.infer<typeof readySchema>;

/** An account of the demo. */
export type DemoAccount = Ready['accounts'][number];

/** The names of the demo's accounts. */
export type Name = 'alice' | 'bob' | 'carol';

/** Reads the line that says that the server is ready. */
export function readReady(line: string): Ready {
  return readySchema.parse(JSON.parse(line));
}

/** The account of a name. */
export function accountOf(accounts: readonly DemoAccount[], name: Name): DemoAccount {
  const found = accounts.find(({ account }) => account === name);
  if (!found) throw new Error(`The demo has no account ${name}.`);
  return found;
}
