// What the scripts of the portal and the admin add to a page. A visitor's page asks for as few files as it can, so its
// modules make their own.

// An element with these facts: properties by their name, anything else (aria-…, data-…) as an attribute.
export function make(name, facts = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(facts)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}
