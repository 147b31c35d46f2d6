package markup

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// dump writes a file as the reader sees it: "page LABEL", "block", and a line a
// line, its words in brackets where they are loose text, "+" before glued ones.
func dump(f *File) string {
	var b strings.Builder
	for _, p := range f.Pages {
		fmt.Fprintf(&b, "page %s\n", p.Label)
		for _, block := range f.Blocks[p.First:p.Last] {
			b.WriteString("block\n")
			for _, l := range f.Lines[block.First:block.Last] {
				for i, w := range f.Words[l.First:l.Last] {
					switch {
					case w.Glue:
						b.WriteString("+")
					case i > 0:
						b.WriteString(" ")
					}
					if w.Level == TextLevel {
						fmt.Fprintf(&b, "[%s]", w.Text)
					} else {
						b.WriteString(w.Text)
					}
					if w.Joined != "" {
						fmt.Fprintf(&b, "{%s}", w.Joined)
					}
				}
				b.WriteString("\n")
			}
		}
	}
	return b.String()
}

func TestRead(t *testing.T) {
	const altoHead = `<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>`
	block := func(id, attrs, text string) string {
		return `<TextBlock ID="` + id + `"` + attrs + `><TextLine><String CONTENT="` + text + `"/></TextLine></TextBlock>`
	}
	region := func(id, text string) string {
		return `<TextRegion id="` + id + `"><TextLine><TextEquiv><Unicode>` + text + `</Unicode></TextEquiv></TextLine></TextRegion>`
	}
	for _, c := range []struct{ name, input, want string }{
		{"alto: margins around the print space",
			altoHead + `<Page ID="p" PHYSICAL_IMG_NR="4"><BottomMargin>` + block("f", "", "foot") + `</BottomMargin><TopMargin>` + block("h", "", "head") + `</TopMargin><PrintSpace>` + block("b", "", "body") + `</PrintSpace></Page></Layout></alto>`,
			"page 4\nblock\nhead\nblock\nbody\nblock\nfoot\n"},
		{"alto: IDNEXT",
			altoHead + `<Page><PrintSpace>` + block("a", ` IDNEXT="c"`, "one") + block("b", "", "three") + block("c", ` IDNEXT="b"`, "two") + `</PrintSpace></Page></Layout></alto>`,
			"page \nblock\none\nblock\ntwo\nblock\nthree\n"},
		{"alto: IDNEXT in a circle",
			altoHead + `<Page><PrintSpace>` + block("a", ` IDNEXT="b"`, "one") + block("b", ` IDNEXT="a"`, "two") + `</PrintSpace></Page></Layout></alto>`,
			"page \nblock\none\nblock\ntwo\n"},
		{"alto: ReadingOrder names a composed block",
			`<alto><ReadingOrder><OrderedGroup ID="o"><ElementRef ID="e1" REF="b"/><ElementRef ID="e2" REF="nothing cb"/></OrderedGroup></ReadingOrder><Layout><Page><PrintSpace><ComposedBlock ID="cb">` + block("x", "", "two") + block("y", "", "three") + `</ComposedBlock>` + block("z", "", "four") + block("b", "", "one") + `</PrintSpace></Page></Layout></alto>`,
			"page \nblock\none\nblock\ntwo\nblock\nthree\nblock\nfour\n"},
		{"alto: hyphens of several engines",
			altoHead + `<Page><TextBlock>` +
				`<TextLine><String CONTENT="a"/><String CONTENT="nego" SUBS_TYPE="HypPart1" SUBS_CONTENT="negotiate"/><HYP CONTENT="-"/></TextLine>` +
				`<TextLine><String CONTENT="tiate" SUBS_TYPE="HypPart2" SUBS_CONTENT="negotiate"/><String CONTENT="con-" SUBS_TYPE="HypPart1" SUBS_CONTENT="consult"/><HYP CONTENT="-"/></TextLine>` +
				`<TextLine><String CONTENT="sult" SUBS_TYPE="HypPart2"/><String CONTENT="re"/><HYP CONTENT="&#xAD;"/></TextLine>` +
				`<TextLine><String CONTENT="view"/><String CONTENT="UN" SUBS_TYPE="Abbreviation" SUBS_CONTENT="United Nations"/></TextLine></TextBlock></Page></Layout></alto>`,
			"page \nblock\na nego-{negotiate}\ntiate con-{consult}\nsult re\u00ad{review}\nview UN\n"},
		{"alto: empty strings, lines and blocks; white space and controls in words",
			altoHead + `<Page><TextBlock><TextLine><String CONTENT=""/><String CONTENT=" "/></TextLine></TextBlock><TextBlock/><TextBlock><TextLine/><TextLine><String CONTENT=" of&#9;the&#10;&#1; "/><String/></TextLine></TextBlock></Page><Page PRINTED_IMG_NR="x&amp;y" PHYSICAL_IMG_NR="2"/><Page PRINTED_IMG_NR="" PHYSICAL_IMG_NR="3"/><Page PHYSICAL_IMG_NR="0"/></Layout></alto>`,
			"page \nblock\nof the \uFFFD\npage x&y\npage 3\npage \n"},
		{"alto: words with children",
			altoHead + `<Page><TextBlock><TextLine><String CONTENT="Par"><ALTERNATIVE>Per</ALTERNATIVE></String><SP/><String CONTENT="ty"></String></TextLine></TextBlock></Page></Layout></alto>`,
			"page \nblock\nPar ty\n"},
		{"hocr: lines without words, as OCRopus writes them",
			`<html><head><meta name="ocr-system" content="o"/><title>not this</title></head><body><div class="ocr_page" title="ppageno 2"><span class="ocr_line">The  Parties</span><br/><span class="ocr_line">agree &amp; sign</span></div></body></html>`,
			"page \nblock\n[The  Parties]\n[agree & sign]\n"},
		{"hocr: a page of paragraphs without lines",
			`<html><body><div class=ocr_page><p class=ocr_par>One<br>two <b>th</b>ree</p><p class=ocr_par>four</p></div><div>not this</div></body></html>`,
			"page \nblock\n[One]\n[two] [th]+[ree]\nblock\n[four]\n"},
		{"hocr: headers and floats are lines; words in a header without space between",
			`<html><body><div class='ocr_page' title='lpageno "xi"; ppageno 3'><div class='ocr_carea'><p class='ocr_par'><span class='ocr_header'><span class='ocrx_word'>A</span><span class='ocrx_word'>B</span>,</span><span class='ocr_textfloat'><span class='ocrx_word'>C</span></span></p></div><div class='ocr_carea'><span class='ocr_line'><span class='ocrx_word'> </span><span class='ocrx_word'>D</span></span></div></div></body></html>`,
			"page xi\nblock\nA B+[,]\nC\nblock\nD\n"},
		{"hocr: order of areas",
			`<html><body><div class='ocr_page'><div class='ocr_carea' title='order 2'><span class='ocrx_word'>two</span></div><div class='ocr_carea' title='bbox 1 2 3 4; order 1'><span class='ocrx_word'>one</span></div></div></body></html>`,
			"page \nblock\none\nblock\ntwo\n"},
		{"hocr: tags that are not closed, scripts, comments, upper case",
			`<HTML><BODY><DIV CLASS='ocr_page'><SCRIPT>"<span class='ocrx_word'>no</span>"</SCRIPT><!-- <span class='ocrx_word'>no</span> --><SPAN CLASS='ocr_line x'><SPAN CLASS='y ocrx_word'>one<SPAN CLASS=ocrx_word>t&uuml;o 1<2`,
			"page \nblock\none tüo 1<2\n"},
		{"hocr: alternative readings",
			`<html><body><div class=ocr_page><span class=ocr_line><span class=ocrx_word><span class="alternatives"> <ins class="alt" title="nlp 0.3">hello</ins> <del class="alt" title="nlp 1.1">hallo</del> </span></span> <span class=alternatives><ins class=alt>we</ins><del class=alt>me</del></span>!</span></div></body></html>`,
			"page \nblock\nhello [we]+[!]\n"},
		{"hocr: paragraphs that nobody closes",
			`<html><body><div class=ocr_page>` + strings.Repeat(`<p class=ocr_par><span class=ocrx_word>w</span>`, 600) + `</div></body></html>`,
			"page \n" + strings.Repeat("block\nw\n", 600)},
		{"page: words, glyphs, lines and regions by what is there",
			`<PcGts><Page><TextRegion id="r"><TextLine><Word><TextEquiv index="1"><Unicode>no</Unicode></TextEquiv><TextEquiv index="0"><Unicode>yes</Unicode></TextEquiv></Word><Word><Glyph><TextEquiv><Unicode>o</Unicode></TextEquiv></Glyph><Glyph><TextEquiv><Unicode>k</Unicode></TextEquiv></Glyph></Word><TextEquiv><Unicode>other</Unicode></TextEquiv></TextLine><TextLine><Word/><TextEquiv><Unicode><![CDATA[a <b>]]> &amp; c</Unicode></TextEquiv></TextLine><TextLine><TextEquiv><Unicode/></TextEquiv></TextLine></TextRegion>` +
				`<TextRegion><TextLine/><TextEquiv><Unicode>one&#32;line

 two </Unicode></TextEquiv></TextRegion></Page></PcGts>`,
			"page \nblock\nyes ok\n[a <b> & c]\nblock\n[one line]\n[two]\n"},
		{"page: reading order with groups, a table and the rest",
			`<PcGts><Page><ReadingOrder><OrderedGroup id="g"><UnorderedGroupIndexed id="u" index="1"><RegionRef regionRef="c"/></UnorderedGroupIndexed><RegionRefIndexed index="0" regionRef="t"/></OrderedGroup></ReadingOrder>` +
				region("rest", "four") + region("c", "three") + `<TableRegion id="t">` + region("t1", "one") + region("t2", "two") + `</TableRegion></Page></PcGts>`,
			"page \nblock\n[one]\nblock\n[two]\nblock\n[three]\nblock\n[four]\n"},
		{"page: a region around another; the page number",
			`<PcGts><Page><TextRegion id="a"><TextRegion id="b"><TextLine><TextEquiv><Unicode>inner</Unicode></TextEquiv></TextLine></TextRegion><TextLine><TextEquiv><Unicode>outer</Unicode></TextEquiv></TextLine></TextRegion><TextRegion id="n" type="page-number"><TextEquiv><Unicode>17</Unicode></TextEquiv></TextRegion></Page></PcGts>`,
			"page 17\nblock\n[inner]\nblock\n[outer]\nblock\n[17]\n"},
		{"page: lines by their index",
			`<PcGts><Page><TextRegion id="a"><TextLine index="2"><TextEquiv><Unicode>two</Unicode></TextEquiv></TextLine><TextLine custom="x {y:z;} readingOrder {index:1;}"><TextEquiv><Unicode>one</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>`,
			"page \nblock\n[one]\n[two]\n"},
		{"nothing on it", `<alto/>`, "page \n"},
	} {
		f, err := Read([]byte(c.input))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := dump(f); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	alto := func(attrs string) Word {
		f, err := Read([]byte(`<alto><Layout><Page><TextBlock><TextLine><String CONTENT="a" ` + attrs + `/></TextLine></TextBlock></Page></Layout></alto>`))
		if err != nil {
			t.Fatal(err)
		}
		return f.Words[0]
	}
	if w := alto(`HPOS="1" VPOS="2.5" WIDTH="10" HEIGHT="4" WC="0.25"`); !w.HasBox || w.Box != (Box{1, 2.5, 11, 6.5}) || w.Confidence != 0.25 {
		t.Errorf("%+v", w)
	}
	for _, attrs := range []string{`HPOS="1" VPOS="2" WIDTH="10"`, `HPOS="1e400" VPOS="2" WIDTH="1" HEIGHT="1"`, `HPOS="NaN" VPOS="2" WIDTH="1" HEIGHT="1"`, `HPOS="" VPOS="2" WIDTH="1" HEIGHT="1"`} {
		if w := alto(attrs); w.HasBox || w.Confidence != 0 {
			t.Errorf("%s: %+v", attrs, w)
		}
	}
	for wc, want := range map[string]float64{"0": 0.001, "1": 1, "7": 1, "-1": 0.001, "x": 0} {
		if w := alto(`WC="` + wc + `"`); w.Confidence != want {
			t.Errorf("WC=%s: %v, want %v", wc, w.Confidence, want)
		}
	}
	for title, want := range map[string]string{
		`bbox 1 2 3 4`: "{1 2 3 4} true", `x_wconf 9;bbox  -1 2 3 4 ; x`: "{-1 2 3 4} true", `image "bbox 1 2 3 4; x"; bbox 5 6 7 8`: "{5 6 7 8} true",
		`bbox 1 2 3`: "{0 0 0 0} false", `xbbox 1 2 3 4`: "{0 0 0 0} false", `bbox`: "{0 0 0 0} false", ``: "{0 0 0 0} false",
	} {
		box, ok := hocrBox(title)
		if got := fmt.Sprint(box, ok); got != want {
			t.Errorf("%q: %s, want %s", title, got, want)
		}
	}
	for points, want := range map[string]string{
		"1,2 3,4 0,9": "{0 2 3 9} true", "1,2 x,y": "{0 0 0 0} false", "": "{0 0 0 0} false", "5": "{0 0 0 0} false",
	} {
		box, ok := pointsBox(points)
		if got := fmt.Sprint(box, ok); got != want {
			t.Errorf("%q: %s, want %s", points, got, want)
		}
	}
}

func TestRecognise(t *testing.T) {
	for input, want := range map[string]Format{
		"\xef\xbb\xbf<?xml version='1.0'?><!-- c --><!DOCTYPE alto [<!ENTITY a '>'>]>\n<x:alto xmlns:x='y'>": ALTO,
		"<PcGts>": PAGE, "<html><body><div class='ocr_page'>": HOCR, "<html><body><p>The ocr says nothing</p>": "",
		"<TEI/>": "", "plain text about <alto> files": "", "": "", "ocr_page": "", "%PDF-1.4 <alto>": "",
	} {
		if got := Recognise([]byte(input)); got != want {
			t.Errorf("%q: %q, want %q", input, got, want)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	for input, at := range map[string]int{
		"<alto><Page></alto>":            12,
		"<alto><Page>":                   12,
		"<alto><Page a=b></Page></alto>": 12,
		"<alto><Page a></Page></alto>":   12,
		"<alto><Page a='></Page></alto>": 12,
		"<alto></alto></alto>":           13,
		"<alto><":                        6,
		"<alto><!-- x":                   6,
		"<alto><![CDATA[ x":              6,
	} {
		_, err := Read([]byte(input))
		var se *SyntaxError
		if !errors.As(err, &se) || se.Offset != at {
			t.Errorf("%q: %v, want an error at %d", input, err, at)
		}
	}
}

// TestEncodings reads and rewrites the same page in several encodings.
func TestEncodings(t *testing.T) {
	page := func(encoding string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><alto><Layout><Page><TextBlock><TextLine><String CONTENT="fa&#231;ade"/><String CONTENT="égalite"/></TextLine></TextBlock></Page></Layout></alto>`
	}
	utf16Bytes := func(s string, big bool) []byte {
		out := []byte{0xff, 0xfe}
		if big {
			out = []byte{0xfe, 0xff}
		}
		for _, u := range utf16.Encode([]rune(s)) {
			if big {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return out
	}
	latin := func(s string) []byte {
		var out []byte
		for _, r := range s {
			out = append(out, byte(r))
		}
		return out
	}
	for name, input := range map[string][]byte{
		"utf-8": []byte(page("UTF-8")), "utf-8 with mark": append([]byte("\xef\xbb\xbf"), page("utf-8")...),
		"utf-16le": utf16Bytes(page("UTF-16"), false), "utf-16be": utf16Bytes(page("UTF-16"), true),
		"latin": latin(page("ISO-8859-1")), "utf-8 that says utf-16": []byte(page("UTF-16")),
	} {
		f, err := Read(input)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := dump(f), "page \nblock\nfaçade égalite\n"; got != want {
			t.Errorf("%s: %q", name, got)
		}
		same, err := f.Rewrite(nil, Step{})
		if err != nil || string(same) != string(input) {
			t.Errorf("%s: does not come back: %v", name, err)
		}
		out, err := f.Rewrite([]Change{{1, 2, []string{"égalité"}}}, Step{Software: "test"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := Read(out)
		if err != nil || dump(again) != "page \nblock\nfaçade égalité\n" {
			t.Errorf("%s: is written as %q, %v", name, out, err)
		}
		if string(input[:2]) != string(out[:2]) {
			t.Errorf("%s: another mark", name)
		}
		want := map[string]string{"utf-16le": "utf-16le", "utf-16be": "utf-16be", "latin": "windows-1252"}[name]
		if want == "" {
			want = "utf-8"
		}
		if f.Encoding != want || f.BOM != (input[0] != '<') {
			t.Errorf("%s: encoding %s, mark %v", name, f.Encoding, f.BOM)
		}
	}
	f, err := Read(latin(page("ISO-8859-1")))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := f.Rewrite([]Change{{1, 2, []string{"œuvre"}}}, Step{}); err != nil || !strings.Contains(string(out), "&#339;") && !strings.Contains(string(out), "\x9cuvre") {
		t.Errorf("a character that the encoding lacks: %q, %v", out, err)
	}
	broken, err := Read([]byte(strings.Replace(page("windows-1252"), "é", "\x81", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := broken.Rewrite([]Change{{0, 1, []string{"x"}}}, Step{}); !errors.Is(err, ErrEncoding) {
		t.Errorf("bytes that would not survive: %v", err)
	}
	if _, err := Read([]byte(`<?xml version="1.0" encoding="martian"?><alto/>`)); err == nil {
		t.Error("an unknown encoding is taken")
	}
}

// TestRewriteHyphens changes the last word of a line whose hyphen stands in an
// element of its own.
func TestRewriteHyphens(t *testing.T) {
	for _, c := range []struct {
		line, want string
		now        []string
	}{
		{`<String CONTENT="nego"/><HYP CONTENT="-"/>`, `<String CONTENT="nega"/><HYP CONTENT="-"/>`, []string{"nega-"}},
		{`<String CONTENT="nego"/><HYP CONTENT="-"></HYP>`, `<String CONTENT="nega"/><HYP CONTENT="-"></HYP>`, []string{"nega-"}},
		{`<String CONTENT="nego"/><HYP CONTENT="-"></HYP>`, `<String CONTENT="nego"/>`, []string{"nego"}},
		{`<String CONTENT="con-"/><HYP CONTENT="-"/>`, `<String CONTENT="can-"/><HYP CONTENT="-"/>`, []string{"can-"}},
		{`<String CONTENT="con-"/> <HYP CONTENT="-"/>`, `<String CONTENT="con"/>`, []string{"con"}},
		{`<String CONTENT="a"/><HYP CONTENT="-"/>`, `<String CONTENT="-"/>`, []string{"-"}},
		{`<String CONTENT="ofnego"/><HYP CONTENT="-"/>`, `<String CONTENT="of"/><String CONTENT="nego"/><HYP CONTENT="-"/>`, []string{"of", "nego-"}},
		{`<String CONTENT="a"/><HYP CONTENT="-"/>`, `<String CONTENT=""/>`, nil},
		{`<String CONTENT="on" SUBS_TYPE="HypPart2" SUBS_CONTENT="upon"/>`, `<String CONTENT="o" SUBS_TYPE="HypPart2" SUBS_CONTENT="upon"/><String CONTENT="n"/>`, []string{"o", "n"}},
		{`<String CONTENT="xup" SUBS_TYPE="HypPart1" SUBS_CONTENT="upon"/><HYP CONTENT="-"/>`, `<String CONTENT="x"/><String CONTENT="up" SUBS_TYPE="HypPart1" SUBS_CONTENT="upon"/><HYP CONTENT="-"/>`, []string{"x", "up-"}},
		{`<String CONTENT="UM" SUBS_TYPE="Abbreviation" SUBS_CONTENT="United Nations"/>`, `<String CONTENT="UN" SUBS_TYPE="Abbreviation" SUBS_CONTENT="United Nations"/>`, []string{"UN"}},
	} {
		const head, tail = `<alto><Layout><Page><TextBlock><TextLine>`, `</TextLine></TextBlock></Page></Layout></alto>`
		f, err := Read([]byte(head + c.line + tail))
		if err != nil {
			t.Fatal(err)
		}
		out, err := f.Rewrite([]Change{{0, 1, c.now}}, Step{Software: "s"})
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		_, got, _ := strings.Cut(string(out), "<TextLine>")
		if got = strings.TrimSuffix(got, tail); got != c.want {
			t.Errorf("%s to %q:\n%s\nwant\n%s", c.line, c.now, got, c.want)
		}
	}
}

func TestRewriteRefuses(t *testing.T) {
	f, err := Read([]byte(`<alto><Layout><Page><TextBlock><TextLine><String CONTENT="a"/><String CONTENT="b"/></TextLine></TextBlock></Page></Layout></alto>`))
	if err != nil {
		t.Fatal(err)
	}
	for _, changes := range [][]Change{
		{{-1, 1, nil}}, {{0, 3, nil}}, {{1, 1, []string{"x"}}}, {{0, 1, []string{""}}}, {{0, 2, []string{"x"}}, {1, 2, []string{"y"}}},
	} {
		if _, err := f.Rewrite(changes, Step{}); err == nil {
			t.Errorf("%v is taken", changes)
		}
	}
}

// fuzz reads data as the given format, behind whatever makes it recognised, and
// checks what is true of every file that can be read.
func fuzz(t *testing.T, data []byte, format Format) {
	f, err := Read(data)
	if err != nil {
		return
	}
	if f.Format != format {
		return
	}
	for _, w := range f.Words {
		if w.Text == "" || !utf8.ValidString(w.Text) || strings.ContainsAny(w.Text, "\n\r\f\t\x00") {
			t.Fatalf("the word %q", w.Text)
		}
		if w.Confidence < 0 || w.Confidence > 1 {
			t.Fatalf("confidence %v", w.Confidence)
		}
		if !w.elem.In(Span{0, len(f.src)}) || w.elem.Start > w.elem.End {
			t.Fatalf("the word %q lies at %v", w.Text, w.elem)
		}
	}
	last := 0
	for _, p := range f.Pages {
		if p.First != last || p.Last < p.First {
			t.Fatalf("pages %v", f.Pages)
		}
		last = p.Last
	}
	if last != len(f.Blocks) {
		t.Fatalf("%d blocks on pages, %d in all", last, len(f.Blocks))
	}
	seen := 0
	for _, b := range f.Blocks {
		for _, l := range f.Lines[b.First:b.Last] {
			if l.First >= l.Last {
				t.Fatal("an empty line")
			}
			seen += l.Last - l.First
		}
	}
	if seen != len(f.Words) {
		t.Fatalf("%d words in lines, %d in all", seen, len(f.Words))
	}
}

func FuzzALTO(f *testing.F) {
	f.Add([]byte(`<alto><Layout><Page ID="p"><TopMargin/><PrintSpace><TextBlock ID="a" IDNEXT="b"><TextLine><String CONTENT="x" HPOS="1" SUBS_TYPE="HypPart1" SUBS_CONTENT="xy"/><HYP CONTENT="-"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>`))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, data, ALTO) })
}

func FuzzHOCR(f *testing.F) {
	f.Add([]byte(`<html><body><div class=ocr_page title='bbox 0 0 1 1; order 1'><p class='ocr_par'><span class="ocr_line">a <span class='ocrx_word' title="x_wconf 9">b&shy;<b>c</b></span></span></div>`))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, data, HOCR) })
}

func FuzzPAGE(f *testing.F) {
	f.Add([]byte(`<PcGts><Page><ReadingOrder><OrderedGroup><RegionRefIndexed index="1" regionRef="r"/></OrderedGroup></ReadingOrder><TextRegion id="r"><TextLine index="1"><Coords points="0,0 1,1"/><Word><TextEquiv conf="0.5"><Unicode>a</Unicode></TextEquiv></Word></TextLine><TextEquiv index="0"><Unicode>a
b</Unicode></TextEquiv></TextRegion></Page></PcGts>`))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, data, PAGE) })
}

// TestBold reads which words are bold, shown in stars: by the word itself, by
// what stands around it, and by the font that is named.
func TestBold(t *testing.T) {
	const styles = `<alto><Styles><TextStyle ID="B" FONTSTYLE="bold italics"/><TextStyle ID="N" FONTFAMILY="Times" FONTSTYLE="italics"/><TextStyle ID="F" FONTFAMILY="Arial Bold"/><ParagraphStyle ID="P"/></Styles><Layout><Page>`
	word := func(attrs, text string) string {
		return `<Word><TextEquiv><Unicode>` + text + `</Unicode></TextEquiv>` + attrs + `</Word>`
	}
	line := func(attrs, words, after string) string {
		return `<TextLine ` + attrs + `>` + words + after + `</TextLine>`
	}
	for _, c := range []struct{ name, input, want string }{
		{"alto: by word", styles + `<TextBlock STYLEREFS="P N"><TextLine><String CONTENT="a" STYLEREFS="B P"/><String CONTENT="b"/><String CONTENT="c" STYLE="bold"/><String CONTENT="d" STYLEREFS="F"/></TextLine></TextBlock></Page></Layout></alto>`, "*a* b *c* *d*"},
		{"alto: by line and block", styles + `<TextBlock STYLEREFS="B"><TextLine><String CONTENT="a"/><String CONTENT="b" STYLEREFS="N"/></TextLine><TextLine STYLEREFS="N"><String CONTENT="c"/></TextLine></TextBlock><TextBlock><TextLine><String CONTENT="d"/></TextLine></TextBlock></Page></Layout></alto>`, "*a* b c d"},
		{"hocr", `<html><body><div class=ocr_page><span class=ocr_line><span class=ocrx_word><strong>a</strong></span> <span class=ocrx_word>b</span> <b><span class=ocrx_word>c</span> d</b> <span class=ocrx_word><em>e</em></span></span></div></body></html>`, "*a* b *c* *d* e"},
		{"hocr: fonts", `<html><body><div class=ocr_page><span class=ocr_line title="bbox 0 0 1 1; x_font Arial_Bold"><span class=ocrx_word>a</span></span><span class=ocr_line title="x_font Arial"><span class=ocrx_word title='x_font "Times New Roman Bold"; x_fsize 9'>b</span><span class=ocrx_word title="x_font Times">c</span></span></div></body></html>`, "*a* *b* c"},
		{"page: by word, line and region", `<PcGts><Page><TextRegion>` + line("", word(`<TextStyle bold="true"/>`, "a")+word(`<TextStyle bold="false"/>`, "b"), "") + line("", word("", "c"), `<TextStyle fontFamily="Arial Bold"/>`) + `</TextRegion><TextRegion>` + line("", word("", "d"), "") + `<TextStyle bold="true"/></TextRegion><TextRegion>` + line("", word("", "e"), "") + `</TextRegion></Page></PcGts>`, "*a* b *c* *d* e"},
		{"page: custom", `<PcGts><Page><TextRegion>` + line(`custom="readingOrder {index:0;} textStyle {offset:0; length:5;bold:true;}"`, word("", "aa")+word("", "bb"), "") + line(`custom="textStyle {offset:0; length:2;bold:true;}"`, word("", "cc")+word("", "dd"), "") + `</TextRegion></Page></PcGts>`, "*aa* *bb* cc dd"},
	} {
		f, err := Read([]byte(c.input))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, w := range f.Words {
			if w.Bold {
				w.Text = "*" + w.Text + "*"
			}
			got = append(got, w.Text)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %s, want %s", c.name, s, c.want)
		}
	}
}
