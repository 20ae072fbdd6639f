import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseImage } from '../../../src/core/vcluster/image.ts';

const digest = 'sha256:0123456789abcdef';

describe('parseImage', () => {
  const cases: readonly [string, ReturnType<typeof parseImage>][] = [
    ['nginx', { repository: 'nginx' }],
    ['loftsh/vcluster:0.14.2', { repository: 'loftsh/vcluster', tag: '0.14.2' }],
    ['ghcr.io/loft-sh/vcluster-pro:0.36.1', { registry: 'ghcr.io', repository: 'loft-sh/vcluster-pro', tag: '0.36.1' }],
    ['localhost/vcluster', { registry: 'localhost', repository: 'vcluster' }],
    ['registry:5000/a/vcluster', { registry: 'registry:5000', repository: 'a/vcluster' }],
    ['10.0.0.1:5000/vcluster:v1', { registry: '10.0.0.1:5000', repository: 'vcluster', tag: 'v1' }],
    [`a.b/c@${digest}`, { registry: 'a.b', repository: 'c', digest }],
    [`a.b:1/c/d:t@${digest}`, { registry: 'a.b:1', repository: 'c/d', tag: 't', digest }],
    ['', { repository: '' }],
    ['a/b:5000/c', { repository: 'a/b:5000/c' }],
    ['a/b:', { repository: 'a/b' }],
    ['@', { repository: '' }],
  ];
  for (const [image, expected] of cases) {
    it(image || 'an empty text', () => assert.deepEqual(parseImage(image), expected));
  }
});
