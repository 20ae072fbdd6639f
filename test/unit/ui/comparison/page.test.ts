import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pageHtml } from '../../../../src/ui/comparison/page.ts';

const parts = {
  title: 'shop: Side by Side',
  loading: 'Reading both sides…',
  language: 'en',
  cspSource: 'https://*.vscode-cdn.net',
  script: 'https://files/comparison.js',
  style: 'https://files/comparison.css',
  nonce: 'bm9uY2U=',
};

describe('the document of a panel', () => {
  it('lets in one script, one origin for styles and fonts, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/u.exec(pageHtml(parts))?.[1] ?? '';
    assert.deepEqual(policy.replaceAll('&#39;', "'").split('; '), [
      "default-src 'none'",
      "script-src 'nonce-bm9uY2U='",
      'style-src https://*.vscode-cdn.net',
      'font-src https://*.vscode-cdn.net',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has nothing inline, and one script', () => {
    const html = pageHtml(parts);
    assert.doesNotMatch(html, /<style|style=|\son[a-z]+=|javascript:|unsafe/iu);
    assert.deepEqual(html.match(/<script[^>]*>/gu), ['<script nonce="bm9uY2U=" src="https://files/comparison.js">']);
  });

  it('shows a hostile name as text', () => {
    const html = pageHtml({ ...parts, title: '</title><script>alert(1)</script>', loading: '"><img src=x>' });
    assert.equal(html.match(/<script/gu)?.length, 1);
    assert.doesNotMatch(html, /<img/u);
  });
});
