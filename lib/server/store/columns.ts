/** Milliseconds since 1970 (UTC). */
export type Milliseconds = number;

/** 0 or 1: both databases keep truth as an integer. */
export type Flag = 0 | 1;
