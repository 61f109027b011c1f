import { sql } from 'kysely';

/*
 * States as the partial indexes name them. They stand in the statement itself: behind a parameter the
 * database could not know that the index fits, and would read the whole table.
 */

/** A participant that is not in its room any more. */
export const leftState = sql.lit<'left'>('left');

/** An invitation that nothing has decided yet. */
export const ringingState = sql.lit<'ringing'>('ringing');

/** A room that goes on. */
export const openState = sql.lit<'open'>('open');
