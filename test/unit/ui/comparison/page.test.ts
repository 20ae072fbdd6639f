import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pageHtml } from '../../../../src/ui/comparison/page.ts';

const parts = {
  title: 'shop: Side by Side',
  loading: 'Reading both sides…',
  language: 'en',
  cspSource: 'https://*.vscode-cdn.net',
  folder: 'https://files/a folder',
  script: 'start();',
  style: '@font-face{src:url("./codicon.ttf?1")}',
  nonce: 'bm9uY2U=',
};

describe('the document of a panel', () => {
  it('lets in one script, one style sheet, one origin for fonts, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/u.exec(pageHtml(parts))?.[1] ?? '';
    assert.deepEqual(policy.replaceAll('&#39;', "'").split('; '), [
      "default-src 'none'",
      "script-src 'nonce-bm9uY2U='",
      "style-src 'nonce-bm9uY2U='",
      'font-src https://*.vscode-cdn.net',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has one script and one style sheet, with the nonce, and nothing else inline', () => {
    const html = pageHtml(parts);
    assert.doesNotMatch(html, /\sstyle=|\son[a-z]+=|javascript:|unsafe/iu);
    assert.deepEqual(html.match(/<(?:script|style)[^>]*>/gu), [
      '<style nonce="bm9uY2U=">',
      '<script nonce="bm9uY2U=">',
    ]);
    assert.match(html, /<script nonce="bm9uY2U=">start\(\);<\/script>/u);
  });

  it('finds the files of the style sheet', () => {
    assert.match(pageHtml(parts), /url\("https:\/\/files\/a%20folder\/codicon\.ttf\?1"\)/u);
    const folder = 'https://file%2B.vscode-resource.vscode-cdn.net/a%20b';
    assert.ok(pageHtml({ ...parts, folder }).includes(`url("${folder}/codicon.ttf?1")`));
  });

  it('shows a hostile name as text', () => {
    const html = pageHtml({ ...parts, title: '</title><script>alert(1)</script>', loading: '"><img src=x>' });
    assert.equal(html.match(/<script/gu)?.length, 1);
    assert.doesNotMatch(html, /<img/u);
  });
});
