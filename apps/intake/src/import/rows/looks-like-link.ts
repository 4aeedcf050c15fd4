/** Whether a cell or line looks like a link or a bare name, for telling formats apart only; the target library decides what it is. */
export const looksLikeLink = (text: string): boolean =>
  /^\s*(?:[a-z][a-z\d+.-]*:\/\/\S+|hxxps?:\S+|(?:[\p{L}\p{N}_-]+(?:\.|\[\.\]))+\p{L}[\p{L}\p{N}-]*(?:[/?:]\S*)?)\s*$/iu.test(
    text,
  );
