/** A device that gives nothing for so long is told to be interrupted, ms (call-rules.md, Media). */
export const interruptedAfter = 3_000;

/**
 * Tells when a device gives nothing any more (another app or a telephone call has it), and when it gives
 * again. Browsers say `mute` also of a camera that skips some pictures on a busy machine, which is over in a
 * moment: others would see it go and come.
 */
export function watchInterruption(
  device: MediaStreamTrack,
  told: (interrupted: boolean) => void,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (device.muted && device.readyState === 'live') told(true);
    }, interruptedAfter);
  };
  device.addEventListener('mute', wait);
  device.addEventListener('unmute', () => {
    clearTimeout(timer);
    told(false);
  });
  device.addEventListener('ended', () => clearTimeout(timer));
  if (device.muted) wait();
}
