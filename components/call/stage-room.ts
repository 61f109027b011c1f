/** What lies over the stage at its head and at its foot, by the property that tells of its height. */
type Told = '--head-height' | '--notices-height';

/** A ref that keeps the stage told how high an element is, px, so that pictures leave it room. */
function telling(property: Told) {
  return (box: HTMLElement | null) => {
    if (!box) return undefined;
    const stage = box.closest<HTMLElement>('[data-controls]');
    const observer = new ResizeObserver(([entry]) => {
      if (entry) stage?.style.setProperty(property, `${entry.contentRect.height}px`);
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
      stage?.style.removeProperty(property);
    };
  };
}

/** For what says who it is, and how the connection does. */
export const tellHead = telling('--head-height');

/** For what is said above the controls. */
export const tellNotices = telling('--notices-height');
