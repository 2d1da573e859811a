import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({ extend: { classGroups: { 'font-size': [{ text: ['xs', 'sm', 'base', 'lg'] }] } } });

/** One class string out of many; of two that contradict each other the later stands. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
