/** How a field is read: a text, bytes (base64 in JSON), a number, a flag, a map of texts or bytes, or another message. */
export type FieldKind = 'text' | 'bytes' | 'number' | 'flag' | 'textMap' | 'byteMap' | 'ignored' | Message;
export type Field = readonly [name: string, kind: FieldKind, repeated?: true];
/** The fields of a message by their numbers. */
export interface Message {
  readonly [number: number]: Field;
}

const ownerReference: Message = {
  1: ['kind', 'text'],
  3: ['name', 'text'],
  4: ['uid', 'text'],
  5: ['apiVersion', 'text'],
  6: ['controller', 'flag'],
  7: ['blockOwnerDeletion', 'flag'],
};
const objectMeta: Message = {
  1: ['name', 'text'],
  2: ['generateName', 'text'],
  3: ['namespace', 'text'],
  5: ['uid', 'text'],
  6: ['resourceVersion', 'text'],
  11: ['labels', 'textMap'],
  12: ['annotations', 'textMap'],
  13: ['ownerReferences', ownerReference, true],
  14: ['finalizers', 'text', true],
};
const resourceAttributes: Message = {
  1: ['namespace', 'text'],
  2: ['verb', 'text'],
  3: ['group', 'text'],
  4: ['version', 'text'],
  5: ['resource', 'text'],
  6: ['subresource', 'text'],
  7: ['name', 'text'],
};
const deleteOptions: Message = {
  1: ['gracePeriodSeconds', 'number'],
  2: ['preconditions', { 1: ['uid', 'text'], 2: ['resourceVersion', 'text'] }],
  4: ['propagationPolicy', 'text'],
  5: ['dryRun', 'text', true],
};
const metadata: Field = ['metadata', objectMeta];
const access: Message = {
  1: ['resourceAttributes', resourceAttributes],
  2: ['nonResourceAttributes', { 1: ['path', 'text'], 2: ['verb', 'text'] }],
};
const subjectAccess: Message = { ...access, 3: ['user', 'text'], 4: ['groups', 'text', true], 6: ['uid', 'text'] };

const container: Message = {
  1: ['name', 'text'],
  2: ['image', 'text'],
  3: ['command', 'text', true],
  4: ['args', 'text', true],
  6: ['ports', { 1: ['name', 'text'], 3: ['containerPort', 'number'], 4: ['protocol', 'text'] }, true],
  7: ['env', { 1: ['name', 'text'], 2: ['value', 'text'] }, true],
};
const podTemplate: Message = { 1: metadata, 2: ['spec', { 2: ['containers', container, true] }] };
const binding: Message = {
  1: metadata,
  2: [
    'subjects',
    { 1: ['kind', 'text'], 2: ['apiGroup', 'text'], 3: ['name', 'text'], 4: ['namespace', 'text'] },
    true,
  ],
  3: ['roleRef', { 1: ['apiGroup', 'text'], 2: ['kind', 'text'], 3: ['name', 'text'] }],
};

/** The kinds that can be read, with the numbers of k8s.io/api's generated.proto files. */
export const messages: Readonly<Record<string, Message>> = {
  Namespace: { 1: metadata, 2: ['spec', { 1: ['finalizers', 'text', true] }] },
  ConfigMap: { 1: metadata, 2: ['data', 'textMap'], 3: ['binaryData', 'byteMap'], 4: ['immutable', 'flag'] },
  Secret: {
    1: metadata,
    2: ['data', 'byteMap'],
    3: ['type', 'text'],
    4: ['stringData', 'textMap'],
    5: ['immutable', 'flag'],
  },
  ServiceAccount: { 1: metadata, 4: ['automountServiceAccountToken', 'flag'] },
  TokenRequest: { 1: metadata, 2: ['spec', { 1: ['audiences', 'text', true], 4: ['expirationSeconds', 'number'] }] },
  TokenReview: { 1: metadata, 2: ['spec', { 1: ['token', 'text'], 2: ['audiences', 'text', true] }] },
  SelfSubjectReview: { 1: metadata },
  SelfSubjectAccessReview: { 1: metadata, 2: ['spec', access] },
  SelfSubjectRulesReview: { 1: metadata, 2: ['spec', { 1: ['namespace', 'text'] }] },
  SubjectAccessReview: { 1: metadata, 2: ['spec', subjectAccess] },
  LocalSubjectAccessReview: { 1: metadata, 2: ['spec', subjectAccess] },
  Eviction: { 1: metadata, 2: ['deleteOptions', deleteOptions] },
  DeleteOptions: deleteOptions,
  Deployment: {
    1: metadata,
    2: [
      'spec',
      { 1: ['replicas', 'number'], 2: ['selector', { 1: ['matchLabels', 'textMap'] }], 3: ['template', podTemplate] },
    ],
  },
  RoleBinding: binding,
  ClusterRoleBinding: binding,
};
