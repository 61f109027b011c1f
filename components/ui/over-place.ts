'use client';

import { createContext } from 'react';

/**
 * Where menus and tooltips of a screen lie, if not at the end of the page: a modal dialog takes what is outside of it
 * out of reach. They keep within it.
 */
export const OverPlace = createContext<HTMLElement | null>(null);
