/** Another tab of this profile is in a call: none begins here. */
export const elsewhereProblem = { ok: false, problem: { kind: 'elsewhere' } } as const;

/** This browser cannot carry a call: nothing is sent, so that another device can still answer. */
export const noWebRtcProblem = { ok: false, problem: { kind: 'no_webrtc' } } as const;

/** What was to be answered has stopped ringing meanwhile. */
export const gone = {
  kind: 'refused',
  reason: 'missed',
  text: 'It does not ring any more.',
} as const;

/** The call that was meant is not here. */
export const notThere = { ok: false, problem: { kind: 'network' } } as const;
