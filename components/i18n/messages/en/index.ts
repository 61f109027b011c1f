import { admin } from './admin';
import { call } from './call';
import { check } from './check';
import { common } from './common';
import { entry } from './entry';
import { home } from './home';
import { links } from './links';
import { settings } from './settings';
import { shell } from './shell';
import { tooOld } from './too-old';

/** All English messages, by the part of the product that shows them. */
export const english = {
  common,
  entry,
  shell,
  home,
  settings,
  admin,
  call,
  check,
  links,
  tooOld,
} as const;
