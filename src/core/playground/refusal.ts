/** The body of an unsuccessful answer, as `meta/v1.Status` has it. */
export interface StatusBody {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly retryAfterSeconds?: number;
  readonly causes?: readonly { readonly reason: string; readonly message: string; readonly field?: string }[];
}

/** What a refusal is about, as messages name it: `pods "x"`, `statefulsets.apps "x"`. */
export interface Subject {
  readonly group: string;
  readonly plural: string;
}

/** An answer other than success: thrown by the API, sent as a Status by the server. The sentences are those of kube-apiserver. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The Status object that goes over the wire. */
  get body(): StatusBody {
    const { code, reason, message, details } = this;
    const base = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message } as const;
    return { ...base, ...(reason ? { reason } : {}), ...(details ? { details } : {}), code };
  }
}

function qualified({ group, plural }: Subject): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function about(subject: Subject, name: string): StatusDetails {
  return { name, ...(subject.group ? { group: subject.group } : {}), kind: subject.plural };
}

/** 404 for an object. */
export function notFound(subject: Subject, name: string): Refusal {
  return new Refusal(404, 'NotFound', `${qualified(subject)} "${name}" not found`, about(subject, name));
}

/** 404 for a path that no resource has. */
export function noSuchPath(): Refusal {
  return new Refusal(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 409 on creation. */
export function alreadyExists(subject: Subject, name: string): Refusal {
  return new Refusal(409, 'AlreadyExists', `${qualified(subject)} "${name}" already exists`, about(subject, name));
}

/** 409 for a write that was based on an older version. */
export function conflict(subject: Subject, name: string): Refusal {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return new Refusal(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(subject)} "${name}": ${why}`,
    about(subject, name),
  );
}

/** 409 for a delete whose precondition does not hold. */
export function preconditionFailed(subject: Subject, name: string, what: string): Refusal {
  const message = `Operation cannot be fulfilled on ${qualified(subject)} "${name}": Precondition failed: ${what}`;
  return new Refusal(409, 'Conflict', message, about(subject, name));
}

/** 410 for a resourceVersion or a continue token that is no longer kept. */
export function expired(message: string): Refusal {
  return new Refusal(410, 'Expired', message);
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}

export function unauthorized(): Refusal {
  return new Refusal(401, 'Unauthorized', 'Unauthorized');
}

export function methodNotAllowed(): Refusal {
  return new Refusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

export function notAcceptable(accepted: readonly string[]): Refusal {
  return new Refusal(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`);
}

export function unsupportedMediaType(accepted: readonly string[]): Refusal {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new Refusal(415, 'UnsupportedMediaType', message);
}

export function tooLarge(): Refusal {
  return new Refusal(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728');
}

export function forbidden(subject: Subject, name: string, why: string): Refusal {
  const title = name ? `${qualified(subject)} "${name}"` : qualified(subject);
  return new Refusal(403, 'Forbidden', `${title} is forbidden: ${why}`, about(subject, name));
}

/** One fault in an object's fields, for `invalid`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly reason?: 'FieldValueInvalid' | 'FieldValueRequired';
}

/** 422 for an object that breaks a rule. */
export function invalid(kind: string, group: string, name: string, errors: readonly FieldError[]): Refusal {
  const texts = errors.map(({ field, message }) => `${field}: ${message}`);
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const title = group === '' ? kind : `${kind}.${group}`;
  return new Refusal(422, 'Invalid', `${title} "${name}" is invalid: ${all}`, {
    name,
    ...(group ? { group } : {}),
    kind,
    causes: errors.map(({ field, message, reason = 'FieldValueInvalid' }) => ({ reason, message, field })),
  });
}
