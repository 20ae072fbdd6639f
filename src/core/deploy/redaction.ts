import { stripVTControlCharacters } from 'node:util';
import { printable } from '../base/text.ts';

const mask = '••••••';
const maxLine = 4000;

/** `key: value`, `key=value`, `"key": "value"` and `--key value` for keys that name a secret. */
const keyed =
  /((?:^|[\s"'{,=_-])(?:[\w.-]*(?:token|password|passwd|secret|credential|api[-_]?key|private[-_]?key)s?|client-key-data|client-certificate-data|authorization)["']?\s*[:=]\s*["']?)(?!["'\s]*$)[^\s"',}]+/giu;
const bearer = /\b(bearer|basic)\s+[\w~+/.=-]+/giu;
/** Three base64url parts: a JSON Web Token. */
const jwt = /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/gu;
const urlPassword = /(\/\/)[^/\s:@]*:[^/\s@]+@/gu;
const pemBegin = /-----BEGIN [A-Z ]*(?:KEY|CERTIFICATE)-----/u;
const pemEnd = /-----END [A-Z ]*(?:KEY|CERTIFICATE)-----/u;

/** Every text, and each line of one that has several: output comes line by line. Short ones would mask half of the log. */
function literals(secrets: readonly string[]): readonly string[] {
  const parts = secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/u)]).map((part) => part.trim());
  return [...new Set(parts.filter(({ length }) => length >= 4))].sort((a, b) => b.length - a.length);
}

/** Makes lines of output safe to log and to show, one after the other: one line each, and no secrets in it. */
export function lineRedactor(secrets: readonly string[] = []): (line: string) => string {
  const known = literals(secrets);
  let insidePem = false;
  return (line) => {
    if (insidePem || pemBegin.test(line)) {
      insidePem = !pemEnd.test(line);
      return mask;
    }
    let text = stripVTControlCharacters(line);
    for (const secret of known) {
      text = text.replaceAll(secret, mask);
    }
    text = text
      .replace(bearer, `$1 ${mask}`)
      .replace(keyed, `$1${mask}`)
      .replace(jwt, mask)
      .replace(urlPassword, `$1${mask}@`);
    return printable(text, maxLine);
  };
}
