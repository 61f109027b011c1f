/** Sign-in, invitation and demo links. */
export const entry = {
  signIn: {
    title: 'Sign in',
    lead: 'Calls that ring on every device you have.',
    account: 'Account',
    accountHint: 'For example lena or lena@example.com',
    password: 'Password',
    submit: 'Sign in',
    accountMissing: 'Enter your account.',
    passwordMissing: 'Enter your password.',
    forgotten: 'Forgotten your password? Your administrator can send you a link to set a new one.',
  },
  problem: {
    wrongTitle: 'Account or password is wrong',
    wrongText: 'Check both and try again. Capital letters count in the password.',
    slowedTitle: 'Too many tries',
    slowedText: 'To protect the account, sign-in pauses for a while.',
    slowedFor:
      '{minutes, plural, =0 {You can try again in {seconds, plural, one {# second} other {# seconds}}.} one {You can try again in a minute.} other {You can try again in # minutes.}}',
    slowedOver: 'You can try again now.',
    busyTitle: 'The server is busy',
    busyText: 'Many people are signing in right now. Try again in a few seconds.',
    networkTitle: 'The server does not answer',
    networkText: 'Nothing was sent twice. Check your network and try again.',
    refusedTitle: 'Sign-in was refused',
    endedTitle: 'You have been signed out',
    endedText:
      'The session ended on another device or by an administrator. Sign in again to receive calls here.',
  },
  link: {
    missingTitle: 'This link is incomplete',
    missingText: 'Open the link again from where you got it, or ask for a new one.',
    usedTitle: 'This link no longer works',
    usedText:
      'An invitation works once and for seven days. Ask your administrator for a new one, or sign in if you have a password.',
    toSignIn: 'Go to sign-in',
  },
  invitation: {
    title: 'Welcome to Ringway',
    lead: 'Choose a password for your account. You can then be called on this device.',
    password: 'New password',
    passwordHint: 'At least 10 characters. A few words in a row are good and easy to remember.',
    passwordShort:
      '{missing, plural, one {One more character is needed.} other {# more characters are needed.}}',
    submit: 'Set password',
    stepMicrophone: {
      title: 'Allow the microphone',
      text: 'So that people hear you when you answer. It is on during calls alone.',
      submit: 'Allow microphone',
      later: 'Later',
      denied:
        'The browser does not let this page use the microphone. Allow it in the site settings beside the address, then try again.',
      missing: 'No microphone was found. Plug one in, then try again.',
      busy: 'Another app is using the microphone. Close it, then try again.',
      insecure: 'The microphone needs a secure address (https). Ask your administrator.',
      failed: 'The microphone did not start. Try again.',
    },
    stepRing: {
      title: 'Ring this device',
      text: 'A real test call to this device: you should hear it ring.',
      submit: 'Ring me',
      asked: 'Asking the server',
      sent: 'On its way',
      rang: 'It rings. This device is ready.',
      failed: 'It did not ring. Keep this page open and try again.',
      finish: 'Go to Ringway',
      skip: 'Skip',
    },
    step: 'Step {step, number} of {total, number}',
  },
  demo: {
    title: 'Try Ringway',
    lead: 'This link signs you in to a demo account with one click. Open another link in a second window to call between the two.',
    entering: 'Signing you in',
    failedTitle: 'This demo link does not work',
    failedText: 'The demo may have been started anew. Use the links that it printed last.',
  },
} as const;
