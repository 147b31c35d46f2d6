package archive

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the length in bytes from which a name is refused.
const maxName = 1024

// localName returns the name of an entry as a clean relative path with
// slashes. It fails with [ErrName] for a name that is absolute, has a drive or
// a "..", or holds bytes that no file name should.
func localName(raw string) (string, error) {
	name := strings.ReplaceAll(raw, `\`, "/")
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return "", ErrName
	}
	if name[0] == '/' || len(name) > 1 && name[1] == ':' {
		return "", ErrName
	}
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		switch part {
		case "", ".":
		case "..":
			return "", ErrName
		default:
			parts = append(parts, part)
		}
	}
	name = strings.Join(parts, "/")
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", ErrName
	}
	return name, nil
}

// shown makes a refused name fit for a message.
func shown(raw string) string {
	if len(raw) > 80 {
		raw = raw[:80] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(raw, "?"))
}
