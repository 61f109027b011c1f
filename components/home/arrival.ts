let isAwaited = false;

/** The details that are shown next take the focus: whoever made something goes on with it. */
export function focusNextDetail(): void {
  isAwaited = true;
}

/** Whether the details that have just appeared take the focus; once. */
export function takesFocus(): boolean {
  const was = isAwaited;
  isAwaited = false;
  return was;
}
