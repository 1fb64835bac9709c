// The size of type that the address asks for, for this page only: what readers chose for themselves stays as it is.
{
  const { size, bare } = document.currentScript.dataset;
  if (size) document.documentElement.dataset.size = size;
  else if (bare !== undefined) delete document.documentElement.dataset.size;
  if (bare !== undefined) {
    // A reader's page does not open inside of another: links leave the frame.
    addEventListener("DOMContentLoaded", () => {
      for (const link of document.links) link.target = "_top";
    });
  }
}
