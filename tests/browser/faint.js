// Texts whose contrast with what is behind them is below 4.5 (3 if large); what is switched off is exempt (WCAG 1.4.3).
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const node of document.body.querySelectorAll("*")) {
    const words = [...node.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data.trim()).join("");
    if (!words || !node.checkVisibility({ visibilityProperty: true }) || node.closest(":disabled, noscript")) continue;
    const style = getComputedStyle(node);
    const size = parseFloat(style.fontSize);
    if (style.clipPath !== "none") continue; // for ears alone
    const [a, b] = [light(rgba(style.color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = size >= 24 || (size >= 18.6 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${words}: ${ratio.toFixed(2)}`);
  }
  return faint;
}
