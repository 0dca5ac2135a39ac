// What stands behind the "#" of a link goes into the form and out of the address: the browser sends it to nobody by
// itself, and a history keeps no more than the page.
const field = document.getElementById("token");
if (field && location.hash.length > 1) {
  field.value = location.hash.slice(1);
  document.getElementById("token-group").hidden = true;
  history.replaceState(null, "", location.pathname);
}
