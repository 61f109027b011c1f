import { readKept, writeKept } from './database';
import { meetingKeysPiece, type MeetingKeys } from './pieces';

/** The keys of encrypted meetings that this profile keeps. */
export async function readMeetingKeys(): Promise<MeetingKeys> {
  return (await readKept(meetingKeysPiece)) ?? {};
}

/** Keeps keys of encrypted meetings, beside those that another tab has kept meanwhile. */
export async function writeMeetingKeys(keys: MeetingKeys): Promise<void> {
  await writeKept(meetingKeysPiece, { ...(await readMeetingKeys()), ...keys });
}
