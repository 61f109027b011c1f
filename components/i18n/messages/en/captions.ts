/** The words of captions, in English. */
export const captions = {
  label: 'Captions',
  language: 'Caption language: {language}',
  languages: 'Caption language',
  key: 'Captions on or off',
  note: {
    private: 'Made on this device; nobody else sees them.',
    download: 'The browser downloads {language} first. Made on this device; nobody else sees them.',
    downloading: 'The browser downloads {language}. Captions then begin by themselves.',
    none: 'This browser does not recognise speech on the device; captions are made only there.',
    asking: 'Asking the browser what it recognises on this device.',
  },
  on: 'Captions are on. They are made on this device; nobody else sees them.',
  problem: {
    not_here:
      'This browser does not recognise speech on the device, and captions are made only there. Chrome on a computer does.',
    no_language:
      'This browser does not recognise {language} on the device. Choose another language for captions.',
    not_downloaded:
      'The browser did not download {language}. Add it to the languages in the browser’s settings, use Wi-Fi or a cable, then switch captions on again.',
    failed:
      'The browser stopped recognising speech. Switch captions on again; if it stops again, restart the browser.',
    not_loaded: 'Captions could not be loaded. Check your network, then switch them on again.',
  },
} as const;
