// Package org keeps the organizations of a site: the bodies for which people
// speak.
//
// An organization is entered once, by whoever first says that they belong to it,
// and exists apart from any account or process. It has a name in one or more
// languages, perhaps an acronym, a web address and a country. Two entries for the
// same body are a nuisance, so a name that is there already (letters and accents
// aside) is found instead of entered again.
//
// What always holds: an organization has a name; no two have the same folded
// name; an organization that somebody speaks for is never removed.
package org
