/** How long another tab may take to give its place up: at a tap, and after a reload, ms. */
export const patience = { tap: 400, reload: 2_000 } as const;

/**
 * How soon a change is drawn, ms: after what a tap sends; while a call connects, after what connects it,
 * unless that takes longer than a moment (on a fast network the call is there before "Connecting").
 */
export const drawnWithin = { tap: 24, connecting: 150 } as const;

/** How long a page tries to be let in, ms; a reloaded one for its grace time (call-rules.md 17). */
export const trying = { tap: 5_000, reload: 30_000 } as const;
