import type { Environment } from '../auth/proxy.ts';

/** What a Go program needs to find its home, its temporary folder, certificates, proxies and its language. */
const needed =
  /^(?:PATH|HOME|USER|LOGNAME|USERNAME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|TMPDIR|TEMP|TMP|LANG|LC_\w+|TZ|XDG_\w+|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO)_PROXY|HELM_(?:CACHE|CONFIG|DATA)_HOME)$/iu;
/** What would make a tool do something else than its arguments say, or belongs to the program that we run in. */
const steering = /^(?:KUBECONFIG|KUBERNETES_\w+|HELM_\w+|VCLUSTER_\w+|LOFT_\w+|NODE_\w+|ELECTRON_\w+|VSCODE_\w+)$/iu;

/**
 * The variables that a tool is started with. Those it needs and no more; but where the context signs in with an exec plugin,
 * that one runs as a child of the tool and may need any (AWS_PROFILE and its like), so only those that would steer the tool are left out.
 */
export function toolEnvironment(
  environment: Environment,
  { plugin, more = {} }: { readonly plugin: boolean; readonly more?: Environment },
): Environment {
  const kept = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && (needed.test(name) || (plugin && !steering.test(name))),
  );
  return { ...Object.fromEntries(kept), ...more };
}
