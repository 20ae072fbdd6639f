const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;
const labelMax = 63;

/** RFC 1123 label, as names of namespaces are. */
export function isDnsLabel(text: string): boolean {
  return text.length <= labelMax && label.test(text);
}

/** RFC 1035 label: as above and with a letter first, as names of Services are. */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && /^[a-z]/u.test(text);
}

/** RFC 1123 subdomain, each label of which fits into DNS. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text) && text.split('.').every((one) => one.length <= labelMax);
}
