// Package theme holds what the pages of ocrfix look like in common: colours for
// light and dark screens, type, tables and controls.
package theme

import _ "embed"

// CSS comes before the style of each page.
//
//go:embed base.css
var CSS string
