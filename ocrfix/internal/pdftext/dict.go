package pdftext

// A rawDict is a dictionary read without the structure reader: the bytes of
// each value, by key. It serves where that reader cannot be asked: in content
// streams, and in files whose cross references are lost.
type rawDict map[string][]byte

// parseDict reads the bytes between << and >>.
func parseDict(data []byte) rawDict {
	d := rawDict{}
	l := lexer{data: data}
	key, start := "", 0
	for {
		l.skipSpace()
		pos := l.pos
		v, _, ok := l.token(0)
		if key != "" && (!ok || v.kind == kindName && pos > start) {
			d[key] = data[start:pos]
			key = ""
		}
		if !ok {
			return d
		}
		if key == "" && v.kind == kindName {
			key = string(v.str)
			l.skipSpace()
			start = l.pos
			if l.peek(0) == '/' { // a name as value
				l.token(0)
				d[key] = data[start:l.pos]
				key = ""
			}
		}
	}
}

// value returns the first value under key.
func (d rawDict) value(key string) operand {
	l := lexer{data: d[key]}
	v, _, _ := l.token(0)
	return v
}

func (d rawDict) name(key string) string {
	if v := d.value(key); v.kind == kindName {
		return string(v.str)
	}
	return ""
}

func (d rawDict) int(key string) int {
	if v := d.value(key).num; v > 0 && v < 1<<31 {
		return int(v)
	}
	return 0
}
