import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { roomEntrySchema, type NewRoom, type RoomChange } from '@/lib/platform/own';
import { api } from '../api';
import { keepMeetingKey, meetingKeys, newMeetingKey } from '../meeting-keys';
import { useStore } from './store';

const key = ['meetings'];

const meetingPath = (address: string): string => `/api/rooms/${encodeURIComponent(address)}`;

/** My meetings, the personal one first; asked for where they are `wanted`. */
export function useMeetings(wanted = true) {
  return useQuery({
    enabled: wanted,
    queryKey: key,
    queryFn: ({ signal }) => api.get('/api/rooms', { schema: z.array(roomEntrySchema), signal }),
  });
}

/** Makes a meeting with an address and a short number of its own; the key of an encrypted one is made here. */
export function useCreateMeeting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (meeting: NewRoom) => {
      const made = await api.post('/api/rooms', { body: meeting, schema: roomEntrySchema });
      if (made.encrypted) await keepMeetingKey(made.address, newMeetingKey());
      return made;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Changes a meeting by its address. */
export function useChangeMeeting(address: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: RoomChange) =>
      api.patch(meetingPath(address), { body: change, schema: roomEntrySchema }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Deletes a meeting by its address. */
export function useDeleteMeeting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (address: string) => api.delete(meetingPath(address), { schema: z.unknown() }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** The key that this profile has for an encrypted meeting; undefined: none. */
export function useMeetingKey(address: string): string | undefined {
  return useStore(meetingKeys)[address];
}
