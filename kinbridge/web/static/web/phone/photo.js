/* A photo of the square code beside a line of a paper: read here, kept nowhere. */
import { look } from "./codes.js";

const CODE = /^[A-Z](?:-?[0-9A-Z]){7}$/;

/** Go to the address of the code that a chosen photo shows, or say that none can be read. */
export async function photographed(photo, go) {
  const picture = await createImageBitmap(photo.files[0]).catch(() => null);
  photo.value = "";
  const said = picture ? await look(picture, picture.width, picture.height) : "";
  const code = URL.canParse(said) ? new URL(said).searchParams.get("code") || "" : said;
  const isOurs = CODE.test(code);
  photo.parentElement.querySelector("[data-unread]").hidden = isOurs;
  if (isOurs) await go(`/paper/?${new URLSearchParams({ code })}`);
}
