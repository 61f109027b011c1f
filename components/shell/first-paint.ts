/**
 * The one inline script of our own: sets the theme before the first paint, follows the system while
 * nothing else is chosen, and keeps room for the demo notice where one was shown before. The key is
 * that of lib/web/preferences. It is text, so that the build can hash it.
 */
export const firstPaintScript = `(function(){var d=document.documentElement,m=matchMedia('(prefers-color-scheme: dark)');
function read(k){try{return localStorage.getItem('ringway.'+k)}catch(e){return null}}
function theme(){var t;try{t=JSON.parse(read('preferences')||'{}').theme}catch(e){}
d.dataset.theme=t==='light'||t==='dark'?t:m.matches?'dark':'light'}
theme();m.addEventListener('change',theme);addEventListener('storage',theme);addEventListener('ringway:theme',theme);
if(read('demo')==='true')d.dataset.demo=''})()`;
