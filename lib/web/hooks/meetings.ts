import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { roomEntrySchema, type createRoomBodySchema } from '@/lib/platform/own';
import { api } from '../api';

const key = ['meetings'];

const meetingPath = (address: string): string => `/api/rooms/${encodeURIComponent(address)}`;

/** My meetings. */
export function useMeetings() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get('/api/rooms', { schema: z.array(roomEntrySchema), signal }),
  });
}

/** Makes a meeting with an address and a short number of its own. */
export function useCreateMeeting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (meeting: z.infer<typeof createRoomBodySchema>) =>
      api.post('/api/rooms', { body: meeting, schema: roomEntrySchema }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
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
