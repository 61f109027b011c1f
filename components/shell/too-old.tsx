import { htmlLanguages } from '@/components/i18n/language';
import { chinese } from '@/components/i18n/messages/zh';
import { english } from '@/components/i18n/messages/en';
import { languages, type Language } from '@/lib/platform/own';

const words = { en: english.tooOld, zh: chinese.tooOld };

/**
 * Without a custom property, a layout or a unit that an old browser does not know; with everything else of
 * the page put away while it shows.
 */
const style = `#too-old,#no-script{display:none;max-width:34em;margin:0 auto;padding:2em 1.25em;font:16px/1.5 -apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei",sans-serif;color:#17171f}
#too-old h2,#no-script h1{margin:1.2em 0 .4em;font-size:1.4em;font-weight:700;line-height:1.25}
#too-old p,#no-script p{margin:.5em 0}
#too-old input{box-sizing:border-box;width:100%;margin-top:1.5em;padding:.75em;border:1px solid #8b8c9b;border-radius:8px;font:14px/1.4 monospace;color:#17171f;background:#fff}
[data-too-old] body{background:#f4f4f7}
[data-too-old] body>*{display:none!important}
[data-too-old] body>#too-old{display:block!important}
@media (prefers-color-scheme:dark){#too-old,#no-script{color:#f2f2f7}[data-too-old] body{background:#0c0c11}#too-old input{color:#f2f2f7;background:#1c1c24}}`;

/**
 * What a browser shows that cannot run the product: words that stand in the page, its own language first.
 * Not as the page's first `h1`: Next.js reads that to screen readers where a page has no title yet, hidden
 * as it is.
 */
export function TooOld({ language }: { readonly language: Language }) {
  const inOrder = [language, ...languages.filter((other) => other !== language)];
  return (
    <>
      <style dangerouslySetInnerHTML={{ __html: style }} />
      <div id="too-old">
        {inOrder.map((each) => (
          <div key={each} lang={htmlLanguages[each]}>
            <h2>{words[each].title}</h2>
            <p>{words[each].text}</p>
            <p>{words[each].update}</p>
            <p>{words[each].other}</p>
            <p>{words[each].lockdown}</p>
          </div>
        ))}
        <input readOnly aria-label="Link" defaultValue="" />
      </div>
      <noscript>
        <style
          dangerouslySetInnerHTML={{
            __html: 'body>*{display:none}body>noscript,#no-script{display:block!important}',
          }}
        />
        <div id="no-script">
          {inOrder.map((each) => (
            <div key={each} lang={htmlLanguages[each]}>
              <h1>{words[each].noScriptTitle}</h1>
              <p>{words[each].noScriptText}</p>
            </div>
          ))}
        </div>
      </noscript>
    </>
  );
}
