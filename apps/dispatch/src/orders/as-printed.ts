/** `LC-XXXX-XXXX-XXXX`, however it was typed off a letter: the references' letters know no I, L or O. */
export const asPrinted = (typed: string): string => {
  const letters = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  const groups = /^LC(.{4})(.{4})(.{4})$/
    .exec(letters)
    ?.slice(1)
    .map((group) => group.replaceAll(/[IL]/g, '1').replaceAll('O', '0'));
  return groups === undefined ? typed : ['LC', ...groups].join('-');
};
