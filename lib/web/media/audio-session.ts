/**
 * Follows the audio session of WebKit (W3C Audio Session): a phone call or another app interrupts it and
 * takes the microphone. Elsewhere nothing is followed.
 */
export function followAudioSession(events: {
  readonly onInterrupted: () => void;
  readonly onBack: () => void;
}): void {
  if (!('audioSession' in navigator) || !(navigator.audioSession instanceof EventTarget)) return;
  const { audioSession } = navigator;
  audioSession.addEventListener('statechange', () => {
    const state: unknown = 'state' in audioSession ? audioSession.state : undefined;
    if (state === 'interrupted') events.onInterrupted();
    if (state === 'active') events.onBack();
  });
}
