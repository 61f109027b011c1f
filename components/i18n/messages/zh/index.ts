import type { Messages, Translation } from '../../types';
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

/** All Chinese messages: the same keys as English. */
export const chinese: Translation<Messages> = {
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
};
