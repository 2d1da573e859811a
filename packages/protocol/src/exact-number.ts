/**
 * Whether a number as written in JSON equals, as a decimal, what its double prints as: 1.0 and 1E3 do, 2^53 + 1 does not.
 *
 * Then nobody who reads the text with more precision than a double reads another number.
 */
export function isExact(written: string, number: number): boolean {
  if (!Number.isFinite(number)) return false;
  const printed = String(number);
  return written === printed || decimal(written) === decimal(printed);
}

/** One spelling per decimal value: sign, digits without outer zeros, and the power of ten of the last digit. */
function decimal(written: string): string {
  const sign = written.startsWith('-') ? '-' : '';
  const [mantissa = '', power = '0'] = written.slice(sign.length).toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`;
  let last = digits.length;
  while (last > 0 && digits[last - 1] === '0') last--;
  let first = 0;
  while (first < last && digits[first] === '0') first++;
  if (first === last) return '0';
  return `${sign}${digits.slice(first, last)}e${Number(power) - fraction.length + digits.length - last}`;
}
