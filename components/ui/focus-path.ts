/** Something that had the focus and, for when it is gone by then, what lay around it: innermost first. */
export type FocusPath = readonly HTMLElement[];

/** Where the focus is now. Of a menu, which is about to close, it is what opened it. */
export function focusPath(): FocusPath {
  const now = document.activeElement;
  const menu = now?.closest('[role="menu"]');
  const from = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : now;
  const path: HTMLElement[] = [];
  for (let each = from; each && each !== document.body; each = each.parentElement) {
    const takesFocus = each === from || each.hasAttribute('tabindex');
    if (each instanceof HTMLElement && takesFocus) path.push(each);
  }
  return path;
}

/** Brings a focus that went with what had it to the innermost part that is still there. */
export function focusBack(path: FocusPath): void {
  const now = document.activeElement;
  if (now !== null && now !== document.body) return;
  path.find((each) => each.isConnected)?.focus({ preventScroll: true });
}
