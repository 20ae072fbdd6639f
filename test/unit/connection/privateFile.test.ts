import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { load } from 'js-yaml';
import { describe, it } from 'mocha';
import {
  fileNameFor,
  kubeconfigTextFor,
  privateFilePath,
  removePrivateFile,
  writePrivateKubeconfig,
} from '../../../src/core/connection/privateFile.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { asOrdinaryUser, useFolder } from '../kubeconfig/folder.ts';

const entry = { name: 'vcluster_a_b_c', server: 'https://127.0.0.1:1', caData: 'Q0E=', user: { token: 't' } };

describe('a private kubeconfig', () => {
  const folder = useFolder();
  const own = () => path.join(folder(), 'own', 'connections');

  it('is for its owner alone, in a folder of the same kind', async () => {
    const file = await writePrivateKubeconfig(own(), 'id', entry);
    assert.equal(file, privateFilePath(own(), 'id'));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(own())).mode & 0o777, 0o700);
    const expected = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': entry.name,
      clusters: [{ name: entry.name, cluster: { server: entry.server, 'certificate-authority-data': 'Q0E=' } }],
      contexts: [{ name: entry.name, context: { cluster: entry.name, user: entry.name } }],
      users: [{ name: entry.name, user: { token: 't' } }],
    };
    assert.deepEqual(load(await readFile(file, 'utf8')), expected);
    assert.deepEqual(load(kubeconfigTextFor(entry)), expected);
  });

  it('takes the place of an earlier one, and its permissions back', async () => {
    await mkdir(own(), { recursive: true });
    await writeFile(privateFilePath(own(), 'id'), 'old');
    await chmod(privateFilePath(own(), 'id'), 0o644);
    await chmod(own(), 0o755);
    const file = await writePrivateKubeconfig(own(), 'id', entry);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(own())).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(own()), [path.basename(file)]);
  });

  it('goes, and may be gone already', async () => {
    const file = await writePrivateKubeconfig(own(), 'id', entry);
    await removePrivateFile(file);
    await removePrivateFile(file);
    assert.deepEqual(await readdir(own()), []);
  });

  it('says where it cannot be written', async () => {
    await asOrdinaryUser(folder(), [], async () => {
      await chmod(folder(), 0o555).catch(() => undefined);
      await assert.rejects(
        writePrivateKubeconfig(own(), 'id', entry),
        (error) => KubeError.is(error, 'kubeconfig') && /permission denied/.test(error.message),
      );
    });
    await chmod(folder(), 0o700);
  });
});

describe('fileNameFor', () => {
  it('is safe in every file system and can be read by a person', () => {
    const ids = [
      'arn:aws:eks:eu-west-1:1:cluster/x/team/vc',
      '../../etc/passwd',
      'a_b',
      'con',
      'NUL',
      '.',
      '..',
      '',
      ' ',
      'é/ö',
    ];
    ids.push('a\u0000b', 'a\\b', 'x'.repeat(10_000), '😀', 'a?*|<>":b', '\u202eevil', 'trailing.', '-', '$(rm -rf)');
    for (const id of ids) {
      const name = fileNameFor(id, '.kubeconfig');
      assert.match(name, /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?-)?[0-9a-f]{12}\.kubeconfig$/i, JSON.stringify(id));
      assert(name.length <= 90);
    }
    assert.match(fileNameFor('host/team/my-vcluster', ''), /^host-team-my-vcluster-[0-9a-f]{12}$/);
  });

  it('differs for ids that read the same', () => {
    const ids = ['a/b', 'a_b', 'a-b', 'A-B', 'a--b', 'a:b', `${'x'.repeat(100)}a-b`];
    assert.equal(new Set(ids.map((id) => fileNameFor(id, '').toLowerCase())).size, ids.length);
    assert.equal(fileNameFor('a', ''), fileNameFor('a', ''));
  });
});
