/** What yaml-language-server is told to do: what is wrong with a file is said by us. */
export const serverSettings: Readonly<Record<string, object>> = {
  yaml: {
    validate: false,
    hover: true,
    completion: true,
    format: { enable: true },
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    // Else completing a section writes every default below it.
    disableDefaultProperties: true,
    yamlVersion: '1.1',
    suggest: { parentSkeletonSelectedFirst: false },
  },
  http: {},
  editor: { tabSize: 2, detectIndentation: false },
};

/**
 * How the process with yaml-language-server is started: its heap is collected early, as what each edit leaves behind would fill a
 * quarter of a gigabyte otherwise, and one thread helps it, as each has memory of its own.
 */
export const serverFlags: readonly string[] = [
  '--max-semi-space-size=2',
  '--heap-growing-percent=30',
  '--v8-pool-size=1',
];
