// What one text costs: GSM-7 holds 160 characters alone or 153 a part, anything else 70 or 67.

const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
  + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const EXTENSION = new Set("\f^{}\\[~]|€");

// In words; nothing for an empty text.
export function sizeWords(text) {
  const signs = [...text];
  const plain = signs.every((sign) => BASIC.has(sign) || EXTENSION.has(sign));
  const sizes = signs.map((sign) => (plain ? (EXTENSION.has(sign) ? 2 : 1) : sign.length));
  const [alone, part] = plain ? [160, 153] : [70, 67];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return "";
  if (total <= alone) return `${total} of ${alone} characters`;
  let [parts, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > part) [parts, used] = [parts + 1, 0];
    used += size;
  }
  return `${total} characters, ${parts} segments`;
}
