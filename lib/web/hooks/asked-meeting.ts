import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { askMeeting, type AskedMeeting } from '../call/ask-meeting';

/** How soon a page asks again whom nobody answered, ms. */
const askAgainMs = 3_000;

/** What a guest's page may know of a meeting; null until the first answer. Asked again while there is none. */
export function useAskedMeeting(address: string): AskedMeeting | null {
  const [asked, setAsked] = useState<AskedMeeting | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const ask = async (): Promise<void> => {
      const answer = await askMeeting(address);
      if (left) return;
      setAsked(answer);
      if (answer.state === 'unreachable') timer = setTimeout(() => void ask(), askAgainMs);
      if (answer.state === 'wait') timer = setTimeout(() => void ask(), answer.seconds * 1_000);
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [address]);
  return asked;
}

/** Shows a meeting's PIN to the server before anything is captured; a wrong one counts as a guess. */
export function usePinCheck(address: string) {
  return useMutation({ mutationFn: (pin: string) => askMeeting(address, pin) });
}
