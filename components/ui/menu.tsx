'use client';

import clsx from 'clsx';
import { Check, ChevronRight } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { use, useRef, type ReactNode } from 'react';

import styles from './menu.module.css';
import { OverPlace } from './over-place';

/** A menu under the control that opens it. Arrow keys, type-ahead and Escape work. */
export function Menu({
  trigger,
  side = 'bottom',
  align = 'end',
  over = 'page',
  children,
}: {
  readonly trigger: ReactNode;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly align?: 'start' | 'center' | 'end';
  /** What it lies over: the call stage is dark in both themes. */
  readonly over?: 'page' | 'call';
  readonly children: ReactNode;
}) {
  const place = use(OverPlace);
  // The press that opened it is still under way. It opens at the press and may grow under the pointer.
  const opening = useRef(false);
  const noteOpening = (open: boolean): void => {
    opening.current = open;
    if (!open) return;
    // Once the menu itself has heard of the release.
    const settle = () => setTimeout(() => (opening.current = false));
    for (const end of ['pointerup', 'pointercancel'])
      window.addEventListener(end, settle, { once: true, capture: true });
  };
  return (
    <DropdownMenu.Root modal={false} onOpenChange={noteOpening}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={place}>
        <DropdownMenu.Content
          // A menu that scrolls does so by keyboard before any of it is chosen, too.
          tabIndex={0}
          // Letting go of that press chooses nothing.
          onPointerUpCapture={(event) => {
            if (opening.current) event.stopPropagation();
          }}
          className={styles.menu}
          collisionBoundary={place}
          data-theme={over === 'call' ? 'dark' : undefined}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Something to do. */
export function MenuItem({
  icon,
  kind = 'plain',
  disabled = false,
  note,
  onSelect,
  children,
}: {
  readonly icon?: ReactNode;
  readonly kind?: 'plain' | 'danger';
  readonly disabled?: boolean;
  /** What is to be known of it, below its words. */
  readonly note?: string | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      className={clsx(styles.item, kind === 'danger' && styles.danger)}
      disabled={disabled}
      data-noted={note !== undefined || undefined}
      onSelect={onSelect}
    >
      {icon}
      <Words note={note}>{children}</Words>
    </DropdownMenu.Item>
  );
}

/** One of a few to pick from, under a label. */
export function MenuChoices({
  label,
  value,
  choices,
  onPick,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly onPick: (id: string) => void;
}) {
  return (
    <DropdownMenu.RadioGroup aria-label={label} value={value ?? ''} onValueChange={onPick}>
      <DropdownMenu.Label className={styles.label}>{label}</DropdownMenu.Label>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem key={choice.id} className={styles.item} value={choice.id}>
          <span className={styles.mark}>
            <DropdownMenu.ItemIndicator>
              <Check aria-hidden="true" size={18} />
            </DropdownMenu.ItemIndicator>
          </span>
          <span className={styles.words}>{choice.label}</span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** Something that is on or off. */
export function MenuSwitch({
  on,
  note,
  onChange,
  children,
}: {
  readonly on: boolean;
  /** What is to be known of it, below its words. */
  readonly note?: string | undefined;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.CheckboxItem
      className={styles.item}
      checked={on}
      data-noted={note !== undefined || undefined}
      onCheckedChange={onChange}
    >
      <span className={styles.mark}>
        <DropdownMenu.ItemIndicator>
          <Check aria-hidden="true" size={18} />
        </DropdownMenu.ItemIndicator>
      </span>
      <Words note={note}>{children}</Words>
    </DropdownMenu.CheckboxItem>
  );
}

/** Words that explain; there is nothing to pick. */
export function MenuNote({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className={styles.note}>{children}</DropdownMenu.Label>;
}

function Words({
  note,
  children,
}: {
  readonly note: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <span className={styles.words}>
      {children}
      {note !== undefined && <span className={styles.about}>{note}</span>}
    </span>
  );
}

/** More of the menu, beside it; `within`: over it, where there is no room beside. */
export function MenuMore({
  icon,
  label,
  over = 'page',
  opens = 'beside',
  children,
}: {
  readonly icon?: ReactNode;
  readonly label: ReactNode;
  /** What it lies over, as the {@link Menu} that it belongs to. */
  readonly over?: 'page' | 'call';
  readonly opens?: 'beside' | 'within';
  readonly children: ReactNode;
}) {
  const place = use(OverPlace);
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={styles.item}>
        {icon}
        <Words note={undefined}>{label}</Words>
        <ChevronRight aria-hidden="true" size={18} />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal container={place}>
        <DropdownMenu.SubContent
          tabIndex={0}
          collisionBoundary={place}
          className={clsx(styles.menu, opens === 'within' && styles.within)}
          data-theme={over === 'call' ? 'dark' : undefined}
          collisionPadding={8}
          sideOffset={opens === 'within' ? -withinWidth : 0}
        >
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

/** How wide a menu is that opens within another, px: as in the style sheet. */
const withinWidth = 256;

/** A line between parts of a menu. */
export function MenuLine() {
  return <DropdownMenu.Separator className={styles.line} />;
}
