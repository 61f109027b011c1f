/** The page of browsers that cannot run the product; it stands in every exported page, in both languages. */
export const tooOld = {
  title: 'This browser is too old for Ringway',
  text: 'It lacks what calls need. Your account, your calls and this link are as they were.',
  update: 'Update the browser. On an iPhone or iPad: Settings, General, Software Update.',
  other:
    'Or open this address in another browser or on another device: Chrome or Edge 116, Firefox 124, Safari 17.4, or newer.',
  lockdown:
    'In Apple’s Lockdown Mode a new Safari lacks it as well: open the page menu, then Website Settings, and switch Lockdown Mode off for this address.',
  noScriptTitle: 'Ringway needs JavaScript',
  noScriptText:
    'Switch it on for this address in the settings of the browser, then load the page again.',
} as const;
