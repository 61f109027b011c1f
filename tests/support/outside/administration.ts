import type { TestServer } from '../server';
import type { Credentials } from './client';

/** A new account, with what its owner knows. */
export interface Newcomer extends Credentials {
  readonly userName: string;
  readonly sipkey: string;
  readonly displayName: string;
}

/** Makes accounts as an administrator does, and sets their passwords by their invitations. */
export async function makePeople(server: TestServer, count: number): Promise<Newcomer[]> {
  throw new Error(`not yet ${server.url} ${count}`);
}
