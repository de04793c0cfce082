// Places in the field: from the document's own (node, offset) to positions in parts and back.
// A run of words counts its UTF-16 units, a chip counts one, the filler at the end nothing.
export const isChip = (node) => node.nodeType === 1 && node.classList.contains("chip");
export const isFiller = (node) => node.nodeName === "BR" && !node.nextSibling;

function sizeOfNode(node) {
  if (node.nodeType === 3) return node.data.length;
  if (isChip(node)) return 1;
  if (node.nodeName === "BR") return isFiller(node) ? 0 : 1;
  return [...node.childNodes].reduce((sum, child) => sum + sizeOfNode(child), 0);
}

export function positionOf(field, node, offset) {
  if (!field.contains(node)) return null;
  const chip = (node.nodeType === 1 ? node : node.parentElement)?.closest(".chip");
  if (chip && chip !== field && field.contains(chip)) {
    node = chip.parentNode;
    offset = [...node.childNodes].indexOf(chip) + 1;
  }
  let position = node.nodeType === 3 ? offset
    : [...node.childNodes].slice(0, offset).reduce((sum, child) => sum + sizeOfNode(child), 0);
  while (node !== field) {
    for (let before = node.previousSibling; before; before = before.previousSibling) position += sizeOfNode(before);
    node = node.parentNode;
  }
  return position;
}

export function placeOf(field, position) {
  let left = position;
  const children = [...field.childNodes];
  for (const [at, child] of children.entries()) {
    const size = sizeOfNode(child);
    if (child.nodeType === 3 && left <= size) return [child, left];
    if (left < size || (left === 0 && isChip(child) && children[at - 1]?.nodeType !== 3)) return [field, at];
    left -= size;
    if (left === 0 && isChip(child) && children[at + 1]?.nodeType !== 3) return [field, at + 1];
  }
  const end = children.length && isFiller(children.at(-1)) ? children.length - 1 : children.length;
  return [field, end];
}

export function selectionIn(field) {
  const selection = getSelection();
  if (!selection.rangeCount || !field.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const from = positionOf(field, range.startContainer, range.startOffset);
  const to = positionOf(field, range.endContainer, range.endOffset);
  return from === null || to === null ? null : [Math.min(from, to), Math.max(from, to)];
}

export function select(field, from, to = from) {
  const [a, b] = placeOf(field, from), [c, d] = placeOf(field, to);
  getSelection().setBaseAndExtent(a, b, c, d);
}

export function positionAt(field, x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  if (place) return positionOf(field, place.offsetNode, place.offset);
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? positionOf(field, range.startContainer, range.startOffset) : null;
}
