"use strict";
// A link to a pair opens it: browsers do so only for what stands within.
const open = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", open);
open();
// A link that was followed before changes no address.
document.addEventListener("click", (event) => {
  if (event.target.closest('a[href^="#pair-"]')) setTimeout(open);
});
