import { load } from 'js-yaml';

/** The value of a YAML text; undefined for what is none, and for an empty one. Nothing makes it fail. */
export function plainYaml(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}
