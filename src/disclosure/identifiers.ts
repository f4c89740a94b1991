/** Numbers that identify a person, found by form, so that they never travel with a register. */

const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

/**
 * GB 11643: province, a birth date that may be one, 18 characters. The check digit is not asked: a number with one
 * digit mistyped still tells who is meant.
 */
function isIdentityNumber(text: string): boolean {
  return (
    PROVINCES.test(text) && /^\d{6}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/i.test(text)
  );
}

/** The kind of the first identity or mobile number in a text, or undefined. */
export function findIdentifier(text: string): '身份证件号码' | '手机号码' | undefined {
  // Cheap guard: most cells hold no long run of digits.
  if (!/[\d０-９]{11}/.test(text)) return undefined;
  const plain = text.normalize('NFKC');
  for (const [candidate] of plain.matchAll(/(?<!\d)\d{17}[\dXx](?![\dXx])/g)) {
    if (isIdentityNumber(candidate)) return '身份证件号码';
  }
  return /(?<!\d)1[3-9]\d{9}(?!\d)/.test(plain) ? '手机号码' : undefined;
}
