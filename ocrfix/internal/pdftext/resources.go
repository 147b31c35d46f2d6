package pdftext

import (
	"regexp"

	"github.com/ledongthuc/pdf"
)

// Resources are what a content stream may name: fonts, forms, graphics states.
// The structure reader keeps nothing that it has read, and unpacks an object
// stream again for each object in it; so what was found is kept here, by name
// for the stream and by reference for the file.
type resources struct {
	file    *File
	dict    pdf.Value
	printed map[string]rawDict // categories, with their entries as printed
	fonts   map[string]*font
	forms   map[string]pdf.Value
	states  map[string]fontState
}

// A fontState is the font that a graphics state sets, nil for none.
type fontState struct {
	font *font
	size float64
}

func (f *File) resources(dict pdf.Value) *resources {
	return &resources{
		file: f, dict: dict,
		printed: map[string]rawDict{},
		fonts:   map[string]*font{},
		forms:   map[string]pdf.Value{},
		states:  map[string]fontState{},
	}
}

var reference = regexp.MustCompile(`^\d+ \d+ R$`)

// reference returns the reference that the entry of a category is, as
// printed ("12 0 R"), or "" where it is none.
func (r *resources) reference(category, name string) string {
	entries, ok := r.printed[category]
	if !ok {
		quietly(func() {
			if s := r.dict.Key(category).String(); len(s) >= 4 {
				entries = parseDict([]byte(s[2 : len(s)-2]))
			}
		})
		r.printed[category] = entries
	}
	if ref := entries[name]; reference.Match(ref) {
		return string(ref)
	}
	return ""
}

// font returns the font of a name.
func (r *resources) font(name string) *font {
	if f, ok := r.fonts[name]; ok {
		return f
	}
	ref := r.reference("Font", name)
	f, ok := r.file.fonts[ref]
	if !ok || ref == "" {
		f = unknownFont()
		quietly(func() { f = r.file.font(r.dict.Key("Font").Key(name)) })
		if ref != "" {
			r.file.fonts[ref] = f
		}
	}
	r.fonts[name] = f
	return f
}

// form returns the external object of a name.
func (r *resources) form(name string) pdf.Value {
	x, ok := r.forms[name]
	if !ok {
		quietly(func() { x = r.dict.Key("XObject").Key(name) })
		r.forms[name] = x
	}
	return x
}

// state returns the font that the graphics state of a name sets.
func (r *resources) state(name string) fontState {
	if s, ok := r.states[name]; ok {
		return s
	}
	ref := r.reference("ExtGState", name)
	s, ok := r.file.states[ref]
	if !ok || ref == "" {
		quietly(func() {
			if f := r.dict.Key("ExtGState").Key(name).Key("Font"); f.Len() == 2 {
				s = fontState{r.file.font(f.Index(0)), f.Index(1).Float64()}
			}
		})
		if ref != "" {
			r.file.states[ref] = s
		}
	}
	r.states[name] = s
	return s
}

// actualText returns the replacement text of a property list of a name.
func (r *resources) actualText(name string) (text string, ok bool) {
	quietly(func() {
		v := r.dict.Key("Properties").Key(name).Key("ActualText")
		if ok = v.Kind() == pdf.String; ok {
			text = textString([]byte(v.RawString()))
		}
	})
	return text, ok
}
