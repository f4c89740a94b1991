const DIGITS = '零一二三四五六七八九';

/**
 * Reads a Chinese or Arabic whole number below 1000: 十二 → 12, 一百零二 → 102, 12 → 12.
 * Returns null for anything else, also for what no text would print (二三, 十十).
 */
export function readNumeral(text: string): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  if (!/^[零一二三四五六七八九十百]+$/.test(text)) return null;
  let total = 0;
  let digit = 0;
  for (const char of text) {
    const value = DIGITS.indexOf(char);
    if (value >= 0) {
      digit = value;
    } else {
      total += (digit || 1) * (char === '百' ? 100 : 10);
      digit = 0;
    }
  }
  const value = total + digit;
  return value > 0 && writeNumeral(value) === text ? value : null;
}

/** Writes 1–999 as in 第十二条: 12 → 十二, 20 → 二十, 102 → 一百零二. Throws RangeError outside. */
export function writeNumeral(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 999)
    throw new RangeError(`numeral out of range: ${value}`);
  const hundreds = Math.floor(value / 100);
  const tens = Math.floor((value % 100) / 10);
  const ones = value % 10;
  let text = hundreds ? `${DIGITS[hundreds]}百` : '';
  if (tens) text += `${tens === 1 && !hundreds ? '' : DIGITS[tens]}十`;
  else if (hundreds && ones) text += '零';
  return text + (ones ? DIGITS[ones] : '');
}
