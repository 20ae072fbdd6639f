/** A vcluster.yaml of that many lines with some of everything, and mistakes in places. */
export function longValues(lines: number): string {
  const made = [
    'controlPlane:',
    '  distro:',
    '    k8s:',
    '      version: v1.34.0',
    '  statefulSet:',
    '    highAvailability:',
    '      replicas: 3',
    'sync:',
    '  toHost:',
    '    ingreses:',
    '      enabled: true',
    '  fromHost:',
    '    nodes:',
    '      enabled: true',
    '      selector:',
    '        labels:',
  ];
  for (let n = 0; n < lines / 10; n += 1) {
    made.push(`          team-${n}: "${n}"`);
  }
  made.push('networking:', '  replicateServices:', '    fromHost:');
  for (let n = 0; made.length < (lines * 6) / 10; n += 1) {
    made.push(`      - from: team-${n}/service-${n}`, `        to: default/service-${n}`);
  }
  made.push('experimental:', '  deploy:', '    vcluster:', '      manifests: |');
  for (let n = 0; made.length < lines - 8; n += 1) {
    made.push(
      '        ---',
      '        apiVersion: v1',
      '        kind: ConfigMap',
      `        metadata: {name: settings-${n}}`,
      '        data:',
      `          key: "${n}"`,
    );
  }
  made.push('policies:', '  networkPolicy:', '    enabled: true', '  resourceQuota:', '    enabled: yes');
  while (made.length < lines) {
    made.push('# the end');
  }
  return `${made.join('\n')}\n`;
}
