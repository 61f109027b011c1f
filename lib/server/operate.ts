/*
 * What an operator does beside the running server: `npm run doctor`, `backup` and `restore`. The scripts call
 * these with the server's environment; this is their one door.
 */
export { backUp, type SecretWish } from './backup/backup';
export { restore, type Restored, type SecretTaking } from './backup/restore';
export { examineFrom, examineServer } from './doctor/examine';
export { hasFailed, writeJson, writeReport } from './doctor/report';
export { readSettings } from './settings';
