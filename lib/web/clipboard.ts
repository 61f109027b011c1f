/** Copies a text, inside a tap. Throws where the browser lets nothing be copied. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (problem) {
    // Web views of other apps often have the old way alone.
    if (!copyByCommand(text)) throw problem;
  }
}

function copyByCommand(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  // No keyboard comes up for it, and the page does not jump to it.
  field.readOnly = true;
  field.style.cssText = 'position:fixed;top:0;opacity:0';
  const focused = document.activeElement;
  // Within a dialog, which lets the focus go nowhere else.
  (focused?.parentElement ?? document.body).append(field);
  field.select();
  // Deprecated, and without `clipboard` the only way.
  const command: unknown = Reflect.get(document, 'execCommand');
  const copied = typeof command === 'function' && command.call(document, 'copy') === true;
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return copied;
}
