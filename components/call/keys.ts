'use client';

import { useEffect, useEffectEvent } from 'react';

/** The keys that do something during a call; letters are upper-case, as the help sheet shows them. */
export type CallKey = 'Escape' | 'M' | 'V' | 'S' | 'T' | 'F' | '?';

/** What each key does now; a key that does nothing now is not there. */
export type KeyActions = Partial<Readonly<Record<CallKey, () => void>>>;

/**
 * Single keys on a desktop, outside text fields, menus and dialogs only (WCAG 2.1.4: and only while the
 * person has not switched them off).
 */
export function useCallKeys(enabled: boolean, actions: KeyActions): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const key = readKey(event);
    const act = key && actions[key];
    if (!act || event.defaultPrevented || takesKeys(event.target)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    if (!enabled) return;
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [enabled]);
}

function readKey(event: KeyboardEvent): CallKey | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) {
    return undefined;
  }
  return keys.find((key) => key.toLowerCase() === event.key.toLowerCase());
}

const keys: readonly CallKey[] = ['Escape', 'M', 'V', 'S', 'T', 'F', '?'];

/** Whether an element reads keys itself. */
function takesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    (isTextField(target) || target.closest('[role="menu"], [role="dialog"][data-state]') !== null)
  );
}

/** Whether a person types into an element. */
export function isTextField(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !pressedInputs.has(element.type);
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}

const pressedInputs = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file']);
