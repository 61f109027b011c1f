/** Acts when the page is loaded and has nothing more urgent to do; at the latest a few seconds later. */
export function onceDrawn(act: () => void): void {
  const idle = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: 3_000 });
    else setTimeout(act, 500);
  };
  if (document.readyState === 'complete') idle();
  else addEventListener('load', idle, { once: true });
}
