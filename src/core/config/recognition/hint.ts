/** What a file with values of a vcluster, or with a chart of one, has somewhere at the start of a line or behind a key. */
const signs =
  /^\s*-?\s*(controlPlane|exportKubeConfig|privateNodes|toHost|fromHost|syncer|mapServices|multiNamespaceMode|isolation|enableHA|hostpathMapper|policies|integrations|helmRelease|chartRef):|chart["']?:\s*["']?\S*vcluster/mu;

const names = /(^|[/\\.])vcluster\.ya?ml$|values[^/\\]*\.ya?ml$/iu;

/** Files are read this far to see whether they are worth a closer look; they may be of any size. */
const lookedAt = 200_000;

/** Whether a YAML file is worth a closer look; quick, and says yes too often rather than too rarely. */
export function mayHoldValues(path: string, text: string): boolean {
  return names.test(path) || signs.test(text.slice(0, lookedAt));
}
