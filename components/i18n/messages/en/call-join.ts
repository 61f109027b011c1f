/** The words of the page by which a call that rings is joined, in English. */
export const join = {
  title: 'Join the call',
  from: '{name} is calling you',
  someone: 'Someone is calling you',
  lead: 'You answered on your phone or opened a link to this call. Nothing is sent before you join.',
  join: 'Join',
  joinAudio: 'Join without video',
  decline: 'Decline',
  signedInAs:
    'Here {name} is signed in. The link joins the call of the person to whom it was sent.',
  rejectTitle: 'Decline this call?',
  over: {
    answered_elsewhere: 'This call was answered on another device.',
    rejected_elsewhere: 'This call was declined on another device.',
    cancelled: 'The caller has hung up.',
    missed: 'This call has stopped ringing.',
    other: 'This link no longer works. Ask to be called again.',
  },
  overTitle: 'The call is over',
  declined: 'You declined the call.',
  declinedTitle: 'Declined',
  cannotTitle: 'This browser cannot carry calls',
  cannot:
    'It has no WebRTC. Answer on another device, or open Ringway in Safari, Chrome, Edge or Firefox and be called again.',
  unreachableTitle: 'The server does not answer',
  unreachableText: 'Check your network. This page goes on by itself.',
  home: 'Go to Ringway',
  looking: 'Looking for your call',
  joiningTitle: 'Your call',
  joining: 'You have answered. Joining the call',
} as const;
