/* A photo of the square code on a paper, where no frame is: it is read by the phone's own script. */
const photo = document.querySelector("input[data-act=paper]");

photo?.addEventListener("change", async () => {
  const { photographed } = await import("/static/web/phone/carrying.js");
  await photographed(photo, (address) => location.assign(address));
});
