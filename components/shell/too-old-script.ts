/**
 * What a browser must have to run the product, as classic script: an inline script tries them before any
 * modern code is read. `AbortSignal.any` is the youngest (Chrome 116, Firefox 124, Safari 17.4).
 */
const needs = [
  'Array.prototype.toSorted',
  'window.AbortSignal&&AbortSignal.any',
  'window.BroadcastChannel',
  'window.structuredClone',
  'window.ReadableStream',
  // Not given to pages without TLS, whatever the age.
  '!window.isSecureContext||navigator.locks',
];

/**
 * Shows the page of browsers that are too old (too-old.tsx): where a need is missing, and where the code
 * of the product cannot even be read. ES5, and text, so that the build can hash it. The address is
 * written down at once, with its fragment: it is what a person takes to another browser.
 */
export const tooOldScript = `(function(){function show(){var d=document,b=d.getElementById('too-old');
if(!b){d.addEventListener('DOMContentLoaded',show);return}
d.documentElement.setAttribute('data-too-old','');b.getElementsByTagName('input')[0].value=href}
function unread(e){if(/SyntaxError/.test(e.message)&&/\\/_next\\//.test(e.filename))show()}
var href=location.href;addEventListener('error',unread);
addEventListener('load',function(){removeEventListener('error',unread)});
if(!(${needs.map((need) => `(${need})`).join('&&')}))show()})()`;
