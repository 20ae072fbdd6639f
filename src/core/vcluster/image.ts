/** The parts of a container image reference. */
export interface ImageReference {
  /** Host, with port where there is one; undefined for Docker Hub's short names. */
  readonly registry?: string;
  /** The path without registry, such as `loft-sh/vcluster-pro`. */
  readonly repository: string;
  readonly tag?: string;
  /** Such as `sha256:…`. */
  readonly digest?: string;
}

/**
 * Takes an image reference apart by the rules of the distribution project: what stands before the first slash is a
 * registry only if it holds a dot or a colon or is `localhost`. Never fails; what cannot be a tag belongs to the repository.
 */
export function parseImage(image: string): ImageReference {
  const at = image.indexOf('@');
  const digest = at < 0 ? '' : image.slice(at + 1);
  const name = at < 0 ? image : image.slice(0, at);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const registry = /[.:]/u.test(first) || first === 'localhost' ? first : '';
  const path = registry === '' ? name : name.slice(slash + 1);
  const colon = path.lastIndexOf(':');
  const tagged = colon > path.lastIndexOf('/');
  const tag = tagged ? path.slice(colon + 1) : '';
  return {
    ...(registry && { registry }),
    repository: tagged ? path.slice(0, colon) : path,
    ...(tag && { tag }),
    ...(digest && { digest }),
  };
}
