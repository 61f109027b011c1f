import type { ElementInfo } from 'livekit-client';

/**
 * Where a picture is shown, for the choice of its size. LiveKit's own takes the element's stream over; here one
 * stream holds what comes from a person, whatever engine brings it.
 */
export function elementSize(element: HTMLVideoElement): ElementInfo {
  let isIn = inViewport(element);
  const info: ElementInfo = {
    element,
    width: () => element.clientWidth,
    height: () => element.clientHeight,
    get visible() {
      return isIn || this.pictureInPicture;
    },
    get pictureInPicture() {
      // A window that floats has a page of its own, which is seen while this one is hidden.
      return document.pictureInPictureElement === element || element.ownerDocument !== document;
    },
    visibilityChangedAt: 0,
    observe() {
      seen.observe(element);
      sized.observe(element);
      for (const event of pictureInPicture) element.addEventListener(event, moved);
    },
    stopObserving() {
      seen.disconnect();
      sized.disconnect();
      for (const event of pictureInPicture) element.removeEventListener(event, moved);
    },
  };
  const moved = (): void => info.handleVisibilityChanged?.();
  const seen = new IntersectionObserver((entries) => {
    isIn = entries.at(-1)?.isIntersecting ?? isIn;
    info.visibilityChangedAt = Date.now();
    moved();
  });
  const sized = new ResizeObserver(() => info.handleResize?.());
  return info;
}

const pictureInPicture = ['enterpictureinpicture', 'leavepictureinpicture'] as const;

function inViewport(element: Element): boolean {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
}
