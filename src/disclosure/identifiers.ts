/** Numbers that identify a person, found by form and checksum, so that they never travel with a register. */

const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: province, a real-looking birth date, check digit (mod 11-2). */
function isIdentityNumber(text: string): boolean {
  if (
    !PROVINCES.test(text) ||
    !/^\d{6}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/i.test(text)
  )
    return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return '10X98765432'[sum % 11] === text[17]?.toUpperCase();
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
